"""One answer for all who ask the same at the same moment, kept for a second; and 304 for who has it already."""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from collections import OrderedDict
from dataclasses import dataclass

from archive.web.guard import App, Message, Receive, Scope, Send

KEPT_FOR = 1.0  # seconds: twenty programs that repeat one question are one program, and no reader sees old pages
MOST = 24 << 20  # bytes of answers kept
PIECE = 128 << 10
# Bytes a second of all large answers together. Twenty programs that took 3 MB each as often as they could carried off
# 400 MB a second, which cost the server more than making the pages did: an honest reader's p95 was 579 ms beside them.
PACE = 32 << 20
_TOOK = re.compile(rb'"query_ms": [0-9.e-]+')  # what Datasette's JSON says differently each time of the same data
_VARYING = {b"cookie", b"authorization", b"range"}
_FILES = {"raw", "picture", "file"}

Key = tuple[bytes, str, bytes, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer and when it was made."""

    start: Message
    body: bytes
    made_at: float


class Shared:
    """Wrap the guarded application; whole pages are shared, files and streams pass."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.kept: OrderedDict[Key, Answer] = OrderedDict()
        self.coming: dict[Key, asyncio.Future[Answer | None]] = {}
        self.sent_by = 0.0  # when the pieces promised so far will all be on their way, by time.monotonic()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is at hand, or ask once for everybody."""
        headers = dict(scope.get("headers", [])) if scope["type"] == "http" else {}
        if scope["type"] != "http" or scope["method"] != "GET" or not _may_be_shared(scope, headers):
            await self.app(scope, receive, send)
            return
        key = (headers.get(b"host", b""), str(scope["path"]), scope["query_string"], str(scope.get("scheme")))
        answer = self._at_hand(key) or await self._asked_by_another(key) or await self._ask(key, scope, receive)
        await self._send(answer, headers.get(b"if-none-match", b""), send)

    def _at_hand(self, key: Key) -> Answer | None:
        answer = self.kept.get(key)
        return answer if answer and time.monotonic() - answer.made_at < KEPT_FOR else None

    async def _asked_by_another(self, key: Key) -> Answer | None:
        coming = self.coming.get(key)
        same_loop = coming and coming.get_loop() is asyncio.get_running_loop()
        return await asyncio.shield(coming) if coming and same_loop else None

    async def _ask(self, key: Key, scope: Scope, receive: Receive) -> Answer:
        coming = self.coming[key] = asyncio.get_running_loop().create_future()
        common = None
        try:
            answer = await self._whole(scope, receive)
            if answer.start["status"] < 500 and b"set-cookie" not in dict(answer.start["headers"]):
                common = answer
                if answer.start["status"] == 200:
                    self._keep(key, answer)
        finally:
            coming.set_result(common)  # None where it failed or is somebody's own: who waited asks for himself
            if self.coming.get(key) is coming:
                del self.coming[key]
        return answer

    async def _whole(self, scope: Scope, receive: Receive) -> Answer:
        start: Message = {}
        parts: list[bytes] = []

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                parts.append(message.get("body", b""))

        await self.app(scope, receive, collect)
        body = b"".join(parts)
        if start["status"] == 200:
            tag = b'W/"' + hashlib.blake2b(_TOOK.sub(b"", body), digest_size=12).hexdigest().encode() + b'"'
            start["headers"] = [*start["headers"], (b"etag", tag)]
        return Answer(start, body, time.monotonic())

    def _keep(self, key: Key, answer: Answer) -> None:
        self.kept[key] = answer
        self.kept.move_to_end(key)
        held = sum(len(each.body) for each in self.kept.values())
        oldest = time.monotonic() - KEPT_FOR
        while self.kept and (held > MOST or next(iter(self.kept.values())).made_at < oldest):
            held -= len(self.kept.popitem(last=False)[1].body)

    async def _send(self, answer: Answer, held: bytes, send: Send) -> None:
        tag = dict(answer.start["headers"]).get(b"etag")
        if tag and tag in (each.strip() for each in held.split(b",")):
            kept = [(name, value) for name, value in answer.start["headers"] if name != b"content-length"]
            await send({**answer.start, "status": 304, "headers": kept})
            await send({"type": "http.response.body", "body": b""})
            return
        await send(answer.start)
        # In pieces: between them others are served, and a slow reader holds one piece in memory, not all of it.
        for at in range(0, max(len(answer.body), 1), PIECE):
            piece = answer.body[at : at + PIECE]
            if at:
                await self._wait_for(len(piece))
            await send({"type": "http.response.body", "body": piece, "more_body": at + PIECE < len(answer.body)})

    async def _wait_for(self, size: int) -> None:
        """Wait until so many bytes more fit into the pace."""
        now = time.monotonic()
        self.sent_by = max(now, self.sent_by) + size / PACE
        await asyncio.sleep(self.sent_by - now)


def _may_be_shared(scope: Scope, headers: dict[bytes, bytes]) -> bool:
    parts = str(scope["path"]).split("/")
    ending = parts[-1].rpartition(".")[2] if "." in parts[-1] else ""
    return ending in {"", "json", "atom"} and not _FILES.intersection(parts) and not _VARYING.intersection(headers)
