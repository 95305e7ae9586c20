"""The files an article offers: lines that only offer a file, and the label a reader sees for each."""

from __future__ import annotations

import re
from itertools import chain, pairwise, takewhile
from urllib.parse import unquote, unquote_plus, urlsplit

from archive.article import Attachment
from crawler.reading.blocks import Block, Frame, Sheet
from crawler.reading.labels import bare
from crawler.reading.plain import line
from crawler.reading.tail import credit_of
from crawler.reading.targets import Targets

_LABEL = (
    r"(?:các |danh sách |xem |tải (?:về |xuống )?)?(?:các )?"
    r"(?:tệp|tập|tệp tin|tập tin|file|files|tài liệu|văn bản|phụ lục|hồ sơ"
    r"|attachments?)(?: tin)?(?: \(?s\)?)?\s*(?:văn bản |tài liệu )?(?:đính kèm|kèm theo|gửi kèm|kèm|tải về|download"
    r"|attached|attachments?)"
    r"(?: theo)?(?: bài viết| tin)?|đính kèm|attachments?|tải (?:về|xuống|file|tệp|tài liệu)(?: tại đây| về)?"
    r"|download|file|tệp"
)
_LONGEST_WORD = 25
_PAPERS = re.compile(r"(?:các )?(?:tệp|tập|tệp tin|tập tin|files?|tài liệu|văn bản|phụ lục|biểu mẫu)", re.IGNORECASE)
_FILE_LABEL = re.compile(rf"(?:{_LABEL})(?: ?\(?\d*\)?)?", re.IGNORECASE)
_SIZE = re.compile(
    r"\(?\s*[\d.,]+\s*(?:kb|mb|gb|bytes?|b)\s*\)?|(?<![\w.])\(?\s*(?:pdf|docx?|xlsx?|zip|rar)\s*\)?"
    r"|\d+ (?:lượt tải|lần tải)|(?:số )?(?:lượt|lần) tải(?: về)?\s*[:：]\s*[\d.,]+"
    r"|stt|tên (?:file|tệp)(?: tin)?|kích thước|dung lượng|tải về",
    re.IGNORECASE,
)
# A paper clip beside the file, as a picture sign or a letter of an icon font.
_ICONS = re.compile("[\u2190-\u2bff\ue000-\uf8ff\ufe0f\U0001f000-\U0001faff]+")
# Pages that show a file of another address.
_VIEWER = re.compile(
    r"(?:https?:)?//(?:docs\.google\.com/(?:g?view|viewer)|view\.officeapps\.live\.com/op/\w+\.aspx"
    r"|[^/?#]*/[^?#]*viewer\.html)\?(?:[^#&]*&)*?(?:url|src|file)=([^&#]+)",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:bấm |nhấn |click |kích )?(?:vào )?(?:tải (?:về|xuống|file|tệp|tại đây)(?: tại đây| máy)?|tải|tại đây"
    r"|download|xem|xem (?:file|tệp|chi tiết|tại đây|nội dung)|ở đây|here|chi tiết|file|file đính kèm|tệp đính kèm"
    r"|đính kèm|click here)?",
    re.IGNORECASE,
)


def is_file_line(block: Block, targets: Targets) -> bool:
    """Whether a block only offers files or announces such an offer."""
    if len(block.text) > 400:
        return False
    if not block.link:
        return announces_files(block.text)
    if "file" not in map(targets.kind, block.hrefs):
        return False
    other = "".join(" " if run.href and targets.kind(run.href) == "file" else run.text for run in block.runs)
    words = bare(_SIZE.sub(" ", bare(_ICONS.sub(" ", line(other)))))
    return (
        not words
        or words.isdigit()
        or _FILE_LABEL.fullmatch(words) is not None
        or (_FILE_LABEL.match(words) is not None and len(words) < 40)
    )


def names_file(text: str) -> bool:
    """Whether the text of a link says which file it offers, and not only that it does ("Tải về")."""
    words = bare(_SIZE.sub(" ", text))
    return bool(words) and not _GENERIC.fullmatch(words) and not _FILE_LABEL.fullmatch(words)


def announces_files(text: str) -> bool:
    """Whether a line without a link is a label for files: with a colon, or saying that they are attached."""
    if text[-1:] != ":" and (len(text) > 60 or "kèm" not in text.casefold()):
        return False
    words = bare(text)
    return (text[-1:] == ":" or len(words) < 40) and _FILE_LABEL.fullmatch(words) is not None


def file_blocks(sheet: Sheet, targets: Targets) -> frozenset[int]:
    """The blocks that only offer files: single lines, and whole tables whose every row (but a heading) links to one."""
    lines, named = {block.index for block in sheet.blocks if block.link and is_file_line(block, targets)}, set[int]()
    for above, block in pairwise(sheet.blocks):
        if block.link and (above.index in named or _labels_files(above)) and _named_beside(block, targets):
            named.add(block.index)
    lines |= named
    lines |= {index - 1 for index in lines if index and _heads_files(sheet, sheet.blocks[index - 1], lines)}
    tables = {sheet.blocks[index].box.table for index in lines} - {-1}
    for number in tables:
        blocks = sheet.blocks[sheet.boxes[number].start : sheet.boxes[number].end]
        if any(block.box.table != number for block in blocks):
            continue  # with tables in it, it arranges the page
        rows: dict[int, list[Block]] = {}
        for block in blocks:
            if block.box.row > number:  # else its caption
                rows.setdefault(block.box.row, []).append(block)
        bare_rows = [row for row in rows.values() if not any(block.index in lines for block in row)]
        small = all(_row_of_files(row, lines) for row in rows.values())
        headed = not bare_rows or (bare_rows == [next(iter(rows.values()))] and max(b.size for b in bare_rows[0]) < 40)
        if small and headed and len(rows) > len(bare_rows):
            closing = {block.index for row in rows.values() for block in row if credit_of(block.text)}
            lines.update({block.index for block in blocks} - closing)
    return frozenset(lines)


def _heads_files(sheet: Sheet, block: Block, lines: set[int]) -> bool:
    """Whether a line right above an offer is nothing but a label for files, with a colon or without.

    In a box that holds nothing but it and offers, a short line with a colon is one, whatever its word.
    """
    if _labels_files(block):
        return True
    if block.link or len(block.text) >= _LONGEST_WORD or not block.text.endswith(":"):
        return False
    box = sheet.around(block.box, sheet.blocks[block.index + 1].box)
    alone = box.start == block.index and all(index in lines for index in range(block.index + 1, box.end))
    return alone and credit_of(block.text) is None


def _labels_files(block: Block) -> bool:
    """Whether a line is a label for files in words that are known: "Tệp đính kèm", "Tài liệu:"."""
    words = bare(block.text) if not block.link and len(block.text) < 40 else ""
    return bool(words) and (
        _FILE_LABEL.fullmatch(words) is not None or (block.text.endswith(":") and _PAPERS.fullmatch(words) is not None)
    )


def _named_beside(block: Block, targets: Targets) -> bool:
    """Whether a line names a file and links to it by a button: "Kế hoạch số 12 Tải xuống"."""
    if not block.link or len(block.text) > 200 or block.text.endswith("."):
        return False
    linked = [run for run in block.runs if run.href]
    return all(targets.kind(run.href or "") == "file" and not names_file(run.text) for run in linked)


def _row_of_files(row: list[Block], lines: set[int]) -> bool:
    """Whether a table's row is small, and says nothing in the cell that offers a file."""
    if len(row) > 8 or sum(block.size for block in row) > 400:
        return False
    cells = {block.box.cell for block in row if block.index in lines}
    return not any(
        block.box.cell in cells and block.index not in lines and (block.size > 20 or block.text.endswith("."))
        for block in row
    )


def _announces(block: Block, targets: Targets) -> bool:
    """Whether a line says that files follow: "Tệp đính kèm:" with or without the first of them, the head of a table."""
    label = _FILE_LABEL.match(bare(block.text))
    if block.link:
        return is_file_line(block, targets) and label is not None and "kèm" in label[0]
    return is_file_line(block, targets) or bare(block.text) in ("stt", "tên tệp", "tên file", "tên tập tin")


def offered_below(sheet: Sheet, stop: int, offers: frozenset[int], targets: Targets) -> list[Block]:
    """The lines that offer files under a label of their own right below a text that ended at `stop`, in any box."""
    following = (block for block in sheet.blocks[stop : stop + 40] if not block.furniture)
    first = next(following, None)
    if first is None or not _announces(first, targets):
        return []
    return list(
        takewhile(lambda block: block.index in offers or is_file_line(block, targets), chain((first,), following))
    )


def attachments(sheet: Sheet, blocks: list[Block], frames: list[Frame], targets: Targets) -> tuple[Attachment, ...]:
    """The files that these blocks link to, and that these frames show, each once, in order, with labels."""
    found: dict[str, Attachment] = {}
    for block in blocks:
        for href in block.hrefs:
            url = targets.absolute(href) if targets.kind(href) == "file" else None
            if url and url not in found:
                found[url] = Attachment(url, _label(sheet, block, href, targets))
    for frame in frames:
        href = unquote(viewed[1]) if (viewed := _VIEWER.match(frame.href)) else frame.href
        url = targets.absolute(href) if targets.kind(href) == "file" else None
        if url and url not in found:
            found[url] = Attachment(url, line(frame.title) or _name(href) or href)
    return tuple(found.values())


def _label(sheet: Sheet, block: Block, href: str, targets: Targets) -> str:
    parts = [run.text for run in block.runs if run.href == href]
    while len(parts) > 1 and _GENERIC.fullmatch(bare(parts[-1])):
        parts.pop()  # a button beside the name
    text = line("".join(parts))
    if text and not _GENERIC.fullmatch(bare(text)):
        return text
    beside = _beside(sheet, block)
    others = (run.text for run in block.runs if run.href != href and (not run.href or targets.kind(run.href) != "file"))
    around = _ICONS.sub(" ", "".join(others))
    for other in (line(_SIZE.sub(" ", line(around))), beside):
        words = bare(other).strip(" ,;|")
        if words and len(other) <= 200 and not _FILE_LABEL.fullmatch(words) and not _GENERIC.fullmatch(words):
            return other.strip(" :-–(")
    return text or _name(href) or href


def _name(href: str) -> str:
    """The name of a file in its address."""
    return line(unquote_plus(urlsplit(href).path.rstrip("/").rsplit("/", 1)[-1]))


def _beside(sheet: Sheet, block: Block) -> str:
    """What the other cells of the same row say, longest first."""
    box = sheet.row_beside(block) or (sheet.boxes[block.box.item] if block.box.item >= 0 else None)
    if box is None:
        return ""
    others = [
        other.text
        for other in sheet.blocks[box.start : box.end]
        if other.index != block.index and not other.text.isdigit() and bare(_SIZE.sub(" ", other.text))
    ]
    return max(others, key=len, default="")
