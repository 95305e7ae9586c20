"""The table of contents of a text: links to places of this very page, and the line that heads them."""

from __future__ import annotations

import re
from itertools import islice, takewhile

from crawler.reading.blocks import Block, Sheet
from crawler.reading.labels import bare
from crawler.reading.plain import line

_HEAD = re.compile(
    r"(?:mục lục|(?:tóm tắt )?nội dung|các (?:nội dung|mục|phần))(?: chính)?(?: (?:của|trong))?"
    r"(?: (?:bài|bài viết|văn bản|trang|tin))?(?: này)?"
    r"|trong (?:bài(?: viết)?|trang)(?: này)?(?: có)?|(?:table of )?contents|on this page|in this article"
)
_LONGEST = 60


def furnish_contents(sheet: Sheet) -> None:
    """Make the lines of each table of contents furniture: its head, and the links right under it."""
    blocks, at = sheet.blocks, 0
    while at < len(blocks):
        head, at = blocks[at], at + 1
        if head.link == head.size or len(head.text) > _LONGEST or not _HEAD.fullmatch(_unlinked(head)):
            continue
        links = list(takewhile(_leads_here, islice(blocks, at, None)))
        at += len(links)
        if any(href != "#" for link in links for href in link.hrefs):  # "#" alone is a switch
            for block in (head, *links):
                block.furniture = True


def _unlinked(block: Block) -> str:
    """What a line says without its links, as "Mục lục [ẩn]" has one."""
    return bare(line("".join([run.text for run in block.runs if run.href is None])))


def _leads_here(block: Block) -> bool:
    return block.linked and all(href.startswith("#") for href in block.hrefs)
