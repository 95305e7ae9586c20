"""The portal's server: one asyncio process, two loopback ports (the portal's and the control's), a request log."""

from __future__ import annotations

import asyncio
import hashlib
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TextIO

from tests.replica import wire
from tests.replica.answer import Answer, Asked, page
from tests.replica.faults import Fault, wall
from tests.replica.portal import Portal

Giver = Callable[[Asked, bytes], Answer]


class Host:
    """A portal on the wire: fills in what changes on each visit, logs requests, applies faults."""

    def __init__(self, portal: Portal, log: TextIO | None = None) -> None:
        self.portal, self.log = portal, log
        self.base = ""
        self.faults: list[Fault] = []
        self.requests: list[dict[str, Any]] = []
        self.visits = 0

    def give(self, asked: Asked, _body: bytes = b"") -> Answer:
        """The answer to one request of a visitor."""
        self._note(asked)
        options = self.portal.site.options
        if options.outage:
            return replace(page("<h1>503 Service Unavailable</h1>", 503), how=options.outage)
        for fault in self.faults:
            if fault.applies(asked.target):
                return fault.spoil(self._good(asked))
        return self._good(asked)

    def _good(self, asked: Asked) -> Answer:
        options = self.portal.site.options
        if options.cookie_wall and not asked.path.endswith((".txt", ".png")):
            value = hashlib.sha256(self.base.encode()).hexdigest()[:32]
            if (walled := wall(asked.headers.get("cookie"), value)) is not None:
                return walled
        good = self.portal.answer(asked, self.base, self.visits)
        if good.media_type.startswith("text/html"):
            good = replace(good, body=self._filled(good.body))
        if options.validators and good.status == 200:
            good = self._validated(good, asked)
        return replace(good, wait=options.wait) if options.wait else good

    def _filled(self, body: bytes) -> bytes:
        options = self.portal.site.options
        self.visits += 1
        count = self.visits if options.counters else 0
        token = hashlib.md5(b"%d" % count, usedforsecurity=False).hexdigest()
        now = options.now or datetime.now().astimezone().strftime("%d/%m/%Y, %H:%M:%S")
        body = body.replace(b"@@BASE@@", self.base.encode()).replace(b"@@NOW@@", now.encode())
        return body.replace(b"@@TOKEN@@", token.encode()).replace(b"@@VISITS@@", b"%d" % (1200 + count))

    def _validated(self, good: Answer, asked: Asked) -> Answer:
        """With ETag or Last-Modified; 304 where the visitor's copy is the same."""
        site = self.portal.site
        etag = f'"{hashlib.sha256(good.body).hexdigest()[:16]}"'
        stamp = datetime(2026, 1, 1, tzinfo=UTC).timestamp() + site.changes
        if "etag" in site.options.validators:
            good = good.with_headers(("ETag", etag))
            if asked.headers.get("if-none-match") == etag:
                return replace(good, status=304, body=b"")
        if "last_modified" in site.options.validators:
            good = good.with_headers(("Last-Modified", wire.formatdate(stamp, usegmt=True)))
            since = asked.headers.get("if-modified-since")
            if since and parsedate_to_datetime(since).timestamp() >= stamp:
                return replace(good, status=304, body=b"")
        return good

    def _note(self, asked: Asked) -> None:
        row = {
            "time": datetime.now(UTC).isoformat(),
            "method": asked.method,
            "path": asked.target,
            "headers": asked.headers,
        }
        self.requests.append(row)
        if self.log is not None:
            self.log.write(json.dumps(row, ensure_ascii=False) + "\n")
            self.log.flush()


class Wire(asyncio.Protocol):
    """One connection: requests in, answers out, in order."""

    def __init__(self, give: Giver) -> None:
        self.give = give
        self.pending = b""
        self.busy = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Collect until a request is whole."""
        self.pending += data
        self._next()

    def _next(self) -> None:
        if self.busy:
            return
        front, split, rest = self.pending.partition(b"\r\n\r\n")
        if not split:
            return
        first, *lines = front.decode("latin-1").split("\r\n")
        method, target, *_ = [*first.split(" "), "/", ""]
        fields = (line.partition(":") for line in lines)
        asked = Asked(method, target, {name.strip().lower(): value.strip() for name, _, value in fields})
        length = int(asked.headers.get("content-length", 0))
        if len(rest) < length:
            return
        self.pending = rest[length:]
        answer = self.give(asked, rest[:length])
        if answer.wait:
            self.busy = True
            asyncio.get_running_loop().call_later(answer.wait, self._later, answer, method)
        else:
            self._write(answer, method)

    def _later(self, answer: Answer, method: str) -> None:
        self.busy = False
        self._write(answer, method)

    def _write(self, answer: Answer, method: str) -> None:
        if self.transport.is_closing() or answer.how == "hang":
            return
        if answer.how == "reset":
            self.transport.abort()
            return
        data, close = wire.whole(answer, no_body=method == "HEAD")
        if answer.how == "drip":
            self._drip(data)
            return
        self.transport.write(data)
        if close:
            self.transport.close()
        else:
            self._next()

    def _drip(self, data: bytes) -> None:
        if data and not self.transport.is_closing():
            self.transport.write(data[:1])
            asyncio.get_running_loop().call_later(1, self._drip, data[1:])


async def serve(host: Host, port: int, control: Giver, control_port: int = 0) -> None:
    """Listen on both ports, print one JSON line with their addresses, and run until ended."""
    loop = asyncio.get_running_loop()
    front = await loop.create_server(lambda: Wire(host.give), "127.0.0.1", port)
    back = await loop.create_server(lambda: Wire(control), "127.0.0.1", control_port)
    host.base = f"http://127.0.0.1:{front.sockets[0].getsockname()[1]}"
    steering = f"http://127.0.0.1:{back.sockets[0].getsockname()[1]}"
    sys.stdout.write(
        json.dumps({"portal": host.portal.site.portal, "url": host.base + "/", "control": steering}) + "\n"
    )
    sys.stdout.flush()
    async with front, back:
        await front.serve_forever()
