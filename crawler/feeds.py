"""Addresses in sitemaps and feeds (RSS, Atom). Pure."""

from __future__ import annotations

import re

from lxml import etree

from crawler.entity import uncoded
from crawler.errors import PageError
from crawler.reading.links import joined

FEED = re.compile(
    r"\A\ufeff?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<\?[^>]*>\s*|<!DOCTYPE\s[^>]*>\s*)*<(?:\w+:)?(urlset|sitemapindex|rss|feed|RDF)\b",
    re.DOTALL,
)
ABSOLUTE = re.compile("https?://|/")
"""What tells a guid that is an address from one that is a number."""

MOST = 50_000
"""The sitemap protocol's own limit for one file."""


def unpacked(body: bytes) -> bytes:
    """A body without the gzip that it is itself, as sitemap.xml.gz; any other as it is, a damaged one too."""
    try:
        return uncoded(body, "gzip")
    except PageError:
        return body


def is_feed(text: str) -> bool:
    """Whether a text is a sitemap or a feed, by its first element."""
    return FEED.match(text[:4096]) is not None


def addresses_in(text: str, base: str) -> list[str]:
    """All page addresses a sitemap or feed names, absolute, in order; a damaged one gives what can be read of it."""
    parser = etree.XMLParser(encoding="utf-8", recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    text = text[: text.rfind(">") + 1]  # the last address of a file that was cut off would be cut too
    root = etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    if root is None:
        return []
    found = []
    for element in root.iter("{*}loc", "{*}link", "{*}guid"):
        written, kind = (element.text or element.get("href") or "").strip(), etree.QName(element).localname
        if kind == "loc" and not _is_page(element.getparent()):
            continue
        if written and (ABSOLUTE.match(written) or kind != "guid") and (url := joined(base, written)):
            found.append(url)
    return list(dict.fromkeys(found))[:MOST]


def _is_page(entry: etree._Element | None) -> bool:
    """Whether a sitemap's loc is a page's or another sitemap's; pictures and films have theirs within."""
    return entry is None or etree.QName(entry).localname in {"url", "sitemap"}
