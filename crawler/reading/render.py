"""An article's blocks as plain text and as a small, safe HTML that says the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from itertools import groupby

import nh3

from crawler.reading.blocks import Block, Sheet
from crawler.reading.media import Shown
from crawler.reading.plain import line, words
from crawler.reading.targets import Targets
from crawler.reading.wording import Run

TAGS = words(
    "p br h2 h3 h4 h5 h6 ul ol li table thead tbody tr th td a img figure figcaption blockquote strong em  ", "sup sub"
)
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}}
_CLEANER = nh3.Cleaner(
    tags=set(TAGS), attributes=ATTRIBUTES, url_schemes={"http", "https"}, url_relative="deny", link_rel=None
)


@dataclass(slots=True)
class Piece:
    """One paragraph of the text: a single block, a table's rows of cells, or a list's items."""

    kind: str
    lines: list[list[list[Block]]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its lines; cells separated by bars."""
        return "\n".join(" | ".join(" ".join(block.text for block in cell) for cell in cells) for cells in self.lines)


def pieces_of(sheet: Sheet, body: list[Block], tables: frozenset[int]) -> list[Piece]:
    """The body's blocks grouped into paragraphs, tables and lists."""
    pieces = []
    for (kind, _), group in groupby(body, key=lambda block: _group(sheet, block, tables)):
        blocks = list(group)
        piece = Piece(kind)
        if kind == "table":
            for _, row in groupby(blocks, key=lambda block: block.box.row):
                piece.lines.append(_cells(sheet, list(row)))
        elif kind in ("ul", "ol"):
            piece.lines = [[list(item)] for _, item in groupby(blocks, key=lambda block: block.box.item)]
        else:
            piece.lines = [[blocks]]
        pieces.append(piece)
    return pieces


def _cells(sheet: Sheet, row: list[Block]) -> list[list[Block]]:
    """The cells of a row in order, empty ones too."""
    cells: dict[int, list[Block]] = {}
    top = sheet.boxes[row[0].box.row]
    for number in range(top.number + 1, len(sheet.boxes)):  # a slice would copy what follows for each row
        box = sheet.boxes[number]
        if box.depth <= top.depth:
            break
        if box.parent == top.number and box.tag in ("td", "th"):
            cells[box.number] = []
    for block in row:
        cells.setdefault(block.box.cell, []).append(block)
    return list(cells.values())


def _group(sheet: Sheet, block: Block, tables: frozenset[int]) -> tuple[str, int]:
    box = block.box
    if box.table in tables and box.cell >= 0:
        return "table", box.table
    if box.item >= 0:
        holder = sheet.boxes[sheet.boxes[box.item].parent]
        return ("ol" if holder.tag == "ol" else "ul"), holder.number
    return "p", -1 - block.index


def body_text(pieces: list[Piece]) -> str:
    """Paragraphs with one blank line between."""
    return "\n\n".join(piece.text for piece in pieces)


def body_html(pieces: list[Piece], shown: list[Shown], targets: Targets) -> str:
    """The same content in the allowed elements, links and pictures absolute; cleaned by nh3 as the last step."""
    waiting = sorted(shown, key=lambda picture: picture.at)
    captions = {picture.caption_block.index for picture in waiting if picture.caption_block is not None}
    parts: list[str] = []
    for piece in pieces:
        if not waiting and not captions:
            parts.append(_html(piece, targets))
            continue
        first = min(block.index for cells in piece.lines for cell in cells for block in cell)
        while waiting and waiting[0].at <= first:
            parts.append(_figure(waiting.pop(0), targets))
        if not (piece.kind == "p" and first in captions):
            parts.append(_html(piece, targets))
        inner = max(block.index for cells in piece.lines for cell in cells for block in cell)
        while waiting and waiting[0].at <= inner:
            parts.append(_figure(waiting.pop(0), targets))
    parts.extend(_figure(picture, targets) for picture in waiting)
    return _CLEANER.clean("\n".join(parts))


def _figure(picture: Shown, targets: Targets) -> str:
    image = f'<img src="{escape(picture.image.url)}" alt="{escape(picture.image.alt or "")}">'
    caption = f"<figcaption>{_inline([picture.caption_block], targets)}</figcaption>" if picture.caption_block else ""
    return f"<figure>{image}{caption}</figure>"


def _html(piece: Piece, targets: Targets) -> str:
    if piece.kind == "table":
        rows = ("".join(f"<td>{_inline(cell, targets)}</td>" for cell in cells) for cells in piece.lines)
        return "<table><tbody>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</tbody></table>"
    if piece.kind in ("ul", "ol"):
        items = "".join(f"<li>{_inline(cells[0], targets)}</li>" for cells in piece.lines)
        return f"<{piece.kind}>{items}</{piece.kind}>"
    block = piece.lines[0][0][0]
    inner = _inline([block], targets)
    if block.box.heading:
        level = min(max(block.box.heading, 2), 6)
        return f"<h{level}>{inner}</h{level}>"
    return f"<blockquote><p>{inner}</p></blockquote>" if block.box.quote >= 0 else f"<p>{inner}</p>"


def _inline(blocks: list[Block], targets: Targets) -> str:
    return " ".join("".join(_runs(block, targets)) for block in blocks)


def _runs(block: Block, targets: Targets) -> list[str]:
    """A block's styled text: spaces collapsed over the borders of runs as in its plain text."""
    if len(block.runs) == 1:
        run = block.runs[0]
        return [_styled(block.text, run, block, targets) + (" " if run.text[-1:].isspace() else "")]
    parts = []
    space = True
    for _, group in groupby(block.runs, key=lambda run: run[1:]):
        runs = list(group)
        text = "".join([run.text for run in runs])
        words = line(text)
        lead = bool(words) and text[:1].isspace() and not space
        if not words:
            if text and not space:
                parts.append(" ")
                space = True
            continue
        trail = text[-1:].isspace()
        parts.append((" " if lead else "") + _styled(words, runs[0], block, targets) + (" " if trail else ""))
        space = trail
    return parts


def _styled(text: str, run: Run, block: Block, targets: Targets) -> str:
    text = escape(text, quote=False)
    if run.raised:
        text = f"<{run.raised}>{text}</{run.raised}>"
    if run.italic:
        text = f"<em>{text}</em>"
    if run.bold and not block.box.heading:
        text = f"<strong>{text}</strong>"
    if run.href and (url := targets.absolute(run.href)):
        text = f'<a href="{escape(url)}">{text}</a>'
    return text
