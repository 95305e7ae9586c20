"""What a page without an article is instead, where it only lacks something: a list, a form, an error, a static page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from crawler.reading.article import Seen
from crawler.reading.blocks import Block
from crawler.reading.date_shapes import only_date
from crawler.reading.date_words import folded
from crawler.reading.dateline import date_lines
from crawler.reading.labels import is_contact, is_end, is_furniture
from crawler.reading.metadata import names_the_site
from crawler.reading.refusal import Visible, refused, refused_text
from crawler.reading.refusal_words import SENTENCE_ENDS, TITLES

NAMELESS = frozenset(("not_article:no-date-line", "not_article:no-text-at-date"))
# Menus hold words, lists hold titles: four links as long as titles make a page a list.
_LEAST_TITLE, _FEWEST_ITEMS = 20, 4
_PARAGRAPH, _OWN_TEXT = 50, 150
_FOLLOWING = 6


def named(reason: str, seen: Seen) -> str:
    """A better name than "no date line", from what stands under the page's own heading, or else from all of it."""
    if reason not in NAMELESS:
        return reason
    lines = [block.text for block in seen.sheet.blocks if not block.linked]
    if told := refused(Visible(next(iter(seen.head.titles), ""), lines)):
        return told
    headings = list(islice(_headings(seen), 3))
    for heading in headings:
        if told := _told_by(heading, seen):
            return told
    if headings:
        listed = any(_lists(heading, seen) for heading in headings)
        return "list:links" if listed else reason
    titles = sum(block.size >= _LEAST_TITLE and seen.targets.elsewhere(block) for block in seen.sheet.blocks)
    return "list:links" if titles >= _FEWEST_ITEMS and not _tells(seen) else reason


def _headings(seen: Seen) -> Iterator[Block]:
    """The lines that the head announces, or that are first headings."""
    for block in seen.sheet.blocks:
        if block.linked or names_the_site(block.text, seen.portal):
            continue
        if block.box.heading == 1 or seen.head.agrees(block.text) == 1:
            yield block


def _after(heading: Block, seen: Seen) -> list[Block]:
    said = (block for block in seen.sheet.blocks[heading.index + 1 :] if not is_furniture(block.text))
    return list(islice(said, _FOLLOWING))


def _told_by(heading: Block, seen: Seen) -> str | None:
    """The name that a heading and the lines below it give."""
    text = "\n".join(block.text for block in _after(heading, seen) if not block.linked)
    if told := refused_text(heading.text, text):
        return told
    words = folded(heading.text).strip(SENTENCE_ENDS)
    return next((sign.reason for sign in TITLES if sign.pattern.match(words)), None)


def _lists(heading: Block, seen: Seen) -> bool:
    """Whether titles of other pages stand under a heading, and neither a line of text nor an end label before them."""
    first = next((block for block in _after(heading, seen) if not only_date(block.text.casefold())), None)
    if first is not None and not first.link and (first.size >= _LEAST_TITLE or is_end(first.text, seen.portal)):
        return False
    links = [b for b in _after(heading, seen) if b.size >= _LEAST_TITLE // 2 and seen.targets.elsewhere(b)]
    return len(links) >= 2 or (len(links) == 1 and not _tells(seen))


def _tells(seen: Seen) -> bool:
    """Whether a page holds text of its own, as static pages do: paragraphs that are no summaries under links."""
    blocks, targets, told = seen.sheet.blocks, seen.targets, 0
    dated = {
        index
        for line in date_lines(seen.sheet, seen.head, seen.portal, seen.targets.elsewhere)
        for index in range(line.first, line.last + 1)
    }
    for block in blocks:
        if block.size < _PARAGRAPH or block.link or is_contact(block.text):
            continue
        before = next(
            (b for b in reversed(blocks[max(0, block.index - 3) : block.index]) if b.index not in dated), None
        )
        told += 0 if before is not None and targets.elsewhere(before) else block.size
    return told >= _OWN_TEXT
