"""What the spiders that read archives share: they know all pages beforehand, so nothing is scheduled, only stored."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals

from archive.wording import counted
from crawler.errors import CrawlError
from crawler.spiders.portal_spider import PortalSpider

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

    from archive.visit import Found, Visit

MOST_TOLD = 50_000
"""Addresses remembered as told; a million would fill the memory, and to tell one twice costs a look."""


class Line:
    """Stands where the live spiders have their frontier: counts what is handed over and not stored yet."""

    def __init__(self) -> None:
        self.handed = 0
        self.stored = 0
        self.to_come = 0

    def settled(self, identity: str, *, asked: bool = True) -> None:  # noqa: ARG002  the frontier's signature
        """One visit more is stored."""
        self.stored += 1

    def waiting(self) -> int:
        """How many captures are known of and not asked for yet."""
        return self.to_come


class NotStored(Exception):
    """A visit could not be stored: the archive is unusable, or a mistake of ours is in the log."""


class PastSpider(PortalSpider):
    """A spider over captures that others made; `past` gives the visits, `unhealthy` says at the end what was wrong."""

    unhealthy: CrawlError | None = None
    taken: int = 0
    broken: bool = False
    line: Line
    _open: ExitStack
    _told: set[str]

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """With a line in the place of the frontier."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider._open, spider._told = ExitStack(), set()  # noqa: SLF001  its own
        spider.line = Line()
        crawler.signals.connect(spider.broke, signals.item_error)
        spider.scheduler = spider.line  # type: ignore[assignment]  # all that the pipeline and the progress line ask of it
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Nothing is asked from the ledger in its own order: Scrapy's scheduler stays empty."""
        super().update_settings(settings)
        settings.set("SCHEDULER", "scrapy.core.scheduler.Scheduler", priority="spider")

    def past(self) -> AsyncIterator[list[Visit]]:
        """The visits, in groups that become durable together, in any order."""
        raise NotImplementedError

    async def start(self) -> AsyncIterator[Visit]:
        """Hand every group to the pipeline, each in one transaction; then judge the run."""
        past = self.past()
        try:
            with self.run.keeping():
                async for group in past:
                    async for visit in self._stored(self._within_limit(group)):
                        yield visit
                    if self.limit and self.taken >= self.limit:
                        self.run.stop(f"limit of {counted(self.limit, 'page')} reached")
                    if not self.going():
                        break
        except NotStored:
            self.run.stop("broken")
        except CrawlError as problem:
            self.run.stop("broken", problem)
        finally:
            await past.aclose()  # type: ignore[attr-defined]  # readers in other processes end with it
        if self.unhealthy is not None and self.going():
            self.run.stop("finished", self.unhealthy)

    def _within_limit(self, group: list[Visit]) -> list[Visit]:
        """What comes before the first page beyond the limit: a capture's fate stands behind its page."""
        if self.limit is None:
            return group
        pages = [place for place, visit in enumerate(group) if visit.kind == "page"]
        beyond = pages[self.limit - self.taken :]
        return group[: beyond[0]] if beyond else group

    async def _stored(self, group: list[Visit]) -> AsyncIterator[Visit]:
        with self._open:
            self._open.enter_context(self.run.archive.together())
            for visit in group:
                self.line.handed += 1
                self.taken += visit.kind == "page"
                yield replace(visit, run_id=self.run.id, found=self._untold(visit.found))
            while self.line.stored < self.line.handed:
                if self.broken or self.run.problem:
                    raise NotStored  # with all of its group: half a visit must not become durable with the rest
                await asyncio.sleep(0)

    def broke(self) -> None:
        """Scrapy logged an exception of ours while a visit was stored."""
        self.broken = True

    def _untold(self, found: tuple[Found, ...]) -> tuple[Found, ...]:
        """Without the addresses this run has told the ledger of: every page of a portal bears the same menu."""
        if len(self._told) > MOST_TOLD:
            self._told.clear()
        new = tuple(each for each in found if each.identity not in self._told)
        self._told.update(each.identity for each in new)
        return new

    def closed(self, reason: str) -> None:  # noqa: ARG002  Scrapy's signature
        """Make durable what was stored of a group that a signal cut short."""
        self._open.close()

    def going(self) -> bool:
        """Whether the run goes on."""
        return self.run.stopped is None and self.crawler.crawling
