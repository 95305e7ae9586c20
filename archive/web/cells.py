"""Cells of Datasette's tables and query results, made for reading."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup, escape

from archive.passages import Piece

_QUOTED = re.compile(r"«([^«»]*)»")
_TYPED = re.compile("“([^”]*)”")
_ARTICLE_ID = re.compile(r"[0-9A-Za-z_-]{1,64}$")
LONG = 240
_TEXTS = frozenset({"body_html", "body_text", "body_folded"})
_LEADS = {"article_id": "/a/", "capture_id": "/archive/captures/"}
"""Columns of views and answers whose cells lead somewhere; in tables Datasette follows the key itself."""
_VIEWS = frozenset({None, "article_captures", "changes", "version_spans"})
_OURS = _TEXTS | {"passage", "title"} | _LEADS.keys()


def marked(pieces: Iterable[Piece]) -> Markup:
    """Pieces of text as HTML, the words searched for in <mark>."""
    made = (f"<mark>{escape(text)}</mark>" if hit else str(escape(text)) for text, hit in pieces)
    return Markup("".join(made))  # noqa: S704 - every piece was escaped


def as_asked(description: str) -> Markup:
    """What Datasette says of a table's filters, the reader's words in it told from its English."""
    parts = enumerate(description.split('"'))
    return Markup('"').join(Markup('<span lang="vi">{}</span>').format(p) if at % 2 else escape(p) for at, p in parts)


def quoting(sentence: str) -> Markup:
    """A sentence of ours, the reader's words in “these” told from its English."""
    parts = enumerate(_TYPED.split(sentence))
    return Markup("").join(Markup('“<span lang="vi">{}</span>”').format(p) if at % 2 else escape(p) for at, p in parts)


def cell(row: Any, value: Any, column: str, table: str | None, urls: Any) -> Markup | str | None:
    """One cell as HTML, as text to be escaped, or None where Datasette's own way is right."""
    if column not in _OURS or not isinstance(value, str) or not value:
        return None
    if column == "passage" and table is None:
        return Markup("").join(_alternating(value))
    if column in _LEADS and table in _VIEWS and _ARTICLE_ID.match(value):
        return Markup('<a href="{}">{}</a>').format(urls.path(f"{_LEADS[column]}{value}"), value)
    if column == "title" and (article_id := _article(row, table)):
        return Markup('<a href="{}">{}</a>').format(urls.path(f"/a/{article_id}{_change(row)}"), value)
    return f"{value[:LONG]}…" if column in _TEXTS and len(value) > LONG else None


def _alternating(text: str) -> Iterable[Markup]:
    for at, part in enumerate(_QUOTED.split(text)):
        yield Markup("<mark>{}</mark>").format(part) if at % 2 else escape(part)


def _change(row: Any) -> str:
    """Where a row tells of a change of the text, the comparison; else nothing."""
    names = row.keys()
    two = [row[name] if name in names else None for name in ("from_version_id", "version_id")]
    known = all(isinstance(each, str) and _ARTICLE_ID.match(each) for each in two)
    return f"/compare?from={two[0]}&to={two[1]}" if known and two[0] != two[1] else ""


def _article(row: Any, table: str | None) -> str | None:
    names = row.keys()
    for name in ("article_id", "id"):
        if name in names and (name == "article_id" or table in {None, "articles"}):
            found = row[name]
            found = found.get("value") if isinstance(found, dict) else found
            return found if isinstance(found, str) and _ARTICLE_ID.match(found) else None
    return None
