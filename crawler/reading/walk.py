"""One pass over the tree that makes the sheet: text gathered between the boundaries a browser would draw."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from crawler.reading.blocks import Block, Box, Frame, Picture, Sheet
from crawler.reading.hidden import hidden_names, is_hidden
from crawler.reading.plain import words
from crawler.reading.tags import Ink, Look, look_of
from crawler.reading.tree import Tree
from crawler.reading.wording import Parts, Wording, wording_of

# Boxes below this depth are lines of the box there: reading goes into boxes within boxes, and people nest some dozens.
_DEEPEST = 120
_FRAMES = {"iframe": "src", "embed": "src", "object": "data"}
_FETCHED = frozenset(("input", "textarea", *_FRAMES))
_PICTURES = frozenset(("img", "amp-img"))
_ALONE = _PICTURES | frozenset(("br", "hr"))
_ROLES = words("table tr td th li dt dd blockquote figcaption caption center h1 h2 h3 h4 h5 h6")


class _Style(NamedTuple):
    """The inline style that text is in; `own` is what a run keeps of it: bold, italic, raised, href."""

    own: tuple[bool, bool, str, str | None] = (False, False, "", None)
    large: bool = False
    pre: bool = False


_PLAIN = _Style()


class _Walker:
    """Keeps the open box, the open inline style and the text gathered since the last boundary."""

    def __init__(self, tree: Tree, split: Callable[[Wording], list[Wording]]) -> None:
        self.sheet = Sheet()
        self.split = split
        self.hidden = hidden_names(tree)
        self.box = Box(0, -1, 0, "html", 0)
        self.sheet.boxes.append(self.box)
        self.style = _PLAIN
        self.runs: list[Parts] = []
        self.pending = 0  # the first picture that no boundary parts from the open line
        self.large = False
        self.outer: list[tuple[Box | None, _Style]] = []

    def walk(self, root: etree._Element) -> Sheet:
        events = etree.iterwalk(root, events=("start", "end"))
        hidden, outer, runs = self.hidden, self.outer, self.runs
        for event, element in events:
            if event == "start":
                tag: str = element.tag  # type: ignore[assignment]  # comments and the like are not parsed
                items = tuple(element.items())
                if tag in _FETCHED:
                    self.fetched(tag, dict(items))
                look = look_of(tag, items, hidden)
                if look is None:
                    events.skip_subtree()
                    outer.append((None, self.style))
                elif tag in _ALONE:
                    outer.append((None, self.style))
                    self.alone(tag, look)
                else:
                    boxed, align, ink, _ = look
                    outer.append((self.box if boxed else None, self.style))
                    if boxed:
                        self.enter(tag, align)
                    self.style = self.style if ink is None else _inked(self.style, ink)
                    text = element.text
                    if text and (runs or not text.isspace()):
                        self.add(text)
            else:
                box, style = outer.pop()
                if box is not None:
                    self.leave(box)
                self.style = style
                text = element.tail
                if text and outer and (runs or not text.isspace()):
                    self.add(text)
        self.cut()
        self.box.end = len(self.sheet.blocks)
        return self.sheet

    def alone(self, tag: str, look: Look) -> None:
        """An element that holds no text: a break or a picture."""
        if tag in _PICTURES:
            picture = Picture(len(self.sheet.blocks), self.box, look.attributes, self.style.own[3])
            self.sheet.pictures.append(picture)
        else:
            self.cut()
            self.pending = len(self.sheet.pictures)

    def leave(self, outer: Box) -> None:
        """End the open box; `outer` is the one around it."""
        if self.runs:
            self.cut()
        self.box.end = len(self.sheet.blocks)
        self.box = outer

    def enter(self, tag: str, align: str) -> None:
        if self.runs:
            self.cut()
        if self.box.depth >= _DEEPEST:
            return
        parent = self.box
        number = len(self.sheet.boxes)
        self.box = Box(
            number, parent.number, parent.depth + 1, tag, len(self.sheet.blocks), 0, parent.heading, parent.item,
            parent.cell, parent.row, parent.table, parent.quote, parent.caption, parent.centred, parent.right,
        )  # fmt: skip
        if align:
            self.box.centred, self.box.right = align == "center", align in ("right", "end")
        if tag in _ROLES:
            self._role(tag)
        self.sheet.boxes.append(self.box)

    def _role(self, tag: str) -> None:
        box = self.box
        if tag == "table":
            box.table, box.row, box.cell, box.item, box.centred = box.number, -1, -1, -1, False
        elif tag == "tr":
            box.row = box.number
        elif tag in ("td", "th"):
            box.cell = box.number
        elif tag in ("li", "dt", "dd"):
            box.item = box.number
        elif tag == "blockquote":
            box.quote = box.number
        elif tag in ("figcaption", "caption"):
            box.caption = tag == "figcaption"
        elif tag == "center":
            box.centred = True
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            box.heading = int(tag[1])

    def fetched(self, tag: str, attributes: dict[str, str]) -> None:
        """What is no text and is told of: a form's control, a document shown in a frame."""
        if tag in _FRAMES:
            if (href := attributes.get(_FRAMES[tag], "").strip()) and not is_hidden(attributes, self.hidden):
                self.sheet.frames.append(Frame(len(self.sheet.blocks), href, attributes.get("title", "").strip()))
            return
        kind = attributes.get("type", "text").strip().lower() if tag == "input" else tag
        if kind in ("text", "email", "tel", "password", "radio", "checkbox", "textarea"):
            self.sheet.controls.append((kind, self.box))

    def add(self, text: str) -> None:
        own, large, pre = self.style
        if pre and "\n" in text:
            for part in text.split("\n"):
                if part and (self.runs or not part.isspace()):
                    self.runs.append((part, *own))
                    self.large = self.large or large
                self.cut()
            return
        self.runs.append((text, *own))
        if large:
            self.large = True

    def cut(self) -> None:
        """End the open block at a boundary."""
        if not self.runs:
            return
        blocks, pictures = self.sheet.blocks, self.sheet.pictures
        wording, first = wording_of(tuple(self.runs)), len(blocks)
        for part, said in enumerate((wording,) if wording.whole else self.split(wording)):
            if said.text:
                blocks.append(Block(len(blocks), self.box, said, large=self.large, inline=part > 0))
        if self.pending < len(pictures):
            told = len(blocks) > first  # a space behind a picture is no line
            for number in range(self.pending, len(pictures)):
                pictures[number] = pictures[number]._replace(inline=told and pictures[number].box is self.box)
            self.pending = len(pictures)
        self.runs.clear()
        self.large = False


@lru_cache(maxsize=1024)
def _inked(style: _Style, ink: Ink) -> _Style:
    """The style within a tag."""
    (bold, italic, raised, href), large, pre = style
    own = (
        bold if ink.bold is None else ink.bold,
        italic or ink.italic,
        ink.raised or raised,
        href if ink.href is None else ink.href or None,
    )
    return _Style(own, large or ink.large, pre if ink.pre is None else ink.pre)


def sheet_of(tree: Tree, split: Callable[[Wording], list[Wording]] = lambda line: [line]) -> Sheet:
    """Every visible block, box and picture of a page; `split` may cut one line into several."""
    sheet = _Walker(tree, split).walk(tree.root)
    sheet.release()
    return sheet
