"""From when to when an article showed which text under which date: what its looks amount to, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any

from archive.views import LOOKS

SHOWN = f"""SELECT reading.version_id, reading.updated_at, reading.date_text, capture.captured_at
FROM articles AS article CROSS JOIN {LOOKS} WHERE article.id = :id ORDER BY capture.sort_key, capture.id"""
"""What an article showed, look by look; for `spans_of`."""


@dataclass(frozen=True, slots=True)
class Span:
    """Looks in a row at one text under one date: the date as normalised and as written, first and last look (UTC)."""

    version_id: str
    updated_at: str | None
    date_text: str | None
    since: str
    until: str

    @property
    def date(self) -> str | None:
        """By what dates are told apart: one that was refused, by the portal's words."""
        return self.updated_at or self.date_text


@dataclass(frozen=True, slots=True)
class Return:
    """A text that came back: from which look to which it was shown again (UTC), and the version that it replaced."""

    version_id: str
    since: str
    until: str
    instead_of: str


def spans_of(looks: Iterable[Mapping[str, Any]]) -> list[Span]:
    """The spans of an article, from its looks as SHOWN gives them."""
    each = (Span(*(look[name] for name in ("version_id", "updated_at", "date_text")), *[look["captured_at"]] * 2)
            for look in looks)  # fmt: skip
    return [_one(same) for _, same in groupby(each, lambda span: (span.version_id, span.date))]


def dates_of(spans: Iterable[Span], version_id: str) -> list[Span]:
    """The dates that a text bore, in order: one span for each, whatever the article showed in the meantime."""
    own = (span for span in spans if span.version_id == version_id)
    return [_one(same) for _, same in groupby(own, lambda span: span.date)]


def returns_of(spans: Iterable[Span]) -> list[Return]:
    """The texts that came back, in order."""
    texts = [_one(same) for _, same in groupby(spans, lambda span: span.version_id)]
    known = {span.version_id for span in texts[:1]}
    found = []
    for before, span in pairwise(texts):
        if span.version_id in known:
            found.append(Return(span.version_id, span.since, span.until, before.version_id))
        known.add(span.version_id)
    return found


def _one(spans: Iterable[Span]) -> Span:
    """Spans as one: what the last of them says, since the first."""
    first, *others = spans
    last = others[-1] if others else first
    return replace(last, since=first.since)
