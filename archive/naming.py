"""Names that come from the thing named, so that archives agree in any order of arrival; the order of captures."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime


def short_hash(*parts: str) -> str:
    """Sixteen hexadecimal digits for a tuple of strings; ten million things share none but once in 370,000 archives."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def seal(*values: object) -> str:
    """A checksum over a row's values, so that `archive verify` finds every flipped bit of it."""
    told = "\x1e".join(["\x00" if value is None else str(value) for value in values])
    return hashlib.blake2b(told.encode(), digest_size=8).hexdigest()


def sort_key(captured_at: str, capture_id: str, run: tuple[int, str] | None = None) -> str:
    """A text that sorts captures of an article from old to new; `run` is (id, time the run counts as) for live ones.

    A live capture never counts as older than its run, nor a run as older than the one before: a clock that was wrong
    once freezes nothing.
    """
    time = captured_at.rstrip("Z")
    if run is None:
        return f"{time}#0~{capture_id}"
    number, ordered_at = run
    counts_as = max(time, ordered_at.rstrip("Z"))
    return f"{counts_as}#{number:08d}#{'' if counts_as == time else time}~{capture_id}"


def utc_now() -> datetime:
    """The real clock."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """A time of ours: "2026-11-22T01:30:00Z"."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
