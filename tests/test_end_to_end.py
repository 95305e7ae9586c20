"""Both portals from first page to archive: real crawls of the rebuilt portals, compared with the article files."""

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.replica import Replica
from tests.replica.crawling import articles, ask, crawl, crawl_killed, same
from tests.replica.running import ROOT

PORTALS = ("sct_bentre", "sct_bacgiang")
OWN_TEXT = (
    "Nội dung riêng của đơn vị bạn, dài hơn một dòng cho giống thật. Đoạn này kể thêm vài việc của trung tâm "
    "trong quý, để không ai nhầm với một thông báo rỗng."
)
EXACT = ("title", "updated_at", "body_text", "source_credit", "author", "images", "attachments")


@pytest.fixture(scope="module", params=PORTALS)
def crawled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Replica, Path]]:
    """A portal in mixed markups with its traps and changing counters on, and the archive of its first crawl."""
    archive = tmp_path_factory.mktemp(request.param) / "archive.db"
    with Replica(request.param, traps=True, shuffle=True) as portal:
        done = crawl(portal, archive)
        assert done.code == 0, done.log
        yield portal, archive


def assert_same_articles(portal: Replica, archive: Path) -> None:
    kept, truth = articles(archive, portal), portal.truth()
    assert set(kept) == set(truth)
    for key, one in truth.items():
        for name in EXACT:
            assert same(kept[key][name]) == same(getattr(one, name)), f"{name} of {key}"


def test_every_article_is_stored_once_and_says_what_its_file_says_and_nothing_else_is_stored(
    crawled: tuple[Replica, Path],
) -> None:
    assert_same_articles(*crawled)


def test_every_address_found_has_a_fate(crawled: tuple[Replica, Path]) -> None:
    _, archive = crawled
    fates = Counter(row["state"] for row in ask(archive, "select state from addresses where kind = 'page'"))
    assert fates["queued"] == fates["failed"] == 0
    assert not ask(archive, "select url from addresses where state = 'refused' and reason is null")


def test_nothing_was_asked_for_that_may_not_be_called(crawled: tuple[Replica, Path]) -> None:
    portal, _ = crawled
    asked = [row["path"] for row in portal.requests()]
    for never in (
        "/c/portal/",
        "/quan-tri/",
        "p_p_lifecycle=1",
        "p_p_lifecycle=2",
        "jsessionid",
        "redirect=",
        "javascript:",
    ):
        assert not [path for path in asked if never in path]
    assert asked[0] == "/robots.txt"
    assert len([path for path in asked if "tuan=" in path]) < 40


def test_a_second_run_over_an_unchanged_portal_changes_nothing_and_asks_little(crawled: tuple[Replica, Path]) -> None:
    portal, archive = crawled
    first = len(portal.requests(clear=True))
    done = crawl(portal, archive)
    assert done.code == 0, done.log
    run = ask(archive, "select * from runs order by id desc limit 1")[0]
    assert (run["new"], run["changed"], run["missing"], run["failed"]) == (0, 0, 0, 0)
    assert len(portal.requests()) < first / 2
    assert len(ask(archive, "select id from versions")) == len(portal.truth())


def test_a_full_visit_in_another_markup_changes_no_text(crawled: tuple[Replica, Path]) -> None:
    """But the summary may come or go: whether a first paragraph is a lead is said by markup alone."""
    portal, archive = crawled
    portal.set(markup="html5" if portal.portal == "sct_bentre" else "liferay7")
    done = crawl(portal, archive, "-a", "full=1")
    assert done.code in (0, 3), done.log
    told = "title, body_text, author, source_credit, images, attachments"
    assert len(ask(archive, f"select distinct article_id, {told} from versions")) == len(portal.truth())
    assert_same_articles(portal, archive)


def test_edits_new_articles_and_deletions_are_all_noticed(crawled: tuple[Replica, Path]) -> None:
    portal, archive = crawled
    edited, bumped, gone, *_ = portal.truth()
    portal.order("edit", key=edited, body="Ban biên tập bổ sung: số liệu đã được kiểm tra lại vào cuối tuần.")
    portal.order("edit", key=bumped, date="2026-11-20T08:00" if portal.portal == "sct_bacgiang" else "2026-11-20")
    portal.order("delete", key=gone, how="404")
    portal.order("make_up", number=7)
    before = articles(archive, portal)
    crawl(portal, archive, "-a", "full=1")
    after = articles(archive, portal)
    assert set(after) == set(before) | set(portal.truth())
    assert after[edited]["body_text"].endswith("kiểm tra lại vào cuối tuần.")
    grown = {key: after[key]["version_count"] - before[key]["version_count"] for key in (edited, bumped)}
    assert grown == {edited: 1, bumped: 0}
    assert after[bumped]["updated_on"] == "2026-11-20"
    assert after[gone]["body_text"] == before[gone]["body_text"]
    assert (before[gone]["state"], after[gone]["state"]) == ("present", "missing")


def test_a_crawl_killed_ten_times_ends_with_the_same_articles_as_one_left_alone(tmp_path: Path) -> None:
    dice = random.Random(10)
    archive = tmp_path / "archive.db"
    with Replica("sct_bacgiang") as portal:
        kills = sum(crawl_killed(portal, archive, dice.randint(4, 9)) for _ in range(10))
        assert kills == 10
        done = crawl(portal, archive)
        assert done.code == 0, done.log
        assert_same_articles(portal, archive)
        assert len(ask(archive, "select id from versions")) == len(portal.truth())
        visits = Counter(row["path"] for row in portal.requests())
        del visits["/robots.txt"]  # asked by every run before anything else (RFC 9309)
        assert sum(times - 1 for times in visits.values()) <= 2 * kills


def test_a_portal_that_is_gone_is_said_to_be_gone_and_nothing_is_marked_missing(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with Replica("sct_bentre") as portal:
        assert crawl(portal, archive, "-a", "limit=12").code == 0
        kept = articles(archive, portal)
        portal.stop()
        done = crawl(portal, archive)
        assert done.code == 4
        assert "wayback" in done.log
        assert "robots.txt failed 3 times (connection refused), so no page was asked for" in done.log
        assert "Traceback" not in done.log
        assert articles(archive, portal) == kept


def test_two_articles_of_different_sites_under_one_slug_stay_two(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with Replica("sct_bacgiang", scale=6) as portal:
        slug = next(iter(portal.truth())).removeprefix("content/")
        head = 'title = "Bài của đơn vị khác"\nsection = "thong-bao"\ndate = "2024-03-04T09:10"\n'
        head += f'slug = "{slug}"\ngroup = "77123"'
        portal.order(
            "add",
            text=f"+++\n{head}\n+++\n\n{OWN_TEXT}",
        )
        assert crawl(portal, archive).code == 0
        assert sorted(row["title"] for row in ask(archive, "select title from articles")) == sorted(
            one.title for one in portal.truth().values()
        )


def test_the_demo_fills_an_archive_loses_a_portal_and_says_what_to_type_next(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.replica.demo", str(tmp_path / "demo")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for said in ("The ten newest articles", "Bến Tre: 42 articles", "Bắc Giang: 42 articles", "make browse", "search"):
        assert said in done.stdout
    [edited] = ask(tmp_path / "demo" / "archive.db", "select article_id from changes where kind = 'silent_edit'")
    assert f"diff {edited['article_id']}" in done.stdout
    named = ask(tmp_path / "demo" / "archive.db", "select title from portals")
    assert all("invented" in row["title"] for row in named), "no page of it, and no citation, passes for a real one"
