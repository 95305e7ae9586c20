"""Whether a date below a title belongs to a box of its own: one with a head, or with its matter behind the date."""

from __future__ import annotations

from crawler.reading.blocks import Block, Sheet
from crawler.reading.dateline import DateLine
from crawler.reading.labels import is_furniture
from crawler.reading.tail import author_of, credit_of
from crawler.reading.titles import Title

_PROSE, _MUCH = 40, 200
_ENDS = (".", "!", ";", ":", ")")


def of_another_box(sheet: Sheet, dated: set[int], title: Title, line: DateLine) -> bool:
    """Whether a box that holds a date, and not the title, is about something else than that title's article."""
    blocks = sheet.blocks
    box = blocks[line.first].box
    if sheet.row_beside(blocks[line.first]) is not None:
        return False  # the days of a table are told by its rows
    home = sheet.around(box, blocks[title.first].box)
    while box is not home:
        above = [block for block in blocks[box.start : line.first] if _tells(block, dated)]
        if sum(block.size for block in above if block.size >= _PROSE) >= _MUCH:
            return False
        if not line.labelled and any(block.box.heading for block in above):
            return True
        below = [block for block in blocks[line.last + 1 : box.end] if _tells(block, dated)]
        apart = any(_tells(block, dated) for block in blocks[title.last + 1 : box.start])
        if apart and _headed(above, below):
            return True
        box = sheet.boxes[box.parent]
    return False


def _headed(above: list[Block], below: list[Block]) -> bool:
    """Whether the lines of a box begin with a head, or its matter follows the date."""
    if above:
        return above[0].size < _PROSE and not above[0].text.endswith(_ENDS)
    return any(block.box.heading or block.size >= _PROSE for block in below)


def _tells(block: Block, dated: set[int]) -> bool:
    """Whether a line says something of its own: no date, tool, byline or credit."""
    if block.index in dated or is_furniture(block.text):
        return False
    return not (author_of(block.text) or credit_of(block.text))
