"""What changed between two versions of an article, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, Literal

from archive.errors import NotFound
from archive.showing import rows
from archive.sqlite import Connection

Kind = Literal["same", "removed", "added"]
TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
FIELDS = ("title", "summary", "author", "source_credit", "images", "attachments", "body_text")
VERSIONS = """SELECT versions.*, spans.first_seen_at, spans.last_seen_at FROM versions
LEFT JOIN version_spans AS spans ON spans.version_id = versions.id
WHERE versions.article_id = ? ORDER BY spans.first_seen_at, versions.id"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stayed, went or came."""

    kind: Kind
    text: str


def word_diff(old: str, new: str) -> list[Piece]:
    """Old text into new as pieces: paragraphs are matched first, then words inside the ones that differ."""
    pieces: list[Piece] = []
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(before[a:b])))
        else:
            for left, right in zip_longest(before[a:b], after[c:d], fillvalue=""):
                pieces.extend(_words(left, right))
    return list(_joined(pieces))


def _words(old: str, new: str) -> Iterator[Piece]:
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(before[a:b]))
            continue
        yield Piece("removed", "".join(before[a:b]))
        yield Piece("added", "".join(after[c:d]))


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    last: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if last and last.kind == piece.kind:
            last = Piece(last.kind, last.text + piece.text)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last


def versions_of(db: Connection, article_id: str) -> list[dict[str, Any]]:
    """The versions of an article, old to new; raises NotFound."""
    found = rows(db, VERSIONS, (article_id,))
    if not found:
        raise NotFound(f"No article has the id {article_id!r}. `archive search WORDS` lists ids.")
    return found


def pick(versions: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """A version by its number (1 is the oldest) or the beginning of its id; raises NotFound."""
    if name.isascii() and name.isdigit() and 1 <= int(name) <= len(versions):
        return versions[int(name) - 1]
    chosen = [version for version in versions if name and version["id"].startswith(name)]
    if len(chosen) != 1:
        listed = ", ".join(f"{number} ({version['id']})" for number, version in enumerate(versions, 1))
        raise NotFound(f"{name!r} names no version of this article; it has {listed}.")
    return chosen[0]


def field_diffs(old: dict[str, Any], new: dict[str, Any]) -> dict[str, list[Piece]]:
    """The fields that differ, each as pieces."""
    return {
        name: word_diff(str(old[name] or ""), str(new[name] or ""))
        for name in FIELDS
        if (old[name] or "") != (new[name] or "")
    }
