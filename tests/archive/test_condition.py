"""The condition of an archive: ages, staleness, rhythm, warnings; and `archive status` as a dead-man's check."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.article import Article, Capture, Reading, Source
from archive.condition import Condition, condition_of, in_words, is_stale
from archive.sqlite import WAL_RESET_BUG, connect
from archive.store import Archive, Counts, Visit

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOME = "http://congthuongbentre.gov.vn"


def run(
    archive: Archive, finished: str | None, code: int = 0, reason: str = "all well", source: Source = "live"
) -> None:
    number = archive.begin_run("sct_bentre", "sct_bentre", source, finished or "2026-11-21T00:00:00Z")
    if finished:
        archive.end_run(number, finished, code, reason, Counts())


def article(archive: Archive, day: str) -> None:
    slug = f"/tin-{day}.html"
    found = Article(HOME + slug, f"Tin ngày {day}", "Nội dung.", "<p>Nội dung.</p>", updated_at=day, date_rule="label")
    capture = Capture(HOME + slug, "live", "2026-11-20T00:00:00Z", 200, day.replace("-", "").rjust(64, "0"))
    archive.save(Visit("sct_bentre", HOME + slug, slug, capture, Reading("1", "article", None, found, slug)))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive.db", clock=lambda: NOW) as opened:
        yield opened


def condition(archive: Archive, max_age: timedelta | None = None) -> Condition:
    with closing(connect(archive.path, readonly=True)) as db:
        return condition_of(db, archive.path, NOW, max_age)


def condition_at(now: str, archive: Archive) -> Condition:
    with closing(connect(archive.path, readonly=True)) as db:
        return condition_of(db, archive.path, datetime.fromisoformat(now))


def test_an_archive_that_was_never_crawled_is_stale_and_says_so(archive: Archive) -> None:
    told = condition(archive)
    assert is_stale(told, timedelta(days=999))
    assert "Nothing was ever crawled into this archive." in told.warnings


def test_a_good_run_of_a_clock_that_was_ahead_hides_nothing(archive: Archive) -> None:
    run(archive, "2031-01-01T00:00:00Z")
    told = condition(archive, timedelta(hours=20))
    assert is_stale(told, timedelta(hours=20))
    assert any("at a time to come: check the clock" in warning for warning in told.warnings)
    run(archive, "2026-11-22T11:00:00Z")
    assert not is_stale(condition(archive), timedelta(hours=20))
    later = condition_at("2026-12-01T00:00:00Z", archive)
    assert is_stale(later, timedelta(hours=20))


def test_the_age_is_that_of_the_last_good_live_run_not_of_the_last_run(archive: Archive) -> None:
    run(archive, "2026-11-21T12:00:00Z")
    run(archive, "2026-11-22T11:00:00Z", 4, "out of reach")
    told = condition(archive, timedelta(hours=20))
    assert told.portals[0]["last_good_age_hours"] == 24
    assert is_stale(told, timedelta(hours=20))
    assert not is_stale(told, timedelta(hours=25))
    assert told.warnings[:2] == [
        "sct_bentre: the last run ended with exit 4: out of reach",
        "sct_bentre: stale: the last good live run was 24 h ago, at most 20 h are allowed.",
    ]


def test_an_import_is_told_of_and_is_no_good_run_of_the_live_portal(archive: Archive) -> None:
    run(archive, "2026-11-21T12:00:00Z", source="wayback")
    run(archive, "2026-11-22T09:00:00Z", source="warc")
    run(archive, "2026-11-22T11:00:00Z", 3, "damaged", source="warc")
    [portal] = condition(archive).portals
    assert portal["last_good_run"] is None
    assert portal["last_good_import"] == {"source": "warc", "finished_at": "2026-11-22T09:00:00Z", "age_hours": 3}
    assert is_stale(condition(archive), timedelta(days=999))
    assert "last good   never from the live portal; from warc captures " in command(archive).stdout


def test_a_portal_that_is_not_crawled_can_be_left_out_of_the_check(archive: Archive) -> None:
    fresh = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    archive.portals(
        [
            {**dict.fromkeys(("title", "agency", "province", "successor", "home_url"), "-"), "name": name}
            for name in ("sct_bentre", "sct_bacgiang")
        ]
    )
    run(archive, fresh, source="warc")
    archive.end_run(archive.begin_run("sct_bacgiang", "sct_bacgiang", "live", fresh), fresh, 0, "all well", Counts())
    assert command(archive, "--max-age", "36h").returncode == 1
    done = command(archive, "--max-age", "36h", "--quiet", "--portal", "sct_bacgiang")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", SQLITE)
    assert command(archive, "--portal", "sct_hanoi").returncode == 1


def test_a_run_that_never_finished_is_a_warning_after_half_a_day(archive: Archive) -> None:
    run(archive, None)
    assert "never finished" in condition(archive).warnings[0]


def test_the_rhythm_is_the_usual_and_the_longest_pause_between_days_of_news(archive: Archive) -> None:
    for day in ("2026-10-01", "2026-10-02", "2026-10-03", "2026-10-20"):
        article(archive, day)
    assert condition(archive).portals[0]["days_between_news"] == {"usual": 1, "longest": 17}


@pytest.mark.parametrize("bug", ["", "SQLite 3.40.1 can corrupt a file"])
def test_a_healthy_archive_has_no_warning_but_of_an_sqlite_with_a_bug(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, bug: str
) -> None:
    monkeypatch.setattr("archive.condition.WAL_RESET_BUG", bug)
    run(archive, "2026-11-22T11:00:00Z")
    assert condition(archive, timedelta(hours=36)).warnings == [bug] * bool(bug)


@pytest.mark.parametrize(("hours", "words"), [(0.5, "30 min"), (36, "36 h"), (96, "4 days")])
def test_spans_are_told_as_people_say_them(hours: float, words: str) -> None:
    assert in_words(hours) == words


SQLITE = f"warning: {WAL_RESET_BUG}\n" if WAL_RESET_BUG else ""


def command(archive: Archive, *words: str) -> subprocess.CompletedProcess[str]:
    given = [sys.executable, "-m", "archive", "--archive", str(archive.path), "status", *words]
    return subprocess.run(given, capture_output=True, text=True, check=False)


def test_the_command_exits_with_1_when_stale_and_is_silent_when_quiet_and_fresh(archive: Archive) -> None:
    fresh = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    run(archive, fresh)
    done = command(archive, "--max-age", "36h", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", SQLITE)
    done = command(archive, "--max-age", "0m", "--quiet")
    assert (done.returncode, done.stdout) == (1, "")
    assert "stale" in done.stderr
    assert json.loads(command(archive, "--json").stdout)["portals"][0]["articles"] == 0


@pytest.mark.parametrize("age", ["36", "h", "-1h", "1w", "", "99999999999d", "٣h"])
def test_an_age_that_is_none_is_a_usage_error(archive: Archive, age: str) -> None:
    done = command(archive, "--max-age", age)
    assert done.returncode == 2
    assert "write it like 90m, 36h or 2d" in done.stderr
