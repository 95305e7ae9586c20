"""Every address that the elements of a page name, as written: links, pictures, feeds, forms and scripts. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Literal, NamedTuple
from urllib.parse import urlencode

from lxml import etree

from crawler.address_rules import PAGER as TURNS_PAGES
from crawler.reading.tree import Tree

Role = Literal["page", "pager", "feed", "media"]

MOST_ELEMENTS = 50_000

FEED_TYPE = re.compile(r"application/(?:rss|atom)\+xml", re.IGNORECASE)
SCRIPTED = re.compile(
    r"(?:(?:window|document|self|top|parent)\s*\.\s*)?location(?:\s*\.\s*href)?\s*=\s*(?P<q>['\"])(?P<set>[^'\"]+)(?P=q)"
    r"|(?:location\s*\.\s*(?:assign|replace)|window\s*\.\s*open)\s*\(\s*(?P<q2>['\"])(?P<call>[^'\"]+)(?P=q2)",
    re.IGNORECASE,
)
REFRESH = re.compile(r"^[\s0-9.]*[;,]\s*(?:url\s*=)?\s*['\"]?(?P<url>[^'\"]+)", re.IGNORECASE)
WITH_ONCLICK = etree.XPath("(//*[@onclick and not(@href)])[position() <= 500]")
# The words of pagers, also Liferay's ("Trang đầu", "Trước", "Tiếp theo", "Cuối"), around arrows, or a bare number.
PAGER = re.compile(
    r"[\s«»‹›<>|…←→\[\]().-]*(?:(?:trang\s+)?(?:sau|tiếp|kế|tiếp\s+theo|kế\s+tiếp|trước|đầu|cuối|cuối\s+cùng)|trang\s+[0-9]{1,4}"
    r"|next|last|prev(?:ious)?|first|older|xem\s+trang\s+tiếp|[0-9]{1,4})?(?:\s+(?:trang|page))?[\s«»‹›<>|…←→\[\]().-]*",
    re.IGNORECASE,
)
ARROWS = frozenset("«»‹›<>←→")
ROWS_A_PAGE = re.compile(r"size|per", re.IGNORECASE)
MOST_FORMS, MOST_OPTIONS = 50, 500


class Named(NamedTuple):
    """An address as some element of the page names it."""

    href: str
    element: etree._Element
    role: Role | None = None  # where the element itself says so


def named_by(tree: Tree) -> Iterator[Named]:
    """Every address that the page's elements name, up to a number."""
    for count, element in enumerate(tree.every(NAMING)):
        if count >= MOST_ELEMENTS:
            return
        named = NAMING[str(element.tag)](element)
        if named is not None:
            yield named
    for form in tree.every(("form",))[:MOST_FORMS]:
        yield from by_form(form)
    if not tree.every(("a",)):  # a page that only leads on; scripts of others go where a reader chose to
        yield from (Named(href, script) for script in tree.root.iter("script") if (href := scripted(script.text or "")))
    for element in WITH_ONCLICK(tree.root) if tree.clicks else ():
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


def by_form(form: etree._Element) -> Iterator[Named]:
    """The pages that a form turns to: a choice of page numbers, or a hidden one behind a button such as "Sau"."""
    if (form.get("method") or "get").strip().lower() != "get":
        return
    hidden = [field for field in form.iter("input") if kind_of(field) == "hidden"]
    fields = {field.get("name") or "": field.get("value") or "" for field in hidden}
    pages = [(name, value) for name, value in fields.items() if any(map(turns, form.iter("input", "button")))]
    for select in form.iter("select"):
        options = islice(select.iter("option"), MOST_OPTIONS)
        pages += [(select.get("name") or "", option.get("value") or option.text or "") for option in options]
    for name, value in ((name, value.strip()) for name, value in pages):
        if value.isdigit() and TURNS_PAGES.fullmatch(name) and not ROWS_A_PAGE.search(name):
            yield Named(f"{form.get('action') or ''}?{urlencode({**fields, name: value})}", form, "pager")


def kind_of(field: etree._Element) -> str:
    """What an input is, "text" where it does not say."""
    return (field.get("type") or "text").strip().lower()


def turns(button: etree._Element) -> bool:
    """Whether a form's button turns pages."""
    shown = button.get("value") if kind_of(button) == "submit" and button.tag == "input" else "".join(button.itertext())
    return is_pager(" ".join((shown or "").split()))


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


def is_pager(text: str) -> bool:
    """Whether a link's words turn pages: a number, "Sau", "Tiếp", "»" and their kin."""
    return (
        bool(text) and PAGER.fullmatch(text) is not None and (any(map(str.isalnum, text)) or bool(ARROWS & set(text)))
    )
