"""Which block is the title and which line the date of the one article that a page is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crawler.portals.model import Portal
from crawler.reading.blocks import Block, Sheet
from crawler.reading.dateline import DateLine
from crawler.reading.labels import is_contact, is_end, is_furniture, is_widget
from crawler.reading.metadata import Head
from crawler.reading.plain import fold

_BACK, _AHEAD = 14, 5
# Titles far above are tried for so many date lines: each try looks at all between (200,000 lines took an hour).
_TRIED_FAR = 50
LONGEST_TITLE = 500
_HEADING = (0.0, 2.5, 2.1, 1.8, 1.5, 1.3, 1.2)


@dataclass(frozen=True, slots=True)
class Title:
    """Blocks [first, last] that are the title, its text, how surely, and the rule that found it."""

    first: int
    last: int
    text: str
    score: float
    rule: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The title and the date line that belong together."""

    title: Title
    date: DateLine
    score: float


class Chooser:
    """Weighs every title near every date line of one page."""

    def __init__(self, sheet: Sheet, head: Head, portal: Portal, elsewhere: Callable[[Block], bool]) -> None:
        self.sheet, self.head, self.portal, self.elsewhere = sheet, head, portal, elsewhere
        self.dated: set[int] = set()
        self.alts = {fold(picture.attributes.get("alt", "")) for picture in sheet.pictures if picture.href is None} - {
            ""
        }
        self.longest = max(map(len, (*head.wholes, *self.alts)), default=0)
        self.titles: dict[int, Title | None] = {}
        self.prose = [0]
        for block in sheet.blocks:
            self.prose.append(
                self.prose[-1] + (block.size if block.size >= 40 and not block.link > 0.5 * block.size else 0)
            )

    def choose(self, lines: list[DateLine]) -> Choice | None:
        """The best pair, or None where no date line has a title."""
        self.dated = {index for line in lines for index in range(line.first, line.last + 1)}
        best: Choice | None = None
        strong = self.strong()
        announced = {
            fold(title.text) for title in strong if len(title.text) >= 25 and self.head.agrees(title.text) == 1
        }
        for number, line in enumerate(lines):
            until = lines[number + 1].first if number + 1 < len(lines) else len(self.sheet.blocks)
            far = strong if number < _TRIED_FAR else []
            for title in self.near(line) + [above for above in far if above.last < line.first - _BACK]:
                if announced and fold(title.text) not in announced:
                    continue
                score = self.weigh(title, line, until)
                if score is not None and (best is None or score > best.score):
                    best = Choice(title, line, score)
        return best

    def near(self, line: DateLine) -> list[Title]:
        """Titles within reach of a date line, before and behind it."""
        first = max(0, line.first - _BACK)
        reach = [*range(first, line.first), *range(line.last + 1, min(len(self.sheet.blocks), line.last + 1 + _AHEAD))]
        return [title for index in reach if index not in self.dated and (title := self.title_at(index)) is not None]

    def strong(self) -> list[Title]:
        """Titles that are sure without a date line beside them: headings that the head announces."""
        sure = []
        starts = {words[:8] for words in (*self.head.wholes, *self.head.cut, *self.alts)}
        for block in self.sheet.blocks:
            if not block.box.heading and fold(block.text[:24])[:8] not in starts:
                continue
            if (
                (block.box.heading or len(block.text) >= 20)
                and len(block.text) <= 400
                and block.index not in self.dated
            ):
                title = self.title_at(block.index)
                if title and title.score >= 3.5:
                    sure.append(title)
        return sure[:3]

    def title_at(self, index: int) -> Title | None:
        """The title that starts at a block (its lines joined), or None where that block cannot be one."""
        if index not in self.titles:
            self.titles[index] = self._title_at(index)
        return self.titles[index]

    def _title_at(self, index: int) -> Title | None:
        block = self.sheet.blocks[index]
        if len(block.text) > LONGEST_TITLE or self.elsewhere(block):
            return None
        if is_end(block.text, self.portal) or is_furniture(block.text) or self.continued(block):
            return None
        last, text = self.lines_of(block)
        score, rule = self.looks(block, text)
        if is_widget(text) or is_contact(text):
            score -= 2.5
        return Title(index, last, text, score, rule)

    def continued(self, block: Block) -> bool:
        """Whether a line goes on in the middle of a heading that starts above it."""
        box = block.box
        return (
            bool(box.heading)
            and block.index > box.start
            and self.sheet.blocks[block.index - 1].box.number == box.number
        )

    def lines_of(self, block: Block) -> tuple[int, str]:
        """Where the title that starts here ends, and its text: broken headings and announced lines are joined."""
        blocks, last, text = self.sheet.blocks, block.index, block.text
        longest = (last, text)
        if not block.box.heading and len(text) > self.longest:
            return longest
        for following in blocks[block.index + 1 : block.index + 4]:
            if following.index in self.dated or len(text) + len(following.text) >= LONGEST_TITLE:
                break
            text = f"{text} {following.text}"
            same = following.box.number == block.box.number
            if (same and block.box.heading) or fold(text) in self.head.wholes or fold(text) in self.alts:
                longest = (following.index, text)
        return longest

    def looks(self, block: Block, text: str) -> tuple[float, str]:
        """How much this block looks like a title by itself, and by which rule."""
        score, rule = 0.0, "near-date"
        size = block.size
        if block.box.heading:
            score, rule = _HEADING[min(block.box.heading, 6)], f"h{block.box.heading}"
        elif block.large or block.bold >= 0.9 * size:
            score, rule = 1.2, "set-off"
        if agrees := self.head.agrees(text):
            score, rule = score + 4 * agrees, f"{rule}+head" if agrees == 1 else rule
        if fold(text) in self.alts:
            score, rule = score + 2.5, f"{rule}+alt"
        elif text.endswith((".", ";", ",", ":")) and not agrees:
            score -= 1.0
        score += -2.0 if size < 7 else -0.6 if size < 14 else 0.6 if size >= 20 else 0.0
        score -= 1.5 if size > 220 and not agrees else 0
        score -= 1.0 if block.box.item >= 0 and not block.box.heading else 0
        return score, rule

    def weigh(self, title: Title, line: DateLine, until: int) -> float | None:
        """How well a title and a date line go together, or None where they cannot."""
        blocks = self.sheet.blocks
        behind = title.first > line.last
        if (behind and line.seconds) or (blocks[line.first].inline and title.last != line.first - 1):
            return None
        low, high = (line.last + 1, title.first) if behind else (title.last + 1, line.first)
        between = [b for b in blocks[low : min(high, low + 40)] if not is_furniture(b.text)]
        if title.score < -0.6 or any(self.elsewhere(block) and block.size >= 22 for block in between):
            return None
        prose = self.prose[high] - self.prose[low] if high > low else 0
        if prose > 200 or high - low > _BACK:
            far = None if behind or not self.closes(title, line) else title.score + self.trust(line, behind) - 2.0
            if far is not None or prose > 500 or high - low > _BACK:
                return far
        score = title.score + self.trust(line, behind) - 2.0 * self.strangers(low, high)
        score -= 0.45 * len(between) + 0.002 * prose + (0.8 if behind else 0)
        start = max(title.last, line.last) + 1
        follows = self.prose[max(until, start)] - self.prose[start]
        score += 1.5 * min(1.0, follows / 300)
        least = 0.5 if not between and not behind and follows >= 100 else 1.0
        if not line.labelled and (len(between) > (1 if behind else 3) or title.score < least):
            return None
        return score if score >= 1.0 else None

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

    def closes(self, title: Title, line: DateLine) -> bool:
        """Whether a date line far below a title ends that title's own text: same box, and text right above it."""
        sheet = self.sheet
        start, box = title.last + 1, sheet.blocks[line.first].box
        widest = max(sheet.blocks[start : line.first], key=lambda block: block.size, default=None)
        if (
            widest is None
            or title.score < 3.5
            or any(is_end(b.text, self.portal) for b in sheet.blocks[start : line.first])
        ):
            return False
        home = sheet.around(sheet.blocks[title.first].box, widest.box)
        return sheet.around(home, box).number == home.number and not any(
            self.elsewhere(block) and block.size >= 22
            for block in sheet.blocks[max(start, line.first - 4) : line.first]
        )
