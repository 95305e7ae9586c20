"""What differs between two texts, paragraph by paragraph and word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]
Piece = tuple[Kind, str]
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
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
