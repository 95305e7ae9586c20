"""Where in a text a reader's words stand, by the same rules as the search itself."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.search import fold, looked_for

Piece = tuple[str, bool]  # a stretch of text, and whether it is one of the words searched for
LENGTH = 280  # letters of a passage: three lines on a desk, six on a phone
MOST = 200_000  # letters of a text that are looked through for its best passage: each word goes through all of them
_TERM = re.compile(r'"([^"]+)"(\*?)')


def highlight(text: str, words: str, folded: str | None = None) -> list[Piece]:
    """The whole text in pieces, the words found marked. `folded` is fold(text), where it is at hand."""
    return _pieces(text, _hits(text, words, folded), 0, len(text))


def passage(text: str, words: str, folded: str | None = None) -> list[Piece]:
    """The stretch of the text (of its first MOST letters) that holds most of the words, in pieces, cut at spaces."""
    text, folded = text[:MOST], folded and folded[:MOST]
    hits = _hits(text, words, folded)
    start, end = _window(text, hits)
    pieces = _pieces(text, hits, start, end)
    return [*([("… ", False)] if start else []), *pieces, *([(" …", False)] if end < len(text) else [])]


def passage_cell(text: object, words: object) -> str:
    """The passage as one line for SQL: «these» are the words found."""
    pieces = passage(str(text or ""), str(words or ""))
    return " ".join("".join(f"«{piece}»" if hit else piece for piece, hit in pieces).split())


def _hits(text: str, words: str, folded: str | None) -> list[tuple[int, int]]:
    bare = folded if folded is not None and len(folded) == len(text) else fold(text)
    found: list[tuple[int, int]] = []
    for pattern, in_bare in _patterns(words):
        found += [match.span() for match in pattern.finditer(bare if in_bare else text)]
    return _merged(found)


@lru_cache(maxsize=64)
def _patterns(words: str) -> list[tuple[re.Pattern[str], bool]]:
    """What to look for, and whether in the text without marks; made once for the forty texts of an answer."""
    made = []
    for term, star in dict.fromkeys(_TERM.findall(looked_for(words))):  # a word typed twice is looked for once
        first, *others = map(re.escape, term.split())
        # A pattern that begins with \b is tried at every letter; one that looks back from its first word, at few.
        pattern = r"[\W_]+".join([rf"{first}(?<!\w{first})", *others]) + (r"\w*" if star else r"\b")
        made.append((re.compile(pattern, re.IGNORECASE), fold(term) == term))
    return made


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _worth(hit: tuple[int, int]) -> int:
    """Words that stand together are one hit, worth more than all of them apart."""
    return (hit[1] - hit[0]) ** 2


def _window(text: str, hits: list[tuple[int, int]]) -> tuple[int, int]:
    if len(text) <= LENGTH:
        return 0, len(text)
    best, most = 0, 0
    last = held = 0
    for start, end in hits:
        while last < len(hits) and hits[last][1] <= start + LENGTH:
            held += _worth(hits[last])
            last += 1
        if held > most:
            best, most = start, held
        held -= _worth((start, end))
    start = max(0, best - 60)
    if start:
        start = text.find(" ", start, best) + 1 or best
    end = min(len(text), start + LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", start + LENGTH // 2, end), start + LENGTH // 2)
    return start, end


def _pieces(text: str, hits: list[tuple[int, int]], start: int, end: int) -> list[Piece]:
    pieces: list[Piece] = []
    at = start
    for first, last in hits:
        if last <= at or first >= end:
            continue
        pieces.append((text[at : max(first, at)], False))
        pieces.append((text[max(first, at) : min(last, end)], True))
        at = min(last, end)
    return [piece for piece in [*pieces, (text[at:end], False)] if piece[0]]
