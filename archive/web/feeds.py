"""Atom feeds: new articles, and changes and removals of articles; of all portals or of one."""

from __future__ import annotations

import re
from itertools import chain
from xml.etree import ElementTree as ET

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from archive.web.dates import said
from archive.web.home import PORTALS
from archive.web.rows import Row, archive_of
from archive.web.show import absolute, page

ATOM = "http://www.w3.org/2005/Atom"
LENGTH = 50
NEW = """
select a.id, a.portal, a.title, a.summary, a.section, a.author, a.first_seen_at as at,
       substr(a.body_text, 1, 400) as opening, a.updated_at, null as version_id, null as kind
from articles a where :portal is null or a.portal = :portal order by a.first_seen_at desc, a.rowid desc limit :size
"""
# The changes first, their texts after: a sort of whole rows would read every text that ever changed.
CHANGES = """
select a.id, a.portal, v.title, v.summary, v.section, v.author, c.changed_at as at,
       substr(v.body_text, 1, 400) as opening, c.updated_at, c.from_updated_at, c.version_id, c.kind, c.from_version_id,
       was.title as old_title, c.version_id <> c.from_version_id and exists (
           select 1 from readings r join captures k on k.id = r.capture_id
           where r.article_id = c.article_id and r.version_id = c.version_id
               and k.sort_key < (select sort_key from captures where id = c.from_capture_id)) as back
from (
    select c.article_id, c.version_id, c.kind, c.changed_at, c.updated_at, c.from_version_id, c.from_updated_at,
           c.from_capture_id
    from changes c join articles a on a.id = c.article_id
    where c.kind in ('edit', 'silent_edit', 'date_bump') and (:portal is null or a.portal = :portal)
    order by c.changed_at desc, c.article_id limit :size
) c join articles a on a.id = c.article_id join versions v on v.id = c.version_id
join versions was on was.id = c.from_version_id
order by c.changed_at desc, a.id
"""
REMOVALS = """
select a.id, a.portal, a.title, a.summary, a.section, a.author, a.removed_at as at,
       substr(a.body_text, 1, 400) as opening, a.updated_at, a.version_id, 'removed' as kind
from articles a where a.removed_at is not null and (:portal is null or a.portal = :portal)
order by a.removed_at desc, a.rowid desc limit :size
"""
BEGUN = "select coalesce(min(started_at), '1970-01-01T00:00:00Z') as at from runs"
FEEDS = {"new": (NEW,), "changes": (CHANGES, REMOVALS)}
SAYS = {
    "edit": ("Edited", "the text and its date changed"),
    "silent_edit": ("Edited silently", "the text changed, its date did not"),
    "date_bump": ("Dated anew", "only the date changed"),
    "removed": ("Removed", "the portal no longer shows this article. What it last said is kept here"),
}
"""For each kind of change what its entry is called, and what that means."""
BACK = "a text that the portal had shown before came back"
OPENING = 240  # letters of a text that tell what it is about, where it has no lead
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


async def index(datasette: Datasette, request: Request) -> Response:
    """The page that lists the feeds."""
    rows = await archive_of(datasette)
    if rows is None:
        raise NotFound("No archive is served here")
    return await page(datasette, request, "feeds.html", {"here": "feeds", "portals": await rows.kept(PORTALS)})


async def feed(datasette: Datasette, request: Request) -> Response:
    """One feed."""
    rows = await archive_of(datasette)
    if rows is None:
        raise NotFound("No archive is served here")
    portal, kind = request.url_vars.get("portal"), request.url_vars["kind"]
    titles = {row["name"]: row["title"] or row["name"] for row in await rows.kept(PORTALS)}
    if portal and portal not in titles:
        raise NotFound("No such portal")
    told = [await rows.kept(sql, {"portal": portal, "size": LENGTH}) for sql in FEEDS[kind]]
    entries = sorted(chain(*told), key=lambda row: str(row["at"]), reverse=True)[:LENGTH]
    named = [{**row, "author": row["author"] or titles.get(row["portal"], row["portal"])} for row in entries]
    [begun] = await rows.kept(BEGUN)
    title = f"{titles[portal] if portal else 'Công Thương archive'}: {kind}"
    body = _atom(datasette, request, title, named, begun["at"])
    headers = {"Cache-Control": "max-age=300"}
    return Response(body, headers=headers, content_type="application/atom+xml; charset=utf-8")


def _atom(datasette: Datasette, request: Request, title: str, entries: list[Row], begun: str) -> str:
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "vi"})
    _add(root, "title", title)
    _add(root, "id", "tag:congthuong-archive,2026:" + request.path.split("?")[0])
    _add(root, "updated", max((row["at"] for row in entries), default=begun))
    _add(root, "link", rel="self", href=absolute(datasette, request, request.path))
    _add(root, "link", rel="alternate", type="text/html", href=absolute(datasette, request, "/"))
    for row in entries:
        _entry(ET.SubElement(root, f"{{{ATOM}}}entry"), datasette, request, row)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode")


def _entry(entry: ET.Element, datasette: Datasette, request: Request, row: Row) -> None:
    path = f"/a/{row['id']}"
    tag = f"tag:congthuong-archive,2026:article/{row['id']}"
    if row["kind"]:
        tag += f"/{row['version_id']}/{row['at']}"
        two = f"/compare?from={row.get('from_version_id')}&to={row['version_id']}"
        path += two if row.get("from_version_id") not in {None, row["version_id"]} else ""
    _add(entry, "title", f"{SAYS[row['kind']][0]}: {row['title']}" if row["kind"] else row["title"])
    _add(entry, "id", tag)
    _add(entry, "updated", row["at"])
    if len(row["updated_at"] or "") > len("2026-11-22"):  # RFC 4287 wants a time; many portals state a day only
        _add(entry, "published", row["updated_at"])
    _add(entry, "link", rel="alternate", type="text/html", href=absolute(datasette, request, path))
    _add(ET.SubElement(entry, f"{{{ATOM}}}author"), "name", row["author"])
    if row["section"]:
        _add(entry, "category", term=row["section"])
    says = [_says(row)] if row["kind"] else []
    _add(entry, "summary", " ".join([*says, row["summary"] or _opening(row["opening"])]))


def _says(row: Row) -> str:
    """What became of an article, in a sentence: with the title and the dates that it bore before and bears now."""
    name, means = SAYS[row["kind"]]
    dates = "{} → {}".format(*(said(row.get(each)) or "no date" for each in ("from_updated_at", "updated_at")))
    parts = [BACK if row.get("back") else means]
    parts += [dates] if row["kind"] in {"edit", "date_bump"} else []
    parts += [f"the title was “{row['old_title']}”"] if row.get("old_title") not in {None, row["title"]} else []
    return f"{name}: {'; '.join(parts)}."


def _opening(text: str) -> str:
    """How a text begins, up to the end of a word."""
    return text if len(text) <= OPENING else text[:OPENING].rsplit(maxsplit=1)[0] + " …"


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> None:
    element = ET.SubElement(parent, f"{{{ATOM}}}{name}", {k: _NOT_XML.sub("", v) for k, v in attributes.items()})
    element.text = _NOT_XML.sub("", text) if text else None
