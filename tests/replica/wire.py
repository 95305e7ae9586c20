"""Answers as bytes on a socket, in the right and in the wrong ways, in HTTP/1.1 written by hand."""

from __future__ import annotations

import gzip
from email.utils import formatdate
from http import HTTPStatus

from tests.replica.answer import Answer

_CHUNKS = (("Transfer-Encoding", "chunked"),)


def head(answer: Answer, *, length: int | None, close: bool = False, more: tuple[tuple[str, str], ...] = ()) -> bytes:
    """Status line and headers; `length` None where the body ends otherwise."""
    try:
        phrase = HTTPStatus(answer.status).phrase
    except ValueError:
        phrase = "Unknown"
    lines = [f"HTTP/1.1 {answer.status} {phrase}", "Server: replica", f"Date: {formatdate(usegmt=True)}"]
    lines.append(f"Content-Type: {answer.media_type}")
    lines += [f"{name}: {value}" for name, value in (*answer.headers, *more)]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    if close:
        lines.append("Connection: close")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape")


def chunked(body: bytes, size: int = 1500) -> bytes:
    """The body in chunks, without the last empty one."""
    parts = (body[start : start + size] for start in range(0, len(body), size))
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts)


def whole(answer: Answer, *, no_body: bool = False) -> tuple[bytes, bool]:
    """The bytes of an answer and whether the connection must be closed after them."""
    body = answer.body
    if no_body or answer.status == 304:
        return head(answer, length=None if answer.status == 304 else len(body)), False
    if answer.how in ("gzip", "cut-gzip"):
        body = gzip.compress(body, 6, mtime=0)
    coding = (("Content-Encoding", "gzip"),) if answer.how in ("gzip", "cut-gzip") else ()
    if answer.how.startswith("cut-"):
        return _cut(answer, body, coding)
    if answer.how == "chunked":
        return head(answer, length=None, more=_CHUNKS) + chunked(body) + b"0\r\n\r\n", False
    return head(answer, length=len(body), more=coding) + body, False


def _cut(answer: Answer, body: bytes, coding: tuple[tuple[str, str], ...]) -> tuple[bytes, bool]:
    """Half of a body, ended in one of the ways that bodies are lost."""
    half = body[: max(1, len(body) // 2)]
    if answer.how == "cut-chunked":
        return head(answer, length=None, more=_CHUNKS, close=True) + chunked(half), True
    if answer.how == "cut-gzip":  # the length is that of the half: only the gzip trailer is missing
        return head(answer, length=len(half), more=coding) + half, False
    length = len(body) if answer.how == "cut-length" else None
    return head(answer, length=length, close=True) + half, True
