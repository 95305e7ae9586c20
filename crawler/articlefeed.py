"""Scrapy's feeds (`-o FILE`), of articles: what the spiders yield is visits, with raw bytes in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.exporters import CsvItemExporter
from scrapy.extensions.feedexport import FeedExporter

from archive.article import Attachment, Image
from archive.spreadsheet import safe_cell
from archive.visit import Visit

if TYPE_CHECKING:
    from scrapy import Spider


class ArticleFeed(FeedExporter):
    """Writes the article of each visit that read one."""

    def item_scraped(self, item: Any, spider: Spider) -> None:
        """Hand the article on, if there is one; nothing of lists, refusals and files."""
        if isinstance(item, Visit) and item.state == "done" and item.reading is not None and item.reading.article:
            super().item_scraped(item.reading.article, spider)


class SafeCsv(CsvItemExporter):
    """CSV as `archive export` writes it: no cell begins a formula, addresses of files on lines of one cell."""

    def serialize_field(self, field: Any, name: str, value: Any) -> Any:
        """One cell."""
        if isinstance(value, tuple):
            value = "\n".join(file.url for file in value if isinstance(file, Image | Attachment))
        return safe_cell(value) if isinstance(value, str) else super().serialize_field(field, name, value)
