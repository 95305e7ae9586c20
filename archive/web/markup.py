"""An article's markup as our page shows it: sanitised once more, pictures from the archive, tables that can scroll."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import nh3
from bs4 import BeautifulSoup
from bs4.element import Tag
from markupsafe import Markup

_TAGS = {
    "p", "br", "ul", "ol", "li", "table", "thead", "tbody", "tr", "td", "th", "caption", "a", "img", "figure",
    "figcaption", "blockquote", "strong", "em", "sup", "sub", "div", "span",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "loading", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "div": {"tabindex", "role", "aria-label"},
}
_CLASSES = {"div": {"table-scroll"}, "span": {"absent"}}
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
LARGEST = 2_000_000  # letters of markup; beyond that the text alone is shown


def safe_body(body_html: str, body_text: str, pictures: Mapping[str, str]) -> Markup:
    """The body as HTML. `pictures` tells where here a picture's address is kept; others are named, not asked for."""
    if not body_html.strip() or len(body_html) > LARGEST:
        return Markup("\n").join(Markup("<p>{}</p>").format(part) for part in body_text.split("\n\n") if part.strip())
    # Parsed only after a first cleaning, and cleaned again after: what reaches a reader went through nh3 last.
    fragment = BeautifulSoup(_clean(body_html, keep=_any_address), "lxml")
    for element in fragment.find_all("img"):
        _picture(fragment, element, pictures)
    for element in fragment.find_all("table"):
        _scrolling(fragment, element)
    _outline(fragment)
    inner = fragment.body.decode_contents() if fragment.body else ""
    return Markup(_clean(inner, keep=_own_pictures(pictures)))  # noqa: S704 - nh3's answer


def _any_address(_tag: str, _name: str, value: str) -> str | None:
    return value


def _own_pictures(pictures: Mapping[str, str]) -> Callable[[str, str, str], str | None]:
    ours = set(pictures.values())
    return lambda tag, name, value: None if (tag, name) == ("img", "src") and value not in ours else value


def _clean(markup: str, keep: Callable[[str, str, str], str | None]) -> str:
    return nh3.clean(
        markup,
        tags=_TAGS | set(_HEADINGS),
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        attribute_filter=keep,
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer nofollow external",
    )


def _picture(fragment: BeautifulSoup, element: Tag, pictures: Mapping[str, str]) -> None:
    source, alt = str(element.get("src") or ""), str(element.get("alt") or "")
    element["alt"] = alt
    if source in pictures:
        element["src"], element["loading"] = pictures[source], "lazy"
        return
    stand_in = fragment.new_tag("span", attrs={"class": "absent"})
    stand_in.append(f"Picture not kept: {alt or 'no description'} ")
    if source.startswith(("http://", "https://")):
        link = fragment.new_tag("a", href=source)
        link.string = "see it at the portal"
        stand_in.append(link)
    element.replace_with(stand_in)


def _outline(fragment: BeautifulSoup) -> None:
    """Below our h1 the first heading is an h2, and none skips a level: that is how screen readers walk a page."""
    found = fragment.find_all(_HEADINGS)
    top = min((int(element.name[1]) for element in found), default=2)
    level = 1
    for element in found:
        level = min(int(element.name[1]) - top + 2, level + 1, 6)
        element.name = f"h{level}"


def _scrolling(fragment: BeautifulSoup, element: Tag) -> None:
    if element.find_parent(("td", "th")) is None:
        scroll = {"class": "table-scroll", "tabindex": "0", "role": "region", "aria-label": "Table"}
        element.wrap(fragment.new_tag("div", attrs=scroll))
