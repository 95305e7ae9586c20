"""What one run did, counted from the rows it left: the evidence that a verdict is given on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Addresses = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """The counts of one run over one portal; every tuple holds addresses.

    `listed` is the number of article links seen on `lists` list pages. `known` are addresses that had given an article
    in an earlier run and were read again; of these `lost` gave none now (and were not gone), `changed` another text,
    `shrunk` less than half of the text, `emptied[field]` a field that was filled before, `other_rule` a date found by
    another rule. `filled[field]` and `rules[date_rule]` count over the articles read; `reasons[reason]` over refusals.
    `examples[reason]` holds addresses of that refusal.
    """

    run_id: int
    lists: int = 0
    listed: int = 0
    articles: int = 0
    pages: int = 0
    known: int = 0
    blocked: Addresses = ()
    failed: Addresses = ()
    lost: Addresses = ()
    changed: Addresses = ()
    shrunk: Addresses = ()
    other_rule: Addresses = ()
    emptied: Mapping[str, Addresses] = field(default_factory=dict)
    filled: Mapping[str, int] = field(default_factory=dict)
    rules: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    examples: Mapping[str, Addresses] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The days (ascending, distinct) on which runs found something new in one section, the very first run left out."""

    section: str
    days: tuple[date, ...]
