"""Which line of a new text is which line of the old one, changed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

WORD = re.compile(r"\w+")
ALIKE = 0.1  # 3 words shared by two lines of 10 are about this; two paragraphs that share small words only stay below
MOST = 100_000  # pairs of lines that are weighed: 0.2 s
Pair = tuple[str | None, str | None]


def paired(gone: list[str], come: list[str]) -> list[Pair] | None:
    """Lines of two texts in their order: (old, new) where one became the other, (old, None), (None, new).

    Of all ways to pair them the one whose pairs have most words in common; None where there are too many to weigh.
    """
    if len(gone) * len(come) > MOST:
        return None
    olds, news = [_words(line) for line in gone], [_words(line) for line in come]
    worth = [[_likeness(one, other) for other in news] for one in olds]
    best = [[0.0] * (len(come) + 1) for _ in range(len(gone) + 1)]
    for at in range(len(gone) - 1, -1, -1):
        for to in range(len(come) - 1, -1, -1):
            pair = worth[at][to]
            best[at][to] = max(best[at + 1][to], best[at][to + 1], pair + best[at + 1][to + 1] if pair else 0.0)
    return list(_walked(gone, come, worth, best))


def _walked(gone: list[str], come: list[str], worth: list[list[float]], best: list[list[float]]) -> Iterator[Pair]:
    at = to = 0
    while at < len(gone) and to < len(come):
        if worth[at][to] and best[at][to] == worth[at][to] + best[at + 1][to + 1]:
            yield gone[at], come[to]
            at, to = at + 1, to + 1
        elif best[at][to] == best[at + 1][to]:
            yield gone[at], None
            at += 1
        else:
            yield None, come[to]
            to += 1
    yield from ((line, None) for line in gone[at:])
    yield from ((None, line) for line in come[to:])


def _words(line: str) -> tuple[frozenset[str], frozenset[str]]:
    """A line's words, and its figures: these are what changes in a table or a price, those tell of what it speaks."""
    every = WORD.findall(line.lower())
    figures = frozenset(word for word in every if word[0].isdecimal())
    return frozenset(every) - figures, figures


def _likeness(one: tuple[frozenset[str], frozenset[str]], other: tuple[frozenset[str], frozenset[str]]) -> float:
    """From 0, two lines that have nothing to do with each other, to a little over 1. Lines of figures only by these."""
    words, figures = (_share(a, b) for a, b in zip(one, other, strict=True))
    share = words + figures / 10 if one[0] or other[0] else figures
    return share if share >= ALIKE else 0.0


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """The square of what they share, in proportion: two good pairs are worth more than three poor ones."""
    return len(one & other) ** 2 / (len(one) * len(other) or 1)
