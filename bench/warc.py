"""WARC files: pages a second of `scrapy crawl warc` beside reading the same pages from memory, on one core and on two.

python -m bench warc
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from bench.measure import Cost, cost_of, median_and_spread, table
from bench.pages import Bundled, bundled
from crawler.portals import PORTALS
from crawler.reading import Page, read

PORTAL, COPIES, ROUNDS = "sct_bentre", 3, 2


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


def from_memory(pages: list[Bundled]) -> float:
    """Seconds that reading these pages takes, decoded and in memory."""
    started = time.process_time()
    for page in pages:
        read(Page(page.url, page.html, page.captured_at), PORTALS[page.portal])
    return time.process_time() - started


def imported(path: Path, folder: Path, jobs: int) -> Cost:
    """One `scrapy crawl warc` into an empty archive."""
    with tempfile.TemporaryDirectory(dir=folder) as data:
        archive = Path(data) / "archive.db"
        command = [sys.executable, "-m", "scrapy", "crawl", "warc", "-s", f"ARCHIVE_PATH={archive}"]
        command += ["-a", f"portal={PORTAL}", "-a", f"path={path}", "-a", f"jobs={jobs}"]
        return cost_of(command, folder / "log")


def main() -> None:
    """Measure in turns; start-up, which a long import does once, is measured by an import of one page and taken off."""
    pages = [page for page in bundled() if page.portal == PORTAL]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, total = written(folder / "pages.warc.gz", pages * COPIES), len(pages) * COPIES
        single = written(folder / "single.warc.gz", pages[:1])
        from_memory(pages)
        memory, one, two = [], [], []
        for _ in range(ROUNDS):
            memory.append(from_memory(pages) / len(pages))
            one.append(imported(path, folder, 1))
            two.append(imported(path, folder, 2))
        starts = {jobs: min(imported(single, folder, jobs).seconds for _ in range(2)) for jobs in (1, 2)}
    base = 1 / median_and_spread(memory)[0]
    rows = [["read() from memory", f"{base:.0f}", "100 %", ""]]
    for jobs, costs in ((1, one), (2, two)):
        seconds, spread = median_and_spread([cost.seconds - starts[jobs] for cost in costs])
        peak = max(cost.peak_mb for cost in costs)
        rate = total / seconds
        name = f"scrapy crawl warc, jobs={jobs} (±{spread:.0%})"
        rows.append([name, f"{rate:.0f}", f"{rate / base:.0%}", f"{peak:.0f} MB"])
    table(f"{total} pages, {path.name}", ["", "pages/s", "of memory", "peak of one process"], rows)
