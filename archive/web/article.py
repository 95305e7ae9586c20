"""The article page: to read, to compare, to cite, with the evidence behind it."""

from __future__ import annotations

import asyncio
import json
import re
from html import unescape
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from archive.article import MOVED
from archive.diff import CAME_FROM, FIELDS, first_seen_before
from archive.showing import FIRST_LOOK
from archive.web.cite import Cited, footnote
from archive.web.cite import bibtex as as_bibtex
from archive.web.dates import stamp
from archive.web.kept import SHOWABLE, address_of, at_hand, media_of
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
# Those that showed the text on the page come first, the ones with a raw record before those that found it unchanged:
# it is cited, and behind fifty later looks its evidence was lost.
CAPTURES = """
select * from article_captures where article_id = :id
order by version_id is :version desc, version_id is :version and warc_file is not null desc, captured_at desc,
    capture_id limit 51
"""
WAYBACK = """
select captured_at, url from article_captures where article_id = :id and version_id = :version and source = 'wayback'
order by captured_at desc, capture_id limit 1
"""
KINDS = "select version_id, kind, changed_at from changes where article_id = :id order by changed_at"
_IMAGE = re.compile(r"""<img\b[^>]*?\ssrc=(?:"([^"]*)"|'([^']*)')""")


async def _known(datasette: Datasette, request: Request) -> tuple[Rows, Row]:
    rows = await archive_of(datasette)
    row = await rows.one(ARTICLE, {"id": request.url_vars["id"]}) if rows else None
    if rows is None or row is None:
        raise NotFound("No such article")
    return rows, row


async def article(datasette: Datasette, request: Request) -> Response:
    """The page of an article: its newest text or the one that ?version= names, with the pictures and files it had."""
    rows, row = await _known(datasette, request)
    key = {"id": row["id"]}
    versions = await rows.all(VERSIONS, key)
    shown, number = await _text_of(rows, row, versions, request.args.get("version"))
    key_of_shown = {**key, "version": shown["version_id"]}
    captures = await rows.all(CAPTURES, key_of_shown)
    cited = _cited(datasette, request, shown, versions)
    context: dict[str, Any] = {
        "row": row, "shown": shown, "number": number, "newest": shown["version_id"] == row["version_id"],
        "versions": versions, "numbers": _numbers(versions), "captures": captures[:50], "more": len(captures) > 50,
        "held": at_hand(rows, captures), "kinds": _kinds(await rows.all(KINDS, key)),
        "footnote": footnote(cited), "bibtex": as_bibtex(cited),
        "address": absolute(datasette, request, f"/a/{row['id']}"), "stamp": stamp, "MOVED": MOVED,
        "archive_org": _archive_org(shown, versions, await rows.one(WAYBACK, key_of_shown)),
        **await _inside(datasette, rows, shown, None if shown is row else shown["version_id"]),
    }  # fmt: skip
    return await page(datasette, request, "article.html", context)


async def _inside(datasette: Datasette, rows: Rows, shown: Row, earlier: str | None) -> dict[str, Any]:
    """The body, the pictures outside it and the files of a version, as its template takes them."""
    media = {kind: await media_of(rows, shown["id"], kind, earlier) for kind in ("picture", "file")}
    for kind, each in media.items():
        held = at_hand(rows, each)
        for one in each:
            fit = one["warc_file"] in held and (kind == "file" or one["media_type"] in SHOWABLE)
            one["path"] = str(datasette.urls.path(address_of(shown["id"], kind, earlier, one))) if fit else None
    pictures, markup = media["picture"], shown["body_html"] or ""
    kept = {picture["url"]: picture["path"] for picture in pictures if picture["path"]}
    body = await asyncio.to_thread(safe_body, markup, shown["body_text"], kept)
    placed = {unescape(one or other) for one, other in _IMAGE.findall(markup)}
    return {"body": body, "files": media["file"], "pictures": [p for p in pictures if p["url"] not in placed]}


async def compare(datasette: Datasette, request: Request) -> Response:
    """What differs between two versions, word by word; where none are named, the last change, or the last to `to`."""
    rows, row = await _known(datasette, request)
    versions = await rows.all(VERSIONS, {"id": row["id"]})
    new = request.args.get("to") or row["version_id"]
    came = await rows.one(CAME_FROM, {"id": row["id"], "version": new})
    old = request.args.get("from") or (came["from_version_id"] if came else first_seen_before(versions, new))
    one, other = [await _version(rows, row["id"], wanted) for wanted in (old, new)]
    changes = await asyncio.to_thread(_changes, one, other)  # of texts rewritten throughout it takes seconds
    context = {
        "row": row, "versions": versions, "numbers": _numbers(versions), "old": one, "new": other, "changes": changes,
    }  # fmt: skip
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
    numbers = _numbers(versions)
    if not wanted or wanted == row["version_id"]:
        return row, numbers.get(row["version_id"], len(versions))
    found = await _version(rows, row["id"], wanted)
    return {**row, **found, "version_id": found["id"], "id": row["id"]}, numbers.get(found["id"], 0)


async def _version(rows: Rows, article_id: str, version: str) -> Row:
    found = await rows.one(VERSION, {"id": article_id, "version": version})
    if found is None:
        raise Refused("This article has no such version.", 404)
    return {**found, **(await rows.one(DATED, {"id": article_id, "version": version}) or {})}


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


def _numbers(versions: list[Row]) -> dict[str, int]:
    """By which number each version is called, the first seen 1."""
    return {version["id"]: at for at, version in enumerate(versions, 1)}


def _kinds(changes: list[Row]) -> dict[str, list[Row]]:
    kinds: dict[str, list[Row]] = {}
    for change in changes:
        kinds.setdefault(change["version_id"], []).append(change)
    return kinds


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


def _archive_org(shown: Row, versions: list[Row], own: Row | None) -> str:
    """The Internet Archive's copy: the very capture of this text where we have it, else that nearest to our first."""
    seen = [version["first_seen_at"] for version in versions if version["id"] == shown["version_id"]]
    copy = own or {"captured_at": next(iter(seen), shown["first_seen_at"]), "url": shown["url"]}
    return f"https://web.archive.org/web/{stamp(copy['captured_at'])}/{copy['url']}"
