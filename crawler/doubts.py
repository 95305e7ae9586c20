"""One page given in the place of many, as it comes out once all are stored: what a run is complained of for. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from archive.wording import counted
from crawler.complaint import Complaint

if TYPE_CHECKING:
    from archive.standins import Doubted

CLOSED = "If the portal closed or its name was sold: captures of before that day are read by -a until=DAY."
OWN_STAYS = f"Their own texts stay shown, and they count as missing. {CLOSED}"


def doubts(before: Doubted, now: Doubted) -> Iterator[Complaint]:
    """What texts that came in this run, or what they showed others to be, stand in for; told once."""
    for title, articles in _new(before.stand_in, now.stand_in):
        seen = f"“{title}” stands at {counted(len(articles), 'article')} in the place of their own text"
        yield Complaint("stands-in", seen, tuple(articles[:2]), OWN_STAYS)
    for title, articles in _new(before.all_alike, now.all_alike):
        seen = f"“{title}” under one date is all that {counted(len(articles), 'article')} show"
        yield Complaint("all-alike", seen, tuple(articles[:2]), CLOSED)


def _new(before: Mapping[str, tuple[str, str]], now: Mapping[str, tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Titles with the articles that are new under them, the most first; three at most."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for version, (title, article) in sorted(now.items()):
        if version not in before:
            found[title].append(article)
    return sorted(found.items(), key=lambda each: -len(each[1]))[:3]
