"""What differs between two texts, paragraph by paragraph and word by word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from archive.pairing import paired

Kind = Literal["same", "gone", "new"]
Piece = tuple[Kind, str]
# A figure is one word with its marks, sign and unit ("6.500", "4,37%", "15/10/2022", "110kV"), and so is an address: in
# these news the figures are the news, and half of one tells nothing.
_TOKEN = re.compile(r"https?://[^\s\"<>|]+|\d+(?:[.,:/–-]\d+)*\w*%?|\w+|\s+|[^\w\s]")
_CELLS = " | "  # between the cells of a table's row, as body_text has them
_NO_WORD = re.compile(r"[\W_]*")
LONG = 3  # paragraphs that stayed: fewer are quicker read than opened
MOST = 3000  # lines or words; of longer stretches one is shown after the other: comparing is quadratic and worse


def differences(old: str, new: str) -> list[list[Piece]]:
    """The paragraphs of both texts in order, each as pieces that are the same, gone or new."""
    rows: list[list[Piece]] = []
    for alike, gone, come in _stretches(_lines(old), _lines(new)):
        rows += [[("same", line)] for line in gone] if alike else _changed(gone, come)
    return rows


def _lines(text: str) -> list[str]:
    """Without blank ones: what they have in common is no likeness."""
    return [line for line in text.split("\n") if line.strip()]


def _changed(gone: list[str], come: list[str]) -> list[list[Piece]]:
    """A stretch of lines in which two texts differ: what became of a line stands beside it."""
    pairs = paired(gone, come)
    if pairs is None and len(gone) == len(come):
        pairs = list(zip(gone, come, strict=True))
    if pairs is None or (gone and " ".join(gone).split() == " ".join(come).split()):
        return [words("\n".join(gone), "\n".join(come))]
    return [words(one or "", other or "") for one, other in pairs]


def folded(rows: list[list[Piece]]) -> list[tuple[bool, list[list[Piece]]]]:
    """Paragraphs in stretches, and whether each may be folded away: it is the same, and far from what changed."""
    near = {at + step for at, row in enumerate(rows) if any(kind != "same" for kind, _ in row) for step in (-1, 0, 1)}
    stretches = [
        (far, [row for _, row in part]) for far, part in groupby(enumerate(rows), lambda it: it[0] not in near)
    ]
    return [(far and len(part) >= LONG, part) for far, part in stretches]


def words(old: str, new: str) -> list[Piece]:
    """The pieces of one paragraph in two forms; where both are rows of a table, cell by cell."""
    cells, others = old.split(_CELLS), new.split(_CELLS)
    if len(cells) != len(others):
        cells, others = [old], [new]
    pieces: list[Piece] = []
    for at, (one, other) in enumerate(zip(cells, others, strict=True)):
        pieces += [("same", _CELLS)] if at else []
        pieces += _told(_stretches(_TOKEN.findall(one), _TOKEN.findall(other)))
    return _joined(pieces)


def _told(stretches: Iterator[tuple[bool, list[str], list[str]]]) -> list[Piece]:
    """Stretches as pieces. Spaces and signs between words that went and words that came go and come with them."""
    pieces: list[tuple[str, str, str]] = []  # what is the same, or (else) what went and what came
    for alike, *both in stretches:
        gone, come = map("".join, both)
        if alike:
            pieces += [(gone, "", "")] if gone else []
            continue
        if len(pieces) > 1 and not pieces[-2][0] and _NO_WORD.fullmatch(pieces[-1][0]):
            (_, before, after), (between, _, _) = pieces[-2:]
            if before + gone and after + come:
                gone, come = before + between + gone, after + between + come
                del pieces[-2:]
        pieces.append(("", gone, come))
    kinds: tuple[Kind, ...] = ("same", "gone", "new")
    return [(kind, text) for piece in pieces for kind, text in zip(kinds, piece, strict=True) if text]


def _joined(pieces: list[Piece]) -> list[Piece]:
    return [(kind, "".join(text for _, text in part)) for kind, part in groupby(pieces, lambda piece: piece[0])]


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
