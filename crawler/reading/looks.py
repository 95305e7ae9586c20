"""What the boxes and lines around a title and a date look like: text, an end, another box; looking changes nothing."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import takewhile

from crawler.portals.model import Portal
from crawler.reading.blocks import Block, Box, Sheet
from crawler.reading.extent import Region, bounds_of
from crawler.reading.files import file_blocks
from crawler.reading.headline import Choice
from crawler.reading.labels import is_claim, is_contact, is_end, is_widget
from crawler.reading.pictures import shows_picture, under_picture
from crawler.reading.plain import line
from crawler.reading.references import references_of
from crawler.reading.statements import DateLine
from crawler.reading.tail import author_of, credit_of
from crawler.reading.targets import Targets
from crawler.reading.weights import LED, LONG, PROSE, Weights, continues, decorates, leads_in, next_paragraph, opens

MUCH = 200
COMMENTS = r"(?:bình luận|ý kiến|phản hồi|nhận xét|comments?)"
_COMMENTS = re.compile(rf"(?:có )?\d+ {COMMENTS}")  # as a heading: else a counter
_QUOTES = "”\"’')"
_TOOLS = 24
_WRAPPED = 3  # boxes that an editor may put around each paragraph
_LAST = 3  # credit and byline may stand below the last sentence
_SAID = (".", ";", ",", "!", "?", "…")


class Looks:
    """The judgements of one page's sweep, on what was found so far."""

    def __init__(self, sheet: Sheet, choice: Choice, lines: list[DateLine], portal: Portal, targets: Targets) -> None:
        self.sheet, self.portal, self.targets = sheet, portal, targets
        self.bounds = bounds_of(sheet, choice, lines, portal)
        self.region = Region(choice.title.last + 1, widgets=self.bounds.widgets)
        self.cited = references_of(sheet, targets, portal, self.region.start, self.bounds.own)
        self.offers = file_blocks(sheet, targets) - self.cited.cells
        self.weights = Weights(sheet, self.elsewhere, self.offers | self.cited.told, self.bounds.labelled)
        self.prose = self.past = 0  # characters of text, and the first block behind what was stepped over
        self.found = self.closed = False
        self.cores: set[int] = set()
        self.lists: set[int] = set()
        self.named: set[int] = set()  # links that the text introduces
        self.ends_of_prose: list[Box] = []
        self.last_texts: dict[int, int] = {}

    def elsewhere(self, block: Block) -> bool:
        """Whether a line is a link to another page, and none that is a line of the text."""
        return block.index not in self.cited.told and self.targets.elsewhere(block)

    def finished(self) -> bool:
        """Whether the text taken so far ends as articles do: with a credit line or "./."."""
        return any(last.text.endswith(("./.", "./")) or credit_of(last.text) for last in self.region.body[-1:])

    def promise(self, box: Box, start: int, end: int) -> float:
        """The promise of a child of a box, or of the best column in it; none where an end label opens it."""
        if self.ends(self.sheet.blocks[start]):
            return -1
        whole = self.weights.promise(start, end)
        child = self.sheet.child_towards(box, self.sheet.blocks[start].box)
        if whole > 0 or child.number == box.number:
            return whole
        return max((self.weights.promise(*column) for column in self.sheet.children(child, start)), default=whole)

    def aside(self, box: Box, span: tuple[int, int], most: float) -> bool:
        """Whether a run of blocks before any text stands beside a better one of the same level."""
        start, end = span
        promise = self.promise(box, start, end)
        if end - start == 1:
            told = self.sheet.blocks[start].text.endswith(_SAID) or under_picture(self.sheet, start, self.targets)
            told = told or self.opens_paragraphs(self.sheet.blocks[start])
            return promise <= 0 and most >= MUCH and self.weights.size(start, end) < PROSE and not told
        if self.opening(start, end):
            return False
        beside = self.weights.links(start, end) > 0 or self.weights.side(start, end) > 0
        return promise < 0 or (beside and promise < 0.3 * most)

    def opens_paragraphs(self, line: Block) -> bool:
        """Whether a short line ("Bến Tre, ngày 23 tháng 10 năm 2015") is a paragraph right above a long one."""
        below = next_paragraph(self.sheet, line)
        return below is not None and below.size >= LONG and not below.link

    def within(self, block: Block) -> bool:
        """Whether a line stands in a box that holds the text's paragraphs or lists, or in one built like theirs."""
        boxes, own = self.sheet.boxes, block.box
        around = {own.number, own.parent, boxes[max(own.parent, 0)].parent}
        if not around.isdisjoint(self.cores) or own.parent in self.lists:
            return True
        if len(self.ends_of_prose) < 2:
            return False
        above, core = self.ends_of_prose[-1], self.sheet.around(*self.ends_of_prose)
        for _ in range(_WRAPPED):
            if above is own or above.tag != own.tag:
                break
            above, own = boxes[max(above.parent, 0)], boxes[max(own.parent, 0)]
        return above is own and core.start <= own.start and own.end <= core.end  # not the footer beside their box

    def told(self, block: Block) -> bool:
        """Whether a line is a sentence among the text's own paragraphs and lists, whatever words it begins with."""
        if block.size < PROSE or not block.text.rstrip(_QUOTES).endswith(_SAID):
            return False
        return not self.region.body or self.within(block)  # right below title and date no imprint stands

    def opening(self, start: int, end: int) -> bool:
        """Whether a run of blocks begins with a sentence or a row of data."""
        lines = self.sheet.blocks[start:end]
        first = next((line for line in lines if not line.furniture or self.in_row(line)), lines[0])
        return opens(lines, self.bounds.own) or (self.in_row(first) and not first.link)

    def imprinted(self, start: int, end: int) -> bool:
        """Whether a box is an office's contact block or imprint, and no letter."""
        return self.weights.office(start, end) and not self.writes(start, end)

    def writes(self, start: int, end: int) -> bool:
        """Whether a box right below title and date says sentences above the addresses in it, and claims nothing."""
        blocks = self.sheet.blocks[start:end]
        above = self.sheet.blocks[self.region.start : start]
        near = all(block.index in self.bounds.own or decorates(block) for block in above)
        if not near or any(is_claim(block.text) for block in blocks):
            return False
        said = list(takewhile(lambda block: not (is_contact(block.text) or block.link or self.ends(block)), blocks))
        led = bool(said) and leads_in(said[-1])
        return led or sum(block.size >= PROSE and block.text.endswith(_SAID) for block in said) > 1

    def tells(self, start: int, end: int) -> bool:
        """Whether a run of blocks begins with sentences, sub-headings or a table, whatever links stand below."""
        blocks = (block for block in self.sheet.blocks[start:end] if not decorates(block))
        head = list(takewhile(lambda block: not block.linked and not self.ends(block), blocks))
        said = [block for block in head if block.text.endswith(_SAID) and block.size >= LED]
        told = [block for block in said if not is_contact(block.text)] + list(filter(self.in_row, head))
        much = sum(block.size for block in told) > 0.5 * sum(block.size for block in head)
        return len(told) > 1 and much and not is_widget(head[0].text)

    def outweighs(self, box: Box, position: int, *, single: bool) -> bool:
        """Whether what stands directly in the page's body is more than what was found in the title's own box."""
        end = position + 1 if single else self.sheet.child_towards(box, self.sheet.blocks[position].box).end
        if single:
            while end < box.end and self.sheet.blocks[end].box.parent in (box.number, box.parent):
                end += 1
        return self.weights.prose(position, end) >= max(MUCH, self.prose)

    def anothers(self, position: int, end: int) -> bool:
        """Whether a box below text or picture holds another date and little text: a comment, the next article."""
        date = min(self.bounds.others.intersection(range(position, end)), default=end)
        if date == end or not self.begun(position):
            return False
        if self.prose < MUCH <= self.weights.prose(position, date):
            return False  # the text below a picture or a lead, and lists of others below that
        return self.weights.links(position, end) > 0 or self.weights.prose(position, end) <= 0.5 * self.prose

    def heads_claim(self, block: Block) -> bool:
        """Whether a line stands right above a page's licence or copyright, side by side, and not among the text."""
        below = self.sheet.blocks[block.index + 1 : block.index + 2]
        beside = any(is_claim(other.text) and other.box.parent == block.box.parent for other in below)
        return beside and block.box.parent not in self.cores

    def states_again(self, box: Box) -> bool:
        """Whether a box that holds no link elsewhere says the article's date once more, as around a byline."""
        again = self.bounds.again
        said = bisect_left(again, box.start) < bisect_left(again, box.end)
        return said and not self.weights.links(box.start, box.end)

    def begun(self, position: int) -> bool:
        """Whether text, a file or a picture of the article stands above a block."""
        said = self.finished() or any(last.text[-1] in ".!)" or self.in_row(last) for last in self.region.body[-_LAST:])
        shown = (self.region.start, position)
        return self.found or said or shows_picture(self.sheet, self.bounds.home, shown, self.targets)

    def shows(self, box: Box, position: int) -> bool:
        """Whether a box beside title and date offers files or shows a picture, as articles without text do."""
        home, boxes = self.bounds.home, self.sheet.boxes
        while home.parent >= 0 and (boxes[home.parent].start, boxes[home.parent].end) == (home.start, home.end):
            home = boxes[home.parent]
        if box.depth < home.depth or (box.depth == home.depth and box.parent != home.parent):
            return False
        if any(index in self.offers for index in range(position, box.end)):
            return True
        return shows_picture(self.sheet, box, (position, box.end - 1), self.targets)

    def promising(self, box: Box, position: int) -> bool:
        """Whether a box, or one of those in it, promises a text, short as it may be."""
        columns = any(self.weights.promise(*column) > 0 for column in self.sheet.children(box, position))
        return columns or self.shows(box, position) or self.opening(position, box.end)

    def article_like(self, box: Box, position: int) -> bool:
        """Whether a box outside the one that holds title and date continues the article."""
        weights, end, first = self.weights, box.end, self.sheet.blocks[position]
        size, prose, linked = weights.size(position, end), weights.prose(position, end), weights.linked(position, end)
        if self.weights.office(position, end) or is_widget(first.text) or linked > 0.25 * size or self.ends(first):
            return False
        if first.box.heading and prose < self.prose and self.prose >= MUCH:
            return False
        if not self.prose:
            plain = weights.links(position, end) == weights.side(position, end) == 0
            return prose >= MUCH or (plain and self.below_picture(box, position) and self.opening(position, end))
        return prose > 0 or (size >= LONG and linked < 0.1 * size)

    def below_picture(self, box: Box, position: int) -> bool:
        """Whether only a picture was found so far, and a box follows right below the one of it, title and date."""
        home = self.bounds.home
        return not self.prose and home.end == position and box.depth >= home.depth - 2

    def continued(self, block: Block) -> bool:
        """Whether a line outside the box of title and date is the article's: by its length, or by where it stands."""
        if block.size >= PROSE or continues(self.sheet, block):
            return True
        if self.within(block):
            return True
        if self.prose and (credit_of(block.text) or self.signs_off(block)):
            return True
        told = block.text.endswith(".") or under_picture(self.sheet, block.index, self.targets)
        return told and self.below_picture(block.box, block.index)

    def signs_off(self, block: Block) -> bool:
        """Whether a line is a byline right below the text; a bare name also right above what is no text."""
        named, above = author_of(block.text), self.region.body[-1:]
        if named is None or not all(map(decorates, self.sheet.blocks[above[-1].index + 1 : block.index])):
            return False
        below = self.sheet.blocks[block.index + 1 : block.index + 2]
        apart = (b.link or self.ends(b) or decorates(b) or b.index in self.bounds.own for b in below)
        return named[1] == "label" or any(credit_of(b.text) for b in below) or all(apart)

    def in_row(self, block: Block) -> bool:
        """Whether a line is one cell beside others of a table's row, where "Thích", "4/5" or "Tin khác" are data."""
        row = self.sheet.row_beside(block)
        if row is None or row.start < self.region.start <= row.end:  # the row around the title arranges the page
            return False
        if decorates(block) and self.is_bar(self.sheet.boxes[block.box.table]):
            return False
        return row.number not in self.bounds.stating and not self.weights.links(row.start, row.end)

    def is_bar(self, table: Box) -> bool:
        """Whether a small table is a bar of tools: every cell is one's word or a link that leads nowhere."""
        return table.end - table.start <= _TOOLS and all(map(decorates, self.sheet.blocks[table.start : table.end]))

    def ends(self, block: Block) -> bool:
        """Whether a line opens what follows an article."""
        counted = block.box.heading and _COMMENTS.fullmatch(block.text.casefold().strip(" .:()"))
        return bool(is_end(block.label, self.portal) or counted or self.tabs(block)) and not self.in_row(block)

    def tabs(self, block: Block) -> bool:
        """Whether a line is the heads of several lists in a row ("Tin liên quan", "Tin đọc nhiều")."""
        several = 1 < len(block.runs) <= 4 and len(block.text) <= 80
        return several and all(is_end(line(run.text), self.portal) for run in block.runs)
