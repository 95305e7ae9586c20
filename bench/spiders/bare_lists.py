"""A bare Scrapy spider that keeps nothing: links from list pages only."""

from __future__ import annotations

import re
from collections.abc import Iterator

import scrapy
from scrapy.http import Response

from bench.spiders.bare import EveryPage
from tests.replica.addresses import SECTIONS

LISTS = re.compile(rf"/(?:$|\?|(?:{'|'.join(SECTIONS['sct_bentre'])})\b)")


class ListPages(EveryPage):
    """Links of list pages only, which it is told by name: an article is fetched and dropped unread."""

    name = "bare_list_pages"

    def parse(self, response: Response) -> Iterator[scrapy.Request]:
        """Follow only where the address is that of a list."""
        if LISTS.match(response.url.removeprefix(self.url.rstrip("/"))):
            yield from super().parse(response)
