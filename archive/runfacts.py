"""What one run did, in counts and addresses, and how often a section brings something new. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Self

Addresses = tuple[str, ...]

FEW = 0.1
"""The share of pages up to which a refusal is theirs: dead links, logins. More are the portal's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """The counts of one run over one portal; every tuple holds addresses.

    `listed` is the number of article links seen on `lists` list pages, `named[address]` how many pages the top of a
    list names; `tops` are first pages of what was a list in an earlier run, asked for in this one. `known` are
    addresses that had given an article in an earlier run and were read again; of these `lost` gave none now (and were
    not gone), `changed` another text, `shrunk` less than half of it, `redated` the same text under another date,
    `emptied[field]` nothing in a field that was filled before, `other_rule` another date, found by another rule;
    `replaced[date_rule]` counts those whose same date another rule found instead. `gone` are articles that stood there
    until this run; one that stands at another address by now is neither, but may be `moved`: read at a new
    address, and not at the one before. `turned_away` were answered with a status that
    is neither a page nor a fault of the moment.
    `unread` say no and never gave a page, in this run or another, beside `read` pages of the portal that did.
    `away` are several articles that redirect to another host, and first pages where none of the portal's answers.
    `filled[field]` and `rules[date_rule]` count over the articles read; `reasons[reason]` over refusals.
    `examples[reason]` holds addresses of that refusal. `barren`: it went to its end, and the archive holds no article.
    `complaints` are the rules of the verdict that complained of it.
    """

    run_id: int
    lists: int = 0
    listed: int = 0
    articles: int = 0
    pages: int = 0
    known: int = 0
    read: int = 0
    barren: bool = False
    blocked: Addresses = ()
    failed: Addresses = ()
    lost: Addresses = ()
    changed: Addresses = ()
    shrunk: Addresses = ()
    redated: Addresses = ()
    other_rule: Addresses = ()
    gone: Addresses = ()
    moved: Addresses = ()
    away: Addresses = ()
    turned_away: Addresses = ()
    tops: Addresses = ()
    unread: Addresses = ()
    complaints: tuple[str, ...] = ()
    named: Mapping[str, int] = field(default_factory=dict)
    emptied: Mapping[str, Addresses] = field(default_factory=dict)
    filled: Mapping[str, int] = field(default_factory=dict)
    rules: Mapping[str, int] = field(default_factory=dict)
    replaced: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    examples: Mapping[str, Addresses] = field(default_factory=dict)

    @classmethod
    def told(cls, row: Mapping[str, Any]) -> Self:
        """Facts as some version of this program wrote them; what this one does not know is passed over."""
        known = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in row.items() if name in known})


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The days (ascending, distinct) on which runs found something new in one section, the very first run left out."""

    section: str
    days: tuple[date, ...]
