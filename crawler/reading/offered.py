"""The files that an article offers outside its text: in boxes beside or below it."""

from __future__ import annotations

from itertools import takewhile

from crawler.reading.blocks import Block
from crawler.reading.date_shapes import dated
from crawler.reading.files import announces_files, offered_below
from crawler.reading.headings import OUTER
from crawler.reading.insets import Insets
from crawler.reading.weights import decorates

_LISTS, _BESIDE = 24, 2
_OWN = frozenset(("article", "section"))


class Offered(Insets):
    """Where files stand around the text that was found."""

    def offered_behind(self, stop: int) -> list[Block]:
        """The lines that offer files behind a text that ended at `stop`."""
        blocks = self.sheet.blocks
        while stop < len(blocks) and self.ends(blocks[stop]):
            stop += 1  # lists that are empty today
        labelled = offered_below(self.sheet, stop, self.offers, self.targets) or self.offered_past_lists(stop)
        return labelled or self.offered_in_footer() or self.offered_beside(stop)

    def offered_in_footer(self) -> list[Block]:
        """The files in the footer of the article or section that holds title and date, above the lists in it."""
        home, boxes, found = self.bounds.home, self.sheet.boxes, list[Block]()
        while home.parent >= 0 and home.tag not in _OWN:
            home = boxes[home.parent]
        for box in boxes[home.number :] if home.tag in _OWN and not self.region.files else ():
            if box.start >= home.end:
                break
            if box.tag == "footer" and box.parent == home.number:
                lines = takewhile(lambda block: not self.ends(block), self.sheet.blocks[box.start : box.end])
                found += [b for b in lines if b.index in self.offers]
        return found

    def offered_past_lists(self, below: int) -> list[Block]:
        """The files under a label that says "attached", where only lists of other articles stand above it."""
        blocks = self.sheet.blocks
        for block in blocks[below : below + _LISTS]:
            if "kèm" in block.text.casefold() and announces_files(block.text):
                return offered_below(self.sheet, block.index, self.offers, self.targets)
            if not (block.link or self.ends(block) or dated(block.text.casefold())):
                return []
        return []

    def only_offers(self, start: int, end: int) -> bool:
        """Whether a run of blocks is nothing but files on offer, and tools of the page, bylines and credits."""
        blocks = self.sheet.blocks[start:end]
        offered = [block.index in self.offers for block in blocks]
        return any(offered) and all(
            offers or decorates(block) or self.signs(block) for block, offers in zip(blocks, offered, strict=True)
        )

    def offered_beside(self, at: int) -> list[Block]:
        """The files in the box right below the text, near its own, that holds nothing but files and tools."""
        home, box = self.bounds.home, None
        inner = self.sheet.blocks[at].box if at < len(self.sheet.blocks) else self.sheet.boxes[0]
        while inner.parent >= 0 and inner.start == at and self.only_offers(inner.start, inner.end):
            box, inner = inner, self.sheet.boxes[inner.parent]
        if box is None or inner.tag in OUTER or self.sheet.around(home, box).depth < home.depth - _BESIDE:
            return []
        return [block for block in self.sheet.blocks[box.start : box.end] if block.index in self.offers]
