"""Records come out of every kind of WARC file, whole, in order, with their place; damage costs only what it hit."""

import gzip
import random
import shutil
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from crawler.past.warcfiles import Damage, Lookup, Record, files_in, records
from crawler.past.warcimport import Import
from crawler.portals import PORTALS
from tests.history.warcs import Shot, one_member, write_wacz, write_warc

SHOTS = [
    Shot(f"http://cong.example/tin-{n}.html", f"2021-03-0{n}T01:02:03Z", f"<html>Tin số {n} ".encode() + b"x" * n * 999)
    for n in range(1, 7)
]

PNG = (("Content-Type", "image/png"),)


def responses(path: Path) -> list[Record]:
    return [r for r in records(path) if isinstance(r, Record) and r.type == "response"]


def damages(path: Path) -> list[str]:
    return [r.reason for r in records(path) if isinstance(r, Damage)]


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return write_warc(tmp_path / "a.warc", SHOTS, gzipped=False)


@pytest.fixture
def gzipped(tmp_path: Path) -> Path:
    return write_warc(tmp_path / "a.warc.gz", SHOTS)


def every_kind(tmp_path: Path) -> dict[str, Path]:
    plain = write_warc(tmp_path / "k.warc", SHOTS, gzipped=False)
    gzipped = write_warc(tmp_path / "k.warc.gz", SHOTS)
    bytewise = tmp_path / "cut.warc.gz"  # members that end in the middle of records
    data = plain.read_bytes()
    bytewise.write_bytes(b"".join(gzip.compress(data[n : n + 700]) for n in range(0, len(data), 700)))
    return {
        "plain": plain,
        "gzip": gzipped,
        "one member": one_member(tmp_path / "one.warc.gz", plain),
        "members anywhere": bytewise,
        "wacz": write_wacz(tmp_path / "k.wacz", gzipped),
        "wacz, deflated": write_wacz(tmp_path / "d.wacz", plain, compression=zipfile.ZIP_DEFLATED),
    }


def test_every_kind_of_file_gives_the_same_records(tmp_path: Path) -> None:
    for kind, path in every_kind(tmp_path).items():
        found = responses(path)
        assert [r.url for r in found] == [s.url for s in SHOTS], kind
        assert all(r.block.endswith(s.body) for r, s in zip(found, SHOTS, strict=True)), kind
        assert damages(path) == [], kind


def test_every_record_is_found_again_by_its_place(tmp_path: Path) -> None:
    for kind, path in every_kind(tmp_path).items():
        lookup, found = Lookup(), responses(path)
        for record in [*found, *reversed(found), *found[::2], found[-1]]:
            again = lookup.record_at(record.place)
            assert again is not None, kind
            assert (again.url, again.block) == (record.url, record.block), kind
        lookup.close()


def test_offset_and_length_of_a_member_are_the_ones_an_index_would_give(gzipped: Path) -> None:
    data = gzipped.read_bytes()
    for record in responses(gzipped):
        member = data[record.place.offset : record.place.offset + record.length]
        assert gzip.decompress(member).startswith(b"WARC/1.1\r\nWARC-Date")


def test_a_cut_off_gzip_gives_all_whole_records_and_one_damage(gzipped: Path) -> None:
    whole = responses(gzipped)
    for cut in (1, 5, 9, whole[-1].length - 12):
        shutil.copyfile(gzipped, short := gzipped.with_name("short.warc.gz"))
        with short.open("r+b") as file:
            file.truncate(gzipped.stat().st_size - cut)
        assert [r.url for r in responses(short)] == [s.url for s in SHOTS[:-1]]
        assert damages(short) == ["gzip-cut-off"]


def test_a_cut_off_plain_file_gives_all_whole_records_and_one_damage(plain: Path) -> None:
    with plain.open("r+b") as file:
        file.truncate(plain.stat().st_size - 500)
    assert [r.url for r in responses(plain)] == [s.url for s in SHOTS[:-1]]
    assert damages(plain) == ["record-cut-off"]


def test_a_damaged_record_in_the_middle_costs_only_itself(plain: Path, gzipped: Path) -> None:
    for path in (plain, gzipped):
        victim = responses(path)[2]
        data = bytearray(path.read_bytes())
        data[victim.place.offset + victim.length // 2] ^= 0x10
        path.write_bytes(bytes(data))
        assert [r.url for r in responses(path)] == [s.url for s in SHOTS if s != SHOTS[2]]
        assert len(damages(path)) == 1


def test_any_flipped_byte_never_raises_and_never_gives_a_changed_body(plain: Path, gzipped: Path) -> None:
    chance = random.Random(4)
    for path in (plain, gzipped):
        intact = path.read_bytes()
        for _ in range(150):
            data = bytearray(intact)
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            path.write_bytes(bytes(data))
            good = {s.url: s.body for s in SHOTS}
            for record in responses(path):
                if record.url in good and "warc-block-digest" in record.fields:
                    assert record.block.endswith(good[record.url])


def test_what_is_no_warc_is_named(tmp_path: Path) -> None:
    cases = {
        "a page": b"<html><body>Khong phai WARC</body></html>",
        "empty": b"",
        "gzip of something": gzip.compress(b"hello, this is no archive"),
        "half a gzip head": b"\x1f\x8b\x08\x00",
        "random": random.Random(1).randbytes(4000),
    }
    for name, content in cases.items():
        (path := tmp_path / "x.warc.gz").write_bytes(content)
        assert damages(path) == ["not-a-warc"], name
    with zipfile.ZipFile(tmp_path / "x.wacz", "w") as bundle:
        bundle.writestr("readme.txt", "no archive in here")
    assert damages(tmp_path / "x.wacz") == ["wacz-without-warc"]
    assert damages(tmp_path / "missing.warc") == ["unreadable-file:FileNotFoundError"]


@pytest.mark.parametrize("before", [b"\r\n", b"\n\n\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"])
def test_blank_lines_and_a_byte_order_mark_before_the_first_record_harm_nothing(plain: Path, before: bytes) -> None:
    plain.write_bytes(before + plain.read_bytes())
    for path in (plain, one_member(plain.with_suffix(".warc.gz"), plain)):
        lookup, found = Lookup(), responses(path)
        assert [r.url for r in found] == [s.url for s in SHOTS]
        assert [again.url for r in found if (again := lookup.record_at(r.place))] == [s.url for s in SHOTS]
        assert damages(path) == []
        lookup.close()


def test_records_with_no_or_wrong_length_and_rubbish_between_are_passed_over(plain: Path) -> None:
    rubbish = b"WARC/1.1\r\nWARC-Type: response\r\n\r\nno length\r\n\r\nand\nmore\n\0\0\n"
    second = responses(plain)[1].place.offset
    data = plain.read_bytes()
    plain.write_bytes(data[:second] + rubbish + data[second:])
    assert [r.url for r in responses(plain)] == [s.url for s in SHOTS]
    assert damages(plain) == ["no-content-length"]


def test_a_folder_is_read_in_the_order_of_names_whatever_else_lies_in_it(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("b.warc.gz", "sub/a.warc"):
        write_warc(tmp_path / name, SHOTS[:1], gzipped=name.endswith("gz"))
    (tmp_path / "notes.txt").write_text("not read")
    assert [p.name for p in files_in(tmp_path)] == ["b.warc.gz", "a.warc"]


def test_a_folder_is_read_with_what_links_lead_to_and_what_is_not_read_is_named(tmp_path: Path) -> None:
    folder, disk = tmp_path / "in", tmp_path / "disk"
    for made in (folder / "sub", disk):
        made.mkdir(parents=True)
    for place in (folder / "a.warc.gz", disk / "b.warc.gz"):
        write_warc(place, SHOTS[:1])
    (folder / "c.warc.gz.open").write_bytes((folder / "a.warc.gz").read_bytes())
    for name in ("d.arc.gz", "E.WARC.ZST", "a.warc.gz.md5", "a.warc.os.cdx.gz", "march.txt"):
        (folder / name).write_bytes(b"...")
    for link, target in {"disk": disk, "again": disk, "sub/round": folder, "sub/up": tmp_path}.items():
        (folder / link).symlink_to(target)
    found = {path.name: list(records(path)) for path in files_in(folder)}
    assert list(found) == ["E.WARC.ZST", "a.warc.gz", "b.warc.gz", "c.warc.gz.open", "d.arc.gz"]
    told = {name: [item.reason for item in items if isinstance(item, Damage)] for name, items in found.items()}
    assert {name: reasons for name, reasons in told.items() if reasons} == {
        "E.WARC.ZST": ["not-read:warc.zst"], "d.arc.gz": ["not-read:arc.gz"],
    }  # fmt: skip
    assert len(found["c.warc.gz.open"]) == len(found["a.warc.gz"]) == 2


def test_a_large_file_streams_in_constant_memory(tmp_path: Path) -> None:
    film = Shot(
        "http://cong.example/phim.mp4",
        "2021-05-01T00:00:00Z",
        bytes(60 * 2**20),
        headers=(("Content-Type", "video/mp4"),),
    )
    path = write_warc(tmp_path / "big.warc.gz", [film, *SHOTS * 300])
    tracemalloc.start()
    count = sum(isinstance(r, Record) for r in records(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 1 + 1 + 300 * len(SHOTS)
    assert peak < 100 * 2**20


def test_an_import_walks_any_number_of_records_in_the_same_memory(tmp_path: Path) -> None:
    """Pages, pages of others, pictures, and revisits whose original is missing: none is kept (addresses are, a few)."""
    kinds = (
        Shot("http://congthuongbentre.gov.vn/tin-{}.html", "2021-05-01T00:00:00Z", b"<html>" + b"x" * 4000),
        Shot("http://cong.example/tin-{}.html", "2021-05-01T00:00:00Z", b"<html>" + b"x" * 4000),
        Shot("http://congthuongbentre.gov.vn/anh-{}.png", "2021-05-01T00:00:00Z", headers=PNG),
        Shot("http://congthuongbentre.gov.vn/lap-{}.html", "2021-05-01T00:00:00Z", type="revisit"),
    )  # fmt: skip
    peaks = []
    for number in (500, 4000):
        shots = (replace(kinds[at % 4], url=kinds[at % 4].url.format(at % 200)) for at in range(number))
        path = write_warc(tmp_path / f"{number}.warc", shots, gzipped=False)
        walk = Import(PORTALS["sct_bentre"], tmp_path / "warc", "2999-01-01T00:00:00Z")
        tracemalloc.start()
        turns = sum(1 for _ in walk.look_through([path]))
        pages = sum(1 for _ in walk.pages(lambda *_: ()))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        walk.close()
        assert (pages, walk.records) == (number // 4, number + 1)
        assert turns >= number // 99
        assert walk.passed == {
            "other-host": number // 4,
            "no-page": number // 4,
            "revisit-without-original": number // 4,
        }
    assert peaks[1] < peaks[0] + 2**18, "3500 records more, and at most 75 bytes for each"


def unpackings(work: Callable[[], object]) -> int:
    """How often a piece was decompressed in it."""
    count = 0

    def note(_: object, event: str, called: object) -> None:
        nonlocal count
        count += event == "c_call" and getattr(called, "__name__", "") == "decompress"

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def test_a_warc_in_one_member_is_unpacked_some_times_however_many_pictures_and_revisits_lie_in_it(
    tmp_path: Path,
) -> None:
    chance = random.Random(5)
    pictures = [
        Shot(
            f"http://congthuongbentre.gov.vn/a-{n}.png", "2021-05-01T00:00:00Z", chance.randbytes(200_000), headers=PNG
        )
        for n in range(40)
    ]
    refers = ({"WARC-Refers-To-Target-URI": shot.url, "WARC-Refers-To-Date": shot.at} for shot in pictures)
    again = [
        replace(shot, at="2022-01-01T00:00:00Z", type="revisit", body=b"", extra=told)
        for shot, told in zip(pictures, refers, strict=True)
    ]
    path = one_member(tmp_path / "w.warc.gz", write_warc(tmp_path / "w.warc", [*pictures, *again], gzipped=False))
    once = unpackings(lambda: list(records(path)))
    assert once >= 30
    walk = Import(PORTALS["sct_bentre"], tmp_path / "warc", "2999-01-01T00:00:00Z")
    found: list[object] = []

    def imported() -> None:
        list(walk.look_through([path]))
        assert list(walk.pages(lambda *_: ())) == []
        found.extend(walk.files(lambda _: True, lambda *_: ()))

    assert unpackings(imported) < 6 * once
    assert len(found) == 80
    walk.close()


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, *_: object) -> None:
        return


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed here")
def test_a_warc_that_wget_wrote_is_read(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "mot-tin.html").write_text("<html><body><h1>Một tin</h1></body></html>", encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/mot-tin.html"
    command = ["wget", "-q", "--warc-file=w", "-O", "out.html", url]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=60)
    server.shutdown()
    server.server_close()
    found = responses(tmp_path / "w.warc.gz")
    assert [r.url for r in found] == [url]
    assert found[0].block.endswith("<h1>Một tin</h1></body></html>".encode())
    assert damages(tmp_path / "w.warc.gz") == []
