"""The page that shows what differs between two versions of an article."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from archive.diff import CAME_FROM, FIELDS, first_seen_before
from archive.web.article import known
from archive.web.rows import Row
from archive.web.show import page
from archive.web.versions import text_of, versions_of
from archive.words import differences, folded


async def compare(datasette: Datasette, request: Request) -> Response:
    """What differs between two versions, word by word; where none are named, the last change, or the last to `to`."""
    rows, row = await known(datasette, request)
    versions = await versions_of(rows, row["id"])
    new = await text_of(rows, row["id"], versions, request.args.get("to") or row["version_id"])
    came = await rows.one(CAME_FROM, {"id": row["id"], "version": new["id"]})
    before = came["from_version_id"] if came else first_seen_before(versions.each, new["id"])
    old = await text_of(rows, row["id"], versions, request.args.get("from") or before)
    changes = await asyncio.to_thread(_changes, old, new)  # of texts rewritten throughout it takes seconds
    back = [each for each in versions.returns if (each.instead_of, each.version_id) == (old["id"], new["id"])]
    context = {"row": row, "versions": versions, "old": old, "new": new, "changes": changes, "back": back}
    return await page(datasette, request, "compare.html", context)


def _changes(one: Row, other: Row) -> list[tuple[str, Any]]:
    """The fields in which two versions differ, each with its paragraphs, those that may be folded away told apart."""
    both = [(label, _told(one, name), _told(other, name)) for name, label in FIELDS.items()]
    return [(label, folded(differences(was, now))) for label, was, now in both if was != now]


def _told(version: Row, name: str) -> str:
    """A field of a version as text; of its pictures and files, which are kept as JSON, a line each."""
    value = version[name] or ""
    if name not in {"images", "attachments"}:
        return str(value)
    return "\n".join(" · ".join(str(part) for part in each.values() if part) for each in json.loads(value or "[]"))
