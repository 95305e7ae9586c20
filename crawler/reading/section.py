"""The section an article stands in: what its path, the head of its box, a label or a link beside its date says."""

from __future__ import annotations

import re
from itertools import pairwise

from crawler.portals.model import Portal
from crawler.reading.blocks import Block, Box, Sheet
from crawler.reading.crumbs import crumb_of, is_home, is_of_menu
from crawler.reading.headline import Choice
from crawler.reading.labels import bare, heads_aside, is_contact, is_end, is_furniture
from crawler.reading.metadata import Head, names_the_site
from crawler.reading.pictures import under_picture
from crawler.reading.plain import line
from crawler.reading.tail import author_of
from crawler.reading.targets import Targets
from crawler.reading.weights import decorates

_LONGEST, _NEAR, _REACH, _SKIPPED = 40, 6, 12, 3
_SIGNS = " |/-–—•·:"
_LABEL = re.compile(
    r"(?:(?:thuộc |đăng trong |trong )?(?:chuyên mục|danh mục|thể loại)|đăng trong|category)\s*[:：]\s*"
    r"|[/|–-]\s*trong\s",
    re.IGNORECASE,
)
# The same in a box of its own, where the name is in the next one.
_LABEL_ALONE = re.compile(r"(?:thuộc )?(?:chuyên mục|danh mục|thể loại)|category")
# Heads that say what stands below them, not where it belongs.
_GENERIC = re.compile(
    r"(?:nội dung |thông tin |xem )?(?:tin |bài viết |bài |tin tức )?chi tiết(?: (?:tin|bài|nội dung)(?: \w+)?)?"
    r"|(?:nội dung )?(?:bài viết|bài đăng|tin bài)(?: chi tiết)?|nội dung|(?:trang|bài|tin) (?:trước|sau)|menu"
    r"|(?:tiêu đề|tựa đề|tên)(?: (?:bài viết|bài|tin))?"
    # what Liferay heads its boxes with where nobody named them
    r"|trình (?:xuất bản|hiển thị) nội dung|hiển thị nội dung web|asset publisher|web content display"
)
# What side boxes list and portals put up as articles, too: an empty box of links or visitors heads nothing.
_PUBLISHED = re.compile(
    r"văn bản.*|lịch .*|sự kiện.*|hỏi (?:- )?đáp|công khai .*"
    r"|thủ tục hành chính|thông tin cần biết"
)
# Who puts articles up has pages in the menu, too.
_OFFICE = re.compile(r"(?:(?:văn )?phòng|ban|sở|bộ|(?:chi )?cục|trung tâm|thanh tra|[uủ][yỷ] ban|ubnd)(?:\s|$)")
_BY = re.compile(r"(?:bởi|by|tác giả|người (?:đăng|viết|gửi))\W*$", re.IGNORECASE)


def section_of(seen: tuple[Sheet, Head, Portal, Targets], choice: Choice, stop: int) -> tuple[str, str] | None:
    """The section's name and the rule that found it; the article ends before the block `stop`."""
    sheet, head, portal, targets = seen
    if crumb := crumb_of(sheet, choice.title, targets):
        return crumb, "breadcrumb"
    if kicker := _Heads(sheet, portal, targets, choice).name():
        return kicker, "kicker"
    if label := _labelled(sheet, choice, portal, stop):
        return label, "label"
    if link := _beside(sheet, choice, portal, targets):
        return link, "beside-date"
    if known := _in_menu_too(sheet, choice, portal, targets):
        return known, "beside-date"
    return (head.section, "meta") if head.section else None


def _may_name(text: str, portal: Portal) -> bool:
    """Whether a line may be a section's name: short, and none of what else stands above titles."""
    if not 2 < len(text) <= _LONGEST or text[-1] in ".:!?,;" or any(sign.isdigit() for sign in text):
        return False
    if (
        is_furniture(text)
        or is_home(text)
        or is_of_menu(text)
        or is_contact(text)
        or is_end(text, portal)
        or names_the_site(text, portal)
    ):
        return False
    return not author_of(text) and _GENERIC.fullmatch(bare(text)) is None


class _Heads:
    """The line above an article that heads the box it stands in."""

    def __init__(self, sheet: Sheet, portal: Portal, targets: Targets, choice: Choice) -> None:
        self.sheet, self.portal, self.targets = sheet, portal, targets
        self.title, self.date = sheet.blocks[choice.title.first], sheet.blocks[choice.date.last]
        between = sheet.blocks[choice.date.last + 1 : choice.title.first]
        above = choice.date.last < choice.title.first and all(
            is_furniture(block.text) or self.captions(block) for block in between
        )
        self.first = choice.date.first if above else choice.title.first

    def name(self) -> str | None:
        """A link alone or the head of the box, right above; a caption or a menu of the section may stand between."""
        passed = 0
        for block in reversed(self.sheet.blocks[max(0, self.first - _REACH) : self.first]):
            if decorates(block):
                continue  # tools between the section's name and the title
            if self.heads(block, caption=passed > 0):
                return block.text
            if not block.linked and not self.captions(block) and (passed or block.box.heading):
                return None
            passed += not block.linked and not self.captions(block)
        return None

    def captions(self, block: Block) -> bool:
        """Whether a line is the caption of a picture above it, and no section's name between that and the title."""
        if block.box.caption or block.hrefs or not under_picture(self.sheet, block.index, self.targets):
            return block.box.caption
        return not self.tops(block)

    def tops(self, block: Block) -> bool:
        """Whether a line below a picture belongs to the heading under it: loose words of its box, or a menu's link."""
        if block.index != self.title.index - 1 or not self.title.box.heading or block.italic:
            return False
        home = self.sheet.around(block.box, self.title.box)
        above = [picture.box for picture in self.sheet.pictures if picture.at == block.index]
        if block.box is home and not any(self.sheet.around(home, box) is home for box in above):
            return True
        words = bare(block.text)
        return any(bare(other.text) == words and self.targets.elsewhere(other) for other in self.sheet.blocks)

    def heads(self, block: Block, *, caption: bool) -> bool:
        """Whether a line stands alone, or with a menu below it, in a box beside the one that holds the title."""
        link = len(block.hrefs) == 1 and block.linked and self.targets.kind(block.hrefs[0]) == "page"
        if (block.hrefs and not link) or not _may_name(block.text, self.portal) or self.captions(block):
            return False
        home = self.sheet.around(block.box, self.title.box)
        top = self.sheet.child_towards(home, block.box)
        set_off = self.title.box.heading > 0
        if top is home:  # loose words, or a link, beside the title's own box
            set_off = set_off or self.opens_article(block, home)
            return not self.in_menu(block, home) if link else home.start == block.index and set_off and not caption
        if top.start != block.index:  # the second step of a path of two
            return link and top.end - top.start == 2 and _alone(self.sheet.blocks[top.start], self.portal, self.targets)
        menu = [below for below in self.sheet.blocks[block.index + 1 : top.end] if not decorates(below)]
        if menu and (block.box.item >= 0 or not all(item.linked and item.box.item >= 0 for item in menu)):
            return False
        if link and (block.box.heading or home.start == block.index):
            return True
        opens = home.start == block.index or (block.text.isupper() and set_off)
        names = not menu and not self.in_menu(block, home) if link else opens and not caption
        told = home.start == block.index and _PUBLISHED.fullmatch(bare(block.text)) is not None
        return names and (told or not heads_aside(block.text))

    def opens_article(self, block: Block, home: Box) -> bool:
        """Whether a line stands right above the title in the box of title, date and more, which is not the page."""
        held = block.index == self.title.index - 1 and home.start <= self.date.index < home.end - 1
        return held and home.tag not in ("html", "body")

    def in_menu(self, block: Block, home: Box) -> bool:
        """Whether the line above is a link of the same box."""
        above = self.sheet.blocks[block.index - 1] if block.index else None
        return above is not None and above.linked and self.sheet.around(above.box, home) is home


def _labelled(sheet: Sheet, choice: Choice, portal: Portal, stop: int) -> str | None:
    """What a label near title and date, or right behind the article, names as its section."""
    low, high = min(choice.title.first, choice.date.first), max(choice.title.last, choice.date.last)
    near = (
        sheet.blocks[max(0, low - 3) : high + _NEAR] + sheet.blocks[max(high + _NEAR, stop - _SKIPPED) : stop + _NEAR]
    )
    for text, following in [(part, "") for part in choice.date.rest] + [
        (block.text, sheet.blocks[block.index + 1].text if block.index + 1 < len(sheet.blocks) else "")
        for block in near
    ]:
        if match := _LABEL.match(text):
            name = line(text[match.end() :]) or following
            links = (line(run.text) for b in sheet.blocks[choice.date.first : choice.date.last + 1] for run in b.runs)
            name = next((link for link in links if name and link.startswith(name)), name)  # "Tin tức - Sự kiện"
            return name.strip(_SIGNS) if 2 < len(name) <= _LONGEST and "," not in name else None
    return next(filter(None, (_value_of(sheet, block, portal) for block in near)), None)


def _value_of(sheet: Sheet, label: Block, portal: Portal) -> str | None:
    """The section that the next box names, where a label has one of its own; no first link of the menu it heads."""
    below = sheet.blocks[label.index + 1 : label.index + 3]
    if label.box.heading or not below or not _LABEL_ALONE.fullmatch(bare(label.text)):
        return None
    home = sheet.around(label.box, below[0].box)
    sides = [sheet.child_towards(home, block.box) for block in (label, below[0])]
    alone = all(side is not home and side.end - side.start == 1 for side in sides)
    menu = any(block.linked and block.index < home.end for block in below[1:])
    return below[0].text if alone and not menu and _may_name(below[0].text, portal) else None


def _in_menu_too(sheet: Sheet, choice: Choice, portal: Portal, targets: Targets) -> str | None:
    """Words or a link beside the date that are a link elsewhere on the page, as names of sections are in its menu."""
    date, blocks = choice.date, sheet.blocks
    near = blocks[max(0, date.first - 2, choice.title.last + 1) : date.first] + blocks[date.last + 1 : date.last + 3]
    own = {block.index for block in near}
    near = [block for block in near if not block.link or _alone(block, portal, targets)]
    rows = [(block, sheet.around(block.box, blocks[date.first].box)) for block in near]
    parts = [*date.rest, *(block.text for block, row in rows if row.end - row.start <= _NEAR)]
    parts = [part.strip(_SIGNS) for part in parts]
    parts = [part for part in parts if _may_name(part, portal) and not _OFFICE.match(bare(part))]
    parts += [f"{first} - {second}" for first, second in pairwise(parts)]  # "Tin tức - Sự kiện", cut as date lines are
    names = {bare(part): part for part in parts}
    for block in blocks if names else []:
        if (name := names.get(bare(block.text))) and block.index not in own and targets.elsewhere(block):
            return name
    return None


def _alone(block: Block, portal: Portal, targets: Targets) -> bool:
    """Whether a line is one link to another page that may be named like a section."""
    return len(block.hrefs) == 1 and targets.elsewhere(block) and _may_name(block.text, portal)


def _beside(sheet: Sheet, choice: Choice, portal: Portal, targets: Targets) -> str | None:
    """A link to one other page in the date's own line, or alone in a box beside it or above it, below the title."""
    date, blocks = choice.date, sheet.blocks
    if date.last < choice.title.first - 1 or date.first - choice.title.last > _NEAR:
        return None
    told = ""
    for run in [run for block in blocks[date.first : date.last + 1] for run in block.runs]:
        name = line(run.text)
        if run.href and targets.kind(run.href) == "page" and _may_name(name, portal) and not _BY.search(told):
            return name
        told += run.text
    own = blocks[date.last].box
    above = blocks[choice.title.last + 1 : date.first]
    if above and _alone(above[-1], portal, targets) and all(map(decorates, above[:-1])):
        return above[-1].text
    after = blocks[date.last + 1 : date.last + 3]
    if (
        not after
        or len(after[0].hrefs) != 1
        or not targets.elsewhere(after[0])
        or any(map(targets.elsewhere, after[1:]))
    ):
        return None
    alike = after[0].box.parent == own.parent or sheet.around(after[0].box, own).end <= after[0].index + 1
    return after[0].text if alike and _may_name(after[0].text, portal) else None
