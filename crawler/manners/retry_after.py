"""Reading the Retry-After header in all the forms portals send. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=1)
"""A portal that asks for ten years has a broken header; a day is the most we take it at its word."""


def wait(header: str | None, now: datetime) -> timedelta | None:
    """How long the portal asks us to wait: seconds or an HTTP date, at most LONGEST; None where nothing is usable."""
    text = (header or "").strip()
    if not text:
        return None
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return min(timedelta(seconds=min(float(text), LONGEST.total_seconds())), LONGEST)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(until - now, timedelta(0)), LONGEST)
