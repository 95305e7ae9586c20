"""What kind of file some bytes are."""

import io
import zipfile

import pytest

from crawler.files import unfit
from crawler.filetypes import ends_like_a_file, type_of, type_under
from tests.replica.media import media, pdf, png

OFFICE = "application/vnd.openxmlformats-officedocument."


def packed(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as box:
        for name in names:
            box.writestr(name, "nội dung")
    return file.getvalue()


def compound(stream: str) -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + stream.encode("utf-16-le") + bytes(64)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (png(7), "image/png"),
        (b"\xff\xd8\xff\xe0" + bytes(20) + b"\xff\xd9", "image/jpeg"),
        (b"GIF89a" + bytes(20), "image/gif"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        (b"BM\x10\0\0\0" + bytes(10), "image/bmp"),
        (b"\0\0\0\x1cftypavif" + bytes(16), "image/avif"),
        (b'<?xml version="1.0"?>\n<!-- logo -->\n<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml"),
        (pdf("Bao cao"), "application/pdf"),
        (b"\n\n" + pdf("Bao cao"), "application/pdf"),
        (packed("[Content_Types].xml", "word/document.xml"), OFFICE + "wordprocessingml.document"),
        (packed("[Content_Types].xml", "xl/workbook.xml"), OFFICE + "spreadsheetml.sheet"),
        (packed("ppt/presentation.xml"), OFFICE + "presentationml.presentation"),
        (packed("bieu-mau.txt"), "application/zip"),
        (compound("WordDocument"), "application/msword"),
        (compound("Workbook"), "application/vnd.ms-excel"),
        (compound("PowerPoint Document"), "application/vnd.ms-powerpoint"),
        (b"Rar!\x1a\x07\x00" + bytes(9), "application/vnd.rar"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(9), "application/x-7z-compressed"),
        (b"{\\rtf1 \\ansi", "application/rtf"),
        ("STT;Tên chợ;Địa chỉ\n1;Chợ Lách;Chợ Lách\n".encode(), "text/plain"),
        (bytes(range(256)), "application/octet-stream"),
        (b"<!DOCTYPE html><title>404</title>", None),
        (b"\xef\xbb\xbf \n<html><body>Kh\xc3\xb4ng t\xc3\xacm th\xe1\xba\xa5y", None),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html xmlns="y"/>', None),
        (b'<script>document.cookie="D1N=1";window.location.reload(true);</script>', None),
        (b"", None),
        (b" \r\n", None),
    ],
)
def test_the_content_tells_the_kind_and_a_page_is_none(body: bytes, kind: str | None) -> None:
    assert type_of(body) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("/tep/bieu-mau.docx", OFFICE + "wordprocessingml.document"),
        ("/documents/20/1/1718064190000_Phụ+lục.xlsx/7f3a?t=1718064190000", OFFICE + "spreadsheetml.sheet"),
        ("/tep/bieu-mau.doc", "application/zip"),
        ("/tai-file?id=3", "application/zip"),
    ],
)
def test_a_name_chooses_within_the_family_the_content_shows_and_never_beyond(name: str, kind: str) -> None:
    assert type_under(f"http://congthuongbentre.gov.vn{name}", packed("bieu-mau.txt")) == kind


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("a.jpg", b"<html>", "file:web-page"),
        ("a.pdf", b"", "file:empty"),
        ("a.png", b"Khong tim thay tep", "file:no-picture"),
        ("a.csv", b"1;2", None),
        ("a.png", media("a.jpg")[0], None),
        ("anh-bia", png(3), None),
    ],
)
def test_what_is_no_file_is_named(name: str, body: bytes, reason: str | None) -> None:
    assert unfit(f"http://congthuongbentre.gov.vn/tep/{name}", body) == reason


@pytest.mark.parametrize("name", ["a.png", "b.pdf", "c.docx"])
def test_a_file_of_undeclared_length_shows_its_end_and_a_cut_one_does_not(name: str) -> None:
    body = media(name)[0]
    assert ends_like_a_file(body)
    assert not ends_like_a_file(body[: len(body) // 2])
