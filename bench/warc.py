"""WARC files: their pages read, and imported by `scrapy crawl warc`, beside reading the same pages from memory."""

from __future__ import annotations

import io
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from bench.measure import Cost, cost_of, median_and_spread, table
from bench.pages import Bundled, bundled
from crawler.past.history import visit_of
from crawler.past.warcimport import Import
from crawler.portals import PORTALS
from crawler.reading import Page, read

PORTAL, COPIES, ROUNDS = "sct_bentre", 3, 3
MEMORY = "read() from memory"
IMPORTS = {1: "scrapy crawl warc (stores, too), jobs=1", 2: "scrapy crawl warc, jobs=2"}


def written(path: Path, pages: list[Bundled]) -> Path:
    """A WARC of these pages, each under an address of its own."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="WARC/1.1")
        for number, page in enumerate(pages):
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            at = f"2025-01-{1 + number // 86400:02d}T{number // 3600:02d}:{number // 60 % 60:02d}:{number % 60:02d}Z"
            record = writer.create_warc_record(
                page.url.replace(".html", f"-{number}.html"), "response", payload=io.BytesIO(page.html.encode()),
                http_headers=head, warc_headers_dict={"WARC-Date": at},
            )  # fmt: skip
            writer.write_record(record)
    return path


def from_memory(pages: list[Bundled]) -> None:
    """Read these pages, decoded and in memory."""
    for page in pages:
        read(Page(page.url, page.html, page.captured_at), PORTALS[page.portal])


def from_warc(path: Path) -> None:
    """Read the pages of a WARC file: records streamed, bodies decoded, articles read; nothing is stored."""
    walk = Import(PORTALS[PORTAL], path.parent / "warc", "2999-01-01T00:00:00Z")
    for _ in walk.look_through([path]):
        pass
    for page in walk.pages(lambda *_: ()):
        visit_of(page.exchange, PORTALS[PORTAL], "warc")
    walk.close()


def timed(work: Callable[[], None]) -> Cost:
    """What some work in this process cost, by the same two clocks as a command; its memory is not told apart."""
    wall, cpu = time.monotonic(), time.process_time()
    work()
    return Cost(time.monotonic() - wall, time.process_time() - cpu, 0, 0)


def imported(path: Path, folder: Path, jobs: int) -> Cost:
    """One `scrapy crawl warc` into an empty archive."""
    with tempfile.TemporaryDirectory(dir=folder) as data:
        archive = Path(data) / "archive.db"
        command = [sys.executable, "-m", "scrapy", "crawl", "warc", "-s", f"ARCHIVE_PATH={archive}"]
        command += ["-a", f"portal={PORTAL}", "-a", f"path={path}", "-a", f"jobs={jobs}"]
        return cost_of(command, folder / "log")


def main(*, large: bool = False) -> None:
    """Measure in turns; large: seven times the pages.

    Start-up, which a long import does once, is measured by an import of one page and taken off. Processor
    time compares on one core, whatever else the machine does; only the clock tells what a second core brings.
    """
    pages = [page for page in bundled() if page.portal == PORTAL] * (7 * COPIES if large else COPIES)
    costs: dict[str, list[Cost]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = written(folder / "pages.warc.gz", pages)
        single = written(folder / "single.warc.gz", pages[:1])
        work: dict[str, Callable[[], Cost]] = {
            MEMORY: lambda: timed(lambda: from_memory(pages)),
            "read from the WARC": lambda: timed(lambda: from_warc(path)),
            **{label: partial(imported, path, folder, jobs) for jobs, label in IMPORTS.items()},
        }
        for _ in range(ROUNDS):
            for label, measure in work.items():
                costs.setdefault(label, []).append(measure())
        starts = {label: [imported(single, folder, jobs) for _ in range(2)] for jobs, label in IMPORTS.items()}
    rates = {label: rate_of(len(pages), runs, starts.get(label, [])) for label, runs in costs.items()}
    rows = []
    for label, (by_cpu, by_clock, spread) in rates.items():
        peak = max(cost.peak_mb for cost in costs[label])
        beside = f"{by_clock / rates[IMPORTS[1]][1]:.2f}" if label in IMPORTS.values() else ""
        shares = [f"{by_cpu:.0f}", f"{by_cpu / rates[MEMORY][0]:.0%}", f"{by_clock:.0f} ± {spread:.0%}", beside]
        rows.append([label, *shares, f"{peak:.0f} MB" if peak else ""])
    heads = ["", "pages a processor second", "of memory", "pages/s", "jobs=1 is 1", "peak of one process"]
    table(f"{len(pages)} pages, {path.name}", heads, rows)


def rate_of(pages: int, runs: list[Cost], starts: list[Cost]) -> tuple[float, float, float]:
    """Pages a second by processor time and by the clock, with the spread of the latter; `starts` are taken off."""
    cpu = min((cost.cpu for cost in starts), default=0)
    wall = min((cost.seconds for cost in starts), default=0)
    seconds, spread = median_and_spread([cost.seconds - wall for cost in runs])
    return pages / (median_and_spread([cost.cpu for cost in runs])[0] - cpu), pages / seconds, spread
