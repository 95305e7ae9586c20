"""The pictures and files of an article, as it shows them now or showed them once, and whether their bytes are here."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from archive.web.rows import Row, Rows

SHOWABLE = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})  # never SVG: it is a document
TABLES = {"picture": "images", "file": "attachments"}
NOW = "select * from {table} where article_id = :id order by position"
THEN = """
select key as position, value ->> 'url' as url, value ->> 'caption' as caption, value ->> 'alt' as alt,
       value ->> 'label' as label, media_type, media.bytes, sha256, warc_file, warc_offset, warc_length
from versions, json_each(versions.{table}) left join media on media.url = value ->> 'url'
where article_id = :id and versions.id = :version order by key
"""


async def media_of(rows: Rows, article_id: str, kind: str, version_id: str | None) -> list[Row]:
    """Its "picture"s or "file"s in order, of an earlier version or (None) the newest, each with its record's place."""
    sql = (THEN if version_id else NOW).format(table=TABLES[kind])
    return await rows.all(sql, {"id": article_id, "version": version_id})


def folder_of(rows: Rows) -> Path:
    """Where the raw records of an archive lie."""
    return Path(str(rows.database.path)).resolve().parent / "warc"


def at_hand(rows: Rows, places: Iterable[Row]) -> set[Any]:
    """The WARC files that these rows name and that lie beside the archive: a snapshot may have come without."""
    folder = folder_of(rows)
    return {name for name in {row["warc_file"] for row in places} if name and (folder / name).is_file()}


def address_of(article_id: str, kind: str, version_id: str | None, row: Row) -> str:
    """Where a kept picture or file is to be had. It names the bytes, not only their place: a browser may keep them."""
    of = f"version={version_id}&" if version_id else ""
    return f"/a/{article_id}/{kind}/{row['position']}?{of}sha256={row['sha256'][:10]}"
