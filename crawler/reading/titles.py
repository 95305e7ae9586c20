"""What could be a title by itself: its lines joined, and how much it looks like one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from crawler.portals.model import Portal
from crawler.reading.blocks import Block, Picture, Sheet
from crawler.reading.files import announces_files
from crawler.reading.labels import bare, is_contact, is_end, is_widget
from crawler.reading.metadata import Head, names_the_site
from crawler.reading.plain import fold, says
from crawler.reading.tail import author_of, credit_of
from crawler.reading.weights import decorates

LONGEST_TITLE = 500
_BELOW = 6
# What a picture named like a line says for it.
ALT = 2.5
_BYLINE = re.compile(r"(?:tác giả(?: bài viết)?|người (?:viết|đăng)|(?:tin|bài),? (?:và )?ảnh)\s*[:：]", re.IGNORECASE)
# "Độ ẩm: 86%" and "Hôm nay: 402" in the boxes of the weather and of visitors.
_MEASURE = re.compile(r"[^:：\d]{2,25}[:：]\s*[\d.,]+\s*(?:%|°\s?C|km/h|mm|lượt|người)?", re.IGNORECASE)
# "Trang chủ > Tin tức" in plain words.
_PATH = re.compile(r"(?:trang chủ|home)\s*[»>›/|]", re.IGNORECASE)
_WORDED = re.compile(r"[^\W_]")
_SENTENCES = re.compile(r"[a-zà-ỹ]{3,}[.;] ")
_HEADING = (0.0, 2.5, 2.1, 1.8, 1.5, 1.3, 1.2)


@dataclass(frozen=True, slots=True)
class Title:
    """Blocks [first, last] that are the title, its text, how surely, and the rule that found it."""

    first: int
    last: int
    text: str
    score: float
    rule: str


def _says_other(text: str) -> bool:
    """Whether a line is a byline or a path."""
    return any((_BYLINE.match(text), _PATH.match(text)))


def _measures(text: str) -> bool:
    """Whether a line is a measure of the weather or of visitors, or figures with few letters, as a telephone's are."""
    digits = sum(map(str.isdigit, text))
    return _MEASURE.fullmatch(text) is not None or (digits > 0 and digits > sum(map(str.isalpha, text)))


def _named_below(sheet: Sheet, picture: Picture) -> bool:
    """Whether a line between a picture and the line that it is named like is its caption."""
    name = fold(picture.attributes.get("alt", ""))
    near = sheet.blocks[picture.at : picture.at + _BELOW] if name else []
    return any(says(block.text, name) for block in near[1:]) and not says(near[0].text, name)


def _goes_on(above: Block, block: Block) -> bool:
    """Whether a line of the same box goes on where the one above it broke off: in small letters, or all in capitals."""
    if above.text[-1] in ".!?:;" or above.size > 220:
        return False
    return block.text[0].islower() or (
        above.text.isupper() and block.text.isupper() and min(above.size, block.size) > 7
    )


class Titles:
    """The title that may start at each block of one page; `dated` are the blocks of its date lines."""

    def __init__(self, sheet: Sheet, head: Head, portal: Portal, elsewhere: Callable[[Block], bool]) -> None:
        self.sheet, self.head, self.portal, self.elsewhere = sheet, head, portal, elsewhere
        self.dated: set[int] = set()
        self.alts = {fold(picture.attributes.get("alt", "")) for picture in sheet.pictures if picture.href is None} - {
            ""
        }
        self.captions = {picture.at for picture in sheet.pictures if _named_below(sheet, picture)}
        self.longest = max(map(len, (*head.wholes, *self.alts)), default=0)
        self.known: dict[int, Title | None] = {}

    def at(self, index: int) -> Title | None:
        """The title that starts at a block (its lines joined), or None where that block cannot be one."""
        if index not in self.known:
            self.known[index] = self._at(index)
        return self.known[index]

    def _at(self, index: int) -> Title | None:
        block = self.sheet.blocks[index]
        if (
            index in self.captions
            or len(block.text) > LONGEST_TITLE
            or self.elsewhere(block)
            or (block.linked and self.in_menu(block))
        ):
            return None
        if block.tools or (0 < block.link < block.size and not block.linked and self.head.agrees(block.text) < 1):
            return None  # a row of tools; a path that ends with the title
        if is_end(block.text, self.portal) or block.furniture or self.continued(block) or self.in_row(block):
            return None
        if credit_of(block.text) or announces_files(block.text) or _says_other(block.text):
            return None
        last, text = self.lines_of(block)
        if names_the_site(text, self.portal) or (_measures(block.text) and not self.announced(block, text)):
            return None
        score, rule = self.looks(block, text)
        if rule == "near-date" and author_of(text):
            score -= 2.5
        if is_contact(text) or (is_widget(text) and self.head.agrees(text) < 1):
            score -= 1.0 if rule != "near-date" and bare(text) == "thông báo" else 2.5
        return Title(index, last, text, score, rule)

    def announced(self, block: Block, text: str) -> bool:
        """Whether h1, the page's head or a picture's name says that a line is a title, whatever it looks like."""
        return block.box.heading == 1 or self.head.agrees(text) == 1 or fold(text) in self.alts

    def continued(self, block: Block) -> bool:
        """Whether a line goes on in the middle of a heading, or of a sentence, that starts above it."""
        above = self.sheet.blocks[block.index - 1] if block.index else block
        if block.index == 0 or above.box.number != block.box.number:
            return False
        return bool(block.box.heading) or _goes_on(above, block)

    def in_menu(self, block: Block) -> bool:
        """Whether a link to this very page stands among links to others built like it; a path is built otherwise."""
        parent, tag = block.box.parent, block.box.tag
        beside = self.sheet.blocks[max(0, block.index - 1) : block.index + 2]
        alike = (b for b in beside if b.box.parent == parent and b.box.tag == tag and len(b.hrefs) == 1)
        return any(map(self.elsewhere, alike))

    def in_row(self, block: Block) -> bool:
        """Whether a block is a cell beside others that say something, as in the head of a table."""
        row = None if block.box.heading else self.sheet.row_beside(block)
        cell = self.sheet.boxes[block.box.cell]
        told = not self.dated.isdisjoint(range(cell.start, cell.end)) and self.head.agrees(block.text) == 1
        if row is None or told:
            return False
        others = self.sheet.blocks[row.start : row.end]
        said = {o.box.cell for o in others if not (o.index in self.dated or decorates(o) or self.elsewhere(o))}
        return len(said) > 1

    def lines_of(self, block: Block) -> tuple[int, str]:
        """Where the title that starts here ends, and its text: broken headings and announced lines are joined."""
        blocks, last, text = self.sheet.blocks, block.index, block.text
        longest, words = (last, text), fold(text)
        begins = any(told.startswith(words) for told in (*self.head.wholes, *self.alts))
        for following in blocks[block.index + 1 : block.index + 4]:
            if following.index in self.dated or len(text) + len(following.text) >= LONGEST_TITLE:
                break
            same = following.box.number == block.box.number
            if not same and (names_the_site(text, self.portal) or (not block.box.heading and len(text) > self.longest)):
                break
            heading = same and bool(block.box.heading)
            if not _WORDED.search(following.text) or (names_the_site(following.text, self.portal) and not heading):
                break
            goes_on = heading or (same and _goes_on(blocks[following.index - 1], following))
            text = f"{text} {following.text}"
            if goes_on or (begins and ((words := fold(text)) in self.head.wholes or words in self.alts)):
                longest = (following.index, text)
        return longest

    def looks(self, block: Block, text: str) -> tuple[float, str]:
        """How much this block looks like a title by itself, and by which rule."""
        score, rule = 0.0, "near-date"
        size = block.size
        if block.box.heading:
            score, rule = _HEADING[min(block.box.heading, 6)], f"h{block.box.heading}"
        elif block.large or block.bold >= 0.9 * size:
            score, rule = 1.2, "set-off"
        if agrees := self.head.agrees(text):
            score, rule = score + 4 * agrees, f"{rule}+head" if agrees == 1 else rule
        if fold(text) in self.alts:
            score, rule = score + ALT, f"{rule}+alt"
        elif text.endswith((".", ";", ",", ":")) and not agrees:
            score -= 1.0 if rule != "near-date" else 2.5
        score += -2.0 if size < 7 else -0.6 if size < 14 else 0.6 if size >= 20 else 0.0
        score -= 1.5 if not agrees and (size > 220 or (rule == "near-date" and _SENTENCES.search(text))) else 0
        score -= 1.0 if block.box.item >= 0 and not block.box.heading else 0
        score -= 2.0 if block.box.tag == "form" and not agrees else 0  # what a form lets choose from
        return score, rule
