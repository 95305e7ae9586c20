"""Short lines of other boxes at the edges of an article's text: counters, votes and tools in words nobody listed."""

from __future__ import annotations

import re

from crawler.portals.model import Portal
from crawler.reading.blocks import Block, Box, Sheet
from crawler.reading.date_pieces import pieces
from crawler.reading.extent import Region
from crawler.reading.headline import Choice
from crawler.reading.labels import is_furniture
from crawler.reading.pictures import under_picture
from crawler.reading.signing import closing_line
from crawler.reading.tail import author_of, credit_of
from crawler.reading.targets import Targets
from crawler.reading.weights import LONG, MUCH, PROSE, next_paragraph

_LABEL, _PAST = 20, 3
_HEADS_LETTER = re.compile(
    r"[\[(]?số\s*[:：]?\s*[\d.…\s]*/\S.{0,30}|.{2,25},\s*ngày\s+[\d.…]*\s*tháng\s+[\d.…]*\s*năm\s+[\d.…]+",
    re.IGNORECASE,
)
"""The number of a letter, or where and when it was written: "Số: 15/SCT-TM", "Bến Tre, ngày 23 tháng 10 năm 2015"."""
_ENDS = (".", "!", "…", ";", ")", ":")


class Edges:
    """What an article's own box is, and which lines around it only stand there; one use."""

    def __init__(self, sheet: Sheet, choice: Choice, region: Region, targets: Targets, portal: Portal) -> None:
        self.sheet, self.choice, self.region, self.targets, self.portal = sheet, choice, region, targets, portal
        self.prose = [b for b in region.body if b.size - b.link >= PROSE and not b.box.caption]
        self.core = self._core() if sum(block.size for block in self.prose) >= MUCH else None

    def trim(self) -> None:
        """Take lines off both ends of the text that stand outside its box and are nothing of an article's."""
        body = self.region.body
        while len(body) > 1 and self._counts(body[-1]):
            self.region.stop = min(self.region.stop, body.pop().index)
        while body and self._counts(body[0]):
            del body[0]
        last, first = (self.prose[-1], self.prose[0]) if self.prose else (None, None)
        signed = closing_line(self.sheet, self.choice, self.region, self.portal)
        while (
            body
            and body[-1] is not last
            and body[-1] is not signed
            and (self._tools(body) or (len(body) > 1 and (self._strange(body[-1]) or self._heads_nothing(body))))
        ):
            self.region.stop = min(self.region.stop, body.pop().index)
        while len(body) > 1 and body[0] is not first and not self._opens(body[0]) and self._strange(body[0]):
            del body[0]

    def _opens(self, block: Block) -> bool:
        """Whether a line is bold, heads a letter, or is a paragraph right above the first long one."""
        heads = block.bold >= block.size or _HEADS_LETTER.fullmatch(block.text) is not None
        return heads or next_paragraph(self.sheet, block) in self.prose[:1]

    def _counts(self, block: Block) -> bool:
        """Whether a line is a bare number, no cell of a row, that no line asks for: how often the page was read."""
        above = self.sheet.blocks[block.index - 1].text if block.index else ""
        asked = above.endswith(":") and not is_furniture(above)
        return block.text.replace(".", "").isdigit() and not asked and self.sheet.row_beside(block) is None

    def _core(self) -> Box | None:
        """The smallest box around the paragraphs, or around the one there is; None where it holds the title, too."""
        core = self.prose[0].box
        for block in self.prose[1:]:
            core = self.sheet.around(core, block.box)
        if len(self.prose) == 1 and core.parent >= 0 and not self._headed(self.sheet.boxes[core.parent]):
            core = self.sheet.boxes[core.parent]
        return None if self._headed(core) else core

    def _headed(self, box: Box) -> bool:
        first = min(self.choice.title.first, self.choice.date.first)
        return box.start <= self.choice.title.first < box.end or box.start <= first < box.end

    def _heads_nothing(self, body: list[Block]) -> bool:
        """Whether the last line is a heading below text: of what follows the article, were it in words we know."""
        last = body[-1]
        if under_picture(self.sheet, last.index, self.targets):
            return False  # the caption of the last picture
        plain = not body[-2].box.heading and not last.text.endswith(_ENDS) and last.size < PROSE
        return bool(last.box.heading) and plain and not author_of(last.text) and not credit_of(last.text)

    def _tools(self, body: list[Block]) -> bool:
        """Whether the last line is one of tools in words nobody listed: a counter and who posted it, or links.

        Those stand in a box of another kind than the text's, and lead nowhere, are in a footer or follow a credit.
        """
        last, above = body[-1], body[-1 - _PAST : -1]
        if last.size >= LONG or last.text.endswith(_ENDS) or last.box.heading or last.box.item >= 0:
            return False
        parts = pieces(last.text)
        posted = (author_of(part) for part in parts if not is_furniture(part))
        if any(map(is_furniture, parts)) and all(by is not None and by[1] == "label" for by in posted):
            return True
        boxes = [block.box for block in self.prose[-1:] or self.region.files[-1:]]
        alike = any(last.box is own or (last.box.tag, last.box.parent) == (own.tag, own.parent) for own in boxes)
        if not last.link or last.size - last.link >= PROSE or alike:
            return False
        nowhere = all(self.targets.kind(href) == "none" for href in last.hrefs)
        closed = any(credit_of(block.text) or author_of(block.text) for block in above)
        return nowhere or (bool(boxes) and (closed or last.box.tag == "footer"))  # no text: below a picture alone

    def _strange(self, block: Block) -> bool:
        """Whether a line outside the text's box is no sentence, and none of what closes or opens an article."""
        core, box = self.core, block.box
        if core is None or core.start <= block.index < core.end or block.size >= LONG:
            return False
        above = self.sheet.blocks[block.index - 1].text if block.index else ""
        if (
            block.text.endswith(_ENDS)
            or (above[-1:] == ":" and len(above) <= _LABEL)
            or block.text.isupper()
            or box.heading
            or box.item >= 0
        ):
            return False
        if box.cell != core.cell or credit_of(block.text) or author_of(block.text):
            return False
        return not under_picture(self.sheet, block.index, self.targets)
