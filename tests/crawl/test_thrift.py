"""What a run may cost: budgets of requests, bytes and time; questions that need no answer where nothing changed."""

from pathlib import Path
from time import monotonic

import pytest

from proof.server import Server, article, whole
from tests.crawl.test_health import crawl as crawl_site
from tests.crawl.test_traps import links, listing, news
from tests.crawl.test_whole_crawls import last_line
from tests.replica.crawling import ask, crawl
from tests.replica.running import Replica


@pytest.mark.parametrize(
    ("budget", "said"),
    [
        ("BUDGET_REQUESTS=5", "budget of 5 requests reached"),
        ("BUDGET_BYTES=40000", "budget of 40000 bytes reached"),
        ("BUDGET_SECONDS=0.2", "budget of 0.2 s reached"),
    ],
)
def test_a_run_ends_well_at_its_budget_and_the_rest_waits_in_the_ledger(tmp_path: Path, budget: str, said: str) -> None:
    archive = tmp_path / "archive.db"
    with Replica("sct_bentre", scale=12, wait=0.05) as portal:
        first = crawl(portal, archive, "-s", budget, "-s", "FETCH_IMAGES=0")
        assert (first.code, said in last_line(first)) == (0, True), first.log
        assert len(portal.requests(clear=True)) < 12
        waiting = ask(archive, "SELECT count(*) AS n FROM addresses WHERE state = 'queued'")[0]["n"]
        assert waiting > 0
        assert crawl(portal, archive, "-s", "FETCH_IMAGES=0").code == 0
        assert len(portal.requests()) >= waiting
    assert ask(archive, "SELECT count(*) AS n FROM articles") == [{"n": 12}]


def test_a_pause_that_the_portal_asks_for_is_not_sat_out_beyond_the_budget_of_time(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with Replica("sct_bentre", scale=12) as portal:
        portal.fault("status", "html$", times=1, skip=1, status=429, headers={"Retry-After": "120"})
        began = monotonic()
        first = crawl(portal, archive, "-s", "BUDGET_SECONDS=2", "-s", "FETCH_IMAGES=0")
        assert monotonic() - began < 60
        assert "1 page failed (status:429 ×1)" in last_line(first)
        assert ask(archive, "SELECT count(*) AS n FROM addresses WHERE state = 'queued'")[0]["n"] > 0


def test_a_first_look_takes_so_many_pages_whatever_they_are_and_no_budget_is_forgotten(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with Replica("sct_bentre", scale=30) as portal:
        first = crawl(portal, archive, "-a", "limit=7")
        assert (first.code, "limit of 7 pages reached" in last_line(first)) == (0, True), first.log
        assert len(portal.requests(clear=True)) == 1 + 7  # and robots.txt
        second = crawl(portal, archive, "-a", "limit=7", "-s", "BUDGET_REQUESTS=3")
        assert "budget of 3 requests reached" in last_line(second)


PAUSE = "julianday(check_again_at) - julianday(checked_at)"


@pytest.mark.parametrize("validator", ["etag", "last_modified"])
def test_a_page_that_is_as_it_was_is_not_sent_again_and_its_article_stays_present(
    tmp_path: Path, validator: str
) -> None:
    archive = tmp_path / "archive.db"
    with Replica("sct_bentre", scale=6, counters=False, now="x", validators=validator, markup="html5") as portal:
        assert crawl(portal, archive, "-s", "CLOCK=2026-01-05T01:00:00Z").code == 0
        portal.requests(clear=True)
        key = min(portal.truth())
        second = crawl(portal, archive, "-s", "CLOCK=2026-02-05T01:00:00Z")
        assert second.code == 0, second.log
        asked = [
            row for row in portal.requests(clear=True) if {"if-none-match", "if-modified-since"} & set(row["headers"])
        ]
        assert len(asked) >= 6
        seen = ask(archive, "SELECT count(*) AS n FROM captures WHERE status = 304 AND run_id = 2")
        assert seen[0]["n"] >= 6
        pauses = ask(archive, f"SELECT min({PAUSE}) AS days FROM addresses WHERE article_id IS NOT NULL")
        assert pauses[0]["days"] > 20, "as old an article gets without a 304"
        portal.order("edit", key=key, body="Một câu được thêm vào mà ngày đăng vẫn giữ nguyên.")
        assert crawl(portal, archive, "-s", "CLOCK=2026-03-15T01:00:00Z").code == 0
    states = ask(
        archive, "SELECT state, last_seen_at >= '2026-03' AS seen, version_count FROM articles ORDER BY identity"
    )
    assert {row["state"] for row in states} == {"present"}
    assert [row["version_count"] for row in states] == [2, 1, 1, 1, 1, 1]
    assert ask(archive, "SELECT kind FROM changes") == [{"kind": "silent_edit"}]


def test_an_article_that_leads_to_a_list_is_gone_also_where_the_list_was_as_it_was_last_time(tmp_path: Path) -> None:
    head = b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\nConnection: close\r\n\r\n'
    away = b"HTTP/1.1 302 Found\r\nLocation: /tin-tuc.html\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    shown = {news(n): whole(article(f"Tin số {n} của Sở Công Thương")) for n in range(6)}
    named = listing("Tin tức", links(shown)).replace(b"\r\n", b'\r\nETag: "x"\r\n', 1)
    home = listing("Trang chủ", links(["/tin-tuc.html"]), links(shown))
    with Server({**shown, "/": home, "/tin-tuc.html": named}) as portal:
        crawl_site(portal.url, tmp_path, "2026-01-05T01:00:00Z")
        portal.answers = portal.answers | {"/tin-tuc.html": head}
        crawl_site(portal.url, tmp_path, "2026-01-06T01:00:00Z")
        portal.answers = portal.answers | {news(2): away}
        crawl_site(portal.url, tmp_path, "2026-03-10T01:00:00Z", FULL=1)
    states = ask(tmp_path / "archive.db", "SELECT state FROM articles ORDER BY state")
    assert [row["state"] for row in states] == ["missing", *["present"] * 5]
