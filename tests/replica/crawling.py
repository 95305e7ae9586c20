"""Real crawls of rebuilt portals for tests: `scrapy crawl` as a process, and what its archive holds."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from proof import warm
from tests.replica.addresses import GROUP
from tests.replica.running import Replica


@dataclass(frozen=True, slots=True)
class Crawled:
    """How one run ended."""

    code: int
    log: str


def command(portal: Replica, archive: Path, *more: str) -> list[str]:
    """The command line of a crawl without delay."""
    words = [
        "crawl",
        portal.portal,
        "-a",
        f"base_url={portal.url}",
        "-s",
        f"ARCHIVE_PATH={archive}",
        "-s",
        "DOWNLOAD_DELAY=0",
    ]
    return [sys.executable, "-m", "scrapy", *words, *more]


def days_on(days: int) -> tuple[str, str]:
    """The words of a command line that let a crawl run so many days after today."""
    return "-s", f"CLOCK={datetime.now(UTC) + timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"


def crawl(portal: Replica, archive: Path, *more: str) -> Crawled:
    """Crawl to the end, in a process of its own that is forked from one which has done the imports."""
    done = warm.scrapy(command(portal, archive, *more)[3:])
    return Crawled(done.code, done.log)


def crawl_killed(portal: Replica, archive: Path, after_requests: int) -> bool:
    """Crawl until the portal has seen that many more requests, then SIGKILL; False if it ended by itself before."""
    seen = len(portal.requests())
    running = warm.Begun(portal.url, archive, portal.portal)
    while running.poll() is None and len(portal.requests()) < seen + after_requests:
        time.sleep(0.002)
    ended = running.poll() is not None
    if not ended:
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
    return not ended


def ask(archive: Path, query: str, *values: object) -> list[dict[str, Any]]:
    """The rows of a query, read-only."""
    with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(query, values)]


def articles(archive: Path, portal: Replica) -> dict[str, dict[str, Any]]:
    """The archive's articles by identity, with their pictures and files as paths without query."""
    rows = ask(
        archive,
        "select a.*, (select identity from addresses d where d.article_id = a.id order by length(identity) limit 1) as identity "
        "from articles a where portal = ?",
        portal.portal,
    )
    for row in rows:
        for name, text in (("images", "caption"), ("attachments", "label")):
            found = ask(archive, f"select url, {text} from {name} where article_id = ? order by position", row["id"])
            row[name] = tuple((path_of(portal, one["url"]), one[text]) for one in found)
    return {re.sub(f"/{GROUP}$", "", row["identity"]): row for row in rows}


def path_of(portal: Replica, url: str) -> str:
    """An address of the portal as its path."""
    return re.sub(r"\?.*", "", url.removeprefix(portal.url.rstrip("/")))


def same(told: object) -> object:
    """A text with its empty table cells left out: whether they are kept, no reader can tell."""
    if not isinstance(told, str):
        return told
    return re.sub(r"(?m)^ ?\| ?| ?\| ?$", "", re.sub(r"( ?\| ?)+", " | ", told))
