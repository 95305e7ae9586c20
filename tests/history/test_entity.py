"""Bodies: every coding comes off, every cut is noticed, nothing grows without end."""

import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest

from crawler.entity import dechunked, entity, uncoded, zstd
from crawler.errors import CutOff, TooLarge, Undecodable

PAGE = ("<html><body>" + "Một dòng tin công thương. " * 400 + "</body></html>").encode()
CODED = {
    "gzip": gzip.compress(PAGE),
    "x-gzip": gzip.compress(PAGE[:99]) + gzip.compress(PAGE[99:]),
    "deflate": zlib.compress(PAGE),
    "Deflate ": zlib.compress(PAGE)[2:-4],
    "br": brotli.compress(PAGE),
    "zstd": zstd.compress(PAGE),
    "zstd ": zstd.compress(PAGE[:99]) + zstd.compress(PAGE[99:]),
}


def chunked(body: bytes, size: int = 1000) -> bytes:
    parts = [body[n : n + size] for n in range(0, len(body), size)]
    return b"".join(b"%x;note=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize("coding", CODED)
def test_each_coding_comes_off(coding: str) -> None:
    headers = [("content-encoding", coding), ("Content-Length", str(len(CODED[coding])))]
    assert entity(headers, CODED[coding]) == PAGE
    assert entity([*headers[:1], ("Transfer-Encoding", "chunked")], chunked(CODED[coding])) == PAGE


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate"])
def test_a_body_cut_anywhere_is_never_taken_for_whole(coding: str) -> None:
    body = CODED[coding]
    for cut in range(1, len(body)):
        with pytest.raises((CutOff, Undecodable)):
            entity([("Content-Encoding", coding)], body[:cut])


def test_a_chunked_body_cut_anywhere_is_never_taken_for_whole() -> None:
    body = chunked(PAGE)
    for cut in range(20, len(body) - 5, 97):
        with pytest.raises(CutOff):
            dechunked(body[:cut])


def test_a_body_shorter_than_its_content_length_is_cut_off() -> None:
    with pytest.raises(CutOff):
        entity([("Content-Length", str(len(PAGE)))], PAGE[:-1])


def test_archives_that_store_the_decoded_body_under_the_old_headers_are_believed() -> None:
    for coding in CODED:
        assert entity([("Content-Encoding", coding), ("Content-Length", "20")], PAGE) == PAGE
    assert entity([("Content-Encoding", "gzip"), ("Content-Length", "99999")], PAGE) == PAGE
    assert entity([("Transfer-Encoding", "chunked")], PAGE) == PAGE


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, brotli.compress, zstd.compress])
def test_a_bomb_is_refused_at_the_cap_without_being_unpacked(pack: Callable[[bytes], bytes]) -> None:
    coding = {gzip.compress: "gzip", zlib.compress: "deflate", brotli.compress: "br"}.get(pack, "zstd")
    bomb = pack(bytes(50 * 2**20))
    tracemalloc.start()
    with pytest.raises(TooLarge):
        uncoded(bomb, coding, cap=2**20)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 2**20


def test_a_body_over_the_cap_is_refused_without_any_coding() -> None:
    with pytest.raises(TooLarge):
        entity([], bytes(2**20 + 1), cap=2**20)


def test_an_unknown_coding_and_bytes_that_are_not_in_theirs_are_named() -> None:
    for coding, body in (("compress", PAGE), ("br", PAGE[9:]), ("deflate", b"\xff" * 30)):
        with pytest.raises((Undecodable, CutOff)):
            entity([("Content-Encoding", coding)], body)


def test_an_empty_body_is_empty() -> None:
    assert entity([("Content-Encoding", "gzip"), ("Content-Length", "0")], b"") == b""
