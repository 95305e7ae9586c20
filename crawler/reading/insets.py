"""What stands in the midst of a text without ending it: related news, links it names, lines that look like ends."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.reading.blocks import Block, Box
from crawler.reading.headings import OUTER, SAID, Headings
from crawler.reading.labels import is_claim, is_contact, is_imprint, is_widget, may_be_told
from crawler.reading.looks import MUCH
from crawler.reading.pictures import photos
from crawler.reading.tail import author_of, credit_of
from crawler.reading.weights import FEW, PROSE, amid, decorates, held_alike, leads_in

# So far below a related box a paragraph or table is looked for; so far goes a run of photos with captions.
_AHEAD, _CAPTIONS = 8, 40
_WRAPPED, _ADDRESSES, _LISTED, _WISH = 3, 12, 12, 10


class Insets(Headings):
    """The judgements on what may interrupt the text that was found so far."""

    def inset(self, label: Block) -> int:
        """Where the text goes on behind an end label and few links under it; 0: nowhere."""
        blocks, after = self.sheet.blocks, label.index + 1
        most = FEW if self.region.body else _LISTED
        while after < len(blocks) and after - label.index <= most + 1 and self.elsewhere(blocks[after]):
            after += 1
        none = 0 if self.elsewhere_in(label) else 1
        if not none < after - label.index <= most + 1 or self.finished():
            return 0
        if not self.region.body:  # a list between date and text, if the date stands once more, below the text
            return after if any(index > after for index in self.bounds.again) else 0
        return after if self.told_below(after) or self.closed_below(label, after) else 0

    def elsewhere_in(self, label: Block) -> bool:
        """Whether a label holds the link that it announces: "Xem thêm <a>Chợ quê ngày giáp Tết</a>"."""
        return any(self.targets.kind(href) == "page" for href in label.hrefs)

    def told_below(self, after: int) -> bool:
        """Whether a paragraph of the text's own box stands below; a sub-heading, a list or a table may come first."""
        blocks, alike = self.sheet.blocks, 0
        for below in self.lines_from(after, _AHEAD if self.prose else 0):
            if self.foreign(below) or self.ends(below):
                return False
            teased = any(map(self.elsewhere, blocks[below.index + 1 : below.index + 2]))
            if below.size < PROSE or below.link > 0.5 * below.size:
                continue
            if self.within(below):
                return not teased  # else the next of a list of links with what they say
            alike += self.built_alike(below) and not teased
            if alike > 1:
                return True
        return False

    def lines_from(self, at: int, most: int) -> Iterator[Block]:
        """So many lines from a block on, without the tables of data that stand among the text's paragraphs."""
        blocks = self.sheet.blocks
        while at < len(blocks) and most > 0:
            if self.tabled(blocks[at]):
                at = self.sheet.boxes[blocks[at].box.table].end
                continue
            yield blocks[at]
            at, most = at + 1, most - 1

    def tabled(self, block: Block) -> bool:
        """Whether a line begins a table of data that stands among the text's paragraphs: no tools, no counters."""
        table, row = self.sheet.boxes[block.box.table], self.sheet.boxes[block.box.row]
        if not self.in_row(block) or any(map(self.breaks_off, self.sheet.blocks[row.start : row.end])):
            return False
        among = {table.parent, self.sheet.boxes[max(table.parent, 0)].parent}
        return not among.isdisjoint(self.cores) and not self.weights.links(table.start, table.end)

    def built_alike(self, block: Block) -> bool:
        """Whether a line stands alone in boxes built like those of the last paragraph, side by side below the title."""
        home = held_alike(self.sheet, self.ends_of_prose[-1], block.box, _WRAPPED)
        return home is not None and home.start >= self.region.start  # not the page's other parts

    def closed_below(self, label: Block, after: int) -> bool:
        """Whether short lines and photos of the text's own box stand below, and then what closes an article.

        So does a sentence below a box that parts the related news from the text ("Xin cảm ơn ông!").
        Several photos close it as well, where that box does not hold the title: one alone may be a banner.
        """
        home = self.home_of(label)
        if home is None:
            return False
        stop = after
        for block in self.lines_from(after, _CAPTIONS):
            stop = block.index
            if stop >= home.end or self.breaks_off(block):
                break
            if self.foreign(block) or is_widget(block.text) or stop in self.bounds.others:
                return False
            stop += 1
        said = any(block.text.endswith(("./.", "./")) or self.signs(block) for block in self.sheet.blocks[after:stop])
        said = said or (stop > after and self.speaks_on(self.sheet.child_towards(home, label.box), label, after))
        if self.prose and (said or self.signed_at(stop)):
            return True
        return home.start >= self.region.start and photos(self.sheet, home, (after, stop), self.targets) > 1

    def speaks_on(self, box: Box, label: Block, after: int) -> bool:
        """Whether a sentence built as the text's paragraphs follows a box that holds but an end label and its links."""
        below = self.sheet.blocks[after]
        if (box.start, box.end) != (label.index, after) or after - label.index < 2:
            return False
        told = below.text.endswith((*SAID, "?", "…")) and below.size >= _WISH and not below.link
        return told and any(self.built_as(above, below) for above in self.region.body[-FEW:])

    def home_of(self, label: Block) -> Box | None:
        """The box that holds both an end label and the text's paragraphs, or all said in a text of short lines."""
        said = self.ends_of_prose or [block.box for block in self.region.body[-2:]]
        home = self.sheet.around(said[-1], label.box)
        own = home.number in self.cores or home is self.sheet.around(said[0], said[-1]) or not self.prose
        return home if own and home.tag not in OUTER else None

    def breaks_off(self, block: Block) -> bool:
        """Whether a line is none of the text's: a tool, an end label, what states the date."""
        return self.ends(block) or block.index in self.bounds.own or decorates(block)

    def signs(self, block: Block) -> bool:
        """Whether a line names source or author behind a label."""
        author = author_of(block.text)
        return credit_of(block.text) is not None or (author is not None and author[1] == "label")

    def signed_at(self, index: int) -> bool:
        """Whether a credit line or the article's own date stands here, below a byline at most."""
        for block in self.sheet.blocks[index : index + 2]:
            if self.signs(block) or block.index in self.bounds.labelled - self.bounds.others:
                return True
            if author_of(block.text) is None:
                return False
        return False

    def column(self, label: Block, box: Box) -> Box | None:
        """The box that an end label opens, a given one or in it, where a better one follows beside it: the text's."""
        inner = label.box
        while True:
            outer = self.sheet.boxes[inner.parent]
            if self.last_text(outer) >= inner.end:
                return inner
            if inner is box:
                return None
            inner = outer

    def last_text(self, box: Box) -> int:
        """Where the last child of a box begins that promises a text, -1 where none does; looked for once."""
        if box.number not in self.last_texts:
            told = (each[0] for each in self.sheet.children(box, box.start) if self.promise(box, *each) >= MUCH)
            self.last_texts[box.number] = max(told, default=-1)
        return self.last_texts[box.number]

    def introduced(self, block: Block) -> bool:
        """Whether a link to another site is what a line of the text with a colon introduces, or follows such a link.

        Related lists lead to the portal's own pages, under labels.
        """
        last = self.region.body[-1] if self.region.body else block
        if last.index != block.index - 1 or not self.targets.outside(block, self.portal.hosts):
            return False
        if last.index in self.named:
            return True
        together = self.sheet.around(last.box, block.box).number in self.cores
        return together and leads_in(last)

    def unclosed(self, box: Box, first: Block) -> bool:
        """Whether a box that begins with text and holds links is a p that nobody closed above the list below it."""
        return box.tag == "p" and first.box.number == box.number and not self.elsewhere(first)

    def links_amid(self, first: Block) -> bool:
        """Whether a link is one of few to read as well in the midst of the text."""
        return first.index in self.cited.passed or amid(self.sheet, self.elsewhere, first)

    def speaks(self, block: Block) -> bool:
        """Whether what may open an imprint is a line of the text."""
        return self.told(block) or self.names_itself(block)

    def names_itself(self, block: Block) -> bool:
        """Whether the agency's own name stands in a letter or list among the text, which goes on after it.

        After a line with a colon addresses may close the text; an imprint ends with its claims.
        """
        above, claims = self.region.body[-1:], is_contact(block.text) or not is_imprint(block.text, self.portal)
        if claims or not above or above[0].index != block.index - 1:
            return False
        led = above[0].text.endswith(":")
        if self.finished() or (not led and author_of(above[0].text)):
            return False
        home = self.sheet.around(above[0].box, block.box)
        alike = _side_by_side(above[0].box, block.box) or (home.tag not in OUTER and self.built_as(above[0], block))
        if not alike or (home.tag in OUTER and not led):
            return False
        for below in self.sheet.blocks[block.index + 1 : min(home.end, block.index + 1 + _ADDRESSES)]:
            if is_claim(below.text) or self.ends(below) or self.elsewhere(below):
                return False
            told = below.text.endswith(SAID) and (led or below.size >= PROSE)
            if not is_contact(below.text) and (told or self.signs(below)):
                return True
        return led

    def spoken(self, block: Block) -> bool:
        """Whether a sentence that begins as a label does ("Bản quyền: …") stands right between two paragraphs."""
        if block.link or not may_be_told(block.text):
            return False
        around = [*self.region.body[-1:], *self.sheet.blocks[block.index + 1 : block.index + 2]]
        return [other.index for other in around] == [block.index - 1, block.index + 1] and all(
            other.size >= PROSE and not other.link and _side_by_side(other.box, block.box) and not self.foreign(other)
            for other in around
        )


def _side_by_side(first: Box, second: Box) -> bool:
    """Whether two lines are parts of one box or elements of one kind in it."""
    return first is second or (first.parent, first.tag) == (second.parent, second.tag)
