"""Bytes of a page to text as browsers decode them, with a check that Vietnamese came out as Vietnamese. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

from crawler.reading.legacy_fonts import in_unicode

# UTF-8 read as Windows-1252: "Sá»Ÿ CÃ´ng ThÆ°Æ¡ng".
MOJIBAKE = re.compile(r"á[º»][\u0080-\u00bf\u0152-\u2122]|Ã[\u00a0-\u00bf]|Æ[°¡\u00a0¯]|Ä[\u0090\u2018‘ƒ\u0192\u0082]")
MARKED = re.compile(r"[àáâãèéêìíòóôõùúýăđĩũơư\u1ea0-\u1ef9]", re.IGNORECASE)
LOOSE_MARKS = re.compile(r"[\u0300\u0301\u0303\u0309\u0323]")
LEAST_MARKS = 3
DROPPED = dict.fromkeys([0])  # NUL: no text has it, and parsers stop at it


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page as text, the encoding it was read by, and what had to be repaired or stays doubtful (None: nothing)."""

    html: str
    encoding: str
    note: str | None = None


def decode(body: bytes, content_type: str | None) -> Decoded:
    """The text of a page: by BOM, then header, then meta; repaired where those are surely wrong, else flagged."""
    mark, skipped = read_bom(body)
    if mark is not None:
        return finished(body[len(skipped or b"") :].decode(mark, "replace"), mark, None)
    declared = declared_by(body, content_type)
    if looks_like_utf16(body):
        encoding = "utf-16-be" if body[:1] == b"\0" else "utf-16-le"
        return finished(body.decode(encoding, "replace"), encoding, f"declared {declared or 'nothing'}, is {encoding}")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return by_bytes(body, declared)
    # Text of another encoding is hardly ever valid UTF-8: what the page declares counts only where this fails.
    wrong = declared not in {None, "utf-8"} and not body.isascii()
    return finished(text, "utf-8", f"declared {declared}, is utf-8" if wrong else None)


def declared_by(body: bytes, content_type: str | None) -> str | None:
    """The encoding that the HTTP header or else the page itself names, by the name that decodes it."""
    return http_content_type_encoding(content_type) or html_body_declared_encoding(body[:4096])


def looks_like_utf16(body: bytes) -> bool:
    """Whether every second byte at the start is NUL: UTF-16 without its mark."""
    start = body[:200]
    return len(start) >= 8 and (start[1::2].count(0) > len(start) * 0.4 or start[::2].count(0) > len(start) * 0.4)


def by_bytes(body: bytes, declared: str | None) -> Decoded:
    """Bytes that are not UTF-8: the declared encoding, Windows-1258 where that gives Vietnamese, or UTF-8 with gaps."""
    gaps = body.decode("utf-8", "replace")
    if gaps.count("\ufffd") * 5 < len(MARKED.findall(gaps)):  # some broken bytes in a page that is UTF-8
        return finished(gaps, "utf-8", "some bytes are no utf-8")
    vietnamese = unicodedata.normalize("NFC", body.decode("cp1258", "replace"))
    if is_from_1258(vietnamese):
        named = declared and resolve_encoding(declared) == "cp1258"
        return finished(vietnamese, "cp1258", None if named else f"declared {declared or 'nothing'}, is windows-1258")
    encoding = declared if declared not in {None, "utf-8"} else "cp1252"
    text = body.decode(str(encoding), "replace")
    doubtful = declared != encoding or "\ufffd" in text
    return finished(text, str(encoding), f"declared {declared or 'nothing'}, read as {encoding}" if doubtful else None)


def is_from_1258(text: str) -> bool:
    """Whether text decoded as Windows-1258 is Vietnamese: its tone marks found letters to stand on."""
    composed, loose = len(re.findall(r"[\u1ea0-\u1ef9]", text)), len(LOOSE_MARKS.findall(text))
    return composed >= LEAST_MARKS and loose * 10 <= composed


def finished(text: str, encoding: str, note: str | None) -> Decoded:
    """The text without NUL and lone surrogates, twice encoded text and legacy fonts read, with what was done."""
    notes = [note] if note else []
    text = text.translate(DROPPED) if "\0" in text else text
    if len(MOJIBAKE.findall(text[:100_000])) >= LEAST_MARKS:
        once = encoded_once(text)
        notes.append("encoded twice, repaired" if once else "looks encoded twice")
        text = once or text
    text, legacy = in_unicode(text)
    if legacy:
        notes.append(legacy)
    return Decoded(text, encoding, "; ".join(notes) or None)


def encoded_once(text: str) -> str | None:
    """Text that was taken for Windows-1252 and encoded as UTF-8 again, as it was before; None unless all of it was."""
    try:
        return b"".join(byte_of(letter) for letter in text).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None


def byte_of(letter: str) -> bytes:
    """The Windows-1252 byte of a letter; its five gaps stand for themselves, as browsers have it."""
    return bytes([ord(letter)]) if ord(letter) < 0xA0 else letter.encode("cp1252")
