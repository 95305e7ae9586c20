"""Pages whose text says that they are no article: lists, galleries, forms, empty shells, other languages."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import chain, takewhile

from archive.article import Article
from crawler.reading.article import Seen
from crawler.reading.date_shapes import dated, only_date
from crawler.reading.extent import Region
from crawler.reading.gallery import is_gallery
from crawler.reading.headline import Choice
from crawler.reading.labels import bare, is_furniture
from crawler.reading.placeholders import stands_for_text
from crawler.reading.plain import fold
from crawler.reading.refusal import NotAnArticle, refused_text
from crawler.reading.shapes import is_item, is_record
from crawler.reading.statements import DateLine
from crawler.reading.verse import is_verse
from crawler.reading.weights import MUCH
from crawler.reading.widgets import invites

# A page about a form, an error or a vote says little else; an article that mentions one says more.
_LITTLE, _QUESTION = 400, 250
# What stands for a text that is not there is seldom a sentence, and seldom below a labelled date.
_SENTENCE, _SHORT = 40, 15
# Verse and lists of names have no sentence, but several lines that say as much.
_SEVERAL = 80
# So many rows of one kind are no coincidence.
_ROWS = 3
_POINT = re.compile(r"^[-+•*–]\s*\S.{8,}", re.MULTILINE)
_BOOK = re.compile(r"(?:sổ )?lưu bút|guest ?book")
_READ_ON = re.compile(r"(?:đọc|xem) (?:tiếp|thêm|chi tiết|toàn văn)|chi tiết")
_OTHER_LETTERS = re.compile(r"[\u2e80-\ud7ff\uf900-\ufaff]")  # Chinese, Japanese, Korean


def refuse_content(seen: Seen, article: Article, found: tuple[Choice, Region], lines: list[DateLine]) -> None:
    """Raise NotAnArticle for a list or a form in the text, an empty shell, a gallery or another language."""
    choice, region = found
    if _BOOK.fullmatch(bare(article.title)):
        raise NotAnArticle("not_article:questions")
    if is_record(region.body):
        raise NotAnArticle("not_article:record")
    if listed := _listed(seen, article, found, lines):
        raise NotAnArticle(listed)
    asked, said = _asked(seen, choice, region) if len(article.body_text) <= _LITTLE else (None, "")
    if not article.images and not article.attachments and _says_nothing(article, choice):
        raise NotAnArticle(asked or textless(choice))
    if not article.images and not article.attachments and _beyond_list(seen, choice, region):
        raise NotAnArticle(textless(choice))
    if is_gallery(seen, article, region):
        raise NotAnArticle("not_article:gallery")
    if _foreign(f"{article.title} {article.body_text}"):
        raise NotAnArticle("not_article:other-language")
    if len(article.body_text) <= _LITTLE:
        signed = article.author or article.source_credit or article.images or article.attachments
        asks = asked if not signed and len(said) <= _QUESTION and invites(said) else None
        reason = refused_text(article.title, article.body_text) or asks
        if reason:
            raise NotAnArticle(reason)


def _listed(seen: Seen, article: Article, found: tuple[Choice, Region], lines: list[DateLine]) -> str | None:
    """The refusal of a list in the text, by the shape that tells it."""
    choice, region = found
    told = {block.index for block in region.body}
    beside = [line for line in lines if told & {line.first - 1, line.last + 1} and is_item(seen, line)]
    if len(beside) >= 2 and not _among_paragraphs(seen, region, beside):
        return "list:dated-items"
    if _one_of_many(seen, choice, region, lines):
        return "list:repeated-items"
    if _entries(seen, choice, region, lines):
        return "list:repeated-items"
    if _reads_on(seen, choice, region):
        return "list:read-on"
    if _summaries(seen, region):
        return "list:summaries"
    register = _says_nothing(article, choice) and _register(seen, region) >= _ROWS
    return "list:dated-rows" if register else None


def _among_paragraphs(seen: Seen, region: Region, lines: list[DateLine]) -> bool:
    """Whether dates are cells of tables that stand in a text of paragraphs: when each decree was given."""
    blocks, told = seen.sheet.blocks, {block.index for block in region.body}
    said = sum(block.size for block in region.body if block.size >= _SENTENCE and block.box.table < 0)
    return said >= MUCH and all(blocks[line.first].box.table >= 0 and line.first in told for line in lines)


def _one_of_many(seen: Seen, choice: Choice, region: Region, lines: list[DateLine]) -> bool:
    """Whether title, date and text are one entry among others built like it and as long, each under its own link."""
    sheet, date = seen.sheet, choice.date
    if not sheet.blocks[choice.title.first].linked or not region.body:
        return False
    home = sheet.around(sheet.blocks[choice.title.first].box, region.body[-1].box)
    home = sheet.around(home, sheet.blocks[date.first].box)
    spans = list(sheet.children(held := sheet.boxes[max(home.parent, 0)], held.start))
    own = next((at for at, (start, end) in enumerate(spans) if start <= home.start < end), 0)
    days = sorted(line.first for line in lines)
    beside = (
        takewhile(bool, (_teases(seen, span, days) for span in run)) for run in (spans[own + 1 :], spans[:own][::-1])
    )
    most = 0.7 * sum(block.size for block in region.body)
    return sum(said >= most for said in chain(*beside)) >= 2


def _teases(seen: Seen, span: tuple[int, int], days: list[int]) -> int:
    """How much an entry of a list says beside its link to another page and its day; 0 where it lacks one of them."""
    blocks, at = seen.sheet.blocks[slice(*span)], bisect_left(days, span[0])
    if at == len(days) or days[at] >= span[1] or not any(map(seen.targets.titled, blocks)):
        return 0
    return sum(block.size - block.link for block in blocks)


def _entries(seen: Seen, choice: Choice, region: Region, lines: list[DateLine]) -> bool:
    """Whether the chosen date, apart from the title, is one of several in the text, as of questions and answers."""
    if choice.date.labelled or choice.date.first == choice.title.last + 1:
        return False
    own = seen.sheet.blocks[choice.date.first].box
    apart = (line for line in lines if not _again(line, choice.date, region))
    boxes = [seen.sheet.blocks[line.first].box for line in apart if region.start <= line.first < region.stop]
    return sum((box.parent, box.tag) == (own.parent, own.tag) for box in boxes) >= 2


def _again(line: DateLine, date: DateLine, region: Region) -> bool:
    """Whether the date above a text stands a second time, in the same words, below all of it."""
    told = [block.index for block in region.body]
    return bool(told) and date.last < told[0] and told[-1] < line.first and fold(line.text) == fold(date.text)


def textless(choice: Choice) -> str:
    """The refusal of a title and a date without a text: an article's that lost it, or lines of some other page."""
    sure = choice.date.ours or "+" in choice.title.rule
    return "not_article:empty-shell" if sure else "not_article:no-text-at-date"


def _says_nothing(article: Article, choice: Choice) -> bool:
    """Whether a text is no row of a table, no line as long as a sentence, and no short sentence at a sure date.

    What stands for a text that is missing is none, however a line of the page's end joins it.
    """
    if " | " in article.body_text:
        return False
    below = choice.title.rule == "h1" and choice.date.first == choice.title.last + 1
    near = choice.date.stated and (choice.date.labelled or "+" in choice.title.rule or below)
    parts = [part for part in article.body_text.split("\n") if part]
    told = (
        p for p in parts if len(p) >= _SENTENCE or (near and len(p) >= _SHORT and p.endswith((".", "!", "?", "./")))
    )
    if not all(map(stands_for_text, told)):
        return False  # most articles, by their first paragraph
    if is_verse(parts):
        return False
    if not near:
        return True
    if len(_POINT.findall(article.body_text)) > 1 or _names_several(article.body_text):
        return False
    lines = [part for part in parts if not stands_for_text(part)]
    return len(lines) < _ROWS or sum(map(len, lines)) < _SEVERAL


def _names_several(text: str) -> bool:
    """Whether a line with a colon opens a text, and the lines below it are what it names."""
    lines = [line for line in text.split("\n") if len(line) > _SHORT]
    return len(lines) > _ROWS and lines[0].endswith(":")


def _beyond_list(seen: Seen, choice: Choice, region: Region) -> bool:
    """Whether a text stands beyond a list of other pages and its box, and only that list's heading stands above.

    So it is below a film: "Video khác", links to them, and then the page's end.
    """
    blocks, told = seen.sheet.blocks, [block.index for block in region.body]
    listed = map(seen.targets.elsewhere, blocks[region.start : told[-1]])
    first = next((at for at, linked in enumerate(listed, region.start) if linked), None) if told else None
    if first is None or not told[0] <= first - 1 or not seen.targets.elsewhere(blocks[first + 1]):
        return False
    heading = [block for block in region.body if block.index < first]
    if any(len(b.text) >= _SENTENCE or b.text[-1] in ".!?…" for b in heading) or is_verse([b.text for b in heading]):
        return False
    home = seen.sheet.around(blocks[choice.title.first].box, blocks[first].box)
    return len(told) > len(heading) and all(index >= home.end for index in told[len(heading) :])


def _register(seen: Seen, region: Region) -> int:
    """How many rows that offer a file hold a link to another page and a day as well, as lists of official texts do."""
    sheet, numbers = seen.sheet, {block.box.row for block in region.files} - {-1}
    rows = (sheet.blocks[sheet.boxes[number].start : sheet.boxes[number].end] for number in numbers)
    linked = (row for row in rows if any(map(seen.targets.elsewhere, row)))
    return sum(any(only_date(low) and dated(low) for low in (b.text.casefold() for b in row)) for row in linked)


def _summaries(seen: Seen, region: Region) -> bool:
    """Whether most of a text stands under links to other pages, a paragraph under each, as in a list of articles."""
    blocks, elsewhere = seen.sheet.blocks, seen.targets.elsewhere
    heads = {i for i in range(region.start - 1, region.stop) if blocks[i].size >= 15 and elsewhere(blocks[i])}
    told = (block for block in region.body if block.size >= 40 and block.index not in heads)
    under = [block.size for block in told if block.index - 1 in heads]
    return len(under) >= 2 and sum(under) > 0.5 * sum(block.size for block in region.body)


def _reads_on(seen: Seen, choice: Choice, region: Region) -> bool:
    """Whether a short text under a title that nothing announces ends with a link to the whole of it."""
    last = region.body[-1].index if region.body else region.stop
    after = seen.sheet.blocks[last + 1 : last + 2]
    if "+" in choice.title.rule or len(region.body) > 2 or not after or not after[0].linked:
        return False
    return _READ_ON.fullmatch(bare(after[0].text)) is not None


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
    marked, many = len(start) - len(start.encode("ascii", "ignore")), 0.3 * (len(start) - start.count(" "))
    strange = marked > many and len(_OTHER_LETTERS.findall(start)) > many  # the former is counted far faster
    return strange or (len(text) >= 40 and marked < 0.04 * len(start))
