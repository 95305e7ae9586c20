"""Vietnamese typed for the fonts of the nineties (TCVN3 ".VnTime", VNI) as the letters it shows. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

# TCVN3 puts the marked letters where Windows-1252 has signs; capitals with a tone exist only as another font, so that
# ".VnTimeH" shows small letters as capitals.
_TCVN3 = (
    "ĂÂÊÔƠƯĐăâêôơưđ", range(0xA1, 0xAF), "àảãáạ", range(0xB5, 0xBA), "ằẳẵắ", range(0xBB, 0xBF),
    "ặầẩẫấậè", range(0xC6, 0xCD), "ẻẽéẹềểễếệìỉ", range(0xCE, 0xD9),
    "ĩíịò", range(0xDC, 0xE0), "ỏõóọồổỗốộờởỡớợù", range(0xE1, 0xF0), "ủũúụừửữứựỳỷỹýỵ", range(0xF1, 0xFF),
)  # fmt: skip
TCVN3: dict[int, str] = {}
for _letters, _codes in zip(_TCVN3[::2], _TCVN3[1::2], strict=True):
    TCVN3.update(zip(_codes, _letters, strict=True))
# VNI writes a plain letter and then its mark as a letter of its own.
_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303",
    "ä": "\u0302\u0323", "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309",
    "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_LETTERS = dict(zip("ñôöæóòîÑÔÖÆÓÒÎ", "đơưỉĩịỵĐƠƯỈĨỊỴ", strict=True))
VNI_PAIR = re.compile(r"([aeouyôöAEOUYÔÖ])([ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË])|([ñôöæóòîÑÔÖÆÓÒÎ])")

# Signs that no other writing has inside of words; "­" is the soft hyphen, TCVN3's "ư".
TCVN3_INSIDE = re.compile(r"[A-Za-z][¨©ª«¬\xad®µ¶·¸¹»¼½¾]|[¨©ª«¬\xad®µ¶·¸¹»¼½¾][a-z]")
VNI_INSIDE = re.compile(r"[aeouyôöAEOUYÔÖ][ùøûõïåäëüÙØÛÕÏÅÄËÜ]|[ñÑ][aeouöôAEOUÖÔ]|ö(?=[aônm])")
# The same two, each sign by its rarer letter, one class of them first: re skips all other letters fast.
SIGNS = re.compile(
    r"[¨©ª«¬\xad®µ¶·¸¹»¼½¾ùøûõïåäëüÙØÛÕÏÅÄËÜñÑö]"
    r"(?:(?<=[¨©ª«¬\xad®µ¶·¸¹»¼½¾])(?:(?<=[A-Za-z].)|(?=[a-z]))|(?<=[aeouyôöAEOUYÔÖ][ùøûõïåäëüÙØÛÕÏÅÄËÜ])"
    r"|(?<=[ñÑ])(?=[aeouöôAEOUÖÔ])|(?<=ö)(?=[aônm]))"
)
# Letters that only Vietnamese in Unicode has: where they are, text is no legacy text.
UNICODE_VIETNAMESE = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9\u0300\u0301\u0303\u0309\u0323]")
LEAST_SIGNS = 3
TEXT = re.compile(r"(<(?:script|style)\b.*?</(?:script|style)\s*>|<[^>]*>)", re.IGNORECASE | re.DOTALL)


def from_tcvn3(text: str) -> str:
    """Text typed for a .Vn font as Unicode."""
    return text.translate(TCVN3)


def from_vni(text: str) -> str:
    """Text typed for a VNI font as Unicode (NFC)."""
    return unicodedata.normalize("NFC", VNI_PAIR.sub(_vni_letter, text))


def _vni_letter(match: re.Match[str]) -> str:
    if match[3]:
        return _VNI_LETTERS[match[3]]
    return _VNI_LETTERS.get(match[1], match[1]) + _VNI_MARKS[match[2].lower()]


def legacy_of(text: str) -> Callable[[str], str] | None:
    """How to read a text typed for legacy fonts, or None: several signs of one kind, no Vietnamese in Unicode."""
    if text.isascii() or UNICODE_VIETNAMESE.search(text):
        return None
    tcvn3, vni = len(TCVN3_INSIDE.findall(text)), len(VNI_INSIDE.findall(text))
    if max(tcvn3, vni) < LEAST_SIGNS:
        return None
    return from_tcvn3 if tcvn3 >= vni else from_vni


@lru_cache(maxsize=1)  # decoding a page asks, and reading it asks again
def in_unicode(html: str) -> tuple[str, str | None]:
    """A page with its legacy text as Unicode, and a note if there was any.

    A page without any Unicode Vietnamese is of one kind throughout; on others each run of text decides for itself.
    """
    if not SIGNS.search(html):
        return html, None
    pieces = TEXT.split(html)
    whole = legacy_of(" ".join(pieces[::2]))
    count = 0
    for place in range(0, len(pieces), 2):
        read = whole or legacy_of(pieces[place])
        if read is not None and not pieces[place].isascii():
            pieces[place] = read(pieces[place])
            count += 1
    return ("".join(pieces), f"legacy fonts: {count} runs of text converted") if count else (html, None)
