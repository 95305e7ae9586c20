"""Whether a date below a title belongs to a box of its own: one with a head, or with its matter behind the date."""

from __future__ import annotations

from crawler.portals.model import Portal
from crawler.reading.blocks import Block, Sheet
from crawler.reading.labels import heads_aside, is_end, is_furniture
from crawler.reading.metadata import names_the_site
from crawler.reading.posters import without_poster
from crawler.reading.statements import DateLine
from crawler.reading.tail import author_of, credit_of
from crawler.reading.titles import Title

_PROSE, _LONG, _MUCH = 40, 80, 200
_ENDS = (".", "!", ";", ":", ")")


def below_widget(sheet: Sheet, title: Title, line: DateLine) -> bool:
    """Whether a side box's heading stands right above a title that nothing announces, in the box of its date."""
    if not title.first or line.labelled or title.rule not in ("near-date", "set-off"):
        return False
    above = sheet.blocks[title.first - 1]
    home = sheet.around(sheet.blocks[line.first].box, sheet.blocks[title.first].box)
    return home.start <= above.index and heads_aside(above.text)


def of_another_box(sheet: Sheet, portal: Portal, dated: set[int], title: Title, line: DateLine) -> bool:
    """Whether a box that holds a date, and not the title, is about something else than that title's article."""
    blocks = sheet.blocks
    box = blocks[line.first].box
    if line.first - title.last <= 1 or sheet.row_beside(blocks[line.first]) is not None:
        return False  # right below the title; or a day of a table, which its rows tell
    home = sheet.around(box, blocks[title.first].box)
    captions = {picture.at for picture in sheet.pictures if picture.href is None}
    while box is not home:
        inside = blocks[box.start : line.first]
        if sum(block.size for block in inside if block.size >= _PROSE and not block.link) >= _MUCH:
            return False
        above = [block for block in inside if _tells(block, dated) and not names_the_site(block.text, portal)]
        if not line.labelled and any(block.box.heading for block in above):
            return True
        between = without_poster(sheet, blocks[title.last + 1 : box.start])
        told = [block for block in between if not is_ticker(title, portal, block)]
        apart = any(_tells(block, dated) and block.index not in captions for block in told)
        if apart and above and (not line.labelled or _heads(above[0])):
            return True
        if apart and not above and _goes_on(blocks[line.last + 1 : box.end]):
            return True
        box = sheet.boxes[box.parent]
    return False


def is_ticker(title: Title, portal: Portal, block: Block) -> bool:
    """Whether a line between a title that the page's head announces and its date is one of news that run through."""
    alone = (block.box.start, block.box.end) == (block.index, block.index + 1)
    return "+head" in title.rule and alone and is_end(block.label, portal)


def in_widget(sheet: Sheet, title: Title, line: DateLine) -> bool:
    """Whether a date stands below other lines of a box, beside its title, that a side box's heading opens.

    So it does below rates of exchange; right below such a heading it may be a section's. A side box of the week's
    duties, beside the page of that name, has such a heading for its title.
    """
    box, head = sheet.blocks[line.first].box, sheet.blocks[title.first]
    home = sheet.around(box, head.box)
    if not head.box.heading and heads_aside(title.text):
        return any(other.box.heading and other.text == title.text for other in sheet.blocks)  # of the page itself
    while box is not home:
        first = sheet.blocks[box.start]
        if box.start + 1 < line.first and first.box.heading and heads_aside(first.text):
            return True
        box = sheet.boxes[box.parent]
    return False


def closes_figures(sheet: Sheet, title: Title, line: DateLine) -> bool:
    """Whether a date closes a box of figures (prices, rates) that a line nothing announces opens: it dates those.

    No text of another box is theirs; sentences between the two are an article's, counters stand with the date.
    """
    if "+" in title.rule or title.rule == "h1" or title.last >= line.first:
        return False
    between = sheet.blocks[title.last + 1 : line.first]
    home = sheet.around(sheet.blocks[title.first].box, sheet.blocks[line.first].box)
    if home.start < title.first or home.end > line.last + 1 or any(b.size >= _PROSE for b in between):
        return False
    figures = (b for b in between if not is_furniture(b.text) and any(map(str.isdigit, b.text)))
    return sum(not author_of(b.text) and not credit_of(b.text) for b in figures) > 1


def _heads(first: Block) -> bool:
    """Whether the first line of a box is its head."""
    return first.size < _PROSE and not first.text.endswith(_ENDS)


def _goes_on(below: list[Block]) -> bool:
    """Whether the matter of a box follows its date."""
    return any((block.box.heading or block.size >= _PROSE) and not is_furniture(block.text) for block in below)


def _tells(block: Block, dated: set[int]) -> bool:
    """Whether a line says something of its own: no date, tool, byline or credit."""
    if block.index in dated:
        return False
    if block.size >= _LONG:
        return True
    return not is_furniture(block.text) and not (author_of(block.text) or credit_of(block.text))
