"""`scrapy crawl` as a process, with what it cost; and what its archive holds."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.sqlite import connect
from bench.measure import cost_of
from proof.report import at_root


@dataclass(frozen=True, slots=True)
class Crawled:
    """How one run ended and what it cost."""

    code: int
    seconds: float
    peak_mb: float
    log: str


def command(url: str, archive: Path, *more: str, portal: str = "sct_bentre") -> list[str]:
    """The command line of a crawl without delay."""
    words = ["crawl", portal, "-a", f"base_url={url}", "-s", f"ARCHIVE_PATH={archive}", "-s", "DOWNLOAD_DELAY=0"]
    return [sys.executable, "-m", "scrapy", *words, *more]


def start(told: list[str], log: int) -> subprocess.Popen[bytes]:
    """Begin a crawl in a process group of its own."""
    return subprocess.Popen(told, cwd=at_root(), stdout=subprocess.DEVNULL, stderr=log, start_new_session=True)


def crawl(url: str, archive: Path, *more: str, portal: str = "sct_bentre") -> Crawled:
    """Crawl to the end."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        cost = cost_of(command(url, archive, *more, portal=portal), log)
        said = log.read_text(encoding="utf-8", errors="replace")
    return Crawled(cost.code, cost.seconds, cost.peak_mb, said)


def rows(archive: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    with closing(connect(archive, readonly=True)) as db:
        return [tuple(row) for row in db.execute(query, values)]


def titles(archive: Path) -> set[str]:
    """The titles of all articles."""
    return {title for (title,) in rows(archive, "SELECT title FROM versions")}


def texts(archive: Path) -> set[tuple[str, str, str]]:
    """What the archive says of every article: identity, title, fingerprint of the text."""
    query = "SELECT a.identity, a.title, v.fingerprint FROM articles a JOIN versions v ON v.id = a.version_id"
    return {(str(identity), str(title), str(text)) for identity, title, text in rows(archive, query)}
