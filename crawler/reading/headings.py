"""Lines that look like the end of an article, or like the head of a side box, and head a part of its text."""

from __future__ import annotations

import re

from crawler.reading.blocks import Block
from crawler.reading.date_shapes import dated
from crawler.reading.labels import bare, heads_aside, is_claim, is_contact, is_imprint, is_widget
from crawler.reading.looks import Looks
from crawler.reading.references import shape_of
from crawler.reading.tail import author_of, credit_of
from crawler.reading.weights import PROSE, decorates

_PAPERS = re.compile(r"(?:các )?(?:văn bản|tài liệu|hồ sơ|quy định)\b")
_NEWS = re.compile(r"(?:các |những )?(?:tin|bài)\b")
_VIEWS = re.compile(r"đánh giá|ý kiến|phản hồi|nhận xét|góp ý|chia sẻ|bình luận|trao đổi")
_PARTS = re.compile(r"(?:các )?(?:thông tin|nội dung|tin tức)(?: có)? (?:liên quan|khác)\b")
SAID = (".", "!", ";")
_AHEAD = 40
_FEW = 12
OUTER = frozenset(("html", "body"))


class Headings(Looks):
    """The judgements on lines that may head a part of the text found so far."""

    def foreign(self, block: Block) -> bool:
        """Whether a line is of an imprint or leads to another page."""
        known = is_claim(block.text) or is_contact(block.text) or is_imprint(block.text, self.portal)
        return known or self.elsewhere(block)

    def titles_text(self, label: Block) -> bool:
        """Whether what may head a list ("Văn bản liên quan") heads a part of the text: no link follows.

        Documents are listed in plain words, too; below "Thông tin liên quan" only a paragraph of the text tells.
        """
        words, following = label.text.casefold(), self.sheet.blocks[label.index + 1 : label.index + 3]
        below = following[0] if following else label
        if below is label or below.index in self.offers or any(map(self.elsewhere, following[:1])):
            return False
        if self.heads_on(label, below):
            return True
        if _PAPERS.match(words):
            return (self.prose > 0 and self.within(label)) or self.beside_text(label, below)
        if _NEWS.match(words) or self.heads_part(label):
            return self.heads_paragraphs(label, below)
        told = below.size >= PROSE and below.text.endswith((".", "!", "?")) and not below.link
        listed = any(map(self.elsewhere, following)) or dated(below.text.casefold())
        return bool(_PARTS.match(words)) and self.prose > 0 and told and not listed and self.told_in(label, below)

    def heads_on(self, label: Block, below: Block) -> bool:
        """Whether a line in a label's words is a sub-heading: the text goes on below as it was above, in its own box.

        It does where what closes an article stands below a paragraph, or else where there are two: what readers
        comment stands under their names, in boxes of their own or above a form.
        """
        above = [block for block in self.region.body[-_FEW:] if not author_of(block.text)]
        near = bool(above) and above[-1].index == label.index - 1 and not self.finished()
        if not near or label.link or not any(self.built_as(block, below) for block in above):
            return False
        home = self.sheet.around(above[-1].box, below.box)
        if home.tag in OUTER or not home.start <= label.index < home.end or shape_of(self.sheet, home, label) is None:
            return False
        told, own = 0, self.bounds.labelled - self.bounds.others
        for block in self.sheet.blocks[below.index : min(home.end, below.index + _AHEAD)]:
            if told and (block.index in own or credit_of(block.text) or author_of(block.text)):
                return True
            if any(widget.start <= block.index < widget.end for widget in self.bounds.widgets):
                return False
            ends = self.ends(block) or decorates(block)
            if self.foreign(block) or dated(block.text.casefold()) or (ends and (block.link or not self.views(block))):
                break
            told += block.size >= PROSE and block.text.endswith(SAID)
        return told > 1

    def heads_part(self, label: Block) -> bool:
        """Whether a bold line says in one word what a part of a text tells of: "Ý kiến", "Đánh giá:"."""
        return label.bold >= label.size and self.views(label)

    def views(self, label: Block) -> bool:
        """Whether a line is the word for what somebody thinks: a part of a text, or a tool for readers."""
        return _VIEWS.fullmatch(bare(label.text)) is not None

    def heads_paragraphs(self, label: Block, below: Block) -> bool:
        """Whether "Các tin khác" is a line among paragraphs built like it, and no link comes before its close.

        The first line of a text has two paragraphs below it, none above.
        """
        blocks, above = self.sheet.blocks, self.region.body[-1:] or self.sheet.blocks[below.index + 1 : below.index + 2]
        beside = bool(above) and above[0].index in (label.index - 1, below.index + 1)
        if label.box.heading or self.finished() or not beside:
            return False
        home = self.sheet.around(above[0].box, label.box)
        told = below.size >= PROSE and below.text.endswith(SAID) and not self.foreign(below)
        built = self.built_as(above[0], label) and self.built_as(label, below)
        if not (told and built and above[0].size >= PROSE) or home.tag in OUTER or author_of(above[0].text):
            return False
        for block in blocks[below.index + 1 : min(home.end, below.index + _AHEAD) + 1]:
            if block.index in self.bounds.own or credit_of(block.text) or author_of(block.text):
                return True  # what closes the text
            teased = dated(block.text.casefold()) and not block.text.endswith(SAID)
            if self.targets.elsewhere(block) or teased or (self.ends(block) and not self.heads_part(block)):
                return self.heads_part(label) and block.index >= home.end
        return True

    def heads_other(self, block: Block) -> bool:
        """Whether a line is the heading of a side box: below a credit, "./." or a byline, or beside the text's box."""
        if not block.widget or self.sheet.row_beside(block) is not None or self.asks(block):
            return False
        last, below = self.region.body[-1:], self.sheet.blocks[block.index + 1 : block.index + 2]
        if self.is_listed(block) or (below and self.heads_on(block, below[0])):
            return False
        signed = self.finished() or any(author_of(line.text) and len(self.region.body) > 1 for line in last)
        return signed or (self.found and heads_aside(block.text) and not self.within(block))

    def is_listed(self, block: Block) -> bool:
        """Whether a line is a point of a list that the text names the first of, or leads to with a colon."""
        above, boxes = self.region.body[-1:], self.sheet.boxes
        if not above or above[0].index != block.index - 1 or block.box.item < 0 or block.link:
            return False
        item = above[0].box.item
        return above[0].text.endswith(":") or (item >= 0 and boxes[item].parent == boxes[block.box.item].parent)

    def asks(self, block: Block) -> bool:
        """Whether the heading of an office's lines ("Liên hệ:") stands in the box of a text, built as its paragraphs.

        No claim and no link stands below it there: those are of a page's end.
        """
        above = self.region.body[-1:]
        if not self.prose or not above or above[0].index != block.index - 1 or not self.built_as(above[0], block):
            return False
        home = self.sheet.around(above[0].box, block.box)
        if home.tag in OUTER or home.start < self.region.start:
            return False
        below = self.sheet.blocks[block.index + 1 : min(home.end, block.index + _AHEAD)]
        return not any(is_claim(b.text) or self.elsewhere(b) or is_widget(b.text) for b in below)

    def told_in(self, label: Block, below: Block) -> bool:
        """Whether a label and the paragraph below it stand among the text's own."""
        return self.within(label) and self.within(below) and not self.foreign(below)

    def beside_text(self, label: Block, below: Block) -> bool:
        """Whether a label stands below a short sentence of the text, in its box, above what is as long as one."""
        above = self.region.body[-2:]
        said = any(b.text.endswith(".") and b.box.parent == label.box.parent for b in above)
        told = below.size >= PROSE and not self.foreign(below)
        return said and told and above[-1].index == label.index - 1

    def built_as(self, above: Block, block: Block) -> bool:
        """Whether two lines stand in the same tags, each alone, below the box that holds both."""
        home = self.sheet.around(above.box, block.box)
        shape = shape_of(self.sheet, home, above)
        return shape is not None and shape == shape_of(self.sheet, home, block)
