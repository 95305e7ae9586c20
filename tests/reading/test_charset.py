"""Encodings: Vietnamese comes out as Vietnamese, whatever the header says; what is not sure is flagged."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.charset import decode
from crawler.reading.legacy_fonts import TCVN3, from_tcvn3, from_vni, in_unicode, legacy_of

TEXT = "Sở Công Thương tỉnh Bến Tre tổ chức hội nghị tổng kết khuyến công, biểu dương những tập thể xuất sắc."
HTML = f"<html><head><title>Tin</title></head><body><p>{TEXT}</p></body></html>"
TO_1258 = {"\u0300": "\u0300", "\u0301": "\u0301", "\u0303": "\u0303", "\u0309": "\u0309", "\u0323": "\u0323"}


def in_1258(text: str) -> bytes:
    """Windows-1258 has letters with hat, breve and horn, and the five tones as marks that follow."""
    told = ""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in parts if mark in TO_1258)
        told += unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in TO_1258)) + tone
    return told.encode("cp1258")


def in_tcvn3(text: str) -> str:
    backwards = {letter: chr(code) for code, letter in TCVN3.items()}
    return "".join(backwards.get(letter, letter) for letter in text)


def in_vni(text: str) -> str:
    plain = {"đ": "ñ", "ơ": "ô", "ư": "ö", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "í": "í", "ì": "ì"}
    marks = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
    hats = {"\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
    breves = {"\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
    told = ""
    for letter in text:
        low = letter.lower()
        if low in plain:
            told += plain[low] if letter == low else plain[low].upper()
            continue
        base, *rest = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in rest if mark in marks), "")
        base = {"\u031b": {"o": "ô", "u": "ö", "O": "Ô", "U": "Ö"}}.get("\u031b" if "\u031b" in rest else "", {}).get(
            base, base
        )
        if "\u0302" in rest:
            told += base + (hats[tone] if tone else "â")
        elif "\u0306" in rest:
            told += base + (breves[tone] if tone else "ê")
        else:
            told += base + (marks[tone] if tone else "")
    return told


@pytest.mark.parametrize(
    ("body", "header", "encoding"),
    [
        (HTML.encode(), "text/html; charset=utf-8", "utf-8"),
        (HTML.encode(), None, "utf-8"),
        (HTML.encode(), "text/html; charset=iso-8859-1", "utf-8"),
        (HTML.encode(), "text/html; charset=windows-1258", "utf-8"),
        (HTML.replace("<title>", "<meta charset=gb2312><title>").encode(), "text/html", "utf-8"),
        (HTML.encode(), "text/html; charset=khong-ro", "utf-8"),
        (b"\xef\xbb\xbf" + HTML.encode(), "text/html; charset=iso-8859-1", "utf-8"),
        (HTML.encode("utf-16"), "text/html; charset=utf-8", "utf-16-le"),
        (HTML.encode("utf-16-le"), "text/html", "utf-16-le"),
        (HTML.encode("utf-16-be"), None, "utf-16-be"),
        (in_1258(HTML), "text/html; charset=windows-1258", "cp1258"),
        (in_1258(HTML), "text/html; charset=utf-8", "cp1258"),
        (in_1258(HTML), "text/html; charset=iso-8859-1", "cp1258"),
        (
            in_1258(
                HTML.replace(
                    "<title>", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1258"><title>'
                )
            ),
            None,
            "cp1258",
        ),
        (HTML.encode().decode("latin-1").encode(), "text/html; charset=utf-8", "utf-8"),
        (HTML.encode().replace(b"Tin", b"T\0in"), "text/html; charset=utf-8", "utf-8"),
        (in_tcvn3(HTML).encode("latin-1"), "text/html; charset=iso-8859-1", "cp1252"),
        (in_tcvn3(HTML).encode(), "text/html; charset=utf-8", "utf-8"),
        (in_vni(HTML).encode("latin-1"), "text/html", "cp1252"),
    ],
)
def test_vietnamese_comes_out_as_vietnamese(body: bytes, header: str | None, encoding: str) -> None:
    decoded = decode(body, header)
    assert TEXT in decoded.html
    assert decoded.encoding == encoding
    assert "\0" not in decoded.html


def test_what_was_repaired_or_stays_doubtful_is_said() -> None:
    assert decode(HTML.encode(), "text/html; charset=utf-8").note is None
    assert decode(HTML.encode(), "text/html; charset=iso-8859-1").note == "declared cp1252, is utf-8"
    assert decode(b"caf\xe9", "text/html; charset=utf-8").note == "declared utf-8, read as cp1252"
    assert decode(HTML.encode()[:-30] + b"\xe1\xbb", "text/html; charset=utf-8").note == "some bytes are no utf-8"
    assert decode(b"<p>plain", "text/html; charset=iso-8859-1").note is None


@pytest.mark.parametrize("text", [TEXT, TEXT.lower(), "đường dây điện lực, người dân được hưởng ưu đãi"])
def test_legacy_fonts_are_read_and_nothing_else_is_touched(text: str) -> None:
    assert from_tcvn3(in_tcvn3(text)) == text
    assert from_vni(in_vni(text)) == text
    assert legacy_of(in_tcvn3(text)) is from_tcvn3
    assert legacy_of(in_vni(text)) is from_vni


@pytest.mark.parametrize(
    "text",
    [
        TEXT, unicodedata.normalize("NFD", TEXT), "Hotline © 2024 «Chợ» ®", "Peña, Coruña và São Paulo",
        "toàn hoàn loán uốn", "100 µm ± 5 °C",
        "Garçon, déjà vu, naïve, Noël", "",
    ],
)  # fmt: skip
def test_other_text_is_no_legacy_text(text: str) -> None:
    assert legacy_of(text) is None
    assert in_unicode(f"<p>{text}</p>") == (f"<p>{text}</p>", None)


def test_a_page_that_mixes_both_has_only_its_legacy_runs_converted() -> None:
    html = f'<p class="«x»">{TEXT}</p><font face=".VnTime">{in_tcvn3(TEXT)}</font><script>var a = "a«b¬c­d";</script>'
    converted, note = in_unicode(html)
    assert converted == html.replace(in_tcvn3(TEXT), TEXT)
    assert note == "legacy fonts: 1 runs of text converted"


@given(
    st.binary(max_size=400),
    st.sampled_from([None, "text/html", "text/html; charset=utf-16", "charset=utf-7", "x; charset=\xff"]),
)
def test_any_bytes_become_text(body: bytes, header: str | None) -> None:
    decode(body, header).html.encode("utf-8")
