"""Which raw records are kept: each text and each date once, however often the counters around it change."""

import hashlib
from dataclasses import replace
from pathlib import Path

from archive.article import Reading
from archive.kept import kept_pages, leaning_on
from archive.store import Archive, Found
from archive.verify import verify
from tests.archive.visits import article, raw, refused, rows, visit

STATES = "SELECT url, state, version_count FROM articles"


def day(number: int) -> str:
    return f"2026-11-{number:02}T01:00:00Z"


def test_a_page_that_differs_by_counters_only_keeps_no_more_bytes_and_every_look(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        for number in range(1, 6):
            archive.save(visit(at=day(number), page=f"lượt xem {number}".encode()))
        archive.save(visit(article(updated_at="2024-09-07"), at=day(6), page=b"6"))
        archive.save(visit(article(updated_at="2024-09-07", body_text="Khác."), at=day(7), page=b"7"))
        archive.save(visit(article(updated_at="2024-09-07"), at=day(8), page=b"8"))
        archive.save(visit(at=day(9), page=b"9", source="wayback"))
        kept = [at for (at,) in rows(archive, "SELECT captured_at FROM captures WHERE warc_file NOT NULL ORDER BY 1")]
        assert kept == [day(number) for number in (1, 6, 7, 8, 9)]
        assert rows(archive, "SELECT count(*) FROM readings") == [(9,)]
        assert verify(archive.db, tmp_path / "warc").problems == []


def test_an_article_that_is_back_after_a_404_keeps_the_record_that_says_so(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        for number in (1, 4, 5):
            archive.save(visit(at=day(number), page=f"lượt xem {number}".encode()))
            if number == 1:
                archive.save(refused(article(), day(2), "gone"))
                assert rows(archive, "SELECT state FROM articles") == [("missing",)]
        kept = [at for (at,) in rows(archive, "SELECT captured_at FROM captures WHERE warc_file NOT NULL ORDER BY 1")]
        assert kept == [day(1), day(2), day(4)]
        assert rows(archive, "SELECT state FROM articles") == [("present",)]


def test_a_page_refused_for_the_same_reason_again_is_kept_once_and_again_where_it_names_something_new(
    tmp_path: Path,
) -> None:
    with Archive(tmp_path / "a.db") as archive:
        for number in (1, 2, 3):
            seen = refused(article("muc"), day(number), "not_article", status=200)
            assert seen.capture
            named = (Found("http://127.0.0.1/moi.html", "/moi.html"),) if number == 3 else ()
            capture = replace(seen.capture, raw=raw(b"%d" % number), sha256=str(number))
            archive.save(replace(seen, capture=capture, found=named))
        kept = [at for (at,) in rows(archive, "SELECT captured_at FROM captures WHERE warc_file NOT NULL ORDER BY 1")]
        assert kept == [day(1), day(3)]


def test_what_is_removed_keeps_the_answers_that_bear_it_out_and_none_of_the_same_kind_after_them(
    tmp_path: Path,
) -> None:
    days = (2, 9, 17, 25, 27, 28, 29)
    with Archive(tmp_path / "a.db") as archive:
        archive.save(visit(at=day(1)))
        for number in days:
            if number == 28:  # it came back, and went again
                archive.save(visit(at=day(number)))
                continue
            seen = refused(article(), day(number), "gone")
            assert seen.capture
            page = b"%d" % number
            capture = replace(seen.capture, raw=raw(page), sha256=hashlib.sha256(page).hexdigest())
            told = Reading("1", "gone", "gone:soft-404" if number == 27 else "gone:404")
            archive.save(replace(seen, capture=capture, reading=told))
        kept = [at for (at,) in rows(archive, "SELECT captured_at FROM captures WHERE warc_file NOT NULL ORDER BY 1")]
        assert kept == [day(number) for number in (1, 2, 9, 17, 27, 28, 29)]
        assert rows(archive, "SELECT count(*) FROM captures") == [(8,)]
        assert rows(archive, "SELECT state FROM articles") == [("missing",)]
        assert verify(archive.db, tmp_path / "warc").problems == []


def test_what_is_read_anew_from_a_kept_page_holds_for_the_looks_that_leant_on_it(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        for number in (1, 2, 3):
            archive.save(visit(at=day(number), page=b"%d" % number))
        (page,) = kept_pages(archive.db)
        better = article(body_text="Đọc lại.")
        again = replace(
            visit(better, at=day(1), page=b"1"), reading=Reading("2", "article", None, better, page.identity)
        )
        archive.save(again)
        for capture, run_id in leaning_on(archive.db, page):
            archive.save(replace(again, capture=capture, run_id=run_id))
        assert rows(archive, "SELECT kind FROM changes") == []
        assert rows(archive, "SELECT captures FROM version_spans") == [(3,)]
        assert verify(archive.db, tmp_path / "warc").problems == []


def test_an_article_that_moved_is_not_missing_because_its_old_address_is(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        old, new = article("cu"), article("moi")
        archive.save(visit(old, at=day(1)))
        archive.save(refused(old, day(2)))
        archive.save(replace(visit(new, at=day(3)), reading=Reading("1", "article", None, new, "/cu.html")))
        archive.save(refused(old, day(4)))
        assert rows(archive, STATES) == [("http://127.0.0.1/moi.html", "present", 1)]
        archive.save(refused(new, day(5)))
        assert rows(archive, "SELECT state FROM articles") == [("missing",)]
        assert verify(archive.db, tmp_path / "warc").problems == []
