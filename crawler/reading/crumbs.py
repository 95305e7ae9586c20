"""The path of pages that leads to an article ("Trang chủ » Tin tức » Khuyến công"), in a line or a row of links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from crawler.reading.blocks import Block, Sheet
from crawler.reading.date_shapes import HAS_DAY
from crawler.reading.labels import bare
from crawler.reading.plain import fold, line
from crawler.reading.titles import Title

_NEAR, _FAR = 12, 80
_MOST, _LONGEST_HERE = 4, 30
# What only a path between pages is written with; a bar parts the items of menus as well.
_PATH = re.compile(r"[»>›→▸▶\\]|\s/\s")
_ROOT = re.compile(r"(?:https?://[^/]+)?/?(?:(?:index|default|home|trang-chu)(?:\.\w+)?)?", re.IGNORECASE)
_HOME = frozenset(("trang chủ", "home", "trang nhất", "trang chính", "trang đầu"))
_MENU = re.compile(r"giới thiệu.*|sơ đồ.*|rss|english|tiếng việt|tra cứu.*|liên hệ|đăng nhập.*|góp ý|hỏi đáp|tìm kiếm")
_HERE = re.compile(
    r"(?:(?:bạn|quý vị) )?đang (?:ở|xem|đứng)(?: tại)?(?: đây| trang)?|vị trí(?: hiện tại)?|you are here"
)
# A slash between words has spaces around it or ends a step: "tuần 32/2024" is none.
_OPENING = "»>/›→▸▶"
_SIGNS = re.compile(r"\s*(?:[»>›|→▸▶\\]|::|&gt;)+\s*|(?:^|\s+)/+(?:\s+|$)")


def is_home(text: str) -> bool:
    """Whether a line names the first page of a portal."""
    return bare(text) in _HOME


def is_of_menu(name: str) -> bool:
    """Whether a name is one that menus have, and no section of articles."""
    return _MENU.fullmatch(bare(name)) is not None


def crumb_of(sheet: Sheet, title: Title) -> str | None:
    """The last step of the path above a title, or of one below the article that says it is where a reader is."""
    return _above(sheet, title) or _below(sheet, title)


def _above(sheet: Sheet, title: Title) -> str | None:
    for index in range(title.first - 1, max(-1, title.first - _FAR), -1):
        steps = _steps(sheet, index, title)
        if steps is None or len(steps) >= _MOST or (steps and HAS_DAY.search(steps[-1])):
            continue  # many of them are a menu, a day is the date behind its section's link
        return steps[-1] if steps else None
    return None


def _below(sheet: Sheet, title: Title) -> str | None:
    for here in sheet.blocks[title.last + 1 :]:
        if len(here.text) <= _LONGEST_HERE and not here.link and _HERE.fullmatch(bare(here.text)):
            names = [step.text for step in _beside(sheet, here) if not _repeats(step.text, title)]
            if len(names) > 1 and is_home(names[0]):
                return names[-1]
    return None


def _beside(sheet: Sheet, here: Block) -> Iterator[Block]:
    """The lines behind one in the same list or row."""
    behind = sheet.blocks[here.index + 1 : here.index + _NEAR]
    return takewhile(lambda block: block.box.parent == here.box.parent, behind)


def _steps(sheet: Sheet, index: int, title: Title) -> list[str] | None:
    """The steps below the home page of a path that begins at a block; None where none begins there."""
    block, near = sheet.blocks[index], index > title.first - _NEAR
    names = [part for run in block.runs for part in _SIGNS.split(line(run.text)) if bare(part)]
    if here := len(names) > 1 and _HERE.fullmatch(bare(names[0])) is not None:
        del names[0]
    if not names or not (block.link or is_home(names[0])):
        return None
    told = [name for name in names if not _repeats(name, title)]
    if len(told) == 1 and len(names) == 2 and len(block.hrefs) == 1 and not is_home(told[0]):
        return told if block.runs[0].href else None  # a picture stands for the home page, the title itself ends it
    opened = block.linked and block.text[0] in _OPENING
    if opened and (index == title.first - 1 or (len(block.hrefs) > 1 and _PATH.match(block.text))):
        return told[-1:]
    parted = here or len(told) < len(names) or _PATH.search(block.text) is not None  # a path may end with the title
    if not _begins(block, names[0]) or (len(names) > 1 and _is_menu(told, path=parted)):
        return None
    if len(names) > 1:
        path = near or parted or (block.linked and len(names) == 2)
        return told[1:] if path or _parted_by_pictures(sheet, block, len(names)) else None
    return _row(sheet, block, title, near=near)


def _is_menu(names: list[str], *, path: bool) -> bool:
    """Whether names that menus have tell one; what is sure to be a path may end with one of them ("Hỏi đáp")."""
    return any(map(is_of_menu, names[:-1] if path else names))


def _parted_by_pictures(sheet: Sheet, block: Block, steps: int) -> bool:
    """Whether a picture stands between any two steps, as DNN draws its paths; menus have none, or one an item."""
    return sum(picture.inline and picture.at == block.index for picture in sheet.pictures) == steps - 1


def _begins(block: Block, name: str) -> bool:
    """Whether a path begins here: by its name, or with a link to the portal's root and another one."""
    if is_home(name):
        return True
    return len(block.hrefs) > 1 and _ROOT.fullmatch(block.hrefs[0]) is not None and block.runs[0].href == block.hrefs[0]


def _row(sheet: Sheet, home: Block, title: Title, *, near: bool) -> list[str] | None:
    """The lines that follow one that only names the home page: a path where they are few, or right above the title."""
    steps, last = [home], home
    for block in sheet.blocks[home.index + 1 : title.first]:
        box, first = block.box, home.box
        alike = (box.depth, box.tag, box.table) == (first.depth, first.tag, first.table)
        if not alike or (len(block.text) > 80 and not _repeats(block.text, title)):
            break
        steps.append(block)
        last = block
    names = [part.rstrip(" /") for block in steps[1:] for part in _SIGNS.split(block.text) if bare(part)]
    around = sheet.around(home.box, last.box)
    few = around.end - around.start == len(steps) <= _MOST
    apart = any(block.linked for block in sheet.blocks[last.index + 1 : title.first])
    told = [name for name in names if not _repeats(name, title)]
    if _is_menu(told, path=len(told) < len(names) or (near and not apart and _sure(sheet, home, steps))):
        return None
    if not (few or (near and not apart)):
        return [] if near else None
    return told


def _sure(sheet: Sheet, home: Block, steps: list[Block]) -> bool:
    """Whether lines are a path, whatever their names: signs between them, or few below a menu that has a home page."""
    above = sheet.blocks[max(0, home.index - _FAR) : home.index]
    signs = any(_PATH.search(f" {step.text} ") and not bare(step.text) for step in steps)
    return signs or (len(steps) < _MOST and any(is_home(block.runs[0].text) for block in above))


def _repeats(name: str, title: Title) -> bool:
    """Whether a step is the article itself, written out or cut short."""
    told = fold(name)
    return told == fold(title.text) or (len(name) > 15 and fold(title.text).startswith(told))
