"""How Vietnamese is folded and searched: with marks exactly so, without marks in every spelling."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import asdict, dataclass

from archive.sqlite import Connection

# Letters that no decomposition takes apart. Eth is what many old files hold in place of đ.
STROKES = {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"}
MARKS = re.compile("[\u0300-\u036f]+")
TERM = re.compile(r'"([^"]*)"?(\*?)|([^\s"]+)')
WORD = re.compile(r"\w+")
NOTHING = '""'


class Bare(dict[int, str]):
    """For `str.translate`: each letter without its marks, worked out when it is met first."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = STROKES.get(letter) or MARKS.sub("", unicodedata.normalize("NFD", letter))
        return self[code]


BARE = Bare()


def fold(text: str) -> str:
    """NFC text without its marks, letter for letter, so that offsets in one hold in the other."""
    return text if text.isascii() else unicodedata.normalize("NFC", text.translate(BARE))


def fts_query(text: str) -> str:
    """What a person typed as an FTS5 query: every word must occur, "words in quotes" together, a word* as beginning.

    Upper or lower case and NFC or NFD never matter; nothing a person types is an operator or an error.
    """
    parts = [part for match in TERM.finditer(unicodedata.normalize("NFC", text)) for part in _parts(match)]
    return " ".join(parts) or NOTHING


def _parts(match: re.Match[str]) -> list[str]:
    quoted, star, bare = match.groups()
    term = bare if quoted is None else quoted
    prefix = bool(star) or (quoted is None and term.endswith("*"))
    words = WORD.findall(_without_loose_marks(term))
    return phrase(words, prefix=prefix) if words else []


def _without_loose_marks(term: str) -> str:
    return "".join(letter for letter in term if unicodedata.category(letter) not in {"Cf", "Cc", "Cs"})


def phrase(words: list[str], *, prefix: bool = False) -> list[str]:
    """FTS5 terms for words that stand together. Mixed: together without marks, and the marked ones exactly."""
    marked = [fold(word) != word for word in words]
    star = "*" if prefix else ""
    if all(marked) or not any(marked):
        return [f'"{" ".join(words)}"{star}']
    exact = [f'"{word}"{star if at == len(words) - 1 else ""}' for at, word in enumerate(words) if marked[at]]
    return [f'"{" ".join(map(fold, words))}"{star}', *exact]


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found, with a passage around the first word found."""

    id: str
    portal: str
    updated_on: str | None
    title: str
    passage: str
    url: str

    def as_dict(self) -> dict[str, str | None]:
        """For JSON."""
        return asdict(self)


FIND = """SELECT articles.id, portal, updated_on, articles.title, articles.body_text, url
FROM article_search JOIN articles ON articles.rowid = article_search.rowid
WHERE article_search MATCH :query AND (:portal IS NULL OR portal = :portal)
ORDER BY bm25(article_search, 10.0, 1.0, 5.0, 1.0) LIMIT :limit"""


def find(db: Connection, text: str, portal: str | None = None, limit: int = 20) -> list[Hit]:
    """Articles for what a person typed, best first."""
    found = db.execute(FIND, {"query": fts_query(text), "portal": portal, "limit": limit})
    return [Hit(row[0], row[1], row[2], row[3], passage(row[4], text), row[5]) for row in found]


def passage(body: str, text: str, around: int = 80) -> str:
    """The part of a text around the first of the words typed; its beginning where none is in it."""
    folded = fold(body).casefold()
    places = [folded.find(fold(word).casefold()) for word in WORD.findall(unicodedata.normalize("NFC", text))]
    at = min((place for place in places if place >= 0), default=0)
    begin, end = max(0, at - around), at + around
    return f"{'… ' if begin else ''}{body[begin:end].strip()}{' …' if end < len(body) else ''}"
