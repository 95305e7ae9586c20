"""Which article a new one may be that was retitled, edited or dated anew, and moved: a guess, for whom to ask."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from archive.search import fold
from archive.sqlite import Connection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.article import Article

WORD = re.compile(r"\w+")
HALF = 0.5
LONG = 40
"""So many pairs of words make a text that no two articles have by chance; "see the attached file" is not one."""

MOST_PAIRS = 12
"""So many pairs of a title's words, the longest, are looked for: fifteen took 0.1 s at 100,000 articles."""

SAME_DAY = """SELECT identity, articles.title, articles.body_text, updated_at, images, attachments FROM articles
JOIN versions ON versions.id = version_id
WHERE portal = ? AND updated_on = substr(?, 1, 10) AND last_seen_at < ? AND state <> 'removed'
ORDER BY last_seen_at DESC LIMIT 50"""
LIKE_TITLE = """SELECT identity, articles.title, articles.body_text, updated_at, images, attachments FROM article_search
CROSS JOIN articles ON articles.rowid = article_search.rowid JOIN versions ON versions.id = version_id
WHERE article_search MATCH ? AND portal = ? AND last_seen_at < ? AND state <> 'removed'
ORDER BY bm25(article_search) LIMIT 9"""


@dataclass(frozen=True, slots=True)
class _Words:
    """The pairs of words that stand together in a title and in a text, without marks and case."""

    title: frozenset[tuple[str, str]]
    text: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, title: str, text: str) -> _Words:
        return cls(*(frozenset(pairwise(WORD.findall(fold(part).lower()))) for part in (title, text)))


@dataclass(frozen=True, slots=True)
class Like:
    """An article that another may be: its identity, and whether only the title differs, and not much.

    Text, date (or one of them bears none), pictures and files are the same then: monthly notices share words and text.
    """

    identity: str
    retitled: bool


def likest(db: Connection, portal: str, article: Article, before: str) -> Like | None:
    """The article, last seen before a time and not removed, that is most like this one; None if none is.

    Like it is one with half of its text, by pairs of words of the shorter, or of the same date with half of its title.
    Sought among those of its day and those whose titles share most with its own.
    """
    ours = _Words.of(article.title, article.body_text)
    rows = db.execute(SAME_DAY, (portal, article.updated_at or "", before)).fetchall()
    if ours.title:
        pairs = sorted(ours.title, key=lambda pair: (-len(pair[0] + pair[1]), pair))[:MOST_PAIRS]
        phrases = " OR ".join(f'"{one} {other}"' for one, other in pairs)
        rows += db.execute(LIKE_TITLE, (f"title_folded : ({phrases})", portal, before)).fetchall()
    best, most = None, 0.0
    for identity, title, text, updated_at, *files in rows:
        theirs = _Words.of(title, text)
        texts, titles = _shared(ours.text, theirs.text), _shared(ours.title, theirs.title)
        same_date = article.updated_at is not None and article.updated_at == updated_at
        if texts + titles > most and (texts >= HALF or (same_date and titles >= HALF)):
            mended = len(ours.title & theirs.title) >= HALF * max(len(ours.title), len(theirs.title))
            retitled = mended and text == article.body_text and len(ours.text) >= LONG and _same_files(article, files)
            dated = same_date or not (updated_at and article.updated_at)
            best, most = Like(str(identity), retitled and dated), texts + titles
    return best


def unlike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two texts, each with title and body, are no two states of one: less than half of either is common."""
    ours, theirs = _Words.of(*one), _Words.of(*other)
    return one[0] != other[0] and max(_shared(ours.title, theirs.title), _shared(ours.text, theirs.text)) < HALF


def _same_files(article: Article, files: list[str]) -> bool:
    """Whether an article shows the pictures and offers the files of a version, given as its two lists in JSON."""
    ours = [{each.url for each in article.images}, {each.url for each in article.attachments}]
    return ours == [{each["url"] for each in json.loads(told)} for told in files]


def _shared(ours: frozenset[tuple[str, str]], theirs: frozenset[tuple[str, str]]) -> float:
    fewer = min(len(ours), len(theirs))
    return len(ours & theirs) / fewer if fewer else 0.0
