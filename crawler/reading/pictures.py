"""Which img elements show something that may belong to an article, and where it lies."""

from __future__ import annotations

import re

from crawler.reading.blocks import Box, Picture, Sheet
from crawler.reading.targets import Targets

_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-lazy", "src")
_ORNAMENT = re.compile(
    r"(?:^|[/_.\-])(?:icons?|ico|logo\w*|banner\w*|button|btn|bullet|arrow|spacer|blank|pixel|clear|print\w*|email|mail|share\w*|facebook|twitter|zalo|rss|loading|avatar|star\w*|rating|captcha|counter|sprite|new|hot)(?:[/_.\-\d]|$)",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"\s*(\d+)")


def address(picture: Picture, targets: Targets) -> str | None:
    """The absolute address of a picture that shows something; None for ornaments, banners, empty sources."""
    source = next(
        (
            value
            for name in _SOURCES
            if (value := picture.attributes.get(name, "").strip()) and not value.startswith("data:")
        ),
        None,
    )
    if source is None or _ORNAMENT.search(source.rsplit("?", 1)[0]) or _small(picture):
        return None
    if picture.href and targets.kind(picture.href) == "page":
        return None
    return targets.absolute(source)


def shows_picture(sheet: Sheet, box: Box, between: tuple[int, int], targets: Targets) -> bool:
    """Whether a box shows a picture that stands at one of the blocks from the first to the last."""
    first, last = between
    for picture in sheet.pictures:
        if first <= picture.at <= last and sheet.around(box, picture.box) is box and address(picture, targets):
            return True
    return False


def _small(picture: Picture) -> bool:
    for name in ("width", "height"):
        match = _LENGTH.match(picture.attributes.get(name, ""))
        if match and not picture.attributes[name].strip().endswith("%") and int(match[1]) < 40:
            return True
    return False
