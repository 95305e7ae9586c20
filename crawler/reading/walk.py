"""One pass over the tree that makes the sheet: text gathered between the boundaries a browser would draw."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from crawler.reading.blocks import Block, Box, Picture, Run, Sheet
from crawler.reading.css import Css, css_of
from crawler.reading.hidden import hidden_names, is_hidden
from crawler.reading.plain import words

_BLOCK = words(
    "html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure",
    "footer form h1 h2 h3 h4 h5 h6 header hgroup legend li main menu nav ol optgroup p pre search section summary",
    "table tbody td tfoot th thead tr ul caption marquee",
)
# Boxes below this depth are lines of the box there: reading goes into boxes within boxes, and people nest some dozens.
_DEEPEST = 120
# What is drawn by other means than text, or only after a click, or not at all.
_SKIPPED = words(
    "head script style noscript template select datalist textarea button iframe object embed applet svg math canvas",
    "audio video map frameset noframes",
)
_CONTROLS = frozenset(("input", "textarea"))
_PICTURES = frozenset(("img", "amp-img"))
_ALONE = _PICTURES | frozenset(("br", "hr"))
_BOLD = frozenset(("b", "strong"))
_ITALIC = frozenset(("i", "em", "cite", "dfn", "var"))
_STYLED = _BOLD | _ITALIC | frozenset(("sup", "sub", "a", "big", "font"))
_LARGE_FONTS = frozenset(("4", "5", "6", "7", "+1", "+2", "+3", "+4"))
_ROLES = words("table tr td th li dt dd blockquote figcaption caption center h1 h2 h3 h4 h5 h6")
_INLINE_DISPLAYS = frozenset(("inline", "contents"))


class _Style(NamedTuple):
    """The inline style that text is in; the first four are a run's own."""

    bold: bool = False
    italic: bool = False
    raised: str = ""
    href: str | None = None
    large: bool = False
    pre: bool = False


class _Look(NamedTuple):
    """What a start tag amounts to, whatever text it holds."""

    boxed: bool
    styled: bool
    align: str
    css: Css | None
    attributes: dict[str, str]


_PLAIN = _Style()
_NOTHING = (None, None)


@lru_cache(maxsize=2048)  # a portal's pages are built of the same tags; what differs is where links lead
def _look_of(tag: str, items: tuple[tuple[str, str], ...], hidden: frozenset[str]) -> _Look | None:
    """How an element is shown, None where a reader does not see it."""
    attributes = dict(items)
    if tag in _SKIPPED or (attributes and is_hidden(attributes, hidden)):
        return None
    css = css_of(attributes["style"]) if "style" in attributes else None
    boxed = (tag in _BLOCK or "-" in tag) if css is None else _is_box(tag, css)
    align = (css.align if css else "") or attributes.get("align", "").lower()
    return _Look(boxed, css is not None or tag in _STYLED, "" if tag == "table" else align, css, attributes)


def _is_box(tag: str, css: Css) -> bool:
    if css.display:
        return css.display not in _INLINE_DISPLAYS and (tag in _BLOCK or not css.display.startswith("inline"))
    return tag in _BLOCK


class _Walker:
    """Keeps the open box, the open inline style and the text gathered since the last boundary."""

    def __init__(self, root: etree._Element, split: Callable[[list[Run]], list[list[Run]]]) -> None:
        self.sheet = Sheet()
        self.split = split
        self.hidden = hidden_names(root)
        self.box = Box(0, -1, 0, "html", 0)
        self.sheet.boxes.append(self.box)
        self.style = _PLAIN
        self.runs: list[Run] = []
        self.pending = 0  # the first picture that no boundary parts from the open line
        self.large = False
        self.outer: list[tuple[Box | None, _Style | None]] = []

    def walk(self, root: etree._Element) -> Sheet:
        events = etree.iterwalk(root, events=("start", "end"))
        hidden, outer, runs = self.hidden, self.outer, self.runs
        for event, element in events:
            if event == "start":
                tag: str = element.tag  # type: ignore[assignment]  # comments and the like are not parsed
                items = tuple(element.items())
                if tag in _CONTROLS:
                    self.control(tag, dict(items))
                look = _look_of(tag, items, hidden)
                if look is None:
                    events.skip_subtree()
                    outer.append(_NOTHING)
                elif tag in _ALONE:
                    outer.append(_NOTHING)
                    self.alone(tag, look)
                else:
                    self.open(tag, look)
                    text = element.text
                    if text and (runs or not text.isspace()):
                        self.add(text)
            else:
                box, style = outer.pop()
                if style is not None:
                    self.close(box, style)
                text = element.tail
                if text and outer and (runs or not text.isspace()):
                    self.add(text)
        self.cut()
        self.box.end = len(self.sheet.blocks)
        return self.sheet

    def alone(self, tag: str, look: _Look) -> None:
        """An element that holds no text: a break or a picture."""
        if tag in _PICTURES:
            picture = Picture(len(self.sheet.blocks), self.box, look.attributes, self.style.href)
            self.sheet.pictures.append(picture)
        else:
            self.cut()
            self.pending = len(self.sheet.pictures)

    def open(self, tag: str, look: _Look) -> None:
        self.outer.append((self.box if look.boxed else None, self.style))
        if look.boxed:
            self.enter(tag, look.align)
        if look.styled:
            self.style = self.styled(tag, look)
        elif tag in ("th", "pre"):
            self.style = self.style._replace(bold=self.style.bold or tag == "th", pre=tag == "pre")

    def close(self, box: Box | None, style: _Style) -> None:
        if box is not None:
            if self.runs:
                self.cut()
            self.box.end = len(self.sheet.blocks)
            self.box = box
        self.style = style

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

    def styled(self, tag: str, look: _Look) -> _Style:
        css, attributes = look.css, look.attributes
        bold, italic, raised, href, large, pre = self.style
        if css is not None:
            bold = bold if css.bold is None else css.bold
            italic = italic or css.italic
            large = large or css.large
            pre = pre or css.pre
        if tag in _BOLD:
            bold = True
        elif tag in _ITALIC:
            italic = True
        elif tag in ("sup", "sub"):
            raised = tag
        elif tag == "a":
            href = attributes.get("href", "").strip() or None
        elif tag == "big" or (tag == "font" and attributes.get("size", "").strip() in _LARGE_FONTS):
            large = True
        return _Style(bold, italic, raised, href, large, pre)

    def control(self, tag: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("type", "text").strip().lower() if tag == "input" else tag
        if kind in ("text", "email", "tel", "password", "radio", "checkbox", "textarea"):
            self.sheet.controls.append((kind, self.box))

    def add(self, text: str) -> None:
        style = self.style
        if style.pre and "\n" in text:
            for part in text.split("\n"):
                if part and (self.runs or not part.isspace()):
                    self.runs.append(Run(part, *style[:4]))
                    self.large = self.large or style.large
                self.cut()
            return
        self.runs.append(Run(text, *style[:4]))
        if style.large:
            self.large = True

    def cut(self) -> None:
        """End the open block at a boundary."""
        if not self.runs:
            return
        blocks, pictures = self.sheet.blocks, self.sheet.pictures
        for number in range(self.pending, len(pictures)):
            pictures[number] = pictures[number]._replace(inline=pictures[number].box is self.box)
        self.pending = len(pictures)
        for part, runs in enumerate(self.split(self.runs[:])):
            block = Block(len(blocks), self.box, runs, large=self.large, inline=part > 0)
            if block.text:
                blocks.append(block)
        self.runs.clear()
        self.large = False


def sheet_of(root: etree._Element, split: Callable[[list[Run]], list[list[Run]]] = lambda runs: [runs]) -> Sheet:
    """Every visible block, box and picture below `root`; `split` may cut one line's runs into several."""
    sheet = _Walker(root, split).walk(root)
    sheet.release()
    return sheet
