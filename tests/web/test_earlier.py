"""The page of an earlier version: its own pictures, files and evidence, whatever the article shows today."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from archive.article import Attachment, Image
from archive.store import Archive
from tests.web.asking import answers, article_id, version_ids
from tests.web.library import BENTRE, PORTALS, WIND, file_look, look, picture

OLD, NEW = Image(BENTRE + "i/cu.png", "Ảnh cũ"), Image(BENTRE + "i/moi.png", "Ảnh mới")
FILES = {OLD: Attachment(BENTRE + "f/cu.pdf", "Tệp cũ"), NEW: Attachment(BENTRE + "f/moi.pdf", "Tệp mới")}
WIDTH = {OLD: 20, NEW: 10}
IMG = re.compile(r'<img src="([^"]*)"')


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An article whose picture, file and text changed once, looked at sixty times since."""
    path = tmp_path / "archive.db"
    with Archive(path) as archive:
        archive.portals(PORTALS)
        for image in (OLD, NEW):
            png = picture(WIDTH[image], 5)
            archive.save(file_look("sct_bentre", image.url, png, "image/png", "2024-09-06T01:00:00Z"))
            pdf = b"%PDF-1.4 " + FILES[image].label.encode()
            archive.save(file_look("sct_bentre", FILES[image].url, pdf, "application/pdf", "2024-09-06T01:00:01Z"))
        early = look("sct_bentre", showing(OLD), "2024-09-07T01:00:00Z")
        assert early.capture
        archive.save(replace(early, capture=replace(early.capture, source="wayback")))
        for day in range(60):
            archive.save(look("sct_bentre", showing(NEW), f"2025-{1 + day // 28:02}-{1 + day % 28:02}T01:00:00Z"))
    return path


def showing(image: Image) -> object:
    return replace(
        WIND, images=(image,), attachments=(FILES[image],), updated_at=f"2024-09-0{6 if image is OLD else 9}",
        date_text=f"ngày {6 if image is OLD else 9}",
    )  # fmt: skip


def test_earlier_version_shows_its_own_pictures_and_files(path: Path) -> None:
    article, (first, _) = article_id(path), version_ids(path)
    then, now = answers(path, f"/a/{article}?version={first}", f"/a/{article}")
    assert ("Ảnh cũ" in then.text, "Ảnh mới" in then.text, "Tệp cũ" in then.text, "Tệp mới" in then.text) == (
        True, False, True, False,
    )  # fmt: skip
    assert ("Ảnh cũ" in now.text, "Ảnh mới" in now.text) == (False, True)
    for page, image in ((then, OLD), (now, NEW)):
        (source,) = IMG.findall(page.text)
        link = re.search(r'href="([^"]*/file/0[^"]*)"', page.text)
        assert link
        shown, file = answers(path, source.replace("&amp;", "&"), link[1].replace("&amp;", "&"))
        assert shown.content == picture(WIDTH[image], 5)
        assert file.content.endswith(FILES[image].label.encode())


def test_earlier_version_names_first_the_looks_that_showed_it(path: Path) -> None:
    article, (first, second) = article_id(path), version_ids(path)
    then, now = answers(path, f"/a/{article}?version={first}", f"/a/{article}?version={second}")
    looks = re.findall(r"<li><p><time datetime=\"([^\"]*)\">.*?answer 200, version (\d)", then.text)
    assert looks[0] == ("2024-09-07T01:00:00Z", "1")
    assert re.findall(r"answer 200, version (\d).*?(Raw record|no raw record)", now.text, re.DOTALL)[:2] == [
        ("2", "Raw record"), ("2", "no raw record"),
    ]  # fmt: skip
    assert {number for _, number in looks[1:]} == {"2"}
    assert "web.archive.org/web/20240907010000/" in then.text
    assert "web.archive.org/web/20250101010000/" in now.text


def test_pictures_after_the_first_are_loaded_when_a_reader_comes_to_them(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive(path) as archive:
        for image in (OLD, NEW):
            archive.save(file_look("sct_bentre", image.url, picture(20, 5), "image/png", "2024-09-06T01:00:00Z"))
        archive.save(look("sct_bentre", replace(WIND, images=(OLD, NEW)), "2024-09-07T01:00:00Z"))
    (page,) = answers(path, f"/a/{article_id(path)}")
    assert ['loading="lazy"' in each for each in re.findall("<img [^>]*>", page.text)] == [False, True]


def test_address_of_a_picture_names_its_bytes_and_may_be_kept_for_good(path: Path) -> None:
    article = article_id(path)
    (page,) = answers(path, f"/a/{article}")
    (source,) = (each.replace("&amp;", "&") for each in IMG.findall(page.text))
    named, bare, other = answers(path, source, f"/a/{article}/picture/0", f"/a/{article}/picture/0?sha256=0000000000")
    assert "immutable" in named.headers["cache-control"]
    assert bare.content == named.content
    assert bare.headers["cache-control"] == "max-age=5"
    assert other.status_code == 404
    with Archive(path) as archive:
        archive.save(look("sct_bentre", showing(OLD), "2026-01-01T01:00:00Z"))  # type: ignore[arg-type]
    (page,) = answers(path, f"/a/{article}")
    assert IMG.findall(page.text) != [source]


def test_archive_without_its_raw_records_says_so_instead_of_leading_nowhere(path: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare" / "archive.db"
    bare.parent.mkdir()
    shutil.copy(path, bare)
    (page,) = answers(bare, f"/a/{article_id(bare)}")
    assert "Picture not kept" in page.text
    assert "at the portal; not kept" in page.text
    assert "no raw record beside this archive" in page.text
    assert not re.search(r'"/(?:raw|a/[0-9a-f]+/(?:picture|file))/', page.text)


def test_comparison_bears_the_dates_of_both_versions(path: Path) -> None:
    (page,) = answers(path, f"/a/{article_id(path)}/compare")
    assert page.text.index("6 September 2024") < page.text.index("9 September 2024")
    assert "ngày 6" in page.text


def test_picture_whose_address_stands_in_the_text_as_something_else_is_shown(tmp_path: Path) -> None:
    path, link = tmp_path / "archive.db", f'<p>Chữ.</p><a href="{OLD.url}">{OLD.url}</a><img src="{OLD.url}.jpg">'
    with Archive(path) as archive:
        archive.save(file_look("sct_bentre", OLD.url, picture(20, 5), "image/png", "2024-09-06T01:00:00Z"))
        archive.save(look("sct_bentre", replace(WIND, images=(OLD,), body_html=link), "2024-09-07T01:00:00Z"))
    (page,) = answers(path, f"/a/{article_id(path)}")
    (shown,) = IMG.findall(page.text)
    assert "/picture/0?" in shown
