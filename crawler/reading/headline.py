"""Which block is the title and which line the date of the one article that a page is about."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from crawler.reading.blocks import Sheet
from crawler.reading.boxed import below_widget, closes_figures, in_widget, of_another_box
from crawler.reading.pairs import BACK, Pairs
from crawler.reading.plain import fold, may_open
from crawler.reading.posters import without_poster
from crawler.reading.statements import DateLine
from crawler.reading.teaser import day, is_entry
from crawler.reading.titles import Title

_AHEAD, _LEVELS = 5, 4
# Titles far above are tried for so many date lines: each try looks at all between (200,000 lines took an hour).
_TRIED_FAR = 50
# Of more date lines than any article has, these many at both ends are weighed (900 KB of cells took half a minute).
_ENDS = 250
# Places that bear the same title as an entry: a page that repeats it for ever is no article.
_RIVALS = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """The title and the date line that belong together."""

    title: Title
    date: DateLine
    score: float

    def is_posted(self, sheet: Sheet) -> bool:
        """Whether only the box of who posted the article stands between the two, as on forums."""
        title, date = self.title, self.date
        between = sheet.blocks[min(title.last, date.last) + 1 : max(title.first, date.first)]
        return bool(between) and not without_poster(sheet, between)


class Chooser(Pairs):
    """Weighs every title near every date line of one page."""

    def choose(self, lines: list[DateLine]) -> Choice | None:
        """The best pair, or None where no date line has a title."""
        self.dated.update(index for line in lines for index in range(line.first, line.last + 1))
        lines = lines if len(lines) <= 2 * _ENDS else [*lines[:_ENDS], *lines[-_ENDS:]]
        best: Choice | None = None
        found: list[Choice] = []
        strong = self.strong()
        announced = {
            fold(title.text) for title in strong if len(title.text) >= 25 and self.head.agrees(title.text) == 1
        }
        starts = self.starts(announced)
        letters = initials(announced)
        for number, line in enumerate(lines):
            until = lines[number + 1].first if number + 1 < len(lines) else len(self.sheet.blocks)
            far = [*strong, *self.framing(line, letters)] if number < _TRIED_FAR else []
            for title in self.near(line, starts) + [above for above in far if above.last < line.first - BACK]:
                if (announced and fold(title.text) not in announced) or below_widget(self.sheet, title, line):
                    continue
                score = self.weigh(title, line, until)
                if score is None:
                    continue
                found.append(Choice(title, line, score))
                if (best is None or score > best.score) and not self.boxed_apart(found[-1]):
                    best = found[-1]
        return self.itself(best, found) if best else None

    def boxed_apart(self, pair: Choice) -> bool:
        """Whether the date of a pair belongs to another box than its title."""
        apart = of_another_box(self.sheet, self.portal, self.dated, pair.title, pair.date)
        inside = in_widget(self.sheet, pair.title, pair.date) or closes_figures(self.sheet, pair.title, pair.date)
        return apart or inside

    def itself(self, best: Choice, found: list[Choice]) -> Choice:
        """The article's own title and date where the best pair is its entry among those of other pages."""
        if not self.listed(best):
            return best
        words, told = fold(best.title.text), self.day(best)
        rivals = (
            pair
            for pair in sorted(found, key=lambda pair: -pair.score)
            if pair.title.first != best.title.first
            and pair.date.first != best.date.first
            and fold(pair.title.text) == words
        )
        for pair in islice(rivals, _RIVALS):
            whole = not self.listed(pair) or (self.cut(best) and not self.cut(pair))
            if self.day(pair) == told and whole and not self.boxed_apart(pair):
                return pair
        return best

    def listed(self, pair: Choice) -> bool:
        """Whether the title of a pair is one entry among others."""
        return is_entry(self.sheet, self.sheet.blocks[pair.title.first], self.dated, self.elsewhere)

    def cut(self, pair: Choice) -> bool:
        """Whether the line below title and date breaks off, as a teaser's does."""
        below = max(pair.title.last, pair.date.last) + 1
        return any(block.text.endswith(("...", "…")) for block in self.sheet.blocks[below : below + 1])

    def day(self, pair: Choice) -> str | None:
        """The day of a pair."""
        return day(pair.date.text, self.now, self.portal.date_labels)

    def framing(self, line: DateLine, letters: frozenset[str]) -> list[Title]:
        """Titles that open one of the boxes around a date at its end, with one of these letters if there are any."""
        found, box = [], self.sheet.blocks[line.first].box
        for _ in range(_LEVELS):
            box = self.sheet.boxes[max(box.parent, 0)]
            if box.start >= line.first - BACK:
                continue  # so is all that it holds
            top = self.top_of(box)
            above = top < line.first - BACK and (not letters or may_open(self.sheet.blocks[top].text, letters))
            title = self.titles.at(top) if above else None
            found += [title] if title and self.frames(title, line) else []
        return found

    def starts(self, announced: set[str]) -> list[int]:
        """The blocks that a title may start at: where the head announces one, those that begin as it does."""
        blocks = self.sheet.blocks
        if announced:
            most, letters = 2 * max(map(len, announced)), initials(announced)  # signs that folding drops count as well
            short = [block for block in blocks if len(block.text) <= most and may_open(block.text, letters)]
            blocks = [b for b in short if any(words.startswith(fold(b.text)) for words in announced)]
        return [block.index for block in blocks]

    def near(self, line: DateLine, starts: list[int]) -> list[Title]:
        """Titles within reach of a date line, before and behind it."""
        reach = starts[bisect_left(starts, line.first - BACK) : bisect_right(starts, line.last + _AHEAD)]
        return [title for index in reach if index not in self.dated and (title := self.titles.at(index)) is not None]

    def strong(self) -> list[Title]:
        """Titles that are sure without a date line beside them: headings that the head announces."""
        sure = []
        starts = {words[:8] for words in (*self.head.wholes, *self.head.cut, *self.titles.alts)}
        letters = initials(starts)
        for block in self.sheet.blocks:
            text = block.text
            if len(text) > 400 or (len(text) < 20 and not block.box.heading) or block.index in self.dated:
                continue
            opens = may_open(text, letters)
            if (
                (opens or may_open(text, self.head.initials) or self.head.may_address(text))
                if block.box.heading
                else (opens and fold(text[:24])[:8] in starts) or self.head.addressed(text)
            ):
                title = self.titles.at(block.index)
                if title and title.score >= 3.5:
                    sure.append(title)
        return sure[:3]


def initials(folded: Iterable[str]) -> frozenset[str]:
    """The first letters of folded texts."""
    return frozenset(words[:1] for words in folded)
