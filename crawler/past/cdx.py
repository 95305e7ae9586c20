"""Captures as a CDX server lists them: the questions, and the answers in both dialects (one JSON array, JSON lines)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from crawler.errors import WrongUsage

FIELDS = "timestamp,original,mimetype,statuscode,digest,length"
PAGES = ("filter=statuscode:200", "filter=mimetype:text/html")
# The same bytes seen again are listed as a revisit without status: needed to know that an old text came back.
REVISIT = "warc/revisit"
REVISITS = (f"filter=mimetype:{REVISIT}",)
# Whatever else was answered with: a picture's place may have been taken by a page for a while.
OTHERS = ("filter=statuscode:200", "filter=!mimetype:text/html")
# Among them what bears no type ("unk", or "-"), and XHTML. pywb takes no pattern that names several types.
MAY_BE_PAGES = frozenset({"unk", "-", "", "application/xhtml+xml"})
LIMIT = 5000  # captures an answer: one call lists most portals, and none is slow enough to time out
_TIMESTAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)")
_ADDRESS = re.compile(r"https?://[^\ud800-\udfff]*")
# Servers that know none write "-"; that of no bytes at all tells nothing: redirects to any place bear it.
_NO_DIGEST = frozenset({"-", "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"})
_NAMES = {"url": "original", "status": "statuscode", "mime": "mimetype"}  # pywb's name: the Internet Archive's


class CdxError(ValueError):
    """An answer that is no list of captures; nothing is lost: ask again later, or check WAYBACK_CDX_URL."""


class CdxRefusedError(CdxError):
    """The archive does not show this host ("Blocked Site Error"): asking again will not help."""


@dataclass(frozen=True, slots=True, order=True)
class Listed:
    """One capture as listed: 14-digit UTC timestamp, address as captured, digest or "", status ("-": revisit), type."""

    timestamp: str
    original: str
    digest: str = ""
    status: str = "200"
    mimetype: str = "text/html"

    @property
    def captured_at(self) -> str:
        """The time of the capture, UTC ISO 8601 with Z."""
        return moment_of(self.timestamp)


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of an answer: captures, the key that asks for the next page (or None), unreadable and all rows."""

    captures: tuple[Listed, ...]
    resume_key: str | None = None
    unreadable: int = 0
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask of one host (the answer holds its http, https and www addresses, with any port), or of one address.

    `since` and `until` are timestamps of 4 to 14 digits, both inclusive; `limit` None asks for everything at once.
    `fields` None asks for all: pywb does not know the Internet Archive's names and would leave out the address.
    """

    host: str
    filters: tuple[str, ...] = PAGES
    since: str | None = None
    until: str | None = None
    limit: int | None = LIMIT
    fields: str | None = FIELDS
    resume_key: str | None = None
    match: str = "host"

    def url(self, base: str) -> str:
        """The address to call at a CDX server."""
        asked: list[tuple[str, str]] = [
            ("url", self.host),
            ("matchType", self.match),
            ("output", "json"),
            *((("fl", self.fields),) if self.fields else ()),
            *(("filter", text.removeprefix("filter=")) for text in self.filters),
        ]
        optional = [("from", self.since), ("to", self.until), ("resumeKey", self.resume_key)]
        if self.limit is not None:
            optional[2:2] = [("limit", str(self.limit)), ("showResumeKey", "true")]
        asked += [(name, value) for name, value in optional if value]
        return base + ("&" if "?" in base else "?") + urlencode(asked, safe=":/,")


def parsed(text: str) -> Answer:
    """The captures of one answer in either dialect; raises CdxError (or CdxRefusedError) where it is no such answer."""
    text = text.strip()
    if not text:
        return Answer(())
    rows, resume_key = _array(text) if text.startswith("[") else (list(_lines(text)), None)
    captures = [listed for row in rows if (listed := _listed(row))]
    return Answer(tuple(captures), resume_key, len(rows) - len(captures), len(rows))


def _array(text: str) -> tuple[list[Mapping[str, object]], str | None]:
    """Rows of the Internet Archive's array: names first; an empty row and a row with the resume key may end it."""
    try:
        table = json.loads(text)
    except ValueError as error:
        raise CdxError(f"the answer is cut off or no JSON: {_start(text)}") from error
    if not all(isinstance(row, list) for row in table):
        raise CdxError(f"the answer is no table of captures: {_start(text)}")
    resume_key = None
    if len(table) >= 2 and table[-2] == [] and len(table[-1]) == 1:
        resume_key = str(table[-1][0])
        table = table[:-2]
    if not table:
        return [], resume_key
    names = [str(name) for name in table[0]]
    if "timestamp" not in names:
        raise CdxError(f"the answer does not name its columns: {_start(text)}")
    return [dict(zip(names, row, strict=False)) for row in table[1:]], resume_key


def _lines(text: str) -> Iterator[Mapping[str, object]]:
    """Rows of pywb's answer: one JSON object a line."""
    for line in text.splitlines():
        try:
            row = json.loads(line) if line.strip() else {}
        except ValueError as error:
            if "AdministrativeAccessControl" in text or "Blocked Site" in text:
                raise CdxRefusedError("the archive does not show captures of this host") from error
            raise CdxError(f"the answer is no list of captures: {_start(text)}") from error
        if not isinstance(row, dict) or set(row) & {"message", "error"}:
            raise CdxError(f"the server answers with a message: {_start(text)}")
        if row:
            yield row


def _listed(row: Mapping[str, object]) -> Listed | None:
    """A row as a capture, or None where its time or address is none, such as one with half a letter in it."""
    named = {_NAMES.get(name, name): str(value) for name, value in row.items() if value is not None}
    timestamp, original = named.get("timestamp", ""), named.get("original", "")
    if not _TIMESTAMP.fullmatch(timestamp) or not _ADDRESS.fullmatch(original):
        return None
    digest = named.get("digest", "")
    told = (named.get("statuscode", "-"), named.get("mimetype", "-"))
    return Listed(timestamp, original, "" if digest in _NO_DIGEST else digest, *told)


def _start(text: str) -> str:
    return " ".join(text[:120].split())


def moment_of(timestamp: str) -> str:
    """A 14-digit timestamp as UTC ISO 8601 ("20190506070809" → "2019-05-06T07:08:09Z")."""
    return _TIMESTAMP.sub(r"\1-\2-\3T\4:\5:\6Z", timestamp)


def timestamp_of(day_or_time: str) -> str:
    """A day or time as typed ("2019", "2019-05-06", "2019-05-06T07:08:09Z") as CDX wants it; ValueError else."""
    digits = re.sub(r"[-:TZ ]", "", day_or_time.strip())
    if not re.fullmatch(r"\d{4}(?:\d\d){0,5}", digits) or not _is_moment(digits + "00000101000000"[len(digits) :]):
        raise ValueError(f"{day_or_time!r} is no day or time like 2019-05-06")
    return digits


def _is_moment(timestamp: str) -> bool:
    try:
        datetime.fromisoformat(moment_of(timestamp))
    except ValueError:
        return False
    return True


def window_of(given: Mapping[str, str]) -> dict[str, str]:
    """`since` and `until` as typed, as CDX wants them; raises WrongUsage where they are no times, or none between."""
    times: dict[str, str] = {}
    for name in given.keys() & {"since", "until"}:
        try:
            times[name] = timestamp_of(given[name])
        except ValueError as error:
            raise WrongUsage(f"-a {name}={error}.") from error
    if len(times) == 2 and times["since"] > times["until"] + "9" * 14:
        raise WrongUsage(f"-a since={given['since']} comes after until={given['until']}: no time lies between.")
    return times


def row_identity(capture: Listed) -> str:
    """The identity of a capture's row in the ledger."""
    return f"{capture.timestamp} {capture.original}"
