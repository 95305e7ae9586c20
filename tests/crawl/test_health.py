"""Health end to end: a redesign that the reader cannot read is noticed in one run, told once, and so is its mending."""

import json
import sys
from contextlib import closing
from pathlib import Path

import pytest
from scrapy.settings import Settings

from archive.sqlite import connect
from crawler import health
from crawler.ending import Ending
from crawler.portals import PORTALS
from crawler.run import Run
from proof import warm
from proof.crawling import Crawled
from proof.server import Server, whole
from tests.replica import Replica


def crawl(url: str, folder: Path, clock: str, **more: object) -> Crawled:
    keep = f"import sys; open({str(folder / 'told')!r}, 'ab').write(sys.stdin.buffer.read() + b'\\n')"
    (folder / "notify.py").write_text(keep)
    settings = {
        "ARCHIVE_PATH": folder / "archive.db", "DOWNLOAD_DELAY": 0, "CLOCK": clock, "FETCH_IMAGES": 0,
        "FETCH_ATTACHMENTS": 0, "NOTIFY": f"{sys.executable} {folder / 'notify.py'}", **more,
    }  # fmt: skip
    given = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    return warm.scrapy(["crawl", "sct_bentre", "-a", f"base_url={url}", *given])


def test_a_run_that_cannot_be_judged_ends_in_its_row_and_tells_of_an_internal_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise TypeError("a mistake of ours")

    monkeypatch.setattr(health, "examine", broken)
    run = Run.begin(
        Settings({"ARCHIVE_PATH": str(tmp_path / "archive.db")}), "sct_bentre", PORTALS["sct_bentre"], "live"
    )
    judged = health.judged(run, Ending(0, "all well"))
    run.end(judged.ending.code, judged.ending.reason, judged.facts)
    assert (judged.ending.code, judged.changed, "a mistake of ours" in caplog.text) == (1, True, True)


def told(folder: Path) -> list[dict[str, object]]:
    path = folder / "told"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def present(folder: Path) -> int:
    with closing(connect(folder / "archive.db", readonly=True)) as db:
        return int(db.execute("SELECT count(*) FROM articles WHERE state = 'present'").fetchone()[0])


@pytest.mark.timeout(400)
def test_block_pages_change_the_health_and_are_told_once_and_so_is_the_mending(tmp_path: Path) -> None:
    with Replica("sct_bentre", scale=12) as portal:
        first = crawl(portal.url, tmp_path, "2026-01-05T01:00:00Z")
        assert (first.code, told(tmp_path)) == (0, []), first.log
        kept = present(tmp_path)
        portal.fault("block", match="html", block="cloudflare")
        for day in ("06", "07"):
            bad = crawl(portal.url, tmp_path, f"2026-01-{day}T01:00:00Z")
            assert bad.code == 3, bad.log
            assert "block-pages" in bad.log
            assert "mend the reading" not in bad.log
            assert "redesigned" not in bad.log
            assert "Traceback" not in bad.log
        portal.order("mend")
        good = crawl(portal.url, tmp_path, "2026-01-08T01:00:00Z")
        assert good.code == 0, good.log
    assert [(one["healthy"], one["exit_code"]) for one in told(tmp_path)] == [(False, 3), (True, 0)]
    assert present(tmp_path) == kept
    with closing(connect(tmp_path / "archive.db", readonly=True)) as db:
        reasons = [row[0] for row in db.execute("SELECT reason FROM runs ORDER BY id")]
    assert "block-pages" in reasons[1]


REDESIGNS = {
    "known-articles-lost": (r"\(?(<span>)?Cập nhật:?", "Lượt xem:"),
    "lists-shrank": (r'href="(/[^"/]+-dot-\d+\.html)"', r"onclick=\"mo('\1')\""),
}


@pytest.mark.parametrize("rule", REDESIGNS)
def test_a_redesign_is_noticed_in_the_first_crawl_over_it_and_names_two_addresses(tmp_path: Path, rule: str) -> None:
    pattern, instead = REDESIGNS[rule]
    with Replica("sct_bentre", scale=40, markup="html5") as portal:
        assert crawl(portal.url, tmp_path, "2026-01-05T01:00:00Z").code == 0
        assert crawl(portal.url, tmp_path, "2026-01-06T01:00:00Z").code == 0
        portal.fault("rewrite", r"(html|/)$", pattern=pattern, instead=instead)
        ended = crawl(portal.url, tmp_path, "2026-01-07T01:00:00Z")
    assert ended.code == 3, ended.log
    (complaint,) = [line for line in ended.log.splitlines() if line.strip().startswith(f"{rule}:")]
    assert complaint.count(portal.url) == 2
    assert [one["exit_code"] for one in told(tmp_path)] == [3]


PARKED = (
    "<html><head><title>congthuongbentre.gov.vn</title></head><body><h1>This domain may be for sale</h1></body></html>"
)


@pytest.mark.parametrize("front", [None, PARKED], ids=["nothing but 404", "a parked domain"])
def test_a_first_crawl_of_a_portal_without_articles_is_no_healthy_one(tmp_path: Path, front: str | None) -> None:
    answers = {"/": whole(front)} if front else {}
    with Server(answers) as portal:
        first, again = (crawl(portal.url, tmp_path, f"2026-01-0{day}T01:00:00Z") for day in (5, 6))
    for run in (first, again):
        assert run.code == 3, run.log
        assert "no-article: none of" in run.log
        assert "scrapy crawl wayback" in run.log
