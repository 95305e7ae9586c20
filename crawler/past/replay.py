"""Talking to the Internet Archive (or a pywb) with its manners, and taking a capture out of what it answers."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import unquote

from archive.article import Raw
from archive.naming import stamp
from crawler.errors import TooLarge
from crawler.past.cdx import timestamp_of
from crawler.past.exchange import Exchange
from crawler.past.repeats import place_of

if TYPE_CHECKING:
    from scrapy.http import Response

TRIES = 3
BUSY = frozenset({408, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524})
ORIGINAL = "x-archive-orig-"
"""The Internet Archive hands out the headers of the captured response under this prefix, among its own."""
OTHER_TIME = "replay:other-time"
_REPLAY_TIME = re.compile(r"/(\d{14})id_/")
_CAPTURE = re.compile(r"/(\d{14})id_/(.+)", re.DOTALL)
OWN = frozenset(
    {"memento-datetime", "link", "content-location", "date", "transfer-encoding", "connection", "preference-applied"}
)
"""What pywb adds to the captured headers or replaces among them."""


class OutOfReachError(Exception):
    """The server gave no usable answer however often it was asked; what was fetched before is kept."""


class NoCaptureError(ValueError):
    """The answer is not the capture that was asked for; `reason` says why, `lasting` that asking again is useless."""

    def __init__(self, reason: str, *, lasting: bool) -> None:
        super().__init__(reason)
        self.reason, self.lasting = reason, lasting


class Turns:
    """At most `count` turns within any `seconds`, however many ask."""

    def __init__(self, count: int, seconds: float) -> None:
        self._count, self._seconds = count, seconds
        self._taken: deque[float] = deque()

    async def take(self, going: Callable[[], bool]) -> None:
        """Wait for a turn, or until the run is ending."""
        while going():
            now = monotonic()
            while self._taken and now - self._taken[0] >= self._seconds:
                self._taken.popleft()
            if len(self._taken) < self._count:
                self._taken.append(now)
                return
            await asyncio.sleep(min(self._seconds - (now - self._taken[0]), 0.2))


@dataclass
class ArchiveServer:
    """Asks politely: by turns, and after "too many requests" not again until the pause is over, for all who ask.

    `fetch` makes one request and raises for anything but an answer; `going` tells whether the run goes on.
    """

    fetch: Callable[[str], Awaitable[Response]]
    going: Callable[[], bool]
    pause: float = 60.0
    _free_at: float = 0.0

    async def get(self, url: str, turns: Turns) -> Response:
        """The answer to a request, after as many tries as are worth it; raises OutOfReachError, and NoCaptureError.

        A captured "too many requests" bears the time of its capture, and was said to another, long ago.
        """
        why = "the run is ending"
        for tried in range(TRIES):
            await self._rest()
            await turns.take(self.going)
            if not self.going():
                break
            try:
                response = await self.fetch(url)
            except TooLarge as error:
                raise NoCaptureError(f"replay:{error.reason}", lasting=True) from error
            except Exception as error:  # noqa: BLE001  whatever kept the answer from us, Scrapy and Twisted raise many kinds
                why = f"{type(error).__name__.removeprefix('Download')}: {error}"
                self._hold(self.pause / 12 * 2**tried)
                continue
            if memento_of(response) or (response.status != 429 and response.status not in BUSY):
                return response
            why = f"status {response.status}"
            asked = _seconds(_told(response, "Retry-After"), self.pause)
            self._hold(max(self.pause if response.status == 429 else self.pause / 12 * 2**tried, asked))
        raise OutOfReachError(why)

    def _hold(self, seconds: float) -> None:
        self._free_at = max(self._free_at, monotonic() + seconds)

    async def _rest(self) -> None:
        while self.going() and (left := self._free_at - monotonic()) > 0:  # noqa: ASYNC110  the time is the event
            await asyncio.sleep(min(left, 0.2))  # a signal must not have to wait a minute


def _seconds(told: str, pause: float) -> float:
    """Retry-After in seconds, at most ten pauses; 0 where it says nothing usable."""
    return min(float(told), 10 * pause) if told.isascii() and told.isdigit() else 0.0


def is_replay(url: str) -> bool:
    """Whether an address asks for a capture, and not for a list of them."""
    return _REPLAY_TIME.search(url) is not None


def exchange_of(response: Response, original: str, fetched_at: str) -> Exchange:
    """The captured exchange inside a replayed answer (`id_`), marked with where it came from; raises NoCaptureError.

    Its time is the one that the answer bears.
    """
    captured_at = _memento_time(_told(response, "Memento-Datetime"))
    if captured_at is None:
        raise _no_capture(response)
    raw: Raw | None = response.request.meta.get("raw") if response.request else None
    if raw is None:
        raise NoCaptureError("replay:no-answer", lasting=False)
    provenance = (("WARC-Source-URI", response.url), ("WARC-Creation-Date", fetched_at))
    kept = Raw("", (), raw.status_line, captured_headers(raw.headers), raw.body, provenance)
    return Exchange(original, captured_at, response.status, kept)


def _no_capture(response: Response) -> NoCaptureError:
    """What an answer means that is no capture: that there is none, or only that we get none now (a wall, a login)."""
    if sent_on_to(response):
        return NoCaptureError(OTHER_TIME, lasting=False)
    if response.status in {404, 410, 451}:
        return NoCaptureError(f"replay:status-{response.status}", lasting=True)
    hidden = response.status == 403 and "AccessControl" in _told(response, "X-Archive-Wayback-Runtime-Error")
    what = "status" if response.status == 403 else "no-memento-status"
    return NoCaptureError(f"replay:{what}-{response.status}", lasting=hidden)


def memento_of(response: Response) -> str | None:
    """The time of the capture that an answer holds, as a 14-digit timestamp; None where it holds none."""
    time = _memento_time(_told(response, "Memento-Datetime"))
    return timestamp_of(time) if time else None


def sent_on_to(response: Response) -> tuple[str, str] | None:
    """Timestamp and address of the capture that an answer leads to; None where it leads to none."""
    elsewhere = _CAPTURE.search(_told(response, "Location"))
    return (elsewhere[1], elsewhere[2]) if elsewhere and 300 <= response.status < 400 else None


def is_one_page(one: str, other: str) -> bool:
    """Whether two addresses are spellings of one, as archives take them."""
    return _plain(one) == _plain(other)


def _plain(url: str) -> str:
    return unquote(place_of(url)).lower().rstrip("/")


def captured_headers(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The headers as captured, out of a replayed answer's; the body's coding is the one it came to us in."""
    if not any(name.lower().startswith(ORIGINAL) for name, _ in headers):
        return tuple((name, value) for name, value in headers if name.lower() not in OWN)
    coding = [(name, value) for name, value in headers if name.lower() == "content-encoding"]
    framing = {"content-encoding", "transfer-encoding", "content-length"}
    told = [(name[len(ORIGINAL) :], value) for name, value in headers if name.lower().startswith(ORIGINAL)]
    return tuple(pair for pair in told if pair[0].lower() not in framing) + tuple(coding)


def _told(response: Response, header: str) -> str:
    return (response.headers.get(header) or b"").decode("latin-1")


def _memento_time(header: str) -> str | None:
    try:
        when: datetime = parsedate_to_datetime(header)
    except ValueError:
        return None
    return stamp(when)
