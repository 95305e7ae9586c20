"""What an answer says, live or captured: by the kind of its status, and by its body as a feed, page or file. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from archive.article import Reading
from crawler.address_rules import steady
from crawler.addresses import canonical, identity, may_call
from crawler.feeds import addresses_in, is_feed, unpacked
from crawler.reading.charset import decode
from crawler.reading.links import Link
from crawler.reading.read import PARSER, PageReading, read

if TYPE_CHECKING:
    from crawler.portals.model import Portal
    from crawler.reading.page import Page

GONE = frozenset({404, 410})
BLOCKING = frozenset({401, 403, 405, 406, 407, 418, 451})
"""Refusals of whoever asks: logins, laws, and firewalls, which call a plain GET not allowed or not acceptable."""
PASSING = frozenset({206, 408, 425, 429})
"""Answers that speak of the moment, not of the page, as all 5xx do; half a page (206) was cut off on its way."""

A_FEED = Reading(PARSER, "list", "list:feed")
A_FILE = Reading(PARSER, "not_article", "not_article:file")

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_TAG = re.compile(r"<!doctype html|<html|<head|<body|<title|<table|<div", re.IGNORECASE)
_ANYTHING = frozenset({"", "text/plain", "application/octet-stream", "text/xml", "application/xml"})


def text_of(body: bytes, content_type: str | None) -> str:
    """A body as text, in the encoding that a browser would take; that of a packed sitemap is unpacked first."""
    return decode(unpacked(body), content_type).html


def read_answer(page: Page, content_type: str | None, portal: Portal) -> PageReading:
    """What a body says as text, and where it leads: a feed to the addresses that it names; never raises."""
    if is_feed(page.html):
        named = (url for url in addresses_in(page.html, page.url) if may_call(url, portal))
        return PageReading(
            A_FEED, tuple(Link(canonical(url, portal), identity(url, portal), "page", "") for url in named)
        )
    if not looks_like_html(content_type or "", page.html[:2000]):
        return PageReading(A_FILE)
    return with_steady_files(read(page, portal))


def with_steady_files(page: PageReading) -> PageReading:
    """A page whose article names its pictures and files in the same way on every visit: by what it is compared."""
    article = page.reading.article
    if article is None:
        return page
    images = tuple(replace(each, url=steady(each.url)) for each in article.images)
    files = tuple(replace(each, url=steady(each.url)) for each in article.attachments)
    kept = replace(article, images=images, attachments=files)
    return replace(page, reading=replace(page.reading, article=kept))


def looks_like_html(content_type: str, start: str) -> bool:
    """Whether to read it as a page: by its declared type, or by a tag near its start where that says nothing."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind in _PAGES or (kind in _ANYTHING and _TAG.search(start) is not None)
