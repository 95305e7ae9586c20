"""The pictures of an article with the captions a reader sees at them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.article import Image
from crawler.reading.blocks import Block, Picture, Sheet
from crawler.reading.headline import Choice
from crawler.reading.labels import is_furniture
from crawler.reading.plain import fold, line
from crawler.reading.region import Region
from crawler.reading.targets import Targets

_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-lazy", "src")
_ORNAMENT = re.compile(
    r"(?:^|[/_.\-])(?:icons?|ico|logo\w*|banner\w*|button|btn|bullet|arrow|spacer|blank|pixel|clear|print\w*|email|mail|share\w*|facebook|twitter|zalo|rss|loading|avatar|star\w*|rating|captcha|counter|sprite|new|hot)(?:[/_.\-\d]|$)",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"\s*(\d+)")


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture in place: the block it stands before, and the block that is its caption, if the text holds that."""

    image: Image
    at: int
    caption_block: Block | None = None


def pictures_of(sheet: Sheet, choice: Choice, region: Region, targets: Targets) -> tuple[list[Image], list[Shown]]:
    """Every picture of the article in order, and those among them that stand inside its text."""
    images: dict[str, Image] = {}
    inside: list[Shown] = []
    body = {block.index: block for block in region.body}
    for picture in sheet.pictures:
        url = address(picture, targets)
        if url is None or url in images:
            continue
        if top := _top(sheet, picture, choice):
            images[url] = Image(url, _top_caption(sheet, picture, choice, top), _alt(picture))
        elif _inside(sheet, picture, region, choice):
            caption = _caption(sheet, picture, body)
            images[url] = Image(url, caption.text if caption else None, _alt(picture))
            inside.append(Shown(images[url], picture.at, caption))
    return list(images.values()), inside


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


def _small(picture: Picture) -> bool:
    for name in ("width", "height"):
        match = _LENGTH.match(picture.attributes.get(name, ""))
        if match and not picture.attributes[name].strip().endswith("%") and int(match[1]) < 40:
            return True
    return False


def _alt(picture: Picture) -> str | None:
    return line(picture.attributes.get("alt", "")) or None


def _top(sheet: Sheet, picture: Picture, choice: Choice) -> bool:
    """Whether a picture stands above the title (or between title and date) with at most its caption between."""
    first, last = (
        choice.title.first,
        max(choice.title.last, choice.date.last if choice.date.first - choice.title.last < 8 else 0),
    )
    if choice.title.last < picture.at <= last:
        return True
    start = min(first, choice.date.first)
    if picture.at > start:
        return choice.date.last < picture.at <= first
    if fold(picture.attributes.get("alt", "")) == fold(choice.title.text) and first - picture.at <= 6:
        return True
    between = sheet.blocks[picture.at : start]
    shared = sheet.around(picture.box, sheet.blocks[first].box)
    return (
        len(between) <= 2 and shared.depth >= 3 and all(not block.link and len(block.text) <= 300 for block in between)
    )


def _top_caption(sheet: Sheet, picture: Picture, choice: Choice, top: bool) -> str | None:
    """The line between a top picture and what follows it."""
    if not top:
        return None
    own = {*range(choice.title.first, choice.title.last + 1), *range(choice.date.first, choice.date.last + 1)}
    for block in sheet.blocks[picture.at : picture.at + 2]:
        if block.index in own:
            return None
        if not is_furniture(block.text):
            return block.text if not block.link and len(block.text) <= 400 else None
    return None


def _inside(sheet: Sheet, picture: Picture, region: Region, choice: Choice) -> bool:
    if not region.start <= picture.at <= region.stop:
        return False
    if picture.at < region.stop or picture.at >= len(sheet.blocks):
        return True
    anchor = region.body[-1] if region.body else sheet.blocks[max(choice.title.last, choice.date.last)]
    home = sheet.around(anchor.box, picture.box)
    refused = sheet.blocks[picture.at]
    if home.number == picture.box.number:
        return True
    side = sheet.child_towards(home, picture.box)
    return not side.start <= refused.index < side.end or side.number == sheet.child_towards(home, anchor.box).number


def _caption(sheet: Sheet, picture: Picture, body: dict[int, Block]) -> Block | None:
    """The block of the text that is this picture's caption: in its figure, box or table, or short and right below."""
    block = body.get(picture.at)
    if block is None or len(block.text) > 300 or block.box.heading:
        return None
    if block.box.caption:
        return block
    shared = sheet.around(block.box, picture.box)
    if shared.tag in ("figure", "table", "tbody") and shared.end - shared.start <= 2:
        return block
    if len(block.text) > 200 or block.text.endswith((":", ";", "./.")) or block.bold > 0.7 * block.size:
        return None
    if block.italic > 0.7 * block.size or (block.box.centred and len(block.text) <= 200):
        return block
    following = body.get(picture.at + 1)
    plain = len(block.text) <= 160 and (not block.text.endswith(".") or block.box.number == picture.box.number)
    return block if plain and following is not None and following.size > 1.2 * block.size else None
