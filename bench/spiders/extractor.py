"""The usual news crawler: Scrapy, trafilatura on every page, JSON lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import trafilatura
from scrapy.http import HtmlResponse, Response

from bench.spiders.bare import EveryPage


class Trafilatura(EveryPage):
    """Every page through trafilatura, its answer into the feed."""

    name = "scrapy_trafilatura"

    def parse(self, response: Response) -> Iterator[Any]:
        """The extracted article, then the links."""
        if isinstance(response, HtmlResponse):
            found = trafilatura.bare_extraction(response.text, url=response.url, with_metadata=True)
            if found is not None:
                yield {"url": response.url, "title": found.title, "date": found.date, "text": found.text}
        yield from super().parse(response)
