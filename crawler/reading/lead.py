"""The lead of an article: a first paragraph that the page itself sets apart."""

from __future__ import annotations

from crawler.reading.blocks import Block, Sheet
from crawler.reading.metadata import Head
from crawler.reading.plain import fold, words

_SHORTEST, _SENTENCE = 40, 20
_SPEECH = "“\"«‘'-–"  # somebody is quoted
_NO_TEXT_BOX = words("p table tbody tr ul ol dl figure blockquote")


def lead_of(sheet: Sheet, body: list[Block], head: Head, tables: frozenset[int]) -> tuple[str, str] | None:
    """The lead and the rule that found it, or None where no lead is evident."""
    if len(body) < 2 or body[0].box.table in tables or body[0].box.item >= 0 or not _long(body[0]):
        return None
    first = body[0]
    asked = {b.index for b in body if b.bold >= 0.9 * b.size and b.text[-1] == "?"}
    if first.index in asked and len(asked) > 1:
        return None  # the first question of an interview
    said = (b for b in body[1:] if b.index not in asked)  # a sub-heading or the first question may stand between
    second = next((b for b in said if b.size >= _SHORTEST and b.box.table not in tables), body[1])
    told = (
        ("description", any(_begins(fold(first.text), fold(text)) for text in head.descriptions)),
        ("heading", first.box.heading and not second.box.heading),
        ("quote", first.box.quote >= 0 > second.box.quote and first.text[0] not in _SPEECH),
        ("bold", first.bold >= 0.9 * first.size and second.bold < 0.9 * second.size),
        ("italic", first.italic >= 0.9 * first.size and second.italic < 0.9 * second.size),
        ("large", first.large and not second.large),
    )
    found = next((rule for rule, holds in told if holds), None) or ("own-box" if _apart(sheet, body) else None)
    return (first.text, found) if found else None


def _long(first: Block) -> bool:
    return first.size >= (_SENTENCE if first.text[-1] == "." else _SHORTEST)


def _begins(text: str, told: str) -> bool:
    shorter, longer = sorted((text, told), key=len)
    return len(shorter) >= _SHORTEST and longer.startswith(shorter)


def _apart(sheet: Sheet, body: list[Block]) -> bool:
    """Whether all other paragraphs are in one box, and the first is not."""
    rest = body[1].box
    for block in body[2:]:
        rest = sheet.around(rest, block.box)
    return len(body) > 2 and rest.tag not in _NO_TEXT_BOX and not rest.start <= body[0].index < rest.end
