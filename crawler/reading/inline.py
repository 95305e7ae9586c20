"""A date statement inside the title's own line becomes a line of its own, as a reader takes it."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import is_normalized, normalize

from crawler.reading.date_pieces import is_separated, keeps_company
from crawler.reading.date_shapes import DAY, LABEL, WHOLE, dated, hinted, maybe_dated, only_date
from crawler.reading.dateline import LONGEST
from crawler.reading.labels import bare, is_furniture
from crawler.reading.metadata import Head
from crawler.reading.plain import fold, line
from crawler.reading.statements import label_only, read_line
from crawler.reading.wording import LONGEST_CUT, Run, Wording, wording_of

_MOST_RUNS = 40
_LONGEST_BARE = 60
_DIGIT = re.compile(r"\d")
_HINT = re.compile(LABEL)
_BRACKETED = re.compile(rf"\(\s*{LABEL}\s*[:：]?[^()]{{4,40}}\)\s*$", re.IGNORECASE)
# "Làng nghề vào vụ (02/09/2021 10:30:00)": a day and a clock in brackets, behind the words of a title.
_STAMPED = re.compile(
    rf"(?<=\S\s)(?<!ngày )\(\s*{DAY}[\s,|-]+\d{{1,2}}:\d\d(?::\d\d)?(?:\s*(?:sa|ch|am|pm))?\s*\)$", re.IGNORECASE
)


def split(whole: Wording, head: Head, labels: tuple[str, ...]) -> list[Wording]:
    """A line, cut in two where it ends or begins with a labelled date statement."""
    runs, text = list(whole.runs), "".join([run.text for run in whole.runs])
    if is_normalized("NFC", text):
        parts = _parts(runs, text, head, labels)
        return [whole] if parts == [runs] else [wording_of(tuple(part)) for part in parts]
    runs = [run._replace(text=normalize("NFC", run.text)) for run in runs]
    return [wording_of(tuple(part)) for part in _parts(runs, "".join([run.text for run in runs]), head, labels)]


def _parts(runs: list[Run], text: str, head: Head, labels: tuple[str, ...]) -> list[list[Run]]:
    if len(text) > LONGEST_CUT or not _DIGIT.search(text):
        return [runs]
    hints, behind, before = _borders(tuple([run.text for run in runs]), labels)
    if hints:
        return _at_statement(runs, text, labels, head)
    if behind:
        return [runs[:behind], runs[behind:]]
    border = next((place for place, first, company in before if company or head.agrees(first) == 1), 0)
    if border and fold(text) not in head.wholes and not head.addressed(line(text)):  # else a day in the title itself
        return _brackets(runs[:border], runs[border:])
    may_be_stamped = not border and text.rstrip().endswith(")") and not any(run.href for run in runs)
    stamp = _STAMPED.search(text) if may_be_stamped else None
    return _cut(runs, stamp.start()) if stamp else [runs]


@lru_cache(maxsize=2048)  # lists of other articles, each with its day, are the same on many pages
def _borders(texts: tuple[str, ...], labels: tuple[str, ...]) -> tuple[bool, int, tuple[tuple[int, str, bool], ...]]:
    """Whether a line's runs may hold a labelled statement; else where a bare date ends (0: nowhere), or may begin."""
    low = "".join(texts).casefold()
    if hinted(low, labels) and _HINT.search(low):
        return True, 0, ()
    if len(texts) == 1:
        return False, 0, ()  # a bare date is cut off only where the style changes
    if maybe_dated(low[: 2 * _LONGEST_BARE]) and (border := _behind_bare_date(texts)):
        return False, border, ()
    tail = " ".join(low.rsplit(None, _LONGEST_BARE)[-_LONGEST_BARE:])[-_LONGEST_BARE - 1 :]
    return False, 0, tuple(_before_bare_date(texts)) if maybe_dated(tail) else ()


def _at_statement(runs: list[Run], text: str, labels: tuple[str, ...], head: Head) -> list[list[Run]]:
    """The runs of a line that may hold a labelled statement, cut before or behind it."""
    if (found := _BRACKETED.search(text)) and (before := line(text[: found.start()])) and not _states(before, labels):
        return _cut(runs, found.start())
    for border in range(1, len(runs) if len(runs) <= _MOST_RUNS else 1):
        first, second = _text(runs[:border]), _text(runs[border:])
        if not bare(first) or not bare(second) or label_only(first.casefold()):
            continue
        if _states(second, labels) or (_bare(second) and head.agrees(first) == 1):
            return [runs] if _states(first, labels) else _brackets(runs[:border], runs[border:])
        if _states(first, labels) and (
            is_furniture(second)
            or _counts(first, second)
            or keeps_company(second)
            or (len(second) > 20 and not _states(f"{first} {second}", labels))
        ):
            return [runs[:border], runs[border:]]
    return [runs]


def _behind_bare_date(texts: tuple[str, ...]) -> int:
    """Where a bare date ends and a counter or a tool begins without a space ("06/09/2024705 lượt đọc"); 0 else."""
    for border in range(1, len(texts) if len(texts) <= _MOST_RUNS else 1):
        first = line("".join(texts[:border]))
        if len(first) > _LONGEST_BARE:
            break
        if not _bare(first) or not bare(second := line("".join(texts[border:]))):
            continue
        company = keeps_company(second) and is_separated(first, second)
        if company or is_furniture(second) or _counts(first, second):
            return border
    return 0


def _counts(first: str, second: str) -> bool:
    """Whether a number behind a whole date counts readers, where only a picture of an eye says so."""
    return WHOLE.search(first) is not None and first[-1] != "+" and second.replace(".", "").replace(",", "").isdigit()


def _before_bare_date(texts: tuple[str, ...]) -> list[tuple[int, str, bool]]:
    """Where a line that no label stands in may end as the title and a bare date begin, the first such place first.

    With the words before the date, and whether they keep it company.
    """
    found, tail = [], ""
    for border in range(len(texts) - 1 if len(texts) <= _MOST_RUNS else 0, 0, -1):
        tail = texts[border] + tail
        second = line(tail)
        if len(second) > _LONGEST_BARE + 1:  # a letter more: a mark that the next run begins with may join it
            break
        if bare(second) and _bare(second):
            first = line("".join(texts[:border]))
            if bare(first):
                found.append((border, first, keeps_company(first) and is_separated(first, tail)))
    return found[::-1]


def _brackets(first: list[Run], second: list[Run]) -> list[list[Run]]:
    """A bracket opened right before the statement goes with it."""
    text = "".join(run.text for run in first)
    kept = text.rstrip().rstrip("([").rstrip()
    return _cut([*first, *second], len(kept)) if kept and len(kept) < len(text.rstrip()) else [first, second]


def _text(runs: list[Run]) -> str:
    return line("".join(run.text for run in runs))


def _states(text: str, labels: tuple[str, ...]) -> bool:
    if len(text) > LONGEST or not _HINT.match(text.casefold().lstrip(" ([•-")):
        return False
    found = read_line(text, 0, 0, labels)
    return found is not None and found.labelled and found.stated


def _bare(text: str) -> bool:
    return len(text) <= _LONGEST_BARE and only_date(text.casefold()) and dated(text.casefold())


def _cut(runs: list[Run], at: int) -> list[list[Run]]:
    """Runs cut at a character."""
    first: list[Run] = []
    second: list[Run] = []
    for run in runs:
        size = len(run.text)
        if at > 0:
            first.append(run._replace(text=run.text[:at]))
        if at < size:
            second.append(run._replace(text=run.text[max(at, 0) :]))
        at -= size
    return [first, second]
