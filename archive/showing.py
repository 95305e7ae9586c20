"""One article with all that belongs to it, as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archive.errors import NotFound
from archive.sqlite import Connection

HIDDEN = {"title_folded", "body_folded", "sort_key", "shown"}
# Of one article, and first: a join with the view reads all looks at all articles (2 s at 100,000).
SPANS = "MATERIALIZED (SELECT * FROM version_spans WHERE article_id = ?1)"
# By the order of looks, which one run with a wrong clock does not turn round.
FIRST_LOOK = """(SELECT min(captures.sort_key) FROM readings JOIN captures ON captures.id = readings.capture_id
    WHERE readings.article_id = versions.article_id AND readings.version_id = versions.id)"""
PARTS = {
    "images": "SELECT * FROM images WHERE article_id = ? ORDER BY position",
    "attachments": "SELECT * FROM attachments WHERE article_id = ? ORDER BY position",
    "versions": f"""WITH spans AS {SPANS}
        SELECT versions.id, fingerprint, title, spans.first_seen_at, spans.last_seen_at, spans.captures, reread
        FROM versions LEFT JOIN spans ON spans.version_id = versions.id
        WHERE versions.article_id = ?1 ORDER BY {FIRST_LOOK}, versions.id""",
    "captures": """SELECT capture_id, url, source, captured_at, status, outcome, reason, version_id, updated_at, sha256,
        warc_file, warc_offset, warc_length FROM article_captures WHERE article_id = ? ORDER BY sort_key""",
}


Parameters = tuple[object, ...] | Mapping[str, object]


def rows(db: Connection, query: str, parameters: Parameters = ()) -> list[dict[str, Any]]:
    """Query results as dictionaries."""
    return list(each_row(db, query, parameters))


def each_row(db: Connection, query: str, parameters: Parameters = ()) -> Iterator[dict[str, Any]]:
    """The same one at a time, where there may be as many as a portal has pages."""
    cursor = db.execute(query, parameters)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


def portals_named(db: Connection, name: str | None) -> list[str]:
    """The portals meant: the one of this name, or all for None; raises NotFound where the archive does not hold it."""
    names = [known for (known,) in db.execute("SELECT name FROM portals ORDER BY name")]
    if name is not None and name not in names:
        raise NotFound(f"This archive holds no portal {name!r}; it has {', '.join(names) or 'none yet'}.")
    return names if name is None else [name]


def article_as_dict(db: Connection, article_id: str) -> dict[str, Any]:
    """An article with its images, attachments, versions and captures; raises NotFound."""
    found = rows(db, "SELECT * FROM articles WHERE id = ?", (article_id,))
    if not found:
        raise NotFound(f"No article has the id {article_id!r}. `archive search WORDS` lists ids.")
    article = {name: value for name, value in found[0].items() if name not in HIDDEN}
    parts = {name: rows(db, query, (article_id,)) for name, query in PARTS.items()}
    return article | parts
