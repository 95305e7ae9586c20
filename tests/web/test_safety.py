"""What a hostile address, page or query can do to a reader: nothing."""

from __future__ import annotations

import asyncio
import csv
import io
import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from datasette.app import Datasette
from datasette.utils import StartupError
from protego import Protego

from archive.sqlite import connect
from archive.web.show import STATIC_URL
from tests.web.conftest import Site

PAGES = ["/", "/search", "/feeds", "/archive", "/archive/articles", "/archive?sql=select+1", "/nope", "/feeds/new.atom"]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_forbids_scripts_frames_and_guessing_of_types(site: Site, path: str) -> None:
    headers = site.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


def test_crawlers_are_asked_to_read_articles_and_to_leave_what_costs_alone(site: Site) -> None:
    answer = site.get("/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    rules = Protego.parse(answer.text)
    article, base = site.article("Ba Tri"), f"http://127.0.0.1:{site.port}"
    for path in (
        "/",
        "/feeds",
        f"/a/{article}",
        f"/a/{article}?version=1",
        f"/a/{article}/picture/0",
        f"{STATIC_URL}a",
    ):
        assert rules.can_fetch(base + path, "Googlebot"), path
    costly = ("/search?q=dien", f"/a/{article}/compare?from=1", "/archive", "/archive.json?sql=select+1", "/raw/x")
    for path in (*costly, "/archive/articles.csv?_stream=on", "/archive/articles", "/-/plugins"):
        assert not rules.can_fetch(base + path, "Googlebot"), path
    [sitemap] = rules.sitemaps
    assert site.get(sitemap.removeprefix(base)).status == 200


@pytest.mark.parametrize("path", ["/", "/archive", "/archive/articles", "/archive/search?words=dien"])
def test_no_page_carries_a_script_or_an_inline_style(site: Site, path: str) -> None:
    page = site.get(path).text
    assert "<script" not in page
    assert " style=" not in page


@pytest.mark.parametrize(
    "path", ["/\\evil.example/", "//evil.example/", "/\\/evil.example//", "/%5Cevil.example/", "///e/"]
)
def test_no_address_redirects_to_another_host(site: Site, path: str) -> None:
    location = site.get(path).headers.get("location", "/")
    assert not location.replace("\\", "/").startswith("//")
    assert location.startswith("/")


def test_cells_of_csv_start_no_formula(site: Site) -> None:
    rows = list(csv.DictReader(io.StringIO(site.get("/archive/articles.csv?_size=max").text)))
    titles = [row["title"] for row in rows]
    assert len(rows) == 12
    assert any(title.startswith("'=HYPERLINK") for title in titles)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    streamed = site.get("/archive/articles.csv?_stream=1&_size=5").text
    assert len(list(csv.reader(io.StringIO(streamed)))) == 13


def test_list_of_files_tells_no_place_on_disk(site: Site) -> None:
    for path in (
        "/-/databases.json",
        "/-/databases",
        "/archive?sql=select+*+from+pragma_database_list",
        "/-/threads.json",
    ):
        answer = site.get(path)
        assert str(site.path.parent) not in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/a/zzzz", 404),
        ("/a/" + "z" * 5000, 404),
        ("/raw/zzzz", 404),
        ("/a/zzzz/picture/999999", 404),
        ("/feeds/nobody/new.atom", 404),
        ("/search?page=0", 400),
        ("/search?page=abc", 400),
        ("/search?page=99999999999999999999", 400),
        ("/search?year=20x4", 400),
        ("/search?q=" + "a+" * 900, 400),
        ("/search?q=%22unclosed", 200),
        ("/search?q=AND+OR+NOT+(+*", 200),
        ("/search?q=%00%ff%fe", 200),
        ("/archive/articles?_next=abc&_timelimit=x", 400),
        ("/archive/articles?_sort=nope", 400),
        ("/archive/articles?_facet=nope", 400),
        ("/archive/articles?_through=%7B", 400),
        ("/archive/articles?_search=%22", 200),
        ("/archive/articles?_searchmode=raw&_search=%22", 400),
        ("/archive/nope", 404),
        ("/nope/nope/nope", 404),
        ("/archive?sql=select+*+from+nope", 400),
        ("/archive?sql=delete+from+articles", 400),
        ("/archive?sql=attach+'/tmp/x'+as+y", 400),
        ("/archive?sql=select+length(randomblob(900000000))", 400),
        ("/archive/changed_lately?days=9e99", 200),
        ("/archive/changed_lately?days=';drop+table", 200),
    ],
)
def test_bad_input_gets_a_friendly_page_with_the_right_status(site: Site, path: str, status: int) -> None:
    answer = site.get(path)
    assert answer.status == status
    assert "Traceback" not in answer.text
    assert str(site.path.parent) not in answer.text
    assert "<h1>" in answer.text


@pytest.mark.parametrize("path", ["/", "/search?q=dien", "/archive", "/archive/articles", "/feeds/new.atom", "/raw/x"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "BREW"])
def test_archive_is_for_reading_whatever_method_is_tried(site: Site, method: str, path: str) -> None:
    answer = site.get(path, method)
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/-/threads.json", "/-/messages", "/-/allow-debug", "/-/patterns"])
def test_tools_of_plugin_writers_are_not_offered(site: Site, path: str) -> None:
    assert site.get(path).status == 404


@pytest.mark.parametrize("path", ["//", "/a/%00", "/raw/%00", "/feeds/", "/search/", "/%2e%2e/"])
def test_redirects_of_odd_addresses_end_in_a_page(site: Site, path: str) -> None:
    seen = [path]
    while (answer := site.get(seen[-1])).status in {301, 302}:
        assert answer.headers["location"] not in seen
        seen.append(answer.headers["location"])
    assert answer.status in {200, 404}
    assert "<h1>" in answer.text


def test_endless_query_is_stopped_and_the_reader_is_told(site: Site) -> None:
    endless = "with+recursive+n(i)+as+(select+1+union+all+select+i%2B1+from+n)+select+count(*)+from+n"
    start = time.monotonic()
    answer = site.get(f"/archive?sql={endless}")
    assert answer.status == 400
    assert "longer" in answer.text
    assert time.monotonic() - start < 10


@pytest.mark.parametrize("sql", ["select printf('%900000000d', 1)", "select length(randomblob(900000000))"])
def test_query_that_needs_too_much_memory_is_told_so(site: Site, sql: str) -> None:
    answer = site.get(f"/archive?sql={quote(sql)}")
    assert answer.status == 400
    assert "needs more memory than a reader may use" in answer.text


def test_functions_of_ours_take_no_more_than_a_reader_would_give_them(site: Site) -> None:
    asked = {
        "length(escape_fts(replace(hex(zeroblob(20000)),'00','va ')))": lambda told: told < 10_000,
        "passage(replace(hex(zeroblob(100000)),'00','va ') || 'muối', 'muoi')": lambda told: "«" not in told,
        "passage('va muối', replace(hex(zeroblob(1000)),'00','va ') || 'muoi')": lambda told: "muối»" not in told,
    }
    for sql, bounded in asked.items():
        (row,) = site.json(f"/archive.json?_shape=array&sql={quote(f'select {sql} as told')}")
        assert bounded(row["told"]), (sql, row["told"])


def test_stylesheet_is_kept_by_a_browser_until_it_changes(site: Site) -> None:
    (address,) = re.findall(r'<link rel="stylesheet" href="([^"]*)"', site.get("/").text)
    assert site.get(address).headers["cache-control"] == "public, max-age=31536000, immutable"
    for other in (address.partition("?")[0], address[:-1]):
        assert site.get(other).headers["cache-control"] == "max-age=5"


def test_reader_is_served_while_others_keep_the_data_pages_busy(site: Site) -> None:
    endless = "/archive?sql=with+recursive+n(i)+as+(select+1+union+all+select+i%2B1+from+n)+select+count(*)+from+n"
    with ThreadPoolExecutor(6) as others:
        busy = [others.submit(site.get, endless) for _ in range(6)]
        time.sleep(0.3)
        start = time.monotonic()
        assert site.get("/search?q=dien").status == 200
        took = time.monotonic() - start
        assert all(answer.result().status == 400 for answer in busy)
    assert took < 1.0  # six endless queries of a second each, two at a time, would else stand before it


def test_twenty_readers_at_once_meet_no_error(site: Site) -> None:
    paths = ["/", "/search?q=dien+gio", "/archive/articles", f"/a/{site.article('Ba Tri')}"] * 15
    with ThreadPoolExecutor(20) as readers:
        assert {answer.status for answer in readers.map(site.get, paths)} == {200}


def test_nothing_a_reader_asks_changes_the_file(site: Site) -> None:
    before = site.path.read_bytes()
    for sql in ("insert+into+portals(name)+values('x')", "update+articles+set+title='x'", "pragma+user_version=9"):
        assert site.get(f"/archive?sql={sql}").status == 400
    assert site.path.read_bytes() == before


def test_static_files_end_at_their_folder(site: Site) -> None:
    for path in ("..%2fplugin.py", "../plugin.py", "....//plugin.py"):
        assert site.get(f"/-/static-plugins/congthuong-archive/{path}").status in {302, 404}
    assert site.get("/-/static-plugins/congthuong-archive/archive.css").headers["content-type"].startswith("text/css")


def test_record_place_outside_the_warc_folder_is_refused(tmp_path: Path) -> None:
    from archive.web.evidence import record_bytes
    from archive.web.show import Refused

    (tmp_path / "secret").write_text("x" * 50)
    (tmp_path / "warc").mkdir()
    for name in ("../secret", str(tmp_path / "secret"), ".." + os.sep + "secret"):
        with pytest.raises(Refused):
            record_bytes(tmp_path / "warc", {"warc_file": name, "warc_offset": 0, "warc_length": 10})


def made_before(library: Path, folder: Path) -> Path:
    """A copy of an archive as the program before the last migration left it."""
    old = folder / "old.db"
    with closing(connect(library, readonly=True)) as source, closing(connect(old)) as db:
        source.backup(db)
        db.execute("DROP INDEX articles_by_removal")
        db.execute("ALTER TABLE articles DROP COLUMN removed_at")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm012_removed_at'")
        db.commit()
    return old


def test_an_archive_of_an_older_program_is_brought_up_to_date_at_the_start(library: Path, tmp_path: Path) -> None:
    old = made_before(library, tmp_path)
    answer = asyncio.run(Datasette([str(old)]).client.get("/feeds/changes.atom"))
    assert answer.status_code == 200, answer.text
    assert [file.name for file in tmp_path.glob("*.before-*")] == ["old.db.before-m012_removed_at"]


def test_a_finished_file_of_an_older_program_is_refused_and_left_as_it_is(library: Path, tmp_path: Path) -> None:
    old = made_before(library, tmp_path)
    before = old.read_bytes()
    with pytest.raises(StartupError, match="made by an older version of this program"):
        asyncio.run(Datasette([], immutables=[str(old)]).invoke_startup())
    assert old.read_bytes() == before
