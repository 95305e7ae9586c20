"""Verse: short lines without a sentence that are a text, told by their measure."""

from __future__ import annotations

from collections.abc import Sequence

# Vietnamese is written syllable by syllable: verse of equal lines has five, seven or eight words in each.
_EQUAL = (5, 7, 8)
STANZA = 4
"""So many lines tell a measure."""


def is_verse(lines: Sequence[str]) -> bool:
    """Whether four lines in turn have six and eight words by turns (lục bát), or an equal number and other first words.

    Lines of equal length that begin alike are a list ("Phòng Quản lý Thương mại"), lines with numbers are data.
    """
    counts = [0 if any(map(str.isdigit, line)) or line.endswith(":") else len(line.split()) for line in lines]
    for at in range(len(counts) - STANZA + 1):
        found = counts[at : at + STANZA]
        if found in ([6, 8, 6, 8], [8, 6, 8, 6]):
            return True
        if found[0] in _EQUAL and len(set(found)) == 1:
            first = {line.split()[0].casefold() for line in lines[at : at + STANZA]}
            if len(first) == STANZA:
                return True
    return False
