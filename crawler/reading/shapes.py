"""Whether a date is one of a list's: the shapes that lists of articles, of rows and of repeated boxes have."""

from __future__ import annotations

import re
from itertools import takewhile

from crawler.reading.article import Seen
from crawler.reading.blocks import Block, Box
from crawler.reading.headline import Choice
from crawler.reading.labels import bare, is_furniture
from crawler.reading.looks import COMMENTS
from crawler.reading.plain import fold
from crawler.reading.refusal import NotAnArticle
from crawler.reading.statements import DateLine
from crawler.reading.tail import author_of
from crawler.reading.teaser import path
from crawler.reading.weights import LONG

_SECTION, _WORD = 30, 5
_ABOVE = 2
_ATTRIBUTE = re.compile(
    r"(số(?: |/|, )?(?:/ )?ký hiệu|loại văn bản|ngày ban hành|trích yếu|cơ quan ban hành|người ký"
    r"|ngày (?:có )?hiệu lực|tình trạng|trạng thái|lĩnh vực|cách thức thực hiện|thành phần hồ sơ|(?:phí, )?lệ phí"
    r"|thời (?:hạn|gian) giải quyết|đối tượng thực hiện|cơ quan thực hiện|kết quả thực hiện|mức độ|câu hỏi"
    r"|mã thủ tục|trình tự thực hiện|người (?:gửi|hỏi)|trả lời|đơn vị trả lời)(?:\s*[:：]|\s*$|(?=\S))"
)
_ASKED = {"câu hỏi", "trả lời", "người hỏi", "người gửi", "đơn vị trả lời"}  # a question's, which may be an article's
_ANSWERED = {"câu hỏi", "trả lời"}
_FEWEST, _VALUE = 3, 60
_HEAD = 120
_COMMENTS = re.compile(
    rf"(?:(?:đã )?có )?(?:\d+ )?{COMMENTS}(?: (?:của |từ )?(?:bạn đọc|độc giả))?"
    r"(?: \(?\d+)?(?: (?:về|cho|on|to) .+)?"
)
# How many links to print or send may stand between a title and its text.
_TOOLS = 6


def refuse_by_shape(seen: Seen, choice: Choice | None, lines: list[DateLine]) -> Choice:
    """Raise NotAnArticle for a list or a page without a date line; else the choice stands."""
    if choice is None:
        raise NotAnArticle("not_article:no-date-line")
    items = [line for line in lines if is_item(seen, line)] if is_item(seen, choice.date) else []
    if items and ((len(items) >= 2 and _listed(seen, choice, items)) or _heads_another(seen, choice)):
        raise NotAnArticle("list:dated-items")
    twins = _twins(seen, choice, lines)
    if len(twins) >= 2 or (choice.date.ours and any(_opens(seen, *twin) for twin in twins.items())):
        raise NotAnArticle("list:repeated-items")
    if not choice.date.labelled and _rows(seen, choice, lines) >= 2:
        raise NotAnArticle("list:dated-rows")
    again = any(fold(line.text) == fold(choice.date.text) and line.last < choice.title.first for line in lines)
    if not again and _attributes_above(seen, choice) >= _ABOVE:
        raise NotAnArticle("not_article:record")
    if not (choice.date.labelled and choice.date.stated) and _is_data(seen, choice):
        raise NotAnArticle("not_article:no-date-line")
    if _is_comment(seen, choice):
        raise NotAnArticle("not_article:no-date-line")
    return choice


def _is_comment(seen: Seen, choice: Choice) -> bool:
    """Whether the pair stands below the head of readers' comments, and the headline that the page announces above it.

    An article without a date takes none of theirs.
    """
    if seen.head.agrees(choice.title.text) == 1:
        return False
    above = [block for block in seen.sheet.blocks[: choice.title.first + 1] if not block.linked]
    heads = (n for n, block in enumerate(above) if len(block.text) <= _HEAD and _COMMENTS.fullmatch(bare(block.text)))
    return any(seen.head.agrees(block.text) == 1 for block in above[: max(heads, default=0)])


def _listed(seen: Seen, choice: Choice, items: list[DateLine]) -> bool:
    """Whether the chosen date is an item, too: another is built like it, or what stands beside it is a title."""
    if _heads(seen, choice) or choice.is_posted(seen.sheet):
        return False
    sheet, words = seen.sheet, fold(choice.date.text)
    own = path(sheet, sheet.blocks[choice.date.first].box)
    # Not the same words: the date may stand at the end again.
    others = (sheet.blocks[line.first].box for line in items if fold(line.text) != words)
    if any(path(sheet, box) == own for box in others):
        return True
    longest = min(_SECTION, len(choice.title.text) - 1)
    return any(len(block.text) > longest for block in _links_beside(seen, choice.date))


def _heads_another(seen: Seen, choice: Choice) -> bool:
    """Whether a date and another page's title, a heading, open a box below the chosen title, as a list's item does.

    A section's name may stand there, too: it is shorter than the title, and a menu holds it as well, as a list may hold
    the title of the article that opens it; but no picture is named like a section.
    """
    sheet, date = seen.sheet, choice.date
    named = {fold(picture.attributes.get("alt", "")) for picture in sheet.pictures}
    for block in (*sheet.blocks[date.first - 1 : date.first], *sheet.blocks[date.last + 1 : date.last + 2]):
        item = sheet.around(sheet.blocks[date.first].box, block.box)
        if not block.box.heading or not choice.title.last < item.start == min(block.index, date.first):
            continue
        section = len(block.text) < len(choice.title.text) and sum(b.text == block.text for b in sheet.blocks) > 1
        if (not section or fold(block.text) in named) and seen.targets.titled(block):
            return True
    return False


def _twins(seen: Seen, choice: Choice, lines: list[DateLine]) -> dict[int, DateLine]:
    """The dates of boxes built like the one of title and date beside it: text of their own, no title's link."""
    sheet, own, found = seen.sheet, seen.sheet.blocks[choice.date.first].box, dict[int, DateLine]()
    told: dict[int, bool] = {}  # a box of many dates is looked at once
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
        if twin.number not in told:
            told[twin.number] = _tells(seen, twin)
        if told[twin.number]:
            found[twin.number] = line
    return found


def _tells(seen: Seen, box: Box) -> bool:
    """Whether a box holds text of its own, and no link as long as a title."""
    blocks = seen.sheet.blocks[box.start : box.end]
    own = any(block.size >= 40 and not block.link for block in blocks)
    return own and not any(block.size >= 15 and seen.targets.elsewhere(block) for block in blocks)


def _opens(seen: Seen, number: int, line: DateLine) -> bool:
    """Whether the portal's own date stands above a box's text: one such box is another article already."""
    below = seen.sheet.blocks[line.last + 1 : seen.sheet.boxes[number].end]
    return line.ours and any(block.size >= LONG and not block.link for block in below)


def _headed(seen: Seen, box: Box, line: DateLine) -> bool:
    """Whether a date stands in a box under a line as long as a title."""
    return box.start < line.first and seen.sheet.blocks[line.first - 1].size >= 15


def _rows(seen: Seen, choice: Choice, lines: list[DateLine]) -> int:
    """How many other rows of a table hold bare dates like the chosen one, which stands in a cell beside text."""
    sheet, own = seen.sheet, seen.sheet.blocks[choice.date.first].box
    if own.row < 0:
        return 0
    row, cell, title = sheet.boxes[own.row], sheet.boxes[own.cell], range(choice.title.first, choice.title.last + 1)
    if all(cell.start <= index < cell.end for index in range(row.start, row.end) if index not in title):
        return 0
    boxes = [sheet.blocks[line.first].box for line in lines if not line.labelled]
    return len({box.row for box in boxes if box.table == own.table and box.row != own.row})


def _attributes_above(seen: Seen, choice: Choice) -> int:
    """How many attributes of an official text, a procedure or a question stand between a title and its date.

    A question and its answer alone, above a labelled date, are the text that this date ends.
    """
    between = seen.sheet.blocks[choice.title.last + 1 : choice.date.first + 1]
    told = [(block, _ATTRIBUTE.match(block.text.casefold())) for block in between]
    # below paragraphs they are text; the values in a table's rows are none
    record = takewhile(lambda line: line[1] or line[0].size < LONG or seen.sheet.row_beside(line[0]), told)
    found = {match[1] for _, match in record if match}
    if choice.date.labelled and found == _ANSWERED:
        answer = max(block.index for block, match in told if match)
        below = seen.sheet.blocks[answer : choice.date.first]
        return 0 if any(block.size >= LONG and not block.link for block in below) else len(found)
    return len(found)


def is_record(body: list[Block]) -> bool:
    """Whether a text is the attributes of an official text or a procedure with their values, and hardly a sentence."""
    if not body or not _ATTRIBUTE.match(body[0].text.casefold()):
        return False
    told = [(block, _ATTRIBUTE.match(block.text.casefold())) for block in body]
    labels = {match[1] for block, match in told if match and _heads_value(block, match.end(1))} - _ASKED
    if len(labels) < _FEWEST:
        return False
    said = (block for block, match in told if not match and block.size >= _VALUE and block.text.endswith((".", ":")))
    return next(said, None) is None


def _heads_value(block: Block, end: int) -> bool:
    """Whether an attribute's name is a line or cell of its own, or a colon parts it from its value."""
    rest = block.text[end:].strip()
    return not rest or rest[0] in ":："


def _is_data(seen: Seen, choice: Choice) -> bool:
    """Whether the chosen date, or the head of a column of dates, is a cell of several rows, the title apart."""
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


def is_item(seen: Seen, line: DateLine) -> bool:
    """Whether a date stands directly under or over the link of another page."""
    return bool(_links_beside(seen, line))


def _links_beside(seen: Seen, line: DateLine) -> list[Block]:
    """The links of other pages right above and below a date, tools aside."""
    blocks = seen.sheet.blocks
    before = next((b for b in reversed(blocks[max(0, line.first - 3) : line.first]) if not b.furniture), None)
    after = next((b for b in blocks[line.last + 1 : line.last + 3] if not b.furniture), None)
    beside = (block for block in (before, after) if block is not None and not author_of(block.text))
    return [block for block in beside if block.size >= _WORD and seen.targets.titled(block)]
