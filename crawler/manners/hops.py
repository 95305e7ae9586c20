"""Redirects, one hop at a time under our own rules: an address is followed only while it stays the same page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy.exceptions import NotConfigured

from crawler.addresses import canonical, identity, may_call
from crawler.errors import NotAllowed, PageError
from crawler.redirects import REDIRECTS, led_to
from crawler.spiders.portal_spider import PortalSpider

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class Loop(PageError):
    """Redirects that lead in a circle or on and on."""

    kind = "redirect-loop"


class Hops:
    """Downloader middleware in place of Scrapy's, which drops off-site hops without a word."""

    def __init__(self, spider: PortalSpider, most: int) -> None:
        self._portal, self._most = spider.portal, most

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For spiders of ours that ask the live portal."""
        if not isinstance(crawler.spider, PortalSpider) or crawler.spider.source != "live":
            raise NotConfigured
        return cls(crawler.spider, crawler.settings.getint("REDIRECT_MAX_TIMES"))

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """A new request where the hop keeps the page's identity; the spider sees all other redirects as they are."""
        if response.status not in REDIRECTS or request.meta.get("robots"):
            return response
        target = target_of(response)
        if target is None:
            return response
        if not may_call(target, self._portal, media=is_file(request)):
            raise NotAllowed(f"redirect to {target[:200]}")
        target = canonical(target, self._portal)
        if not is_file(request) and identity(target, self._portal) != identity(request.url, self._portal):
            return response
        hops = request.meta.get("hops", 0) + 1
        if hops > self._most or target == request.url:
            raise Loop(f"{hops} hops, at last to {target[:200]}")
        return request.replace(url=target, meta={**request.meta, "hops": hops})


def is_file(request: Request) -> bool:
    """Whether a picture or attachment is asked for: it may lie on media_hosts, and its content says what it is."""
    return bool(request.meta.get("file"))


def target_of(response: Response) -> str | None:
    """Where a redirect leads, absolute, or as written where no browser could open it; None if it does not say."""
    location = response.headers.get("Location")
    return None if location is None else led_to(response.url, location.decode("utf-8", "replace"))
