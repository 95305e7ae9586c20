"""Articles a month as one small bar chart in SVG: drawn here, so that a reader needs neither script nor request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HEIGHT = 84  # pixels for the bars; the years stand below


@dataclass(frozen=True, slots=True)
class Bar:
    """One month: place and size (x and width in per cent, y and height in pixels) and what it says."""

    x: float
    y: float
    width: float
    height: float
    says: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars of one portal, the years under them (place in per cent, label), the highest count, and all in words."""

    bars: tuple[Bar, ...]
    years: tuple[tuple[float, str], ...]
    highest: int
    words: str


def span(months: Sequence[str]) -> list[str]:
    """Every month ("2024-09") from the first to the last of `months`, gaps filled."""
    if not months:
        return []
    first, last = (int(m[:4]) * 12 + int(m[5:7]) - 1 for m in (min(months), max(months)))
    return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(first, last + 1)]


def draw(counts: Mapping[str, int], axis: Sequence[str], highest: int) -> Chart:
    """Chart one portal's `counts` by month on a shared time axis and scale."""
    step = 100 / max(len(axis), 1)
    bars = []
    for place, month in enumerate(axis):
        if count := counts.get(month, 0):
            height = max(round(HEIGHT * count / max(highest, 1), 1), 2.0)
            says = f"{month}: {count} article{'' if count == 1 else 's'}"
            bars.append(Bar(round(place * step, 3), round(HEIGHT - height, 1), round(step * 0.82, 3), height, says))
    return Chart(tuple(bars), _years(axis, step), max(counts.values(), default=0), _words(counts))


def _years(axis: Sequence[str], step: float) -> tuple[tuple[float, str], ...]:
    starts = [(place, month[:4]) for place, month in enumerate(axis) if month.endswith("-01") or place == 0]
    if len(starts) > 1 and starts[1][0] - starts[0][0] < 6:
        starts = starts[1:]  # two labels would stand on each other
    every = max(-(-len(starts) // 7), 1)  # at most seven: they must fit on a phone
    return tuple((round(place * step, 3), year) for place, year in starts[::every])


def _words(counts: Mapping[str, int]) -> str:
    if not counts:
        return "No dated articles."
    most = max(counts, key=lambda month: (counts[month], month))
    return (
        f"{sum(counts.values()):,} dated articles from {min(counts)} to {max(counts)}; "
        f"most in {most}, with {counts[most]:,}."
    )
