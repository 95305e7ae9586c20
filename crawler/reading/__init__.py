"""From a page to an Article, its links, or a named refusal. Pure: no clock, no network, no Scrapy, no SQLite."""

from crawler.reading.links import Link
from crawler.reading.page import Page
from crawler.reading.read import PARSER, PageReading, article_of, links_of, read
from crawler.reading.refusal import NotAnArticle

__all__ = ["PARSER", "Link", "NotAnArticle", "Page", "PageReading", "article_of", "links_of", "read"]
