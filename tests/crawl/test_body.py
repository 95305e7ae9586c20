import gzip
import zlib

import pytest

from crawler.entity import ASKED_FOR, uncoded
from crawler.errors import CutOff, TooLarge, Undecodable
from crawler.fetching.body import ends_like_a_document

PAGE = "<html><body><p>Cụm công nghiệp Phong Nẫm có thêm ba nhà máy.</p></body></html>".encode() * 40
LIMIT = 1 << 20


def decoded(body: bytes, encodings: str, limit: int) -> bytes:
    return uncoded(body, encodings, limit, ASKED_FOR)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encodings", "body"),
    [
        ("", PAGE),
        ("identity", PAGE),
        ("gzip", gzip.compress(PAGE)),
        ("X-GZIP", gzip.compress(PAGE)),
        ("gzip", gzip.compress(PAGE[:100]) + gzip.compress(PAGE[100:])),
        ("gzip", gzip.compress(PAGE) + b"\x00" * 9),
        ("gzip", PAGE),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", raw_deflate(PAGE)),
        ("deflate, gzip", gzip.compress(zlib.compress(PAGE))),
    ],
)
def test_a_whole_body_comes_out_whole_however_it_was_sent(encodings: str, body: bytes) -> None:
    assert decoded(body, encodings, LIMIT) == PAGE


def test_a_gzip_body_cut_at_any_byte_is_refused() -> None:
    whole = gzip.compress(PAGE)
    for end in range(1, len(whole)):
        with pytest.raises((CutOff, Undecodable)):
            decoded(whole[:end], "gzip", LIMIT)


def test_a_deflate_body_cut_at_any_byte_is_refused() -> None:
    whole = zlib.compress(PAGE)
    for end in range(1, len(whole)):
        with pytest.raises((CutOff, Undecodable)):
            decoded(whole[:end], "deflate", LIMIT)


def test_a_bomb_stops_at_the_limit() -> None:
    bomb = gzip.compress(b"\x00" * (50 << 20))
    with pytest.raises(TooLarge):
        decoded(bomb, "gzip", LIMIT)
    with pytest.raises(TooLarge):
        decoded(gzip.compress(bomb), "gzip, gzip", LIMIT)


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "nonsense"])
def test_an_encoding_we_did_not_ask_for_is_refused(encoding: str) -> None:
    with pytest.raises(Undecodable):
        decoded(b"\x1b\x03\x00", encoding, LIMIT)


def test_damaged_bytes_are_refused() -> None:
    damaged = bytearray(gzip.compress(PAGE))
    damaged[40] ^= 0xFF
    with pytest.raises((Undecodable, CutOff)):
        decoded(bytes(damaged), "gzip", LIMIT)


def test_a_document_shows_its_end() -> None:
    assert ends_like_a_document(PAGE)
    assert ends_like_a_document(b"<urlset></urlset>\n")
    assert ends_like_a_document(b"<html></HTML >\n<!-- 0.3 s -->\n")
    assert not ends_like_a_document(PAGE[:-9])
    assert not ends_like_a_document(b"")
