"""The gate before every request: our own address rules on each hop, then the host's robots.txt."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import CannotResolveHostError, NotConfigured
from scrapy.http.request import NO_CALLBACK

from crawler.addresses import may_call
from crawler.ending import elsewhere
from crawler.errors import NotAllowed, PortalUnreachable
from crawler.fetching.reason import reason_of
from crawler.fetching.resolver import PrivateAddress
from crawler.manners.hops import is_file
from crawler.manners.pace import NotAsked, Pace
from crawler.manners.robots import Robots
from crawler.reading.links import joined
from crawler.spiders.portal_spider import PortalSpider

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

TRIES = 3
TLS = "If its chain is known to be broken: -s DOWNLOAD_VERIFY_CERTIFICATES=0; if its TLS is old: see ops/README.md. "
HOPS = 5
"""RFC 9309 asks to follow five redirects of robots.txt; more count as a file that is not there."""


class Gate:
    """Downloader middleware; asks each host's robots.txt once a run, before its first page."""

    def __init__(self, spider: PortalSpider, crawler: Crawler) -> None:
        self._spider, self._crawler = spider, crawler
        self._agent = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._obey = crawler.settings.getbool("ROBOTSTXT_OBEY")
        self._asked: dict[str, asyncio.Future[tuple[str, Robots]]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For spiders of ours that ask the live portal."""
        if not isinstance(crawler.spider, PortalSpider) or crawler.spider.source != "live":
            raise NotConfigured
        return cls(crawler.spider, crawler)

    async def process_request(self, request: Request) -> Request | None:
        """Raises NotAllowed for an address that is not ours to ask for; sends it to an alias of a host that is gone."""
        if not may_call(request.url, self._spider.portal, media=is_file(request)):
            raise NotAllowed("not an address of this portal")
        if request.meta.get("robots"):
            return None
        if loop := self._spider.why_not(request.meta["address"]):
            raise NotAllowed(loop)
        origin = origin_of(request.url)
        there, robots = await self._robots(origin)
        if self._obey and not robots.allow(request.url.replace(origin, there, 1)):
            raise NotAllowed("robots.txt")
        return None if there == origin else request.replace(url=request.url.replace(origin, there, 1))

    async def _robots(self, origin: str) -> tuple[str, Robots]:
        if origin not in self._asked:
            self._asked[origin] = asyncio.ensure_future(self._ask(origin))
        return await asyncio.shield(self._asked[origin])

    async def _ask(self, origin: str) -> tuple[str, Robots]:
        """The rules for an origin and where they hold: there, or at another start of the portal if nothing answers."""
        first = all(other == origin for other in self._asked)
        starts = dict.fromkeys(map(origin_of, self._spider.portal.start_urls)) if first else {}
        problem: PortalUnreachable | None = None
        for there in dict.fromkeys([origin, *starts]):
            try:
                status, body = await self._answer(f"{there}/robots.txt")
            except PortalUnreachable as unreachable:
                problem = problem or unreachable
                continue
            self._asked.setdefault(there, self._asked[origin])
            robots = Robots.of(status, body, self._agent)
            self._obey_robots(there, robots)
            return there, robots
        assert problem  # noqa: S101  the loop ran at least once
        if first:
            self._spider.run.stop("robots.txt out of reach", problem)
            raise NotAsked(str(problem)) from problem
        if twin := self._by_other_scheme(origin):
            return await self._robots(twin)
        raise problem  # another host of the portal is there: only this page fails

    def _by_other_scheme(self, origin: str) -> str | None:
        """The same host by http for https or the reverse, if it answered: links are often written for the wrong one."""
        scheme, _, host = origin.partition("://")
        twin = f"{'http' if scheme == 'https' else 'https'}://{host}"
        asked = self._asked.get(twin)  # one still being asked may be waiting for this one
        return twin if asked and asked.done() and not asked.exception() else None

    def _obey_robots(self, origin: str, robots: Robots) -> None:
        pace = self._crawler.get_downloader_middleware(Pace)
        if pace is not None and self._obey:
            pace.obey_crawl_delay(robots.delay)
        self._judge(origin, robots)

    def _judge(self, origin: str, robots: Robots) -> None:
        starts = [url for url in self._spider.portal.start_urls if origin_of(url) == origin]
        if self._obey and starts and not any(map(robots.allow, starts)) and not robots.allow(f"{origin}/x"):
            said = f"{origin}/robots.txt forbids this crawler everything; no page was fetched and nothing was changed."
            self._spider.run.stop("robots.txt forbids all", PortalUnreachable(said))
            raise NotAsked(said)
        self._spider.announced(origin, robots.sitemaps)

    async def _answer(self, url: str) -> tuple[int, bytes]:
        """Status and body of robots.txt; raises PortalUnreachable where RFC 9309 says to assume it forbids all."""
        what, tries = "", 0
        while tries < TRIES:
            tries += 1
            try:
                response = await self._fetched(url)
            except NotAsked:
                raise
            except CannotResolveHostError as error:
                raise PortalUnreachable(gone(url, self._spider.portal.name)) from error
            except Exception as error:  # noqa: BLE001  whatever kept it from us: RFC 9309 knows no kinds
                what = reason_of(error)
                if isinstance(error.__cause__, PrivateAddress):
                    break
                continue
            if response.status < 500 and response.status != 429:
                return response.status, response.body
            what = f"status {response.status}"
        raise PortalUnreachable(out_of_reach(url, what, tries, self._spider.portal.name))

    async def _fetched(self, url: str) -> Response:
        for _ in range(HOPS + 1):
            meta = {"robots": True, "download_slot": self._spider.portal.name}  # the pages' own: it counts as one
            request = Request(url, meta=meta, callback=NO_CALLBACK)
            response = await self._crawler.engine.download_async(request)
            location = response.headers.get("Location")
            if not (300 <= response.status < 400 and location):
                return response
            url = joined(url, location.decode("latin-1")) or ""  # none that a browser could open: no file is there
            if not may_call(url, self._spider.portal):
                break
        return response.replace(status=404, body=b"")


def origin_of(url: str) -> str:
    """Scheme and host with its port: what one robots.txt speaks for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def gone(url: str, portal: str) -> str:
    """What to say when a host has lost its name."""
    host = urlsplit(url).netloc
    return f"{host} has no address in the DNS: the host is gone, or this machine has no network. {elsewhere(portal)}"


def out_of_reach(url: str, what: str, tries: int, portal: str) -> str:
    """What to say when a robots.txt gives no answer."""
    host = urlsplit(url).netloc
    times = "" if tries == 1 else f" {tries} times"
    why = f"{url} failed{times} ({what.removeprefix('unreachable:')}), so no page was asked for"
    return f"{host} is out of reach: {why}. {TLS if what.startswith('tls:') else ''}{elsewhere(portal)}"
