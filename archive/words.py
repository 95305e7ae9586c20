"""What differs between two texts, paragraph by paragraph and word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

Kind = Literal["same", "gone", "new"]
Piece = tuple[Kind, str]
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
LONG = 3  # paragraphs that stayed: fewer are quicker read than opened
MOST_TOKENS = 3000  # two paragraphs beyond this are shown one after the other: comparing is quadratic


def _all(kind: Kind, lines: list[str]) -> list[list[Piece]]:
    return [[(kind, line)] for line in lines]


def differences(old: str, new: str) -> list[list[Piece]]:
    """The paragraphs of both texts in order, each as pieces that are the same, gone or new."""
    before, after = old.split("\n"), new.split("\n")
    rows: list[list[Piece]] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            rows += _all("same", before[a:b])
        elif what == "replace" and b - a == d - c:
            rows += [words(one, other) for one, other in zip(before[a:b], after[c:d], strict=True)]
        elif what == "replace":
            rows.append(words("\n".join(before[a:b]), "\n".join(after[c:d])))
        else:
            rows += _all("gone", before[a:b]) + _all("new", after[c:d])
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
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(before) * len(after) > MOST_TOKENS**2:
        return [("gone", old), ("new", new)]
    pieces: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(("same", "".join(before[a:b])))
            continue
        pieces += [("gone", "".join(before[a:b]))] if b > a else []
        pieces += [("new", "".join(after[c:d]))] if d > c else []
    return pieces
