"""What a page holds but a reader does not see: hidden by attribute, by style or by its own style sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from crawler.reading.tree import Tree

_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)"
    r"|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:;|!|$)"
    r"|(?:left|top|text-indent|margin-left)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*[01]|mso-hide\s*:\s*all",
    re.IGNORECASE,
)
_NO_HEIGHT = re.compile(r"(?:^|;)\s*(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:;|!|$)", re.IGNORECASE)
_OVERFLOW = re.compile(r"overflow\s*:\s*hidden", re.IGNORECASE)
# Bootstrap, WordPress, Liferay (AUI) and WebForms all hide by these words; Material's fonts show words as icons.
_CLASS = re.compile(
    r"(?:^|\s)(?:d-none|hidden|hide|sr-only|visually-hidden|screen-reader-text|aui-helper-hidden(?:-accessible)?"
    r"|hide-accessible|invisible|visuallyhidden|material-(?:icons|symbols)(?:-[a-z]+)?)(?:\s|$)",
    re.IGNORECASE,
)
_SHOWN_WHEN_WIDE = re.compile(r"(?:^|\s)(?:d-(?:sm|md|lg|xl|xxl)-(?!none)|(?:sm|md|lg|xl):(?!hidden))", re.IGNORECASE)
_SIMPLE = re.compile(r"^\s*(?:[a-zA-Z][\w-]*)?([.#][\w-]+)\s*$")
_SHEET_LIMIT = 200_000  # characters


def hidden_names(tree: Tree) -> frozenset[str]:
    """The ".class" and "#id" selectors that the page's own style elements hide outside @media."""
    names: set[str] = set()
    for style in tree.every(("style",)):
        for selectors, rules in _rules(style.text or ""):
            if _STYLE.search(rules):
                names.update(match[1] for part in selectors.split(",") if (match := _SIMPLE.match(part)))
    return frozenset(names)


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations outside @media. By splitting: a pattern is quadratic where a sheet never closes."""
    first, *commented = sheet[:_SHEET_LIMIT].split("/*")
    depth, media = 0, None
    for piece in (first + "".join(part.partition("*/")[2] for part in commented)).split("}"):
        *heads, rules = piece.split("{")
        for head in heads[:-1]:
            depth += 1
            media = depth if media is None and "@media" in head.lower() else media
        if heads and media is None:
            yield heads[-1].rpartition(";")[2], rules
        elif not heads and depth:
            media = None if media == depth else media
            depth -= 1


def is_hidden(attributes: Mapping[str, str], names: frozenset[str]) -> bool:
    """Whether a reader cannot see an element of these attributes (and all that is in it)."""
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    if style and _hides(style):
        return True
    label = attributes.get("class")
    if label and (_names_hiding(label) or (names and any("." + name in names for name in label.split()))):
        return True
    return bool(names) and "#" + attributes.get("id", "") in names


@lru_cache(maxsize=2048)
def _hides(style: str) -> bool:
    return bool(_STYLE.search(style) or (_OVERFLOW.search(style) and _NO_HEIGHT.search(style)))


@lru_cache(maxsize=2048)
def _names_hiding(label: str) -> bool:
    return _CLASS.search(label) is not None and _SHOWN_WHEN_WIDE.search(label) is None
