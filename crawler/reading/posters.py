"""The box that says who posted an article and stands between its title and its date, as on forums."""

from __future__ import annotations

import re

from crawler.reading.blocks import Block, Sheet

_MOST, _SHORT = 6, 40
_ABOUT = re.compile(
    r"(?:số )?bài (?:gửi|viết|đăng)\s*[:：(]|(?:ngày )?tham gia\s*[:：(]|gia nhập\s*[:：(]|đến từ\s*[:：]"
    r"|thành viên\b|quản trị(?: viên)?\b|ban biên tập\b|biên tập viên\b|admin|cấp bậc\s*[:：]",
    re.IGNORECASE,
)


def without_poster(sheet: Sheet, blocks: list[Block]) -> list[Block]:
    """The lines between a title and a date, none where they are all of the box that says who posted them."""
    if not 1 < len(blocks) <= _MOST or not any(_ABOUT.match(block.text) for block in blocks):
        return blocks
    box = sheet.around(blocks[0].box, blocks[-1].box)
    whole = (box.start, box.end) == (blocks[0].index, blocks[-1].index + 1)
    short = all(block.size < _SHORT and not block.box.heading for block in blocks)
    return [] if whole and short else blocks
