"""What a run goes on with: crawls that were killed, not those that came to an end."""

import pytest

from archive.agenda import Agenda
from archive.store import Archive
from archive.visit import Counts

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
