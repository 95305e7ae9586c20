"""An HTTP body as its server meant it: transfer and content codings taken off, cut-off and outsized bodies named."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterable
from typing import Protocol

import brotli  # type: ignore[import-untyped]  # ships no types

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MAX_ENTITY = 20 * 2**20
_PIECE = 2**16


class BodyError(ValueError):
    """A body that cannot be taken for the whole page; `reason` is a name for the ledger. The raw bytes stay kept."""

    reason = "unreadable:body"


class CutOffBodyError(BodyError):
    """The body ends before its own framing says so: ask again, or look for another capture."""

    reason = "truncated:body"


class OutsizedBodyError(BodyError):
    """The decoded body is larger than the cap; nothing of it is read."""

    reason = "unreadable:too-large"


class UnknownCodingError(BodyError):
    """The body's Content-Encoding is not one we can take off, or the bytes are not in it."""

    reason = "unreadable:content-encoding"


class _Decompressor(Protocol):
    def feed(self, data: bytes) -> bytes: ...

    @property
    def finished(self) -> bool: ...


class _Zlib:
    """gzip or deflate, piece by piece; several gzip members in a row are one body (RFC 9110, 8.4.1.3)."""

    def __init__(self, wbits: int) -> None:
        self.wbits = wbits
        self.inner = zlib.decompressobj(wbits)

    def feed(self, data: bytes) -> bytes:
        out = b""
        data = self.inner.unused_data + data
        while not self.inner.eof or data.startswith(b"\x1f\x8b"):  # garbage after the last member: browsers ignore it
            if self.inner.eof:
                self.inner = zlib.decompressobj(self.wbits)
            out += self.inner.decompress(data)
            if not self.inner.eof:
                break
            data = self.inner.unused_data
        return out

    @property
    def finished(self) -> bool:
        return self.inner.eof


class _Brotli:
    def __init__(self) -> None:
        self.inner = brotli.Decompressor()

    def feed(self, data: bytes) -> bytes:
        return bytes(self.inner.process(data))

    @property
    def finished(self) -> bool:
        return bool(self.inner.is_finished())


class _Zstd:
    def __init__(self) -> None:
        self.inner = zstd.ZstdDecompressor()

    def feed(self, data: bytes) -> bytes:
        return b"" if self.inner.eof else self.inner.decompress(data)

    @property
    def finished(self) -> bool:
        return self.inner.eof


def _deflate(body: bytes) -> _Decompressor:
    """RFC 9110 says zlib; many servers send bare deflate: the first two bytes tell which."""
    bare = len(body) < 2 or (body[0] & 0x0F) != 8 or int.from_bytes(body[:2], "big") % 31
    return _Zlib(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS)


_DECODERS: dict[str, Callable[[bytes], _Decompressor]] = {
    "gzip": lambda _: _Zlib(16 + zlib.MAX_WBITS),
    "x-gzip": lambda _: _Zlib(16 + zlib.MAX_WBITS),
    "deflate": _deflate,
    "br": lambda _: _Brotli(),
    "zstd": lambda _: _Zstd(),
}
_MAGIC = {"gzip": b"\x1f\x8b", "x-gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}


def header(headers: Iterable[tuple[str, str]], name: str) -> str | None:
    """The first value of a header by its name in any case, or None."""
    return next((value for key, value in headers if key.lower() == name), None)


def entity(headers: Iterable[tuple[str, str]], body: bytes, cap: int = MAX_ENTITY) -> bytes:
    """The decoded body of a response; raises a BodyError for one that is cut off, too large, or in an unknown coding.

    Archives store bodies with the codings still on (wget) or already off (Common Crawl): what the bytes are decides.
    """
    headers = tuple(headers)
    chunked = "chunked" in (header(headers, "transfer-encoding") or "").lower()
    plain = dechunked(body) if chunked else body
    length = header(headers, "content-length")
    codings = [c.strip() for c in (header(headers, "content-encoding") or "").lower().split(",")]
    codings = [c for c in codings if c not in {"", "identity"}]
    magic = _MAGIC.get(codings[-1], b"")[: len(plain)] if codings else b""
    coded = bool(codings) and plain.startswith(magic)
    if not chunked and length and length.isdecimal() and len(plain) < int(length) and (coded or not codings):
        raise CutOffBodyError(f"{len(plain)} of {length} bytes")
    if coded:
        for coding in reversed(codings):
            plain = _decoded(plain, coding, cap)
    if len(plain) > cap:
        raise OutsizedBodyError(f"{len(plain)} bytes, at most {cap} are read")
    return plain


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
            raise CutOffBodyError(f"chunk framing broken after {position} bytes")
        if size == 0:
            return b"".join(out)
        position = end + 2 + size + 2
        if len(body) < position - 2:
            raise CutOffBodyError(f"last chunk is cut off after {len(body)} bytes")
        out.append(body[end + 2 : position - 2])


def _chunk_size(line: bytes) -> int | None:
    digits = line.split(b";", 1)[0].strip()
    return int(digits, 16) if digits and all(c in b"0123456789abcdefABCDEF" for c in digits) else None


def _decoded(body: bytes, coding: str, cap: int) -> bytes:
    if coding not in _DECODERS:
        raise UnknownCodingError(coding)
    decoder, out, size = _DECODERS[coding](body), [], 0
    try:
        for start in range(0, len(body), _PIECE):
            out.append(decoder.feed(body[start : start + _PIECE]))
            size += len(out[-1])
            if size > cap:
                raise OutsizedBodyError(f"more than {cap} bytes behind {len(body)} bytes of {coding}")
    except (zlib.error, brotli.error, zstd.ZstdError) as error:
        raise UnknownCodingError(f"{coding}: {error}") from error
    if body and not decoder.finished:
        raise CutOffBodyError(f"the {coding} stream ends early, after {len(body)} bytes")
    return b"".join(out)
