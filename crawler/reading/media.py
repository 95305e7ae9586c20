"""The pictures of an article with the captions a reader sees at them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import zip_longest

from archive.article import Image
from crawler.reading.blocks import Block, Box, Picture, Sheet
from crawler.reading.extent import Region
from crawler.reading.headline import Choice
from crawler.reading.pictures import address, shows
from crawler.reading.plain import fold, line
from crawler.reading.tail import author_of
from crawler.reading.targets import Targets
from crawler.reading.verse import STANZA, is_verse

_FRAMES = frozenset(("figure", "table", "tbody", "dl"))
# "Ảnh: Thu Hà" under a picture is its caption, whatever follows.
_LONGEST_CAPTION, _SENTENCE, _NEAR, _DEEP = 120, 60, 7, 3
_CREDITED = re.compile(r"(?:ảnh|hình|đồ họa|nguồn ảnh|ảnh minh họa)\b.{0,12}[:：(]", re.IGNORECASE)
# "Bến Tre, ngày 5 tháng 3 năm 2020" opens or closes a letter.
_PLACE_AND_DAY = re.compile(r"[^,.\d]{2,40}, ngày \d{1,2} tháng \d{1,2}(?: năm \d{4})?\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture in place: the block it stands before, and the block that is its caption, if the text holds that."""

    image: Image
    at: int
    caption_block: Block | None = None


def pictures_of(
    sheet: Sheet, choice: Choice, region: Region, text: list[Block], targets: Targets
) -> tuple[list[Image], list[Shown]]:
    """Every picture of the article in order, and those among them that stand inside its text."""
    images: dict[str, Image] = {}
    inside: list[Shown] = []
    captions, usual = _Captions(sheet, text), False
    icons = _Icons(sheet, choice, region)
    told, first = {block.index for block in region.body}, min(choice.title.first, choice.date.first)
    for picture in sheet.pictures:
        url = address(picture, targets)
        if url is None or url in images or icons.hold(picture):
            continue
        if picture.inline and picture.at >= first and picture.at not in told:
            continue  # the icon of a line that is none of the text's
        if top := _top(sheet, picture, choice):
            images[url] = Image(url, _top_caption(sheet, picture, choice, top), _alt(picture))
        elif _inside(sheet, picture, region, choice):
            caption = captions.of(picture, usual=usual)
            usual = usual or caption is not None
            images[url] = Image(url, caption.text if caption else None, _alt(picture))
            inside.append(Shown(images[url], picture.at, caption))
    return list(images.values()), inside


def without_badge(images: list[Image], section: tuple[str, str] | None) -> list[Image]:
    """The pictures of an article whose section is known: its name, between a picture and the title, is no caption."""
    name = section[0] if section and section[1] == "kicker" else None
    return [replace(image, caption=None) if name and image.caption == name else image for image in images]


class _Icons:
    """Which pictures are icons of the files: in the line of one, or in the row of a table that holds nothing else.

    A table may set out the page: a picture in a paragraph of its own in the cell of a file is the article's.
    """

    def __init__(self, sheet: Sheet, choice: Choice, region: Region) -> None:
        self.lines = {(block.index, block.box.number) for block in region.files}
        own = (choice.title.first, *(block.index for block in region.body))
        boxes = (sheet.boxes[block.box.row] for block in region.files if block.box.row >= 0)
        self.rows = {row.number for row in boxes if not any(row.start <= index < row.end for index in own)}
        self.cells = {block.box.cell for block in region.files}

    def hold(self, picture: Picture) -> bool:
        """Whether a picture is such an icon."""
        box = picture.box
        apart = box.cell in self.cells and box.number != box.cell and not picture.inline
        return (picture.at, box.number) in self.lines or (box.row in self.rows and not apart)


def _alt(picture: Picture) -> str | None:
    return line(picture.attributes.get("alt", "")) or None


def _top(sheet: Sheet, picture: Picture, choice: Choice) -> bool:
    """Whether a picture stands above the title (or between title and date) with at most its caption between."""
    first, below = choice.title.first, sheet.blocks[choice.title.last + 1 : choice.date.first]
    near = len(below) < _NEAR and not any(block.size >= _SENTENCE and block.text[-1] == "." for block in below)
    if near and choice.title.last < picture.at <= choice.date.last:
        return True
    start = min(first, choice.date.first)
    if picture.at > start:
        return choice.date.last < picture.at <= first
    if fold(picture.attributes.get("alt", "")) == fold(choice.title.text) and first - picture.at <= 6:
        return True
    between = sheet.blocks[picture.at : start]
    shared = sheet.around(picture.box, sheet.blocks[first].box)
    inner = shared.depth >= _DEEP or (picture.at > 0 and len(between) <= 1)
    return len(between) <= 2 and inner and all(not block.link and len(block.text) <= 300 for block in between)


def _top_caption(sheet: Sheet, picture: Picture, choice: Choice, top: bool) -> str | None:
    """The line between a top picture and what follows it."""
    if not top:
        return None
    own = {*range(choice.title.first, choice.title.last + 1), *range(choice.date.first, choice.date.last + 1)}
    for block in sheet.blocks[picture.at : picture.at + 2]:
        if block.index in own:
            return None
        if not block.furniture:
            listed = block.box.item not in (-1, picture.box.item)  # "Chi tiết" heads section and counter
            return block.text if not block.link and not listed and len(block.text) <= 400 else None
    return None


def _inside(sheet: Sheet, picture: Picture, region: Region, choice: Choice) -> bool:
    if not region.start <= picture.at <= region.stop:
        return False
    if picture.at < region.stop or picture.at >= len(sheet.blocks):
        return True
    if not region.body and region.why == "end-label" and not picture.inline:
        return True
    anchor = region.body[-1] if region.body else sheet.blocks[max(choice.title.last, choice.date.last)]
    home = sheet.around(anchor.box, picture.box)
    refused = sheet.blocks[picture.at]
    if home.number == picture.box.number:
        return True
    side = sheet.child_towards(home, picture.box)
    return not side.start <= refused.index < side.end or side.number == sheet.child_towards(home, anchor.box).number


class _Captions:
    """Which lines of a text are captions: in a picture's figure, box or table, or short and right below."""

    def __init__(self, sheet: Sheet, text: list[Block]) -> None:
        self.sheet, self.first = sheet, text[0].index if text else 0
        self.verse = is_verse([block.text for block in text[:STANZA]])
        # in a text that is centred throughout it sets nothing apart
        self.centred = sum(b.size for b in text if b.box.centred) > 0.5 * sum(b.size for b in text)
        self.pictured = defaultdict[int, list[Picture]](list)
        for picture in sheet.pictures:
            self.pictured[picture.at].append(picture)
        # Each line with the next of the text, past what stands between them (a box of links, a table).
        self.lines = {block.index: (block, after) for block, after in zip_longest(text, text[1:])}

    def of(self, picture: Picture, *, usual: bool) -> Block | None:
        """The caption of a picture; `usual`: one above has one, so that all of a text may be one as well."""
        sheet = self.sheet
        block, following = self.lines.get(picture.at, (None, None))
        if block is None or len(block.text) > 300:
            return None
        if block.box.table != picture.box.table and sheet.row_beside(block) is not None:
            return None  # the head of a table below a picture
        shared = sheet.around(block.box, picture.box)
        framed = shared.tag in _FRAMES and shared.end - shared.start <= 2
        if shared.tag == "div" and shared.end - shared.start == 1 and block.size <= _LONGEST_CAPTION:
            lead = block.index == self.first and block.text.endswith(".")
            framed = not lead and (block.box is not shared or not block.text.endswith("."))
        if self.is_anothers(block, picture, shared) or (block.box.heading and not framed):
            return None
        if block.box.caption or framed or _CREDITED.match(block.text):
            return block
        opens = self.verse and block.index == self.first
        return (
            block if not opens and _looks_like_caption(block) and self.set_off(block, following, usual=usual) else None
        )

    def is_anothers(self, block: Block, picture: Picture, shared: Box) -> bool:
        """Whether another picture shares a smaller box with a line: its figure, or what else frames the two."""
        beside = self.pictured[picture.at] if shared.tag not in _FRAMES else []
        inner = (self.sheet.around(block.box, other.box) for other in beside if not other.inline and shows(other))
        return any(box.depth > shared.depth for box in inner)

    def set_off(self, block: Block, following: Block | None, *, usual: bool) -> bool:
        """Whether a short line stands apart from what follows: a longer one, a picture, a list, a heading."""
        if block.italic > 0.7 * block.size or (block.box.centred and not self.centred):
            return True
        if len(block.text) > 160 or block.text.endswith("."):
            return False
        if block.index + 1 in self.pictured:
            return True
        if following is None:
            return usual or not (block.index == self.first or block.text.isupper())
        part = following.box.heading > 0 or (following.box.item >= 0 and block.box.item < 0)
        part = part or (following.bold >= 0.9 * following.size and not block.bold)
        return part or _PLACE_AND_DAY.fullmatch(following.text) is not None or following.size > 1.2 * block.size


def _looks_like_caption(block: Block) -> bool:
    """Whether a plain line under a picture is short, and neither opens, asks nor signs anything."""
    return len(block.text) <= 200 and not (
        block.text.endswith((":", ";", ",", "./.", "?"))
        or block.text.casefold().startswith("kính gửi")
        or block.bold > 0.7 * block.size
        or _PLACE_AND_DAY.fullmatch(block.text)
        or author_of(block.text)
    )
