"""Which days offices in Vietnam work. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache


def working_days(after: date, until: date) -> int:
    """Working days in (after, until]: no weekends, no public holidays of Vietnam, nor the week around Tết."""
    span = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
    return sum(day.weekday() < 5 and day not in _closed(day.year) for day in span)


@lru_cache
def _closed(year: int) -> frozenset[date]:
    """The days of a year on which offices are closed: the law's, and a week to each side of Tết, as offices keep it."""
    import holidays  # here, since it takes as long to import as thirty pages take to read, and few runs come to need it

    free = holidays.country_holidays("VN", years=year)
    tet = [day for day, name in free.items() if "Lunar New Year" in name]
    return frozenset(free) | {day + timedelta(days=n) for day in tet for n in range(-7, 8)}
