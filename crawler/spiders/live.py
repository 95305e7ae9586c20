"""The live portals: one spider for each profile, and no code of its own for any of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response

from archive.visit import START, Address, Found, Visit
from crawler import policy
from crawler.addresses import canonical, may_call
from crawler.errors import NotAllowed, TooLarge
from crawler.fetching.reason import reason_of
from crawler.files import FileJudge
from crawler.judging import Judge
from crawler.manners.pace import NotAsked
from crawler.manners.walls import Walls
from crawler.portals import PORTALS
from crawler.reading.links import joined
from crawler.spiders.portal_spider import PortalSpider

if TYPE_CHECKING:
    from twisted.python.failure import Failure


class LiveSpider(PortalSpider):
    """Yields one Visit for each page asked for, whatever came of it; what is asked for comes from the ledger."""

    judge: Judge
    files: FileJudge
    walls: Walls

    async def start(self) -> AsyncIterator[Request]:
        """Put the portal's first addresses into the ledger; there is nothing to yield."""
        self.judge, self.files = Judge(self.run, self.wanted), FileJudge(self.run)
        self.walls = Walls(self.run, self.settings.getint("OUTAGE_AFTER"))
        starts = {start.identity: start for start in map(self._start, reversed(self.portal.start_urls))}
        sitemap = urljoin(self.portal.start_urls[0], "/sitemap.xml")
        with self.run.keeping():
            self.run.archive.add(
                self.portal.name, [*starts.values(), self.judge.found(sitemap, None, policy.ANNOUNCED)]
            )
        nothing: tuple[Request, ...] = ()
        for request in nothing:  # what makes this an async generator, as Scrapy wants it
            yield request

    def _start(self, url: str) -> Found:
        return self.judge.found(url, None, START)

    def announced(self, origin: str, sitemaps: tuple[str, ...]) -> None:
        """Sitemaps that robots.txt names."""
        urls = [url for sitemap in sitemaps if may_call(url := joined(origin, sitemap) or "", self.portal)]
        found = [self.judge.found(url, f"{origin}/robots.txt", policy.ANNOUNCED) for url in urls]
        self.run.archive.add(self.portal.name, found)

    def why_not(self, address: Address) -> str | None:
        """The loop that this address, never answered yet, turned out to be a part of since it was found; or None."""
        answered = address.article_id or (address.tries and address.state != "refused")
        return None if answered or address.kind == "media" else self.judge.loop(address)

    def request_for(self, address: Address) -> Request:
        """The request for one ledger row, conditional where the portal gave us something to compare."""
        known = {"If-None-Match": address.etag, "If-Modified-Since": address.last_modified}
        plain = self.full or (address.kind == "page" and address.article_id is None)
        headers = {} if plain else {name: value for name, value in known.items() if value}
        meta = {"address": address, "download_slot": self.portal.name}
        if address.kind == "media":
            return self._file_request(address, headers, meta)
        return Request(self._here(address.url), self.parse, errback=self.failed, headers=headers, meta=meta)

    def _file_request(self, address: Address, headers: dict[str, str], meta: dict[str, Any]) -> Request:
        """Like a page's, with limits of its own; no coding asked for, so that files are kept as they are."""
        meta |= {"file": True, "download_maxsize": self.settings.getint("MEDIA_MAXSIZE")}
        meta |= {"download_timeout": self.settings.getfloat("MEDIA_TIMEOUT")}
        headers |= {"Accept": "*/*", "Accept-Encoding": "identity"}
        url = canonical(address.url, self.portal)
        elsewhere = urlsplit(url).netloc in PORTALS[self.portal.name].media_hosts
        return Request(
            url if elsewhere else self._here(url), self.parse, errback=self.failed, headers=headers, meta=meta
        )

    def _here(self, url: str) -> str:
        """The address at the host we crawl: the archive may have met it at the portal's own, or at another base_url."""
        parts, start = urlsplit(url), urlsplit(self.portal.start_urls[0])
        return (
            url
            if parts.netloc in self.portal.hosts
            else parts._replace(scheme=start.scheme, netloc=start.netloc).geturl()
        )

    def parse(self, response: Response) -> Iterator[Visit]:
        """One page or file that was answered."""
        address: Address = response.meta["address"]
        if address.kind == "media":
            yield self.files.visit(address, response)
            return
        visit = self.judge.visit(address, response)
        yield visit
        if decides := self.walls.note(address, visit):
            self.scheduler.once_more(decides)

    def failed(self, failure: Failure) -> Iterator[Visit]:
        """One page or file that was not: refused, cut off, out of reach."""
        address: Address = failure.request.meta["address"]  # type: ignore[attr-defined]  # Scrapy adds it
        error = failure.value
        if isinstance(error, NotAsked):
            self.scheduler.settled(address.identity, asked=False)
            return
        if address.kind == "media":
            yield self.files.failed(address, reason_of(error), lasting=isinstance(error, NotAllowed | TooLarge))
            return
        yield self.judge.fate(address, "refused" if isinstance(error, NotAllowed) else "failed", reason_of(error))


for _name in PORTALS:
    globals()[_name] = type(_name, (LiveSpider,), {"name": _name, "__module__": __name__})
