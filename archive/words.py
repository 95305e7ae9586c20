"""What differs between two texts, paragraph by paragraph and word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

Kind = Literal["same", "gone", "new"]
Piece = tuple[Kind, str]
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
LONG = 3  # paragraphs that stayed: fewer are quicker read than opened
MOST = 3000  # lines or words; of longer stretches one is shown after the other: comparing is quadratic and worse


def _all(kind: Kind, lines: list[str]) -> list[list[Piece]]:
    return [[(kind, line)] for line in lines]


def differences(old: str, new: str) -> list[list[Piece]]:
    """The paragraphs of both texts in order, each as pieces that are the same, gone or new."""
    rows: list[list[Piece]] = []
    for alike, gone, come in _stretches(old.split("\n"), new.split("\n")):
        if alike:
            rows += _all("same", gone)
        elif len(gone) == len(come):
            rows += [words(one, other) for one, other in zip(gone, come, strict=True)]
        elif gone and come:
            rows.append(words("\n".join(gone), "\n".join(come)))
        else:
            rows += _all("gone", gone) + _all("new", come)
    return [row for row in rows if any(text.strip() for _, text in row)]


def folded(rows: list[list[Piece]]) -> list[tuple[bool, list[list[Piece]]]]:
    """Paragraphs in stretches, and whether each may be folded away: it is the same, and far from what changed."""
    near = {at + step for at, row in enumerate(rows) if any(kind != "same" for kind, _ in row) for step in (-1, 0, 1)}
    stretches = [
        (far, [row for _, row in part]) for far, part in groupby(enumerate(rows), lambda it: it[0] not in near)
    ]
    return [(far and len(part) >= LONG, part) for far, part in stretches]


def words(old: str, new: str) -> list[Piece]:
    """The pieces of one paragraph in two forms."""
    pieces: list[Piece] = []
    told: list[tuple[Kind, list[str]]]
    for alike, gone, come in _stretches(_TOKEN.findall(old), _TOKEN.findall(new)):
        told = [("same", gone)] if alike else [("gone", gone), ("new", come)]
        pieces += [(kind, "".join(tokens)) for kind, tokens in told if tokens]
    return pieces


def _stretches(before: list[str], after: list[str]) -> Iterator[tuple[bool, list[str], list[str]]]:
    """Both in order, cut where they part and meet: whether a stretch is alike in both, and what each holds there.

    Ends that both share are never compared, and what is common in a long text (blank lines, spaces) leads nowhere:
    with `autojunk=False` each of them met every other, and 1,400 words took 67 seconds.
    """
    first = _shared(before, after)
    last = _shared(before[first:][::-1], after[first:][::-1])
    one, other = before[first : len(before) - last], after[first : len(after) - last]
    yield True, before[:first], after[:first]
    if len(one) * len(other) > MOST**2:
        yield False, one, other
    else:
        for what, a, b, c, d in SequenceMatcher(None, one, other).get_opcodes():
            yield what == "equal", one[a:b], other[c:d]
    yield True, before[len(before) - last :], after[len(after) - last :]


def _shared(one: list[str], other: list[str]) -> int:
    """How many items both begin with."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
