"""Small real files made by code: PNG pictures, and PDF, Word, Excel and ZIP documents that programs open."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "rar": "application/x-rar-compressed",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")  # what a .doc, .xls or .ppt of before 2007 begins with


def media(name: str) -> tuple[bytes, str]:
    """The bytes and the media type of a file of that name; the same name gives the same bytes."""
    ending = name.rpartition(".")[2].lower()
    kind = TYPES.get(ending, "application/octet-stream")
    if kind.startswith("image/"):
        return png(zlib.crc32(name.encode())), "image/png"
    if ending == "pdf":
        return pdf(name), kind
    if ending in ("docx", "xlsx", "pptx", "zip"):
        return packed(name, kind), kind
    lead = b"Rar!\x1a\x07\x00" if ending == "rar" else _COMPOUND
    return lead + name.encode().ljust(512, b"\0"), kind


def png(seed: int) -> bytes:
    """A picture of 64 by 40 dots in two colours."""
    width, height = 64, 40
    one, two = struct.pack(">I", seed)[:3], struct.pack(">I", seed * 7 % 2**32)[:3]
    rows = b"".join(b"\0" + (one * (1 + row) + two * width)[: 3 * width] for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data)) for tag, data in parts
    )


def pdf(text: str) -> bytes:
    """A document of one page with a line of text and a right table of its objects."""
    line = f"BT /F1 14 Tf 60 760 Td ({text.encode('ascii', 'ignore').decode()}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(line), line),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + tail


def packed(name: str, kind: str) -> bytes:
    """A ZIP file with its list of contents, as Office files are."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as box:
        entry = zipfile.ZipInfo("[Content_Types].xml" if kind.startswith("application/vnd") else "doc-truoc.txt")
        box.writestr(entry, f'<?xml version="1.0" encoding="UTF-8"?><Types ContentType="{kind}" name="{name}"/>')
    return file.getvalue()
