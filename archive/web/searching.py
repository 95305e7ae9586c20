"""The search page: ranked, highlighted, narrowed by portal, year and section; without words it lists the newest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from datasette.app import Datasette
from datasette.database import QueryInterrupted
from datasette.utils.asgi import NotFound, Request, Response

from archive.search import NOTHING, fts_query
from archive.sqlite import DatabaseError
from archive.web.home import PORTALS, years_of
from archive.web.passages import highlight, passage
from archive.web.rows import Row, Rows, archive_of
from archive.web.show import Refused, page, whole_number

PAGE_SIZE = 20
LAST_PAGE = 50
LONGEST = 400  # letters of a question; nobody types more, and each word costs
SECTIONS = "select portal, section, count(*) as articles from articles where section > '' group by portal, section"
# The narrowing is a set of rowids from covering indexes: joining each hit to its (long) row would cost ten times more.
# Ranking reads every hit: a word that stands in all of 100,000 articles took 200 ms. So of many, the latest are ranked.
RANKED = 3000
COUNTED = 10_000
FLOOR = """
select rowid as place from article_search where article_search match :match {narrow} order by rowid desc
limit 1 offset :ranked
"""
TALLY = """
select count(*) as total from (
    select 1 from article_search where article_search match :match {narrow} limit :counted)
"""
HITS = """
with hits as (
    select rowid as place, bm25(article_search, 10.0, 1.0, 8.0, 0.8) as score
    from article_search where article_search match :match and rowid > :floor {narrow}
), best as (
    select place, score from hits order by score, place desc limit :size offset :skip
)
select a.id, a.portal, a.title, a.section, a.updated_at, a.state, a.version_count,
       a.body_text, a.body_folded, a.title_folded
from best join articles a on a.rowid = best.place order by best.score, best.place desc
"""
NEWEST = """
select a.id, a.portal, a.title, a.section, a.updated_at, a.state, a.version_count,
       substr(a.body_text, 1, 260) as opening
from articles a where {narrow} order by a.updated_on desc, a.id limit :size offset :skip
"""
COUNT = "select count(*) as total from articles a where {narrow}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form asks for: words, narrowing and page."""

    words: str
    portal: str
    year: str
    section: str
    page: int

    def narrowing(self) -> tuple[str, dict[str, Any]]:
        """The conditions on articles, as SQL and its parameters."""
        parts, params = [], {}
        for name in ("portal", "section"):
            if getattr(self, name):
                parts.append(f"{name} = :{name}")
                params[name] = getattr(self, name)
        if self.year:
            parts.append("updated_on >= :first and updated_on <= :last")
            params |= {"first": f"{self.year}-01-01", "last": f"{self.year}-12-31"}
        return " and ".join(parts), params

    def address(self, number: int) -> str:
        """The query string of another page of the same answer."""
        pairs = [("q", self.words), ("portal", self.portal), ("year", self.year), ("section", self.section)]
        return urlencode([(k, v) for k, v in pairs if v] + ([("page", str(number))] if number > 1 else []))


def asked_of(request: Request) -> Asked:
    """Read the form; Refused where it makes no sense."""
    words = (request.args.get("q") or "").replace("\x00", " ").strip()
    if len(words) > LONGEST:
        raise Refused(f"That is a question of {len(words):,} letters; at most {LONGEST} can be searched for.")
    year = request.args.get("year") or ""
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Refused(f"“{year[:40]}” is no year; four digits are.")
    portal, section = (request.args.get(name) or "" for name in ("portal", "section"))
    return Asked(words, portal, year, section, whole_number(request, "page", 1, LAST_PAGE))


async def search(datasette: Datasette, request: Request) -> Response:
    """The search page."""
    rows = await archive_of(datasette)
    if rows is None:
        raise NotFound("No archive is served here.")
    asked = asked_of(request)
    match = fts_query(asked.words)
    found, trouble = await _found(rows, asked, match), None
    if isinstance(found, str):
        found, trouble = [], found
    total = found[0]["total"] if found else 0
    portals = await rows.kept(PORTALS)
    context = {
        "here": "search", "asked": asked, "ranked": RANKED, "counted": COUNTED,
        "found": found, "total": total, "trouble": trouble, "portals": portals,
        "titles": {p["name"]: p["title"] for p in portals}, "years": await years_of(rows),
        "sections": await _sections(rows, asked.portal),
        "following": asked.address(asked.page + 1) if asked.page < min(total / PAGE_SIZE, LAST_PAGE) else None,
        "before": asked.address(asked.page - 1) if asked.page > 1 else None,
    }  # fmt: skip
    return await page(datasette, request, "search.html", context, 400 if trouble else 200)


async def _found(rows: Rows, asked: Asked, match: str) -> list[Row] | str:
    """The articles of this page of the answer, or the sentence that says why there is none."""
    try:
        return await _newest(rows, asked) if match == NOTHING else await _matching(rows, asked, match)
    except QueryInterrupted:
        return "That search took longer than a second. A rarer word, a year or a portal makes it quicker."
    except DatabaseError:
        return "These words could not be searched for as they stand. Try them without signs."


async def _matching(rows: Rows, asked: Asked, match: str) -> list[Row]:
    narrow, params = asked.narrowing()
    inside = f"and rowid in (select rowid from articles where {narrow})" if narrow else ""
    params |= {"match": match, "size": PAGE_SIZE, "skip": (asked.page - 1) * PAGE_SIZE}
    total = (await rows.all(TALLY.format(narrow=inside), params | {"counted": COUNTED + 1}))[0]["total"]
    params["floor"] = -1
    if total > RANKED:
        params["floor"] = (await rows.all(FLOOR.format(narrow=inside), params | {"ranked": RANKED}))[0]["place"]
    found = await rows.all(HITS.format(narrow=inside), params)
    for row in found:
        row["total"] = total
        row["title_marked"] = highlight(row["title"], asked.words, row["title_folded"])
        row["passage"] = passage(row["body_text"], asked.words, row["body_folded"])
    return found


async def _newest(rows: Rows, asked: Asked) -> list[Row]:
    if asked.words:
        return []  # nothing but signs was typed: there is no word to look for
    narrow, params = asked.narrowing()
    narrow = narrow or "a.updated_on is not null"
    paging = {"size": PAGE_SIZE, "skip": (asked.page - 1) * PAGE_SIZE}
    found = await rows.all(NEWEST.format(narrow=narrow), params | paging)
    count = await rows.one(COUNT.format(narrow=narrow), params)
    return [{**row, "total": count["total"] if count else 0} for row in found]


async def _sections(rows: Rows, portal: str) -> list[Row]:
    sections: dict[str, int] = {}
    for row in await rows.kept(SECTIONS):
        if not portal or row["portal"] == portal:
            sections[row["section"]] = sections.get(row["section"], 0) + row["articles"]
    return [{"section": name, "articles": sections[name]} for name in sorted(sections)]
