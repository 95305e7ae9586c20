"""One pass over the tree that makes the sheet: text gathered between the boundaries a browser would draw."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from crawler.reading.blocks import Block, Box, Frame, Picture, Sheet
from crawler.reading.contents import furnish_contents
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


_Style = tuple[tuple[bool, bool, str, str | None], bool, bool]
"""The inline style that text is in: what a run keeps of it (bold, italic, raised, href); large; line ends are kept."""
_PLAIN: _Style = ((False, False, "", None), False, False)


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

    def walk(self, root: etree._Element) -> Sheet:
        """Go through all that a reader sees; half of the elements hold no others, and end where they begin."""
        level: Iterator[etree._Element] = iter((root,))
        opened: list[tuple[Iterator[etree._Element], etree._Element, Box | None, _Style]] = []
        hidden, runs = self.hidden, self.runs
        while True:
            if (element := next(level, None)) is None:
                if not opened:
                    break
                level, element, outer, style = opened.pop()
            else:
                tag: str = element.tag  # type: ignore[assignment]  # comments and the like are not parsed
                items = tuple(element.items())
                if tag in _FETCHED:
                    self.fetched(tag, dict(items))
                look, outer, style = look_of(tag, items, hidden), None, self.style
                if look is not None:
                    outer = self.start(tag, look, element.text)
                    if len(element):
                        opened.append((level, element, outer, style))
                        level = iter(element)
                        continue
            if outer is not None:
                self.leave(outer)
            self.style = style
            if (text := element.tail) and (runs or not text.isspace()):
                self.add(text)
        self.cut()
        self.box.end = len(self.sheet.blocks)
        return self.sheet

    def start(self, tag: str, look: Look, text: str | None) -> Box | None:
        """What a start tag changes, and the text behind it; the box around it where it opens one."""
        if tag in _ALONE:
            self.alone(tag, look)
            return None
        boxed, align, ink, _ = look
        outer = self.box if boxed else None
        if boxed:
            self.enter(tag, align)
        if ink is not None:
            self.style = _inked(self.style, ink)
        if text and (self.runs or not text.isspace()):
            self.add(text)
        return outer

    def alone(self, tag: str, look: Look) -> None:
        """An element that holds no text: a break or a picture."""
        if tag in _PICTURES:
            picture = Picture(len(self.sheet.blocks), self.box, look.attributes, self.style[0][3])
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
        parent, boxes = self.box, self.sheet.boxes
        self.box = box = Box(
            len(boxes), parent.number, parent.depth + 1, tag, len(self.sheet.blocks), 0, parent.heading, parent.item,
            parent.cell, parent.row, parent.table, parent.quote, parent.caption, parent.centred, parent.right,
        )  # fmt: skip
        if align:
            box.centred, box.right = align == "center", align in ("right", "end")
        if tag in _ROLES:
            self._role(tag)
        boxes.append(box)

    def _role(self, tag: str) -> None:
        box = self.box
        if tag in ("td", "th"):
            box.cell = box.number
        elif tag in ("li", "dt", "dd"):
            box.item = box.number
        elif tag == "tr":
            box.row = box.number
        elif tag == "table":
            box.table, box.row, box.cell, box.item, box.centred = box.number, -1, -1, -1, False
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
        (bold, italic, raised, href), large, pre = self.style
        if pre and "\n" in text:
            for part in text.split("\n"):
                if part and (self.runs or not part.isspace()):
                    self.runs.append((part, bold, italic, raised, href))
                    self.large = self.large or large
                self.cut()
            return
        self.runs.append((text, bold, italic, raised, href))
        if large:
            self.large = True

    def cut(self) -> None:
        """End the open block at a boundary."""
        if not self.runs:
            return
        blocks, pictures = self.sheet.blocks, self.sheet.pictures
        wording, first = wording_of(tuple(self.runs)), len(blocks)
        for part, said in enumerate([wording] if wording.whole else self.split(wording)):
            if said.text:
                blocks.append(Block(len(blocks), self.box, said, large=self.large, inline=part > 0))
        if self.pending < len(pictures):
            told = len(blocks) > first  # a space behind a picture is no line
            for number in range(self.pending, len(pictures)):
                pictures[number] = pictures[number]._replace(inline=told and pictures[number].box is self.box)
            self.pending = len(pictures)
        self.runs.clear()
        self.large = False


def _inked(style: _Style, ink: Ink) -> _Style:
    """The style within a tag."""
    (bold, italic, raised, href), large, pre = style
    own_bold, own_italic, own_raised, own_href, own_large, own_pre = ink
    own = (
        bold if own_bold is None else own_bold,
        italic or own_italic,
        own_raised or raised,
        href if own_href is None else own_href or None,
    )
    return own, large or own_large, pre if own_pre is None else own_pre


def sheet_of(tree: Tree, split: Callable[[Wording], list[Wording]] = lambda line: [line]) -> Sheet:
    """Every visible block, box and picture of a page; `split` may cut one line into several."""
    sheet = _Walker(tree, split).walk(tree.root)
    sheet.release()
    furnish_contents(sheet)
    return sheet
