"""Links that are a text's own lines: between its paragraphs, or in the rows of a table of data among them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from crawler.portals.model import Portal
from crawler.reading.blocks import Block, Box, Sheet
from crawler.reading.date_shapes import only_date
from crawler.reading.files import is_file_line, names_file
from crawler.reading.labels import is_claim, is_contact, is_end, is_furniture, is_imprint, is_widget
from crawler.reading.tail import author_of, credit_of
from crawler.reading.targets import Targets
from crawler.reading.weights import FEW, LONG, PROSE

_OUTER = frozenset(("html", "body", "tr"))
_MANY = frozenset(("p", "ul", "ol", "dl", "table", "tbody", "blockquote", "pre"))
_GROUPS = _MANY - {"p"}
_SAID, _SENTENCE = (".", "!", "?", ";", ":"), 15
_NEWS = re.compile(r"(?:các |những |một số )?(?:tin|bài)\b", re.IGNORECASE)
_MARKS = (">", "»", "›")
_MOST, _ABOVE = 12, 12
_SUMMARY = 25


@dataclass(slots=True)
class References:
    """Numbers of blocks: links that are text, links that the text steps over, cells of text beside a file."""

    told: set[int] = field(default_factory=set)
    passed: set[int] = field(default_factory=set)
    cells: set[int] = field(default_factory=set)


def references_of(sheet: Sheet, targets: Targets, portal: Portal, start: int, own: frozenset[int]) -> References:
    """The links from a block on that stand in the midst of a text; `own` blocks say title and date."""
    return _Finder(sheet, targets, portal, start, own).find()


class _Finder:
    def __init__(self, sheet: Sheet, targets: Targets, portal: Portal, start: int, own: frozenset[int]) -> None:
        self.sheet, self.targets, self.portal, self.start, self.own = sheet, targets, portal, start, own
        self.found = References()

    def find(self) -> References:
        blocks, first = self.sheet.blocks, self.start
        tables: dict[int, list[Block]] = {}
        while first < len(blocks):
            end = first
            while end < len(blocks) and blocks[end].link and self.targets.elsewhere(blocks[end]):
                end += 1
            if self.start < first < end < len(blocks):
                self.lines(first, end)
            for block in blocks[first : end + 1]:
                if block.link and block.box.table >= 0 and self.leads(block):
                    tables.setdefault(block.box.table, []).append(block)
            first = end + 1
        for number, links in tables.items():
            self.table(self.sheet.boxes[number], links)
        return self.found

    def leads(self, block: Block) -> bool:
        """Whether a line is a link to a page or a file."""
        return self.targets.elsewhere(block) or is_file_line(block, self.targets)

    def lines(self, first: int, end: int) -> None:
        """Judge a run of lines that are links by the lines right above and below it."""
        blocks = self.sheet.blocks
        above, below, links = blocks[first - 1], blocks[end], blocks[first:end]
        introduced = above.text.endswith(":") and not _NEWS.match(above.text)
        if not self.says(above) or not (introduced or above.size >= PROSE) or not self.together(above.box, below.box):
            return
        if above.size < PROSE and _closes(blocks[first - 2]):
            return
        outside = all(self.targets.outside(link, self.portal.hosts) for link in links)
        teased = any(map(self.targets.elsewhere, blocks[end + 1 : end + 2]))
        if self.says(below) and (outside or introduced or not teased):
            if outside or introduced or end - first > FEW or self.among(above, links):
                self.found.told.update(range(first, end))  # what a text is told to read as well is few
            else:
                self.found.passed.update(range(first, end))
        elif (credit_of(below.text) or author_of(below.text)) and (
            outside or introduced or (len(links) == 1 and self.among(above, links))
        ):
            self.found.told.update(range(first, end))

    def says(self, block: Block) -> bool:
        """Whether a line is a sentence, or long, and nothing that stands around articles."""
        text = block.text
        if block.index in self.own or block.link > 0.5 * block.size or block.box.heading:
            return False
        if block.size < LONG and (not text.endswith(_SAID) or (block.size < _SENTENCE and text[-1] != ":")):
            return False
        side = is_end(text, self.portal) or is_widget(text) or is_furniture(text) or is_claim(text)
        side = side or is_contact(text) or is_imprint(text, self.portal) or only_date(text.casefold())
        return not side and credit_of(text) is None

    def together(self, above: Box, below: Box) -> bool:
        """Whether two lines are parts of one box, or paragraphs, lists and tables side by side in it."""
        home = self.sheet.around(above, below)
        if home.tag in _OUTER:
            return False
        first, last = self.sheet.child_towards(home, above), self.sheet.child_towards(home, below)
        lists = [_holds_only(first, above), _holds_only(last, below)]
        if not all(
            held or box is home or box.tag in _MANY or box.end - box.start == 1
            for box, held in zip((first, last), lists, strict=True)
        ):
            return False
        plain = first.tag == last.tag or last.tag in ("p", home.tag)
        return plain or any(lists) or not _GROUPS.isdisjoint((first.tag, last.tag))

    def among(self, above: Block, links: list[Block]) -> bool:
        """Whether links are lines like the paragraphs they stand between: no list, no box, no mark of more to read."""
        if len(links) > _MOST or any(link.text.startswith(_MARKS) for link in links):
            return False
        home = self.sheet.around(above.box, links[0].box)
        shape = shape_of(self.sheet, home, above)
        shapes = [shape_of(self.sheet, home, link) if home.start <= link.index < home.end else None for link in links]
        return all(other == shape for other in shapes) or (len(links) == 1 and shapes == [()])

    def table(self, table: Box, links: list[Block]) -> None:
        """The links of a table of data right below text: each row with a link says something else in other cells.

        Of files such a table is text where the text goes on below, or where each row says what its decree is about.
        """
        if not self.below_text(table):
            return
        rows = {block.box.row: block for block in links}
        first, below = self.sheet.blocks[table.start], self.sheet.blocks[table.end : table.end + 1]
        amid = any(self.says(block) and self.together(table, block.box) for block in below)
        headed = first.box.row not in rows and self.sheet.row_beside(first) is not None
        summed = headed
        for link in rows.values():
            row = self.sheet.row_beside(link)
            cells = self.sheet.blocks[row.start : row.end] if row else []
            said = [cell.text for cell in cells if not cell.link and not only_date(cell.text.casefold())]
            if not said or not (headed or (amid and any(map(_worded, said)))):
                return
            summed = summed and any(len(text) >= _SUMMARY and _worded(text) for text in said) and names_file(link.text)
        self.found.told.update(link.index for link in links if self.targets.elsewhere(link))
        if amid or summed:
            cells = self.sheet.blocks[table.start : table.end]
            self.found.cells.update(b.index for b in cells if not b.link or names_file(b.text))

    def below_text(self, table: Box) -> bool:
        """Whether a paragraph stands above a table in its box, and no link or end of the text between them."""
        for block in reversed(self.sheet.blocks[max(self.start, table.start - _ABOVE) : table.start]):
            ended = _closes(block) or is_end(block.label, self.portal)
            if ended or block.index in self.own or self.targets.elsewhere(block):
                return False
            if block.size >= PROSE and self.says(block):
                return self.together(block.box, table)
        return False


def shape_of(sheet: Sheet, home: Box, block: Block) -> tuple[str, ...] | None:
    """The tags of the boxes around a line up to one that holds it; None where one of those holds more."""
    tags, box = [], block.box
    while box is not home:
        if box.end - box.start > 1 and box.tag != "p":
            return None
        tags.append(box.tag)
        box = sheet.boxes[box.parent]
    return tuple(tags)


def _holds_only(outer: Box, inner: Box) -> bool:
    """Whether a box holds nothing but a list or a table."""
    return inner.tag in _GROUPS and (outer.start, outer.end) == (inner.start, inner.end)


def _closes(block: Block) -> bool:
    """Whether a line names source or author, as below a text."""
    return credit_of(block.text) is not None or author_of(block.text) is not None


def _worded(text: str) -> bool:
    """Whether a cell says words, not numbers or what a tool says."""
    return any(map(str.isalpha, text)) and not is_furniture(text)
