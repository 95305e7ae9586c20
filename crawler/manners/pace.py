"""Patience: Crawl-delay, Retry-After, a pause that grows with errors, and an end when the portal is out of order."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import IgnoreRequest, NotConfigured

from archive.agenda import Agenda
from archive.naming import stamp
from crawler.clock import moment
from crawler.errors import CrawlError, NotAllowed, Outage, PortalUnreachable, TooLarge
from crawler.fetching.reason import reason_of
from crawler.manners.hops import is_file
from crawler.manners.retry_after import LONGEST, wait
from crawler.spiders.portal_spider import PortalSpider

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response

logger = logging.getLogger(__name__)

OVERLOADED = frozenset({429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
FIRST_PAUSE, LONGEST_BACK_OFF = 2.0, 300.0
"""After an error the pause is this many delays, doubled with each further error in a row; at most so many seconds."""
WITHOUT_DELAY = 0.02
"""What counts as the delay where none is set (tests on loopback): back-off then stays under a second."""
BLINK = 0.1
"""How often a wait looks whether the run was stopped, so that a signal does not have to wait for it."""


class NotAsked(IgnoreRequest):
    """The request was given up before it was sent; its ledger row stays as it was."""


class Pace:
    """Downloader middleware. One waiting line for all hosts of the portal."""

    def __init__(self, spider: PortalSpider, crawler: Crawler) -> None:
        self._run, self._crawler = spider.run, crawler
        settings = crawler.settings
        self._delay = max(settings.getfloat("DOWNLOAD_DELAY"), WITHOUT_DELAY)
        self._longest_wait = settings.getfloat("LONGEST_WAIT")
        self._breaker = settings.getint("OUTAGE_AFTER")
        self._agenda = Agenda(spider.run.archive.db, spider.portal.name)
        self._crawl_delay = 0.0
        self._next_at = 0.0
        # Scrapy's own slots let two requests go that come to them in one tick, where there is no delay between them.
        self._turns = asyncio.Semaphore(settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") or 1)
        self.errors = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For spiders of ours only."""
        if not isinstance(crawler.spider, PortalSpider):
            raise NotConfigured
        pace = cls(crawler.spider, crawler)
        pace.obey_earlier_pause()
        return pace

    def obey_earlier_pause(self) -> None:
        """Take up a pause that an earlier run was asked for."""
        paused = self._agenda.paused(self._run.clock.stamp())
        if paused is not None:
            self._hold((moment(paused[0]) - self._run.clock.now()).total_seconds(), paused[1], keep=True)

    def obey_crawl_delay(self, seconds: float) -> None:
        """Keep at least this many seconds between requests from now on; a day at most, as of Retry-After."""
        seconds = min(seconds, LONGEST.total_seconds())
        if seconds > self._crawl_delay:
            logger.info("robots.txt asks for %g s between requests; obeyed.", seconds)
            self._crawl_delay = seconds
            if seconds <= self._longest_wait:  # else the run takes one page, and leaves the rest to later ones
                self._next_at = max(self._next_at, monotonic() + seconds)  # robots.txt was a request, too

    async def process_request(self, request: Request) -> None:
        """Wait for the answer to the request before, then until the portal may be asked; NotAsked if the run ends."""
        if self._run.source == "live":
            await self._turns.acquire()
            request.meta["has_turn"] = True
        while (left := self._next_at - monotonic()) > 0 and not self._ending():  # noqa: ASYNC110  a signal sets no event
            await asyncio.sleep(min(left, BLINK))
        if self._ending():
            raise NotAsked("the run is ending")
        if self._crawl_delay and not request.meta.get("robots"):
            self._next_at = monotonic() + self._crawl_delay
            self._hold(self._crawl_delay, f"robots.txt asks for {self._crawl_delay:g} s between requests")

    def process_response(self, request: Request, response: Response) -> Response:
        """Count errors in a row; remember Retry-After."""
        self._pass_on(request)
        self._run.counts["requests"] += 1
        self._run.counts["bytes"] += request.meta.get("received", 0)
        if response.status not in OVERLOADED:
            self.errors = 0
            self._run.answered += not request.meta.get("robots")
            return response
        header = response.headers.get("Retry-After")
        asked = wait(header.decode("latin-1") if header else None, self._run.clock.now())
        self._failed(request, f"status {response.status}")
        if asked:
            self._hold(
                asked.total_seconds(), f"the portal asked for it (status {response.status}, Retry-After)", keep=True
            )
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count an error of the network or of a body that came in pieces."""
        self._pass_on(request)
        if isinstance(exception, IgnoreRequest | NotAllowed | PortalUnreachable):
            return  # it was never sent
        self._run.counts["requests"] += 1
        if not (is_file(request) and isinstance(exception, TooLarge)):  # ten large files in a row are no outage
            self._failed(request, reason_of(exception).removeprefix("unreachable:"))

    def _pass_on(self, request: Request) -> None:
        if request.meta.pop("has_turn", False):
            self._turns.release()

    def _failed(self, request: Request, what: str) -> None:
        self.errors += 1
        back_off = min(self._delay * FIRST_PAUSE * 2 ** min(self.errors - 1, 20), LONGEST_BACK_OFF)
        if self._delay == WITHOUT_DELAY:
            back_off = min(back_off, 0.5)
        self._next_at = max(self._next_at, monotonic() + back_off)
        if self.errors < self._breaker or request.meta.get("robots"):
            return
        if is_file(request):  # all pages were read: nothing is wrong with the run
            self._run.stop(f"{self.errors} pictures or files in a row failed (the last: {what})")
        else:
            self._run.stop("outage", Outage(f"{self.errors} requests in a row failed (the last: {what})"))

    def _hold(self, seconds: float, why: str, *, keep: bool = False) -> None:
        """Ask for nothing for so long; where that is longer than a run should sit and wait, end the run."""
        long = seconds > self._longest_wait
        if keep or long:
            self._agenda.pause(stamp(self._run.clock.now() + timedelta(seconds=seconds)), why)
        if long:
            self._run.stop(
                f"pause of {seconds:.0f} s: {why}", AskedToWait(seconds, why) if keep else None, at_once=True
            )
        self._next_at = max(self._next_at, monotonic() + seconds)

    def _ending(self) -> bool:
        return self._run.at_once or not self._crawler.crawling


class AskedToWait(CrawlError):
    """The portal asked for a pause longer than a run waits; the next run keeps it too."""

    exit_code = 3

    def __init__(self, seconds: float, why: str) -> None:
        super().__init__(
            f"The portal is to be left alone for {seconds:.0f} s more: {why}. Nothing is lost; run it later."
        )
