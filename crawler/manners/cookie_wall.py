"""The one cookie we send: what a wall's script would set is sent back once, to that host only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy.exceptions import NotConfigured

from crawler.reading.refusal import LARGEST_WALL, cookie_asked
from crawler.spiders.portal_spider import PortalSpider

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class CookieWall:
    """Downloader middleware; keeps at most one name=value a host, in memory, for this run."""

    def __init__(self) -> None:
        self._pairs: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For spiders of ours that ask the live portal."""
        if not isinstance(crawler.spider, PortalSpider) or crawler.spider.source != "live":
            raise NotConfigured
        return cls()

    def process_request(self, request: Request) -> None:
        """Send the pair that this host asked for, if it did."""
        pair = self._pairs.get(urlsplit(request.url).netloc)
        if pair:
            request.headers["Cookie"] = pair

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Ask once more where the answer is a wall; a second wall goes on to the reading, which calls it blocked."""
        if response.status != 200 or len(response.body) > LARGEST_WALL or request.meta.get("walled"):
            return response
        pair = cookie_asked(response.body.decode("latin-1"))
        if pair is None:
            return response
        self._pairs[urlsplit(request.url).netloc] = pair
        return request.replace(meta={**request.meta, "walled": True})
