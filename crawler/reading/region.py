"""Which blocks are the article's own text: outwards from title and date, box by box, until it ends."""

from __future__ import annotations

from bisect import bisect_right

from crawler.reading.blocks import Block, Box
from crawler.reading.extent import Region
from crawler.reading.files import is_file_line
from crawler.reading.labels import is_claim, is_imprint, is_widget
from crawler.reading.looks import MUCH
from crawler.reading.offered import Offered
from crawler.reading.pictures import shows_picture, under_picture
from crawler.reading.weights import PROSE, WRAPPED, among_paragraphs, continues, decorates, held_alike, leads

# So many boxes around title and date may part them from their text; around a picture below them, which may be all.
_NEAR, _FAR = 3, 6
_OUTER, _ASIDE = frozenset(("html", "body")), frozenset(("aside", "nav", "footer"))
_LISTS = frozenset(("ul", "ol", "table"))


class Sweep(Offered):
    """Collects the region; one use."""

    def run(self) -> Region:
        """Climb from the title to the root, taking what follows at each level."""
        sheet, region = self.sheet, self.region
        position, box = region.start, sheet.blocks[region.start - 1].box
        region.stop = max(position, min(self.bounds.end, position + 14))
        taken, inner = box.depth, box
        while not self.closed:
            outside, before = box.depth < self.bounds.home.depth, self.prose
            self.found = self.found or shows_picture(sheet, inner, (region.start, position), self.targets)
            if outside and self.found and (box.depth < taken - (_NEAR if self.prose else _FAR) or self.finished()):
                break
            position = self.level(box, position, strict=outside and self.found, outside=outside)
            taken = box.depth if self.prose > before else taken
            if box.parent < 0 or (box.tag == "tr" and outside and self.prose >= MUCH):
                break
            box, inner = sheet.boxes[box.parent], box
        region.files += self.offered_behind(region.stop)
        return region

    def level(self, box: Box, position: int, *, strict: bool, outside: bool) -> int:
        """Visit what follows `position` inside a box, child by child; the position after it."""
        blocks, top, most = self.sheet.blocks, box.tag in _OUTER, 0.0
        if outside and not self.found:
            most = max((self.promise(box, start, end) for start, end in self.sheet.children(box, position)), default=0)
        while position < box.end and not self.closed:
            child = self.sheet.child_towards(box, blocks[position].box)
            single = child.number == box.number or child.end - position == 1
            end = position + 1 if single else child.end
            paltry = strict and top and not self.outweighs(box, position, single=single)
            if paltry and not (self.prose and self.signs_off(blocks[position])):
                self.refuse(blocks[position], "page")
            elif most > 0 and not self.found and self.aside(box, (position, end), most):
                if self.region.body and self.ends(blocks[position]):
                    self.refuse(blocks[position], "end-label", always=True)
            elif single:
                self.line(blocks[position], strict=strict)
            elif end > self.past:
                self.group(child, position, strict=strict, outside=outside)
            position = end
        return position

    def group(self, box: Box, position: int, *, strict: bool, outside: bool) -> None:
        """Judge one box of several blocks; a column of others' titles in it, or all of it, is passed by."""
        first = self.sheet.blocks[position]
        column = self.column(first, box) if self.ends(first) and not self.begun(position) else None
        if column is None:
            self.judge(box, position, strict=strict, outside=outside)
        elif column is not box:
            self.level(box, position, strict=strict, outside=outside)

    def judge(self, box: Box, position: int, *, strict: bool, outside: bool) -> None:
        """Take, refuse or look into one box of several blocks."""
        # So is a table between paragraphs with all its rows.
        theirs = box.parent in self.cores or (box.tag in _ASIDE and self.states_again(box))
        led = self.led_in(box, position)
        strict, outside = strict and not (theirs or led), outside and not led
        weights, end, first = self.weights, box.end, self.sheet.blocks[position]
        size, prose = weights.size(position, end), weights.prose(position, end)
        linked, links = weights.linked(position, end), weights.links(position, end)
        if self.ends(first) and (self.bounds.headed or self.begun(position)) and not self.titles_text(first):
            self.end(first, end)
        elif self.heads_other(first):
            self.refuse(first, "widget", always=True)
        elif self.prose and self.signs_off(first):
            self.level(box, position, strict=strict, outside=outside)
        elif outside and box.tag in _ASIDE and not (theirs and not weights.office(position, end)):
            self.refuse(first, "aside", always=self.claims(position, end))
        elif self.anothers(position, end):
            self.refuse(first, "other-date")
        elif links >= 2 and prose < 0.3 * size and (linked > 0.4 * size or links >= 0.4 * (end - position)):
            self.listing(box, position, strict=strict, outside=outside)
        elif strict and not (self.article_like(box, position) or self.only_offers(position, end)):
            if links and prose >= 150 and not is_widget(first.text) and not first.box.heading:
                self.level(box, position, strict=True, outside=True)
            else:
                self.refuse(first, "other-box")
        elif self.found or self.opening(position, end) or not self.imprinted(position, end):
            opens_text = self.prose == 0  # what looks like an article below a picture in the title's box is its text
            self.look(box, position, strict=strict and not opens_text, outside=outside)
        else:
            self.refuse(first, "imprint", always=self.claims(position, end))

    def led_in(self, box: Box, position: int) -> bool:
        """Whether a box holds a list or table without links, right below a line of the text that ends with a colon."""
        first = self.sheet.blocks[position].box
        listed = box.tag in _LISTS or max(first.item, first.table) > box.number
        above = any(line.index == position - 1 and line.text.endswith(":") for line in self.region.body[-1:])
        return listed and above and not self.weights.links(position, box.end)

    def listing(self, box: Box, position: int, *, strict: bool, outside: bool) -> None:
        """Look into a box of many links only where text opens it, or no text was found yet."""
        first, end = self.sheet.blocks[position], box.end
        told = not strict and (self.tells(position, end) or self.closes_in(position, end))
        if self.introduced(first) or self.unclosed(box, first) or told:
            self.level(box, position, strict=strict, outside=outside)
        elif not self.found and (
            self.weights.prose(position, end) or self.opening(position, end) or self.shows(box, position)
        ):
            self.level(box, position, strict=strict, outside=True)
        else:
            self.links(first, whole=self.weights.links(position, end) == end - position)

    def closes_in(self, position: int, end: int) -> bool:
        """Whether the article's date stands again below a line that is no link, as below verse, above lists."""
        at = bisect_right(self.bounds.again, position)
        again = next((index for index in self.bounds.again[at : at + 1] if index < end), position)
        plain = not self.sheet.blocks[again - 1].link and not self.ends(self.sheet.blocks[position])
        return again > position and plain

    def claims(self, position: int, end: int) -> bool:
        """Whether blocks hold a page's licence or copyright: nothing of an article follows, though none was found."""
        return any(is_claim(block.text) for block in self.sheet.blocks[position:end])

    def look(self, box: Box, position: int, *, strict: bool, outside: bool) -> None:
        """Go into a box: warily where it holds side matter beside text, not at all where it holds little else."""
        beside = self.weights.links(position, box.end) > 0 or self.weights.side(position, box.end) > 0
        mixed = outside and beside and box.parent not in self.cores
        much = self.weights.prose(position, box.end) >= MUCH
        only_lead = not strict and self.prose < MUCH  # was found so far
        told = not mixed or much or (only_lead and self.tells(position, box.end))
        if told or (not self.found and self.promising(box, position)):
            self.level(box, position, strict=strict, outside=mixed)
        else:
            self.refuse(self.sheet.blocks[position], "side-box")

    def line(self, block: Block, *, strict: bool) -> None:
        """Take, skip or stop at one block."""
        text, bounds, spoken = block.text, self.bounds, self.spoken(block)
        own = block.index in bounds.own or block.box.row in bounds.stating or block.index < self.past
        if block.index not in self.offers and (own or (decorates(block) and not (spoken or self.is_told(block)))):
            self.region.stop = max(self.region.stop, 0 if self.found else block.index + 1)
            return
        if self.ends(block):
            if self.titles_text(block):
                self.take(block)
            else:
                self.end(block, block.index + 1)
        elif block.index in self.offers or self.offering(block):
            self.region.files.append(block)
            self.found = True
            self.region.stop = block.index + 1
        elif block.link and self.targets.elsewhere(block):
            self.link(block, strict=strict)
        elif spoken:
            self.take(block)
        elif is_claim(text):
            self.refuse(block, "imprint", always=True)
        elif (
            (is_imprint(text, self.portal) and not self.in_row(block) and not self.speaks(block))
            or (block.contact and (strict or self.heads_claim(block)))
            or (block.widget and leads(self.sheet, self.targets, block) and not self.asks(block))
            or self.heads_other(block)
        ):
            self.refuse(block, "imprint")
        elif strict and not (self.continued(block) or self.announces(block)):
            self.refuse(block, "other-line")
        else:
            self.take(block)

    def is_told(self, block: Block) -> bool:
        """Whether what looks like furniture is a cell of data, or heads a part of the text."""
        return self.in_row(block) or (self.views(block) and self.titles_text(block))

    def announces(self, block: Block) -> bool:
        """Whether a line with a colon is built like a paragraph of the text above it."""
        return block.text.endswith(":") and among_paragraphs(self.sheet, block.index, self.region.start)

    def offering(self, block: Block) -> bool:
        """Whether a line offers files or announces them: no cell of data, no sub-heading of the text."""
        return is_file_line(block, self.targets) and block.index not in self.cited.cells and not self.titles_text(block)

    def end(self, label: Block, until: int) -> None:
        """What an end label opens: the end of the text, but not where it goes on behind what the label heads."""
        self.past = self.inset(label)
        if self.past < until:
            self.refuse(label, "end-label", always=True)
        else:
            self.region.stop = max(self.region.stop, self.past)  # a picture may be all that follows

    def links(self, first: Block, *, whole: bool) -> None:
        """A box of links: the end of the text, but not where it is in the midst of it, saying what to read as well."""
        if not (whole and self.links_amid(first)):
            self.refuse(first, "links")

    def link(self, block: Block, *, strict: bool) -> None:
        """A line that is one link: part of a list of links, or a reference between paragraphs."""
        blocks = self.sheet.blocks
        beside = (blocks[max(block.index - 1, 0)], blocks[min(block.index + 1, len(blocks) - 1)])
        listed = any(other is not block and self.elsewhere(other) for other in beside)
        if (block.index in self.cited.told and self.region.body) or self.introduced(block):
            self.named.add(block.index)
            self.take(block)
            return
        if listed and self.links_amid(block):
            return  # what to read as well, in the midst of the text
        if listed or strict or not continues(self.sheet, block):
            self.refuse(block, "links")
        else:
            self.take(block)

    def take(self, block: Block) -> None:
        """This block is the article's text."""
        self.region.body.append(block)
        self.region.stop = block.index + 1
        if block.size >= PROSE and not self.may_be_caption(block):
            self.prose += block.size
            self.found = True
            core = block.box if block.box.end - block.box.start > 1 else self.sheet.boxes[block.box.parent]
            # paragraphs each alone in boxes side by side
            held = held_alike(self.sheet, self.ends_of_prose[-1], block.box, WRAPPED) if self.ends_of_prose else None
            self.cores |= {box.number for box in (core, held) if box and box.tag not in _OUTER}
            self.lists |= {core.parent} if core.item >= 0 or core.tag in ("ul", "ol") else set()
            self.ends_of_prose[1:] = [block.box]

    def may_be_caption(self, block: Block) -> bool:
        """Whether a line right under a picture is the first of the text: alone it is no more than the picture is."""
        first = len(self.region.body) == 1  # it has been taken
        return first and block.size < MUCH and under_picture(self.sheet, block.index, self.targets)

    def refuse(self, block: Block, why: str, *, always: bool = False) -> None:
        """What stands here is not the article; after its text (or an end label) nothing more of it follows."""
        if self.found or always:
            self.closed = True
            self.region.why, self.region.stop = why, block.index
