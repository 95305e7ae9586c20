"""Scrapy's scheduler on the ledger: what is asked for next is read from the archive, so that no kill can lose it."""

from __future__ import annotations

import logging
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from scrapy import Request, signals
from scrapy.core.scheduler import BaseScheduler, Scheduler

from archive.agenda import Agenda
from archive.sqlite import DatabaseError
from archive.unread import Unread
from archive.wording import counted
from crawler import policy, rounds
from crawler.errors import CrawlError
from crawler.spiders.portal_spider import PortalSpider

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from archive.visit import Address

logger = logging.getLogger(__name__)

PAGE_OF_ROWS = 50
FIRST_ROWS = 4
"""Looked at first: the next page to ask for is nearly always among them."""
TRIES_A_RUN = 2
"""A page that failed or said no is asked once more at the end of the run; what failed is due again in the next."""


class LedgerScheduler(BaseScheduler):
    """Hands out ledger rows as requests. In memory: what is in flight, and which addresses this run has asked for."""

    def __init__(self, spider: PortalSpider, settings: BaseSettings) -> None:
        self._spider, self._run = spider, spider.run
        self._agenda = Agenda(spider.run.archive.db, spider.portal.name, spider.kind)
        self._unread = Unread(spider.run.archive.db, spider.portal.name)
        self._budget = Budget(settings, spider)
        # One being downloaded and one being stored: more would be asked twice after a kill.
        self._most_in_flight = settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") + 1
        self._asked: Counter[str] = Counter()
        self._in_flight: set[str] = set()
        self._returned: deque[Request] = deque()
        self._tops: list[Address] | None = None
        self._top_next = True
        self._rest: Iterator[Address] | None = None
        self._files = Agenda(spider.run.archive.db, spider.portal.name, "media") if spider.wanted else None
        self._known_files: Iterator[Address] | None = None
        self._next: Address | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BaseScheduler:  # type: ignore[override]  # Scrapy takes any scheduler
        """Ours for our spiders; Scrapy's own for `scrapy shell` and `scrapy fetch`."""
        if isinstance(crawler.spider, PortalSpider):
            crawler.spider.scheduler = scheduler = cls(crawler.spider, crawler.settings)
            crawler.signals.connect(scheduler.broke, signals.spider_error)
            crawler.signals.connect(scheduler.broke, signals.item_error)
            return scheduler
        return Scheduler.from_crawler(crawler)

    def enqueue_request(self, request: Request) -> bool:
        """Take back a request from a middleware (a hop, a cookie): it goes on before anything new."""
        self._returned.append(request)
        return True

    def has_pending_requests(self) -> bool:
        """Whether there is anything to ask for that is not in flight."""
        with self._ending_if_it_breaks():
            return bool(self._returned) or (not self._over() and self._look_ahead() is not None)
        return False

    def next_request(self) -> Request | None:
        """The next request, or None: nothing is due, too much is in flight, or the run is over."""
        with self._ending_if_it_breaks():
            return self._hand_out()
        return None

    def _hand_out(self) -> Request | None:
        if self._returned:
            return self._returned.popleft()
        if self._over() or len(self._in_flight) >= self._most_in_flight:
            return None
        address = self._look_ahead()
        if address is None:
            return None
        if self._agenda.has_capture(address.identity, self._run.clock.stamp()):
            self._run.clock.pass_second()  # two captures of one second would have no order
        self._next = None
        self._top_next = address not in self._known_tops()
        self._asked[address.identity] += 1
        self._in_flight.add(address.identity)
        self._budget.spend()
        return self._spider.request_for(address)

    def settled(self, identity: str, *, asked: bool = True) -> None:
        """The page is stored, or was given up before it was asked for: its ledger row says what comes next."""
        self._in_flight.discard(identity)
        if not asked:  # whatever it said before in this run
            self._asked.pop(identity, None)

    def once_more(self, identity: str) -> None:
        """Ask for a known page in this run again, before what waits behind it."""
        self._agenda.ask_again([identity])
        self.settled(identity, asked=False)

    def broke(self, failure: Failure, response: Response | None = None) -> None:
        """A page broke a part of ours: it stays as it was in the ledger, and the crawl goes on with the others."""
        if response is not None and "address" in response.meta:
            self._in_flight.discard(response.meta["address"].identity)
        if isinstance(failure.value, DatabaseError):
            with self._ending_if_it_breaks():
                failure.raiseException()

    @contextmanager
    def _ending_if_it_breaks(self) -> Iterator[None]:
        """What breaks in here ends the run, with its reason: Scrapy would log it and wait for ever, the lock held."""
        try:
            with self._run.keeping():
                yield
        except Exception as error:
            logger.exception("The ledger could not be worked through.")
            self._run.stop("broken", CrawlError(f"{type(error).__name__}: {error}"))

    def waiting(self) -> int:
        """How many addresses wait in the ledger."""
        return self._agenda.count("queued") + (self._files.count("queued") if self._files else 0)

    def _over(self) -> bool:
        if self._run.stopped is None and (why := self._budget.exhausted()) is not None:
            self._run.stop(why, at_once=self._budget.time_is_up())  # a pause is not sat out then
        return self._run.stopped is not None

    def _look_ahead(self) -> Address | None:
        if self._next is None:
            self._next = next(self._candidates(), None)
        return self._next

    def _candidates(self) -> Iterator[Address]:
        """What may be asked for, best first; begun anew each time, since each page brings new rows.

        While pages of earlier runs wait, every other request is for the top of a list: news does not wait for them.
        """
        if self._top_next:
            yield from filter(self._is_new, self._known_tops())
        for rows in (FIRST_ROWS, PAGE_OF_ROWS):
            yield from filter(self._is_new, self._agenda.queued(rows, self._run.started_at))
        yield from filter(self._is_new, self._known_tops())
        if self._rest is None:
            self._rest = self._known_ones()
        yield from filter(self._is_new, self._rest)
        if self._files is not None:
            yield from self._wanted_files(self._files)
        if not self._in_flight:  # the very end
            yield from filter(self._may_ask, self._unread.said(self._run.started_at))
            for agenda in filter(None, (self._agenda, self._files)):
                yield from filter(self._may_ask, agenda.failed(self._run.clock.stamp()))

    def _wanted_files(self, agenda: Agenda) -> Iterator[Address]:
        """Pictures and attachments: new ones, those that failed in earlier runs, and some of the known ones."""
        covers = self._spider.wanted.covers
        yield from (address for address in agenda.queued(PAGE_OF_ROWS) if covers(address) and self._is_new(address))
        if self._known_files is None:
            self._known_files = filter(covers, self._known_media(agenda))
        yield from filter(self._is_new, self._known_files)

    def _known_media(self, agenda: Agenda) -> Iterator[Address]:
        started = self._run.started_at
        if self._spider.full:
            yield from self._all_known(agenda, started)
        else:
            yield from agenda.due(started, policy.file_rechecks(agenda.count("done")))
        yield from agenda.failed(started)

    def _known_tops(self) -> list[Address]:
        if self._tops is None:
            self._tops = [] if self._spider.full else rounds.tops(self._agenda, self._file_count(), self._run.since)
        return self._tops

    def _file_count(self) -> int:
        return self._files.count("done") if self._files else 0

    def _known_ones(self) -> Iterator[Address]:
        started = self._run.started_at
        if self._spider.full:
            yield from self._all_known(self._agenda, started)
        else:
            files = self._file_count()
            yield from rounds.hearings(self._agenda, self._unread, files, started)
            yield from rounds.looks(self._agenda, files, started, len(self._known_tops()))
        yield from self._agenda.failed(started)  # last: ten broken pages in a row look like an outage and end the run

    def _all_known(self, agenda: Agenda, started: str) -> Iterator[Address]:
        after = ""
        while rows := agenda.all_known(started, after, PAGE_OF_ROWS):
            yield from rows
            after = rows[-1].identity

    def _is_new(self, address: Address) -> bool:
        return not self._asked[address.identity]

    def _may_ask(self, address: Address) -> bool:
        return self._asked[address.identity] < TRIES_A_RUN


class Budget:
    """What one run may cost; at 0 a limit is off. What is left waits in the ledger."""

    def __init__(self, settings: BaseSettings, spider: PortalSpider) -> None:
        self._run = spider.run
        self._pages = spider.limit
        self._requests = settings.getint("BUDGET_REQUESTS")
        self._bytes = settings.getint("BUDGET_BYTES")
        self._seconds = settings.getfloat("BUDGET_SECONDS")
        self._began = monotonic()
        self._spent = 0

    def spend(self) -> None:
        """One page more."""
        self._spent += 1

    def exhausted(self) -> str | None:
        """Which budget is used up, in words, or None."""
        if self._pages and self._spent >= self._pages:
            return f"limit of {counted(self._pages, 'page')} reached"
        if self._requests and self._spent >= self._requests:
            return f"budget of {self._requests} requests reached"
        if self._bytes and self._run.counts["bytes"] >= self._bytes:
            return f"budget of {self._bytes} bytes reached"
        if self.time_is_up():
            return f"budget of {self._seconds:g} s reached"
        return None

    def time_is_up(self) -> bool:
        """Whether the seconds are used up."""
        return bool(self._seconds) and monotonic() - self._began >= self._seconds
