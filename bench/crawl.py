"""The whole path on loopback without delay, beside bare spiders that keep nothing, an extractor and wget."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from archive.sqlite import connect
from bench.measure import ROOT, Cost, cost_of, median_and_spread, table
from tests.replica import Replica

PORTAL = "sct_bentre"
EXTRACTOR = "Scrapy + trafilatura + JSON lines"
PEERS = {
    "bare spider, links of every page": "bare.py",
    "bare spider, links of list pages": "bare_lists.py",
    EXTRACTOR: "extractor.py",
}
NAMES = ("congthuong-archive", *PEERS, "wget --mirror --warc-file")
FAST = tuple(name for name in NAMES if name != EXTRACTOR)
QUIET = ["-s", "LOG_LEVEL=ERROR", "-s", "TELNETCONSOLE_ENABLED=0", "-s", "REMOTE_CONTROL_ENABLED=0"]
LINKS = 200
"""So many beside every page: the spider with links of every page spends two thirds of its time on them (measured)."""
SAME_MANNERS = ["-s", "ROBOTSTXT_OBEY=1", "-s", "CONCURRENT_REQUESTS=1", "-s", "DOWNLOAD_DELAY=0"]


def main(*, large: bool = False) -> None:
    """One table a size: 500 and 2,000 articles, the latter once and without the slowest peer; large: also 10,000.

    And one of 500 whose pages are full of links.
    """
    compare(500, 3 if large else 2, FAST, LINKS)
    if large:
        compare(500, 3)
        compare(2000, 3)
        compare(10_000, 1, FAST)
    else:
        compare(500, 2)
        compare(2000, 1, FAST)


def compare(size: int, turns: int, names: Sequence[str] = NAMES, links: int = 0) -> None:
    """One table; the peers take turns, so that a slow minute of the machine hits all of them."""
    found: dict[str, list[tuple[Cost, int]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(turns):
            for name in names:
                found.setdefault(name, []).append(measured(name, size, Path(folder), links))
    report(size, links, found)


def measured(name: str, size: int, folder: Path, links: int = 0) -> tuple[Cost, int]:
    """One crawl of a fresh replica by one of them: its cost and the number of requests that the portal saw."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    (folder / "out").mkdir()
    log = folder / "requests.jsonl"
    log.write_text("")
    with Replica(PORTAL, scale=size, log=log, per_page=20, links=links) as portal:
        where = ROOT if name == "congthuong-archive" else folder  # our scrapy.cfg must not give peers our settings
        cost = cost_of(command(name, portal.url, folder / "out"), folder / "log.txt", where)
    requests = [json.loads(line) for line in log.read_text().splitlines()]
    check(name, size, cost, len(requests), folder)
    return cost, len(requests)


def command(name: str, url: str, out: Path) -> list[str]:
    """The command of one competitor."""
    scrapy = [sys.executable, "-m", "scrapy"]
    if name.startswith("wget"):
        quiet = ["--quiet", "--no-parent", f"--directory-prefix={out}", f"--warc-file={out}/mirror"]
        return [shutil.which("wget") or "wget", "--mirror", *quiet, url]
    if name in PEERS:
        path = ROOT / "bench" / "spiders" / PEERS[name]
        feed = ["-o", f"{out}/items.jsonl"] if path.stem == "extractor" else []
        return [*scrapy, "runspider", str(path), "-a", f"url={url}", *QUIET, *SAME_MANNERS, *feed]
    own = ["-s", f"ARCHIVE_PATH={out}/archive.db", "-s", "DOWNLOAD_DELAY=0", "-s", "FETCH_IMAGES=0"]
    return [*scrapy, "crawl", PORTAL, "-a", f"base_url={url}", *own, "-s", "FETCH_ATTACHMENTS=0"]


def check(name: str, size: int, cost: Cost, requests: int, folder: Path) -> None:
    """A run that did not do the work is no result."""
    if requests < size:
        raise SystemExit(f"{name} asked for {requests} pages only: see {(folder / 'log.txt').read_text()[-2000:]}")
    if name == "congthuong-archive":
        with closing(connect(folder / "out" / "archive.db")) as db:
            (stored,) = db.execute("SELECT count(*) FROM articles").fetchone()
        if cost.code or stored != size:
            log = (folder / "log.txt").read_text()[-2000:]
            raise SystemExit(f"our crawl ended with {cost.code} and {stored} of {size} articles: {log}")


def report(size: int, links: int, found: dict[str, list[tuple[Cost, int]]]) -> None:
    """The table: everything as a ratio to ours, with the spread of the repeats."""
    ours, _ = median_and_spread([cost.seconds for cost, _ in found["congthuong-archive"]])
    work, _ = median_and_spread([cost.cpu for cost, _ in found["congthuong-archive"]])
    rows = []
    for name, runs in found.items():
        seconds, spread = median_and_spread([cost.seconds for cost, _ in runs])
        cpu, _ = median_and_spread([cost.cpu for cost, _ in runs])
        peak = max(cost.peak_mb for cost, _ in runs)
        speed = f"{size / seconds:.0f} ± {spread:.0%}"
        rows.append([name, speed, f"{seconds / ours:.2f}", f"{1000 * cpu / size:.1f}", f"{cpu / work:.2f}"])
        rows[-1] += [f"{peak:.0f}", str(runs[0][1])]
    heads = ["crawler", "articles/s", "time, ours = 1", "CPU ms/article", "CPU, ours = 1", "peak MiB", "requests"]
    beside = f", {links} more links beside every page" if links else ""
    table(f"Crawling {size} articles on loopback ({PORTAL} replica{beside})", heads, rows)
