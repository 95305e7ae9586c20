"""Weeks of runs over one ledger, without a portal: what each run asks for again, and who waits how long."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.agenda import Agenda
from archive.naming import stamp
from archive.store import Archive, Found
from archive.visit import START, Visit
from crawler import policy, rounds
from crawler.policy import DAY, Look, next_look
from tests.archive.visits import article, refused, visit

BEGIN = datetime(2026, 1, 5, 22, tzinfo=UTC)
TOPS = 7


@dataclass
class Ledger:
    """A portal's ledger after its first run: articles old and young, tops of lists, inner list pages."""

    archive: Archive
    articles: int
    inner: int
    now: datetime = BEGIN
    files: int = 0
    stated: dict[str, datetime] = field(default_factory=dict)
    seen: dict[str, datetime] = field(default_factory=dict)
    gaps: dict[str, timedelta] = field(default_factory=lambda: defaultdict(timedelta))
    roles: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.archive.clock = lambda: self.now
        dice = random.Random(6)
        for number in range(self.articles):
            # One in twenty is of the last month, the rest of fifteen years.
            days = dice.randint(0, 30) if number % 20 == 0 else dice.randint(31, 5500)
            self.stated[f"/bai-{number}.html"] = BEGIN - days * DAY
        self.roles = dict.fromkeys(self.stated, policy.PAGE)
        self.roles |= {f"/muc-{n}.html": policy.PAGE if n else START for n in range(TOPS)}
        self.roles |= {f"/muc-1.html?page={n}": policy.PAGER for n in range(2, self.inner + 2)}
        addresses = [Found(f"http://127.0.0.1{key}", key, priority=role) for key, role in self.roles.items()]
        self.archive.add("sct_bentre", addresses)
        self.look(list(self.roles), BEGIN)

    def look(self, keys: list[str], now: datetime) -> None:
        """Save a look at each of these: an article as it was, or a list."""
        self.now = now
        with self.archive.together():
            for key in keys:
                self.archive.save(self._visit(key, now))
                self.gaps[key] = max(self.gaps[key], now - self.seen.get(key, now))
                self.seen[key] = now

    def _visit(self, key: str, now: datetime) -> Visit:
        of = article(key.removeprefix("/").removesuffix(".html"), title=key)
        stated = self.stated.get(key)
        look = Look(key, self.roles[key], now, "article" if stated else "list", stated)
        plain = visit(of, stamp(now), identity=key, check_again_at=stamp(next_look(look)), page=None)
        if stated is None:
            plain = replace(plain, capture=None, reading=None, reason="list:index")
        elif key in self.seen:
            plain = replace(plain, capture=None, reading=None)
        return plain

    def run(self, now: datetime) -> int:
        """One run; gives how many known pages it asked for."""
        agenda = Agenda(self.archive._db, "sct_bentre")
        tops = rounds.tops(agenda, self.files, stamp(now))
        asked = [each.identity for each in (*tops, *rounds.looks(agenda, self.files, stamp(now), len(tops)))]
        assert len(asked) == len(set(asked))
        self.look(asked, now)
        return len(asked)

    def longest_gap(self, *kinds: str) -> timedelta:
        keys = [key for key in self.roles if key.startswith(kinds)]
        return max(max(self.gaps[key], max(self.seen.values()) - self.seen[key]) for key in keys)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive.db") as opened:
        yield opened


def days(count: int) -> list[datetime]:
    """The starts of daily runs, some minutes off."""
    return [BEGIN + timedelta(days=number, minutes=number * 37 % 50) for number in range(1, count + 1)]


def test_a_month_of_daily_runs_sees_every_article_and_inner_list_within_27_days(archive: Archive) -> None:
    ledger = Ledger(archive, articles=400, inner=30, files=200)
    costs = [ledger.run(now) for now in days(55)]
    assert ledger.longest_gap("/bai") < 27 * DAY
    assert ledger.longest_gap("/muc-1.html?") < 27 * DAY
    first = len(ledger.roles) + 200 + 1
    assert max(costs) + 1 + policy.file_rechecks(200) < 0.05 * first


def test_without_pictures_the_five_percent_set_the_pace_and_still_nothing_is_forgotten(archive: Archive) -> None:
    ledger = Ledger(archive, articles=400, inner=20)
    costs = [ledger.run(now) for now in days(60)]
    assert max(costs) + 1 < 0.05 * (len(ledger.roles) + 1)
    assert ledger.longest_gap("/bai", "/muc-1.html?") < 45 * DAY


def test_tops_of_lists_are_in_every_run_and_young_articles_come_sooner_than_old_ones(archive: Archive) -> None:
    ledger = Ledger(archive, articles=100, inner=9)
    for now in days(40):
        ledger.run(now)
        assert {key for key, at in ledger.seen.items() if at == now} >= {f"/muc-{n}.html" for n in range(TOPS)}
    young = [key for key, stated in ledger.stated.items() if stated > BEGIN - 20 * DAY]
    assert young
    assert max(ledger.gaps[key] for key in young) < 12 * DAY


def test_a_run_over_two_thousand_unchanged_articles_costs_under_three_percent(archive: Archive) -> None:
    ledger = Ledger(archive, articles=2000, inner=100)
    assert all(ledger.run(now) + 1 < 0.03 * len(ledger.roles) for now in days(4))


def test_of_two_thousand_articles_late_ones_are_found_within_a_month_and_each_is_seen_within_two(
    archive: Archive,
) -> None:
    ledger = Ledger(archive, articles=2000, inner=100)
    for now in days(60):
        ledger.run(now)
    assert ledger.longest_gap("/muc-1.html?") < 27 * DAY
    assert ledger.longest_gap("/bai") < 60 * DAY


def test_four_runs_a_day_ask_for_little_more_than_one(archive: Archive) -> None:
    ledger = Ledger(archive, articles=400, inner=40)
    costs = [ledger.run(BEGIN + DAY + timedelta(hours=6 * number)) for number in range(16)]
    every_time = TOPS + 2
    assert sum(costs) / 4 <= 20 + 3 * every_time


def test_the_run_right_after_the_first_asks_for_the_tops_only(archive: Archive) -> None:
    ledger = Ledger(archive, articles=60, inner=6)
    assert ledger.run(BEGIN + timedelta(minutes=20)) == TOPS


def test_many_lists_leave_half_of_the_looks_to_articles_and_take_turns_but_for_the_start_page(archive: Archive) -> None:
    ledger = Ledger(archive, articles=300, inner=5)
    more = {f"/chuyen-muc-{n}.html": policy.PAGE for n in range(40)}
    archive.add("sct_bentre", [Found(f"http://127.0.0.1{key}", key, priority=50) for key in more])
    ledger.roles |= more
    ledger.look(list(more), BEGIN)
    for now in days(30):
        before = dict(ledger.seen)
        ledger.run(now)
        asked = [key for key, at in ledger.seen.items() if before[key] != at]
        assert "/muc-0.html" in asked
        assert sum(key.startswith("/bai") for key in asked) >= 4
    assert ledger.longest_gap("/chuyen-muc") < 9 * DAY


def test_a_missing_article_is_looked_at_before_all_that_is_merely_due(archive: Archive) -> None:
    ledger = Ledger(archive, articles=400, inner=40)
    key = "/bai-7.html"
    gone = refused(article("bai-7"), stamp(BEGIN + DAY))
    again = next_look(Look(key, policy.PAGE, BEGIN + DAY, "gone", edits=1))
    archive.save(replace(gone, state="done", check_again_at=stamp(again), url="http://127.0.0.1/bai-7.html"))
    ledger.seen[key] = BEGIN + DAY
    agenda = Agenda(archive._db, "sct_bentre")
    asked = rounds.looks(agenda, 0, stamp(again + DAY), lists=TOPS)
    assert key in [each.identity for each in asked]
