"""An article file: a TOML head between two lines `+++`, then paragraphs, lists, tables, quotes and pictures."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

ARTICLES = Path(__file__).parent / "articles"
Kind = Literal["text", "heading", "list", "table", "quote", "picture"]
_SIGNS: tuple[tuple[str, Kind], ...] = (
    ("## ", "heading"),
    ("- ", "list"),
    ("|", "table"),
    ("> ", "quote"),
    ("![", "picture"),
)
_PICTURE = re.compile(r"!\[(?P<caption>[^\]]*)\]\((?P<name>[^)]+)\)")
_RULER = re.compile(r"^[\s|:-]+$")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a body: `lines` is a paragraph's text, a list's items, a table's rows or (caption, picture name)."""

    kind: Kind
    lines: tuple[str, ...]

    @property
    def rows(self) -> list[list[str]]:
        """The cells of a table, row by row."""
        return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in self.lines]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What an article file says; `date` is "2023-05-04" or "2023-05-04T07:15", `lead`: the first block is the lead."""

    name: str
    title: str
    section: str
    date: str
    blocks: tuple[Block, ...] = ()
    author: str | None = None
    source_credit: str | None = None
    lead_image: str | None = None
    lead_caption: str | None = None
    attachments: tuple[tuple[str, str], ...] = ()
    lead: bool = False
    summary_bold: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


def parse(text: str, name: str) -> Story:
    """The story of one article file's text."""
    _, head, body = text.split("+++", 2)
    facts = tomllib.loads(head)
    files = tuple((str(label), str(file)) for label, file in facts.pop("attachments", ()))
    known = {key: facts.pop(key) for key in Story.__dataclass_fields__ if key in facts}
    known["date"] = str(known["date"]).replace(" ", "T")[:16]
    return Story(name=name, blocks=blocks_of(body), attachments=files, extra=facts, **known)


def blocks_of(body: str) -> tuple[Block, ...]:
    """The blocks of a body: chunks between blank lines, cut where the kind of line changes."""
    blocks: list[Block] = []
    for chunk in re.split(r"\n\s*\n", body.strip()):
        pending: list[str] = []
        kind: Kind | None = None
        for line in filter(None, map(str.strip, chunk.splitlines())):
            here = _kind(line)
            if kind is not None and (here != kind or here in ("heading", "picture")):
                blocks.append(_block(kind, pending))
                pending = []
            kind = here
            pending.append(line)
        if kind is not None:
            blocks.append(_block(kind, pending))
    return tuple(blocks)


def _kind(line: str) -> Kind:
    return next((kind for sign, kind in _SIGNS if line.startswith(sign)), "text")


def _block(kind: Kind, lines: list[str]) -> Block:
    if kind == "picture":
        found = _PICTURE.match(lines[0])
        if found is None:
            raise ValueError(f"not a picture line: {lines[0]!r}")
        return Block(kind, (found["caption"].strip(), found["name"]))
    if kind == "table":
        return Block(kind, tuple(line for line in lines if not _RULER.match(line)))
    if kind == "list":
        return Block(kind, tuple(line[2:].strip() for line in lines))
    strip = {"heading": "# ", "quote": "> "}.get(kind, "")
    return Block(kind, (" ".join(line.lstrip(strip) for line in lines),))


@cache
def stories(portal: str) -> tuple[Story, ...]:
    """Every article file of a portal, in the order of their names."""
    files = sorted((ARTICLES / portal).glob("*.md"))
    return tuple(parse(file.read_text("utf-8"), file.stem) for file in files)
