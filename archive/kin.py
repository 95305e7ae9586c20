"""Which addresses may be one page's: told by what each is known by, and by what another would have to be. Pure."""

from __future__ import annotations

import re
from itertools import combinations

from archive.search import fold

Mark = tuple[str, ...]
"""Something that an address is known by, or that one akin to it would be known by."""

TELLING = re.compile(r"(?:[^-]+-){3,}|\d{4}")
"""A name in a path that is one page's: a title of four words, or a number; "chi-tiet" or "tin-tuc" many pages share."""

GROUPED = "content/"
GROUP = re.compile(rf"({GROUPED}(?!id/\d+$).+)/\d+")
"""Liferay's addresses may end with a group number: the same article on another site of it, or another one."""

NUMBERED = re.compile(r"[/=]\d+(?:[/&.]|\Z)")
"""A page's number, as in "/bai/812.html" or "?route=news&id=812"."""

WITHOUT_STROKE = dict.fromkeys(map(ord, "đĐ"))
LETTERS = re.compile(r"[\W_]+")
NUMBER = "-_0123456789"
"""What an article's own number before or behind the title's letters is made of."""

SHORT = 3
"""A title with fewer spaces is no telling name: many addresses may begin with its letters."""

BORNE, SOUGHT = ("in", "last"), ("last", "in")
"""An address bears each telling name of its path, and the last as its last: what is akin has either turned round."""

MOST_PARAMETERS = 6
"""In a crowd the akin of an address with more have all or none: its parts are twice as many with each."""


def akin(one: str, other: str, title: str) -> bool:
    """Whether two identities may be one page's: by section, by id with more or fewer parameters, to be shared.

    Or one is made of the title's letters, and the other too or it has a number.
    """
    (names, pairs), (others, other_pairs) = _parts(one), _parts(other)
    if not _makes_sought(one, names, title).isdisjoint(_makes(other, others, title)):
        return True
    within = {*pairs} <= {*other_pairs} or {*other_pairs} <= {*pairs}
    return within and not _ways(names, *SOUGHT).isdisjoint(_ways(others, *BORNE))


def marks(identity: str, title: str) -> set[Mark]:
    """What an address of an article of this title is known by."""
    names, pairs = _parts(identity)
    return _makes(identity, names, title) | _with_pairs(_ways(names, *BORNE), pairs, ("of", "all"))


def sought(identity: str, title: str) -> set[Mark]:
    """What addresses akin to this one are known by, one of these at least."""
    names, pairs = _parts(identity)
    return _makes_sought(identity, names, title) | _with_pairs(_ways(names, *SOUGHT), pairs, ("all", "of"))


def share_a_name(one: str, other: str) -> bool:
    """Whether the last name of one path is one page's, and stands in the other path, too."""
    (names, _), (others, _) = _parts(one), _parts(other)
    return any(name in others for name in _last(names)) or any(name in names for name in _last(others))


def _parts(identity: str) -> tuple[list[str], list[str]]:
    """The names in a path, without an ending such as .html or a group's number, and the parameters in one order."""
    path, _, query = identity.partition("?")
    grouped = GROUP.fullmatch(path)
    path = grouped[1] if grouped else path
    return [name.partition(".")[0] for name in path.split("/") if name], sorted({*filter(None, query.split("&"))})


def _telling(names: list[str]) -> list[str]:
    return [name for name in names if TELLING.search(name)]


def _last(names: list[str]) -> list[str]:
    return _telling(names[-1:])


def _ways(names: list[str], telling: str, last: str) -> set[Mark]:
    """The path whole, and its telling names and the last of them under what each is to be called."""
    return {
        ("path", "/".join(names)),
        *((telling, name) for name in _telling(names)),
        *((last, name) for name in _last(names)),
    }


def _makes(identity: str, names: list[str], title: str) -> set[Mark]:
    spelled, numbered = {("spelled",)}, {("numbered",)}
    return (spelled if _spells(names, title) else set()) | (numbered if NUMBERED.search(identity) else set())


def _makes_sought(identity: str, names: list[str], title: str) -> set[Mark]:
    if _spells(names, title):
        return {("spelled",), ("numbered",)}
    return {("spelled",)} if NUMBERED.search(identity) else set()


def _with_pairs(ways: set[Mark], pairs: list[str], how: tuple[str, str]) -> set[Mark]:
    """Each way with some of the parameters, and with all of them."""
    some, every = how
    return {(*way, some, few) for way in ways for few in _some_of(pairs)} | {
        (*way, every, "&".join(pairs)) for way in ways
    }


def _some_of(pairs: list[str]) -> list[str]:
    """Each choice of parameters, none and all among them."""
    counts = range(len(pairs) + 1) if len(pairs) <= MOST_PARAMETERS else (0, len(pairs))
    return ["&".join(some) for count in counts for some in combinations(pairs, count)]


def _spells(names: list[str], title: str) -> bool:
    """Whether an address is made of a title of four words and more, cut short, with a number or an end of its own.

    Some portals lose đ in it.
    """
    forms = {form for name in names for form in (name, name.strip(NUMBER)) if TELLING.search(form)}
    slugs = [LETTERS.sub("", form) for form in forms]
    letters = [LETTERS.sub("", fold(text).lower()) for text in (title, title.translate(WITHOUT_STROKE))]
    cut = any(slug and text.startswith(slug) for slug in slugs for text in letters)
    return cut or (title.count(" ") >= SHORT and any(slug.startswith(tuple(letters)) for slug in slugs))
