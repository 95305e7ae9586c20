"""The section an article stands in: the last crumb before it, or what the head announces."""

from __future__ import annotations

import re

from crawler.reading.blocks import Sheet
from crawler.reading.labels import bare
from crawler.reading.metadata import Head
from crawler.reading.plain import fold, line
from crawler.reading.titles import Title

_HOME = frozenset(("trang chủ", "home", "trang nhất", "trang chính"))
_SIGNS = re.compile(r"\s*(?:[»>/›|→▸▶\\]|::|&gt;)+\s*")


def section_of(sheet: Sheet, title: Title, head: Head) -> tuple[str, str] | None:
    """The section's name and the rule that found it."""
    names = _crumbs(sheet, title)
    if names:
        return names[-1], "breadcrumb"
    return (head.section, "meta") if head.section else None


def _crumbs(sheet: Sheet, title: Title) -> list[str]:
    """What stands between "Trang chủ" and the title, in one line or in a row of single links."""
    blocks = sheet.blocks
    for index in range(title.first - 1, max(-1, title.first - 12), -1):
        block = blocks[index]
        names = [part for run in block.runs for part in _SIGNS.split(line(run.text)) if bare(part)]
        if not names or bare(names[0]) not in _HOME:
            continue
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
        told = [
            name
            for name in names[1:]
            if fold(name) != fold(title.text) and not (len(name) > 30 and fold(title.text).startswith(fold(name)))
        ]
        return told if 0 < len(told) <= 3 else []
    return []
