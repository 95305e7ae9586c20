"""Pages whose shape says that they are no article: lists, galleries, pages without a date line, empty shells."""

from __future__ import annotations

import re

from archive.article import Article
from crawler.reading.article import Seen
from crawler.reading.blocks import Block, Box
from crawler.reading.extent import Region
from crawler.reading.headline import Choice
from crawler.reading.labels import bare, is_furniture
from crawler.reading.pictures import shows
from crawler.reading.plain import fold
from crawler.reading.posters import is_posted
from crawler.reading.refusal import NotAnArticle, refused_text
from crawler.reading.statements import DateLine
from crawler.reading.tail import author_of
from crawler.reading.widgets import invites

# A page about a form, an error or a vote says little else; an article that mentions one says more.
_LITTLE, _QUESTION = 400, 250
# What stands for a text that is not there is seldom a sentence, and seldom below a labelled date.
_SENTENCE, _SHORT, _SECTION = 40, 15, 30
# How many links to print or send may stand between a title and its text.
_TOOLS = 6
_READ_ON = re.compile(r"(?:đọc|xem) (?:tiếp|thêm|chi tiết|toàn văn)|chi tiết")
_OTHER_LETTERS = re.compile(r"[\u2e80-\ud7ff\uf900-\ufaff]")  # Chinese, Japanese, Korean


def refuse_by_shape(seen: Seen, choice: Choice | None, lines: list[DateLine]) -> Choice:
    """Raise NotAnArticle for a list or a page without a date line; else the choice stands."""
    items = [line for line in lines if _is_item(seen, line)]
    if choice is None:
        raise NotAnArticle("not_article:no-date-line")
    if choice.date in items and ((len(items) >= 2 and _listed(seen, choice, items)) or _heads_another(seen, choice)):
        raise NotAnArticle("list:dated-items")
    if _twins(seen, choice, lines) >= 2:
        raise NotAnArticle("list:repeated-items")
    if not choice.date.labelled and _rows(seen, choice, lines) >= 2:
        raise NotAnArticle("list:dated-rows")
    if not choice.date.labelled and _is_data(seen, choice):
        raise NotAnArticle("not_article:no-date-line")
    return choice


def _listed(seen: Seen, choice: Choice, items: list[DateLine]) -> bool:
    """Whether the chosen date is an item, too: under a title of its own only beside another date built like it."""
    if _heads(seen, choice) or is_posted(seen.sheet, choice.title.last, choice.date.last):
        return False
    between = seen.sheet.blocks[choice.title.last + 1 : choice.date.first]
    if choice.date.first < choice.title.first or not all(_beside(choice, block) for block in between):
        return True
    own, blocks = seen.sheet.blocks[choice.date.first].box, seen.sheet.blocks
    boxes = [blocks[line.first].box for line in items if line is not choice.date]
    return any((box.depth, box.tag) == (own.depth, own.tag) for box in boxes)


def _heads_another(seen: Seen, choice: Choice) -> bool:
    """Whether a date opens a box that its title stands above, and heads the longer title of another page in it."""
    sheet = seen.sheet
    after = sheet.blocks[choice.date.last + 1 : choice.date.last + 2]
    if not after or not after[0].box.heading or not seen.targets.titled(after[0]):
        return False
    item = sheet.around(sheet.blocks[choice.date.first].box, after[0].box)
    return choice.title.last < item.start == choice.date.first and len(choice.title.text) < len(after[0].text)


def _beside(choice: Choice, block: Block) -> bool:
    """Whether a line between title and date is a byline, a tool, or the section's name under an announced title."""
    section = block.linked and len(block.text) <= _SECTION < len(choice.title.text) and "+head" in choice.title.rule
    return section or author_of(block.text) is not None or is_furniture(block.text)


def _twins(seen: Seen, choice: Choice, lines: list[DateLine]) -> int:
    """How many boxes beside the one of title and date are built like it: a date, text of their own, no title's link."""
    sheet, own, found = seen.sheet, seen.sheet.blocks[choice.date.first].box, set()
    for line in lines:
        box = sheet.blocks[line.first].box
        if fold(line.text) == fold(choice.date.text) or box.depth != own.depth or box.tag != own.tag:
            continue
        shared = sheet.around(own, box)
        mine, twin = sheet.child_towards(shared, own), sheet.child_towards(shared, box)
        if shared.depth == own.depth or mine.tag != twin.tag:
            continue
        if not mine.start <= choice.title.first < mine.end and not (
            _headed(seen, mine, choice.date) and _headed(seen, twin, line)
        ):
            continue
        blocks = sheet.blocks[twin.start : twin.end]
        told = any(block.size >= 40 and not block.link for block in blocks)
        if told and not any(block.size >= 15 and seen.targets.elsewhere(block) for block in blocks):
            found.add(twin.number)
    return len(found)


def _headed(seen: Seen, box: Box, line: DateLine) -> bool:
    """Whether a date stands in a box under a line as long as a title."""
    return box.start < line.first and seen.sheet.blocks[line.first - 1].size >= 15


def _rows(seen: Seen, choice: Choice, lines: list[DateLine]) -> int:
    """How many other rows of a table hold bare dates like the chosen one, which stands in a cell beside text."""
    sheet, own = seen.sheet, seen.sheet.blocks[choice.date.first].box
    if own.row < 0:
        return 0
    row, title = sheet.boxes[own.row], range(choice.title.first, choice.title.last + 1)
    beside = (block for block in sheet.blocks[row.start : row.end] if block.index not in title)
    if all(block.box.cell == own.cell for block in beside):
        return 0
    boxes = [sheet.blocks[line.first].box for line in lines if not line.labelled]
    return len({box.row for box in boxes if box.table == own.table and box.row != own.row})


def _is_data(seen: Seen, choice: Choice) -> bool:
    """Whether the chosen date is a cell in one of several rows of cells, in a table apart from the title."""
    sheet, day = seen.sheet, seen.sheet.blocks[choice.date.first]
    table = sheet.boxes[day.box.table]
    if sheet.row_beside(day) is None or table.start <= choice.title.first < table.end:
        return False
    rows = map(sheet.row_beside, sheet.blocks[table.start : table.end])
    return len({row.number for row in rows if row is not None}) > 1


def _heads(seen: Seen, choice: Choice) -> bool:
    """Whether a date opens an article below a breadcrumb: its title right under it, then no link to another page."""
    title, blocks = choice.title, seen.sheet.blocks
    home = seen.sheet.around(blocks[choice.date.first].box, blocks[title.first].box)
    opening = blocks[home.start : choice.date.first]
    under = len(opening) == 1 and opening[0].linked and len(opening[0].text) <= _SECTION
    sure = title.rule.startswith("h") or "+" in title.rule or not opening or under
    between = blocks[choice.date.last + 1 : title.first]
    if not sure or title.first < choice.date.first or not all(is_furniture(block.text) for block in between):
        return False
    below = (block for block in blocks[title.last + 1 : title.last + 1 + _TOOLS] if not is_furniture(block.text))
    after = next(below, None)
    return after is not None and not seen.targets.elsewhere(after)


def _is_item(seen: Seen, line: DateLine) -> bool:
    """Whether a date stands directly under or over the link of another page."""
    blocks = seen.sheet.blocks
    before = next((b for b in reversed(blocks[max(0, line.first - 3) : line.first]) if not is_furniture(b.text)), None)
    after = next((b for b in blocks[line.last + 1 : line.last + 3] if not is_furniture(b.text)), None)
    beside = (block for block in (before, after) if block is not None and not author_of(block.text))
    return any(block.size >= 8 and seen.targets.titled(block) for block in beside)


def refuse_content(seen: Seen, article: Article, found: tuple[Choice, Region], lines: list[DateLine]) -> None:
    """Raise NotAnArticle for a list or a form in the text, an empty shell, a gallery or another language."""
    choice, region = found
    told = {block.index for block in region.body}
    if sum(bool(told & {line.first - 1, line.last + 1}) and _is_item(seen, line) for line in lines) >= 2:
        raise NotAnArticle("list:dated-items")
    if _entries(seen, choice, region, lines):
        raise NotAnArticle("list:repeated-items")
    if _reads_on(seen, choice, region):
        raise NotAnArticle("list:read-on")
    if _summaries(seen, region):
        raise NotAnArticle("list:summaries")
    asked, said = _asked(seen, choice, region) if len(article.body_text) <= _LITTLE else (None, "")
    if not article.images and not article.attachments and _says_nothing(article, choice):
        raise NotAnArticle(asked or textless(choice))
    if _is_gallery(seen, article, region):
        raise NotAnArticle("not_article:gallery")
    if _foreign(f"{article.title} {article.body_text}"):
        raise NotAnArticle("not_article:other-language")
    if len(article.body_text) <= _LITTLE:
        signed = article.author or article.source_credit or article.images or article.attachments
        asks = asked if not signed and len(said) <= _QUESTION and invites(said) else None
        reason = refused_text(article.title, article.body_text) or asks
        if reason:
            raise NotAnArticle(reason)


def _entries(seen: Seen, choice: Choice, region: Region, lines: list[DateLine]) -> bool:
    """Whether the chosen date, apart from the title, is one of several in the text, as of questions and answers."""
    if choice.date.labelled or choice.date.first == choice.title.last + 1:
        return False
    own = seen.sheet.blocks[choice.date.first].box
    boxes = [seen.sheet.blocks[line.first].box for line in lines if region.start <= line.first < region.stop]
    return sum((box.parent, box.tag) == (own.parent, own.tag) for box in boxes) >= 2


def textless(choice: Choice) -> str:
    """The refusal of a title and a date without a text: an article's that lost it, or lines of some other page."""
    sure = choice.date.ours or "+" in choice.title.rule
    return "not_article:empty-shell" if sure else "not_article:no-text-at-date"


def _says_nothing(article: Article, choice: Choice) -> bool:
    """Whether a text is no row of a table, no line as long as a sentence, and no short sentence at a sure date."""
    if " | " in article.body_text:
        return False
    below = choice.title.rule == "h1" and choice.date.first == choice.title.last + 1
    near = choice.date.stated and (choice.date.labelled or "+" in choice.title.rule or below)
    return not any(
        len(part) >= _SENTENCE or (near and len(part) >= _SHORT and part.endswith((".", "!", "?", "./")))
        for part in article.body_text.split("\n")
    )


def _summaries(seen: Seen, region: Region) -> bool:
    """Whether most of a text stands under links to other pages, a paragraph under each, as in a list of articles."""
    blocks = seen.sheet.blocks
    under = [
        block.size
        for block in region.body
        if block.size >= 40 and blocks[block.index - 1].size >= 15 and seen.targets.elsewhere(blocks[block.index - 1])
    ]
    return len(under) >= 2 and sum(under) > 0.5 * sum(block.size for block in region.body)


def _reads_on(seen: Seen, choice: Choice, region: Region) -> bool:
    """Whether a short text under a title that nothing announces ends with a link to the whole of it."""
    after = seen.sheet.blocks[region.stop : region.stop + 1]
    if "+" in choice.title.rule or len(region.body) > 2 or not after or not seen.targets.elsewhere(after[0]):
        return False
    return _READ_ON.fullmatch(bare(after[0].text)) is not None


def _is_gallery(seen: Seen, article: Article, region: Region) -> bool:
    """Whether pictures (or thumbnails that lead to them) are shown with little said but what they show."""
    shown = [p for p in seen.sheet.pictures if region.start <= p.at < region.stop and shows(p)]
    most = max(len(shown), len(article.images))
    if most and refused_text(article.title, "") == "not_article:gallery":
        return True
    told = any(len(part) >= 50 and part.endswith(".") for part in article.body_text.split("\n"))
    if told or most < 4:
        return most >= 4 and len(article.body_text) < 25 * most
    captioned = {picture.at for picture in shown}
    return sum(len(block.text) for block in region.body if block.index not in captioned) < 60 * most


def _asked(seen: Seen, choice: Choice, region: Region) -> tuple[str | None, str]:
    """What the first box that asks below title and date is for, if only text stands above it, and that text."""
    start = max(choice.title.last, choice.date.last) + 1
    widget = next((w for w in sorted(region.widgets, key=lambda w: w.start) if w.start >= start), None)
    if widget is None:
        return None, ""
    above = [block for block in region.body if block.index < widget.start]
    between = seen.sheet.blocks[above[-1].index + 1 if above else start : widget.start]
    if not all(is_furniture(block.text) for block in between):
        return None, ""
    return f"not_article:{_purpose(widget.kinds)}", "\n".join(block.text for block in above)


def _purpose(kinds: tuple[str, ...]) -> str:
    if "password" in kinds:
        return "login"
    return "poll" if kinds.count("radio") >= 2 or kinds.count("checkbox") >= 2 else "form"


def _foreign(text: str) -> bool:
    """Whether a text is in other letters, or too plain for Vietnamese, where one letter in five has a mark."""
    start = text[:5000]
    marked = len(start) - len(start.encode("ascii", "ignore"))
    strange = len(_OTHER_LETTERS.findall(start))
    return strange > 0.3 * (len(start) - start.count(" ")) or (len(text) >= 40 and marked < 0.04 * len(start))
