"""`scrapy crawl wayback -a portal=…`: every capture the Internet Archive holds, read as if live."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, ClassVar, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from archive.agenda import Agenda
from archive.kept import known_captures, shown_files
from archive.visit import Address, Visit
from crawler.errors import CrawlError, PortalUnreachable, Unhealthy
from crawler.past.answering import Answering
from crawler.past.captures import Listing, hosts_to_ask, lies_in, list_in, rows_for, unlisted
from crawler.past.cdx import CdxError, timestamp_of, window_of
from crawler.past.handed import Captures
from crawler.past.listed import ListedCaptures
from crawler.past.repeats import Repeats, next_of
from crawler.past.replay import ArchiveServer, OutOfReachError, Turns, is_replay
from crawler.past.shown import ShownFiles
from crawler.reading.read import PARSER
from crawler.spiders.past_spider import PastSpider

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

    from crawler.portals.model import Portal

logger = logging.getLogger(__name__)

AT_ONCE = 4
"""Captures asked for at the same time: the Internet Archive takes seconds for each, and allows eight a second."""
MOST_ROWS = 1_000_000
SETTINGS = {
    "CONCURRENT_REQUESTS_PER_DOMAIN": AT_ONCE,
    "DOWNLOAD_DELAY": 0,  # turns are taken in crawler/past/replay.py
    "DOWNLOAD_TIMEOUT": 180,  # a list of captures may take minutes there
    "DOWNLOAD_MAXSIZE": 64 * 2**20,  # pywb lists all captures in one answer
}


class WaybackSpider(PastSpider):
    """Lists captures into the ledger, then yields two visits for each: the page, and the fate of the capture's row."""

    name = "wayback"
    source: ClassVar = "wayback"
    kind: ClassVar = "capture"
    arguments: ClassVar = frozenset({"portal", "since", "until", "base_url", "limit", "full"})
    since: str | None = None
    until: str | None = None
    cdx_url: str
    captures: Captures
    listed: ListedCaptures
    server: ArchiveServer
    cdx_turns: Turns
    replay_turns: Turns
    answering: Answering
    repeats: Repeats

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """The manners of a portal are not the Internet Archive's: ours for it are in crawler/past/replay.py."""
        super().update_settings(settings)
        for name, value in SETTINGS.items():
            settings.set(name, value, priority="spider")
        ours = {name: None for name in settings["DOWNLOADER_MIDDLEWARES"] if name.startswith("crawler.")}
        settings.set("DOWNLOADER_MIDDLEWARES", {**settings["DOWNLOADER_MIDDLEWARES"], **ours}, priority="spider")

    @classmethod
    def servers(cls, settings: BaseSettings) -> list[str]:
        """The two servers may be on this machine: pywb."""
        return [urlsplit(settings[name]).hostname or "" for name in ("WAYBACK_CDX_URL", "WAYBACK_REPLAY_URL")]

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """With the window of time, and the two servers."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.since, spider.until = (timestamp_of(kwargs[n]) if kwargs.get(n) else None for n in ("since", "until"))
        settings = crawler.settings
        spider.cdx_url, replay_url = settings["WAYBACK_CDX_URL"], settings["WAYBACK_REPLAY_URL"].rstrip("/")
        spider.captures = Captures(replay_url, spider.replayed, spider.run.clock.stamp)
        spider.listed = ListedCaptures(
            spider.portal, spider.captures, spider.wanted, spider.going, spider.run.clock.stamp,
            (spider.since, spider.until),
        )  # fmt: skip
        spider.answering = Answering(replay_url, settings.getint("OUTAGE_AFTER"))
        spider.repeats = Repeats()
        spider.server = ArchiveServer(spider.fetch, spider.going, settings.getfloat("WAYBACK_PAUSE"))
        spider.cdx_turns = Turns(settings.getint("WAYBACK_CDX_PER_MINUTE"), 60)
        spider.replay_turns = Turns(settings.getint("WAYBACK_CAPTURES_PER_SECOND"), 1)
        return spider

    @classmethod
    def portal_of(cls, given: dict[str, str]) -> Portal:
        """The portal, once since and until are known to be times."""
        window_of(given)
        return super().portal_of(given)

    async def past(self) -> AsyncIterator[list[Visit]]:
        """List, then fetch what is not known yet, those of earlier runs that were not reached included."""
        problem = await self._list()
        if problem is not None and not self.run.answered and self._one_server():
            self.unhealthy = problem  # who does not answer for his list hands out no capture either
            return
        rows = self._rows()
        waiting, left = deque(self.repeats.together(rows)), len(rows)
        while waiting and not self.answering.is_out:
            self.line.to_come = left
            if not self.going():
                return
            batch = next_of(waiting, AT_ONCE, self.limit - self.taken if self.limit else MOST_ROWS)
            left -= sum(map(len, batch))
            group = [visit for visits in await asyncio.gather(*map(self.listed.visits, batch)) for visit in visits]
            yield await self._weighed(group)
        problem = problem or self.answering.problem(len(rows))
        async for group in self._file_groups():
            yield group
        self.line.to_come = left
        self.unhealthy = problem

    def _rows(self) -> list[Address]:
        """The captures to ask for: queued, failed before, and with full=1 all others that were ever asked for.

        Old to new: an article that got another address is known by the text that both showed, if it was edited later.
        """
        agenda, started = Agenda(self.run.archive.db, self.portal.name, self.kind), self.run.started_at
        rows = [*agenda.queued(MOST_ROWS), *agenda.failed(started)]
        rows += agenda.all_known(started, "", MOST_ROWS) if self.full else []
        within = (row for row in rows if lies_in(row.identity, self.since, self.until))
        return sorted(within, key=lambda row: row.identity)

    # Listing ------------------------------------------------------------------------------------------------------

    async def _list(self) -> CrawlError | None:
        """Put every capture that is not known into the ledger; what kept a list from us, if anything did."""
        listing = Listing(self._text, self.cdx_url, self.since, self.until)
        problems: list[str] = []
        for host in hosts_to_ask(self.portal):
            try:
                captures = await listing.captures(host)
            except CdxError as error:
                problems.append(f"{host}: {error}")
                continue
            except OutOfReachError as error:
                return PortalUnreachable(
                    f"{self.cdx_url} is out of reach ({error}). Nothing was lost; try again later."
                )
            self.repeats.note(captures)
            known = known_captures(self.run.archive.db, PARSER)
            rows = rows_for((one for one in captures if not known(one.original, one.captured_at)), self.portal)
            new = self.run.archive.add(self.portal.name, rows)
            self.run.counts["listed"] += len(captures)
            logger.info("%s: %d captures of %s, %d of them new.", self.cdx_url, len(captures), host, new)
        self.run.reasons.update(+listing.passed)
        if not problems and not self.run.counts["listed"] and not (self.since or self.until):
            return Unhealthy(f"{self.cdx_url} lists no capture of {self.portal.hosts[0]}: check WAYBACK_CDX_URL.")
        if not problems or not self.going():
            return None
        return unlisted(self.cdx_url, problems, whole=len(problems) == len(hosts_to_ask(self.portal)))

    async def _text(self, url: str) -> str:
        return list_in(await self.server.get(url, self.cdx_turns))

    # Fetching -----------------------------------------------------------------------------------------------------

    async def _weighed(self, group: list[Visit]) -> list[Visit]:
        """A group with what is said not to be there as failed, unless the server is known to hand out captures."""
        if self.answering.doubtful(group):
            agenda = Agenda(self.run.archive.db, self.portal.name, self.kind)
            known = agenda.all_known(self.run.started_at, "", MOST_ROWS)
            had = next((row for row in known if row.state == "done"), None)
            again = await self.listed.visits([had]) if had else []
            self.answering.hands_out = any(visit.capture for visit in again)
        return self.answering.noted(group)

    async def _file_groups(self) -> AsyncIterator[list[Visit]]:
        """Pictures and attachments of the articles, as they were when their page was captured."""
        if not self.wanted or self.answering.is_out:
            return
        agenda = Agenda(self.run.archive.db, self.portal.name, "media")
        when = shown_files(self.run.archive.db, self.portal.name)
        queued = [row for row in agenda.queued(MOST_ROWS) if row.state == "queued"]
        rows = [*queued, *agenda.failed(self.run.started_at)]
        rows += agenda.all_known(self.run.started_at, "", MOST_ROWS) if self.full else []
        rows = [row for row in rows if row.url in when and self.wanted.covers(row)]
        files = ShownFiles(self.portal, self.captures, Listing(self._text, self.cdx_url), self.going)
        for start in range(0, len(rows), AT_ONCE):
            self.line.to_come = len(rows) - start
            if not self.going():
                return
            batch = rows[start : start + AT_ONCE]
            found = await asyncio.gather(*(files.visits(row, when[row.url]) for row in batch))
            yield await self._weighed([visit for visits in found for visit in visits])
            if self.answering.is_out:
                logger.warning("%d pictures or files in a row failed; the rest waits.", self.answering.in_a_row)
                return

    async def replayed(self, url: str) -> Response:
        """The answer of the server that hands out captures, in its turn."""
        return await self.server.get(url, self.replay_turns)

    def _one_server(self) -> bool:
        return urlsplit(self.cdx_url).netloc == urlsplit(self.captures.url).netloc

    async def fetch(self, url: str) -> Response:
        """One request, whatever the answer; counted."""
        meta = {"download_slot": urlsplit(url).netloc, "as_captured": is_replay(url)}
        request = Request(url, meta=meta, callback=NO_CALLBACK, dont_filter=True)
        assert self.crawler.engine is not None  # noqa: S101  a spider that runs has one
        self.run.counts["requests"] += 1
        response = await self.crawler.engine.download_async(request)
        self.run.counts["bytes"] += len(response.body)
        self.run.answered += 1
        return response
