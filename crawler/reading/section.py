"""The section an article stands in: the last crumb before it, or what the head announces."""

from __future__ import annotations

import re

from crawler.reading.blocks import Block, Sheet
from crawler.reading.labels import bare, is_furniture
from crawler.reading.metadata import Head
from crawler.reading.plain import fold, line
from crawler.reading.titles import Title

_NEAR, _FAR = 12, 80
# What only a path between pages is written with; a bar parts the items of menus as well.
_PATH = re.compile(r"[»>›→▸▶]|\s/\s")
_ROOT = re.compile(r"(?:https?://[^/]+)?/?(?:(?:index|default|home|trang-chu)(?:\.\w+)?)?", re.IGNORECASE)
_HOME = frozenset(("trang chủ", "home", "trang nhất", "trang chính"))
# A slash between words has spaces around it or ends a link's text: "tuần 32/2024" is none.
_OPENING = "»>/›→▸▶"
_HERE = ("#", "javascript:", "mailto:", "tel:")
_SIGNS = re.compile(r"\s*(?:[»>›|→▸▶\\]|::|&gt;)+\s*|(?:^|\s+)/+(?:\s+|$)")


def section_of(sheet: Sheet, title: Title, head: Head) -> tuple[str, str] | None:
    """The section's name and the rule that found it."""
    names = _crumbs(sheet, title)
    if names:
        return names[-1], "breadcrumb"
    if kicker := _kicker(sheet, title):
        return kicker, "kicker"
    return (head.section, "meta") if head.section else None


def _kicker(sheet: Sheet, title: Title) -> str | None:
    """The one short link right above a title, in its own box: none of a menu's, no tool."""
    blocks = sheet.blocks
    if title.first < 1 or title.first >= len(blocks):
        return None
    first = title.first - 1 if blocks[title.first - 1].linked or title.first < 2 else title.first - 2  # a caption
    block, above = blocks[first], blocks[first - 1] if first else None
    if len(block.hrefs) != 1 or not block.linked or len(block.text) > 40 or block.hrefs[0].startswith(_HERE):
        return None
    home = blocks[title.first].box
    if sheet.around(block.box, home).depth < home.depth - 1 or is_furniture(block.text) or bare(block.text) in _HOME:
        return None
    menu = above is not None and above.linked and sheet.around(above.box, home).depth >= home.depth - 1
    return None if menu else block.text


def _is_path(sheet: Sheet, block: Block) -> bool:
    """Whether a line far above a title is a path all the same: links with its signs, or a short list with numbers."""
    if not block.linked or len(block.text) > 120:
        return False
    return _listed(sheet, block) or (len(block.hrefs) > 1 and _PATH.search(block.text) is not None)


def _listed(sheet: Sheet, block: Block) -> bool:
    """Whether a line is the first of a short list with numbers: what paths are written as, and menus are not."""
    above = sheet.boxes[block.box.parent] if block.box.item >= 0 else None
    return above is not None and above.tag == "ol" and above.end - above.start <= 4 and above.start == block.index


def _is_home(block: Block, name: str) -> bool:
    """Whether a path begins here: by its name, or with a link to the portal's root and another one."""
    if bare(name) in _HOME:
        return True
    return len(block.hrefs) > 1 and _ROOT.fullmatch(block.hrefs[0]) is not None and block.runs[0].href == block.hrefs[0]


def _crumbs(sheet: Sheet, title: Title) -> list[str]:
    """What stands between "Trang chủ" and the title, in one line or in a row of single links."""
    blocks = sheet.blocks
    for index in range(title.first - 1, max(-1, title.first - _FAR), -1):
        block = blocks[index]
        if index <= title.first - _NEAR and not _is_path(sheet, block):
            continue  # a column stands between
        names = [part for run in block.runs for part in _SIGNS.split(line(run.text)) if bare(part)]
        near = index == title.first - 1 or (len(block.hrefs) > 1 and _PATH.match(block.text))
        if names and near and block.linked and block.text[0] in _OPENING:
            return names[-1:]  # a picture stands for the home page
        if not names or not _is_home(block, names[0]):
            continue
        last, alone = index, len(names) == 1
        for following in blocks[index + 1 : title.first]:
            alike = (
                following.box.depth == block.box.depth
                and following.box.tag == block.box.tag
                and len(following.text) <= 80
            )
            if len(names) > 1 and following.box.parent != block.box.parent:
                break
            if not alike or len(names) > 6:
                break
            names.extend(part for part in _SIGNS.split(following.text) if bare(part))
            last = following.index
        if alone and not _listed(sheet, block) and any(between.linked for between in blocks[last + 1 : title.first]):
            return []  # a menu begins at home, too, but no line of it holds the signs of a path
        told = [
            name
            for name in names[1:]
            if fold(name) != fold(title.text) and not (len(name) > 30 and fold(title.text).startswith(fold(name)))
        ]
        return told if 0 < len(told) <= 3 else []
    return []
