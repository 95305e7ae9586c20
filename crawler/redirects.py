"""Redirects: where one leads, and what it says of the page that was asked for. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from w3lib.url import safe_url_string

from archive.article import FOR_NOW, MOVED, Reading
from crawler.addresses import canonical, identity, may_call
from crawler.reading.read import PARSER

if TYPE_CHECKING:
    from crawler.past.exchange import Exchange
    from crawler.portals.model import Portal

PERMANENT = frozenset({301, 308})
REDIRECTS = PERMANENT | {302, 303, 307}

TO_NO_ARTICLE = Reading(PARSER, "gone", "gone:redirect-to-list")
"""What an article's address says that leads to the home page or a list now: portals answer so for deleted pages."""


def led_to(url: str, location: str) -> str:
    """The address that a Location header of the answer from `url` names, absolute (RFC 9110, 10.2.2).

    As written where no browser could open it.
    """
    written = location.strip()
    try:
        return urljoin(url, safe_url_string(written))
    except ValueError:
        return written


def elsewhere(status: int, where: str) -> Reading:
    """The reading of an address that leads to another page of the portal: for good (301, 308), or for now."""
    return Reading(PARSER, "not_article", f"{MOVED if status in PERMANENT else FOR_NOW}{where}")


def told_by(exchange: Exchange, portal: Portal) -> Reading | None:
    """The reading of a captured redirect; None for one that stays at its page, leaves the portal or names no address.

    Of what a capture says, the same must follow in any order of arrival: only the first addresses are known to be no
    articles, whatever else was read before.
    """
    location = next((value for name, value in exchange.raw.headers if name.lower() == "location"), None)
    if exchange.status not in REDIRECTS or location is None:
        return None
    target = canonical(led_to(exchange.url, location), portal)
    here, where = identity(exchange.url, portal), identity(target, portal)
    if here == where or not may_call(target, portal):
        return None
    away = is_home(where, portal) and not is_home(here, portal)
    return TO_NO_ARTICLE if away else elsewhere(exchange.status, where)


def is_home(where: str, portal: Portal) -> bool:
    """Whether an identity is that of one of the portal's first addresses."""
    return where in {identity(url, portal) for url in portal.start_urls}
