"""Whether a title and a date line of one page go together, and how well: what each is for the other."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate, takewhile

from crawler.portals.model import Portal
from crawler.reading.above import OWN_BOX, TITLE, Above
from crawler.reading.blocks import Block, Box, Sheet
from crawler.reading.boxed import is_ticker
from crawler.reading.labels import is_end
from crawler.reading.metadata import Head
from crawler.reading.posters import without_poster
from crawler.reading.statements import DateLine
from crawler.reading.tail import author_of, credit_of
from crawler.reading.teaser import is_entry
from crawler.reading.titles import ALT, Title, Titles
from crawler.reading.weights import FEW, PROSE, amid, among_paragraphs

# How many blocks above a date its title may stand.
BACK = 14
_AGAIN, _FEW = 40, 4
_TEXT = 100
_LEAST_TITLE, _LONG_HEAD, _LONGEST_LINE = 12, 30, 220


class Pairs(Above):
    """Weighs a title beside a date line of one page."""

    def __init__(self, sheet: Sheet, head: Head, portal: Portal, elsewhere: Callable[[Block], bool], now: str) -> None:
        self.sheet, self.head, self.portal, self.elsewhere, self.now = sheet, head, portal, elsewhere, now
        self.titles = Titles(sheet, head, portal, elsewhere)
        self.dated = self.titles.dated
        self.tops: dict[int, int] = {}
        told = [b.size if b.size >= 40 and not b.link > 0.5 * b.size else 0 for b in sheet.blocks]
        self.prose = [0, *accumulate(told)]

    def weigh(self, title: Title, line: DateLine, until: int) -> float | None:
        """How well a title and a date line go together, or None where they cannot."""
        blocks = self.sheet.blocks
        behind = title.first > line.last
        low, high = (line.last + 1, title.first) if behind else (title.last + 1, line.first)
        far = high - low > BACK  # most are days in lists below the article: asked first, what lies between seldom
        apart = title.score < -0.6 or (far and not self.ends(title, line, behind))
        if apart or self.strange(title, line, behind) or self.within_text(title, line):
            return None
        between = self.told_between(title, low, high)
        longest = min(22, max(15, len(title.text)))  # a section's name above the first of its articles
        parted = self.in_aside(title, line) or (
            title.rule == "near-date" and any(b.widget for b in blocks[low : min(high, low + 40)])
        )
        if parted or any(block.size >= longest and self.heads(block) for block in between):
            return None
        prose = self.prose[high] - self.prose[low] if high > low else 0
        if not behind and (prose or len(between) > 3) and not self.placed(title, line, until):
            return None
        ended = far or (prose > 200 and self.ends(title, line, behind))
        if ended or prose > 500:
            return title.score + self.trust(line, behind) - 2.0 if ended else None
        score = title.score + self.trust(line, behind) - 2.0 * self.strangers(low, high)
        score += 1.0 if self.opens(title, line) else 0.0
        score -= ALT if behind and title.rule.endswith("+alt") and "+head" not in title.rule else 0.0  # a caption
        score -= 0.45 * len(between) + 0.002 * prose + (0.8 if behind else 2.5 * self.heads_page(title, line, between))
        start = max(title.last, line.last) + 1
        follows = self.prose[max(until, start)] - self.prose[start]
        score += 1.5 * min(1.0, follows / 300)
        least = 0.5 if self.opens(title, line) or (not between and not behind and follows >= 100) else 1.0
        if not line.labelled and (len(between) > (1 if behind else 3) or title.score < least):
            ends = len(between) > 3 and self.ends(title, line, behind)
            return title.score + self.trust(line, behind) - 2.0 if ends else None
        return score if score >= 1.0 else None

    def told_between(self, title: Title, low: int, high: int) -> list[Block]:
        """The lines between a title and a date, without tools, running news, who posted them and few bylines."""
        between = without_poster(self.sheet, self.sheet.blocks[low : min(high, low + 40)])
        between = self.without_insets(between)
        between = [b for b in between if not (b.furniture or is_ticker(title, self.portal, b))]
        return between if len(between) > _FEW else [b for b in between if not author_of(b.text)]

    def without_insets(self, blocks: list[Block]) -> list[Block]:
        """Lines between a title and a date without related news in the midst of a text: a label and few links under it.

        Paragraphs stand right above and below, in one box that is not the whole page.
        """
        lines = enumerate(blocks if len(blocks) > FEW else ())
        at = next((at for at, block in lines if is_end(block.text, self.portal)), 0)
        end = at + 1
        while end < len(blocks) and end - at <= FEW and self.elsewhere(blocks[end]):
            end += 1
        above = next((b for b in blocks[max(0, at - FEW) : at][::-1] if b.size >= PROSE), None)
        below = next((b for b in blocks[end : end + FEW] if b.size >= PROSE), None)
        if not 1 < end - at < len(blocks) or above is None or below is None or above.link or below.link:
            return blocks
        home = self.sheet.around(above.box, below.box)
        return blocks if home.tag in ("html", "body") else [*blocks[:at], *blocks[end:]]

    def placed(self, title: Title, line: DateLine, until: int) -> bool:
        """Whether a date below lines is at home; bare below text, it ends it or has a sure title's text below it."""
        if not self.at_home(title, line):
            return False
        if line.labelled or self.prose[line.first] == self.prose[title.last + 1]:
            return True
        if among_paragraphs(self.sheet, line.first, title.last + 1):
            return False  # a day that the text tells
        sure = "+" in title.rule or title.rule in ("h1", "h2")
        follows = self.prose[max(until, line.last + 1)] - self.prose[line.last + 1]
        return (sure and follows >= _TEXT) or self.closes(title, line)  # else the hour of an event

    def heads_page(self, title: Title, line: DateLine, between: list[Block]) -> bool:
        """Whether a short heading that nothing announces stands outside a box of the date and of a longer line."""
        if "+" in title.rule or len(title.text) >= _LONG_HEAD:
            return False
        for block in [*between, *self.sheet.blocks[line.last + 1 : line.last + 2]]:
            box = self.sheet.around(block.box, self.sheet.blocks[line.first].box)
            longer = len(title.text) < len(block.text) <= _LONGEST_LINE and block.text[-1] not in ".;,"
            if longer and not block.link and box.start > title.last and self.titles.at(block.index) is not None:
                return True
        return False

    def heads(self, block: Block) -> bool:
        """Whether a line is a link to another page, as an article's title in a list is; no value behind a label."""
        if not self.elsewhere(block) or amid(self.sheet, self.elsewhere, block):
            return False
        return block.index == 0 or not self.sheet.blocks[block.index - 1].text.endswith((":", "："))

    def strange(self, title: Title, line: DateLine, behind: bool) -> bool:
        """Whether a date shows something else than when a title's article was put up: a clock, another box's day."""
        if self.closes_another(title, line, opened=self.opens(title, line)) if behind else self.is_clock(title, line):
            return True
        if not line.labelled and self.shows_now(title, line):
            return True
        if behind and self.apart(title, line):
            return True
        if self.comes_again(title, line) or (behind and title.rule == "near-date" and len(title.text) < _LEAST_TITLE):
            return True
        return self.sheet.blocks[line.first].inline and title.last != line.first - 1

    def comes_again(self, title: Title, line: DateLine) -> bool:
        """Whether a title above a date is the end of a path, and heads its article only below another box."""
        blocks = self.sheet.blocks
        path = title.first > 0 and blocks[title.first - 1].link > 0
        if not path or blocks[title.first].box.heading or title.first > line.last:
            return False
        below = blocks[line.last + 3 : line.last + _AGAIN]
        again = (b for b in below if b.box.heading and b.text == title.text and not self.elsewhere(b))
        return any(not is_entry(self.sheet, block, self.dated, self.elsewhere) for block in again)

    def opens(self, title: Title, line: DateLine) -> bool:
        """Whether title and date, one right below the other, open the box of them and a text, unlike a clock."""
        home = self.sheet.around(self.sheet.blocks[line.first].box, self.sheet.blocks[title.first].box)
        first, last = min(title.first, line.first), max(title.last, line.last)
        together = (title.first == line.last + 1) or (line.first == title.last + 1)
        follows = self.prose[home.end] > self.prose[last + 1]
        return together and home.start == first and home.parent > 0 and follows and len(title.text) >= TITLE

    def within_text(self, title: Title, line: DateLine) -> bool:
        """Whether a line that nothing announces stands below paragraphs of the box that holds it and the date."""
        if "+head" in title.rule or title.rule == "h1":
            return False  # a picture's alt may be its caption
        home = self.sheet.around(self.sheet.blocks[line.first].box, self.sheet.blocks[title.first].box)
        return home.parent > 0 and self.prose[title.first] - self.prose[home.start] >= _TEXT

    def frames(self, title: Title, line: DateLine) -> bool:
        """Whether a line set off opens the box that a date closes, with text enough between."""
        sheet = self.sheet
        home = sheet.around(sheet.blocks[line.first].box, sheet.blocks[title.first].box)
        if self.top_of(home) != title.first or title.rule == "near-date" or len(title.text) < TITLE:
            return False
        rest = takewhile(lambda b: not is_end(b.text, self.portal), sheet.blocks[line.last + 1 : home.end])
        closed = all(
            b.furniture or author_of(b.text) or credit_of(b.text) or (b.link and not self.elsewhere(b)) for b in rest
        )
        return closed and self.prose[line.first] - self.prose[title.last + 1] >= _TEXT

    def top_of(self, box: Box) -> int:
        """The first block of a box that is no path, menu or tool above its title."""
        if (known := self.tops.get(box.number)) is None:
            blocks = self.sheet.blocks[box.start : min(box.end, box.start + OWN_BOX)]
            tops = (b.index for b in blocks if not self.elsewhere(b) and not b.furniture)
            known = self.tops[box.number] = next(tops, box.start)
        return known

    def is_clock(self, title: Title, line: DateLine) -> bool:
        """Whether a bare date under a line that nothing announces shows today: seconds run in it, or a menu follows."""
        if line.labelled or "+" in title.rule or self.opens(title, line) or self.sheet.blocks[line.first].inline:
            return False
        after = self.sheet.blocks[max(title.last, line.last) + 1 :][:12]
        return (line.seconds and not title.rule.startswith("h")) or sum(map(self.elsewhere, after[:3])) >= 2

    def strangers(self, low: int, high: int) -> int:
        """How many other headings and dates stand between a title and a date line."""
        blocks = self.sheet.blocks[low : min(high, low + 40)]
        return sum(
            1 for block in blocks if block.index in self.dated or (block.box.heading and not self.elsewhere(block))
        )

    def trust(self, line: DateLine, behind: bool) -> float:
        """How much a date line is worth by itself."""
        score = (3.0 + (0.7 if line.ours else 0)) if line.labelled else 0.5
        score -= 0.0 if line.stated else 0.5
        if not line.labelled:
            score -= (2.0 if line.seconds and not self.sheet.blocks[line.first].inline else 0) + (0.5 if behind else 0)
        if self.is_item(line):
            score -= 3.0
        return score

    def is_item(self, line: DateLine) -> bool:
        """Whether this date stands right under (or over) the link of another page, as in a list."""
        blocks = self.sheet.blocks
        before = next((b for b in reversed(blocks[max(0, line.first - 3) : line.first]) if not b.furniture), None)
        if before is not None and self.elsewhere(before) and before.size >= 15 and not author_of(before.text):
            return True
        return blocks[line.first].box.item >= 0 and blocks[line.first].link > 0

    def at_home(self, title: Title, line: DateLine) -> bool:
        """Whether a date below a title and its text stands in the box that holds both."""
        blocks, around = self.sheet.blocks, self.sheet.around
        widest = max(blocks[title.last + 1 : line.first], key=lambda block: block.size)
        home = around(blocks[title.first].box, widest.box)
        return around(home, blocks[line.first].box).number == home.number

    def ends(self, title: Title, line: DateLine, behind: bool) -> bool:
        """Whether a title's text stands between it and the date that ends it."""
        return not behind and line.stated and self.closes(title, line)

    def closes(self, title: Title, line: DateLine) -> bool:
        """Whether a date line far below a title ends that title's own text: same box, and text right above it."""
        sheet = self.sheet
        start = title.last + 1
        if start >= line.first or not (title.score >= 3.5 or self.frames(title, line)):
            return False
        above = sheet.blocks[max(start, line.first - 4) : line.first]
        if any(block.size >= 22 and self.heads(block) for block in above) or not self.at_home(title, line):
            return False
        if any(is_end(b.text, self.portal) for b in self.without_insets(sheet.blocks[start : line.first])):
            return False
        return not any(block.index in self.dated and self.boxed(block, title) for block in above)

    def boxed(self, dated: Block, title: Title) -> bool:
        """Whether another date stands below a line in a box of its own, which the title is not in: of a teaser."""
        box = dated.box
        while box.start == dated.index and box.parent > 0:
            box = self.sheet.boxes[box.parent]
        return title.last < box.start < dated.index
