"""How a start tag is shown: as a box or in the line, styled, hidden, by its name, attributes and style."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from crawler.reading.css import BOLD_NAMES, LARGE_NAMES, SLANTED_NAMES, Css, css_of
from crawler.reading.hidden import is_hidden
from crawler.reading.plain import words

_BLOCK = words(
    "html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure",
    "footer form h1 h2 h3 h4 h5 h6 header hgroup legend li main menu nav ol optgroup p pre search section summary",
    "table tbody td tfoot th thead tr ul caption marquee",
)
# What is drawn by other means than text, or only after a click, or not at all.
_SKIPPED = words(
    "head script style noscript template select datalist textarea button iframe object embed applet svg math canvas",
    "audio video map frameset noframes mat-icon",
)
_BOLD = frozenset(("b", "strong"))
_ITALIC = frozenset(("i", "em", "cite", "dfn", "var"))
_LARGE_FONTS = frozenset(("4", "5", "6", "7", "+1", "+2", "+3", "+4"))
_INLINE_DISPLAYS = frozenset(("inline", "contents"))
_NO_CSS = css_of("")
_NAMELESS = frozenset[str]()


class Ink(NamedTuple):
    """What a start tag changes of the style that text is in; None: nothing. `href` is "" for a link to nowhere."""

    bold: bool | None = None
    italic: bool = False
    raised: str = ""
    href: str | None = None
    large: bool = False
    pre: bool | None = None


_PLAIN = Ink()


class Look(NamedTuple):
    """What a start tag amounts to, whatever text it holds."""

    boxed: bool
    align: str
    ink: Ink | None
    attributes: dict[str, str]


@lru_cache(maxsize=2048)  # a portal's pages are built of the same tags; what differs is where links lead
def look_of(tag: str, items: tuple[tuple[str, str], ...], hidden: frozenset[str]) -> Look | None:
    """How an element is shown, None where a reader does not see it."""
    attributes = dict(items)
    closed = tag == "dialog" and "open" not in attributes
    if closed or tag in _SKIPPED or (attributes and is_hidden(attributes, hidden)):
        return None
    css = css_of(attributes["style"]) if "style" in attributes else None
    boxed = (tag in _BLOCK or "-" in tag) if css is None else _is_box(tag, css)
    align = (css.align if css else "") or attributes.get("align", "").lower()
    ink = _ink_of(tag, css, attributes)
    return Look(boxed, "" if tag == "table" else align, None if ink == _PLAIN else ink, attributes)


def _ink_of(tag: str, css: Css | None, attributes: dict[str, str]) -> Ink:
    if css is None and tag in ("th", "pre"):
        return Ink(bold=True if tag == "th" else None, pre=tag == "pre")
    stated = css or _NO_CSS
    font = tag == "font" and attributes.get("size", "").strip() in _LARGE_FONTS
    named = frozenset(attributes["class"].split()) if "class" in attributes else _NAMELESS
    bold = True if not BOLD_NAMES.isdisjoint(named) and stated.bold is None else stated.bold
    return Ink(
        True if tag in _BOLD else bold,
        stated.italic or tag in _ITALIC or not SLANTED_NAMES.isdisjoint(named),
        tag if tag in ("sup", "sub") else "",
        attributes.get("href", "").strip() if tag == "a" else None,
        stated.large or font or tag == "big" or not LARGE_NAMES.isdisjoint(named),
        stated.pre or None,
    )


def _is_box(tag: str, css: Css) -> bool:
    if css.display:
        return css.display not in _INLINE_DISPLAYS and (tag in _BLOCK or not css.display.startswith("inline"))
    return tag in _BLOCK
