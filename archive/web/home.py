"""The first page: what this archive is, what it holds, how fresh it is, what is new."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response
from datasette.views.index import IndexView

from archive.web.chart import draw, span
from archive.web.rows import Row, Rows, archive_of
from archive.web.show import page

PORTALS = "select name, title, agency, province, successor, home_url from portals order by name"
# One pass over a covering index gives the counts, the years of the search page and the picture.
BY_MONTH = """
select portal, substr(updated_on, 1, 7) as month, count(*) as articles,
       sum(state = 'removed') as removed, sum(state = 'missing') as missing, sum(version_count > 1) as edited
from articles group by portal, month order by portal, month
"""
# In two terms: by three SQLite sorts all articles rather than follow the index of days. A day sorts below its hours.
NEWEST_FIRST = "updated_on desc, coalesce(updated_at, '') || ' ' || id desc"
NEWEST = f"""
select id, portal, title, summary, section, updated_at, state, version_count, substr(body_text, 1, 260) as opening
from articles where updated_on is not null order by {NEWEST_FIRST} limit 10
"""
UNDATED = """
select id, portal, title, summary, section, updated_at, state, version_count, substr(body_text, 1, 260) as opening
from articles order by first_seen_at desc, id limit 10
"""
LAST_GOOD = "select * from runs where portal = :portal and exit_code = 0 order by id desc limit 1"
LAST = "select * from runs where portal = :portal order by id desc limit 1"


async def home(datasette: Datasette, request: Request) -> Response:
    """Our first page where an archive is served, Datasette's own otherwise."""
    rows = await archive_of(datasette)
    if rows is None:
        return await IndexView(datasette).dispatch_request(request)
    portals = await portal_cards(rows)
    newest = await rows.all(NEWEST) or await rows.all(UNDATED)
    total = sum(card["articles"] for card in portals)
    titles = {portal["name"]: portal["title"] for portal in portals}
    context = {
        "portals": portals, "newest": newest, "total": total, "titles": titles,
        "rows_at_once": datasette.setting("max_returned_rows"),
    }  # fmt: skip
    return await page(datasette, request, "home.html", context)


async def portal_cards(rows: Rows) -> list[Row]:
    """One dict a portal: its data, counts, chart and last runs."""
    portals = await rows.kept(PORTALS)
    months = await rows.kept(BY_MONTH)
    tallies = _tally(months)
    by_month = _by_month(months)
    axis = span([month for counts in by_month.values() for month in counts])
    highest = max((n for counts in by_month.values() for n in counts.values()), default=0)
    cards = []
    for portal in portals:
        name = portal["name"]
        chart = draw(by_month.get(name, {}), axis, highest)
        good, last = await rows.one(LAST_GOOD, {"portal": name}), await rows.one(LAST, {"portal": name})
        cards.append({**portal, **tallies[name], "chart": chart, "good": good, "last": last})
    return cards


def _tally(months: Iterable[Row]) -> dict[str, Counter[str]]:
    tallies: dict[str, Counter[str]] = defaultdict(lambda: Counter(articles=0, removed=0, missing=0, edited=0))
    for row in months:
        for key in ("articles", "removed", "missing", "edited"):
            tallies[row["portal"]][key] += row[key] or 0
    return tallies


def _by_month(months: Iterable[Row]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in months:
        if row["month"]:
            found[row["portal"]][row["month"]] = row["articles"]
    return found


async def years_of(rows: Rows, portal: str = "") -> list[dict[str, Any]]:
    """The years that articles (of one portal) are dated in, newest first, with their counts."""
    years: Counter[str] = Counter()
    for row in await rows.kept(BY_MONTH):
        if row["month"] and portal in {"", row["portal"]}:
            years[row["month"][:4]] += row["articles"]
    return [{"year": year, "articles": years[year]} for year in sorted(years, reverse=True)]
