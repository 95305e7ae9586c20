"""The pages a reader meets, asked for over a socket."""

from __future__ import annotations

import asyncio
import io
import re
import unicodedata
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.article import Attachment, Reading
from archive.commands.browse import served
from archive.store import Archive
from tests.web.asking import answers
from tests.web.conftest import Site
from tests.web.library import BENTRE, PORTALS, WIND, look

ATOM = "{http://www.w3.org/2005/Atom}"


def versions_of(site: Site, article: str) -> list[str]:
    """The ids of an article's versions, the first seen first."""
    spans = site.json(f"/archive/version_spans.json?_shape=array&article_id={article}&_sort=first_seen_at")
    return [span["version_id"] for span in spans]


def test_first_page_says_what_is_held_how_fresh_it_is_and_what_is_new(site: Site) -> None:
    page = site.get("/").text
    assert "Sở Công Thương tỉnh Bến Tre" in page
    assert "Vĩnh Long" in page
    assert "Last good run" in page
    assert "the latest run did not end well" in page
    assert "Ba Tri: Thêm một cụm điện gió" in page
    assert page.count("<rect") == 11  # one bar for each month with articles, in each portal's picture


@pytest.mark.parametrize("path", ["/", "/archive"])
def test_page_says_whose_the_texts_are_and_what_may_be_done_with_them(site: Site, path: str) -> None:
    page = site.get(path).text
    assert "Sources: " in page
    assert "free to use with attribution" in page


def test_article_page_shows_text_date_as_written_picture_and_files(site: Site) -> None:
    article = site.article("Ba Tri")
    page = site.get(f"/a/{article}").text
    assert "20 September 2024" in page
    assert "(Cập nhật: 20/09/2024)" in page
    assert f'src="/a/{article}/picture/0?sha256=' in page
    assert "Tua-bin số 7 nhìn từ đê biển" in page
    assert 'class="table-scroll"' in page
    assert "at the portal; not kept" in page
    assert "https://web.archive.org/web/20241002010000/http://congthuongbentre.gov.vn/" in page


def test_picture_that_is_not_kept_is_named_and_never_asked_of_the_portal(site: Site) -> None:
    page = site.get(f"/a/{site.article('Vải thiều')}").text
    assert "Picture not kept" in page
    assert "<img" not in page


def test_kept_picture_comes_out_of_the_warc_file(site: Site) -> None:
    answer = site.get(f"/a/{site.article('Ba Tri')}/picture/0")
    assert answer.headers["content-type"] == "image/png"
    assert answer.body.startswith(b"\x89PNG")
    assert "sandbox" in answer.headers["content-security-policy"]


def test_kept_file_is_a_download_under_a_harmless_name(site: Site) -> None:
    answer = site.get(f"/a/{site.article('Ba Tri')}/file/0")
    assert answer.headers["content-disposition"] == 'attachment; filename="bao-cao-dien-gio.pdf"'
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.body.startswith(b"%PDF")


def test_raw_record_is_a_warc_member_that_downloads(site: Site) -> None:
    capture = site.json("/archive/captures.json?_shape=array&_size=1&status=200&_sort=captured_at")[0]
    answer = site.get(f"/raw/{capture['id']}")
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["content-type"] == "application/warc"
    assert len(answer.body) == capture["warc_length"]


def test_record_that_only_says_the_same_came_again_downloads_with_the_body_behind_it(site: Site) -> None:
    first, again = site.json("/archive/captures.json?_shape=array&media_type=image/png&_sort=captured_at")
    assert again["captured_at"] == "2024-12-01T01:02:00Z"
    records = [
        (record.rec_type, record.content_stream().read())
        for record in ArchiveIterator(io.BytesIO(site.get(f"/raw/{again['id']}").body))
    ]
    assert [kind for kind, _ in records] == ["revisit", "response"]
    assert records[1][1].startswith(b"\x89PNG")
    assert len(site.get(f"/raw/{first['id']}").body) == first["warc_length"]


def test_comparison_marks_the_words_that_went_and_came(site: Site) -> None:
    article = site.article("Ba Tri")
    versions = versions_of(site, article)
    page = site.get(f"/a/{article}/compare?from={versions[0]}&to={versions[-1]}").text
    assert "<del>150</del><ins>142</ins>" in page
    assert "<del>dự án</del>" in page or "<del>dự</del>" in page
    assert "from version 1 to 3" in page


def test_every_entry_of_the_change_feed_leads_to_a_change(site: Site) -> None:
    feed = ET.fromstring(site.get("/feeds/changes.atom").text)
    links = [link.get("href", "") for entry in feed.iter(f"{ATOM}entry") for link in entry.iter(f"{ATOM}link")]
    compared = [link.split("//", 1)[1].split("/", 1)[1] for link in links if "/compare" in link]
    assert len(compared) > 1
    for path in compared:
        page = site.get(f"/{path}").text
        assert "<ins>" in page or "<del>" in page, path
        assert "same version twice" not in site.get(f"/{path}".replace("from=", "no=")).text


def test_earlier_version_can_be_read_and_says_that_it_is_one(site: Site) -> None:
    article = site.article("Ba Tri")
    page = site.get(f"/a/{article}?version={versions_of(site, article)[0]}").text
    assert "earlier version (number 1 of 3)" in page
    assert "150 triệu kWh" in page


def test_earlier_version_bears_the_date_that_stood_beside_it(site: Site) -> None:
    article = site.article("Ba Tri")
    page = site.get(f"/a/{article}?version={versions_of(site, article)[0]}").text
    assert "<strong>6 September 2024</strong>" in page
    assert "(Cập nhật: 06/09/2024)" in page
    assert "20 September 2024. http" not in page  # nor does its citation give it the newest date


def test_comparison_names_the_pictures_and_files_that_came_and_went(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    other = replace(WIND, images=(), attachments=(Attachment(BENTRE + "tai-lieu/moi.pdf", "[Bản mới] phụ lục"),))
    with Archive(path) as archive:
        archive.save(look("sct_bentre", WIND, "2024-09-07T01:00:00Z"))
        archive.save(look("sct_bentre", other, "2024-09-08T01:00:00Z"))

    async def compared() -> str:
        datasette = served(path)
        article = (await datasette.client.get("/archive/articles.json?_shape=array")).json()[0]["id"]
        return str((await datasette.client.get(f"/a/{article}/compare")).text)

    page = asyncio.run(compared())
    assert "Pictures</h2>" in page
    assert "Files</h2>" in page
    assert "moi" in page
    assert "Text</h2>" not in page


def test_citation_names_author_agency_date_address_and_version(site: Site) -> None:
    article = site.article("Ba Tri")
    text = site.get(f"/a/{article}.bib").text
    assert text.startswith(f"@online{{congthuong-{article},")
    assert "{Hồng Nhiên} and {Sở Công Thương tỉnh Bến Tre}" in text
    assert "year = {2024}" in text
    assert f"/a/{article}" in text


def test_citation_file_is_of_the_version_that_the_page_shows(site: Site) -> None:
    article = site.article("Ba Tri")
    for version in versions_of(site, article):
        page = site.get(f"/a/{article}?version={version}").text
        shown = re.search(r'aria-label="BibTeX entry"><span lang="vi">(.*?)</span></pre>', page, re.DOTALL)
        link = re.search(rf'href="(/a/{article}\.bib[^"]*)"', page)
        assert shown
        assert link
        assert site.get(link[1]).text.strip() == unescape(shown[1]).strip()
        assert f"?version={version}" in shown[1]
    assert site.get(f"/a/{article}.bib?version=zz").status == 404


def test_version_is_cited_as_kept_when_it_was_last_seen_however_long_ago(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive(path) as archive:
        archive.save(look("sct_bentre", replace(WIND, title="Tin cũ"), "2024-09-07T01:00:00Z"))
        for day in range(52):  # more looks than the page lists
            archive.save(look("sct_bentre", WIND, f"2025-{1 + day // 28:02}-{1 + day % 28:02}T01:00:00Z"))

    async def cited() -> str:
        client = served(path).client
        (old,) = (await client.get("/archive/versions.json?_shape=array&title__startswith=Tin")).json()
        return str((await client.get(f"/a/{old['article_id']}.bib?version={old['id']}")).text)

    told = asyncio.run(cited())
    assert "Tin cũ" in told
    assert "urldate = {2024-09-07}" in told
    assert f"\n  date = {{{(WIND.updated_at or '')[:10]}}}" in told


def test_evidence_names_the_address_of_a_look_where_it_is_not_the_one_shown(tmp_path: Path) -> None:
    path, old = tmp_path / "archive.db", BENTRE + "cum-dien-gio-so-7-hoa-luoi.html"
    with Archive(path) as archive:
        archive.save(look("sct_bentre", replace(WIND, url=old), "2024-09-21T01:00:00Z"))
        left = look("sct_bentre", replace(WIND, url=old), "2024-10-02T01:00:00Z")
        moved = Reading("1", "not_article", "moved:" + WIND.url.removeprefix(BENTRE.rstrip("/")))
        assert left.capture
        archive.save(replace(left, capture=replace(left.capture, status=301), reading=moved))
        archive.save(look("sct_bentre", WIND, "2024-10-02T01:00:09Z"))

    async def shown() -> str:
        datasette = served(path)
        (article,) = (await datasette.client.get("/archive/articles.json?_shape=array")).json()
        return str((await datasette.client.get(f"/a/{article['id']}")).text)

    page = asyncio.run(shown())
    assert page.count(f'<p class="quiet">at <span class="hash">{old}</span></p>') == 2
    assert f"moved to {moved.reason.removeprefix('moved:')}</span>" in page
    assert f'at <span class="hash">{WIND.url}' not in page


def test_removed_article_says_so(site: Site) -> None:
    assert "This article is gone from the portal" in site.get(f"/a/{site.article('Hội nghị kết nối')}").text


@pytest.mark.parametrize(
    "words",
    [
        "điện gió",
        "dien gio",
        "ĐIỆN GIÓ",
        unicodedata.normalize("NFD", "điện gió"),
        '"điện gió"',
        "“điện gió”",
        "điện gio",
        "die* gió",
    ],
)
def test_search_finds_the_article_in_every_spelling(site: Site, words: str) -> None:
    page = site.get(f"/search?q={quote(words)}").text
    assert "Ba Tri" in page
    assert "<mark>" in page


def test_marked_word_does_not_find_its_look_alike(site: Site) -> None:
    page = site.get(f"/search?q={quote('diện mạo')}").text
    assert "Giồng Trôm" in page
    assert "Ba Tri" not in page
    box = site.json(f"/archive/articles.json?_shape=array&_col=title&_search={quote('diện')}")
    assert [row["title"][:4] for row in box] == ["Diện"]


def test_search_narrows_by_portal_year_and_section(site: Site) -> None:
    page = site.get(f"/search?q=dien&portal=sct_bentre&year=2023&section={quote('Năng lượng')}").text
    assert "Tiết kiệm" in page
    assert "Ba Tri: Thêm" not in page


def test_search_without_words_lists_the_newest(site: Site) -> None:
    page = site.get("/search?portal=sct_bacgiang").text
    assert "newest first" in page
    assert "Chỉ số sản xuất" in page


def test_list_without_words_holds_the_undated_too_the_newest_hour_first(tmp_path: Path) -> None:
    path, hours = tmp_path / "archive.db", [(7 * number) % 24 for number in range(24)]
    with Archive(path) as archive:
        archive.portals(PORTALS)
        for hour in hours:
            at = f"2024-12-24T{hour:02d}:00:00+07:00"
            told = replace(WIND, url=f"{BENTRE}{hour}.html", title=f"Tin {hour} giờ", updated_at=at)
            archive.save(look("sct_bentre", told, f"2024-12-25T01:00:{hour:02d}Z"))
        undated = replace(WIND, url=f"{BENTRE}0.html?x", title="Không ngày", updated_at=None)
        archive.save(look("sct_bentre", undated, "2024-12-25T01:00:30Z"))
    home, *pages = answers(path, "/", "/search", "/search?page=2")
    assert "All 25 articles by date" in home.text
    assert "<strong>25</strong> articles, newest first" in pages[0].text
    titles = re.findall(r'<h3 lang="vi"><a [^>]*>([^<]*)', pages[0].text + pages[1].text)
    assert titles == [*(f"Tin {hour} giờ" for hour in sorted(hours, reverse=True)), "Không ngày"]
    assert "<title>Search, page 2 " in pages[1].text


def test_archive_of_undated_articles_lists_them(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db") as archive:
        archive.save(look("sct_bentre", replace(WIND, updated_at=None), "2024-12-25T01:00:30Z"))
    (page,) = answers(tmp_path / "archive.db", "/search")
    assert "<strong>1</strong> article, newest first" in page.text


def test_answer_that_ends_before_its_last_article_says_so(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.web.searching.LAST_PAGE", 2)
    monkeypatch.setattr("archive.web.searching.PAGE_SIZE", 5)
    first, last = answers(site.path, "/search", "/search?page=2")
    assert "Pages end here" not in first.text
    assert "Pages end here, at 10 articles." in last.text


def test_nothing_found_names_the_filters_that_were_set(site: Site) -> None:
    assert "in the portal, time or section chosen above" in site.get("/search?q=dien&year=1999").text
    assert "chosen above" not in site.get("/search?q=xyzzyq").text


def test_filters_have_a_button_of_their_own(site: Site) -> None:
    page = site.get("/search").text
    assert page.index('name="section"') < page.rindex('type="submit"') < page.index("</form>")


def test_nonsense_word_finds_nothing_in_both_searches(site: Site) -> None:
    assert "Nothing found" in site.get("/search?q=xyzzyq").text
    assert site.json("/archive/articles.json?_search=xyzzyq&_shape=array") == []


@pytest.mark.parametrize("name", ["new", "changes", "sct_bentre/new", "sct_bacgiang/changes"])
def test_feed_is_well_formed_with_unique_ids(site: Site, name: str) -> None:
    answer = site.get(f"/feeds/{name}.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.text)
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert ids
    assert len(set(ids)) == len(ids)


def test_feed_of_new_articles_bears_the_portals_own_time_where_it_states_one(site: Site) -> None:
    feed = ET.fromstring(site.get("/feeds/new.atom").text)
    stated = [entry.findtext(f"{ATOM}published") for entry in feed.iter(f"{ATOM}entry")]
    assert any(stated)
    assert all(len(each) == len("2026-11-22T08:00:00+07:00") for each in stated if each), stated


def test_feed_without_entries_is_as_old_as_the_archive(site: Site) -> None:
    feed = ET.fromstring(site.get("/feeds/sct_bacgiang/changes.atom").text)
    entries = [entry.findtext(f"{ATOM}updated") for entry in feed.iter(f"{ATOM}entry")]
    assert feed.findtext(f"{ATOM}updated") == (max(map(str, entries)) if entries else "2024-09-07T01:00:00Z")


def test_search_of_an_unknown_portal_says_so(site: Site) -> None:
    answer = site.get("/search?q=gia&portal=sct_hanoi")
    assert answer.status == 404
    assert "no portal “sct_hanoi”" in answer.text


def test_citation_names_the_very_version_and_its_address_opens_it(site: Site) -> None:
    article = site.article("Ba Tri")
    [newest] = site.json(f"/archive/articles.json?_shape=array&_col=version_id&id={article}")
    path = f"/a/{article}?version={newest['version_id']}"
    for page in (site.get(f"/a/{article}").text, site.get(f"/a/{article}.bib").text):
        assert path in page
    assert site.get(path).status == 200


def test_change_feed_tells_of_a_removal_with_the_look_that_made_it_one(site: Site) -> None:
    lost = site.article("Hội nghị kết nối")
    for name in ("changes", "sct_bentre/changes"):
        feed = ET.fromstring(site.get(f"/feeds/{name}.atom").text)
        (told,) = [e for e in feed.iter(f"{ATOM}entry") if (e.findtext(f"{ATOM}summary") or "").startswith("Removed:")]
        assert told.findtext(f"{ATOM}updated") == "2024-10-20T02:00:00Z" == feed.findtext(f"{ATOM}updated")
        assert (told.findtext(f"{ATOM}id") or "").split("article/")[1].startswith(lost)
        assert [link.get("href", "")[-19:] for link in told.iter(f"{ATOM}link")] == [f"/a/{lost}"]
    assert "Removed:" not in site.get("/feeds/sct_bacgiang/changes.atom").text


def test_feed_names_the_portal_by_its_title_where_nobody_signed(site: Site) -> None:
    names = {name.text for name in ET.fromstring(site.get("/feeds/new.atom").text).iter(f"{ATOM}name")}
    assert names == {"Hồng Nhiên", "Sở Công Thương tỉnh Bến Tre", "Sở Công Thương tỉnh Bắc Giang"}


def test_change_feed_tells_silent_edits_and_date_bumps_apart(site: Site) -> None:
    feed = ET.fromstring(site.get("/feeds/changes.atom").text)
    says = " ".join(entry.findtext(f"{ATOM}summary") or "" for entry in feed.iter(f"{ATOM}entry"))
    assert "Edited silently" in says
    assert "only the date changed; 11 June 2024, 06:23 GMT+7 → 30 June 2024, 08:00 GMT+7." in says


def test_markup_in_a_title_is_text(site: Site) -> None:
    page = site.get("/search?q=phu+luc").text
    assert "&lt;b&gt;không phải thẻ&lt;/b&gt;" in page


def test_first_page_leads_from_its_counts_to_the_articles_counted(site: Site) -> None:
    page = site.get("/").text
    links = re.findall(r'<dd><a href="([^"]*)">(\d+)</a></dd>', page)
    assert len(links) == 2
    for link, count in links:
        told = site.get(unescape(link)).text
        assert f'<p class="tally"><strong>{count}</strong> row' in told
    assert re.search(r'<h2>The portals</h2>.*?<h3 id="portal-1"', page, re.DOTALL)
    assert '<meta name="description" content="' in page


def test_question_in_sql_is_named_so_also_where_it_fails(site: Site) -> None:
    assert "<title>SQL query · archive</title>" in site.get("/archive?sql=select+x").text


def test_links_to_feeds_are_heard_with_the_portals_title(site: Site) -> None:
    page = site.get("/feeds").text
    links = re.findall(r'href="(/feeds/sct_[^"]*)" id="[^"]*" aria-labelledby="([^"]*)"', page)
    assert len(links) == 4
    for link, names in links:
        told = [re.search(rf'id="{name}"[^>]*>([^<]*)<', page) for name in names.split()]
        assert all(told), link
        assert [each[1] for each in told if each][1].startswith("Sở Công Thương tỉnh")
