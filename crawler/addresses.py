"""One identity per article, one spelling per address, and no address that must not be called. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

if TYPE_CHECKING:
    from crawler.portals.model import Portal


@dataclass(frozen=True, slots=True)
class Address:
    """A parsed http(s) address: scheme, host with its port (if not the default), percent-encoded path, query pairs."""

    scheme: str
    host: str
    path: str
    query: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}{self.path_and_query}"

    @property
    def path_and_query(self) -> str:
        """All that follows the host; a pair without value is written without "="."""
        query = "&".join(f"{name}={value}" if value else name for name, value in self.query)
        return f"{self.path}?{query}" if query else self.path


Rule = Callable[[Address], Address]

DEFAULT_PORTS = {"http": "80", "https": "443"}
# What a browser would repair (controls, spaces, backslashes) or what hides the true host (user@, other alphabets) is
# refused: a portal's own links need none of it, and every repair is a chance to be sent elsewhere.
CALLABLE = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]+)(?::(?P<port>[0-9]{1,5}))?(?:[/?#][^\x00-\x20\x7f-\xa0\\]*)?",
    re.IGNORECASE | re.ASCII,  # without ASCII the Kelvin sign would pass for a k
)
PLAIN = re.compile(r"[A-Za-z0-9/_.~-]*")
TRIPLET = re.compile(r"%([0-9A-Fa-f]{2})?")
UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# Whole Vietnamese titles are slugs (200 letters); percent-encoded they grow ninefold. Beyond that it is a loop.
CACHED = 4096  # menus and pagers repeat on every page; more would only hold memory
MAX_LENGTH, MAX_SEGMENTS, MAX_PAIRS, MAX_REPEATS = 2000, 14, 12, 3
# The biggest portal of this kind has some ten thousand articles: a page number of six digits is an endless pager.
ENDLESS_NUMBER = re.compile(r"(?:page|trang|start|offset|cur|\bp)\w*=[0-9]{6,}", re.IGNORECASE)


@lru_cache(maxsize=128)  # an address is asked for its call, its identity and what forbids it one after the other
def parsed(url: str) -> Address | None:
    """The parts of an http(s) address with its encoding made uniform, or None where it is none."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:  # "http://[": brackets that hold no IPv6 address
        return None
    if parts.scheme not in DEFAULT_PORTS or not parts.netloc:
        return None
    host = parts.netloc.lower().removesuffix(":" + DEFAULT_PORTS[parts.scheme]).removesuffix(":")
    return Address(parts.scheme, host, without_dots(encoded(parts.path, "/")), pairs(parts.query))


def encoded(text: str, safe: str) -> str:
    """Text with everything percent-encoded that an address cannot hold, and nothing that it can."""
    if PLAIN.fullmatch(text):
        return text
    return quote(
        TRIPLET.sub(one_spelling, text), safe=safe + "%:@!$'()*,;~" + ("&=+" if safe else ""), errors="replace"
    )


def one_spelling(triplet: re.Match[str]) -> str:
    """A percent triplet in upper case, as its letter where it needs no encoding, or a stray "%" encoded."""
    digits = triplet[1]
    if digits is None:
        return "%25"
    code = int(digits, 16)
    return chr(code) if code in UNRESERVED else f"%{code:02X}"


def without_dots(path: str) -> str:
    """The path with "." and ".." resolved and doubled slashes made one, as servers read it."""
    if "/." not in path and "//" not in path:
        return path or "/"
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == ".." and kept:
            kept.pop()
        elif segment not in {"", ".", ".."}:
            kept.append(segment)
    ends_open = segments[-1] in {"", ".", ".."} and kept
    return "/" + "/".join(kept) + ("/" if ends_open else "")


def pairs(query: str) -> tuple[tuple[str, str], ...]:
    """The query's pairs in their order; "amp;" left over from double escaping is taken off the names."""
    if not query:
        return ()
    split = (pair.partition("=") for pair in query.replace("&amp;", "&").split("&") if pair.strip("="))
    return tuple((encoded(name.removeprefix("amp;"), "/?+"), encoded(value, "/?+=")) for name, _, value in split)


@lru_cache(maxsize=CACHED)
def canonical(url: str, portal: Portal) -> str:
    """The one address to call for this one: no fragment, session, tracking or way back. What is not http(s) stays."""
    address = called(url, portal)
    return url.strip() if address is None else str(address)


@lru_cache(maxsize=CACHED)
def identity(url: str, portal: Portal) -> str:
    """What stays the same however the address is written, without the host: "/mot-bai.html", "content/mot-bai"."""
    address = called(url, portal)
    if address is None:
        return url.strip()
    for rule in portal.address_rules:
        address = rule(address)
    return address.path_and_query


@lru_cache(maxsize=CACHED)  # each new link is asked for its address, its identity, and whether it may be called
def called(url: str, portal: Portal) -> Address | None:
    """The address after the portal's call rules, or None where it is not http(s).

    The rules run until they change nothing more: what one takes out may join into what another looks for.
    """
    address = parsed(url)
    while address is not None:
        before = address
        for rule in portal.call_rules:
            address = rule(address)
        address = parsed(str(address)) if address != before else address
        if address == before:
            break
    return address


@lru_cache(maxsize=CACHED)
def may_call(url: str, portal: Portal, *, media: bool = False) -> bool:
    """Whether this very address may be asked for: the portal's host and port, nothing on `never`, no endless loop.

    `media=True` asks it of a picture or file, which may also lie on `media_hosts`.
    """
    spelled = CALLABLE.fullmatch(url)
    if spelled is None:
        return False
    host, port, scheme = spelled["host"].lower(), spelled["port"], spelled["scheme"].lower()
    netloc = host if port in {None, DEFAULT_PORTS[scheme]} else f"{host}:{port}"
    if netloc not in portal.hosts and not (media and netloc in portal.media_hosts):
        return False
    to_call = called(url, portal)
    return to_call is not None and not is_endless(to_call) and not is_forbidden(url, portal)


def is_forbidden(url: str, portal: Portal) -> bool:
    """Whether the address is on the portal's `never`, as it is written or as it would be called."""
    addresses = (parsed(url), called(url, portal))
    return any(is_never(address.path_and_query, portal) for address in addresses if address)


@lru_cache(maxsize=CACHED)  # a link is asked as it is written and as it would be called, which differ or not
def is_never(text: str, portal: Portal) -> bool:
    """Whether this path and query are on the portal's `never`."""
    return compiled(portal.never).search(text) is not None


@lru_cache(maxsize=64)
def compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """A profile's patterns as one, ready to use; case never matters."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)", re.IGNORECASE)


def is_endless(address: Address) -> bool:
    """Whether an address looks made by a loop: grown too long, segments repeating, parameters piling up."""
    text = address.path_and_query
    segments = [segment for segment in address.path.split("/") if segment]
    words = Counter(segment for segment in segments if not segment.isdigit())  # /2022/2/2/2/ is a day and a number
    names = Counter(name for name, _ in address.query)
    return (
        len(text) > MAX_LENGTH
        or len(segments) > MAX_SEGMENTS
        or len(address.query) > MAX_PAIRS
        or any(times >= MAX_REPEATS for times in (*words.values(), *names.values()))
        or ENDLESS_NUMBER.search(text) is not None
    )


def rebased(portal: Portal, base_url: str) -> Portal:
    """The same portal at another address: only that host and port may be called, identities stay the same.

    Raises ValueError where `base_url` is no plain http(s) address.
    """
    base = parsed(base_url)
    spelled = CALLABLE.fullmatch(base_url.strip())
    if base is None or spelled is None:
        raise ValueError(f"base_url {base_url!r} is no http:// or https:// address of a host and port")
    moved = [str(base)] if base.path != "/" else []
    moved += [
        str(replace(start, scheme=base.scheme, host=base.host)) for start in map(parsed, portal.start_urls) if start
    ]
    return replace(portal, hosts=(base.host,), media_hosts=(), start_urls=tuple(dict.fromkeys(moved)))


def plain(text: str) -> str:
    """Percent-encoded text as a reader would see it."""
    return unquote(text, errors="replace")
