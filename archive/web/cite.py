"""How to cite an article of the archive: one line for a footnote, and BibTeX."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.web.dates import said

# BibTeX counts braces behind a backslash too: a lone \{ ended in "premature end of file".
_LATEX = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_LATEX |= {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_LATEX |= {sign: "\\" + sign for sign in "&%$#_"}


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation needs: `updated_at` as the portal states it, `kept_at` in UTC.

    `address` is that of the very version in the archive: what it shows stays, also when the article has newer ones.
    `earlier` are the dates that the same text bore before, as normalised (None where refused) and as written.
    """

    title: str
    agency: str
    url: str
    address: str
    article_id: str
    kept_at: str
    author: str | None = None
    updated_at: str | None = None
    earlier: Sequence[tuple[str | None, str | None]] = ()


def footnote(it: Cited) -> list[tuple[str, bool]]:
    """One line for a footnote, in pieces: what is Vietnamese, and what not."""
    who = f"{it.author}, {it.agency}" if it.author else it.agency
    dated = said(it.updated_at) if it.updated_at else "n.d"
    before = [(said(date), text) for date, text in it.earlier]
    return [
        (f"{who}: “{it.title}”", True),
        (f", {dated}", False),
        *_earlier(before),
        (f". {it.url} (as kept on {said(it.kept_at[:10])} in the ", False),
        ("Công Thương", True),
        (f" archive, {it.address}).", False),
    ]


def _earlier(dates: Sequence[tuple[str | None, str | None]]) -> list[tuple[str, bool]]:
    """The dates that a text bore before the one it is cited under, in pieces as `footnote` has them."""
    pieces: list[tuple[str, bool]] = []
    for at, (date, text) in enumerate(dates):
        pieces.append((f"{', ' if at else ' (dated before: '}{date or 'no date'}", False))
        pieces += [(" “", False), (text, True), ("”", False)] if text else []
    return [*pieces, (")", False)] if pieces else []


def bibtex(it: Cited) -> str:
    """A BibTeX entry; Vietnamese letters stand as they are (biber and today's BibTeX read UTF-8)."""
    # In braces a name stays as signed: no comma or order of words in it is BibTeX's to read.
    fields = {
        "author": " and ".join(f"{{{_value(name)}}}" for name in (it.author, it.agency) if name),
        "title": f"{{{_value(it.title)}}}",
        "year": (it.updated_at or "")[:4],
        "month": (it.updated_at or "")[5:7],
        "date": (it.updated_at or "")[:10],  # what biblatex reads; BibTeX's own fields know no day
        "url": it.url,
        "urldate": it.kept_at[:10],
        "note": _value(f"Công Thương archive, {it.address}{''.join(text for text, _ in _earlier(it.earlier))}"),
        "language": "vietnamese",
    }
    lines = [f"  {name} = {{{_one_line(value)}}}," for name, value in fields.items() if value]
    return "\n".join([f"@online{{congthuong-{it.article_id},", *lines, "}", ""])


def _value(text: str | None) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in text or "")


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
