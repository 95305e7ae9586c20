"""A firewall in the portal's place: the run leaves it alone, and the next one without it goes on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.crawl.offline import Portal, Spoil, run
from tests.replica.answer import Answer
from tests.replica.crawling import ask
from tests.replica.site import Shown

BEGIN = datetime(2026, 1, 5, 22, tzinfo=UTC)
MOST = 10  # OUTAGE_AFTER


def walled_after(pages: int) -> Spoil:
    """Every page after so many is a firewall's."""
    seen = 0

    def spoil(answer: Answer, _: Shown | None) -> Answer:
        nonlocal seen
        seen += 1
        refused = replace(answer, status=403, body=b"<html><title>403 Forbidden</title><h1>Forbidden</h1></html>")
        return answer if seen <= pages else refused

    return spoil


def test_a_run_stops_after_ten_block_pages_in_a_row_and_the_next_goes_on(tmp_path: Path) -> None:
    portal, archive = Portal("sct_bentre", 60), tmp_path / "archive.db"
    portal.wear(spoil=walled_after(25))
    health = run(portal, archive, BEGIN)
    assert (health.ending.code, len(portal.asked)) == (3, 25 + MOST + 1)
    assert (
        f"{MOST + 1} answers in a row were block pages, the start page's too (the last: blocked:403)"
        in health.ending.reason
    )
    assert [complaint.rule for complaint in health.complaints] == ["block-pages"]
    portal.wear()
    assert run(portal, archive, BEGIN + timedelta(days=1)).ending.code == 0
    assert ask(archive, "SELECT count(*) AS n FROM articles") == [{"n": 60}]


def test_a_portal_walled_off_from_the_start_is_asked_for_its_first_pages_only(tmp_path: Path) -> None:
    portal, archive = Portal("sct_bentre", 60), tmp_path / "archive.db"
    assert run(portal, archive, BEGIN).ending.code == 0
    portal.asked.clear()
    portal.wear(spoil=walled_after(0))
    assert (run(portal, archive, BEGIN + timedelta(days=1)).ending.code, len(portal.asked)) == (3, MOST)


AT_WORK = "<html><title>Thông báo</title><p>Hệ thống đang bảo trì, mời quý khách quay lại sau.</p></html>".encode()


def test_a_page_at_work_for_a_moment_spoils_no_run_and_one_that_stays_so_is_told_as_failed(tmp_path: Path) -> None:
    portal, archive = Portal("sct_bentre", 12), tmp_path / "archive.db"
    first, *_, last = (one.place.slug for one in portal.site.shown.values())
    broken, asked = {last}, set()

    def spoil(answer: Answer, one: Shown | None) -> Answer:
        slug = one.place.slug if one else ""
        if slug in broken or (slug == first and slug not in asked):
            asked.add(slug)
            return replace(answer, body=AT_WORK)
        return answer

    portal.wear(spoil=spoil)
    health = run(portal, archive, BEGIN)
    assert [(complaint.rule, len(complaint.examples)) for complaint in health.complaints] == [("pages-failed", 1)]
    assert "blocked:maintenance ×1" in health.ending.reason
    twice = "SELECT address_id FROM captures GROUP BY address_id, captured_at HAVING count(*) > 1"
    assert ask(archive, twice) == []  # which of two looks in one second came last nobody could tell
    broken.clear()
    assert run(portal, archive, BEGIN + timedelta(days=1)).complaints == ()
    assert ask(archive, "SELECT count(*) AS n FROM articles") == [{"n": 12}]


def test_pages_that_are_always_forbidden_end_no_run(tmp_path: Path) -> None:
    portal, archive = Portal("sct_bentre", 40), tmp_path / "archive.db"
    hidden = {one.place.slug for one in list(portal.site.shown.values())[:15]}

    def spoil(answer: Answer, one: Shown | None) -> Answer:
        return replace(answer, status=403, body=b"") if one and one.place.slug in hidden else answer

    portal.wear(spoil=spoil)
    assert run(portal, archive, BEGIN).ending.code == 3
    assert ask(archive, "SELECT count(*) AS n FROM articles") == [{"n": 25}]  # those behind the fifteen, too
    for day in range(1, 4):
        assert run(portal, archive, BEGIN + timedelta(days=day)).ending.code == 3
    assert ask(archive, "SELECT count(*) AS n FROM articles") == [{"n": 25}]
    portal.asked.clear()
    health = run(portal, archive, BEGIN + timedelta(days=5))
    assert "in a row" not in health.ending.reason
    assert sum(path.strip("/").removesuffix(".html") in hidden for path in portal.asked) == 2 * 15
