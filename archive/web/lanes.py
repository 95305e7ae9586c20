"""Lanes for costly pages: few at a time, with a rest for those who only read, and an honest 503 when too many wait."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

COMPARISON = re.compile(r"^/a/[^/]+/compare$")
LARGE = 100  # rows; a page of more is a program's, or might as well be


class Full(Exception):
    """More wait in this lane than it will serve soon; `seconds` is when to come back."""

    seconds = 10


@dataclass(frozen=True, slots=True)
class Rule:
    """How many of a lane's pages are made at once, how many may wait, and how long it rests for each second it took."""

    at_once: int
    waiting: int
    rest: float


# Of Datasette's query threads (limits.py) those of the first two lanes together leave two free for people who read.
RULES: Mapping[str, Rule] = {
    "tables": Rule(at_once=2, waiting=200, rest=0.0),
    # One answer of 500 rows holds Python itself for 0.1 s. Twenty programs that ask without a pause then have a
    # fifth of it between them, and one answer of megabytes in memory, not twenty.
    "bulk": Rule(at_once=1, waiting=100, rest=4.0),
    # Of two long texts with little in common it takes seconds, all of them Python's.
    "comparisons": Rule(at_once=1, waiting=100, rest=0.0),
}
LONGEST_REST = 2.0


class Lane:
    """One lane of one event loop."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.waiting = 0
        self.free = asyncio.Semaphore(rule.at_once)

    async def enter(self) -> None:
        """Wait for a place; raises Full where too many wait already."""
        if self.waiting >= self.rule.waiting:
            raise Full
        self.waiting += 1
        try:
            await self.free.acquire()
        finally:
            self.waiting -= 1

    def leave(self, took: float) -> None:
        """Give the place back, after a rest in proportion to the seconds it was used."""
        rest = min(took * self.rule.rest, LONGEST_REST)
        if rest:
            asyncio.get_running_loop().call_later(rest, self.free.release)
        else:
            self.free.release()


def lane_of(path: str, query: bytes) -> str:
    """Which lane a costly page belongs to: comparisons, a person's tables, or what only programs ask for."""
    if COMPARISON.search(path):
        return "comparisons"
    if "." in path.rsplit("/", 1)[-1]:
        return "bulk"
    asked = parse_qs(query.decode("latin-1"))
    size = asked.get("_size", ["0"])[-1]
    large = size == "max" or (size.isdecimal() and len(size) < 9 and int(size) > LARGE)
    return "bulk" if large or "sql" in asked else "tables"
