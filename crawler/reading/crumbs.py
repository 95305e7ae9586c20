"""The path of pages that leads to an article ("Trang chủ » Tin tức » Khuyến công"), in a line or a row of links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from crawler.reading.blocks import Block, Sheet
from crawler.reading.date_shapes import HAS_DAY
from crawler.reading.labels import bare
from crawler.reading.pictures import under_picture
from crawler.reading.plain import fold, line
from crawler.reading.targets import Targets
from crawler.reading.titles import Title

_NEAR, _FAR = 12, 80
_MOST, _LONGEST_HERE, _LONGEST_NAME, _LONGEST_PATH = 4, 30, 25, 300
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


class _Step(NamedTuple):
    """One name in a path, and the address it links to (None: none)."""

    name: str
    href: str | None


@dataclass(frozen=True, slots=True)
class _Here:
    """The article that paths lead to."""

    title: Title
    targets: Targets

    def repeats(self, step: _Step) -> bool:
        """Whether a step is the article itself, written out or cut short, and no section of its name ("Thông báo")."""
        told, title = fold(step.name), fold(self.title.text)
        if told == title:
            return step.href is None or len(told) > _LONGEST_NAME or self.targets.kind(step.href) != "page"
        return len(step.name) > 15 and title.startswith(told)

    def names(self, steps: list[_Step]) -> list[str]:
        """The names of all steps but the article's own."""
        return [step.name for step in steps if not self.repeats(step)]


def crumb_of(sheet: Sheet, title: Title, targets: Targets) -> str | None:
    """The last step of the path above a title, or of one below the article that says it is where a reader is."""
    here = _Here(title, targets)
    return _above(sheet, here) or _below(sheet, here)


def _above(sheet: Sheet, here: _Here) -> str | None:
    first = here.title.first
    for index in range(first - 1, max(-1, first - _FAR), -1):
        steps = _steps(sheet, index, here) if _may_begin(sheet.blocks[index]) else None
        if steps is None:
            steps = _ended(sheet, index, here)
        if steps is None or len(steps) >= _MOST or (steps and HAS_DAY.search(steps[-1])):
            continue  # many of them are a menu, a day is the date behind its section's link
        return steps[-1] if steps else None
    return None


def _may_begin(block: Block) -> bool:
    """Whether a path may begin with a line: with a link, or with words that name the home page."""
    return block.link > 0 or any(map(block.text.casefold().__contains__, _HOME))


def _ended(sheet: Sheet, index: int, here: _Here) -> list[str] | None:
    """The steps of a list that begins at a block and ends with the article's title: an icon is the home page."""
    first = sheet.blocks[index]
    path = sheet.boxes[first.box.parent]
    items = sheet.blocks[path.start : path.end]
    if not (first.link and first.box.item >= 0 and path.start == index and 1 < len(items) <= _MOST):
        return None
    steps = [_Step(block.text, _href(block)) for block in items]
    return here.names(steps) if here.repeats(steps[-1]) and all(block.linked for block in items[:-1]) else None


def _below(sheet: Sheet, here: _Here) -> str | None:
    for block in sheet.blocks[here.title.last + 1 :]:
        if len(block.text) <= _LONGEST_HERE and not block.link and _HERE.fullmatch(bare(block.text)):
            names = here.names([_Step(step.text, _href(step)) for step in _beside(sheet, block)])
            if len(names) > 1 and is_home(names[0]):
                return names[-1]
    return None


def _beside(sheet: Sheet, here: Block) -> Iterator[Block]:
    """The lines behind one in the same list or row."""
    behind = sheet.blocks[here.index + 1 : here.index + _NEAR]
    return takewhile(lambda block: block.box.parent == here.box.parent, behind)


def _href(block: Block) -> str | None:
    return block.hrefs[0] if block.linked else None


def _steps(sheet: Sheet, index: int, here: _Here) -> list[str] | None:
    """The steps below the home page of a path that begins at a block; None where none begins there."""
    block, near = sheet.blocks[index], index > here.title.first - _NEAR
    steps = [_Step(part, run.href) for run in block.runs for part in _parts(line(run.text))]
    if labelled := len(steps) > 1 and _HERE.fullmatch(bare(steps[0].name)) is not None:
        del steps[0]
    if len(steps) > 1 and HAS_DAY.search(steps[0].name) and is_home(steps[1].name):
        del steps[0]  # today's date in the path's own line
    if not steps or not (block.link or is_home(steps[0].name)):
        return None
    told = here.names(steps)
    if len(told) == 1 and len(steps) == 2 and len(block.hrefs) == 1 and not is_home(told[0]):
        return told if block.runs[0].href else None  # a picture stands for the home page, the title itself ends it
    opened = block.linked and block.text[0] in _OPENING
    if opened and (index == here.title.first - 1 or (len(block.hrefs) > 1 and _PATH.match(block.text))):
        return told[-1:]
    # a path may end with the title
    parted = labelled or len(told) < len(steps) or _PATH.search(block.text) is not None
    if not _begins(block, steps[0].name) or (len(steps) > 1 and _is_menu(told, path=parted)):
        return None
    if len(steps) > 1:
        path = near or parted or (block.linked and len(steps) == 2)
        return told[1:] if path or _parted_by_pictures(sheet, block, len(steps)) else None
    return _row(sheet, block, here, near=near)


def _parts(text: str) -> tuple[str, ...]:
    """The names between the signs of a path."""
    return _short_parts(text) if len(text) <= _LONGEST_PATH else _cut(text)


def _cut(text: str) -> tuple[str, ...]:
    return tuple([part for part in _SIGNS.split(text) if bare(part)])


_short_parts = lru_cache(maxsize=1024)(_cut)  # what stands above titles is a portal's menu, the same on all its pages


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


def _row(sheet: Sheet, home: Block, here: _Here, *, near: bool) -> list[str] | None:
    """The lines that follow one that only names the home page: a path where they are few, or right above the title."""
    rows, last = [home], home
    for block in sheet.blocks[home.index + 1 : here.title.first]:
        box, first = block.box, home.box
        alike = (box.depth, box.tag, box.table) == (first.depth, first.tag, first.table)
        if last is home and not block.link and under_picture(sheet, block.index, here.targets):
            break  # the picture's caption below a path of one step
        if not alike or (len(block.text) > 80 and not here.repeats(_Step(block.text, _href(block)))):
            break
        rows.append(block)
        last = block
    steps = [_Step(part.rstrip(" /"), _href(block)) for block in rows[1:] for part in _parts(block.text)]
    around = sheet.around(home.box, last.box)
    few = around.end - around.start == len(rows) <= _MOST
    apart = any(block.linked for block in sheet.blocks[last.index + 1 : here.title.first])
    told = here.names(steps)
    if _is_menu(told, path=len(told) < len(steps) or (near and not apart and _sure(sheet, home, rows))):
        return None
    if not (few or (near and not apart)):
        return [] if near else None
    return told


def _sure(sheet: Sheet, home: Block, rows: list[Block]) -> bool:
    """Whether lines are a path, whatever their names: signs between them, or few below a menu that has a home page."""
    above = sheet.blocks[max(0, home.index - _FAR) : home.index]
    signs = any(_PATH.search(f" {row.text} ") and not bare(row.text) for row in rows)
    return signs or (len(rows) < _MOST and any(is_home(block.runs[0].text) for block in above))
