"""Where a body shows its own end: Scrapy accepts half a page of a server that closes the connection."""

from __future__ import annotations

import re

_DOCUMENT_END = re.compile(
    rb"</(?:html|rss|feed|urlset|sitemapindex)\s*>[\s\x00]*(?:<!--.*?-->\s*)*\Z", re.IGNORECASE | re.DOTALL
)


def ends_like_a_document(body: bytes) -> bool:
    """Whether a body whose length nobody declared shows its own end, so that a cut would have been seen."""
    return _DOCUMENT_END.search(body[-4096:]) is not None
