"""How far an article reaches on its page, and what its title and date line are bounds for."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.portals.model import Portal
from crawler.reading.blocks import Block, Box, Sheet
from crawler.reading.boxed import is_ticker
from crawler.reading.headline import Choice
from crawler.reading.plain import fold, says
from crawler.reading.statements import DateLine
from crawler.reading.verse import is_verse
from crawler.reading.widgets import Widget, widgets_of

_NEAR, _AGAIN = 14, 4
_SHORT = 40


@dataclass(slots=True)
class Region:
    """The article's text and file lines in order; `stop` is the first block after it, `why` what ended it."""

    start: int
    body: list[Block] = field(default_factory=list)
    files: list[Block] = field(default_factory=list)
    stop: int = 0
    why: str = "box"
    widgets: list[Widget] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What title and date line say before any text is looked at, as numbers of blocks and rows.

    `own`: blocks that say title, date or what stands between them, never text; `labelled`: those of every labelled date
    line, `others`: where another date is stated, `again`: where this one is once more, below, in order; `stating`: rows
    that state the date, also once more; `end`: the first block behind a date line near the title; `home`: the box that
    holds both; `headed`: whether a picture is named like the title.
    """

    own: frozenset[int]
    labelled: frozenset[int]
    others: frozenset[int]
    again: list[int]
    stating: frozenset[int]
    end: int
    home: Box
    headed: bool
    widgets: list[Widget]


def bounds_of(sheet: Sheet, choice: Choice, lines: list[DateLine], portal: Portal) -> Bounds:
    """The bounds that a title and a date line of a page set."""
    title, date, words = choice.title, choice.date, fold(choice.date.text)
    named = fold(title.text)
    labelled = frozenset(index for line in lines if line.labelled for index in range(line.first, line.last + 1))
    same = {line.first for line in lines if fold(line.text) == words}
    again = sorted(first for first in same if first > max(title.last, date.last))
    others = {line.first for line in lines if line.labelled and line.stated} - same
    own = {*range(title.first, title.last + 1), *range(date.first, date.last + 1)}
    widgets = widgets_of(sheet, frozenset(own))
    own |= {index for widget in widgets for index in range(widget.start, widget.end)}
    own |= labelled | {first for first in same if first > title.last}
    if min(same, default=title.first) >= title.first:
        own |= set(_between(sheet, choice))
    own |= set(_facts(sheet, choice))
    own |= {b.index for b in sheet.blocks[title.last + 1 : date.first] if is_ticker(title, portal, b)}
    own |= {block.index for block in sheet.blocks[title.first : date.last + _AGAIN] if says(block.text, named)}
    cell = sheet.blocks[title.first].box.cell  # a row whose one cell holds title and date arranges the page
    stating = (*range(date.first, date.last + 1), *again)  # a counter may stand beside each
    stated = (sheet.blocks[index] for index in stating if sheet.blocks[index].box.cell != cell)
    rows = map(sheet.row_beside, stated)
    above = sheet.blocks[title.first].box
    near = date.first - title.last <= _NEAR
    home = sheet.around(above, sheet.blocks[date.first].box) if near else above
    headed = any(fold(picture.attributes.get("alt", "")) == named for picture in sheet.pictures)
    return Bounds(
        frozenset(own), labelled, frozenset(others), again, frozenset(row.number for row in rows if row),
        date.last + 1 if near else 0, home, headed, widgets,
    )  # fmt: skip


def _facts(sheet: Sheet, choice: Choice) -> range:
    """The list or table of short facts that the date is one of, without the title: author, section, counter."""
    date = sheet.blocks[choice.date.first]
    item = sheet.boxes[date.box.item].parent if date.box.item >= 0 else date.box.table
    facts = range(sheet.boxes[item].start, sheet.boxes[item].end) if item >= 0 else range(0)
    short = len(facts) <= _NEAR and all(
        sheet.blocks[index].size < _SHORT
        and sheet.blocks[index].text[-1] not in ".!;"
        and sheet.blocks[index].box.table == date.box.table
        for index in facts
    )
    verse = short and is_verse([sheet.blocks[index].text for index in facts])
    return facts if short and not verse and choice.title.first not in facts else range(0)


def _between(sheet: Sheet, choice: Choice) -> range:
    """What little stands between a title and the date line near below it: section, counter, the picture's caption."""
    between = range(choice.title.last + 1, choice.date.first)
    named = fold(choice.title.text)
    home = sheet.around(sheet.blocks[choice.title.first].box, sheet.blocks[choice.date.last].box)
    below = sheet.blocks[choice.date.last + 1 : max(home.end, choice.date.last + 1 + _AGAIN)]
    told = any(block.size >= _SHORT and not block.link for block in below)  # else what stands between is the text
    captions = {p.at for p in sheet.pictures if told and p.at in between and fold(p.attributes.get("alt", "")) == named}
    short = len(between) <= 6 and all(
        index in captions or (sheet.blocks[index].size < _SHORT and sheet.blocks[index].text[-1] not in ".!")
        for index in between
    )
    return between if short else range(0)
