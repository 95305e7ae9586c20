"""`archive verify` finds what is wrong, wherever a bit flips."""

import random
import tracemalloc
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from archive.agenda import Agenda
from archive.article import Attachment, Image
from archive.members import members
from archive.opening import open_for_reading
from archive.sqlite import connect
from archive.store import Archive
from archive.verify import Report, verify
from archive.visit import Counts
from crawler.portals import PORTALS
from crawler.run import portal_row
from tests.archive.visits import article, found, refused, visit


def verified(path: Path) -> Report:
    with open_for_reading(path) as db:
        return verify(db, path.parent / "warc")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    with Archive(path) as archive:
        run = archive.begin_run("sct_bentre", "sct_bentre", "live", "2026-11-20T00:00:00Z")
        for number in range(12):
            tin = article(f"tin-{number}", body_text=f"Đoạn {number}.\n\n" + "điện gió " * number * 9, author="Thu Hà")
            tin = replace(
                tin, images=(Image("http://127.0.0.1/a.png", "Chú thích"),), attachments=(Attachment("/a", "b"),)
            )
            archive.save(visit(tin, run_id=run, found=(found(f"tin-{number + 1}"),)))
            archive.save(visit(tin, "2026-11-21T01:00:00Z", run_id=run))
            archive.save(refused(tin, "2026-11-22T01:00:00Z"))
        picture = visit(
            article("a"), kind="media", reading=None, identity="/a.png", media_type="image/png", page=b"PNG"
        )
        assert picture.capture
        url = "http://127.0.0.1/a.png"
        archive.save(replace(picture, url=url, capture=replace(picture.capture, url=url), run_id=run))
    return path


def test_a_healthy_archive_has_no_problem_and_everything_was_looked_at(path: Path) -> None:
    report = verified(path)
    assert report.problems == []
    assert [name for name, count in report.checked.items() if not count] == ["stand-ins"]
    assert report.checked["raw records"] > 70


def test_every_flipped_bit_in_a_warc_file_is_found(path: Path) -> None:
    [file, *_] = sorted(path.parent.glob("warc/*.gz"))
    whole, chance = file.read_bytes(), random.Random(7)
    for offset in (0, 3, 4, 8, 9, len(whole) - 1, *chance.sample(range(len(whole)), 40)):
        file.write_bytes(whole[:offset] + bytes([whole[offset] ^ (1 << chance.randrange(8))]) + whole[offset + 1 :])
        assert verified(path).problems, f"bit at {offset} of {len(whole)}"
    file.write_bytes(whole[:-5])
    assert verified(path).problems
    file.unlink()
    assert "missing" in verified(path).problems[0]


@pytest.mark.parametrize("cut", [0, 9])
def test_a_body_that_unpacks_to_a_great_deal_is_checked_piece_by_piece(tmp_path: Path, cut: int) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    body = b"".join([*(packer.compress(bytes(1 << 20)) for _ in range(100)), packer.flush()])
    seen = visit(article("a"))
    assert seen.capture
    assert seen.capture.raw
    packed = replace(seen.capture.raw, headers=(("Content-Encoding", "gzip"),), body=body[: len(body) - cut])
    with Archive(tmp_path / "archive.db") as archive:
        archive.save(replace(seen, capture=replace(seen.capture, sha256="0" * 64, raw=packed)))
    tracemalloc.start()
    try:
        problems = verified(tmp_path / "archive.db").problems
        assert tracemalloc.get_traced_memory()[1] < 30 << 20
    finally:
        tracemalloc.stop()
    # Of a body that was cut only the fetching side can know the hash.
    assert ["another hash than its capture" in problem for problem in problems] == ([] if cut else [True])


def test_a_body_kept_with_the_frames_of_its_chunks_is_no_problem(tmp_path: Path) -> None:
    """As imports kept them once: the capture bears the hash of what was in the chunks."""
    seen = visit(article("a"), page="<html>Một tin</html>".encode())
    assert seen.capture
    assert seen.capture.raw
    body = seen.capture.raw.body
    framed = replace(
        seen.capture.raw, headers=(("Transfer-Encoding", "chunked"),), body=b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    )
    with Archive(tmp_path / "archive.db") as archive:
        archive.save(replace(seen, capture=replace(seen.capture, raw=framed)))
    assert verified(tmp_path / "archive.db").problems == []


def test_one_broken_record_does_not_hide_those_behind_it(path: Path) -> None:
    file = max(path.parent.glob("warc/*.gz"), key=lambda each: each.stat().st_size)
    whole = file.read_bytes()
    with file.open("rb") as stream:
        found = list(members(stream))
    broken = next(member for member in found if b"WARC-Type: revisit" in member.data)  # which no other refers to
    at = broken.offset + len(broken.packed) // 2
    file.write_bytes(whole[:at] + b"\0\0\0\0" + whole[at + 4 :])
    report = verified(path)
    assert report.checked["raw records"] >= len(found) - 1
    assert len(report.problems) <= 4, report.problems
    assert (
        f"bytes {broken.offset} to {broken.offset + len(broken.packed) - 1} are no whole record" in report.problems[0]
    )


@pytest.mark.parametrize(
    ("table", "column"),
    [
        *(
            ("articles", name)
            for name in ("url", "title", "body_text", "body_html", "author", "updated_at", "updated_on")
        ),
        *(
            ("articles", name)
            for name in ("identity", "title_folded", "body_folded", "last_seen_at", "state", "date_text")
        ),
        *(("versions", name) for name in ("title", "body_text", "body_html", "fingerprint", "images", "lang")),
        *(("captures", name) for name in ("url", "captured_at", "sha256", "warc_file", "sort_key", "status")),
        *(("readings", name) for name in ("reason", "updated_at", "date_rule", "parser")),
        *(("images", name) for name in ("url", "caption", "sha256", "media_type", "warc_file")),
        *(("media", name) for name in ("url", "media_type", "bytes", "sha256", "warc_offset", "sort_key")),
        *(("payloads", name) for name in ("sha256", "url", "captured_at", "warc_file", "warc_length")),
        ("attachments", "label"),
        ("addresses", "identity"),
    ],
)
def test_a_changed_value_in_any_table_of_text_is_found(path: Path, table: str, column: str) -> None:
    db = connect(path)
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("PRAGMA ignore_check_constraints = ON")
    triggers = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        db.execute(f"DROP TRIGGER {name}")
    db.execute(f"""UPDATE {table} SET {column} = CASE typeof({column}) WHEN 'integer' THEN {column} + 1
        ELSE substr({column}, 1, 3) || char(unicode(substr({column}, 4, 1)) + 1) || substr({column}, 5) END
        WHERE rowid IN (SELECT rowid FROM {table} WHERE {column} IS NOT NULL LIMIT 1)""")
    assert db.execute("SELECT changes()").fetchone() == (1,)
    for _, sql in triggers:
        db.execute(sql)
    db.close()
    assert verified(path).problems


def test_a_search_entry_that_does_not_fit_is_found(path: Path) -> None:
    db = connect(path)
    db.execute("INSERT INTO article_search (article_search, rowid, title) VALUES ('delete', 1, 'Bến Tre')")
    db.close()
    assert [problem for problem in verified(path).problems if problem.startswith("search index")]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        *(("addresses", name) for name in ("url", "state", "found_on", "checked_at", "sort_key")),
        *(("runs", name) for name in ("spider", "started_at", "reason")),
        *(("portals", name) for name in ("title", "home_url")),
        *(("warc_files", name) for name in ("opened_at", "sha256")),
        *(("pauses", name) for name in ("until", "reason")),
    ],
)
def test_a_flipped_bit_in_the_bookkeeping_is_found_wherever_it_lies(path: Path, table: str, column: str) -> None:
    with Archive(path) as archive:
        archive.portals([portal_row(PORTALS["sct_bentre"])])
        run = archive.begin_run("sct_bentre", "sct_bentre", "live", "2026-11-23T00:00:00Z")
        archive.end_run(run, "2026-11-23T00:09:00Z", 3, "một trang bị chặn", Counts())
        Agenda(archive.db, "sct_bentre").pause("2026-11-24T00:00:00Z", "Retry-After")
    db = connect(path)
    (value,) = db.execute(f"SELECT {column} FROM {table} WHERE {column} > ' ' ORDER BY rowid DESC LIMIT 1").fetchone()
    db.execute("VACUUM")  # no leftovers of old rows in its pages
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    roots = db.execute("SELECT rootpage FROM sqlite_schema WHERE tbl_name = ? ORDER BY rowid", (table,)).fetchall()
    db.close()
    whole, flipped = path.read_bytes(), 0
    for (root,) in roots:
        page = slice((root - 1) * 4096, root * 4096)
        at = page.start + whole[page].find(value.encode())
        if at < page.start:
            continue
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert verified(path).problems, f"{table}.{column}: {value} in page {root}"
        flipped += 1
    assert flipped or table == "addresses", "its pages are many, and `python -m proof disk` flips bits in all of them"


def test_a_trigger_that_is_gone_and_a_table_that_was_altered_are_found(path: Path) -> None:
    db = connect(path)
    db.execute("DROP TRIGGER versions_update")
    db.execute("ALTER TABLE portals ADD COLUMN note TEXT")
    db.close()
    told = verified(path).problems
    assert [problem for problem in told if problem.startswith("schema")] == told
    assert len(told) == 2
