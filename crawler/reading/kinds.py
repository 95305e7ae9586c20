"""Pages whose shape says that they are no article: lists, galleries, pages without a date line, empty shells."""

from __future__ import annotations

from archive.article import Article
from crawler.reading.article import Seen
from crawler.reading.dateline import DateLine
from crawler.reading.headline import Choice
from crawler.reading.labels import is_furniture
from crawler.reading.refusal import NotAnArticle


def refuse_by_shape(seen: Seen, choice: Choice | None, lines: list[DateLine]) -> Choice:
    """Raise NotAnArticle for a list or a page without a date line; else the choice stands."""
    items = [line for line in lines if _is_item(seen, line)]
    if choice is None:
        raise NotAnArticle("list:dated-items" if len(items) >= 2 else "not_article:no-date-line")
    if choice.date in items and len(items) >= 2 and not _heads(seen, choice):
        raise NotAnArticle("list:dated-items")
    if _twins(seen, choice, lines) >= 2:
        raise NotAnArticle("list:repeated-items")
    if not choice.date.labelled and _rows(seen, choice, lines) >= 2:
        raise NotAnArticle("list:dated-rows")
    return choice


def _twins(seen: Seen, choice: Choice, lines: list[DateLine]) -> int:
    """How many boxes beside the one of title and date are built like it: a date, text of their own, no title's link."""
    sheet, own, found = seen.sheet, seen.sheet.blocks[choice.date.first].box, set()
    for line in lines:
        box = sheet.blocks[line.first].box
        if line.text == choice.date.text or box.depth != own.depth or box.tag != own.tag:
            continue
        shared = sheet.around(own, box)
        mine, twin = sheet.child_towards(shared, own), sheet.child_towards(shared, box)
        if shared.depth == own.depth or mine.tag != twin.tag or not mine.start <= choice.title.first < mine.end:
            continue
        blocks = sheet.blocks[twin.start : twin.end]
        told = any(block.size >= 40 and not block.link for block in blocks)
        if told and not any(block.size >= 15 and seen.targets.elsewhere(block) for block in blocks):
            found.add(twin.number)
    return len(found)


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


def _heads(seen: Seen, choice: Choice) -> bool:
    """Whether a date opens an article below a breadcrumb: its title right under it, then no link to another page."""
    title, blocks = choice.title, seen.sheet.blocks
    if title.first != choice.date.last + 1 or not (title.rule.startswith("h") or "+" in title.rule):
        return False
    return title.last + 1 < len(blocks) and not seen.targets.elsewhere(blocks[title.last + 1])


def _is_item(seen: Seen, line: DateLine) -> bool:
    """Whether a date stands directly under or over the link of another page."""
    blocks = seen.sheet.blocks
    before = next((b for b in reversed(blocks[max(0, line.first - 3) : line.first]) if not is_furniture(b.text)), None)
    after = next((b for b in blocks[line.last + 1 : line.last + 3] if not is_furniture(b.text)), None)
    return any(block is not None and block.size >= 12 and seen.targets.elsewhere(block) for block in (before, after))


def refuse_content(article: Article) -> None:
    """Raise NotAnArticle for an empty shell, a gallery, another language, or text that is not the date's own."""
    nothing = not article.images and not article.attachments
    longest = max((len(part) for part in article.body_text.split("\n")), default=0)
    if nothing and longest < (40 if " | " not in article.body_text else 1):
        raise NotAnArticle("not_article:empty-shell")
    if len(article.images) >= 4 and len(article.body_text) < 60 * len(article.images):
        raise NotAnArticle("not_article:gallery")
    if _foreign(f"{article.title} {article.body_text}"):
        raise NotAnArticle("not_article:other-language")


def _foreign(text: str) -> bool:
    """Whether a text is too plain to be Vietnamese: one letter in five of Vietnamese carries a mark (or is đ)."""
    beginning = text[:5000]
    return len(beginning) >= 40 and len(beginning.encode()) - len(beginning) < 0.04 * len(beginning)
