"""The article page: to read, to compare, to cite, with the evidence behind it."""

from __future__ import annotations

import asyncio
import re
from html import unescape
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from archive.article import MOVED
from archive.web.cite import Cited, footnote
from archive.web.cite import bibtex as as_bibtex
from archive.web.dates import stamp
from archive.web.kept import SHOWABLE, address_of, at_hand, media_of
from archive.web.markup import safe_body
from archive.web.rows import Row, Rows, archive_of
from archive.web.show import absolute, page
from archive.web.versions import Versions, text_of, versions_of

ARTICLE = """
select a.*, v.fingerprint, p.title as portal_title, p.agency, p.province, p.home_url
from articles a join versions v on v.id = a.version_id left join portals p on p.name = a.portal where a.id = :id
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
# The looks since the article was last seen, none of which showed it.
AWAY = """
select count(*) as looks, min(captured_at) as since from article_captures
where article_id = :id and captured_at > :last_seen_at and outcome is not 'article'
"""
_IMAGE = re.compile(r"""<img\b[^>]*?\ssrc=(?:"([^"]*)"|'([^']*)')""")


async def known(datasette: Datasette, request: Request) -> tuple[Rows, Row]:
    """The archive and the row of the article that an address names; NotFound where there is none."""
    rows = await archive_of(datasette)
    row = await rows.one(ARTICLE, {"id": request.url_vars["id"]}) if rows else None
    if rows is None or row is None:
        raise NotFound("No such article")
    return rows, row


async def article(datasette: Datasette, request: Request) -> Response:
    """The page of an article: its newest text or the one that ?version= names, with the pictures and files it had."""
    rows, row = await known(datasette, request)
    versions = await versions_of(rows, row["id"])
    shown = await _shown(rows, row, versions, request.args.get("version"))
    newest = shown["version_id"] == row["version_id"]
    key = {"id": row["id"], "version": shown["version_id"]}
    captures = await rows.all(CAPTURES, key)
    cited = _cited(datasette, request, shown, versions)
    context: dict[str, Any] = {
        "row": row, "shown": shown, "newest": newest, "versions": versions,
        "away": await rows.one(AWAY, dict(row)) if row["state"] != "present" else None,
        "captures": captures[:50], "more": len(captures) > 50, "held": at_hand(rows, captures),
        "footnote": footnote(cited), "bibtex": as_bibtex(cited),
        "address": absolute(datasette, request, f"/a/{row['id']}"), "stamp": stamp, "MOVED": MOVED,
        "archive_org": _archive_org(shown, versions, await rows.one(WAYBACK, key)),
        **await _inside(datasette, rows, shown, None if newest else shown["version_id"]),
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


async def bibtex(datasette: Datasette, request: Request) -> Response:
    """The BibTeX entry as a file, of the newest text or the one that ?version= names."""
    rows, row = await known(datasette, request)
    versions = await versions_of(rows, row["id"])
    shown = await _shown(rows, row, versions, request.args.get("version"))
    text = as_bibtex(_cited(datasette, request, shown, versions))
    headers = {"Content-Disposition": f'attachment; filename="congthuong-{row["id"]}.bib"'}
    return Response(text, headers=headers, content_type="application/x-bibtex; charset=utf-8")


async def _shown(rows: Rows, row: Row, versions: Versions, wanted: str | None) -> Row:
    """The article as the version that is asked for has it, else as it is now."""
    if not wanted or versions.named(wanted) == row["version_id"]:
        return row
    found = await text_of(rows, row["id"], versions, wanted)
    return {**row, **found, "version_id": found["id"], "id": row["id"]}


def _cited(datasette: Datasette, request: Request, shown: Row, versions: Versions) -> Cited:
    seen = [version["last_seen_at"] for version in versions.each if version["id"] == shown["version_id"]]
    return Cited(
        title=shown["title"],
        agency=shown["portal_title"] or shown["agency"] or shown["portal"],
        url=shown["url"],
        address=absolute(datasette, request, f"/a/{shown['id']}") + f"?version={shown['version_id']}",
        article_id=shown["id"],
        kept_at=next(iter(seen), shown["last_seen_at"]),
        author=shown["author"],
        updated_at=shown["updated_at"],
        earlier=[(span.updated_at, span.date_text) for span in versions.dates(shown["version_id"])[:-1]],
    )


def _archive_org(shown: Row, versions: Versions, own: Row | None) -> str:
    """The Internet Archive's copy: the very capture of this text where we have it, else that nearest to our first."""
    seen = [version["first_seen_at"] for version in versions.each if version["id"] == shown["version_id"]]
    copy = own or {"captured_at": next(iter(seen), shown["first_seen_at"]), "url": shown["url"]}
    return f"https://web.archive.org/web/{stamp(copy['captured_at'])}/{copy['url']}"
