"""A portal that answers byte by byte as it is told: what the rebuilt portals' server is too well-behaved for."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

Answer = bytes | Callable[["Line"], Awaitable[None]]
"""What is sent for a path: bytes as they are (then the connection closes), or a coroutine that writes."""


@dataclass(slots=True)
class Line:
    """One request and the wire to answer it on."""

    path: str
    host: str
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        """Write and wait until it went out."""
        self.writer.write(data)
        await self.writer.drain()


@dataclass(slots=True)
class Server:
    """`with Server(answers) as portal:` serves `answers` by path on 127.0.0.1 from a thread of this process.

    `asked` holds every request's path and Host; `held[path]` the longest time a connection stayed open for it.
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    port: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)
    held: dict[str, float] = field(default_factory=dict)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _thread: threading.Thread | None = None
    _listening: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/"

    def __enter__(self) -> Self:
        """Listen."""
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop listening."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        if self._thread:
            self._thread.join()
        self._loop.run_until_complete(self._hang_up())
        self._loop.close()

    async def _hang_up(self) -> None:
        if self._listening:
            self._listening.close()
        hanging = asyncio.all_tasks() - {asyncio.current_task()}
        for task in hanging:
            task.cancel()
        await asyncio.gather(*hanging, return_exceptions=True)

    def times(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(asked == path for asked, _ in self.asked)

    def _run(self, ready: threading.Event) -> None:
        async def listen() -> None:
            self._listening = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
            self.port = self._listening.sockets[0].getsockname()[1]
            ready.set()

        self._loop.run_until_complete(listen())
        self._loop.run_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        began, path = time.monotonic(), ""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            path = head.split(" ")[1]
            hosts = [line[5:].strip() for line in head.split("\r\n") if line.lower().startswith("host:")]
            self.asked.append((path, " ".join(hosts)))
            answer = self.answers.get(path, NOT_FOUND)
            if isinstance(answer, bytes):
                writer.write(answer)
                await writer.drain()
            else:
                await until_they_hang_up(answer(Line(path, hosts[0] if hosts else "", writer)), reader)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass
        finally:
            self.held[path] = max(self.held.get(path, 0.0), time.monotonic() - began)
            writer.close()


async def until_they_hang_up(answer: Awaitable[None], reader: asyncio.StreamReader) -> None:
    """Answer, but no longer than the other side listens: `held` is to be its time, also where nothing is sent."""
    writing, gone = asyncio.ensure_future(answer), asyncio.ensure_future(reader.read())
    try:
        await asyncio.wait({writing, gone}, return_when=asyncio.FIRST_COMPLETED)
        if writing.done():
            writing.result()
    finally:
        writing.cancel()
        gone.cancel()
        await asyncio.gather(writing, gone, return_exceptions=True)


def whole(
    body: bytes | str, *, status: str = "200 OK", more: str = "", kind: str = "text/html; charset=utf-8"
) -> bytes:
    """A right answer."""
    data = body.encode() if isinstance(body, str) else body
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n{more}Connection: close\r\n\r\n"
    )
    return head.encode() + data


def bare(body: bytes, *headers: str) -> bytes:
    """An answer with these headers and no length of its own."""
    lines = ["HTTP/1.1 200 OK", "Content-Type: text/html; charset=utf-8", *headers, "Connection: close", "", ""]
    return "\r\n".join(lines).encode() + body


def redirect(target: str) -> bytes:
    """A redirection."""
    head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\nLocation: "
    return head + target.encode("utf-8", "surrogateescape") + b"\r\n\r\n"


NOT_FOUND = whole("<html><body><h1>404</h1></body></html>", status="404 Not Found")


def article(name: str, *, head: str = "", links: str = "") -> str:
    """The page of an article, as the portal of Bến Tre shows it."""
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{name}</title>{head}</head><body><h1>{name}</h1>"
        "<div>(Cập nhật: 06/09/2024)</div>"
        f"<p>Sáng nay, đoàn công tác của Sở làm việc tại xã về tiến độ của {name}, cùng các phòng chuyên môn.</p>"
        "<p>Theo báo cáo, các hạng mục chính đã xong chín phần mười, phần còn lại chờ nghiệm thu vào cuối tháng.</p>"
        f"<p>Các đơn vị được giao theo dõi và báo cáo hằng tuần.</p>{links}</body></html>"
    )


def front(paths: list[str], *, head: str = "") -> str:
    """A home page that links to these addresses."""
    items = "".join(f'<li><a href="{path}">Tin số {n} của tuần</a></li>' for n, path in enumerate(paths))
    return (
        f"<html><head><meta charset='utf-8'>{head}<title>Trang chủ</title></head><body><ul>{items}</ul></body></html>"
    )
