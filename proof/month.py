"""A portal that lives on under daily crawls: nothing missed, nothing made up, and no more asked than needed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from proof.crawling import Crawled, rows
from proof.living import Life
from proof.report import Report, in_memory
from proof.warm import crawl
from tests.replica.running import Replica

BEGIN = datetime(2026, 1, 5, 22, tzinfo=UTC)
SIZES = {"short": (48, 4, 0), "normal": (400, 30, 30), "soak": (2000, 360, 300)}
"""Articles at the start, days, and the last of them on which more happens than news.

The short form brings news alone: what else a month brings is lived through in CI by tests/crawl/test_month.py.
"""
QUIET = 6
"""The days at the end on which there is nothing left to be found."""

CHANGES = """SELECT identity, kind FROM changes JOIN articles ON articles.id = article_id"""
COSTS = """SELECT (SELECT count(*) FROM captures), (SELECT count(*) FROM versions), (SELECT count(*) FROM articles)"""


@dataclass(frozen=True, slots=True)
class Day:
    """One daily run: what ailed the portal, how the run ended, requests at the server, bytes of WARC it added.

    `known` is how many addresses the ledger held then: about what a first run would have asked for on that day.
    """

    number: int
    ails: str | None
    crawled: Crawled
    requests: int
    added: int
    known: int


def run(size: str) -> Report:
    """The report of a month (with --soak of twelve) of one portal."""
    articles, days, last = SIZES[size]
    report = Report(f"{days} daily crawls of a portal of {articles} articles that lives on")
    with in_memory() as folder, Replica("sct_bentre", scale=articles, shuffle=True, per_page=20) as portal:
        archive = Path(folder) / "archive.db"
        life = Life(portal, BEGIN, articles, last)
        told = [_day(report, life, archive, number) for number in range(days + 1)]
        _memory(report, life, archive, days)
        _endings(report, told)
        _cost(report, life, told, articles)
    return report


def _day(report: Report, life: Life, archive: Path, number: int) -> Day:
    ails = life.pass_to(number)
    before = _weight(archive)
    life.portal.requests(clear=True)
    # Cron is never on the second: each day's run begins some minutes off.
    now = BEGIN + timedelta(days=number, minutes=number * 37 % 50)
    crawled = crawl(life.portal.url, archive, "-s", f"CLOCK={now:%Y-%m-%dT%H:%M:%SZ}", "-s", "CONTACT=x@example.org")
    ((known,),) = rows(archive, "SELECT count(*) FROM addresses WHERE state <> 'queued'")
    day = Day(number, ails, crawled, len(life.portal.requests()), _weight(archive) - before, known)
    report.say(f"day {number}: exit {crawled.code}, {day.requests} requests, {day.added} bytes kept, {ails or 'well'}")
    return day


def _weight(archive: Path) -> int:
    return sum(file.stat().st_size for file in (archive.parent / "warc").glob("*.gz"))


def _memory(report: Report, life: Life, archive: Path, day: int) -> None:
    """What the archive knows against what happened."""
    truth = {one.title: one.body_text for one in life.portal.truth().values()}
    known = dict(rows(archive, "SELECT title, body_text FROM articles WHERE state = 'present'"))
    lost = [title for title, body in truth.items() if known.get(title) != body]
    report.none_of("articles that are there, with their newest text", len(truth), lost, "missed or old")
    states = dict(rows(archive, "SELECT identity, state FROM articles WHERE state <> 'present'"))
    gone = life.told.states(day)
    wrong = [f"{key}: {states.get(key)}" for key in {*states, *gone} if states.get(key) != gone.get(key)]
    report.none_of("articles that went away", len(gone), wrong, "in another state")
    seen = Counter(rows(archive, CHANGES))
    unseen, false = life.told.changes - seen, seen - life.told.changes
    report.none_of("changes", life.told.changes.total(), [str(key) for key in unseen], "unseen")
    report.none_of("changes told", seen.total(), [str(key) for key in false], "that never were")
    captures, versions, articles = rows(archive, COSTS)[0]
    surplus = versions - articles - life.told.texts
    report.promise(
        "false versions", f"{surplus} in {captures:,} fetches", "1 in 1,000", held=surplus * 1000 <= captures
    )
    doubles = articles - len(truth) - len(gone)
    report.promise("articles stored twice after they moved", doubles, "0", held=doubles == 0)


def _endings(report: Report, told: list[Day]) -> None:
    wrong = [
        f"day {day.number} ({day.ails or 'well'}): exit {day.crawled.code}, {day.crawled.log.strip().splitlines()[-1]}"
        for day in told
        if (day.crawled.code in {3, 4}) != bool(day.ails) or day.crawled.code not in {0, 3, 4}
    ]
    report.none_of("runs, with an outage and a day of block pages in each month", len(told), wrong, "ended wrongly")


def _cost(report: Report, life: Life, told: list[Day], articles: int) -> None:
    quiet = told[-QUIET:]
    first = told[0].requests
    share = max(day.requests / (first + day.known - told[0].known) for day in quiet)
    most = 0.05 if articles < 2000 else 0.03
    asked = f"{share:.1%} of the first run's {first} and what came since"
    if articles >= 400:
        report.promise("requests of an unchanged day, at most", asked, f"under {most:.0%}", held=share < most)
    else:
        report.figure("requests of an unchanged day, at most", asked)
    idle = max(day.added for day in quiet)
    each = told[0].added / articles
    few = 4 * max(1, articles // 400)  # looks grow with the portal: at what is gone, at print views never seen
    report.promise(
        "raw bytes kept on an unchanged day, at most", f"{idle:,}", f"those of {few} articles", held=idle < few * each
    )
    happened = life.told.new + life.told.changes.total() + len(life.told.gone)
    later = sum(day.added for day in told[1:]) / happened
    report.promise(
        "raw bytes an event, beside those an article cost at first",
        f"{later:,.0f} beside {each:,.0f}",
        "6 times",
        held=later < 6 * each,
    )
    report.figure("seconds a run, median", f"{sorted(day.crawled.seconds for day in told)[len(told) // 2]:.1f}")
