"""Articles that a run met at another address than the run before: it says how many."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.cli import main
from proof.server import Answer, Server, article, whole
from tests.crawl.offline import Portal, run
from tests.crawl.test_changes import QUESTIONS
from tests.crawl.test_health import crawl
from tests.crawl.test_spellings import MadeAnew
from tests.crawl.test_traps import links, listing, news
from tests.crawl.test_twins import Failing, Sharing, with_a_second_address
from tests.replica.crawling import ask

BEGIN = datetime(2026, 1, 5, 22, tzinfo=UTC)


def moved(portal: Portal, archive: Path, day: int, full: str = "1") -> int:
    """How many articles the reader's history of runs says have moved, after a run of that day."""
    health = run(portal, archive, BEGIN + timedelta(days=day), full=full)
    told = int(ask(archive, QUESTIONS["run_history"]["sql"])[0]["moved"])
    assert told == len(health.moved)
    return told


@pytest.mark.parametrize("redirect", [True, False])
def test_articles_that_moved_are_counted_in_the_run_that_finds_them_elsewhere(tmp_path: Path, redirect: bool) -> None:
    portal, archive = Portal("sct_bentre", 12), tmp_path / "archive.db"
    assert moved(portal, archive, 0) == 0
    for n, key in enumerate(sorted(portal.site.truth())[:3]):
        portal.site.move(key, f"bai-da-doi-cho-{n}-o-muc-moi", redirect=redirect)
    assert [moved(portal, archive, day) for day in (1, 2, 3)] == [3, 0, 0]
    assert ask(archive, "SELECT count(*) AS n FROM articles") == [{"n": 12}]


def test_articles_whose_address_is_spelled_anew_are_counted_too(tmp_path: Path) -> None:
    portal, archive = MadeAnew("sct_bacgiang", 12), tmp_path / "archive.db"
    moved(portal, archive, 0)
    portal.make_anew()
    assert 12 <= sum(moved(portal, archive, day, full="") for day in range(1, 10)) <= 24  # each has one address or two
    assert moved(portal, archive, 10) == 0


def test_an_article_that_has_a_second_address_from_now_on_did_not_move(tmp_path: Path) -> None:
    portal, archive = Sharing("sct_bentre", 6), tmp_path / "archive.db"
    portal.wear()
    moved(portal, archive, 0)
    portal.wear(spoil=with_a_second_address)
    assert [moved(portal, archive, day) for day in (1, 2)] == [0, 0]
    assert portal.shared


def test_a_text_that_waits_for_its_old_address_is_no_page_that_failed(tmp_path: Path) -> None:
    portal, archive = Failing("sct_bentre", 12), tmp_path / "archive.db"
    run(portal, archive, BEGIN)
    portal.status, new = 403, portal.move_behind_an_error()
    health = run(portal, archive, BEGIN + timedelta(days=1))
    assert health.ending.reason == (
        "1 page failed, also when asked again (blocked:403 ×1); 1 page read, not kept until an old address answers; due"
        " again in the next run; block-pages: 1 block page instead of the portal's own"
    )
    reason = ask(archive, "SELECT reason FROM addresses WHERE identity = ?", new)[0]["reason"]
    assert reason == f"waits-for-its-old-address:{portal.broken}"
    assert ask(archive, "SELECT failed FROM runs ORDER BY id DESC LIMIT 1") == [{"failed": 1}]


def test_the_summary_and_the_status_say_how_many_moved(tmp_path: Path) -> None:
    old = portal_of({news(n): whole(article(f"Tin số {n} của Sở Công Thương")) for n in range(6)})
    new = portal_of({f"/tin{news(n)}": whole(article(f"Tin số {n} của Sở Công Thương")) for n in range(6)})
    with Server(old) as site:
        assert "moved" not in crawl(site.url, tmp_path, "2026-01-05T01:00:00Z").log
        site.answers = new
        ended = crawl(site.url, tmp_path, "2026-01-06T01:00:00Z")
    assert "6 same, 6 moved" in ended.log, ended.log
    told = CliRunner().invoke(main, ["--archive", str(tmp_path / "archive.db"), "status"]).output
    assert "6 moved" in told, told


def portal_of(articles: dict[str, Answer]) -> dict[str, Answer]:
    return articles | {"/": listing("Trang chủ", links(articles))}
