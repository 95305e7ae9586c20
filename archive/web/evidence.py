"""The bytes behind a page: raw records as downloads, pictures and files out of the WARC files."""

from __future__ import annotations

import asyncio
import io
import re
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from archive.web.article import SHOWABLE
from archive.web.rows import Row, Rows, archive_of
from archive.web.show import Refused

CAPTURE = "select id, warc_file, warc_offset, warc_length from captures where id = :id"
FILE = "select * from {table} where article_id = :id and position = :position"
LARGEST = 64 << 20
GZIP = b"\x1f\x8b"
# A picture is shown by browsers only as what it is: no script, no frame, no request can come of it.
FILE_POLICY = "default-src 'none'; style-src 'none'; sandbox; frame-ancestors 'none'"
_LOST = "The record is noted, but its WARC file is not beside this archive."


async def raw_record(datasette: Datasette, request: Request) -> Response:
    """The WARC record of a capture, byte for byte as kept, always as a download."""
    rows = await archive_of(datasette)
    capture = await rows.one(CAPTURE, {"id": request.url_vars["id"]}) if rows else None
    if rows is None or capture is None:
        raise NotFound("No such capture")
    if not capture["warc_file"]:
        raise Refused("Of this capture only its facts are kept, no raw record.", 404)
    data = await asyncio.to_thread(record_bytes, _folder(rows), capture)
    ending = "warc.gz" if data.startswith(GZIP) else "warc"
    return _download(data, f"capture-{capture['id']}.{ending}", "application/warc")


async def media(datasette: Datasette, request: Request) -> Response:
    """A picture to be shown, or a file to be downloaded, out of its WARC record."""
    rows = await archive_of(datasette)
    table = {"picture": "images", "file": "attachments"}[request.url_vars["kind"]]
    wanted = {"id": request.url_vars["id"], "position": int(request.url_vars["position"])}
    row = await rows.one(FILE.format(table=table), wanted) if rows else None
    if rows is None or row is None or not row["warc_file"]:
        raise NotFound("Not kept")
    body = await asyncio.to_thread(payload_of, _folder(rows), row)
    if table == "images" and row["media_type"] in SHOWABLE:
        headers = {"Cache-Control": "max-age=86400", "Content-Security-Policy": FILE_POLICY}
        return Response(body, headers=headers, content_type=row["media_type"])
    return _download(body, _file_name(row), "application/octet-stream")


async def databases(datasette: Datasette) -> Response:
    """Datasette's list of files without their places on disk."""
    told = [{key: value for key, value in each.items() if key != "path"} for each in _connected(datasette)]
    return Response.json(told)


async def not_told() -> Response:
    """What a server does inside is nobody's business, and what helps who writes plugins helps no reader."""
    raise NotFound("Not told")


def _connected(datasette: Datasette) -> list[dict[str, Any]]:
    return list(datasette._connected_databases())  # noqa: SLF001  # what its own page shows; a test holds it


def record_bytes(folder: Path, place: Row) -> bytes:
    """The bytes of one record; Refused where its file is gone, cut or not in the archive's own folder."""
    name, length = str(place["warc_file"]), int(place["warc_length"])
    if Path(name).name != name or length > LARGEST:
        raise Refused(_LOST, 404)
    try:
        with (folder / name).open("rb") as file:
            file.seek(int(place["warc_offset"]))
            data = file.read(length)
    except OSError as error:
        raise Refused(_LOST, 404) from error
    if len(data) != length:
        raise Refused(
            "The WARC file beside this archive is shorter than it should be: `archive verify` tells more.", 404
        )
    return data


def payload_of(folder: Path, place: Row) -> bytes:
    """The decoded body of the HTTP exchange in one record."""
    from warcio.archiveiterator import ArchiveIterator

    record = next(iter(ArchiveIterator(io.BytesIO(record_bytes(folder, place)))), None)
    if record is None:
        raise Refused(_LOST, 404)
    return bytes(record.content_stream().read(LARGEST))


def _folder(rows: Rows) -> Path:
    return Path(rows.database.path).resolve().parent / "warc"


def _file_name(row: Row) -> str:
    """A harmless name: the address's last part, letters and digits of ASCII only, at most 80 of them."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "_", str(row["url"]).split("?")[0].rstrip("/").rsplit("/", 1)[-1])
    return name.lstrip("._-")[-80:] or f"file-{row['article_id']}-{row['position']}"


def _download(body: bytes, name: str, content_type: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": FILE_POLICY,
        "Cache-Control": "max-age=86400",
    }
    return Response(body, headers=headers, content_type=content_type)
