"""An HTTP body as its server meant it: transfer and content codings taken off, cut-off and outsized bodies named."""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]  # ships no types

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from crawler.errors import CutOff, PageError, TooLarge, Undecodable

if TYPE_CHECKING:
    from archive.article import Outcome

MAX_ENTITY = 20 * 2**20
LENGTH = re.compile(r"[0-9]{1,18}")  # Python turns no more than some thousand digits into a number, and is slow at it
_PIECE = 2**16  # decoded at a time: a bomb must not get further than one piece past the cap


def _zlib(body: bytes, wbits: int, at: int = 0) -> Generator[bytes, None, int]:
    """One zlib, gzip or bare deflate stream from a place on; returns the place after it."""
    stream = zlib.decompressobj(wbits)
    while not stream.eof:
        data = stream.unconsumed_tail or body[at : at + _PIECE]
        at += 0 if stream.unconsumed_tail else len(data)
        piece = stream.decompress(data, _PIECE)
        _not_short(piece, data, ended=stream.eof)
        yield piece
    return at - len(stream.unused_data)


def _gzip(body: bytes) -> Iterator[bytes]:
    """Members in a row are one body (RFC 9110, 8.4.1.3); browsers ignore garbage after the last."""
    at = yield from _zlib(body, 16 + zlib.MAX_WBITS)
    while body.startswith(_MAGIC["gzip"], at):
        at = yield from _zlib(body, 16 + zlib.MAX_WBITS, at)


def _deflate(body: bytes) -> Iterator[bytes]:
    """RFC 9110 says zlib; many servers send bare deflate, which no sane packer begins like a zlib head."""
    bare = len(body) < 2 or (body[0] & 0x0F) != 8 or int.from_bytes(body[:2], "big") % 31
    return _zlib(body, -zlib.MAX_WBITS if bare else zlib.MAX_WBITS)


def _brotli(body: bytes) -> Iterator[bytes]:
    stream, at = brotli.Decompressor(), 0
    while not stream.is_finished():
        data = body[at : at + _PIECE] if stream.can_accept_more_data() else b""
        at += len(data)
        piece = bytes(stream.process(data, output_buffer_limit=_PIECE))
        _not_short(piece, data, ended=stream.is_finished())
        yield piece


def _zstd(body: bytes) -> Iterator[bytes]:
    at = 0
    while not at or body.startswith(_MAGIC["zstd"], at):  # frames may follow each other, as members of gzip do
        stream = zstd.ZstdDecompressor()
        while not stream.eof:
            data = body[at : at + _PIECE] if stream.needs_input else b""
            at += len(data)
            piece = stream.decompress(data, _PIECE)
            _not_short(piece, data, ended=stream.eof)
            yield piece
        at -= len(stream.unused_data)


def _not_short(piece: bytes, data: bytes, *, ended: bool) -> None:
    if not (piece or data or ended):
        raise CutOff("compressed body ends early")


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd,
}  # fmt: skip
_MAGIC = {"gzip": b"\x1f\x8b", "x-gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}
ALL = frozenset(_DECODERS)
ASKED_FOR = frozenset({"gzip", "x-gzip", "deflate"})
"""What settings.py accepts of a live portal."""


def uncoded(body: bytes, stated: str, cap: int = MAX_ENTITY, known: AbstractSet[str] = ALL) -> bytes:
    """The body without its codings, `stated` as in Content-Encoding; raises CutOff, TooLarge or Undecodable.

    What the bytes are decides: portals announce gzip and send plain text, and archives keep bodies with the codings
    still on (wget) or already off (Common Crawl).
    """
    for coding in reversed(_codings(stated)):
        if coding not in known:
            raise Undecodable(f"encoding {coding[:40]!r} was not asked for")
        if body and _bears(body, coding):
            body = _decoded(body, coding, cap)
    return body


def spoilt(error: PageError) -> tuple[Outcome, str]:
    """Outcome and reason that a capture with such a body gets."""
    return {
        "truncated": ("truncated", "truncated:body"),
        "too-large": ("unreadable", "unreadable:too-large"),
    }.get(error.kind, ("unreadable", "unreadable:content-encoding"))  # type: ignore[return-value]  # all are outcomes


# What servers put there that is no coding at all: a charset, or the word for nothing.
_NO_CODINGS = frozenset(("", "identity", "none", "utf-8", "utf8", "windows-1258", "8bit", "binary"))


def _codings(stated: str) -> list[str]:
    names = (name.strip() for name in stated.lower().split(","))
    return [name for name in names if name not in _NO_CODINGS]


# No coded body begins like this, though brotli and deflate begin with no sign of their own.
_PLAIN = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|!--|html|head|\?xml)", re.IGNORECASE)


def _bears(body: bytes, coding: str) -> bool:
    return body.startswith(_MAGIC[coding][: len(body)]) if coding in _MAGIC else not _PLAIN.match(body)


def header(headers: Iterable[tuple[str, str]], name: str) -> str | None:
    """The first value of a header by its name in any case, or None."""
    return next((value for key, value in headers if key.lower() == name), None)


def entity(headers: Iterable[tuple[str, str]], body: bytes, cap: int = MAX_ENTITY) -> bytes:
    """The decoded body of a captured response; raises CutOff, TooLarge or Undecodable. The raw bytes stay kept."""
    headers = tuple(headers)
    chunked = is_chunked(headers)
    plain = dechunked(body) if chunked else body
    length, stated = header(headers, "content-length"), header(headers, "content-encoding") or ""
    codings = _codings(stated)
    as_sent = not codings or _bears(plain, codings[-1])
    if not chunked and length and LENGTH.fullmatch(length) and len(plain) < int(length) and as_sent:
        raise CutOff(f"{len(plain)} of {length} bytes")
    plain = uncoded(plain, stated, cap)
    if len(plain) > cap:
        raise TooLarge(f"{len(plain)} bytes, at most {cap} are read")
    return plain


def is_chunked(headers: Iterable[tuple[str, str]]) -> bool:
    """Whether headers state that a body comes in chunks."""
    return "chunked" in (header(headers, "transfer-encoding") or "").lower()


def dechunked(body: bytes) -> bytes:
    """A chunked body without its framing; one that is not chunked at all comes back as it is (Common Crawl)."""
    out: list[bytes] = []
    position = 0
    while True:
        end = body.find(b"\r\n", position, position + 64)
        size = _chunk_size(body[position:end]) if end >= 0 else None
        if size is None:
            if not position:
                return body
            raise CutOff(f"chunk framing broken after {position} bytes")
        if size == 0:
            return b"".join(out)
        position = end + 2 + size + 2
        if len(body) < position - 2:
            raise CutOff(f"last chunk is cut off after {len(body)} bytes")
        out.append(body[end + 2 : position - 2])


def _chunk_size(line: bytes) -> int | None:
    digits = line.split(b";", 1)[0].strip()
    return int(digits, 16) if digits and all(c in b"0123456789abcdefABCDEF" for c in digits) else None


def _decoded(body: bytes, coding: str, cap: int) -> bytes:
    pieces, size = [], 0
    try:
        for piece in _DECODERS[coding](body):
            size += len(piece)
            if size > cap:
                raise TooLarge(f"more than {cap} bytes after decompression")
            pieces.append(piece)
    except (zlib.error, brotli.error, zstd.ZstdError) as error:
        raise Undecodable(f"{coding} ({error})") from error
    return b"".join(pieces)
