"""The values the archive keeps: an article as a page states it, and the facts of one fetch."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Source = Literal["live", "wayback", "warc"]
Outcome = Literal["article", "list", "not_article", "gone", "blocked", "truncated", "unreadable"]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of an article: absolute http(s) address, caption as shown (or None), alt text (or None)."""

    url: str
    caption: str | None = None
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file an article offers: absolute http(s) address and the label a reader sees."""

    url: str
    label: str


@dataclass(frozen=True)
class Article:
    """One article as one page states it; all text NFC.

    `updated_at` is ISO 8601: a day ("2024-09-06") or a time with the portal's offset ("2024-06-11T06:23:00+07:00"),
    None where the portal's statement is missing or refused. `date_text` keeps the notation as shown. `rules` says
    for each field which reading rule found it; like the dates it is outside the fingerprint.
    """

    url: str
    title: str
    body_text: str = ""
    body_html: str = ""
    summary: str | None = None
    section: str | None = None
    author: str | None = None
    source_credit: str | None = None
    updated_at: str | None = None
    date_text: str | None = None
    date_rule: str | None = None
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    lang: str = "vi"
    rules: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 (hex) over what a reader would call the article; outside it: dates, section, markup, fetch data."""
        told: list[object] = [self.title, self.summary, self.body_text, self.author, self.source_credit]
        told += [sorted({image.url for image in self.images}), sorted({file.url for file in self.attachments})]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Raw:
    """One HTTP exchange as received, before any decoding: what a WARC request/response pair holds.

    Head lines are without CRLF ("GET /tin.html HTTP/1.1", "HTTP/1.1 200 OK"); headers keep order, case and repeats;
    `body` is the entity body with its Content-Encoding still on (transfer coding taken off). `request_line` is "" where
    only the response is known. `provenance` holds more named fields for the response's record: how it came to us.
    """

    request_line: str
    request_headers: tuple[tuple[str, str], ...]
    status_line: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    provenance: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RawPlace:
    """Where a raw record lies: file name inside the archive's warc/ folder, offset and length in bytes."""

    warc_file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Capture:
    """The facts of one fetch: `captured_at` is UTC ISO 8601 with Z, `sha256` (hex) is of the decoded body.

    `raw` is what to write into our own WARC, or `place` where the record already lies, or neither (nothing kept).
    """

    url: str
    source: Source
    captured_at: str
    status: int
    sha256: str
    raw: Raw | None = None
    place: RawPlace | None = None


WHOLE = (200, 201, 202, 203)
"""The statuses of whole answers, whoever gave them; 206 is a part of one, and 204 and 205 have no body."""

MOVED = "moved:"
"""How the reason of an address begins that led to another page for good; the identity it led to follows."""

FOR_NOW = "redirect:"
"""The same of an address that led there for a while, as it says."""

ANOTHERS = "gone:another-article"
"""The reason of an article's page that shows another article, which stands elsewhere, in its place."""

STAND_IN = "gone:stand-in"
"""The reason of an article's page that shows a text which stands at several articles in the place of their own."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What our reading code made of one capture: an article, or a named reason why not.

    `parser` is the version of the reading code; `reason` names the refusal ("list:dated-items", "blocked:cloudflare").
    `identity` is the article's identity within its portal by the address rule; set whenever there is an article.
    """

    parser: str
    outcome: Outcome
    reason: str | None = None
    article: Article | None = None
    identity: str | None = None
