"""Whole crawls of a rebuilt portal, SIGKILLed again and again until done; plain Scrapy with JOBDIR beside it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from proof import holding
from proof.crawling import texts
from proof.report import Report, at_root
from proof.warm import Begun, crawl
from tests.replica import Replica

Running = Begun | subprocess.Popen[bytes]

KILLS = {"short": 2, "normal": 30, "soak": 1000}
SCALE = {"short": 0, "normal": 60, "soak": 2000}
WAIT = 0.03
"""Seconds the portal takes for each answer, so that kills fall into all of a crawl."""

PLAIN = """
import sys
import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor

class Plain(scrapy.Spider):
    name = "plain"
    start_urls = [sys.argv[1]]
    links = LinkExtractor(deny=(r"/lich", r"tuan=", r"doc_library"))
    def parse(self, response):
        if isinstance(response, scrapy.http.HtmlResponse):
            for link in self.links.extract_links(response):
                yield response.follow(link)

quiet = dict.fromkeys(("LOG_ENABLED", "TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED"), False)
process = CrawlerProcess({**quiet, "JOBDIR": sys.argv[2], "CONCURRENT_REQUESTS_PER_DOMAIN": 1})
process.crawl(Plain)
process.start()
"""


@dataclass(slots=True)
class Killed:
    """What came of one crawl that was killed on and on: kills, and how the runs after it ended."""

    kills: int = 0
    codes: list[int] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)


def run(report: Report, size: str) -> None:
    """Ours on both portals, then the comparison."""
    for portal in ("sct_bentre", "sct_bacgiang")[: 1 if size == "short" else 2]:
        ours(report, portal, size)
    if size != "short":
        plain_scrapy(report, size)


def ours(report: Report, portal: str, size: str) -> None:
    """Kill until the number is reached, let it end, and compare with a run that nobody disturbed."""
    kills = KILLS[size] if size == "short" else KILLS[size] // 2
    with tempfile.TemporaryDirectory() as folder, Replica(portal, scale=SCALE[size], wait=WAIT, counters=False) as at:
        calm, hunted = Path(folder) / "calm" / "archive.db", Path(folder) / "hunted" / "archive.db"
        undisturbed = crawl(at.url, calm, portal=portal)
        once = paths(at)
        killed = hunt(lambda: Begun(at.url, hunted, portal), at, kills, len(once))
        lost = texts(calm) ^ texts(hunted)
        repeated = sum(max(0, times - once.get(path, 1)) for path, times in killed.asked.items())
        broken = holding.whole(hunted)
        read, unread = holding.records_of(hunted.parent / "warc")
        code, said = holding.verify(hunted)
        count = len(texts(hunted))
    name = f"{portal}: crawl SIGKILLed {killed.kills} times, then to its end"
    told = f"{count} articles, {len(lost)} differ from the undisturbed run's; exits {undisturbed.code}, {killed.codes}"
    held = not lost and count > 20 and killed.kills == kills and killed.codes[-1] == undisturbed.code
    report.promise(name, told, "the same articles", held=held)
    told = f"{repeated} for {killed.kills} kills"
    report.promise(f"{portal}: requests repeated", told, "2 a kill", held=repeated <= 2 * killed.kills)
    told = f"{len(broken)} rows, {len(unread)} WARC files ({read} records), verify exit {code} {said[-60:] * code}"
    report.promise(f"{portal}: complaints after it", told, "none", held=not broken and not unread and code == 0)


def paths(at: Replica) -> Counter[str]:
    """How often each address was asked for since the last look; robots.txt, asked by each run, is left out."""
    rows = at.order("requests", clear=True)
    return Counter(row["path"] for row in rows if not row["path"].endswith("robots.txt"))


def cold(told: list[str]) -> subprocess.Popen[bytes]:
    """A program from its very beginning."""
    return subprocess.Popen(told, cwd=at_root(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def hunt(begin: Callable[[], Running], at: Replica, kills: int, pages: int) -> Killed:
    """Start it, kill it after some of the pages, start it again; let the last one end."""
    killed, pick = Killed(), random.Random(11)
    step = max(1, pages * 7 // 10 // kills)
    while True:
        running = begin()
        if killed.kills >= kills:
            killed.codes.append(running.wait())
        elif wait_for(at, running, pick.randint(step // 2, step * 3 // 2), killed):
            os.kill(running.pid, signal.SIGKILL)
            running.wait()
            killed.kills += 1
        else:
            killed.codes.append(running.wait())
        killed.asked += paths(at)
        if killed.codes:
            return killed


def wait_for(at: Replica, running: Running, requests: int, killed: Killed) -> bool:
    """Until it made so many requests (and some moment more); False if it ended by itself before."""
    seen = 0
    while seen < requests + 1:
        if running.poll() is not None:
            return False
        time.sleep(0.01)
        new = at.order("requests", clear=True)
        killed.asked += Counter(row["path"] for row in new if not row["path"].endswith("robots.txt"))
        seen += len(new)
    time.sleep(random.Random(seen).random() * WAIT)
    return running.poll() is None


def plain_scrapy(report: Report, size: str) -> None:
    """The same with Scrapy's own JOBDIR, for comparison only: nothing is promised about it."""
    with tempfile.TemporaryDirectory() as folder, Replica("sct_bentre", scale=SCALE[size], wait=WAIT) as at:
        program = [sys.executable, "-c", PLAIN, at.url]
        subprocess.run([*program, f"{folder}/calm"], check=True, cwd=at_root(), capture_output=True)
        once = paths(at)
        killed = hunt(lambda: cold([*program, f"{folder}/hunted"]), at, KILLS[size] // 2, len(once))
        articles = {path for path in once if path in truth_paths(at)}
        missed = len(articles - set(killed.asked))
    told = f"{missed} of {len(articles)} articles never fetched, 'finished', exit {killed.codes}"
    report.figure(f"for comparison: plain Scrapy with JOBDIR, killed {killed.kills} times", told)


def truth_paths(at: Replica) -> set[str]:
    """The addresses of all articles."""
    return {str(identity) for identity in at.truth()}
