"""A page as an ordered list of visible text blocks, with the boxes (block-level elements) that hold them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from crawler.reading.plain import line
from crawler.reading.wording import Wording

# A row of more blocks or characters arranges a page; a smaller one holds data.
_LONGEST_ROW, _LARGEST_ROW, _LINES = 30, 400, 3
_PARAGRAPH, _MANY = 40, 3
_MOST_RUNS = 12


@dataclass(slots=True, eq=False)
class Box:
    """One block-level element: its place in the tree, and the range of blocks [start, end) that lie in it.

    `item`, `cell`, `row`, `table`, `quote` are the numbers of the nearest such boxes around it (-1: none).
    """

    number: int
    parent: int
    depth: int
    tag: str
    start: int
    end: int = 0
    heading: int = 0
    item: int = -1
    cell: int = -1
    row: int = -1
    table: int = -1
    quote: int = -1
    caption: bool = False
    centred: bool = False
    right: bool = False


class Block:
    """One line or paragraph as a reader sees it: what it says (see Wording), where it stands, whether it is set large.

    `inline` is a date statement cut off the end of the line before it, or what was cut off behind one.
    """

    __slots__ = ("box", "index", "inline", "large", *Wording._fields)

    def __init__(self, index: int, box: Box, wording: Wording, *, large: bool = False, inline: bool = False) -> None:
        self.index, self.box, self.large, self.inline = index, box, large, inline
        (
            self.runs, self.text, self.size, self.bold, self.italic,
            self.link, self.linked, self.hrefs, self.label, self.tools, self.whole,
            self.furniture, self.contact, self.widget,
        ) = wording  # fmt: skip

    @property
    def spaced(self) -> str:
        """The text with a space wherever the style changes: what stands side by side may be set apart by style only."""
        return line(" ".join([run.text for run in self.runs])) if 1 < len(self.runs) <= _MOST_RUNS else self.text


class Picture(NamedTuple):
    """An img: the block that follows or holds it, its box, attributes and link; `inline`: in the line of that block."""

    at: int
    box: Box
    attributes: dict[str, str]
    href: str | None
    inline: bool = False


class Frame(NamedTuple):
    """Another document shown within the page: the block that follows it, its address, what its title says."""

    at: int
    href: str
    title: str


@dataclass(slots=True, eq=False)
class Sheet:
    """All that is visible on a page, in document order; `controls` are those of forms: kind and box."""

    blocks: list[Block] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    controls: list[tuple[str, Box]] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)

    def around(self, first: Box, second: Box) -> Box:
        """The smallest box that holds both."""
        while first.number != second.number:
            if first.depth >= second.depth:
                first = self.boxes[first.parent]
            else:
                second = self.boxes[second.parent]
        return first

    def child_towards(self, outer: Box, inner: Box) -> Box:
        """The child of `outer` that holds `inner`; `outer` itself where `inner` is no deeper."""
        if inner.number == outer.number:
            return outer
        while inner.parent != outer.number:
            inner = self.boxes[inner.parent]
        return inner

    def row_beside(self, block: Block) -> Box | None:
        """The table row in which a block is a small cell beside others, as data and labels are; None elsewhere."""
        if block.box.cell < 0 or block.box.row < 0:
            return None
        row, cell = self.boxes[block.box.row], self.boxes[block.box.cell]
        if row.end - row.start <= cell.end - cell.start or row.end - row.start > _LONGEST_ROW:
            return None
        whole = sum(other.size for other in self.blocks[row.start : row.end])
        own = sum(other.size for other in self.blocks[cell.start : cell.end])
        alone = cell.end - cell.start >= _LINES and own > 0.7 * whole  # a short article beside a menu, or who posted it
        return row if whole < _LARGEST_ROW and not alone else None

    def children(self, box: Box, position: int) -> list[tuple[int, int]]:
        """The ranges of the child boxes that follow a position."""
        ranges = []
        while position < box.end:
            child = self.child_towards(box, self.blocks[position].box)
            end = child.end if child.number != box.number else position + 1
            ranges.append((position, end))
            position = max(end, position + 1)
        return ranges

    def release(self) -> None:
        """Paragraphs in a dd, or many in a li, are no items of a list: there it only arranges the page."""
        boxes = self.boxes
        listed = [block.box.item for block in self.blocks if block.size >= _PARAGRAPH and block.box.item >= 0]
        told = Counter(listed)
        held = {
            item
            for item, count in told.items()
            if boxes[item].end - boxes[item].start > 1 and (count >= _MANY or boxes[item].tag == "dd")
        }
        if arranged := self._arranging(told):
            held |= {box.number for box in boxes if box.tag in ("dt", "dd") and box.parent in arranged}
            held |= {boxes[number].item for number in arranged} - {-1}  # the dd around a list of paragraphs
        for box in boxes if held else ():
            while box.item in held:
                box.item = boxes[boxes[box.item].parent].item

    def _arranging(self, told: Counter[int]) -> set[int]:
        """The definition lists with few names (dt) for many paragraphs, each in a dd; `told`: paragraphs of items."""
        paragraphs = Counter(self.boxes[item].parent for item in told if self.boxes[item].tag == "dd")
        names = Counter(box.parent for box in self.boxes if box.tag == "dt") if paragraphs else {}
        return {number for number, count in paragraphs.items() if count > 1 and count >= 2 * names.get(number, 0)}
