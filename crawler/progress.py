"""What a person sees of a run: one live line in a terminal, a log line now and then elsewhere, a summary at the end."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, Self, TextIO

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.log import get_scrapy_root_handler

from archive.wording import counted, size
from crawler.ending import by_kind
from crawler.spiders.portal_spider import PortalSpider

if TYPE_CHECKING:
    from collections import Counter

    from scrapy.crawler import Crawler

    from crawler.health import Health
    from crawler.run import Run

logger = logging.getLogger(__name__)

LIVE, LOGGED = 0.5, 10.0
"""Seconds between two looks of the live line, and between two log lines."""


class Progress:
    """Extension; shows where the run is."""

    def __init__(self, spider: PortalSpider) -> None:
        self._spider, self._run = spider, spider.run
        self._began = monotonic()
        self._live: Any = None
        self._loop = create_looping_call(self._show)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For spiders of ours only."""
        if not isinstance(crawler.spider, PortalSpider):
            raise NotConfigured
        progress = cls(crawler.spider)
        crawler.signals.connect(progress.opened, signals.spider_opened)
        crawler.signals.connect(progress.closed, signals.spider_closed)
        return progress

    def opened(self) -> None:
        """Begin to show; the log goes above the live line where both share a terminal."""
        self._began = monotonic()
        handler = get_scrapy_root_handler()
        to_terminal = isinstance(handler, logging.StreamHandler) and handler.stream is sys.stderr
        if sys.stderr and sys.stderr.isatty():
            self._live = live_line(sys.stderr)
            self._live.start()
            if to_terminal and isinstance(handler, logging.StreamHandler):
                handler.setStream(sys.stderr)  # which the live line has replaced by one that writes above it
        self._loop.start(LIVE if self._live else LOGGED, now=False)

    def closed(self) -> None:
        """Stop showing."""
        if self._loop.running:
            self._loop.stop()
        if self._live is not None:
            with suppress(OSError):  # a terminal that is gone
                self._live.update(self.line())
                self._live.stop()
            handler = get_scrapy_root_handler()
            if isinstance(handler, logging.StreamHandler) and not isinstance(handler, logging.FileHandler):
                handler.setStream(sys.stderr)

    def line(self) -> str:
        """Pages, articles, what waits, rate and time."""
        counts, seconds = self._run.counts, monotonic() - self._began
        rate = counts["requests"] / seconds if seconds else 0.0
        files = f"{self._run.files.kept} files, " if self._run.files.kept else ""
        return (
            f"{self._run.spider}: {counts['requests']} pages, articles {counts['new']} new {counts['changed']} changed "
            f"{counts['unchanged'] + counts['date_only']} unchanged, {files}"
            f"{self._spider.scheduler.waiting()} waiting, {rate:.1f}/s, {clock(seconds)}"
        )

    def _show(self) -> None:
        if self._live is None:
            logger.info("%s", self.line())
        else:
            with suppress(OSError):  # a terminal that is gone
                self._live.update(self.line(), refresh=True)


def live_line(stream: TextIO) -> Any:
    """A line that stays at the terminal's foot."""
    from rich.console import Console
    from rich.live import Live

    return Live(console=Console(file=stream, highlight=False), auto_refresh=False, redirect_stdout=False)


def summary(run: Run, health: Health) -> str:
    """What came in and moved, from which sections, what was refused and why; what says no, and ever did or did not."""
    counts = run.counts
    new, gone = counted(counts["new"], "new article"), counted(counts["missing"], "page")
    known = f"{counts['changed']} changed, {counts['date_only']} with another date only, {counts['unchanged']} same"
    moved = f", {len(health.moved)} moved" if health.moved else ""
    lines = [
        f"{run.portal.title}: {new}, {known}{moved}, {gone} not found",
        f"  {counted(counts['requests'], 'request')}, {size(counts['bytes'])}",
    ]
    lines += [files] if (files := run.files.line()) else []
    lines += _listed("new in", run.sections)
    lines += _listed("pages without an article", by_kind(run.reasons))
    if failed := run.failed:
        lines.append(f"  still failing: {', '.join(list(failed)[:3])}")
    for label, addresses in (("never given", health.unread), ("given once, and not now", health.silent)):
        if addresses:
            some = f"{counted(len(addresses), 'page')}, {', '.join(addresses[:3])}"
            lines.append(f"  {label}, asked for now and then: {some}")
    return "\n".join(lines)


def _listed(label: str, counted: Counter[str]) -> list[str]:
    if not counted:
        return []
    shown = [f"{name} {count}" for name, count in counted.most_common(12)]
    more = [f"and {len(counted) - 12} more"] if len(counted) > 12 else []
    return [f"  {label}: {' · '.join(shown + more)}"]


def clock(seconds: float) -> str:
    """Minutes and seconds, hours where there are any."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
