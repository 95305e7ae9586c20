"""Where a page leads: the portal's own pages, pagers, feeds and files, each once, from the shared tree. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml import etree

from crawler.addresses import CACHED, canonical, identity, is_forbidden, may_call
from crawler.portals.model import Portal

Role = Literal["page", "pager", "feed", "media"]

# A page for people links to some hundreds of others. A million are a trap: what stands first is taken, and the rest is
# found from other pages if it is real.
MOST_LINKS = 5_000
MOST_ELEMENTS = 50_000

FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|bmp|svg|ico|tiff?|avif|pdf|docx?|docm|xlsx?|xlsm|pptx?|ppsx?|odt|ods|odp|rtf|csv|txt|zip|rar|7z|gz|"
    r"mp3|mp4|m4a|wav|avi|wmv|flv|mov|webm|exe|apk|css|js|woff2?|ttf|eot|json)(?:$|[?/])|/documents/[0-9]+/|"
    r"/c/document_library/get_file|/image/journal/article|/(?:download|get_?file|tai-?ve|taifile|downloadfile)(?:\.\w+)?(?:$|[?/])",
    re.IGNORECASE,
)
FEED = re.compile(r"/(?:rss|feed|atom)(?:\.xml|\.aspx|\.html?|/)?(?:$|\?)|\.(?:rss|atom)(?:$|\?)", re.IGNORECASE)
FEED_TYPE = re.compile(r"application/(?:rss|atom)\+xml", re.IGNORECASE)
# The words of pagers, also Liferay's ("Trang đầu", "Trước", "Tiếp theo", "Cuối"), around arrows, or a bare number.
PAGER = re.compile(
    r"[\s«»‹›<>|…←→\[\]().-]*(?:(?:trang\s+)?(?:sau|tiếp|kế|tiếp\s+theo|kế\s+tiếp|trước|đầu|cuối|cuối\s+cùng)|trang\s+[0-9]{1,4}"
    r"|next|last|prev(?:ious)?|first|older|xem\s+trang\s+tiếp|[0-9]{1,4})?(?:\s+(?:trang|page))?[\s«»‹›<>|…←→\[\]().-]*",
    re.IGNORECASE,
)
ARROWS = frozenset("«»‹›<>←→")
SCRIPTED = re.compile(
    r"(?:(?:window|document|self|top|parent)\s*\.\s*)?location(?:\s*\.\s*href)?\s*=\s*(?P<q>['\"])(?P<set>[^'\"]+)(?P=q)"
    r"|(?:location\s*\.\s*(?:assign|replace)|window\s*\.\s*open)\s*\(\s*(?P<q2>['\"])(?P<call>[^'\"]+)(?P=q2)",
    re.IGNORECASE,
)
REFRESH = re.compile(r"^[\s0-9.]*[;,]\s*(?:url\s*=)?\s*['\"]?(?P<url>[^'\"]+)", re.IGNORECASE)
ELSEWHERE = re.compile(r"(?:#|(?!https?:)[a-z][a-z0-9+.-]*:)", re.IGNORECASE)
BROKEN_BY = re.compile(r"[\t\r\n]+")
EDGES = "".join(map(chr, range(0x21))) + "\xa0\u200b\ufeff"
WITH_ONCLICK = etree.XPath("(//*[@onclick and not(@href)])[position() <= 500]")


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a page: the address to call, its identity, what it leads to and the words it is known by."""

    url: str
    identity: str
    role: Role
    text: str


class Named(NamedTuple):
    """An address as some element of the page names it."""

    href: str
    element: etree._Element
    role: Role | None = None  # where the element itself says so


def links_in(root: etree._Element, url: str, portal: Portal) -> tuple[Link, ...]:
    """The links of a parsed page that may be called, once for each identity, in the page's order."""
    base, own = base_of(root, url, portal), identity(url, portal)
    found: dict[str, Link] = {}
    for named in named_by(root):
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


def base_of(root: etree._Element, url: str, portal: Portal) -> str:
    """What relative links start from: the first <base href>, on the page's own host where it names a foreign one."""
    for element in root.iter("base"):
        href = element.get("href")
        if href:
            base = joined(url, href) or url
            if may_call(canonical(base, portal), portal):
                return base
            return joined(url, urlsplit(base).path or "/") or url
    return url


def named_by(root: etree._Element) -> Iterator[Named]:
    """Every address that the page's elements name, up to a number."""
    kinds = ("a", "area", "link", "img", "frame", "meta", "option")
    for count, element in enumerate(root.iter(*kinds)):
        if count >= MOST_ELEMENTS:
            return
        named = NAMING[str(element.tag)](element)
        if named is not None:
            yield named
    for element in WITH_ONCLICK(root):
        href = scripted(element.get("onclick") or "")
        if href:
            yield Named(href, element)


def by_anchor(element: etree._Element) -> Named | None:
    """Where <a> or <area> leads, by script if need be."""
    href = element.get("href") or ""
    if not href or href[0] == "#" or href[:11].lower() == "javascript:":
        href = scripted(href) or scripted(element.get("onclick") or "")
    relations = element.get("rel")
    turning = relations and {"next", "prev"} & set(relations.lower().split())
    return Named(href, element, "pager" if turning else None) if href else None


def by_link(element: etree._Element) -> Named | None:
    """Feeds and the next page, as the head announces them."""
    relations = set((element.get("rel") or "").lower().split())
    if "alternate" in relations and FEED_TYPE.match(element.get("type") or ""):
        return Named(element.get("href") or "", element, "feed")
    return Named(element.get("href") or "", element, "pager") if "next" in relations else None


def by_image(element: etree._Element) -> Named | None:
    """The picture itself, also where a script loads it late."""
    source = element.get("data-src") or element.get("data-original") or element.get("src") or ""
    return Named(source, element, "media") if source else None


def by_meta(element: etree._Element) -> Named | None:
    """Where a meta refresh leads."""
    if (element.get("http-equiv") or "").lower() != "refresh":
        return None
    match = REFRESH.match(element.get("content") or "")
    return Named(match["url"], element, "page") if match else None


def by_option(element: etree._Element) -> Named | None:
    """The address in a menu that jumps; other values are no addresses."""
    value = element.get("value") or ""
    return Named(value, element) if value.startswith(("/", "http://", "https://")) else None


def by_frame(element: etree._Element) -> Named | None:
    """The page in a frame."""
    return Named(element.get("src") or "", element, "page")


NAMING = {
    "a": by_anchor,
    "area": by_anchor,
    "link": by_link,
    "img": by_image,
    "frame": by_frame,
    "meta": by_meta,
    "option": by_option,
}


def scripted(script: str) -> str:
    """The address that a line of script goes to, or ""."""
    match = SCRIPTED.search(script) if "location" in script or "open" in script else None
    return (match["set"] or match["call"]) if match else ""


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
    if not may_call(url, portal, media=role == "media") or is_forbidden(absolute, portal):
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
    if str(element.tag) in {"img", "link", "meta", "frame"}:
        return " ".join((element.get("alt") or element.get("title") or "").split())[:300]
    text = " ".join(("".join(element.itertext()) if len(element) else element.text or "").split())
    if not text:
        images = element.iter("img")
        text = " ".join((element.get("title") or next((image.get("alt") or "" for image in images), "")).split())
    return text[:300]


def is_pager(text: str) -> bool:
    """Whether a link's words turn pages: a number, "Sau", "Tiếp", "»" and their kin."""
    return (
        bool(text) and PAGER.fullmatch(text) is not None and (any(map(str.isalnum, text)) or bool(ARROWS & set(text)))
    )
