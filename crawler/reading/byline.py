"""Byline and credit that stand with title and date above the text, in a line of their own or behind a label's box."""

from __future__ import annotations

import re

from crawler.reading.blocks import Block, Sheet
from crawler.reading.date_pieces import pieces
from crawler.reading.date_shapes import only_date
from crawler.reading.headline import Choice
from crawler.reading.labels import is_furniture
from crawler.reading.names import is_byline, may_sign
from crawler.reading.tail import Tail, author_of, credit_of

_REACH, _LONGEST = 8, 120
_ALONE = re.compile(r"(?:tác giả(?: bài viết)?|người (?:viết|đăng)|bởi|by|nguồn(?: tin)?)\s*[:：]?", re.IGNORECASE)
# Without a colon only "Được gửi bởi admin vào …" names anybody.
_LABELLED = re.compile(r"[:：]|\bbởi\s", re.IGNORECASE)
_MAY_LABEL = re.compile(r"[:：]|bởi", re.IGNORECASE)
_BY = re.compile(r"(?:bởi|by)\s*[:：]?\s+", re.IGNORECASE)


def take_above(sheet: Sheet, choice: Choice, tail: Tail) -> None:
    """Take byline and credit out of the date line, the lines around it and the first two of the text."""
    for part in choice.date.rest:
        if not is_furniture(part) or _LABELLED.search(part):  # "A" sets the size of letters
            _take(tail, part, "date-line")
    told, opening = {block.index for block in tail.body}, {block.index for block in tail.body[:2]}
    first = min(choice.title.last, choice.date.last) + 1
    lines = sheet.blocks[first : max(choice.title.last, choice.date.last) + 1 + _REACH]
    taken: set[int] = set()
    for block, following in zip(lines, [*lines[1:], None], strict=True):
        inside = block.index in told
        if inside and block.index not in opening:
            break
        if _beside_date(sheet, choice, block) and _take(tail, f"Tác giả: {block.text}", "beside-date"):
            taken.add(block.index)
        elif following and _ALONE.fullmatch(block.text) and _take(tail, _with_label(block, following), "label-above"):
            taken |= {block.index, following.index}
        elif len(block.text) <= _LONGEST and _states(block, tail, inside=inside):
            taken.add(block.index)
    if len(taken & told) < len(tail.body):
        tail.body = [block for block in tail.body if block.index not in taken]


def _beside_date(sheet: Sheet, choice: Choice, block: Block) -> bool:
    """Whether a line is a bare name in the small box of the date, beside tools and a section's link at most.

    HTML's own mark for who wrote an article, an address in its header, needs no name that is known.
    """
    first, last, text = choice.date.first, choice.date.last, block.text
    marked = block.box.tag == "address" and may_sign(text)
    if len(text) > _LONGEST or is_furniture(text) or not (marked or is_byline(text)):
        return False
    home = sheet.around(block.box, sheet.blocks[first].box)
    own = {block.index, *range(first, last + 1), *range(choice.title.first, choice.title.last + 1)}
    if home.end - home.start > _REACH or home.tag in ("html", "body"):
        return False
    rest = [other for other in sheet.blocks[home.start : home.end] if other.index not in own]
    return all(other.linked or is_furniture(other.text) for other in rest)


def _with_label(block: Block, following: Block) -> str:
    """A label and its value as one line: "Bởi" and "Thu Hà" are "Tác giả: Thu Hà"."""
    label = block.text.rstrip(" :：")
    return f"{'Tác giả' if label.casefold() in ('bởi', 'by') else label}: {following.text}"


def _states(block: Block, tail: Tail, *, inside: bool) -> bool:
    """Whether a line is a labelled byline (outside the text also a credit), with dates and tools at most; takes it."""
    if not _MAY_LABEL.search(block.text) or not _LABELLED.search(text := block.spaced):
        return False
    parts = pieces(text)
    named = [part for part in parts if _named(part, credit=not inside)]
    others = (part for part in parts if part not in named)
    if not named or not all(is_furniture(part) or only_date(part.casefold()) for part in others):
        return False
    for part in named:
        _take(tail, part, "label-above")
    return True


def _named(part: str, *, credit: bool) -> bool:
    author = author_of(part)
    return (author is not None and author[1] == "label") or (credit and credit_of(part) is not None)


def _take(tail: Tail, part: str, rule: str) -> bool:
    """Keep what a piece names, where nothing names it yet; whether it names anything."""
    if credit := credit_of(part):
        tail.credit = tail.credit or credit
        return True
    author = author_of(_BY.sub("Tác giả: ", part, count=1) if _BY.match(part) else part)
    if author and tail.author is None:
        tail.author, tail.author_rule = author[0], rule
    return author is not None
