"""How much text, links and side matter any run of blocks holds: sums kept so that looking at a box costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import accumulate, islice

from crawler.reading.blocks import Block, Box, Sheet
from crawler.reading.labels import is_furniture
from crawler.reading.plain import line
from crawler.reading.targets import Targets
from crawler.reading.verse import STANZA, is_verse

PROSE = 40
LED = 25
LONG = 60
MUCH = 150
_HERE = ("#", "javascript:")
FEW = 3
_NEAR, WRAPPED = 6, 4
_TOOL, _LONGEST_BAR, _LONGEST_ROW, _MOST_TOOLS = "javascript:", 80, 160, 12


class Weights:
    """Sums over blocks [start, end)."""

    def __init__(
        self, sheet: Sheet, elsewhere: Callable[[Block], bool], offers: frozenset[int], dates: frozenset[int]
    ) -> None:
        self._blocks = blocks = sheet.blocks
        self._size = _sums([block.size for block in blocks])
        self._prose = _sums([b.size if b.size >= LONG and b.link < 0.5 * b.size else 0 for b in blocks])
        tools = [b.index in offers or (b.furniture and b.link > 0 and not elsewhere(b)) for b in blocks]
        self._linked = _sums([0 if tool else block.link for block, tool in zip(blocks, tools, strict=True)])
        self._links = _sums([block.link > 0 and elsewhere(block) for block in blocks])
        contacts = [block.contact and not _heads_column(block) for block in blocks]
        self._side = _sums([c or b.index in dates or b.widget for b, c in zip(blocks, contacts, strict=True)])
        self._contacts = _sums(contacts)

    @cached_property
    def _notice(self) -> tuple[list[int], list[int]]:
        """Sentences, and characters of long lines, that are neither links nor contacts: few pages have it asked."""
        own = [not (b.linked or (b.contact and not _heads_column(b))) for b in self._blocks]
        both = list(zip(self._blocks, own, strict=True))
        spoken = _sums([told and b.size >= LED and b.text.endswith(".") for b, told in both])
        return spoken, _sums([b.size if told and b.size >= LONG else 0 for b, told in both])

    def size(self, start: int, end: int) -> int:
        """Characters other than spaces."""
        return self._size[end] - self._size[start]

    def prose(self, start: int, end: int) -> int:
        """Characters in lines long enough to be paragraphs."""
        return self._prose[end] - self._prose[start]

    def linked(self, start: int, end: int) -> int:
        """Characters that are links, offers of files and furniture that leads nowhere aside."""
        return self._linked[end] - self._linked[start]

    def links(self, start: int, end: int) -> int:
        """Lines that are nothing but a link to another page."""
        return self._links[end] - self._links[start]

    def side(self, start: int, end: int) -> int:
        """Lines that side columns hold: labelled dates, headings of widgets, contacts."""
        return self._side[end] - self._side[start]

    def contacts(self, start: int, end: int) -> int:
        """Lines of an office's contact block."""
        return self._contacts[end] - self._contacts[start]

    def promise(self, start: int, end: int) -> float:
        """How much a run of blocks looks like an article's text rather than a column beside it."""
        return self.prose(start, end) - 0.5 * self.linked(start, end) - 60 * self.side(start, end)

    def office(self, start: int, end: int) -> bool:
        """Whether a box is an office's contact block or imprint."""
        told = self.contacts(start, end)
        if told < (1 if end - start <= 4 else max(2, 0.25 * (end - start))):
            return False
        spoken, said = self._notice
        notice = said[end] - said[start] >= MUCH or spoken[end] - spoken[start] > 1  # it says where to ask
        return not notice


def _heads_column(block: Block) -> bool:
    """Whether a cell is nothing but a label without a colon, as above a column of addresses."""
    return block.box.cell >= 0 and ":" not in block.text and "：" not in block.text


def decorates(block: Block) -> bool:
    """Whether a line is furniture as a whole, a tab of this page, or pieces that are ("Chia sẻ", "Facebook")."""
    tab = block.linked and block.hrefs and all(href.startswith(_HERE) for href in block.hrefs)
    tools = block.size <= _LONGEST_BAR and sum(
        run.href is not None and (run.href == "#" or run.href.startswith(_TOOL)) for run in block.runs
    )
    if tab or tools >= 2 or (block.linked and block.tools) or block.furniture:
        return True
    several = 1 < len(block.runs) <= _MOST_TOOLS and block.size <= _LONGEST_ROW
    told = [line(run.text) for run in block.runs if any(map(str.isalpha, run.text))] if several else []
    return bool(told) and all(map(is_furniture, told))


def continues(sheet: Sheet, block: Block) -> bool:
    """Whether text of the same box follows a short line soon, each line alone in boxes of its own or not."""
    beside = {block.box.number, block.box.parent, outermost(sheet, block.box).parent}
    return any(
        other.box.parent in beside or outermost(sheet, other.box).parent in beside
        for other in sheet.blocks[block.index + 1 : block.index + 4]
        if other.size >= LONG and not other.link
    )


def outermost(sheet: Sheet, box: Box) -> Box:
    """The outermost of a few boxes that hold one line and nothing else; the box itself where it holds more."""
    for _ in range(WRAPPED):
        outer = sheet.boxes[max(box.parent, 0)]
        if outer.end - outer.start > 1 or outer is box:
            break
        box = outer
    return box


def among_paragraphs(sheet: Sheet, index: int, first: int) -> bool:
    """Whether a line is built like a paragraph a little above it: in its box, or each alone in boxes side by side."""
    near, own = sheet.blocks[max(first, index - _NEAR) : index], sheet.blocks[index].box
    return any(
        b.size >= LONG // 2 and not b.link and (b.box is own or held_alike(sheet, b.box, own, WRAPPED)) for b in near
    )


def held_alike(sheet: Sheet, above: Box, own: Box, most: int) -> Box | None:
    """The box that holds two lines side by side, each alone in at most so many boxes of like tags; None: not so."""
    for _ in range(most):
        if above is own or above.tag != own.tag or not above.end - above.start == own.end - own.start == 1:
            return None
        if above.parent == own.parent:
            return sheet.boxes[own.parent]
        above, own = sheet.boxes[max(above.parent, 0)], sheet.boxes[max(own.parent, 0)]
    return None


def next_paragraph(sheet: Sheet, block: Block) -> Block | None:
    """The p right below a p in the same box; None where something else follows."""
    below = sheet.blocks[block.index + 1 : block.index + 2]
    alike = block.box.tag == "p" and any((b.box.tag, b.box.parent) == ("p", block.box.parent) for b in below)
    return below[0] if alike else None


def amid(sheet: Sheet, elsewhere: Callable[[Block], bool], block: Block) -> bool:
    """Whether a link is one of few that stand in the midst of a text, paragraphs of one box above and below them."""
    blocks, low, high = sheet.blocks, block.index, block.index + 1
    while low > 0 and block.index - low < FEW and elsewhere(blocks[low - 1]):
        low -= 1
    while high < len(blocks) and high - block.index <= FEW and elsewhere(blocks[high]):
        high += 1
    if high - low > FEW:
        return False
    above = next((b for b in reversed(blocks[max(0, low - 2) : low]) if b.size >= PROSE and not b.link), None)
    below = next((b for b in blocks[high : high + 2] if b.size >= PROSE and not b.link), None)
    if above is None or below is None or above.text.endswith(":"):
        return False
    home = sheet.around(above.box, below.box)
    return home.tag != "body" and home.depth >= max(above.box.depth, below.box.depth) - 2


def opens(blocks: list[Block], own: frozenset[int]) -> bool:
    """Whether the first that blocks say, title, date and tools aside, is a sentence, verse, or what leads to a list."""
    told = (block for block in blocks if block.index not in own and not decorates(block))
    head = list(islice(told, STANZA))
    if not head or head[0].link:
        return False
    first, second = head[0], head[1] if len(head) > 1 else None
    if not any(block.link for block in head) and is_verse([block.text for block in head]):
        return True
    listed = second is not None and second.box.item >= 0 and not second.link and first.text.endswith(":")
    return listed or first.text.endswith((".", "!")) or leads_in(first)


def leads_in(block: Block) -> bool:
    """Whether a line ends with a colon and is longer than the headings of boxes: what follows is its list."""
    aside = block.widget or block.contact or block.furniture
    return block.text.endswith(":") and block.size >= LED and not aside


def leads(sheet: Sheet, targets: Targets, block: Block) -> bool:
    """Whether a link elsewhere or an office's line follows, as under the heading of a side box."""
    after = sheet.blocks[block.index + 1 : block.index + 2]
    return not after or targets.elsewhere(after[0]) or after[0].contact


def _sums(values: Iterable[int]) -> list[int]:
    return [0, *accumulate(values)]
