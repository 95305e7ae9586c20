"""Two bare Scrapy spiders that keep nothing: links from every page, and links from list pages only."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit

import scrapy
from scrapy.http import HtmlResponse, Response
from scrapy.linkextractors import LinkExtractor

DATE_LABELS = ("(Cập nhật:", "Đăng ngày:")


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


class ListPages(EveryPage):
    """Links of list pages only: an article (one date label) is fetched and dropped without a look at its links."""

    name = "bare_list_pages"

    def parse(self, response: Response) -> Iterator[scrapy.Request]:
        """Follow only where the page is no article."""
        if isinstance(response, HtmlResponse) and not any(label in response.text for label in DATE_LABELS):
            yield from super().parse(response)
