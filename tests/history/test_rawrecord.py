"""Raw records are read back as they were given, revisits with the body they stand for."""

import gzip
import os
from dataclasses import replace
from pathlib import Path

import pytest

from archive.article import Raw, RawPlace
from archive.errors import Unreadable
from archive.kept import body_places, exchanges, kept_pages, known_captures
from archive.rawrecord import raw_at, record_at
from archive.store import Archive
from tests.archive.visits import visit

HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("X-Tên", "giá trị"),
    ("Set-Cookie", "a=1"),
    ("Set-Cookie", "b=2"),
)


def seen(at: str, body: bytes, **more: object) -> object:
    plain = visit(at=at, source="wayback")  # of live looks that say the same again the bytes are not kept
    assert plain.capture
    raw = Raw("GET /x HTTP/1.1", (("Host", "a"),), "HTTP/1.1 200 Được", HEADERS, body)
    return replace(plain, capture=replace(plain.capture, raw=replace(raw, **more)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "warc"


def test_an_exchange_comes_back_as_it_was_given_a_revisit_too(tmp_path: Path, folder: Path) -> None:
    body = b"\x00\r\n\r\nWARC/1.1\r\n" + bytes(range(256)) * 9
    with Archive(tmp_path / "a.db") as archive:
        archive.save(seen("2026-01-01T00:00:00Z", body))
        archive.save(seen("2026-01-02T00:00:00Z", body))
        pages = list(kept_pages(archive._db))
        kinds = sorted(record_at(folder, page.place).kind for page in pages)
        assert kinds == ["response", "revisit"]
        for page in pages:
            raw = raw_at(folder, page.place, body_places(archive._db))
            assert (raw.status_line, raw.headers, raw.body) == ("HTTP/1.1 200 Được", HEADERS, body)


def test_provenance_is_written_and_an_unknown_request_is_not(tmp_path: Path, folder: Path) -> None:
    told = (
        ("WARC-Source-URI", "http://127.0.0.1/web/2026id_/http://a/"),
        ("WARC-Creation-Date", "2026-11-22T01:00:00Z"),
    )
    with Archive(tmp_path / "a.db") as archive:
        archive.save(seen("2019-01-01T00:00:00Z", b"x", request_line="", provenance=told))
        page = next(kept_pages(archive._db))
    fields = record_at(folder, page.place).fields
    assert fields["warc-source-uri"] == told[0][1]
    assert fields["warc-creation-date"] == told[1][1]
    assert fields["warc-date"] == "2019-01-01T00:00:00Z"
    assert page.place.offset + page.place.length == (folder / page.place.warc_file).stat().st_size


def test_what_is_not_there_is_named(tmp_path: Path, folder: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.save(seen("2019-01-01T00:00:00Z", b"x" * 500))
        place = next(kept_pages(archive._db)).place
    for wrong in (
        replace(place, offset=place.offset + 3),
        replace(place, warc_file="no.gz"),
        replace(place, length=40),
    ):
        with pytest.raises(Unreadable, match="archive verify"):
            raw_at(folder, wrong)
    with pytest.raises(Unreadable):
        raw_at(folder, RawPlace(place.warc_file, 0, place.offset))


def test_a_record_changed_after_it_was_written_is_not_read(tmp_path: Path, folder: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.save(seen("2019-01-01T00:00:00Z", b"y" * 500))
        place = next(kept_pages(archive._db)).place
    file = folder / place.warc_file
    data = file.read_bytes()
    member = gzip.decompress(data[place.offset : place.offset + place.length])
    other = gzip.compress(member.replace(b"y", b"n"))
    file.write_bytes(data[: place.offset] + other)
    with pytest.raises(Unreadable, match=r"block digest differs.*archive verify"):
        raw_at(folder, replace(place, length=len(other)))


def test_a_record_that_holds_more_than_any_of_ours_is_not_unpacked(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.save(seen("2019-01-01T00:00:00Z", b"x" * 500_000))
        place = next(kept_pages(archive._db)).place
    assert len(raw_at(folder, place).body) == 500_000
    monkeypatch.setattr("archive.rawrecord.LARGEST", 400_000)
    with pytest.raises(Unreadable, match=r"more than 400\.0 KB"):
        raw_at(folder, place)


def test_known_captures_and_originals_are_found_by_what_foreign_records_say(tmp_path: Path, folder: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.save(seen("2019-01-01T00:00:00Z", b"x" * 500))
        page = next(kept_pages(archive._db))
        fields = record_at(folder, page.place).fields
        known = known_captures(archive._db, "1")
        assert known(page.url, page.captured_at) == {page.sha256}
        assert not known(page.url, "2020-01-01T00:00:00Z")
        assert not known_captures(archive._db, "2")(page.url, page.captured_at)
        sha256 = fields["warc-payload-digest"].partition(":")[2]
        [(by_digest, surely), *_] = exchanges(archive._db, folder, sha256, "", None)
        [(by_place, also), *_] = exchanges(archive._db, folder, "", page.url, page.captured_at)
        [(perhaps, no)] = exchanges(archive._db, folder, "", page.url, None)
        assert by_digest == by_place == perhaps
        assert (surely, also, no) == (True, True, False)
        assert not list(exchanges(archive._db, folder, "", "", None))


def test_visits_saved_together_are_synced_together_and_whole(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (synced.append(handle), fsync(handle))[1])
    with Archive(tmp_path / "a.db") as archive:
        archive.save(seen("2018-12-31T00:00:00Z", b"opens the file"))
        synced.clear()
        with archive.together():
            for day in range(1, 9):
                archive.save(seen(f"2019-01-0{day}T00:00:00Z", b"%d" % day))
        assert len(synced) == 1
        assert len(list(kept_pages(archive._db))) == 9
        assert all(raw_at(folder, page.place).body for page in kept_pages(archive._db))


def test_whole_answers_of_any_status_are_there_to_be_read_again(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        for day, status in enumerate((200, 201, 202, 203, 206, 404), start=1):
            one = seen(f"2019-01-0{day}T00:00:00Z", b"%d" % status)
            assert one.capture
            archive.save(replace(one, capture=replace(one.capture, status=status)))
        assert sorted(page.status for page in kept_pages(archive._db)) == [200, 201, 202, 203]
