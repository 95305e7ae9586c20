"""The line right above the date line printed again, or above an end label: where a byline stands without a label."""

from __future__ import annotations

import re

from crawler.portals.model import Portal
from crawler.reading.blocks import Block, Sheet
from crawler.reading.extent import Region
from crawler.reading.headline import Choice
from crawler.reading.labels import is_end, is_furniture
from crawler.reading.names import is_person, people
from crawler.reading.plain import fold
from crawler.reading.tail import credit_of, is_taken_from

_LONGEST, _SENTENCE = 50, 30
_STOPS = (".", "!", "?", "…", "./", "”", '"', ".)")
_DEGREE = re.compile(
    r"(?:(?:PGS|GS|Th\s?\.?\s?S|T\.?S|K\.?S|B\.?S|CN|LS)\s?\.?\s*[,-]?\s+|(?:Đ/c|Đồng chí|Nhà báo|Luật sư)\s+){1,3}"
)
# Offices that are no place and no event; a name, not a word of a sentence, follows ("Vụ đông" is a harvest).
_OFFICE = re.compile(
    r"(?:PC|Điện lực|Công ty Điện lực|Chi cục|Cục|Báo|Tạp chí|UBND|Chi đoàn|Công đoàn)(?: [A-ZĐÀ-Ỹ&][\w&-]*)"
    r"(?: [\w&-]+){0,6}"
    r"|(?:Công đoàn|Đoàn [Tt]hanh niên|Chi đoàn)(?: (?:cơ quan|cơ sở|ngành|Sở)(?: [\w&-]+){0,4})?"
    r"|Vụ (?:Thị trường|Kế hoạch|Tổ chức|Pháp chế|Khoa học|Công nghiệp|Tiết kiệm|Dầu khí)(?: [\w&-]+){0,4}"
    r"|Phòng (?:Kinh tế|Công [Tt]hương|Quản lý)(?: [\w&-]+){0,5}"
)
_TOLD = re.compile(
    r"(?<!\w)(?:đã|đang|sẽ|là|được|bị|cho|của|tại|thông báo|khuyến cáo|cảm ơn|mời|tổ chức|phối hợp|trao|hướng dẫn"
    r"|đề nghị|có|và phát)(?!\w)",
    re.IGNORECASE,
)


def signs(text: str) -> bool:
    """Whether a short line is nothing but people (with their degrees) or an office, however it could be read inside."""
    if not 0 < len(text) <= _LONGEST or text.isupper() or any(sign.isdigit() for sign in text):
        return False
    if _office(text):
        return True
    parts = people(text)
    if len(parts) > 1 and _office(parts[-1]):
        parts.pop()
    return 1 <= len(parts) <= 3 and all(is_person(_DEGREE.sub("", part)) for part in parts)


def _office(text: str) -> bool:
    return _OFFICE.fullmatch(text) is not None and not _TOLD.search(text)


def closing_line(sheet: Sheet, choice: Choice, region: Region, portal: Portal) -> Block | None:
    """The last line of a text, alone below a sentence and right above its credit, the date again or an end label."""
    closes = region.body[-1].text if region.body else ""
    credited = credit_of(closes) is not None or is_taken_from(closes)
    body = region.body[:-1] if credited else region.body
    if len(body) < 2 or not signs(body[-1].text):
        return None
    above, last = body[-2:]
    pictured = any(above.index < picture.at <= last.index for picture in sheet.pictures)
    if pictured or above.size < _SENTENCE or not above.text.rstrip("/").endswith(_STOPS):
        return None
    if credited:
        return last
    after = (block for block in sheet.blocks[last.index + 1 : last.index + 8] if not _between(block, region))
    following = [block.text for _, block in zip(range(2), after, strict=False)]
    again = fold(" ".join(following)).startswith(fold(choice.date.text))  # its label may be a line of its own
    return last if again or (following and is_end(following[0], portal)) else None


def _between(block: Block, region: Region) -> bool:
    """Whether a line may stand between a byline and what closes the article: tools, counts, files."""
    nowhere = bool(block.hrefs) and all(href.startswith(("#", "javascript:")) for href in block.hrefs)
    return nowhere or is_furniture(block.text) or any(block is file for file in region.files)
