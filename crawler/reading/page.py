"""One page as some source gave it."""

from __future__ import annotations

from dataclasses import dataclass

from archive.article import Source


@dataclass(frozen=True, slots=True)
class Page:
    """One page: absolute address, html decoded as browsers do, UTC time of capture (ISO 8601 with Z), source."""

    url: str
    html: str
    captured_at: str
    source: Source = "live"
