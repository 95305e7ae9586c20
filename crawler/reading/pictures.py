"""Which img elements show something that may belong to an article, and where it lies."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from urllib.parse import parse_qsl, urlsplit

from crawler.reading.blocks import Box, Picture, Sheet
from crawler.reading.labels import is_furniture
from crawler.reading.targets import Targets

_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-lazy", "src")
_WORDS = (
    r"icons?|ico|logo\w*|banner\w*|button|btn|bullet|arrow|spacer|blank|pixel|clear|print\w*|email|mail|share\w*"
    r"|facebook|twitter|zalo|rss|loading|avatar|star\w*|rating|captcha|counter|sprite|new|hot"
)
# A folder or a short name tells an ornament; "cuoc-thi-thiet-ke-logo-x480.png" shows what an article is about.
_FOLDER = re.compile(_WORDS, re.IGNORECASE)
_NAME = re.compile(
    rf"(?:[^/_.\-]+[_.\-]){{0,2}}(?:{_WORDS})\d*(?:[_.\-][^/_.\-]+){{0,2}}$"
    r"|qr(?:[_\-]?code)?\d*\.\w+$|(?:(?:icon|ico|file)[_\-]?)?(?:pdf|docx?|word|xlsx?|excel|pptx?|zip|rar|file|attach\w*|download)"
    r"(?:[_\-]?(?:icon|file|\d+))?\.(?:gif|png|svg|ico)$",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"\s*(\d+)")
_LONGEST = 200  # no ornament's name is longer, and on thousands of digits the pattern takes seconds


def shows(picture: Picture) -> bool:
    """Whether a picture shows something: no ornament, tool or icon, no empty source."""
    source, alt = _source(picture), picture.attributes.get("alt", "").strip()
    if source is None or _is_ornament(source) or _small(picture):
        return False
    return not (alt and is_furniture(alt))


def _is_ornament(source: str) -> bool:
    *folders, name = source.rsplit("?", 1)[0].split("/")
    return (len(name) <= _LONGEST and _NAME.match(name) is not None) or any(map(_FOLDER.fullmatch, folders))


def address(picture: Picture, targets: Targets) -> str | None:
    """The absolute address of a picture that shows something; None for ornaments, banners, empty sources."""
    source, href = _source(picture), picture.href
    if source is None or (href and href.startswith("mailto:")) or not shows(picture):
        return None
    found = targets.absolute(source)
    if found and href and targets.kind(href) == "page" and not _same_picture(found, targets.absolute(href) or ""):
        return None
    return found


def _same_picture(source: str, href: str) -> bool:
    """Whether a link leads to the picture in it, whose address needs no ending: as large, or with less in its query."""
    one, two = urlsplit(source), urlsplit(href)
    asked, led = set(parse_qsl(one.query)), set(parse_qsl(two.query))
    return one.path == two.path and (asked <= led or led <= asked)


def _source(picture: Picture) -> str | None:
    values = (picture.attributes.get(name, "").strip() for name in _SOURCES)
    return next((value for value in values if value and not value.startswith("data:")), None)


def shows_picture(sheet: Sheet, box: Box, between: tuple[int, int], targets: Targets) -> bool:
    """Whether a box shows a picture that stands at one of the blocks from the first to the last."""
    first, last = between
    for picture in sheet.pictures:
        near = first <= picture.at <= last and not _tool(sheet, picture)
        if near and sheet.around(box, picture.box) is box and address(picture, targets):
            return True
    return False


def photos(sheet: Sheet, box: Box, between: tuple[int, int], targets: Targets) -> int:
    """How many pictures a box shows that stand at the blocks from the first to the last."""
    first, last = between
    near = sheet.pictures[bisect_left(sheet.pictures, first, key=_at) : bisect_right(sheet.pictures, last, key=_at)]
    return sum(sheet.around(box, picture.box) is box and address(picture, targets) is not None for picture in near)


def _at(picture: Picture) -> int:
    return picture.at


def under_picture(sheet: Sheet, index: int, targets: Targets) -> bool:
    """Whether a line stands right under a picture, as captions do."""
    return any(picture.at == index and address(picture, targets) for picture in sheet.pictures)


def _tool(sheet: Sheet, picture: Picture) -> bool:
    """Whether a picture stands in the line of a tool or counter, as its icon."""
    return picture.inline and is_furniture(sheet.blocks[picture.at].text)


def _small(picture: Picture) -> bool:
    for name in ("width", "height"):
        match = _LENGTH.match(picture.attributes.get(name, ""))
        if match and not picture.attributes[name].strip().endswith("%") and int(match[1]) < 40:
            return True
    return False
