"""How Vietnamese is folded and searched: with marks exactly so, without marks in every spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import islice, product
from typing import NamedTuple

# Letters that no decomposition takes apart. Eth is what many old files hold in place of đ.
STROKES = {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"}
MARKS = re.compile("[\u0300-\u036f]+")
# A minus right before a word, after a space or at the start; in "TP.HCM - Cần Thơ" and "COVID-19" it is none.
TERM = re.compile(r'((?<!\S)-(?=[\w"]))?(?:"([^"]*)"?(\*?)|([^\s"]+))')
OPERATORS = frozenset({"AND", "OR", "NOT"})  # in capitals only, as in FTS5
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

    What holds a -word is left out; AND, OR, NOT bind as in FTS5: weaker than a space, NOT before AND before OR. Upper
    or lower case, NFC or NFD and the vowel that bears the tone (hòa, hoà) never matter; nothing a person types is an
    error. The second half of "(every word) OR (together)" finds nothing more: it lets bm25 rank a few words typed
    without quotes higher where they stand together.
    """
    return _asked(text, _ranked) or NOTHING


def every_word(text: str) -> str:
    """The first half of `fts_query`, which finds as much in less time: for counting. "" where no word was typed."""
    return _asked(text, _every)


def in_title(text: str) -> list[str]:
    """FTS5 queries for what `fts_query` finds by the title: where a few words stand together in it, and any."""
    found = _asked(text, lambda terms: _titled(_together(terms))), _asked(text, lambda terms: _titled(_ranked(terms)))
    return [query for query in found if query]


def looked_for(text: str) -> str:
    """`fts_query` without what is left out: for marking the words found. "" where there are none."""
    return _asked(text, _ranked, leave_out=False)


def any_word(text: str) -> str:
    """A question of several words as one for any of them: "giá điện" is "giá OR điện"; "" for any other question."""
    [asked, *others] = _alternatives(text)
    plain = not others and not asked.unwanted and len(asked.wanted) > 1
    return " OR ".join(term.typed for term in asked.wanted) if plain else ""


def remarks(text: str) -> list[str]:
    """Sentences that tell a person what was made of the operators in a question, where that is not plain."""
    asked = _alternatives(text)
    without = [" ".join(word for term in group for word in term.words) for group in _always_unwanted(asked)]
    said = [f"Articles with “{'” or “'.join(without)}” are left out."] if without else []
    if any(each.unwanted and not each.wanted for each in asked):
        said = ["Words to leave out find nothing by themselves: type a word to look for beside them."]
    if re.search(r"[()]", text) and len(asked) > 1:
        said.append("Brackets are passed over: OR parts all before it from all behind it.")
    return said


class _Term(NamedTuple):
    """One word or quotation as typed: its words, whether the last is only the beginning of one, and what it is."""

    words: list[str]
    prefix: bool = False
    quoted: bool = False
    minus: bool = False

    @property
    def typed(self) -> str:
        """The term as somebody might have typed it."""
        words, star = " ".join(self.words), "*" if self.prefix else ""
        return f'"{words}"{star}' if self.quoted or len(self.words) > 1 else f"{words}{star}"

    @property
    def operator(self) -> str:
        """AND, OR or NOT, where it may be one of them."""
        plain = len(self.words) == 1 and not (self.prefix or self.quoted or self.minus)
        return self.words[0] if plain and self.words[0] in OPERATORS else ""


class _Alternative(NamedTuple):
    """What stands between two ORs: terms that must all occur, and groups of terms of which none may occur whole."""

    wanted: list[_Term]
    unwanted: list[list[_Term]]


def _asked(text: str, found: Callable[[list[_Term]], str], *, leave_out: bool = True) -> str:
    """The FTS5 query of all alternatives, each wanted as `found` has it; "" where nothing is wanted."""
    queries = []
    for each in _alternatives(text):
        if query := found(each.wanted):
            without = "".join(f" NOT ({_every(group)})" for group in each.unwanted if leave_out)
            queries.append(f"({query}){without}" if without else query)
    return queries[0] if len(queries) == 1 else " OR ".join(f"({query})" for query in queries)


def _alternatives(text: str) -> list[_Alternative]:
    """A question parted at its operators. One with no word before it (but NOT) or behind it is a word like others."""
    terms = _terms(text)
    words = [at for at, term in enumerate(terms) if not term.operator]
    asked, never = [_Alternative([], [])], list[list[_Term]]()
    group = asked[0].wanted
    for at, term in enumerate(terms):
        operator = term.operator if words and at < words[-1] and (at > words[0] or term.operator == "NOT") else ""
        if operator == "OR":
            asked.append(_Alternative([], []))
        if operator == "NOT":
            asked[-1].unwanted.append(group := [])
        elif operator:
            group = asked[-1].wanted
        elif term.minus and not (at and _figures(terms[at - 1], term)):
            never.append([term])
        else:
            group.append(term)
    return [_Alternative(each.wanted, [group for group in (*each.unwanted, *never) if group]) for each in asked]


def _always_unwanted(asked: list[_Alternative]) -> list[list[_Term]]:
    return [group for group in asked[0].unwanted if all(group in each.unwanted for each in asked)]


def _figures(one: _Term, other: _Term) -> bool:
    """Whether these are two numbers: the minus of "2020 -2025" leaves no year out."""
    return one.words[-1][-1].isdecimal() and other.words[0][0].isdecimal()


def _ranked(terms: list[_Term]) -> str:
    every, near = _every(terms), _together(terms)
    return f"({every}) OR ({near})" if near else every


def _every(terms: list[_Term]) -> str:
    return " AND ".join(part for term in terms for part in phrase(term.words, prefix=term.prefix))


def _together(terms: list[_Term]) -> str:
    """A few words typed without quotes where they stand together; "" of one, many or quoted words."""
    words = [word for term in terms for word in term.words]
    several = len(terms) > 1 and len(words) <= MOST_TOGETHER
    if not several or any(term.quoted for term in terms) or any(term.prefix for term in terms[:-1]):
        return ""
    return " AND ".join(phrase(words, prefix=terms[-1].prefix))


def _titled(query: str) -> str:
    return query and f"{{title title_folded}} : ({query})"


def _terms(text: str) -> list[_Term]:
    terms = map(_term, TERM.finditer(unicodedata.normalize("NFC", text).translate(QUOTES)))
    return [term for term in terms if term.words]


def _term(match: re.Match[str]) -> _Term:
    minus, quoted, star, bare = match.groups()
    term = bare if quoted is None else quoted
    prefix = bool(star) or (quoted is None and term.endswith("*"))
    return _Term(WORD.findall(_without_loose_marks(term)), prefix, quoted is not None, bool(minus))


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
