"""What a visit leaves in the tables."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from archive.article import Article, Attachment, Capture, Image, Reading
from archive.errors import NewerArchive, NotAnArchive, NotWritable
from archive.sqlite import DatabaseError, connect
from archive.store import Archive, Counts, Saved, Visit
from tests.archive.visits import article, found, refused, rows, visit

A = article(body_text="Lần thứ nhất.")
B = article(body_text="Lần thứ hai, đã sửa.")
DAYS = [f"2026-11-{day:02}T01:00:00Z" for day in range(1, 29)]


def shown(archive: Archive) -> tuple[object, ...]:
    [row] = rows(
        archive, "SELECT body_text, first_seen_at, last_seen_at, changed_at, version_count, state FROM articles"
    )
    return row


def test_a_first_look_makes_an_article_with_everything_that_belongs_to_it(archive: Archive) -> None:
    files = {"images": (Image("http://127.0.0.1/a.png", "Trụ điện"),), "attachments": (Attachment("/x.pdf", "Tải về"),)}
    assert archive.save(visit(article(**files), found=(found("khac"),))) is Saved.NEW
    [row] = rows(archive, "SELECT title, updated_at, updated_on, date_text, state, version_count FROM articles")
    assert row == (A.title, "2024-09-06", "2024-09-06", "(Cập nhật: 06/09/2024)", "present", 1)
    assert rows(archive, "SELECT url, caption FROM images") == [("http://127.0.0.1/a.png", "Trụ điện")]
    assert rows(archive, "SELECT url, label FROM attachments") == [("/x.pdf", "Tải về")]
    assert rows(archive, "SELECT identity, state, found_on FROM addresses ORDER BY identity") == [
        ("/dien-gio.html", "done", None),
        ("/khac.html", "queued", "http://127.0.0.1/dien-gio.html"),
    ]
    assert rows(archive, "SELECT outcome, parser FROM readings") == [("article", "1")]


def test_an_edit_makes_a_version_and_a_text_that_comes_back_does_not(archive: Archive) -> None:
    outcomes = [archive.save(visit(text, at)) for text, at in zip((A, B, A, A), DAYS, strict=False)]
    assert outcomes == [Saved.NEW, Saved.CHANGED, Saved.CHANGED, Saved.UNCHANGED]
    assert shown(archive) == (A.body_text, DAYS[0], DAYS[3], DAYS[2], 2, "present")
    assert rows(archive, "SELECT count(*) FROM captures") == [(4,)]
    assert [kind for (kind,) in rows(archive, "SELECT kind FROM changes")] == ["silent_edit", "silent_edit"]


def test_a_date_bump_is_told_from_an_edit(archive: Archive) -> None:
    archive.save(visit(A, DAYS[0]))
    assert archive.save(visit(replace(A, updated_at="2024-09-08"), DAYS[1])) is Saved.DATE_ONLY
    assert archive.save(visit(replace(B, updated_at="2024-09-09"), DAYS[2])) is Saved.CHANGED
    assert rows(archive, "SELECT kind FROM changes ORDER BY changed_at") == [("date_bump",), ("edit",)]
    assert rows(archive, "SELECT updated_on FROM articles") == [("2024-09-09",)]


def test_an_older_capture_does_not_replace_the_current_article(archive: Archive) -> None:
    archive.save(visit(B, DAYS[5]))
    assert archive.save(visit(A, "2019-01-01T00:00:00Z", source="wayback")) is Saved.CHANGED
    assert shown(archive) == (B.body_text, "2019-01-01T00:00:00Z", DAYS[5], DAYS[5], 2, "present")


def test_a_clock_that_was_wrong_once_freezes_nothing(archive: Archive) -> None:
    for text, clock in ((A, "2035-01-01T00:00:00Z"), (B, DAYS[0]), (A, "1970-01-01T00:00:00Z"), (B, DAYS[2])):
        run = archive.begin_run("sct_bentre", "sct_bentre", "live", clock)
        assert archive.save(visit(text, clock, run_id=run)) is not Saved.UNCHANGED
        assert shown(archive)[0] == text.body_text
        assert shown(archive)[2] == clock


def test_a_refused_page_never_touches_the_text(archive: Archive) -> None:
    archive.save(visit(A, DAYS[0]))
    for at, outcome in zip(DAYS[1:], ("blocked", "truncated", "unreadable", "list", "not_article"), strict=False):
        archive.save(refused(A, at, outcome, status=200))
    assert shown(archive) == (A.body_text, DAYS[0], DAYS[0], DAYS[0], 1, "present")


def test_an_article_is_removed_only_after_several_looks_over_two_weeks_and_may_return(archive: Archive) -> None:
    archive.save(visit(A, DAYS[0]))
    states = []
    removed_at = "SELECT state, removed_at FROM articles"
    for at in (DAYS[1], DAYS[2], DAYS[3], DAYS[20], DAYS[21]):
        archive.save(refused(A, at))
        states += rows(archive, removed_at)
    assert states == [("missing", None)] * 3 + [("removed", DAYS[20])] * 2
    archive.save(visit(A, DAYS[22]))
    assert rows(archive, removed_at) == [("present", None)]
    assert shown(archive) == (A.body_text, DAYS[0], DAYS[22], DAYS[0], 1, "present")


def test_a_page_that_is_as_it_was_counts_as_seen(archive: Archive) -> None:
    archive.save(visit(A, DAYS[0]))
    again = visit(A, DAYS[4], reading=None)
    assert again.capture
    archive.save(replace(again, capture=replace(again.capture, status=304, raw=None)))
    assert shown(archive)[2] == DAYS[4]


def test_a_better_reader_wins_for_the_same_capture_and_is_no_change_of_the_portal(archive: Archive) -> None:
    archive.save(visit(A, DAYS[0]))
    archive.save(visit(A, DAYS[1]))
    better = replace(A, body_text=A.body_text + "\n\nĐoạn mà bộ đọc cũ bỏ sót.")
    for at in (DAYS[0], DAYS[1]):
        capture = visit(A, at).capture
        assert archive.save(replace(visit(better, at, parser="10"), capture=capture)) is Saved.UNCHANGED
    assert shown(archive) == (better.body_text, DAYS[0], DAYS[1], DAYS[0], 1, "present")
    assert rows(archive, "SELECT * FROM changes") == []
    assert rows(archive, "SELECT count(*), max(reread) FROM version_spans") == [(1, 1)]
    assert rows(archive, "SELECT count(*) FROM versions") == [(2,)]


def test_a_group_number_separates_articles_only_where_titles_differ(archive: Archive) -> None:
    same, other = article("content/tin/20181"), article("content/tin/777", title="Một tin khác hẳn")
    for of in (article("content/tin"), same, other):
        archive.save(visit(of, identity=of.url.removeprefix("http://127.0.0.1/").removesuffix(".html")))
    assert rows(archive, "SELECT identity, title FROM articles ORDER BY identity") == [
        ("content/tin", same.title),
        ("content/tin/777", other.title),
    ]


def test_the_same_text_under_the_same_date_is_one_article_at_addresses_of_one_page(archive: Archive) -> None:
    own = "cum-dien-gio-so-7"
    for name in (own, f"nang-luong/{own}", f"chia-se/1042/{own}"):
        assert archive.save(visit(article(name))) is (Saved.NEW if name == own else Saved.UNCHANGED)
    assert rows(archive, "SELECT count(*), max(version_count), state FROM articles") == [(1, 1, "present")]
    assert rows(archive, "SELECT count(DISTINCT identity) FROM addresses WHERE article_id IS NOT NULL") == [(3,)]
    for name, date in (("a", "2024-12-01"), ("b", None), ("c", None)):
        archive.save(visit(article(f"{name}/{own}", updated_at=date, date_text=date)))
    assert rows(archive, "SELECT updated_at FROM articles ORDER BY 1") == [
        (None,),
        (None,),
        ("2024-09-06",),
        ("2024-12-01",),
    ]


def test_a_picture_is_noted_at_every_article_that_shows_it_before_and_after_it_came(archive: Archive) -> None:
    url = "http://127.0.0.1/a.png"
    archive.save(visit(article("mot", images=(Image(url),))))
    media = visit(article("a"), kind="media", reading=None, identity="/a.png", media_type="image/png", page=b"PNG")
    assert media.capture
    archive.save(replace(media, url=url, capture=replace(media.capture, url=url, sha256="5e")))
    archive.save(visit(article("hai", title="Cầu Rạch Miễu 2 có điện chiếu sáng", images=(Image(url),))))
    told = rows(archive, "SELECT media_type, bytes, sha256, warc_file IS NOT NULL FROM images")
    assert told == [("image/png", 3, "5e", 1)] * 2


@pytest.mark.parametrize("table", ["versions", "captures", "readings"])
@pytest.mark.parametrize("how", ["UPDATE {0} SET seal = 'x'", "DELETE FROM {0}"])
def test_what_was_kept_cannot_be_changed(archive: Archive, table: str, how: str) -> None:
    archive.save(visit())
    with pytest.raises(DatabaseError, match="append-only"):
        archive._db.execute(how.format(table))


def test_insert_or_replace_does_not_get_around_append_only(archive: Archive) -> None:
    archive.save(visit())
    archive._db.execute("INSERT OR REPLACE INTO versions SELECT * FROM versions")
    archive._db.execute("UPDATE OR REPLACE articles SET id = id")
    copy = "SELECT id, article_id, fingerprint, 'forged', summary, body_text, body_html, section, author, source_credit"
    archive._db.execute(f"INSERT OR REPLACE INTO versions {copy}, lang, images, attachments, seal FROM versions")
    assert rows(archive, "SELECT title FROM versions") == [(A.title,)]


def test_a_list_is_kept_raw_only_if_it_brought_an_address(archive: Archive) -> None:
    first = refused(article("muc"), DAYS[0], "list", status=200)
    archive.save(replace(first, found=(found("tin"),)))
    again = refused(article("muc"), DAYS[1], "list", status=200)
    archive.save(replace(again, found=(found("tin"),)))
    assert rows(archive, "SELECT warc_file IS NOT NULL FROM captures ORDER BY captured_at") == [(1,), (0,)]


def test_a_run_keeps_its_counts(archive: Archive) -> None:
    run = archive.begin_run("sct_bentre", "sct_bentre", "live", DAYS[0])
    archive.end_run(run, DAYS[1], 3, "layout drift", Counts(requests=7, new=2, details={"rules": {"a": 1}}))
    told = rows(archive, "SELECT exit_code, reason, requests, new, details FROM runs")
    assert told == [(3, "layout drift", 7, 2, '{"rules": {"a": 1}}')]


def test_text_that_utf_8_cannot_hold_is_mended_not_refused(archive: Archive) -> None:
    odd = article(title="Đo\u0323c \ud800 cho\x00n", body_text="a\udfffb")
    archive.save(replace(visit(A), reading=visit(A).reading and replace(visit(A).reading, article=odd)))  # type: ignore[type-var]
    assert rows(archive, "SELECT title, body_text FROM articles") == [("Đọc \ufffd cho\ufffdn", "a\ufffdb")]


def test_the_schema_opens_in_the_standard_librarys_sqlite(tmp_path: Path) -> None:
    import sqlite3

    with Archive(tmp_path / "a.db") as opened:
        opened.save(visit())
    plain = sqlite3.connect(tmp_path / "a.db")
    assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert plain.execute("SELECT count(*) FROM article_search WHERE article_search MATCH 'dien'").fetchone() == (1,)
    plain.close()


def test_a_newer_archive_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Archive(path).close()
    db = connect(path)
    db.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('congthuong-archive', 'm999', '')"
    )
    db.close()
    with pytest.raises(NewerArchive, match="m999"):
        Archive(path)


def test_a_file_that_is_no_archive_is_left_alone(tmp_path: Path) -> None:
    text, other = tmp_path / "text.db", tmp_path / "other.db"
    text.write_text("không phải cơ sở dữ liệu\n" * 100)
    db = connect(other)
    db.execute("CREATE TABLE mine (a)")
    db.close()
    before = text.read_bytes(), other.read_bytes()
    for path in (text, other):
        with pytest.raises(NotAnArchive):
            Archive(path)
    assert (text.read_bytes(), other.read_bytes()) == before


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotWritable, match="file"):
        Archive(tmp_path / "file" / "a.db")


def test_a_copy_is_made_before_a_migration_and_a_failed_one_leaves_the_old_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlite_utils.migrations import Migrations

    from archive import opening, schema

    path = tmp_path / "a.db"
    with Archive(path) as opened:
        opened.save(visit())
    newer = Migrations("congthuong-archive")
    for known in schema.migrations._migrations:
        newer(name=known.name)(known.fn)
    newer(name="m998")(lambda db: db.conn.execute("ALTER TABLE articles ADD COLUMN note TEXT"))
    broken = newer(name="m999")(lambda db: db.conn.execute("SELECT no_such_function()"))
    monkeypatch.setattr(opening, "migrations", newer)
    with pytest.raises(DatabaseError):
        Archive(path)
    assert broken
    copy = connect(tmp_path / "a.db.before-m998")
    assert copy.execute("SELECT count(*) FROM articles").fetchone() == (1,)
    copy.close()
    db = connect(path)
    assert "note" not in {row[1] for row in db.execute("PRAGMA table_info(articles)")}
    db.close()
    monkeypatch.undo()
    Archive(path).close()


UNDER_ONE_SLUG = {
    "content/thong-bao": "Thông báo của Sở",
    "content/thong-bao/20181": "Thông báo  của sở",
    "content/thong-bao/77123": "Thông báo của Trung tâm",
    "content/thong-bao/88001": "Thông báo của Trung tâm",
    "content/id/5": "Thông báo của Sở",
    "content/id/6": "Thông báo của Sở",
}


@pytest.mark.parametrize("order", list(permutations(UNDER_ONE_SLUG))[::37])
def test_titles_decide_what_is_one_article_under_one_slug_whichever_comes_first(
    tmp_path: Path, order: tuple[str, ...]
) -> None:
    with Archive(tmp_path / "archive.db") as archive:
        for number, identity in enumerate([*order, *order]):
            url = f"https://sct.bacgiang.gov.vn/-/asset_publisher/abcd/{identity}"
            of = Article(url=url, title=UNDER_ONE_SLUG[identity], body_text="Nội dung.", date_rule="label")
            capture = Capture(url, "live", f"2026-11-{number + 1:02}T00:00:00Z", 200, f"{number:064x}")
            slug = identity if identity.startswith("content/id/") else "content/thong-bao"
            archive.save(Visit("sct_bacgiang", url, identity, capture, Reading("1", "article", None, of, slug)))
        joined = rows(archive, "SELECT article_id, identity FROM addresses")
    together = {frozenset(name for each, name in joined if each == one) for one, _ in joined}
    assert together == {
        frozenset({"content/thong-bao", "content/thong-bao/20181"}),
        frozenset({"content/thong-bao/77123", "content/thong-bao/88001"}),
        frozenset({"content/id/5"}),
        frozenset({"content/id/6"}),
    }
