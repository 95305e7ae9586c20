"""What closes an article and is not its text: the credit line and the byline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from crawler.reading.blocks import Block
from crawler.reading.labels import bare
from crawler.reading.names import is_byline, may_sign

_CREDIT = re.compile(r"[(\[]?\s*nguồn(?: tin| bài| bài viết)?\s*[:：]\s*", re.IGNORECASE)
_AUTHOR = re.compile(
    r"[(\[]?\s*(?:tác giả(?: bài viết)?|người (?:viết|đăng|thực hiện|đưa tin)|(?:thực hiện|đăng|viết"
    r"|biên soạn)(?: bởi)?|được (?:đăng|viết) bởi"
    r"|(?:tin|bài|tin bài|bài viết|ảnh|tin ảnh|bài ảnh)(?:\s*(?:,|và|&|-|/)\s*(?:tin|bài|ảnh|hình"
    r"|hình ảnh|clip|video))*|by|author)\s*[:：]\s*",
    re.IGNORECASE,
)
# "Viết bởi Thu Hà", as Joomla prints it: without a colon only a name tells the label from a sentence.
_WRITTEN = re.compile(r"(?:được )?(?:viết|đăng) bởi\s+|written by\s+", re.IGNORECASE)
_LABEL_ALONE = re.compile(rf"(?:{_CREDIT.pattern}|{_AUTHOR.pattern})", re.IGNORECASE)
_COUNT = re.compile(r"\s+\d[\d.,]*$")  # readers, behind the picture of an eye
# "Bài: Thu Hà - Ảnh: Minh Đức" names two people with what each did; without the labels nobody knows which.
_ANOTHER = re.compile(r"\s[-–—;,/|]?\s*(?:tin|bài|ảnh|hình|hình ảnh|clip|video)\s*[:：]\s*\S", re.IGNORECASE)
# "Tác giả: ông Lê Dung đã trao lại bộ khuôn." is a sentence: names and offices have no such words and a full stop.
_TOLD = re.compile(r"(?<!\w)(?:đã|đang|sẽ|là|được|bị|cho|rằng|khi|không|vẫn|chưa)(?!\w).*[.!?]$")
# "Theo TTXVN", "(Theo Báo Đồng Khởi)" below a byline: where the text was taken from, in the article's own words.
_TAKEN_FROM = re.compile(r"[(\[]?Theo:?\s+(?:[A-ZĐÀ-Ỹ][^.!?:;,\d]{1,45}|[\w-]+(?:\.[\w-]+)+)[)\]]?")
# Who posted an article is its author only where nobody else signs it.
_POSTER = re.compile(r"(?:ban )?(?:admin\w*|quản trị)(?: viên| hệ thống| website| web)?", re.IGNORECASE)
# So is who edited it: "Biên tập: Thu Hà" below "Tác giả: Minh Đức" or below the credit.
_EDITED = re.compile(r"[(\[]?\s*biên tập(?: viên)?\s*[:：]\s*", re.IGNORECASE)
_PHOTO = re.compile(r"[(\[]?\s*(?:ảnh|hình)(?: minh họa)?\s*[:：]", re.IGNORECASE)


@dataclass(slots=True)
class Tail:
    """The body's blocks without what closes them, and what that said; each with the rule that found it."""

    body: list[Block]
    author: str | None = None
    author_rule: str | None = None
    credit: str | None = None


def credit_of(text: str) -> str | None:
    """What a whole credit line names, without label and brackets; None where the line is no credit."""
    match = _CREDIT.match(text)
    if not match or len(text) > 200:
        return None
    return _unbracket(text, match.end())


@lru_cache(maxsize=2048)  # the lines between titles and dates are asked for each pair of them
def author_of(text: str) -> tuple[str, str] | None:
    """Who a whole line names as the author, and the rule; None where the line is no byline."""
    if len(text) > 120:
        return None
    match = _AUTHOR.match(text)
    if match and not _PHOTO.match(text):
        start = match.end() if _AUTHOR.match(text, match.end()) or not _ANOTHER.search(text, match.end()) else 0
        name = _COUNT.sub("", _unbracket(text, start) or "")
        named = name and not name.replace(".", "").isdigit()  # "Bài viết: 120" counts those of who posted it
        return (name, "label") if named and len(name.split()) <= 14 and not _TOLD.search(name) else None
    if written := _WRITTEN.match(text):
        name = text[written.end() :]
        return (name, "label") if is_byline(name) or may_sign(name) or _POSTER.fullmatch(name) else None
    return (_unbracket(text, 0) or text, "bare-name") if is_byline(text) else None


def _unbracket(text: str, start: int) -> str | None:
    opened = text[:1] in "(["
    rest = text[start:].strip()
    if opened and start == 0:
        rest = rest[1:]
    if opened and rest[-1:] in (")", "]"):
        rest = rest[:-1]
    elif opened and rest[-2:] in (").", ")/", "];"):
        rest = rest[:-2]
    return rest.strip() or None


def is_taken_from(text: str) -> bool:
    """Whether a whole line says what paper or site a text was taken from, without the label of a credit."""
    return len(text) <= 60 and _TAKEN_FROM.fullmatch(text) is not None and not is_byline(text)


def split_tail(body: list[Block], cells: frozenset[int], signed: Block | None = None) -> Tail:
    """Take credit and byline off the end of a body; `cells` are blocks of data tables, whose own sources stay.

    `signed` is the last line where it stands as bylines do.
    """
    tail, posted = Tail(list(body)), None
    said = [tail.body.pop()] if len(body) > 1 and is_taken_from(body[-1].text) else []
    while tail.body:
        block = tail.body[-1]
        if block.index in cells or block.box.caption:
            break
        if _labelled_apart(tail):
            continue
        if tail.credit is None and (credit := credit_of(block.text)):
            tail.credit = credit
        elif tail.author is None and (author := _closing(tail.body, signed)):
            if posted is None and (_POSTER.fullmatch(author[0]) or _EDITED.match(block.text)):
                posted = author
            else:
                tail.author, tail.author_rule = author
        else:
            break
        tail.body.pop()
    if tail.author is None and posted:
        tail.author, tail.author_rule = posted
    tail.body += said
    return tail


def _labelled_apart(tail: Tail) -> bool:
    """Take a credit or byline off whose label stands in a box of its own ("Nguồn:", "Báo Công Thương")."""
    if len(tail.body) < 2 or not _LABEL_ALONE.fullmatch(tail.body[-2].text) or len(tail.body[-1].text) > 120:
        return False
    line = f"{tail.body[-2].text} {tail.body[-1].text}"
    if tail.credit is None and (credit := credit_of(line)):
        tail.credit = credit
    elif tail.author is None and (author := author_of(line)):
        tail.author, tail.author_rule = author
    else:
        return False
    del tail.body[-2:]
    return True


def _closing(body: list[Block], signed: Block | None) -> tuple[str, str] | None:
    """The byline that the last block is; a signature under an office ("GIÁM ĐỐC") belongs to the text."""
    block = body[-1]
    other = "closing" if block is signed else "right"
    found = author_of(block.text) or _editor_of(block.text) or (_unbracket(block.text, 0) or "", other)
    if block.box.heading or (found[1] == "right" and not (block.box.right and may_sign(block.text))):
        return None
    if found[1] != "label":
        alone = len(body) == 1 and found[1] == "bare-name"  # below a picture or a file that is the whole article
        before = body[-2].text if len(body) > 1 else ""
        listed = block.box.item >= 0 and not block.box.right
        if not (before or alone) or before.endswith(":") or (_signed(before) and not credit_of(before)) or listed:
            return None
    return found


def _editor_of(text: str) -> tuple[str, str] | None:
    """Who a whole line names as the editor, and the rule; None where it names nobody."""
    match = _EDITED.match(text)
    name = _unbracket(text, match.end()) if match else None
    return (name, "label") if name and is_byline(name) else None


def _signed(before: str) -> bool:
    """Whether the line above a name is the office that signs."""
    words = bare(before)
    letters = [sign for sign in before if sign.isalpha()]
    return (len(before) < 60 and sum(sign.isupper() for sign in letters) > 0.8 * len(letters) > 0) or words in (
        "đã ký",
        "ký tên",
    )
