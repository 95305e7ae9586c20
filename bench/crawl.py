"""The whole path on loopback without delay, beside bare spiders that keep nothing, an extractor and wget.

python -m bench crawl [ARTICLES ...]
"""

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
PEERS = {
    "bare spider, links of every page": ("bench/spiders/bare.py:EveryPage", "bare_every_page"),
    "bare spider, links of list pages": ("bench/spiders/bare.py:ListPages", "bare_list_pages"),
    "Scrapy + trafilatura + JSON lines": ("bench/spiders/extractor.py:Trafilatura", "scrapy_trafilatura"),
}
QUIET = ["-s", "LOG_LEVEL=ERROR", "-s", "TELNETCONSOLE_ENABLED=0", "-s", "REMOTE_CONTROL_ENABLED=0"]
SAME_MANNERS = ["-s", "ROBOTSTXT_OBEY=1", "-s", "CONCURRENT_REQUESTS=1", "-s", "DOWNLOAD_DELAY=0"]


def main(sizes: Sequence[int] = (500, 2000), repeats: int = 3) -> None:
    """One table a size; the peers take turns, so that a slow minute of the machine hits all of them."""
    for size in sizes:
        found: dict[str, list[tuple[Cost, int]]] = {}
        with tempfile.TemporaryDirectory() as folder:
            for _ in range(repeats):
                for name in ("congthuong-archive", *PEERS, "wget --mirror --warc-file"):
                    found.setdefault(name, []).append(measured(name, size, Path(folder)))
        report(size, found)


def measured(name: str, size: int, folder: Path) -> tuple[Cost, int]:
    """One crawl of a fresh replica by one of them: its cost and the number of requests that the portal saw."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    (folder / "out").mkdir()
    log = folder / "requests.jsonl"
    log.write_text("")
    with Replica(PORTAL, scale=size, log=log, per_page=20) as portal:
        cost = cost_of(command(name, portal.url, folder / "out"), folder / "log.txt", {"PYTHONPATH": str(ROOT)})
    requests = [json.loads(line) for line in log.read_text().splitlines()]
    check(name, size, cost, folder)
    return cost, len(requests)


def command(name: str, url: str, out: Path) -> list[str]:
    """The command of one competitor."""
    scrapy = [sys.executable, "-m", "scrapy"]
    if name.startswith("wget"):
        quiet = ["--quiet", "--no-parent", f"--directory-prefix={out}", f"--warc-file={out}/mirror"]
        return [shutil.which("wget") or "wget", "--mirror", *quiet, url]
    if name in PEERS:
        path, spider = PEERS[name]
        path = path.partition(":")[0]
        return [*scrapy, "runspider", path, "-a", f"url={url}", *QUIET, *SAME_MANNERS, *feed(spider, out)]
    own = ["-s", f"ARCHIVE_PATH={out}/archive.db", "-s", "DOWNLOAD_DELAY=0", "-s", "FETCH_IMAGES=0"]
    return [*scrapy, "crawl", PORTAL, "-a", f"base_url={url}", *own, "-s", "FETCH_ATTACHMENTS=0"]


def feed(spider: str, out: Path) -> list[str]:
    """Where a peer that keeps something keeps it."""
    return ["-o", f"{out}/items.jsonl"] if spider == "scrapy_trafilatura" else []


def check(name: str, size: int, cost: Cost, folder: Path) -> None:
    """A run that did not do the work is no result."""
    if name == "congthuong-archive":
        with closing(connect(folder / "out" / "archive.db")) as db:
            (stored,) = db.execute("SELECT count(*) FROM articles").fetchone()
        if cost.code or stored != size:
            raise SystemExit(f"our crawl ended with {cost.code} and {stored} of {size} articles: see {folder}/log.txt")


def report(size: int, found: dict[str, list[tuple[Cost, int]]]) -> None:
    """The table: everything as a ratio to ours, with the spread of the repeats."""
    ours, _ = median_and_spread([cost.seconds for cost, _ in found["congthuong-archive"]])
    rows = []
    for name, runs in found.items():
        seconds, spread = median_and_spread([cost.seconds for cost, _ in runs])
        cpu, _ = median_and_spread([cost.cpu for cost, _ in runs])
        peak = max(cost.peak_mb for cost, _ in runs)
        speed = f"{size / seconds:.0f} ± {spread:.0%}"
        rows.append([name, speed, f"{seconds / ours:.2f}", f"{1000 * cpu / size:.1f}", f"{peak:.0f}", str(runs[0][1])])
    heads = ["crawler", "articles/s", "time, ours = 1", "CPU ms/article", "peak MiB", "requests"]
    table(f"Crawling {size} articles on loopback ({PORTAL} replica)", heads, rows)
