"""A captured page, from whatever archive, as the visit our own archive keeps: chosen, decoded, read. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from archive.article import WHOLE, Capture, RawPlace, Reading, Source
from archive.visit import ASK_FIRST, Found, State, Visit
from crawler.addresses import canonical, identity, may_call, parsed
from crawler.answers import GONE, read_answer, text_of
from crawler.entity import entity, spoilt
from crawler.errors import CutOff, PageError
from crawler.reading import Page
from crawler.reading.links import FILE
from crawler.reading.read import PARSER
from crawler.redirects import told_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.past.exchange import Exchange
    from crawler.portals.model import Portal
    from crawler.reading.links import Link

NOT_MODIFIED = 304
"""The status of an answer that a page is as it was: a look at its article, which may be imported later."""


def passed_over(exchange: Exchange, portal: Portal, now: str) -> str | None:
    """Why a captured exchange is no page of the portal to be read by `now` (UTC, Z), as a name to count; or None."""
    if exchange.captured_at > now:
        return "from-the-future"
    address = canonical(exchange.url, portal)
    if not may_call(address, portal):
        known = (parsed(address) or parsed("http://-/")).host in portal.hosts  # type: ignore[union-attr]
        return "never-called" if known else "other-host"
    if exchange.status in GONE:
        return None
    if exchange.status == NOT_MODIFIED:  # it bears no type: pictures and styles are told by their names
        return f"status-{NOT_MODIFIED}" if FILE.search(address) else None
    if exchange.status not in WHOLE:
        return None if told_by(exchange, portal) else f"status-{exchange.status}"
    return None if exchange.is_page else "no-page"


def settled(url: str, portal: Portal) -> str:
    """The address as the portal's own start page would write it: one scheme, with or without "www." as there.

    Captures under http, https and www are one article; resolved against one base they give one fingerprint.
    """
    address, home = parsed(canonical(url, portal)), parsed(portal.start_urls[0])
    if address is None or home is None or address.host.removeprefix("www.") != home.host.removeprefix("www."):
        return canonical(url, portal)
    return str(replace(address, scheme=home.scheme, host=home.host))


def visit_of(exchange: Exchange, portal: Portal, source: Source, place: RawPlace | None = None) -> Visit:
    """The visit a captured page amounts to; `place` is where its record lies, if in our own folder.

    What says that a page is as it was is a look at it, and has no reading of its own.
    """
    url = exchange.url if source == "live" else settled(exchange.url, portal)
    found: tuple[Found, ...] = ()
    reading: Reading | None = None
    body, problem = payload_of(exchange)
    if problem:
        reading = Reading(PARSER, *spoilt(problem))
    elif redirect := told_by(exchange, portal):
        reading = redirect
    elif exchange.status in GONE:
        reading = Reading(PARSER, "gone", f"gone:{exchange.status}")
    elif exchange.status != NOT_MODIFIED:
        text = text_of(body, exchange.content_type)
        page = read_answer(Page(url, text, exchange.captured_at, source), exchange.content_type, portal)
        reading, found = page.reading, found_in(page.links, url)
    capture = Capture(
        exchange.url,
        source,
        exchange.captured_at,
        exchange.status,
        hashlib.sha256(body).hexdigest(),
        raw=None if place else exchange.raw,
        place=place,
    )
    spoilt_page = reading is not None and reading.outcome in {"blocked", "truncated", "unreadable"}
    state: State = "refused" if spoilt_page else "done"
    return Visit(
        portal.name, url, identity(url, portal), capture, reading, found, state,
        reason=reading.reason if reading else None, check_again_at=ASK_FIRST,
    )  # fmt: skip


def payload_of(exchange: Exchange) -> tuple[bytes, PageError | None]:
    """The body with its codings taken off; as it came where it was cut or spoilt, with what is wrong."""
    try:
        if not exchange.whole:
            raise CutOff("the record says that it was cut")
        return entity(exchange.raw.headers, exchange.raw.body), None
    except PageError as error:
        return exchange.raw.body, error


def found_in(links: Iterable[Link], found_on: str) -> tuple[Found, ...]:
    """The portal's pages that a captured page links to: a live crawl may ask for them, whenever there is one."""
    return tuple(Found(link.url, link.identity, "page", found_on) for link in links if link.role != "media")
