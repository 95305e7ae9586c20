"""Pictures and attachments of articles: which are worth asking for, and what an answer to that question amounts to."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from archive.article import Capture
from archive.naming import stamp
from archive.visit import ASK_FIRST, Address, Found, State, Visit
from crawler import policy
from crawler.addresses import canonical, may_call
from crawler.answers import GONE, PASSING
from crawler.entity import entity, spoilt
from crawler.errors import PageError
from crawler.filetypes import PLAIN, UNKNOWN, is_picture, type_of, type_under
from crawler.past.history import settled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scrapy.http import Response
    from scrapy.settings import BaseSettings

    from archive.article import Article, RawPlace, Source
    from crawler.past.exchange import Exchange
    from crawler.portals.model import Portal
    from crawler.run import Run

_PICTURE_NAME = re.compile(r"\.(?:jpe?g|jfif|png|gif|webp|bmp|tiff?|svg|avif)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which files of articles a run asks for."""

    images: bool = True
    attachments: bool = True

    @classmethod
    def by(cls, settings: BaseSettings) -> Self:
        """As FETCH_IMAGES and FETCH_ATTACHMENTS say."""
        return cls(settings.getbool("FETCH_IMAGES"), settings.getbool("FETCH_ATTACHMENTS"))

    def __bool__(self) -> bool:
        return self.images or self.attachments

    def covers(self, address: Address) -> bool:
        """Whether a ledger row of a file is of a kind that is wanted now."""
        return self.images if address.priority == policy.PICTURE else self.attachments


def header(response: Response, name: str) -> str | None:
    """One header of an answer as text."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def identity_of(url: str) -> str:
    """A file's identity in the ledger: its address as the article names it, apart from any page's identity.

    A document that is replaced gets another address on Liferay (`?t=`), and is another file.
    """
    return f"file {url}"


def files_of(article: Article, portal: Portal, wanted: Wanted, found_on: str) -> tuple[Found, ...]:
    """Ledger rows for an article's pictures and attachments that may be asked for."""
    named = [(image.url, policy.PICTURE) for image in article.images if wanted.images]
    named += [(file.url, policy.ATTACHMENT) for file in article.attachments if wanted.attachments]
    return tuple(
        Found(url, identity_of(url), "media", found_on, priority)
        for url, priority in named
        if may_call(canonical(url, portal), portal, media=True)
    )


def unfit(url: str, body: bytes) -> str | None:
    """Why a body is no file to keep under this address, or None: a page in its place, or nothing, or no picture."""
    kind = type_of(body)
    if kind is None:
        return "file:web-page" if body.strip() else "file:empty"
    named = _PICTURE_NAME.search(urlsplit(url).path)
    return "file:no-picture" if named and not is_picture(kind) and kind in {PLAIN, UNKNOWN, "application/xml"} else None


def file_visit(portal: str, url: str, capture: Capture, body: bytes) -> Visit:
    """The visit that a file worth keeping amounts to, at the address that an article names it by."""
    kind = type_under(url, body)
    return Visit(
        portal, url, identity_of(url), capture, None, kind="media", media_type=kind, size=len(body),
        check_again_at=ASK_FIRST,
    )  # fmt: skip


def past_visit(portal: str, url: str, found: Exchange, source: Source, place: RawPlace | None = None) -> Visit:
    """The visit that a captured file amounts to; a page in its place, or half a file, is refused with a reason."""
    body, reason = b"", None if found.whole else "truncated:the record says that it was cut"
    try:
        body = entity(found.raw.headers, found.raw.body)
    except PageError as error:
        reason = reason or spoilt(error)[1]
    if reason := reason or unfit(url, body):
        return no_file(portal, url, reason)
    sha256 = hashlib.sha256(body).hexdigest()
    raw = None if place else found.raw
    capture = Capture(found.url, source, found.captured_at, found.status, sha256, raw, place)
    return file_visit(portal, url, capture, body)


def no_file(portal: str, url: str, reason: str, state: State = "refused") -> Visit:
    """The fate of a file that an archive does not hold; the live portal is still to be asked for it."""
    again = ASK_FIRST if state == "refused" else None
    return Visit(
        portal, url, identity_of(url), None, None, state=state, reason=reason, kind="media", check_again_at=again
    )


class Shown:
    """The files that a portal's articles show: by any spelling of an address, those spellings the articles use."""

    def __init__(self, portal: Portal, names: Iterable[str]) -> None:
        self._portal = portal
        self._names: dict[str, list[str]] = {}
        for name in names:
            self._names.setdefault(settled(name, portal), []).append(name)

    def names(self, url: str) -> list[str]:
        """The articles' names for what lies at an address; empty if none shows it."""
        return self._names.get(settled(url, self._portal), [])


class FileJudge:
    """Judges the answers to requests for files in one live run."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def visit(self, address: Address, response: Response) -> Visit:
        """The visit an answer amounts to; a file that is not there is refused, with a reason, and asked for again."""
        status = response.status
        if status == 304:
            return self._fate(address, "done", None)
        if status in GONE:
            return self._fate(address, "refused", f"gone:{status}")
        if status != 200:
            passing = status >= 500 or status in PASSING
            return self._fate(address, "failed" if passing else "refused", f"status:{status}")
        if reason := unfit(address.url, response.body):
            return self._fate(address, "refused", reason)
        visit = file_visit(address.portal, address.url, self._capture(response), response.body)
        return self._with_headers(visit, response)

    def failed(self, address: Address, reason: str, *, lasting: bool) -> Visit:
        """The visit to a file that could not be had: too large, forbidden (lasting), or out of reach."""
        return self._fate(address, "refused" if lasting else "failed", reason)

    def _fate(self, address: Address, state: State, reason: str | None) -> Visit:
        pause = policy.FILE_AGAIN if state == "done" else policy.NO_FILE_AGAIN
        return Visit(
            address.portal, address.url, address.identity, None, None, state=state, reason=reason, kind="media",
            etag=address.etag, last_modified=address.last_modified, run_id=self._run.id,
            check_again_at=None if state == "failed" else self._again(pause),
        )  # fmt: skip

    def _capture(self, response: Response) -> Capture:
        sha256 = hashlib.sha256(response.body).hexdigest()
        return Capture(response.url, "live", self._run.clock.stamp(), response.status, sha256, response.meta.get("raw"))

    def _again(self, pause: timedelta) -> str:
        return stamp(self._run.clock.now() + pause)

    def _with_headers(self, visit: Visit, response: Response) -> Visit:
        return replace(
            visit, run_id=self._run.id, check_again_at=self._again(policy.FILE_AGAIN),
            etag=header(response, "ETag"), last_modified=header(response, "Last-Modified"),
        )  # fmt: skip
