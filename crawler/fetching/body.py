"""From the body as sent to the body meant: strict about its end, bounded in size. Scrapy accepts half a gzip."""

from __future__ import annotations

import re
import zlib

from crawler.errors import CutOff, TooLarge, Undecodable

_CHUNK = 64 * 1024
_DOCUMENT_END = re.compile(
    rb"</(?:html|rss|feed|urlset|sitemapindex)\s*>[\s\x00]*(?:<!--.*?-->\s*)*\Z", re.IGNORECASE | re.DOTALL
)
_GZIP = 16 + zlib.MAX_WBITS


def decoded(body: bytes, encodings: str, limit: int) -> bytes:
    """Take the Content-Encoding (as in the header, "" for none) off `body`; at most `limit` bytes come out."""
    for encoding in reversed([name.strip().lower() for name in encodings.split(",") if name.strip()]):
        body = _without(encoding, body, limit)
    return body


def ends_like_a_document(body: bytes) -> bool:
    """Whether a body whose length nobody declared shows its own end, so that a cut would have been seen."""
    return _DOCUMENT_END.search(body[-4096:]) is not None


def _without(encoding: str, body: bytes, limit: int) -> bytes:
    if encoding == "identity":
        return body
    try:
        if encoding in {"gzip", "x-gzip"}:
            return _gunzipped(body, limit)
        if encoding == "deflate":
            return _inflated(body, limit)
    except zlib.error as error:
        raise Undecodable(f"{encoding} ({error})") from error
    raise Undecodable(f"encoding {encoding[:40]!r} was not asked for")


def _gunzipped(body: bytes, limit: int) -> bytes:
    if body[:1] not in {b"\x1f", b""}:
        return body  # some portals announce gzip and send plain text
    parts: list[bytes] = []
    while body.startswith(b"\x1f\x8b") or not parts:  # members may follow each other; padding after the last is ignored
        stream = zlib.decompressobj(_GZIP)
        parts.append(_all_of(stream, body, limit - sum(map(len, parts))))
        body = stream.unused_data
    return b"".join(parts)


def _inflated(body: bytes, limit: int) -> bytes:
    try:
        return _all_of(zlib.decompressobj(), body, limit)
    except zlib.error:  # servers by Microsoft send the raw stream without the zlib head
        return _all_of(zlib.decompressobj(-zlib.MAX_WBITS), body, limit)


def _all_of(stream: zlib._Decompress, data: bytes, limit: int) -> bytes:
    out = bytearray()
    while data and not stream.eof:
        out += stream.decompress(data, _CHUNK)
        if len(out) > limit:
            raise TooLarge(f"more than {limit} bytes after decompression")
        data = stream.unconsumed_tail
    while not stream.eof and (rest := stream.decompress(b"", _CHUNK)):  # output held back by the last max_length
        out += rest
        if len(out) > limit:
            raise TooLarge(f"more than {limit} bytes after decompression")
    if not stream.eof:
        raise CutOff("compressed body ends early")
    return bytes(out)
