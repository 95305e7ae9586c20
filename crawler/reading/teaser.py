"""The article's own entry in a box of newest or best news beside it, which bears its title and its date as well."""

from __future__ import annotations

from collections.abc import Callable

from crawler.reading.blocks import Block, Box, Sheet
from crawler.reading.dates import DateReading, read_date

# How far from an entry another of the same box may begin, and from its link its date may stand.
_NEAR, _BESIDE = 40, 3


def is_entry(sheet: Sheet, block: Block, dated: set[int], elsewhere: Callable[[Block], bool]) -> bool:
    """Whether a line is a link like those to other pages near it, each with a date: an entry among others."""
    if not block.linked:
        return False
    own = path(sheet, block.box)
    near = sheet.blocks[max(0, block.index - _NEAR) : block.index + 1 + _NEAR]
    alike = (b for b in near if b.box.depth == block.box.depth and b.box.tag == block.box.tag and elsewhere(b))
    return any(
        path(sheet, b.box) == own and not dated.isdisjoint(range(b.index - 1, b.index + 1 + _BESIDE)) for b in alike
    )


def path(sheet: Sheet, box: Box) -> list[str]:
    """The tags of a box and of all around it."""
    tags = []
    while box.parent >= 0:
        tags.append(box.tag)
        box = sheet.boxes[box.parent]
    return tags


def day(text: str, now: str, labels: tuple[str, ...]) -> str | None:
    """The day that a date line states, whatever its hour; None for one that is none."""
    told = read_date(text, now, labels)
    return told.iso[:10] if isinstance(told, DateReading) else None
