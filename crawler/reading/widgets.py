"""Boxes that ask instead of tell: votes, ratings, comment and contact forms, found by the controls in them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from crawler.reading.blocks import Block, Box, Sheet
from crawler.reading.date_words import folded

# A form around a whole page (WebForms) holds an article; one that asks holds labels and a question.
_MOST_TEXT, _SENTENCE = 600, 40
# Each control asks for a climb through the boxes around it; nobody writes so many below one article.
_MOST = 60
# What stands above a form and asks to fill it in.
_ASKS = re.compile(
    r"(?:theo|vao|dien|su dung) (?:cac )?(?:bieu )?(?:mau|phieu|form)"
    r"|(?:mau|bieu mau|phieu|form)[a-z ]{0,20} (?:duoi|sau) day|dien (?:day du|thong tin|vao)"
    r"|nhap (?:thong tin|noi dung|cau hoi|y kien)|gui (?:y kien|cau hoi|gop y|phan anh|thong tin|lien he|tin nhan)"
    r"|cho (?:chung toi )?(?:biet )?y kien"
)
# What blogs say to those who write a comment, right above the form or in it.
_NOTE = re.compile(
    r"(?:dia chi )?e-?mail (?:cua (?:ban|quy vi) )?(?:se )?khong (?:duoc|bi) (?:hien thi|cong khai|cong bo|tiet lo)"
    r"|(?:your )?e-?mail(?: address)? (?:will not be|is never) published"
    r"|(?:cac )?(?:truong|muc|o) (?:bat buoc|co dau)"
)


@dataclass(frozen=True, slots=True)
class Widget:
    """The blocks [start, end) of a box that asks, and the kinds of its controls."""

    start: int
    end: int
    kinds: tuple[str, ...]


def widgets_of(sheet: Sheet, own: frozenset[int]) -> list[Widget]:
    """Every box below the first of the `own` blocks (title, date line) that asks; none holds one of them."""
    found: dict[int, Widget] = {}
    below = [box for _, box in sheet.controls if box.end > min(own)]
    if not below:
        return []
    held = Held(sheet)
    for box in below[:_MOST]:
        top = _widest(sheet, box, own, held)
        if top is not None and top.number not in found:
            found[top.number] = Widget(_note_above(sheet, top.start, own), top.end, held.kinds(top))
    return list(found.values())


def _note_above(sheet: Sheet, start: int, own: frozenset[int]) -> int:
    """Where a box that asks begins: with the note to those who write in it right above, and the heading over that."""
    at = start - 1
    if at < 0 or at in own or not _NOTE.match(folded(sheet.blocks[at].text[:_MOST_TEXT])):
        return start
    return at - 1 if at - 1 not in own and at and sheet.blocks[at - 1].box.heading else at


class Held:
    """What lies in a box: boxes are numbered as they begin, so those inside have the numbers up to the last of them."""

    def __init__(self, sheet: Sheet) -> None:
        self._lines, self._asking = sheet.blocks, dict[int, bool]()
        self._last = list(range(len(sheet.boxes)))
        for box in reversed(sheet.boxes):
            if box.parent >= 0:
                self._last[box.parent] = max(self._last[box.parent], self._last[box.number])
        controls = sorted((box.number, kind) for kind, box in sheet.controls)
        self._kinds, self._controls = [kind for _, kind in controls], [number for number, _ in controls]
        self._pictures = sorted(picture.box.number for picture in sheet.pictures)

    def asks(self, box: Box) -> bool:
        """Whether a box is a form of little text, or holds as many short lines as controls, and no link or picture."""
        if box.number not in self._asking:
            lines = self._lines[box.start : box.end]
            short = box.tag == "form" and sum(line.size for line in lines) <= _MOST_TEXT
            self._asking[box.number] = short or self._holds_little(box, lines)
        return self._asking[box.number]

    def _holds_little(self, box: Box, lines: list[Block]) -> bool:
        if self._pictures[self._inside(box, self._pictures)]:
            return False
        if not 0 < len(lines) <= 2 * len(self.kinds(box)) + 2:
            return False
        return not any(line.link or line.size >= _SENTENCE or line.text.endswith((".", "./")) for line in lines)

    def kinds(self, box: Box) -> tuple[str, ...]:
        """The kinds of the controls in a box."""
        return tuple(self._kinds[self._inside(box, self._controls)])

    def _inside(self, box: Box, numbers: list[int]) -> slice:
        """Where in these numbers of boxes, in order, those of a box and of all in it stand."""
        return slice(bisect_left(numbers, box.number), bisect_right(numbers, self._last[box.number]))


def _widest(sheet: Sheet, box: Box, own: frozenset[int], held: Held) -> Box | None:
    """The form around a control, or the widest box that holds little beside controls; None where neither is."""
    top, around = None, box
    while around.parent >= 0 and not any(around.start <= index < around.end for index in own):
        asks = held.asks(around)
        if asks and around.tag == "form":
            return around
        top = around if asks else top
        around = sheet.boxes[around.parent]
    return top


def invites(text: str) -> bool:
    """Whether a text ends with what a form below it is for: a question, a colon, a request to fill something in."""
    last = text.rpartition("\n")[2]
    asks = _ASKS.search(folded(last)) is not None and not last.endswith(";")  # "đơn theo mẫu;" is one of a list
    return asks or text.endswith(("?", ":", "？"))
