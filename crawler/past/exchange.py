"""A response record of any origin as one HTTP exchange: status, headers, body, and the time it was captured."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from archive.article import Raw
from archive.naming import stamp
from crawler.answers import looks_like_html
from crawler.entity import dechunked, is_chunked
from crawler.errors import CutOff
from crawler.past.warcfiles import Record

_FIRST_YEAR = 1990  # the web's first
_STATUS = re.compile(r"HTTP/\S+\s+(\d{3})\b")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LINE_END = re.compile(r"\r?\n")  # and no other sign: letters of old encodings are line ends in Unicode
_BLANK = " \t\r"


class NoExchangeError(ValueError):
    """A record that holds no HTTP response we can read; `reason` names why, the record is counted and passed over."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Exchange:
    """A captured response: address as asked, UTC time with Z, status, the raw exchange, and whether it is all of it."""

    url: str
    captured_at: str
    status: int
    raw: Raw
    whole: bool = True

    @property
    def content_type(self) -> str | None:
        """The Content-Type header as stated, or None."""
        return next((value for name, value in self.raw.headers if name.lower() == "content-type"), None)

    @property
    def is_page(self) -> bool:
        """Whether it says to be an HTML page, or says nothing of it and looks like one."""
        return looks_like_html(self.content_type or "", self.raw.body[:2048].decode("latin-1"))


def exchange(record: Record) -> Exchange:
    """The exchange of a response or resource record; raises NoExchangeError with a named reason."""
    captured_at = moment(record.fields.get("warc-date", ""))
    if captured_at is None:
        raise NoExchangeError("no-date")
    if record.type == "resource":  # a file as a tool saw it, without HTTP around it: its type is the record's
        head = (("Content-Type", record.fields.get("content-type", "application/octet-stream")),)
        return Exchange(record.url, captured_at, 200, Raw("", (), "HTTP/1.1 200 OK", head, record.block))
    end = _HEAD_END.search(record.block)
    if end is None and record.type != "revisit":
        raise NoExchangeError("no-http-head")
    lines = _LINE_END.split(_text(record.block[: end.start()] if end else record.block.rstrip()))
    status = status_in(lines[0]) if lines else None
    if status is None:
        raise NoExchangeError("not-http")
    headers, body = _headers(lines[1:]), record.block[end.end() :] if end else b""
    if is_chunked(headers):
        with suppress(CutOff):  # then it is kept as it came, and read as cut off
            body = dechunked(body)
    return Exchange(record.url, captured_at, status, Raw("", (), lines[0], headers, body), _is_whole(record))


def status_in(line: str) -> int | None:
    """The status code of an HTTP status line; None where it is none."""
    found = _STATUS.match(line)
    return int(found[1]) if found else None


def _is_whole(record: Record) -> bool:
    """Whether the record holds all that was sent: Common Crawl cuts at a megabyte, others split records in segments."""
    cut = record.fields.keys() & {"warc-truncated", "warc-segment-number"}
    return not cut and len(record.block) >= int(record.fields["content-length"])


def moment(stated: str) -> str | None:
    """A WARC-Date as UTC to the second ("2019-05-06T07:08:09Z"), as archives list captures; None for no time."""
    try:
        when = datetime.fromisoformat(stated.strip())
        when = (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return stamp(when) if when.year >= _FIRST_YEAR else None


def original(revisit: Record) -> tuple[str, str | None]:
    """Address ("" where none is named) and time, UTC with Z, of what a revisit refers to."""
    return revisit.address("warc-refers-to-target-uri"), moment(revisit.fields.get("warc-refers-to-date", ""))


def _text(head: bytes) -> str:
    try:
        return head.decode()
    except UnicodeDecodeError:
        return head.decode("latin-1")


def _headers(lines: list[str]) -> tuple[tuple[str, str], ...]:
    """Name and value of each line; a folded line continues the one before it (RFC 9112, 5.2)."""
    headers: list[tuple[str, str]] = []
    for line in lines:
        name, colon, value = line.partition(":")
        if line[:1] in {" ", "\t"} and headers:
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {line.strip(_BLANK)}")
        elif colon:
            headers.append((name.strip(), value.strip(_BLANK)))
    return tuple(headers)
