"""A bare Scrapy spider that keeps nothing: links from every page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit

import scrapy
from scrapy.http import HtmlResponse, Response
from scrapy.linkextractors import LinkExtractor


class EveryPage(scrapy.Spider):
    """Scrapy's LinkExtractor on every page, everything in the host is followed."""

    name = "bare_every_page"

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """The one start address, given by -a url=."""
        self.links = LinkExtractor(allow=rf"^http://{urlsplit(self.url).netloc}/", deny_extensions=None)
        yield scrapy.Request(self.url)

    def parse(self, response: Response) -> Iterator[scrapy.Request]:
        """Follow what the page links to."""
        if isinstance(response, HtmlResponse):
            for link in self.links.extract_links(response):
                yield scrapy.Request(link.url)
