"""The lines that state a date for an article: labelled, or nothing but a date; what they mean, dates.py says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from crawler.portals.model import Portal
from crawler.reading.blocks import Block, Sheet
from crawler.reading.date_pieces import BY, is_separated, keeps_company, pieces
from crawler.reading.date_shapes import (
    AGO,
    DIGIT,
    HAS_DAY,
    HAS_RELATIVE,
    HAS_TIME,
    WHOLE,
    dated,
    hinted,
    only_date,
)
from crawler.reading.dates import DateReading, read_date
from crawler.reading.labels import bare, is_claim, is_furniture
from crawler.reading.metadata import Head, names_the_site
from crawler.reading.names import is_byline
from crawler.reading.plain import line
from crawler.reading.statements import NOT_OURS, DateLine, is_number, label_only, read_line

# Where a player of sound starts stands right below many dates.
_PLAYER = re.compile(r"\W*0?0:00\W*")
# Words between the links of a blog's line: "19/05/2017 bởi Thu Hà trong Tin tức".
_JOINING = ("bởi", "trong", "by", "in", "đăng bởi", "posted by", "posted on", "posted in")
LONGEST, _LONGEST_LINKED, _MOST_PIECES = 200, 60, 12


def date_lines(sheet: Sheet, head: Head, portal: Portal, elsewhere: Callable[[Block], bool]) -> list[DateLine]:
    """Every date line among the blocks, in order; one that is a link to this very page is one, too."""
    found: list[DateLine] = []
    labels = tuple(bare(label) for label in portal.date_labels)
    skip = -1
    for block in sheet.blocks:
        text = block.text
        if block.index <= skip or len(text) > LONGEST:
            continue
        leads = block.linked and not _is_blogs(block)
        if leads and (len(text) > _LONGEST_LINKED or not DIGIT.search(text) or elsewhere(block)):
            continue
        if not (_may_state(text, labels) or text[0].isdigit() or _begins_with_date(block)):
            continue
        line = _line_at(sheet.blocks, block, labels)
        if line and line.rest and not line.labelled and (block.box.heading or head.agrees(block.text) == 1):
            continue  # "Bản tin giá cả - 06/09/2024" as a title
        if line and not _not_an_articles(sheet.blocks, line):
            found.append(_with_company(sheet.blocks, line, head, portal))
            skip = found[-1].last
            if len(found) > 1 and (pair := _pair(sheet.blocks, *found[-2:])):
                found[-2:] = [pair]
    return found


def _pair(blocks: list[Block], first: DateLine, second: DateLine) -> DateLine | None:
    """Two statements side by side ("Ngày đăng", "Cập nhật") as one: what the portal's own label says of them."""
    if second.first != first.last + 1 or first.ours == second.ours:
        return None
    if not (first.labelled and second.labelled and first.stated and second.stated):
        return None
    one, two = blocks[first.first].box, blocks[second.first].box
    if one is not two and one.parent != two.parent and not one.table == two.table >= 0:
        return None
    return replace(first if first.ours else second, first=first.first, last=second.last)


def _is_blogs(block: Block) -> bool:
    """Whether a line is several links that begin with a date, as blogs print date, author, section and comments."""
    return len(block.hrefs) > 1 and only_date(first := block.runs[0].text.casefold()) and dated(first)


def _with_company(blocks: list[Block], line: DateLine, head: Head, portal: Portal) -> DateLine:
    """The date line with the few words that were cut off its ends: who put the article up, the section it is in."""
    first, last = line.first, line.last
    if first and blocks[first].inline:
        before = blocks[first - 1].text
        parted = is_separated(before, blocks[first].text) or (line.labelled and head.wholes and not head.agrees(before))
        company = (keeps_company(before) and parted) or names_the_site(before, portal)
        signed = line.labelled and (is_byline(before) or BY.match(before))
        below = first > 1 and _heads(blocks[first - 2], blocks[first - 1])
        company = company or (line.labelled and keeps_company(before) and below)
        if company or signed or is_furniture(before) or bare(before).isdigit():  # else a short title with its date
            line = replace(line, first=first - 1, rest=(*line.rest, *pieces(before)))
    if last + 1 < len(blocks) and blocks[last + 1].inline and keeps_company(blocks[last + 1].text):
        line = replace(line, last=last + 1, rest=(*line.rest, *pieces(blocks[last + 1].text)))
    return line


def _heads(above: Block, line: Block) -> bool:
    """Whether a heading right above a line is longer than it and no link: a title above a section's name, no section.

    The line is not set off itself, as a title in the line of its date is.
    """
    plain = not line.box.heading and not line.large and line.bold < line.size
    return plain and 0 < above.box.heading <= 3 and not above.linked and above.size > line.size


def _not_an_articles(blocks: list[Block], line: DateLine) -> bool:
    """Whether a date stands in an imprint or a counter, or bare behind a label that is not ours ("Ngày ban hành")."""
    before = blocks[max(0, line.first - 3) : line.first]
    own = blocks[line.first].box
    if any(own.parent in (block.box.parent, block.box.number) and is_claim(block.text) for block in before):
        return True
    if not DIGIT.search(line.text) and bare("".join(b.text for b in blocks[line.last + 1 : line.last + 2])).isdigit():
        return True  # "Hôm nay" over a number of visitors
    label = before[-1].text.casefold() if before and not line.labelled else ""
    return len(label) <= 60 and (label.endswith((":", "：")) or NOT_OURS.match(label.lstrip(" •-–*+")) is not None)


def _line_at(blocks: list[Block], block: Block, labels: tuple[str, ...]) -> DateLine | None:
    if not _may_state(block.text, labels) and not _begins_with_date(block):
        return _leaf(blocks, block, labels) if block.text[0].isdigit() and _may_open_leaf(block.text) else None
    text, low, last = block.text, block.text.casefold(), block.index
    while len(low) <= 60 and last - block.index < 4 and last + 1 < len(blocks):
        following = blocks[last + 1].text
        after = following.casefold()
        if len(following) > 60 or not only_date(after) or (dated(low) and (dated(after) or not HAS_TIME.search(after))):
            break
        if not (label_only(low) or only_date(low) or dated(low)) or _PLAYER.fullmatch(after):
            break
        if dated(low) and _readable(text, labels) and not _readable(f"{text} {following}", labels):
            break  # a player's "00:00 / 02:13" right below the date
        text, low, last = f"{text} {following}", f"{low} {after}", last + 1
    if last == block.index and label_only(low) and (whole := _below_label(blocks, block, labels)):
        return whole
    found = read_line(text, block.index, last, labels)
    if last == block.index and len(block.runs) > 1 and (found is None or _glued(block)):
        return read_line(block.spaced, block.index, last, labels) or found or _in_pieces(block, labels)
    return found


def _below_label(blocks: list[Block], label: Block, labels: tuple[str, ...]) -> DateLine | None:
    """The date line of a label in a cell of its own, and a date with its company in the next one."""
    for below in blocks[label.index + 1 : label.index + 2]:
        first = next(iter(pieces(below.text)), "").casefold()
        if len(below.text) <= LONGEST and only_date(first) and dated(first):
            found = read_line(f"{label.text} {below.text}", label.index, below.index, labels)
            return found if found and found.labelled and found.stated else None
    return None


def _in_pieces(block: Block, labels: tuple[str, ...]) -> DateLine | None:
    """The date line of a block whose elements are its pieces: tools and bylines at most beside a bare date."""
    if not 1 < len(block.runs) <= _MOST_PIECES:
        return None
    text = line(" | ".join([run.text for run in block.runs]))
    found = read_line(text, block.index, block.index, labels)
    if found is None or not found.stated or not (WHOLE.search(found.text) or not any(map(is_number, found.rest))):
        return None  # "06/09/20" and "24" are one date
    if found.labelled or _in_company(block, found):
        return replace(found, text=found.text if "|" in block.text else found.text.replace(" | ", " "))
    return None


def _begins_with_date(block: Block) -> bool:
    """Whether the first of several elements of a line is a date that the next, a number, only seems to go on."""
    if not 1 < len(block.runs) <= _MOST_PIECES or not DIGIT.match(block.runs[1].text):
        return False
    first = line(block.runs[0].text).casefold()
    return only_date(first) and dated(first)


def _in_company(block: Block, found: DateLine) -> bool:
    """Whether all beside a bare date is a link (author, section, comments), a tool, a byline or one number of readers.

    The number stands in an element of its own, beside the picture of an eye.
    """
    links = {part for run in block.runs if run.href for part in pieces(line(run.text))}
    rest = [part for part in found.rest if part not in links]
    known = (is_number(p) or is_furniture(p) or BY.match(p) or bare(p) in _JOINING for p in rest)
    return sum(map(is_number, rest)) <= 1 and all(known)


def _glued(block: Block) -> bool:
    """Whether words (no two parts of a number) touch where the style changes: only style sets them apart."""
    borders = [(first.text[-1:], second.text[:1]) for first, second in pairwise(block.runs)]
    touching = [(end, start) for end, start in borders if end.isalnum() and start.isalnum()]
    return bool(touching) and not any(end.isdigit() and start.isdigit() for end, start in touching)


def _leaf(blocks: list[Block], day: Block, labels: tuple[str, ...]) -> DateLine | None:
    """A date drawn as a calendar's leaf: "27" over "03/2008", or over "Tháng 3" and "2008"."""
    text = line(" ".join([run.text for run in day.runs]))
    if len(day.text) > 2:
        whole = len(day.runs) > 1 and only_date(text.casefold()) and _readable(text, labels)
        return read_line(text, day.index, day.index, labels) if whole else None
    for other in blocks[day.index + 1 : day.index + 3]:
        near = other.box.parent in (day.box.parent, day.box.number) or other.box.number == day.box.parent
        if not near or other.box.cell != day.box.cell or len(other.text) > 20:
            return None
        text = f"{text} {other.text}"
        if only_date(text.casefold()) and _readable(text, labels):
            return read_line(text, day.index, other.index, labels)
    return None


@lru_cache(maxsize=1024)
def _readable(text: str, labels: tuple[str, ...]) -> bool:
    return isinstance(read_date(text, "", labels), DateReading)


@lru_cache(maxsize=2048)  # menus and lists are the same on every page
def _may_state(text: str, labels: tuple[str, ...]) -> bool:
    """Whether a line may state a date, as far as a quick look tells."""
    low = text.casefold()
    return (hinted(low, labels) or (len(low) <= 130 and _dates(low))) and not _PLAYER.fullmatch(low)


def _may_open_leaf(text: str) -> bool:
    """Whether a line is short enough for a calendar's leaf, and no player's clock."""
    low = text.casefold()
    return len(low) <= 20 and not _PLAYER.fullmatch(low)


def _dates(low: str) -> bool:
    """Whether a casefolded line without any label names a day, or is nothing but parts of a date."""
    if DIGIT.search(low) and (HAS_DAY.search(low) is not None or (len(low) <= 30 and only_date(low))):
        return True
    return any(map(low.__contains__, AGO)) and HAS_RELATIVE.search(low) is not None
