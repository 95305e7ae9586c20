"""Which blocks are the article's own text: outwards from title and date, box by box, until it ends."""

from __future__ import annotations

from crawler.portals.model import Portal
from crawler.reading.blocks import Block, Box, Sheet
from crawler.reading.dateline import DateLine
from crawler.reading.extent import Region
from crawler.reading.files import file_blocks, is_file_line, offered_below
from crawler.reading.headline import Choice
from crawler.reading.labels import is_contact, is_end, is_imprint, is_widget
from crawler.reading.pictures import shows_picture, under_picture
from crawler.reading.plain import fold
from crawler.reading.tail import author_of, credit_of
from crawler.reading.targets import Targets
from crawler.reading.weights import LONG, PROSE, Weights, decorates

_OUTER = frozenset(("html", "body"))
_MUCH = 200


class Sweep:
    """Collects the region; one use."""

    def __init__(self, sheet: Sheet, choice: Choice, lines: list[DateLine], portal: Portal, targets: Targets) -> None:
        self.sheet, self.portal, self.targets = sheet, portal, targets
        title, date = choice.title, choice.date
        labelled = frozenset(index for line in lines if line.labelled for index in range(line.first, line.last + 1))
        again = {line.first for line in lines if line.text == date.text and line.first > title.last}
        self.own = labelled | again | {*range(title.first, title.last + 1), *range(date.first, date.last + 1)}
        near = 0 <= date.first - title.last <= 14 or date.last < title.first
        above = sheet.blocks[title.first].box
        self.home = sheet.around(above, sheet.blocks[date.first].box) if near else above
        self.offers = file_blocks(sheet, targets)
        self.weights = Weights(sheet, targets, self.offers, labelled)
        self.region = Region(title.last + 1)
        self.prose = 0
        words = fold(title.text)
        self.headed = any(fold(picture.attributes.get("alt", "")) == words for picture in sheet.pictures)
        self.found = False
        self.cores: set[int] = set()
        self.closed = False

    def run(self) -> Region:
        """Climb from the title to the root, taking what follows at each level."""
        sheet, region = self.sheet, self.region
        position, box = region.start, sheet.blocks[region.start - 1].box
        region.stop = position
        taken, inner = box.depth, box
        while not self.closed:
            outside, before = box.depth < self.home.depth, self.prose
            self.found = self.found or shows_picture(sheet, inner, (region.start, position), self.targets)
            if outside and self.found and (box.depth < taken - 3 or self.finished()):
                break
            position = self.level(box, position, strict=outside and self.found, outside=outside)
            taken = box.depth if self.prose > before else taken
            if box.parent < 0 or (box.tag == "tr" and outside and self.prose >= _MUCH):
                break
            box, inner = sheet.boxes[box.parent], box
        region.files += offered_below(sheet, region.stop, self.offers, self.targets)
        return region

    def finished(self) -> bool:
        """Whether the text taken so far ends as articles do: with a credit line or "./."."""
        last = self.region.body[-1].text if self.region.body else ""
        return last.endswith(("./.", "./")) or credit_of(last) is not None

    def level(self, box: Box, position: int, *, strict: bool, outside: bool) -> int:
        """Visit what follows `position` inside a box, child by child; the position after it."""
        blocks = self.sheet.blocks
        top = box.tag in _OUTER
        most = 0.0
        if outside and not self.found:
            most = max((self.promise(box, start, end) for start, end in self.sheet.children(box, position)), default=0)
        while position < box.end and not self.closed:
            child = self.sheet.child_towards(box, blocks[position].box)
            single = child.number == box.number or child.end - position == 1
            end = position + 1 if single else child.end
            if strict and top and not self.outweighs(box, position, single=single):
                self.refuse(blocks[position], "page")
            elif most > 0 and not self.found and self.aside(box, (position, end), most):
                pass
            elif single:
                self.line(blocks[position], strict=strict)
            else:
                self.group(child, position, strict=strict, outside=outside)
            position = end
        return position

    def promise(self, box: Box, start: int, end: int) -> float:
        """The promise of a child of a box, or of the best column in it; none where an end label opens it."""
        blocks = self.sheet.blocks
        if is_end(blocks[start].text, self.portal):
            return -1
        whole = self.weights.promise(start, end)
        child = self.sheet.child_towards(box, blocks[start].box)
        if whole > 0 or child.number == box.number:
            return whole
        return max((self.weights.promise(*column) for column in self.sheet.children(child, start)), default=whole)

    def aside(self, box: Box, span: tuple[int, int], most: float) -> bool:
        """Whether a run of blocks before any text stands beside a better one of the same level."""
        start, end = span
        promise = self.promise(box, start, end)
        if end - start == 1:
            caption = under_picture(self.sheet, start, self.targets)
            return promise <= 0 and most >= _MUCH and self.weights.size(start, end) < PROSE and not caption
        beside = self.weights.links(start, end) > 0 or self.weights.side(start, end) > 0
        return promise < 0 or (beside and promise < 0.3 * most)

    def outweighs(self, box: Box, position: int, *, single: bool) -> bool:
        """Whether what stands directly in the page's body is more than what was found in the title's own box."""
        end = position + 1 if single else self.sheet.child_towards(box, self.sheet.blocks[position].box).end
        if single:
            while end < box.end and self.sheet.blocks[end].box.parent in (box.number, box.parent):
                end += 1
        return self.weights.prose(position, end) >= max(_MUCH, self.prose)

    def group(self, box: Box, position: int, *, strict: bool, outside: bool) -> None:
        """Take, refuse or look into one box of several blocks."""
        weights, end, first = self.weights, box.end, self.sheet.blocks[position]
        size, prose = weights.size(position, end), weights.prose(position, end)
        linked, links = weights.linked(position, end), weights.links(position, end)
        if is_end(first.text, self.portal) and (self.found or self.headed) and not self.in_row(first):
            self.refuse(first, "end-label", always=True)
        elif links >= 2 and prose < 0.3 * size and (linked > 0.4 * size or links >= 0.4 * (end - position)):
            if not self.found and (prose or self.shows(box, position)):
                self.level(box, position, strict=strict, outside=True)
            elif first.box.number == box.number and (credit_of(first.text) or author_of(first.text)):
                self.level(box, position, strict=strict, outside=outside)  # an unclosed p holds the list below it
            else:
                self.refuse(first, "links")
        elif strict and box.parent not in self.cores and not self.article_like(box, position):
            if links and prose >= 150 and not is_widget(first.text) and not first.box.heading:
                self.level(box, position, strict=True, outside=True)
            else:
                self.refuse(first, "other-box")
        elif self.found or not self.weights.office(position, end):
            self.look(box, position, strict=strict, outside=outside)

    def shows(self, box: Box, position: int) -> bool:
        """Whether a box beside title and date offers files or shows a picture, as articles without text do."""
        if box.depth < self.home.depth or (box.depth == self.home.depth and box.parent != self.home.parent):
            return False
        if any(index in self.offers for index in range(position, box.end)):
            return True
        return shows_picture(self.sheet, box, (position, box.end - 1), self.targets)

    def look(self, box: Box, position: int, *, strict: bool, outside: bool) -> None:
        """Go into a box: warily where it holds side matter beside text, not at all where it holds little else."""
        weights = self.weights
        mixed = (
            outside
            and box.parent not in self.cores
            and (weights.links(position, box.end) > 0 or weights.side(position, box.end) > 0)
        )
        if (
            not mixed
            or weights.prose(position, box.end) >= _MUCH
            or (not self.found and (self.columns(box, position) or self.shows(box, position)))
        ):
            self.level(box, position, strict=strict, outside=mixed)
        else:
            self.refuse(self.sheet.blocks[position], "side-box")

    def columns(self, box: Box, position: int) -> bool:
        """Whether one of the boxes in a box promises text by itself."""
        return any(self.weights.promise(start, end) > 0 for start, end in self.sheet.children(box, position))

    def article_like(self, box: Box, position: int) -> bool:
        """Whether a box outside the one that holds title and date continues the article."""
        weights, end, first = self.weights, box.end, self.sheet.blocks[position]
        size, prose, linked = weights.size(position, end), weights.prose(position, end), weights.linked(position, end)
        if self.weights.office(position, end) or is_widget(first.text) or linked > 0.25 * size:
            return False
        if box.tag in ("aside", "nav", "footer") or is_end(first.text, self.portal):
            return False
        if first.box.heading and prose < self.prose and self.prose >= _MUCH:
            return False
        if not self.prose:
            return prose >= _MUCH
        return prose > 0 or (size >= LONG and linked < 0.1 * size)

    def line(self, block: Block, *, strict: bool) -> None:
        """Take, skip or stop at one block."""
        text = block.text
        if block.index in self.own or (decorates(block) and not self.in_row(block)):
            return
        if is_end(text, self.portal) and not self.in_row(block):
            self.refuse(block, "end-label", always=True)
        elif block.index in self.offers or is_file_line(block, self.targets):
            self.region.files.append(block)
            self.found = True
            self.region.stop = block.index + 1
        elif self.targets.elsewhere(block):
            self.link(block, strict=strict)
        elif is_imprint(text, self.portal) or (strict and is_contact(text)) or (is_widget(text) and self.leads(block)):
            self.refuse(block, "imprint")
        elif strict and block.size < PROSE and not self.continues(block):
            self.refuse(block, "other-line")
        else:
            self.take(block)

    def in_row(self, block: Block) -> bool:
        """Whether a line is one cell beside others of a table's row, where "Thích" or "4/5" are data."""
        if block.box.cell < 0 or block.box.row < 0:
            return False
        row, cell = self.sheet.boxes[block.box.row], self.sheet.boxes[block.box.cell]
        apart = row.end - row.start > cell.end - cell.start
        return apart and self.weights.size(row.start, row.end) < 400 and not self.weights.links(row.start, row.end)

    def link(self, block: Block, *, strict: bool) -> None:
        """A line that is one link: part of a list of links, or a reference between paragraphs."""
        blocks = self.sheet.blocks
        beside = (blocks[max(block.index - 1, 0)], blocks[min(block.index + 1, len(blocks) - 1)])
        listed = any(other is not block and self.targets.elsewhere(other) for other in beside)
        if listed or strict or not self.continues(block):
            self.refuse(block, "links")
        else:
            self.take(block)

    def continues(self, block: Block) -> bool:
        """Whether text of the same box follows a short line soon."""
        return any(
            other.size >= LONG and not other.link and other.box.parent in (block.box.parent, block.box.number)
            for other in self.sheet.blocks[block.index + 1 : block.index + 4]
        )

    def leads(self, block: Block) -> bool:
        """Whether a link elsewhere or an office's line follows, as under the heading of a side box."""
        after = self.sheet.blocks[block.index + 1 : block.index + 2]
        return not after or self.targets.elsewhere(after[0]) or is_contact(after[0].text)

    def take(self, block: Block) -> None:
        """This block is the article's text."""
        self.region.body.append(block)
        self.region.stop = block.index + 1
        if block.size >= PROSE:
            self.prose += block.size
            self.found = True
            core = block.box if block.box.end - block.box.start > 1 else self.sheet.boxes[block.box.parent]
            self.cores |= {core.number} if core.tag not in _OUTER else set()

    def refuse(self, block: Block, why: str, *, always: bool = False) -> None:
        """What stands here is not the article; after its text (or an end label) nothing more of it follows."""
        if self.found or always:
            self.closed = True
            self.region.why = why
            self.region.stop = block.index
