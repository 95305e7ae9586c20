"""How Vietnamese is folded and searched: with marks exactly so, without marks in every spelling."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice, product
from typing import NamedTuple

# Letters that no decomposition takes apart. Eth is what many old files hold in place of đ.
STROKES = {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"}
MARKS = re.compile("[\u0300-\u036f]+")
TERM = re.compile(r'"([^"]*)"?(\*?)|([^\s"]+)')
WORD = re.compile(r"\w+")
QUOTES = dict.fromkeys(map(ord, "“”„‟«»＂"), '"')  # phones and word processors set them of their own accord
NOTHING = '""'
LONGEST = 400  # letters of a question that a reader may ask; nobody types more, and each word costs
# "hòa" and "hoà" are one word: where a syllable ends in oa, oe or uy, some writers (and keyboards) set the tone on its
# first vowel, some on its second.
FIRST_VOWEL = "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy"
SECOND_VOWEL = "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ"
OTHERWISE = dict(zip(FIRST_VOWEL.split(), SECOND_VOWEL.split(), strict=True))
OTHERWISE |= {second: first for first, second in OTHERWISE.items()}
MOST_SPELLINGS = 8
# Words of Vietnamese are often two or three syllables ("điện gió"), and "gió" alone stands in "gió mùa": of what holds
# all that was typed, articles where it stands together come first. Of more words, all of them say enough.
MOST_TOGETHER = 5

RANK = "bm25(article_search, 10.0, 1.0, 8.0, 0.8)"
"""How well an article answers, as SQL, the lowest first. Weights: title, body, and the two without marks."""


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

    Upper or lower case, NFC or NFD and the vowel that bears the tone (hòa, hoà) never matter; nothing a person types is
    an operator or an error. The second half of "(every word) OR (together)" finds nothing more: it lets bm25 rank a few
    words typed without quotes higher where they stand together.
    """
    every, near = every_word(text), together(text)
    return f"({every}) OR ({near})" if near else every or NOTHING


def every_word(text: str) -> str:
    """The first half of `fts_query`, which finds as much in less time: for counting. "" where no word was typed."""
    return " AND ".join(part for term in _terms(text) for part in phrase(term.words, prefix=term.prefix))


def together(text: str) -> str:
    """An FTS5 query for a few words typed without quotes where they stand together; "" of one, many or quoted words."""
    terms = _terms(text)
    words = [word for term in terms for word in term.words]
    several = len(terms) > 1 and len(words) <= MOST_TOGETHER
    if not several or any(term.quoted for term in terms) or any(term.prefix for term in terms[:-1]):
        return ""
    return " AND ".join(phrase(words, prefix=terms[-1].prefix))


class _Term(NamedTuple):
    """One word or quotation as typed: its words, and whether the last is only the beginning of one."""

    words: list[str]
    prefix: bool
    quoted: bool


def _terms(text: str) -> list[_Term]:
    terms = map(_term, TERM.finditer(unicodedata.normalize("NFC", text).translate(QUOTES)))
    return [term for term in terms if term.words]


def _term(match: re.Match[str]) -> _Term:
    quoted, star, bare = match.groups()
    term = bare if quoted is None else quoted
    prefix = bool(star) or (quoted is None and term.endswith("*"))
    return _Term(WORD.findall(_without_loose_marks(term)), prefix, quoted is not None)


def _without_loose_marks(term: str) -> str:
    return "".join(letter for letter in term if unicodedata.category(letter) not in {"Cf", "Cc", "Cs"})


def phrase(words: list[str], *, prefix: bool = False) -> list[str]:
    """FTS5 terms for words that stand together. Mixed: together without marks, and the marked ones exactly."""
    marked = [fold(word) != word for word in words]
    star = "*" if prefix else ""
    if all(marked) or not any(marked):
        return [_any_of(words, star)]
    exact = [_any_of([word], star if at == len(words) - 1 else "") for at, word in enumerate(words) if marked[at]]
    return [f'"{" ".join(map(fold, words))}"{star}', *exact]


def _any_of(words: list[str], star: str) -> str:
    """These words together, in each of the ways to set their tones."""
    ways = product(*([word, *_other_spelling(word)] for word in words))
    terms = [f'"{" ".join(way)}"{star}' for way in islice(ways, MOST_SPELLINGS)]
    return terms[0] if len(terms) == 1 else f"({' OR '.join(terms)})"


def _other_spelling(word: str) -> list[str]:
    other = OTHERWISE.get(word[-2:].lower())
    return [word[:-2] + other] if other else []
