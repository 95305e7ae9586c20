"""What kind of file some bytes are, by their content: servers send error pages as pictures. Pure."""

from __future__ import annotations

import re

PLAIN, UNKNOWN = "text/plain", "application/octet-stream"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"\0\0\1\0", "image/vnd.microsoft.icon"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"{\\rtf", "application/rtf"),
    (b"ID3", "audio/mpeg"),
)
# Office files of before 2007 are small file systems; the name of a stream, in UTF-16, tells the program.
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_STREAMS = (
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
_PACKED = (
    (b"word/", _OFFICE + "wordprocessingml.document"),
    (b"xl/", _OFFICE + "spreadsheetml.sheet"),
    (b"ppt/", _OFFICE + "presentationml.presentation"),
)
# Where the content tells the family only, the name may tell the member; it never overrules the content.
_OLD_FAMILY, _NEW_FAMILY = "application/x-ole-storage", "application/zip"
_NAMED = {
    _OLD_FAMILY: {
        "doc": "application/msword",
        "xls": "application/vnd.ms-excel",
        "ppt": "application/vnd.ms-powerpoint",
    },
    _NEW_FAMILY: {
        "docx": _OFFICE + "wordprocessingml.document",
        "xlsx": _OFFICE + "spreadsheetml.sheet",
        "pptx": _OFFICE + "presentationml.presentation",
        "odt": "application/vnd.oasis.opendocument.text",
        "ods": "application/vnd.oasis.opendocument.spreadsheet",
        "odp": "application/vnd.oasis.opendocument.presentation",
    },
}
_NAME = re.compile(r"\.([a-z]{3,4})(?=$|[/?&])", re.IGNORECASE)
_OPEN_DOCUMENT = re.compile(rb"mimetype(application/vnd\.oasis\.opendocument\.[a-z-]+)")
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(!doctype\s+)?([a-z!][\w:]*)",
    re.IGNORECASE | re.DOTALL,
)
_PAGE_TAGS = re.compile(rb"(?i)<(?:html|head|body|title|script|meta|div|table|form|h1)\b")
_ENDS = (
    ("image/png", b"IEND\xaeB`\x82"),
    ("image/jpeg", b"\xff\xd9"),
    ("image/gif", b";"),
    ("application/pdf", b"%%EOF"),
)
_ZIP_END = b"PK\x05\x06"


def type_of(body: bytes) -> str | None:
    """The media type that the content shows; None for a web page (an error, a login, a block) and for no bytes."""
    if not body.strip():
        return None
    for start, kind in _STARTS:
        if body.startswith(start):
            return kind
    if body.startswith(_COMPOUND):
        return next((kind for name, kind in _STREAMS if name.encode("utf-16-le") in body), _OLD_FAMILY)
    if body.startswith((b"PK\x03\x04", _ZIP_END)):
        return _packed(body)
    if b"%PDF-" in body[:1024]:
        return "application/pdf"
    return _boxed(body) or _text(body)


def type_under(url: str, body: bytes) -> str | None:
    """The media type by content, and by the address's ending where the content leaves a choice: .doc, .xls, .docx …."""
    kind = type_of(body)
    named = _NAMED.get(kind or "", {})
    fits = [named[ending.lower()] for ending in _NAME.findall(url) if ending.lower() in named]
    return fits[-1] if fits else kind


def _packed(body: bytes) -> str:
    if told := _OPEN_DOCUMENT.search(body, 0, 256):
        return told[1].decode()
    names = body[-65536:]  # the directory at the end names every member
    return next((kind for name, kind in _PACKED if b"PK\x01\x02" in names and name in names), _NEW_FAMILY)


def _boxed(body: bytes) -> str | None:
    """Formats that tell their kind a few bytes on."""
    if body[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"AVI ": "video/x-msvideo", b"WAVE": "audio/wav"}.get(body[8:12])
    if body[4:8] == b"ftyp":
        return "image/avif" if body[8:12] in {b"avif", b"avis"} else "video/mp4"
    if body[:2] == b"BM" and int.from_bytes(body[2:6], "little") in {len(body), 0}:
        return "image/bmp"
    return None


def _text(body: bytes) -> str | None:
    start = body[:4096]
    markup = _MARKUP.match(start)
    if markup and markup[2].lower() == b"svg":
        return "image/svg+xml"
    if markup and (markup[1] or _PAGE_TAGS.search(start)):
        return None
    if b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return UNKNOWN
    return "application/xml" if markup else PLAIN


def ends_like_a_file(body: bytes) -> bool:
    """Whether a file whose length nobody declared shows its own end, so that a cut would have been seen."""
    kind = type_of(body)
    if kind is not None and body[:2] == b"PK":
        return _ZIP_END in body[-65600:]
    return any(kind == each and end in body[-1024:].rstrip(b"\0\r\n ")[-64:] for each, end in _ENDS)


def is_picture(kind: str) -> bool:
    """Whether a media type is that of a picture."""
    return kind.startswith("image/")
