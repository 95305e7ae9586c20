"""Real crawls of rebuilt portals: how they end, what they cost, what they survive."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from proof import warm
from tests.replica.crawling import Crawled, ask, command, crawl, crawl_killed, days_on
from tests.replica.running import ROOT, Replica


def last_line(crawled: Crawled) -> str:
    return crawled.log.strip().splitlines()[-1]


def gaps_of(requests: list[dict[str, Any]]) -> list[float]:
    """Seconds between one request and the next, as the server saw them."""
    times = [datetime.fromisoformat(request["time"]) for request in requests]
    return [(later - earlier).total_seconds() for earlier, later in pairwise(times)]


def texts(archive: Path) -> set[tuple[str, str]]:
    return {(row["identity"], row["body_text"]) for row in ask(archive, "select identity, body_text from articles")}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """What an undisturbed crawl of Bến Tre brings."""
    archive = tmp_path_factory.mktemp("whole") / "archive.db"
    with Replica("sct_bentre", counters=False) as portal:
        assert crawl(portal, archive).code == 0
    return texts(archive)


def test_a_second_run_asks_for_little_and_changes_nothing(archive: Path) -> None:
    with Replica("sct_bacgiang", scale=200) as portal:
        first = crawl(portal, archive)
        spent = len(portal.requests(clear=True))
        rows = ask(archive, "select id, version_count, state from articles order by id")
        second = crawl(portal, archive, *days_on(1))
        assert (first.code, second.code) == (0, 0), first.log + second.log
        assert len(portal.requests(clear=True)) < 0.05 * spent
        assert ask(archive, "select id, version_count, state from articles order by id") == rows
    assert all(request["state"] != "queued" for request in ask(archive, "select state from addresses"))
    assert ask(archive, "select sum(new) as n from runs where id > 1") == [{"n": 0}]


def test_print_views_are_given_up_after_a_dozen_and_each_of_the_others_says_why(archive: Path) -> None:
    with Replica("sct_bentre", scale=200) as portal:
        for day in range(3):
            assert crawl(portal, archive, *days_on(day)).code == 0
        views = [request["path"] for request in portal.requests() if request["path"].startswith("/in/")]
    states = ask(archive, "select state, reason, count(*) as n from addresses where url like '%/in/%' group by 1, 2")
    told = {row["state"]: row["reason"] for row in states}
    assert told == {
        "done": "not_article:print-view",
        "refused": "refused:loop:pages like /in/*.html lead to no article",
    }
    assert 12 <= len(views) <= 12 + 3
    soon = "reason like 'refused:loop:%' and julianday(check_again_at) - julianday(checked_at) < 50"
    assert ask(archive, f"select url from addresses where {soon}") == [], "they would take the turns of young articles"
    [first, *_] = ask(archive, "select details from runs order by id")
    left_out = json.loads(first["details"])["reasons"]["refused:loop:pages like /in/*.html lead to no article"]
    assert left_out > 100, "those that the ledger does not hold are counted in the run's row"
    assert ask(archive, "select count(*) as n from articles") == [{"n": 200}]


def test_new_articles_are_found_by_the_next_run(archive: Path) -> None:
    with Replica("sct_bentre", hold=9) as portal:
        assert crawl(portal, archive).code == 0
        before = len(texts(archive))
        portal.order("publish", count=9)
        assert crawl(portal, archive).code == 0
    assert len(texts(archive)) >= before + 9


def test_news_does_not_wait_for_what_small_budgets_left_over(archive: Path) -> None:
    with Replica("sct_bentre", scale=300, hold=2) as portal:
        assert crawl(portal, archive, "-a", "limit=60").code == 0
        waiting = "select count(*) as n from addresses where state = 'queued' and kind = 'page'"
        before = ask(archive, waiting)[0]["n"]
        assert before > 25
        known = set(portal.truth())
        portal.order("publish", count=2)
        news = {str(identity) for identity in set(portal.truth()) - known}
        portal.requests(clear=True)
        assert crawl(portal, archive, "-a", "limit=25").code == 0
        asked = [request["path"] for request in portal.requests() if request["path"] != "/robots.txt"]
    stored = {row["identity"] for row in ask(archive, "select identity from articles")}
    assert len(news) == 2
    assert news <= stored, asked
    assert ask(archive, waiting)[0]["n"] < before, "what was left over goes on meanwhile"


def test_a_crawl_killed_again_and_again_ends_with_the_same_articles(archive: Path, whole: set[tuple[str, str]]) -> None:
    with Replica("sct_bentre", counters=False) as portal:
        kills = sum(crawl_killed(portal, archive, after_requests=9 + number) for number in range(5))
        assert crawl(portal, archive).code == 0
        pages = [request["path"] for request in portal.requests() if request["path"] != "/robots.txt"]
    assert texts(archive) == whole
    assert kills == 5
    repeated = len(pages) - len(set(pages))
    lists = ask(archive, "select count(*) as n from addresses where reason like 'list:%'")[0]["n"]
    assert repeated <= 2 * kills + (kills + 1) * lists


def test_a_run_stopped_by_a_signal_says_so_and_the_next_goes_on(archive: Path, whole: set[tuple[str, str]]) -> None:
    with Replica("sct_bentre", counters=False) as portal:
        for number, code in ((signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)):
            seen = len(portal.requests())
            running = subprocess.Popen(
                command(portal, archive, "-s", "DOWNLOAD_DELAY=0.05"), cwd=ROOT, stderr=subprocess.PIPE, text=True
            )
            while len(portal.requests()) < seen + 8:
                time.sleep(0.01)
            running.send_signal(number)
            _, log = running.communicate(timeout=60)
            assert running.returncode == code, log
            assert "all state is saved" in log.strip().splitlines()[-1]
        assert crawl(portal, archive).code == 0
    assert texts(archive) == whole
    assert [row["exit_code"] for row in ask(archive, "select exit_code from runs order by id")] == [143, 130, 129, 0]


def test_a_terminal_that_goes_away_stops_the_run_as_any_signal_does(archive: Path) -> None:
    """The session that ends sends SIGHUP, and writing to its terminal fails from then on."""
    with Replica("sct_bentre") as portal:
        master, terminal = os.openpty()
        running = subprocess.Popen(
            ["setsid", "--ctty", *command(portal, archive, "-s", "DOWNLOAD_DELAY=0.2")],
            cwd=ROOT, stdin=terminal, stdout=terminal, stderr=terminal,
        )  # fmt: skip
        os.close(terminal)
        while len(portal.requests()) < 4:
            time.sleep(0.02)
        os.close(master)
        assert running.wait(60) == 129
    assert [row["exit_code"] for row in ask(archive, "select exit_code from runs")] == [129]


def test_nohup_keeps_a_run_from_being_stopped_by_its_session(archive: Path) -> None:
    with Replica("sct_bentre") as portal:
        words = ["nohup", *command(portal, archive, "-a", "limit=9", "-s", "DOWNLOAD_DELAY=0.1")]
        running = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not portal.requests():
            time.sleep(0.02)
        running.send_signal(signal.SIGHUP)
        assert running.wait(60) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_before_the_crawl_began_is_said_in_one_line_and_opens_no_run(archive: Path, number: int) -> None:
    code = (
        "import os, scrapy.cmdline, crawler.run;"
        f"crawler.run.Run.begin = lambda *_: os.kill(os.getpid(), {int(number)});"
        f"scrapy.cmdline.execute(['scrapy', 'crawl', 'sct_bentre', '-s', 'ARCHIVE_PATH={archive}'])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, archive.exists()) == (128 + number, False)
    assert "before the crawl began" in done.stderr.strip().splitlines()[-1]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_while_the_crawl_is_still_being_loaded_is_said_in_one_line(archive: Path, number: int) -> None:
    code = (
        "import os, sys, runpy\n"
        "class Late:\n"
        "    def find_spec(self, name, *_):\n"
        f"        name == 'crawler.checks' and os.kill(os.getpid(), {int(number)})\n"
        "sys.meta_path.insert(0, Late())\n"
        f"sys.argv = ['scrapy', 'crawl', 'sct_bentre', '-s', 'ARCHIVE_PATH={archive}']\n"
        "runpy.run_module('scrapy', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, archive.exists()) == (128 + number, False)
    [said] = done.stderr.strip().splitlines()
    assert "before the crawl began" in said


@pytest.mark.parametrize("closed", ["2>&-", "2> >(true)"])
def test_exit_codes_are_the_same_where_nobody_listens_on_stderr(archive: Path, closed: str) -> None:
    crawling = f"{sys.executable} -m scrapy crawl"
    for asked, code in (("nobody", 2), (f"sct_bentre -s ARCHIVE_PATH={archive.parent}", 5)):
        done = subprocess.run(["bash", "-c", f"{crawling} {asked} {closed}"], cwd=ROOT, check=False)
        assert done.returncode == code, asked


def test_a_signal_while_the_crawl_is_being_loaded_and_stderr_is_closed_has_its_exit_code() -> None:
    code = (
        "import os, signal, sys; sys.argv[1:] = ['crawl']; import crawler.commands;"
        "os.close(2); os.kill(os.getpid(), signal.SIGTERM); signal.pause()"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 128 + signal.SIGTERM


def test_a_second_run_of_the_same_portal_leaves_at_once(archive: Path) -> None:
    with Replica("sct_bentre", wait=0.2) as portal:
        running = subprocess.Popen(command(portal, archive), cwd=ROOT, stderr=subprocess.DEVNULL)
        while not portal.requests():
            time.sleep(0.02)
        second = crawl(portal, archive)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        assert second.code == 75
        assert "Nothing was done" in last_line(second)
        assert crawl(portal, archive, "-a", "limit=3").code == 0, "the lock of a killed run is free"


def test_an_archive_goes_on_when_the_portal_moves_to_another_address(archive: Path) -> None:
    with Replica("sct_bentre") as portal:
        assert crawl(portal, archive, "-a", "limit=12").code == 0
    with Replica("sct_bentre") as portal:
        assert crawl(portal, archive).code == 0
        assert len(portal.requests()) > 40
    waiting = "state in ('queued', 'failed', 'refused') and coalesce(reason, '') not like 'refused:loop:%'"
    left = f"select url from addresses where {waiting}"
    assert ask(archive, left) == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["sct_hanoi"], 2, "There is no spider 'sct_hanoi'"),
        (["sct_bentre", "-a", "bogus=1"], 2, "no argument -a bogus"),
        (["sct_bentre", "-a", "base_url=ftp://127.0.0.1/"], 2, "no http:// or https:// address"),
        (["sct_bentre", "-a", "limit=viele"], 2, "no number of pages"),
        (["sct_bentre", "-s", "DOWNLOAD_DELAY=nhanh"], 2, "DOWNLOAD_DELAY='nhanh'"),
        (["sct_bentre", "-s", "ARCHIVE_PATH=/proc/none/archive.db"], 5, "cannot be written"),
        (["sct_bentre", "-s", "ARCHIVE_PATH=README.md"], 5, "is not an SQLite file; it was left as it is"),
        (["sct_bentre", "-a", "base_url=http://127.0.0.1:9/"], 4, "scrapy crawl wayback -a portal=sct_bentre"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(tmp_path: Path, words: list[str], code: int, said: str) -> None:
    given = words if "5" in str(code) else [*words, "-s", f"ARCHIVE_PATH={tmp_path / 'a.db'}", "-s", "CONTACT=x@y.vn"]
    delay = [] if "DOWNLOAD_DELAY=nhanh" in words else ["-s", "DOWNLOAD_DELAY=0"]
    ended = warm.scrapy(["crawl", *given, *delay])
    assert (ended.code, said in ended.log.strip().splitlines()[-1]) == (code, True), ended.log
    assert "Traceback" not in ended.log


@pytest.mark.parametrize(
    ("robots", "code", "most"),
    [("forbid", 4, 1), ("error", 4, 3), ("html", 0, 9), ("forbidden", 0, 9)],
)
def test_robots_txt_decides_whether_there_is_a_crawl(archive: Path, robots: str, code: int, most: int) -> None:
    with Replica("sct_bentre", robots=robots) as portal:
        ended = crawl(portal, archive, "-a", "limit=4")
        assert ended.code == code, ended.log
        paths = [request["path"] for request in portal.requests()]
        assert len(paths) <= most
        assert code == 0 or set(paths) == {"/robots.txt"}


def test_a_part_that_breaks_is_an_internal_error_and_never_all_is_well(archive: Path) -> None:
    parts = '{"tests.crawl.breaking.Breaking": 100, "crawler.pipelines.Keep": 300}'
    with Replica("sct_bentre") as portal:
        ended = crawl(portal, archive, "-a", "limit=3", "-s", f"ITEM_PIPELINES={parts}")
    assert (ended.code, "internal errors" in last_line(ended)) == (1, True), ended.log
    assert ask(archive, "select exit_code from runs") == [{"exit_code": 1}]


@pytest.mark.parametrize(
    ("part", "code", "said"), [("BreakingLedger", 1, "internal error"), ("DamagedLedger", 5, "is not an SQLite file")]
)
def test_a_ledger_that_cannot_be_read_any_more_ends_the_run_at_once(
    archive: Path, part: str, code: int, said: str
) -> None:
    """Scrapy by itself logs it and then waits for ever, or ends as if all were well."""
    with Replica("sct_bentre") as portal:
        ended = crawl(portal, archive, "-s", f"SCHEDULER=tests.crawl.breaking.{part}")
        assert (ended.code, said in last_line(ended)) == (code, True), ended.log
        assert len(portal.requests()) < 9
        assert crawl(portal, archive).code == 0


def test_a_page_that_breaks_a_part_of_ours_does_not_stop_the_others(archive: Path, whole: set[tuple[str, str]]) -> None:
    parts = '{"tests.crawl.breaking.BreakingAtTwo": 100, "crawler.pipelines.Keep": 300}'
    with Replica("sct_bentre", counters=False) as portal:
        ended = crawl(portal, archive, "-s", f"ITEM_PIPELINES={parts}")
        assert (ended.code, "2 internal errors" in last_line(ended)) == (1, True), ended.log
        assert len(texts(archive)) == len(whole) - 2
        assert crawl(portal, archive).code == 0
    assert texts(archive) == whole


def test_crawl_delay_is_kept_at_the_server(archive: Path) -> None:
    with Replica("sct_bentre", robots="delay:1") as portal:
        assert crawl(portal, archive, "-a", "limit=4").code == 0
        gaps = gaps_of(portal.requests())[1:]
    assert min(gaps) >= 0.95


def test_a_connection_that_breaks_is_no_reason_to_ask_again_at_once(archive: Path) -> None:
    with Replica("sct_bentre", robots="delay:1") as portal:
        portal.fault("reset", "html$", times=2, skip=1)
        crawl(portal, archive, "-a", "limit=5")
        gaps = gaps_of(portal.requests())[1:]
    assert min(gaps) >= 0.95
    reasons = ask(archive, "SELECT DISTINCT reason FROM addresses WHERE state = 'failed'")
    assert [row["reason"].startswith("unreachable:connection") for row in reasons] == [True]


def test_retry_after_is_kept_at_the_server_and_across_runs(archive: Path) -> None:
    with Replica("sct_bentre") as portal:
        portal.fault("status", "html$", times=1, skip=1, status=429, headers={"Retry-After": "2"})
        assert crawl(portal, archive).code == 0
        assert max(gaps_of(portal.requests(clear=True))) >= 1.9
        portal.fault("status", "", times=1, skip=2, status=503, headers={"Retry-After": "90000"})
        ended = crawl(portal, archive)
        assert (ended.code, "left alone" in last_line(ended)) == (3, True), ended.log
        portal.requests(clear=True)
        again = crawl(portal, archive)
        assert (again.code, portal.requests()) == (3, []), again.log


def test_a_page_that_came_in_part_is_asked_again_and_never_kept_by_half(
    archive: Path, whole: set[tuple[str, str]]
) -> None:
    with Replica("sct_bentre", counters=False) as portal:
        for number, kind in enumerate(("cut-length", "cut-gzip", "cut-chunked", "cut-close", "reset")):
            portal.fault(kind, "html$", times=2, skip=2 + 5 * number)
        ended = crawl(portal, archive)
        assert ended.code == 0, ended.log
    assert texts(archive) == whole


def test_an_outage_in_mid_run_stops_pressing_and_the_next_run_recovers(
    archive: Path, whole: set[tuple[str, str]]
) -> None:
    with Replica("sct_bentre", counters=False) as portal:
        portal.fault("status", "", skip=14, status=500)
        ended = crawl(portal, archive)
        assert ended.code == 3, ended.log
        assert len(portal.requests()) in (24, 25)  # fourteen good ones, ten that failed, at most one on its way
        portal.order("mend")
        assert crawl(portal, archive).code == 0
    assert texts(archive) == whole


def test_no_redirect_leads_anywhere_else(archive: Path) -> None:
    elsewhere = (
        "file:///etc/passwd",
        "http://127.0.0.1:9/x",
        "http://169.254.169.254/",
        "http://user@127.0.0.1/",
        "http://[",
    )
    with Replica("sct_bentre") as portal:
        for number, location in enumerate(elsewhere):
            portal.fault("redirect", "html$", times=1, skip=1 + number, location=location)
        assert crawl(portal, archive, "-a", "limit=14").code == 0
    refused = ask(archive, "select reason from addresses where state = 'refused'")
    assert [row["reason"].startswith("refused:redirect to") for row in refused] == [True] * len(elsewhere)


def test_the_cookie_wall_is_answered_once(archive: Path) -> None:
    with Replica("sct_bentre", cookie_wall=True) as portal:
        assert crawl(portal, archive, "-a", "limit=25").code == 0
        assert len(portal.requests()) <= 28
    assert ask(archive, "select count(*) as n from articles")[0]["n"] > 0


def test_feeds_hold_the_articles_of_the_run_and_nothing_else_and_no_formula(archive: Path) -> None:
    target, sheet = archive.parent / "articles.jsonl", archive.parent / "articles.csv"
    with Replica("sct_bentre", scale=12) as portal:
        head = 'title = "=SUM(A1:A9) là công thức được dạy đầu tiên"\nsection = "thong-bao"\ndate = "2024-03-04"'
        portal.order("add", text=f"+++\n{head}\n+++\n\nLớp tập huấn bảng tính mở tại huyện Ba Tri trong ba ngày.\n")
        assert crawl(portal, archive, "-o", str(target), "-o", str(sheet)).code == 0
        told = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
        rows = ask(archive, "SELECT title, body_text, updated_at FROM articles")
        assert sorted((row["title"], row["body_text"], row["updated_at"]) for row in rows) == sorted(
            {(one["title"], one["body_text"], one["updated_at"]) for one in told}
        )
        with sheet.open(encoding="utf-8", newline="") as file:
            cells = list(csv.DictReader(file))
        assert {one["title"].removeprefix("'") for one in cells} == {one["title"] for one in told}
        assert "'=SUM(A1:A9) là công thức được dạy đầu tiên" in {one["title"] for one in cells}
        assert not [cell for one in cells for cell in one.values() if cell[:1] in tuple("=+-@")]
        files = {url for one in cells for url in one["images"].splitlines()}
        assert files == {image["url"] for one in told for image in one["images"]} != set()
