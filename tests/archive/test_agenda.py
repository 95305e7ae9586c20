"""What a run goes on with: crawls that were killed, and what an earlier one, with whatever clock, put off."""

import pytest

from archive.agenda import Agenda
from archive.store import Archive
from archive.visit import Counts
from tests.archive.visits import article, visit

LONG_AGO, LATELY, LATER, NOW = (
    f"2026-11-{day}Z" for day in ("20T02:00:00", "22T02:00:00", "22T02:30:00", "22T03:00:00")
)


def ran(archive: Archive, started_at: str, *, ended: bool, portal: str = "sct_bentre") -> None:
    number = archive.begin_run(portal, portal, "live", started_at)
    if ended:
        archive.end_run(number, started_at, 0, None, Counts())


@pytest.mark.parametrize(
    ("before", "began"),
    [
        ((), None),
        (((LATELY, True),), None),
        (((LATELY, False),), LATELY),
        (((LATELY, False), (LATER, False)), LATELY),
        (((LATELY, False), (LATER, True)), None),
        (((LATELY, True), (LATER, False)), LATER),
        (((LONG_AGO, False),), None),
        (((LONG_AGO, False), (LATER, False)), LATER),
    ],
    ids=[
        "first",
        "ended",
        "killed",
        "killed-twice",
        "killed-then-ended",
        "ended-then-killed",
        "days-ago",
        "off-and-on",
    ],
)
def test_a_run_goes_on_with_the_crawl_that_was_killed(
    archive: Archive, before: tuple[tuple[str, bool], ...], began: str | None
) -> None:
    for started_at, ended in before:
        ran(archive, started_at, ended=ended)
    ran(archive, LATER, ended=False, portal="sct_bacgiang")
    number = archive.begin_run("sct_bentre", "sct_bentre", "live", NOW)
    assert Agenda(archive.db, "sct_bentre").killed_crawl(number, "2026-11-21T07:00:00Z") == began


def test_what_a_clock_that_ran_ahead_put_off_is_due_again_as_if_it_had_looked_now(archive: Archive) -> None:
    ahead, again = "2099-01-01T00:00:00Z", "2099-01-31T00:00:00Z"
    archive.begin_run("sct_bentre", "sct_bentre", "live", ahead)
    archive.save(visit(article("mot"), ahead, check_again_at=again))
    archive.save(visit(article("danh-muc"), ahead, check_again_at=ahead))
    archive.save(visit(article("hong"), ahead, state="failed", reading=None))
    agenda = Agenda(archive.db, "sct_bentre")
    agenda.pause("2099-01-01T06:00:00Z", "the portal asked for it")
    archive.begin_run("sct_bentre", "sct_bentre", "live", NOW)
    assert [address.identity for address in agenda.tops(NOW, range(6, 20))] == ["/danh-muc.html"]
    assert [address.identity for address in agenda.failed(NOW)] == ["/hong.html"]
    assert (agenda.due("2026-12-21T00:00:00Z", 9), agenda.paused(NOW)) == ([], None)
    assert [address.identity for address in agenda.due("2026-12-22T03:00:00Z", 9)] == ["/mot.html"]


def test_a_pause_that_the_portal_asked_for_an_hour_ago_is_kept(archive: Archive) -> None:
    Agenda(archive.db, "sct_bentre").pause("2026-11-23T02:00:00Z", "the portal asked for it")
    archive.begin_run("sct_bentre", "sct_bentre", "live", NOW)
    assert Agenda(archive.db, "sct_bentre").paused(NOW)
