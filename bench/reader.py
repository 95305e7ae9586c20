"""How fast the reader is on a large archive: `python -m bench.reader [--articles 100000] [--keep DIR]`.

Builds the archive in Archive's schema with made-up Vietnamese text, serves it with `archive browse`, asks each page
over a socket with one reader, and runs the search's SQL bare beside it.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlencode

from archive.search import RANK, fts_query
from archive.sqlite import connect
from bench.library import build
from bench.measure import ROOT

ASKED = (
    "điện gió", "dien gio", '"cụm công nghiệp"', '"sở công thương"', "vai thieu", "xang dau", "cong", "khoa",
    "công thương tỉnh và của các", "lieub năng lượng", "hoi nghi*", "truongm",
)  # fmt: skip


def timed(call: Callable[[int], object], times: int) -> list[float]:
    """Milliseconds of each call."""
    took = []
    for number in range(times):
        start = time.perf_counter()
        call(number)
        took.append((time.perf_counter() - start) * 1000)
    return took


def tell(name: str, took: list[float], bare: list[float] | None = None) -> None:
    """One row of the table; `bare` is what the SQL alone took."""
    p50, p95 = statistics.median(took), statistics.quantiles(took, n=20)[18]
    beside = f"{statistics.median(bare):.1f} | {p50 / statistics.median(bare):.1f}" if bare else "|"
    print(f"| {name} | {p50:.1f} | {p95:.1f} | {beside} |", flush=True)


class Reader:
    """One reader on one connection; each address gets a number of its own, so that no answer is one made before."""

    def __init__(self, port: int) -> None:
        self.link = HTTPConnection("127.0.0.1", port, timeout=60)
        self.number = 0

    def get(self, address: str) -> int:
        """Ask for a page and read it all; its status."""
        self.number += 1
        self.link.close()  # an idle connection may have been dropped while bare SQL ran
        self.link.request("GET", f"{address}{'&' if '?' in address else '?'}_n={self.number}")
        answer = self.link.getresponse()
        answer.read()
        return answer.status

    def time(self, addresses: list[str]) -> list[float]:
        """Milliseconds of each page; all must be answered."""

        def ask(number: int) -> None:
            status = self.get(addresses[number])
            assert status == 200, (addresses[number], status)

        return timed(ask, len(addresses))


def measure(path: Path, port: int) -> None:
    """Serve the archive and time its pages."""
    server = subprocess.Popen([str(Path(sys.executable).parent / "archive"), "browse", str(path), "--port", str(port)])
    try:
        _until_ready(port)
        reader = Reader(port)
        db = connect(path, readonly=True)
        pages = [f"/a/{row[0]}" for row in db.execute("SELECT id FROM articles ORDER BY random() LIMIT 200")]
        print("| page | p50 ms | p95 ms | SQL alone, p50 ms | times |\n|---|---|---|---|---|")
        tell("first page", reader.time(["/"] * 60))
        tell("article", reader.time(pages))
        tell("search page without words", reader.time(["/search"] * 40))
        all_took, all_bare = [], []
        for words in ASKED:
            address, match = f"/search?q={quote(words)}", fts_query(words)
            (hits,) = db.execute(
                "SELECT count(*) FROM article_search WHERE article_search MATCH ?", (match,)
            ).fetchone()
            bare = timed(lambda _, match=match: db.execute(BARE, (match,)).fetchall(), 12)
            took = reader.time([address] * 24)
            tell(f"search page: {words} ({hits:,} hits)", took, bare)
            all_took, all_bare = all_took + took, all_bare + bare * 2
        tell("these searches together", all_took, all_bare)
        tell("search page: dien gio, of one year", reader.time(["/search?q=dien+gio&year=2019"] * 24))
        for address in (*TABLES, *_questions()):
            tell(address, reader.time([address] * 8))
        db.close()
        for readers in (20, 200):
            _crowd(port, pages, readers)
    finally:
        server.terminate()
        server.wait(10)


TABLES = (
    "/feeds/new.atom", "/feeds/changes.atom", "/archive/articles", "/archive/articles?_search=dien+gio",
    "/archive/articles?_search=truongm", "/archive/readings", "/archive/captures", "/archive/addresses",
    "/archive/article_captures", "/archive/changes", "/archive/version_spans",
)  # fmt: skip


def _questions() -> list[str]:
    metadata = json.loads((ROOT / "datasette-metadata.json").read_text("utf-8"))
    asked = {"days": "100000", "words": "dien gio"}
    queries = metadata["databases"]["archive"]["queries"]
    return [
        f"/archive/{name}?{urlencode({p: asked[p] for p in query.get('params', [])})}"
        for name, query in queries.items()
    ]


def _crowd(port: int, pages: list[str], readers: int) -> None:
    """So many readers at once, five pages each, none the same."""
    addresses = ["/?", "/search?q=khoa", "/search?q=dien+gio", *(f"{page}?" for page in pages[:2])]

    def read(number: int) -> list[int]:
        return [Reader(port).get(f"{address}&of={number}") for address in addresses]

    start = time.perf_counter()
    with ThreadPoolExecutor(readers) as crowd:
        told = Counter(status for statuses in crowd.map(read, range(readers)) for status in statuses)
    answered = ", ".join(f"{count} answered {status}" for status, count in told.items())
    print(
        f"\n{readers} readers at once, {told.total()} pages in {time.perf_counter() - start:.0f} s: {answered}",
        flush=True,
    )


BARE = f"""SELECT a.id, a.title, a.body_text FROM (
    SELECT rowid AS place, {RANK} AS score FROM article_search
    WHERE article_search MATCH ? ORDER BY score LIMIT 20) JOIN articles a ON a.rowid = place"""


def _until_ready(port: int) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/feeds")
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return


def main() -> None:
    """Build, unless it is there, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--dense", action="store_true", help="eighty syllables that stand everywhere: the worst case")
    parser.add_argument("--keep", type=Path, help="folder to keep the archive in, and to find it again")
    parser.add_argument("--port", type=int, default=8765)
    chosen = parser.parse_args()
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
    with TemporaryDirectory() as scratch:
        folder = chosen.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "archive.db"
        if not path.exists():
            build(path, chosen.articles, dense=chosen.dense)
        measure(path, chosen.port)


if __name__ == "__main__":
    main()
