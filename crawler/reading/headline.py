"""Which block is the title and which line the date of the one article that a page is about."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from crawler.portals.model import Portal
from crawler.reading.blocks import Block, Sheet
from crawler.reading.boxed import of_another_box
from crawler.reading.date_parts import VIETNAM
from crawler.reading.dateline import DateLine
from crawler.reading.dates import DateReading, moment, read_date
from crawler.reading.labels import is_end, is_furniture, is_widget
from crawler.reading.metadata import Head
from crawler.reading.plain import fold
from crawler.reading.titles import Title, Titles

_BACK, _AHEAD = 14, 5
# Titles far above are tried for so many date lines: each try looks at all between (200,000 lines took an hour).
_TRIED_FAR = 50
_OWN_BOX = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """The title and the date line that belong together."""

    title: Title
    date: DateLine
    score: float


class Chooser:
    """Weighs every title near every date line of one page."""

    def __init__(self, sheet: Sheet, head: Head, portal: Portal, elsewhere: Callable[[Block], bool], now: str) -> None:
        self.sheet, self.head, self.portal, self.elsewhere, self.now = sheet, head, portal, elsewhere, now
        self.titles = Titles(sheet, head, portal, elsewhere)
        self.dated = self.titles.dated
        self.prose = [0]
        for block in sheet.blocks:
            self.prose.append(
                self.prose[-1] + (block.size if block.size >= 40 and not block.link > 0.5 * block.size else 0)
            )

    def choose(self, lines: list[DateLine]) -> Choice | None:
        """The best pair, or None where no date line has a title."""
        self.dated.update(index for line in lines for index in range(line.first, line.last + 1))
        best: Choice | None = None
        strong = self.strong()
        announced = {
            fold(title.text) for title in strong if len(title.text) >= 25 and self.head.agrees(title.text) == 1
        }
        starts = self.starts(announced)
        for number, line in enumerate(lines):
            until = lines[number + 1].first if number + 1 < len(lines) else len(self.sheet.blocks)
            far = strong if number < _TRIED_FAR else []
            for title in self.near(line, starts) + [above for above in far if above.last < line.first - _BACK]:
                if announced and fold(title.text) not in announced:
                    continue
                score = self.weigh(title, line, until)
                better = score is not None and (best is None or score > best.score)
                if score is not None and better and not of_another_box(self.sheet, self.dated, title, line):
                    best = Choice(title, line, score)
        return best

    def starts(self, announced: set[str]) -> list[int]:
        """The blocks that a title may start at: where the head announces one, those that begin as it does."""
        blocks = self.sheet.blocks
        if announced:
            most = 2 * max(map(len, announced))  # signs that folding drops count as well
            short = [block for block in blocks if len(block.text) <= most]
            blocks = [b for b in short if any(words.startswith(fold(b.text)) for words in announced)]
        return [block.index for block in blocks]

    def near(self, line: DateLine, starts: list[int]) -> list[Title]:
        """Titles within reach of a date line, before and behind it."""
        reach = starts[bisect_left(starts, line.first - _BACK) : bisect_right(starts, line.last + _AHEAD)]
        return [title for index in reach if index not in self.dated and (title := self.titles.at(index)) is not None]

    def strong(self) -> list[Title]:
        """Titles that are sure without a date line beside them: headings that the head announces."""
        sure = []
        starts = {words[:8] for words in (*self.head.wholes, *self.head.cut, *self.titles.alts)}
        for block in self.sheet.blocks:
            begun = len(block.text) >= 20 and fold(block.text[:24])[:8] in starts
            if not block.box.heading and not begun and not self.head.addressed(block.text):
                continue
            if (
                (block.box.heading or len(block.text) >= 20)
                and len(block.text) <= 400
                and block.index not in self.dated
            ):
                title = self.titles.at(block.index)
                if title and title.score >= 3.5:
                    sure.append(title)
        return sure[:3]

    def weigh(self, title: Title, line: DateLine, until: int) -> float | None:
        """How well a title and a date line go together, or None where they cannot."""
        blocks = self.sheet.blocks
        behind = title.first > line.last
        if self.strange(title, line, behind):
            return None
        low, high = (line.last + 1, title.first) if behind else (title.last + 1, line.first)
        between = [b for b in blocks[low : min(high, low + 40)] if not is_furniture(b.text)]
        longest = min(22, max(15, len(title.text)))  # a section's name above the first of its articles
        parted = self.in_aside(title, line) or (
            title.rule == "near-date" and any(is_widget(b.text) for b in blocks[low : min(high, low + 40)])
        )
        if parted or title.score < -0.6 or any(self.elsewhere(block) and block.size >= longest for block in between):
            return None
        prose = self.prose[high] - self.prose[low] if high > low else 0
        if (prose or len(between) > 3) and not behind and not self.at_home(title, line):
            return None
        if prose > 200 or high - low > _BACK:
            far = (
                None
                if behind or not line.stated or not self.closes(title, line)
                else title.score + self.trust(line, behind) - 2.0
            )
            if far is not None or prose > 500 or high - low > _BACK:
                return far
        score = title.score + self.trust(line, behind) - 2.0 * self.strangers(low, high)
        score -= 0.45 * len(between) + 0.002 * prose + (0.8 if behind else 0)
        start = max(title.last, line.last) + 1
        follows = self.prose[max(until, start)] - self.prose[start]
        score += 1.5 * min(1.0, follows / 300)
        least = 0.5 if not between and not behind and follows >= 100 else 1.0
        if not line.labelled and (len(between) > (1 if behind else 3) or title.score < least):
            ends = not behind and line.stated and len(between) > 3 and self.closes(title, line)
            return title.score + self.trust(line, behind) - 2.0 if ends else None
        return score if score >= 1.0 else None

    def strange(self, title: Title, line: DateLine, behind: bool) -> bool:
        """Whether a date shows something else than when a title's article was put up: a clock, another box's day."""
        if self.closes_another(title, line) if behind else self.is_clock(title, line):
            return True
        if not line.labelled and self.shows_now(title, line):
            return True
        return self.sheet.blocks[line.first].inline and title.last != line.first - 1

    def in_aside(self, title: Title, line: DateLine) -> bool:
        """Whether a date stands in a box that says of itself that it is beside the matter, and the title does not."""
        box = self.sheet.blocks[line.first].box
        home = self.sheet.around(box, self.sheet.blocks[title.first].box)
        while box is not home:
            if box.tag in ("aside", "nav", "footer"):
                return True
            box = self.sheet.boxes[box.parent]
        return False

    def closes_another(self, title: Title, line: DateLine) -> bool:
        """Whether a date above a title belongs to what stands before it: a clock, or the last line of another box."""
        sheet, sure = self.sheet, title.rule.startswith("h") or "+" in title.rule
        clock = line.seconds and not line.labelled and not self.opens(title, line)
        if (not sure and (line.seconds or title.text.endswith("."))) or clock:
            return True
        above = sheet.blocks[line.first - 1] if line.first else None
        if not line.labelled and above and len(above.hrefs) == 1 and above.size >= 20 and self.elsewhere(above):
            return True  # the last of a list of articles
        mine = sheet.blocks[line.first].box
        side = sheet.child_towards(sheet.around(mine, sheet.blocks[title.first].box), mine)
        before = sheet.blocks[side.start : line.first]
        between = sheet.blocks[line.last + 1 : title.first]
        return not all(is_furniture(b.text) for b in between) or any(
            not (b.link or is_furniture(b.text) or b.index in self.dated) for b in before
        )

    def opens(self, title: Title, line: DateLine) -> bool:
        """Whether a date and the title right below it open the box that holds them and text: no header's clock does."""
        home = self.sheet.around(self.sheet.blocks[line.first].box, self.sheet.blocks[title.first].box)
        right_above = title.first == line.last + 1 and home.start == line.first
        return right_above and self.prose[home.end] > self.prose[title.last + 1]

    def is_clock(self, title: Title, line: DateLine) -> bool:
        """Whether a bare date under a line that nothing announces shows today: seconds run in it, or a menu follows."""
        if line.labelled or "+" in title.rule:
            return False
        after = self.sheet.blocks[max(title.last, line.last) + 1 :][:12]
        return (line.seconds and not title.rule.startswith("h")) or sum(map(self.elsewhere, after[:3])) >= 2

    def shows_now(self, title: Title, line: DateLine) -> bool:
        """Whether a bare date is the day of the capture, as clocks show it, and nothing ties it to a title."""
        tied = title.rule in ("h1", "h2") and line.first == title.last + 1
        near = self.sheet.around(self.sheet.blocks[line.first].box, self.sheet.blocks[title.first].box)
        own = near.end - near.start <= _OWN_BOX or near.number == self.sheet.blocks[title.first].box.parent
        if tied or ("+" in title.rule and (own or title.first < line.first)):
            return False
        told, now = read_date(line.text, self.now, self.portal.date_labels), moment(self.now)
        return (
            isinstance(told, DateReading) and now is not None and told.iso[:10] == str(now.astimezone(VIETNAM).date())
        )

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
            score -= (2.0 if line.seconds else 0) + (0.5 if behind else 0)
        if self.is_item(line):
            score -= 3.0
        return score

    def is_item(self, line: DateLine) -> bool:
        """Whether this date stands right under (or over) the link of another page, as in a list."""
        blocks = self.sheet.blocks
        before = next(
            (b for b in reversed(blocks[max(0, line.first - 3) : line.first]) if not is_furniture(b.text)), None
        )
        if before is not None and self.elsewhere(before) and before.size >= 15:
            return True
        return blocks[line.first].box.item >= 0 and blocks[line.first].link > 0

    def at_home(self, title: Title, line: DateLine) -> bool:
        """Whether a date below a title and its text stands in the box that holds both."""
        blocks, around = self.sheet.blocks, self.sheet.around
        widest = max(blocks[title.last + 1 : line.first], key=lambda block: block.size)
        home = around(blocks[title.first].box, widest.box)
        return around(home, blocks[line.first].box).number == home.number

    def closes(self, title: Title, line: DateLine) -> bool:
        """Whether a date line far below a title ends that title's own text: same box, and text right above it."""
        sheet = self.sheet
        start = title.last + 1
        widest = max(sheet.blocks[start : line.first], key=lambda block: block.size, default=None)
        if (
            widest is None
            or title.score < 3.5
            or any(is_end(b.text, self.portal) for b in sheet.blocks[start : line.first])
        ):
            return False
        return self.at_home(title, line) and not any(
            self.elsewhere(block) and block.size >= 22
            for block in sheet.blocks[max(start, line.first - 4) : line.first]
        )
