"""Text as a reader sees it: NFC, one kind of space, no invisible characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from functools import lru_cache

# Zero-width, soft hyphen, bidi marks and control characters show nothing; they only make equal texts differ.
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffd\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]"
)
_SHORT = 200
_NOT_WORD = re.compile(r"[\W_]+")


def clean(text: str) -> str:
    """NFC text without invisible characters; white space as it was."""
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return _INVISIBLE.sub("", text) if _INVISIBLE.search(text) else text


def line(text: str) -> str:
    """One clean line: every run of white space (NBSP too) becomes one space, none at the ends."""
    return _short_line(text) if len(text) < _SHORT else _long_line(text)


def _long_line(text: str) -> str:
    words = text.strip()
    # Of what shows nothing only U+FFFC and U+FFFD are printable; of white space only the single spaces within.
    plain = "  " not in words and words.isprintable() and "\ufffc" not in words and "\ufffd" not in words
    if plain and unicodedata.is_normalized("NFC", words):
        return words
    return " ".join(clean(text).split())


@lru_cache(maxsize=2048)  # menus, labels and related lists; paragraphs hardly ever come twice and would only fill it
def _short_line(text: str) -> str:
    words = text.strip()
    if "  " in words or not words.isprintable():  # else the only white space in it is single spaces
        words = " ".join(text.split())
    plain = words.isprintable() and (words.isascii() or unicodedata.is_normalized("NFC", words))
    return words if plain else " ".join(clean(text).split())


@lru_cache(maxsize=2048)  # menus and related lists repeat from page to page, candidates for a title within one
def fold(text: str) -> str:
    """What two spellings of one headline share: its words, without case and punctuation."""
    return _NOT_WORD.sub(" ", unicodedata.normalize("NFC", text).casefold()).strip()


def may_open(text: str, letters: Container[str]) -> bool:
    """Whether a line may begin as a folded text with one of these first letters does: a look that spares folding."""
    first = text[0].casefold()[0]
    return first in letters or not first.isalnum()


def says(text: str, folded: str) -> bool:
    """Whether a line says these folded words."""
    return may_open(text, folded[:1]) and fold(text) == folded


def words(*lines: str) -> frozenset[str]:
    """The words of some lines as a set: how long lists of words are kept readable."""
    return frozenset(" ".join(lines).split())
