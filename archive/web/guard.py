"""The outermost layer: security headers on every answer, no open redirects, safe CSV, a lane for costly pages."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from archive.web.lanes import RULES, Full, Lane, lane_of
from archive.web.spreadsheet import SafeRows

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# No page of ours needs a script or an inline style, Datasette's tables included: so none may run, and nothing may be
# asked of anyone else, whatever an archived page holds.
POLICY = (
    b"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    b"content-security-policy": POLICY,
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=(), interest-cohort=()",
}
READING = {"GET", "HEAD"}
ONLY_READ = b"This archive is for reading: it answers GET and HEAD."
BUSY = b"Many are asking for large answers just now. Please come back in a few seconds."


class Guard:
    """Wrap Datasette's application; `is_costly` says of a path whether it is one that keeps to a lane."""

    def __init__(self, app: App, is_costly: Callable[[str], bool]) -> None:
        self.app, self.is_costly = app, is_costly
        self.lanes: dict[tuple[asyncio.AbstractEventLoop, str], Lane] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on everything that is not HTTP; guard what is."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = str(scope["path"])
        answer = _Answer(scope, send)
        if scope["method"] not in READING and not (scope["method"] == "POST" and path.startswith("/-/")):
            await answer.refuse(405, ONLY_READ, [(b"allow", b"GET, HEAD")])
            return
        if not self.is_costly(path):
            await self.app(scope, receive, answer.send)
            return
        lane = self._lane(lane_of(path, scope["query_string"]))
        try:
            await lane.enter()
        except Full:
            await answer.refuse(503, BUSY, [(b"retry-after", str(Full.seconds).encode())])
            return
        began = time.monotonic()
        answer.on_start = lambda: lane.leave(time.monotonic() - began)
        try:
            await self.app(scope, receive, answer.send)
        finally:
            answer.started()

    def _lane(self, name: str) -> Lane:
        return self.lanes.setdefault((asyncio.get_running_loop(), name), Lane(RULES[name]))


class _Answer:
    """One answer on its way out. The lane is given back when it starts, so that a slow reader blocks nobody."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.scope, self.out = scope, send
        self.on_start: Callable[[], None] | None = None
        self.rows: SafeRows | None = None
        self.refused = False

    def started(self) -> None:
        if self.on_start:
            self.on_start()
            self.on_start = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started()
            await self._start(message)
        elif message["type"] == "http.response.body" and not self.refused:
            await self._body(message)

    async def _start(self, message: Message) -> None:
        headers = {
            bytes(k).lower(): bytes(v) for k, v in message.get("headers", []) if bytes(k).lower() != b"set-cookie"
        }
        cookies = [
            (b"set-cookie", bytes(v)) for k, v in message.get("headers", []) if bytes(k).lower() == b"set-cookie"
        ]
        if _leaves_us(headers.get(b"location", b"").decode("latin-1")):
            self.refused = True
            await self.refuse(404, b"Nothing is here.")
            return
        if str(self.scope["path"]).endswith(".csv") and message["status"] == 200:
            self.rows = SafeRows()
            headers.pop(b"content-length", None)
        if headers.get(b"location") == b"":  # what Datasette makes of `//`: a browser would ask the same again
            headers[b"location"] = b"/"
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        await self.out({**message, "headers": [*headers.items(), *cookies]})

    async def _body(self, message: Message) -> None:
        if self.rows is not None:
            more = bool(message.get("more_body"))
            safe = self.rows.feed(message.get("body", b""), last=not more)
            message = {**message, "body": safe}
        await self.out(message)

    async def refuse(self, status: int, says: bytes, more: Iterable[tuple[bytes, bytes]] = ()) -> None:
        """A plain answer of our own."""
        headers = [*HEADERS.items(), (b"content-type", b"text/plain; charset=utf-8"), *more]
        await self.out({"type": "http.response.start", "status": status, "headers": headers})
        await self.out({"type": "http.response.body", "body": says})


def without_prefix(app: App, prefix: str) -> App:
    """Take `base_url` off at the door, and put it back before the places that readers are sent on to.

    A proxy may leave it on or not: behind this lanes, feeds and Datasette's links count on paths that lack it.
    """

    async def at_the_door(scope: Scope, receive: Receive, send: Send) -> None:
        while scope["type"] == "http" and f"{scope['path']}/".startswith(prefix):  # Datasette takes off one more
            raw = bytes(scope["raw_path"]).removeprefix(prefix.rstrip("/").encode())
            scope = {**scope, "path": "/" + str(scope["path"])[len(prefix) :], "raw_path": raw or b"/"}

        async def sent_on(message: Message) -> None:
            await send({**message, "headers": [_within(prefix, *each) for each in message.get("headers", [])]})

        await app(scope, receive, sent_on)

    return at_the_door if prefix != "/" else app


def _within(prefix: str, name: bytes, value: bytes) -> tuple[bytes, bytes]:
    outside = name.lower() == b"location" and value.startswith(b"/") and not value.startswith(prefix.encode())
    return name, prefix.rstrip("/").encode() + value if outside else value


def _leaves_us(location: str) -> bool:
    r"""Whether a Location header would take a browser to another host (`//host`, `/\\host`, `https://host`)."""
    try:
        return location.replace("\\", "/").startswith("//") or bool(urlsplit(location).scheme)
    except ValueError:
        return True
