"""The search page: ranked or newest first, highlighted, narrowed; without words it lists the newest."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from itertools import chain

from datasette.app import Datasette
from datasette.database import QueryInterrupted
from datasette.utils.asgi import NotFound, Request, Response

from archive.passages import highlight, passage
from archive.search import NOTHING, RANK, any_word, every_word, fold, fts_query, in_title, remarks
from archive.sqlite import DatabaseError
from archive.web.asked import LAST_PAGE, Asked, asked_of
from archive.web.asked import NEWEST as BY_DATE
from archive.web.home import BY_MONTH, NEWEST_FIRST, PORTALS, years_of
from archive.web.rows import Ask, Row, Rows, archive_of
from archive.web.show import Refused, page

PAGE_SIZE = 20
MOST_INSTEAD = 4
SECTIONS = "select portal, section, count(*) as articles from articles where section > '' group by portal, section"
# Ranking reads every hit: a word that stands in all of 100,000 articles took 300 ms. So of many hits those with the
# words in their title come first (together before apart, the newest before the others), and then the best of those
# stored last. The limits stop the scans; bm25 walks through the index once for each phrase besides, so it is asked of
# one of the two only, and of many phrases with many hits not at all: six words that stand everywhere took 158 ms, half
# of it that. Hits of many phrases are therefore counted first; those of few would be walked through twice.
RANKED, FEW = 10_000, 4
MATCHING = "from article_search where article_search match :match {narrow}"
# The plus keeps the set of rowids out of the full-text index, which would be asked anew for each of them (minutes).
NARROW = "and +rowid in (select rowid from articles where {})"
HITS = f"select count(*) as total from (select 1 {MATCHING} limit :ranked)"
LATEST = f"select rowid as place {MATCHING} order by rowid desc limit :last"
# To walk backwards takes a quarter longer: it is asked of those that may be too many to rank.
BEST = f"""
with hits as materialized (select rowid as place, {RANK} as score {MATCHING} {{order}})
select place, (select count(*) from hits) as total from hits order by score, place desc limit :last
"""
OF_LATEST = "order by rowid desc limit :ranked"
CARD = "a.id, a.portal, a.title, a.section, a.updated_at, a.state, a.version_count"
FOUND = f"""
select {CARD}, a.rowid as place, a.title_folded, a.body_text, a.body_folded
from articles a where a.rowid in (select value from json_each(:places))
"""
# Places first, then rows: a sort of whole rows would read every text.
NEWEST = f"""
select {CARD}, substr(a.body_text, 1, 260) as opening from (
    select rowid as place from articles where {{narrow}} order by {NEWEST_FIRST} limit :size offset :skip
) join articles a on a.rowid = place order by {NEWEST_FIRST}
"""
# All hits as a set, then along the index of days: to fetch and sort the rows of a common word takes seconds.
BY_DAY = f"""
select rowid as place from articles
where +rowid in (select rowid from article_search where article_search match :match) {{narrow}}
order by {NEWEST_FIRST} limit :last
"""
COUNT = "select count(*) as total from articles where {narrow}"


async def search(datasette: Datasette, request: Request) -> Response:
    """The search page."""
    rows = await archive_of(datasette)
    if rows is None:
        raise NotFound("No archive is served here.")
    asked = asked_of(request)
    portals = await rows.kept(PORTALS)
    if asked.portal and asked.portal not in {portal["name"] for portal in portals}:
        raise Refused(f"This archive holds no portal “{asked.portal[:40]}”.", 404)
    match = fts_query(asked.words)
    found, trouble = await _found(rows, asked, match), None
    if isinstance(found, str):
        found, trouble = [], found
    total = found[0]["total"] if found else 0
    spent = not found and asked.page > 1
    context = {
        "here": "search", "asked": asked, "ranked": RANKED, "remarks": remarks(asked.words),
        "found": found, "total": total, "trouble": trouble, "portals": portals,
        "titles": {p["name"]: p["title"] for p in portals}, "years": await years_of(rows, asked.portal),
        "sections": await _sections(rows, asked.portal),
        "instead": [] if found or trouble or spent else await _instead(rows, asked),
        "following": asked.address(page=asked.page + 1) if asked.page < min(total / PAGE_SIZE, LAST_PAGE) else None,
        "ended": PAGE_SIZE * LAST_PAGE if asked.page == LAST_PAGE and total > PAGE_SIZE * LAST_PAGE else None,
        "before": asked.address(page=asked.page - 1) if asked.page > 1 else None,
    }  # fmt: skip
    return await page(datasette, request, "search.html", context, 400 if trouble else 404 if spent else 200)


async def _instead(rows: Rows, asked: Asked) -> list[Row]:
    """Where nothing was found: like questions that find something, each with its address and how much it finds."""
    asks = [asked.everywhere()] if asked.narrowed and asked.words else []
    for like in (fold(asked.words), any_word(asked.words), any_word(fold(asked.words))):
        asks += [replace(asked, words=like), replace(asked.everywhere(), words=like)] if like else []

    def counted(ask: Ask) -> list[Row]:
        told = {each: _total(ask, each) for each in dict.fromkeys(asks) if each != asked}
        return [{"asked": each, "total": total} for each, total in told.items() if total]

    try:
        return (await rows.at_once(counted))[:MOST_INSTEAD]
    except (QueryInterrupted, DatabaseError):
        return []


def _total(ask: Ask, asked: Asked) -> int:
    """How many articles hold the words, RANKED + 1 where there are more than RANKED."""
    where, params = asked.narrowing()
    hits = HITS.format(narrow=NARROW.format(where) if where else "")
    match = every_word(asked.words)
    return int(ask(hits, {**params, "match": match, "ranked": RANKED + 1})[0]["total"]) if match else 0


async def _found(rows: Rows, asked: Asked, match: str) -> list[Row] | str:
    """The articles of this page of the answer, or the sentence that says why there is none."""
    try:
        return await _newest(rows, asked) if match == NOTHING else await _matching(rows, asked, match)
    except QueryInterrupted:
        return "That search took too long. A rarer word, a year or a portal makes it quicker."
    except DatabaseError:
        return "These words could not be searched for as they stand. Try them without signs."


async def _matching(rows: Rows, asked: Asked, match: str) -> list[Row]:
    found = await rows.at_once(lambda ask: _fetched(ask, asked, match))
    await asyncio.to_thread(_mark, found, asked.words)  # of twenty long texts it takes seconds
    return found


def _fetched(ask: Ask, asked: Asked, match: str) -> list[Row]:
    best, total = _latest(ask, asked) if asked.sort == BY_DATE else _best(ask, asked, match)
    wanted = best[(asked.page - 1) * PAGE_SIZE :]
    known = {row["place"]: row for row in ask(FOUND, {"places": json.dumps(wanted)})}
    return [{**known[place], "total": total} for place in wanted if place in known]


def _mark(found: list[Row], words: str) -> None:
    """Add to each article found its title with the words marked, and the passage that holds most of them."""
    for row in found:
        row["title_marked"] = highlight(row["title"], words, row["title_folded"])
        row["passage"] = passage(row["body_text"], words, row["body_folded"])


def _latest(ask: Ask, asked: Asked) -> tuple[list[int], int]:
    """The places of the hits with the latest dates, as many as this page needs, and how many hits there are."""
    where, params = asked.narrowing()
    params |= {"match": every_word(asked.words), "last": asked.page * PAGE_SIZE}
    hits = ask(BY_DAY.format(narrow=f"and {where}" if where else ""), params)
    return [hit["place"] for hit in hits], _total(ask, asked)


def _best(ask: Ask, asked: Asked, match: str) -> tuple[list[int], int]:
    """The places of the best hits, as many as this page needs, and how many hits there are (RANKED + 1: more)."""
    where, params = asked.narrowing()
    narrow = NARROW.format(where) if where else ""
    params |= {"ranked": RANKED + 1, "last": asked.page * PAGE_SIZE}

    def found(sql: str, match: str, order: str = "") -> list[Row]:
        return ask(sql.format(narrow=narrow, order=order), params | {"match": match})

    many = match.count('"') > 2 * FEW
    total = _total(ask, asked) if many else 0
    if total > RANKED:
        hits = found(LATEST, match)
    else:
        hits = found(BEST, match, "" if many else OF_LATEST)
        total = hits[0]["total"] if hits else 0
    if total > RANKED:
        titled = [found(LATEST, by_title) for by_title in in_title(asked.words)]
        hits = list(chain(*titled, hits))
    return list(dict.fromkeys(hit["place"] for hit in hits))[: params["last"]], total


async def _newest(rows: Rows, asked: Asked) -> list[Row]:
    if asked.words:
        return []  # nothing but signs was typed: there is no word to look for
    narrow, params = asked.narrowing()
    narrow = narrow or "true"
    paging = {"size": PAGE_SIZE, "skip": (asked.page - 1) * PAGE_SIZE}
    found = await rows.all(NEWEST.format(narrow=narrow), params | paging)
    total = await _count(rows, asked, narrow)
    return [{**row, "total": total} for row in found]


async def _count(rows: Rows, asked: Asked, narrow: str) -> int:
    """How many articles the list without words has: of a section or span they are counted, else the months tell."""
    if asked.section or asked.since or asked.until:
        counted = await rows.one(COUNT.format(narrow=narrow), asked.narrowing()[1])
        return int(counted["total"]) if counted else 0
    months = [row for row in await rows.kept(BY_MONTH) if asked.portal in {"", row["portal"]}]
    return sum(row["articles"] for row in months if not asked.year or (row["month"] or "")[:4] == asked.year)


async def _sections(rows: Rows, portal: str) -> list[Row]:
    sections: dict[str, int] = {}
    for row in await rows.kept(SECTIONS):
        if not portal or row["portal"] == portal:
            sections[row["section"]] = sections.get(row["section"], 0) + row["articles"]
    return [{"section": name, "articles": sections[name]} for name in sorted(sections, key=_in_the_alphabet)]


def _in_the_alphabet(name: str) -> tuple[str, str]:
    """What Vietnamese names are sorted by: letters with marks among those without, but đ behind d."""
    return fold(name.casefold().replace("đ", "dz")), name
