"""Where a page leads: the portal's own pages, pagers, feeds and files, each once, from the shared tree. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from lxml import etree

from crawler.addresses import CACHED, canonical, identity, is_forbidden, may_call, parsed
from crawler.portals.model import Portal
from crawler.reading.hrefs import Named, Role, is_pager, named_by
from crawler.reading.tree import Tree

# A page for people links to some hundreds of others. A million are a trap: what stands first is taken, and the rest is
# found from other pages if it is real.
MOST_LINKS = 5_000

FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|bmp|svg|ico|tiff?|avif|pdf|docx?|docm|xlsx?|xlsm|pptx?|ppsx?|odt|ods|odp|rtf|csv|txt|zip|rar|7z|gz|"
    r"mp3|mp4|m4a|wav|avi|wmv|flv|mov|webm|exe|apk|css|js|woff2?|ttf|eot|json)(?:$|[?/])|/documents/[0-9]+/|"
    r"/c/document_library/get_file|/image/journal/article|/(?:download|get_?file|tai-?ve|taifile|downloadfile)(?:\.\w+)?(?:$|[?/])",
    re.IGNORECASE,
)
FEED = re.compile(r"/(?:rss|feed|atom)(?:\.xml|\.aspx|\.html?|/)?(?:$|\?)|\.(?:rss|atom)(?:$|\?)", re.IGNORECASE)
ELSEWHERE = re.compile(r"(?:#|(?!https?:)[a-z][a-z0-9+.-]*:)", re.IGNORECASE)
BROKEN_BY = re.compile(r"[\t\r\n]+")
_TITLED = frozenset(("img", "link", "meta", "frame"))  # they hold no words, but may be named
EDGES = "".join(map(chr, range(0x21))) + "\xa0\u200b\ufeff"


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a page: the address to call, its identity, what it leads to and the words it is known by."""

    url: str
    identity: str
    role: Role
    text: str


def links_in(tree: Tree, url: str, portal: Portal) -> tuple[Link, ...]:
    """The links of a parsed page that may be called, once for each identity, in the page's order."""
    base, own = base_of(tree, url, portal), identity(url, portal)
    found: dict[str, Link] = {}
    for named in named_by(tree):
        link = link_from(named, base, portal)
        if link is None or link.identity == own:
            continue
        known = found.get(link.identity)
        if known is None:
            found[link.identity] = link
            if len(found) >= MOST_LINKS:
                break
        elif (link.role == "pager" and known.role == "page") or (link.text and not known.text):
            role = link.role if known.role == "page" else known.role
            found[link.identity] = replace(known, role=role, text=known.text or link.text)
    return tuple(found.values())


def base_of(tree: Tree, url: str, portal: Portal) -> str:
    """What relative links start from: the first <base href>, on the page's own host where it names a foreign one."""
    for element in tree.every(("base",)):
        href = element.get("href")
        if href:
            base = joined(url, href) or url
            if may_call(canonical(base, portal), portal):
                return base
            stated = parsed(base)
            return (joined(url, stated.path) if stated else None) or url
    return url


def joined(base: str, href: str) -> str | None:
    """The absolute address as browsers resolve it, or None where there is none for us (script, mail, fragment)."""
    href = href.strip(EDGES)
    if not href.isprintable():
        href = BROKEN_BY.sub("", href)
    if not href or (href[0] != "/" and ELSEWHERE.match(href)):
        return None
    if "\\" in href:
        path, question, query = href.partition("?")
        href = path.replace("\\", "/") + question + query
    if href[0] == "/" and href[1:2] != "/":
        return origin_of(base) + href  # most links; a full resolving costs ten times this
    if href.startswith(("http://", "https://")):
        return href
    try:
        return urljoin(base, href)
    except ValueError:  # "http://[": no browser would open it either
        return None


@lru_cache(maxsize=64)
def origin_of(base: str) -> str:
    """Scheme and host of an absolute address."""
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}"


def link_from(named: Named, base: str, portal: Portal) -> Link | None:
    """The link, if its address may be called."""
    absolute = joined(base, named.href)
    return leading(absolute, portal, named.role, text_of(named.element)) if absolute else None


@lru_cache(maxsize=CACHED)
def leading(absolute: str, portal: Portal, stated: Role | None, text: str) -> Link | None:
    """The link of these words, or None where its address must not be called; menus ask it on every page."""
    url = canonical(absolute, portal)
    role = stated or role_by_address(absolute)
    if not may_call(url, portal, media=role == "media") or (absolute != url and is_forbidden(absolute, portal)):
        return None
    if role == "page" and stated is None and is_pager(text):
        role = "pager"
    return Link(url, identity(url, portal), role, text)


def role_by_address(url: str) -> Role:
    """What an address leads to, as far as it tells."""
    if FILE.search(url.partition("#")[0]):
        return "media"
    return "feed" if FEED.search(url) else "page"


def text_of(element: etree._Element) -> str:
    """The words of a link as a reader sees them, or what stands for them."""
    if element.tag in _TITLED:
        return " ".join((element.get("alt") or element.get("title") or "").split())[:300]
    text = " ".join(("".join(element.itertext()) if len(element) else element.text or "").split())
    if not text:
        images = element.iter("img")
        text = " ".join((element.get("title") or next((image.get("alt") or "" for image in images), "")).split())
    return text[:300]
