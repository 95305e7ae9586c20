"""Numbers as people say them."""

from __future__ import annotations

UNITS = ((10**9, "GB"), (10**6, "MB"), (10**3, "KB"))


def counted(number: int, noun: str) -> str:
    """The number with its noun: 1 page, 2 pages."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def size(count: int) -> str:
    """So many bytes for a person, in powers of ten: 512 bytes, 4.1 KB, 2.3 MB, 1.0 GB."""
    told = (f"{count / unit:.1f} {name}" for unit, name in UNITS if count >= unit)
    return next(told, counted(count, "byte"))
