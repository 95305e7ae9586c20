"""The article page: to read, to compare, to cite, with the evidence behind it."""

from __future__ import annotations

import json
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from archive.article import MOVED
from archive.diff import CAME_FROM, FIELDS, first_seen_before
from archive.showing import FIRST_LOOK
from archive.web.cite import Cited, plain
from archive.web.cite import bibtex as as_bibtex
from archive.web.dates import stamp
from archive.web.markup import safe_body
from archive.web.rows import Row, Rows, archive_of
from archive.web.show import Refused, absolute, page
from archive.words import differences, folded

ARTICLE = """
select a.*, v.fingerprint, p.title as portal_title, p.agency, p.province, p.home_url
from articles a join versions v on v.id = a.version_id left join portals p on p.name = a.portal where a.id = :id
"""
VERSIONS = f"""
select versions.id, fingerprint, title, s.first_seen_at, s.last_seen_at, s.captures, s.reread
from version_spans s join versions on versions.id = s.version_id where s.article_id = :id
order by {FIRST_LOOK}, versions.id
"""
VERSION = "select * from versions where article_id = :id and id = :version"
# The date that stood beside a text: versions hold none, for a date can move while its text stays.
DATED = """
select updated_at, date_text from article_captures where article_id = :id and version_id = :version
order by sort_key desc, capture_id desc limit 1
"""
CAPTURES = "select * from article_captures where article_id = :id order by captured_at desc, capture_id limit 51"
KINDS = "select version_id, kind, changed_at from changes where article_id = :id order by changed_at"
PICTURES = (
    "select position, url, caption, alt, media_type, warc_file from images where article_id = :id order by position"
)
FILES = "select position, url, label, bytes, warc_file from attachments where article_id = :id order by position"
SHOWABLE = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})  # never SVG: it is a document


async def _known(datasette: Datasette, request: Request) -> tuple[Rows, Row]:
    rows = await archive_of(datasette)
    row = await rows.one(ARTICLE, {"id": request.url_vars["id"]}) if rows else None
    if rows is None or row is None:
        raise NotFound("No such article")
    return rows, row


async def article(datasette: Datasette, request: Request) -> Response:
    """The page of an article: its newest text, or the one that ?version= names."""
    rows, row = await _known(datasette, request)
    key = {"id": row["id"]}
    versions = await rows.all(VERSIONS, key)
    shown, number = await _text_of(rows, row, versions, request.args.get("version"))
    captures = await rows.all(CAPTURES, key)
    pictures = await rows.all(PICTURES, key)
    kept = {p["url"]: _picture_path(datasette, row["id"], p) for p in pictures if _showable(p)}
    cited = _cited(datasette, request, shown, versions)
    inside = shown["body_html"] or ""
    context: dict[str, Any] = {
        "row": row, "shown": shown, "number": number, "newest": shown["version_id"] == row["version_id"],
        "body": safe_body(inside, shown["body_text"], kept), "pictures": _apart(pictures, inside, kept),
        "files": await rows.all(FILES, key), "versions": versions,
        "captures": captures[:50], "more": len(captures) > 50,
        "kinds": _kinds(await rows.all(KINDS, key)), "plain": plain(cited), "bibtex": as_bibtex(cited),
        "address": absolute(datasette, request, f"/a/{row['id']}"), "stamp": stamp, "MOVED": MOVED,
        "archive_org": _archive_org(row, captures),
    }  # fmt: skip
    return await page(datasette, request, "article.html", context)


async def compare(datasette: Datasette, request: Request) -> Response:
    """What differs between two versions, word by word; where none are named, the last change, or the last to `to`."""
    rows, row = await _known(datasette, request)
    versions = await rows.all(VERSIONS, {"id": row["id"]})
    new = request.args.get("to") or row["version_id"]
    came = await rows.one(CAME_FROM, {"id": row["id"], "version": new})
    old = request.args.get("from") or (came["from_version_id"] if came else first_seen_before(versions, new))
    one, other = [await _version(rows, row["id"], wanted) for wanted in (old, new)]
    both = [(label, _told(one, name), _told(other, name)) for name, label in FIELDS.items()]
    changes = [(label, folded(differences(was, now))) for label, was, now in both if was != now]
    numbers = {version["id"]: at + 1 for at, version in enumerate(versions)}
    context = {"row": row, "versions": versions, "numbers": numbers, "old": one, "new": other, "changes": changes}
    return await page(datasette, request, "compare.html", context)


async def bibtex(datasette: Datasette, request: Request) -> Response:
    """The BibTeX entry as a file, of the newest text or the one that ?version= names."""
    rows, row = await _known(datasette, request)
    versions = await rows.all(VERSIONS, {"id": row["id"]})
    shown, _ = await _text_of(rows, row, versions, request.args.get("version"))
    text = as_bibtex(_cited(datasette, request, shown, versions))
    headers = {"Content-Disposition": f'attachment; filename="congthuong-{row["id"]}.bib"'}
    return Response(text, headers=headers, content_type="application/x-bibtex; charset=utf-8")


async def _text_of(rows: Rows, row: Row, versions: list[Row], wanted: str | None) -> tuple[Row, int]:
    numbers = {version["id"]: at + 1 for at, version in enumerate(versions)}
    if not wanted or wanted == row["version_id"]:
        return row, numbers.get(row["version_id"], len(versions))
    found = await _version(rows, row["id"], wanted)
    dated = await rows.one(DATED, {"id": row["id"], "version": found["id"]}) or {}
    return {**row, **found, **dated, "version_id": found["id"], "id": row["id"]}, numbers.get(found["id"], 0)


async def _version(rows: Rows, article_id: str, version: str) -> Row:
    found = await rows.one(VERSION, {"id": article_id, "version": version})
    if found is None:
        raise Refused("This article has no such version.", 404)
    return found


def _told(version: Row, name: str) -> str:
    """A field of a version as text; of its pictures and files, which are kept as JSON, a line each."""
    value = version[name] or ""
    if name not in {"images", "attachments"}:
        return str(value)
    return "\n".join(" · ".join(str(part) for part in each.values() if part) for each in json.loads(value or "[]"))


def _kinds(changes: list[Row]) -> dict[str, list[Row]]:
    kinds: dict[str, list[Row]] = {}
    for change in changes:
        kinds.setdefault(change["version_id"], []).append(change)
    return kinds


def _showable(picture: Row) -> bool:
    return bool(picture["warc_file"]) and picture["media_type"] in SHOWABLE


def _picture_path(datasette: Datasette, article_id: str, picture: Row) -> str:
    return str(datasette.urls.path(f"/a/{article_id}/picture/{picture['position']}"))


def _apart(pictures: list[Row], body_html: str, kept: dict[str, str]) -> list[Row]:
    """The pictures that stand outside the body, each with its place in the archive or None."""
    return [{**p, "path": kept.get(p["url"])} for p in pictures if p["url"].replace("&", "&amp;") not in body_html]


def _cited(datasette: Datasette, request: Request, shown: Row, versions: list[Row]) -> Cited:
    seen = [version["last_seen_at"] for version in versions if version["id"] == shown["version_id"]]
    return Cited(
        title=shown["title"],
        agency=shown["portal_title"] or shown["agency"] or shown["portal"],
        url=shown["url"],
        address=absolute(datasette, request, f"/a/{shown['id']}") + f"?version={shown['version_id']}",
        article_id=shown["id"],
        kept_at=next(iter(seen), shown["last_seen_at"]),
        author=shown["author"],
        updated_at=shown["updated_at"],
    )


def _archive_org(row: Row, captures: list[Row]) -> str:
    """The Internet Archive's copy: the very capture where we have it from there, else the one nearest to our first."""
    own = [c for c in captures if c["source"] == "wayback" and c["version_id"]]
    moment = own[0]["captured_at"] if own else row["first_seen_at"]
    return f"https://web.archive.org/web/{stamp(moment)}/{own[0]['url'] if own else row['url']}"
