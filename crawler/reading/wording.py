"""What one line says and in which styles, whatever page and box it stands in: menus and labels are read once."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from unicodedata import is_normalized

from crawler.reading.labels import is_contact, is_furniture, is_widget
from crawler.reading.plain import line

_HERE = ("#", "javascript:")
_SHORT = 200
LONGEST_CUT = 800
_DIGIT = re.compile(r"\d")


class Run(NamedTuple):
    """A piece of text in one inline style; `href` is the link around it, as written, or None."""

    text: str
    bold: bool = False
    italic: bool = False
    raised: str = ""
    href: str | None = None


Parts = tuple[str, bool, bool, str, str | None]
"""A run as it is gathered: most are of lines that are known already, whose runs need not be made again."""


class Wording(NamedTuple):
    """One line's words; size, link, bold and italic count characters that are no spaces.

    `linked` says that (nearly) all of it is link text; `hrefs` are the addresses it links to, in order, each once, as
    written; `label` is what stands before a link that is the rest of the line ("Bài trước" and a title), else the whole
    line; `tools`: one of several links in it writes a mail, or most of them lead nowhere; `whole`: no date can
    be cut off its ends; `furniture`, `contact`, `widget`: what labels.py says of the text.
    """

    runs: tuple[Run, ...]
    text: str
    size: int
    bold: int
    italic: int
    link: int
    linked: bool
    hrefs: tuple[str, ...]
    label: str
    tools: bool
    whole: bool
    furniture: bool
    contact: bool
    widget: bool


def wording_of(runs: tuple[Parts, ...]) -> Wording:
    """The words of a line made of these runs, at least one."""
    short = len(runs[0][0]) < _SHORT if len(runs) == 1 else sum([len(run[0]) for run in runs]) < _SHORT
    return _known(runs) if short else _wording(runs)


def _wording(parts: tuple[Parts, ...]) -> Wording:
    runs = tuple(map(Run._make, parts))
    if len(runs) > 1:
        return _joined(runs)
    raw, bold, italic, _, href = runs[0]
    text, whole = line(raw), ")" not in raw or not raw.rstrip().endswith(")") or _undated(raw)
    size = len(text) - text.count(" ")
    link, hrefs = (0, ()) if href is None else (size, (href,))
    heavy, slanted = size if bold else 0, size if italic else 0
    said = (text, size, heavy, slanted, link, link >= 0.8 * size, hrefs, text, False, whole)
    return Wording(runs, *said, *_around(text))


# Paragraphs hardly ever come twice and would only fill it.
_known = lru_cache(maxsize=2048)(_wording)


def _joined(runs: tuple[Run, ...]) -> Wording:
    raw = "".join([run.text for run in runs])
    text = line(raw)
    size = len(text) - text.count(" ")
    link = heavy = slanted = 0
    hrefs: dict[str, None] = {}
    for part, bold, italic, _, href in runs:
        if href is None and not bold and not italic:
            continue
        letters = len("".join(part.split()))
        if href is not None:
            hrefs[href] = None
            link += letters
        heavy += letters if bold else 0
        slanted += letters if italic else 0
    label = _label(runs, text, size - link) if link else text
    linked, tools = link >= 0.8 * size, _tools(runs, tuple(hrefs))
    said = (text, size, heavy, slanted, link, linked, tuple(hrefs), label)
    return Wording(runs, *said, tools, _undated(raw), *_around(text))


def _around(text: str) -> tuple[bool, bool, bool]:
    return is_furniture(text), is_contact(text), is_widget(text)


def _undated(raw: str) -> bool:
    """Whether a line, in NFC already, is too long to be cut at a date, or has none."""
    return (len(raw) > LONGEST_CUT or not _DIGIT.search(raw)) and is_normalized("NFC", raw)


def _label(runs: tuple[Run, ...], text: str, unlinked: int) -> str:
    first = line(runs[0].text)
    return first if first and unlinked == len(first.replace(" ", "")) else text


def _tools(runs: tuple[Run, ...], hrefs: tuple[str, ...]) -> bool:
    if len(hrefs) < 2:
        return False
    if any(href.lower().startswith("mailto:") for href in hrefs):
        return True
    here = sum(len(run.text) for run in runs if run.href and run.href.startswith(_HERE))
    return here > 0.5 * sum(len(run.text) for run in runs if run.href)
