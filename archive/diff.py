"""What changed between two versions of an article, word by word."""

from __future__ import annotations

from typing import Any

from archive.errors import NotFound
from archive.showing import FIRST_LOOK, SPANS, rows
from archive.sqlite import Connection
from archive.words import Piece, differences

FIELDS = {
    "title": "Title", "summary": "Lead", "author": "Author", "source_credit": "Source", "body_text": "Text",
    "images": "Pictures", "attachments": "Files",
}  # fmt: skip
"""What makes a version, in the order in which it is shown, each with the word for a reader."""

LONGEST_NUMBER = 4  # digits; of what is longer, one id in thousands begins with as many

VERSIONS = f"""WITH spans AS {SPANS}
SELECT versions.*, spans.first_seen_at, spans.last_seen_at FROM versions
LEFT JOIN spans ON spans.version_id = versions.id
WHERE versions.article_id = ?1 ORDER BY {FIRST_LOOK}, versions.id"""


CAME_FROM = """SELECT from_version_id FROM changes WHERE article_id = :id AND version_id = :version
AND from_version_id <> version_id ORDER BY (SELECT sort_key FROM captures WHERE id = capture_id) DESC LIMIT 1"""
"""What an article showed before a version, when it last came to that: after a text came back, the one it replaced."""


def versions_of(db: Connection, article_id: str) -> list[dict[str, Any]]:
    """The versions of an article, old to new; raises NotFound."""
    found = rows(db, VERSIONS, (article_id,))
    if not found:
        raise NotFound(f"No article has the id {article_id!r}. `archive search WORDS` lists ids.")
    return found


def last_change(db: Connection, article_id: str, versions: list[dict[str, Any]]) -> tuple[str, str]:
    """Ids of the version before the one an article shows, and of that; where no look tells, by first sight."""
    (shown,) = db.execute("SELECT version_id FROM articles WHERE id = ?", (article_id,)).fetchone()
    row = db.execute(CAME_FROM, {"id": article_id, "version": shown}).fetchone()
    return str(row[0]) if row else first_seen_before(versions, shown), str(shown)


def first_seen_before(versions: list[dict[str, Any]], version_id: str) -> str:
    """The id of the version before this one in the order of looks; its own, if it is the first or none of them."""
    ids = [version["id"] for version in versions]
    return str(ids[max(0, ids.index(version_id) - 1)]) if version_id in ids else version_id


def number_of(name: str) -> int | None:
    """The number of a version that is meant; None for (the beginning of) an id. Four digits at most are a number."""
    return int(name) if name.isascii() and name.isdigit() and len(name) <= LONGEST_NUMBER else None


def pick(versions: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """A version by its number (1 is the oldest) or the beginning of its id; raises NotFound."""
    number = number_of(name)
    chosen = [
        version
        for at, version in enumerate(versions, 1)
        if (at == number if number is not None else name and version["id"].startswith(name))
    ]
    if len(chosen) != 1:
        listed = ", ".join(f"{number} ({version['id']})" for number, version in enumerate(versions, 1))
        raise NotFound(f"{name!r} names no version of this article; it has {listed}.")
    return chosen[0]


def field_diffs(old: dict[str, Any], new: dict[str, Any]) -> dict[str, list[list[Piece]]]:
    """The fields that differ, each as paragraphs of pieces (kind, text); kinds are "same", "gone" and "new"."""
    return {
        name: differences(str(old[name] or ""), str(new[name] or ""))
        for name in FIELDS
        if (old[name] or "") != (new[name] or "")
    }
