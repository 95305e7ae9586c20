"""Raw records: what is written, what is found again, what a crash leaves."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from archive import warc
from archive.article import RawPlace
from archive.kept import body_places
from archive.members import members, parsed
from archive.rawrecord import raw_at
from archive.store import Archive
from tests.archive.visits import article, raw, rows, visit


def records(folder: Path) -> list[dict[str, str]]:
    found = []
    for path in sorted(folder.glob("*.warc.gz")):
        with path.open("rb") as stream:
            found += [parsed(member.data).fields for member in members(stream)]
    return found


def check(folder: Path) -> None:
    command = [str(Path(sys.executable).with_name("warcio")), "check", *map(str, sorted(folder.glob("*.gz")))]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (result.returncode, result.stdout) == (0, "")


def test_an_exchange_comes_back_byte_for_byte(archive: Archive, tmp_path: Path) -> None:
    got = raw("Được\r\n\r\n<p>\x00".encode(), "HTTP/1.1 200 Rất tốt".encode().decode("latin-1"))
    plain = visit()
    assert plain.capture
    archive.save(replace(plain, capture=replace(plain.capture, raw=got)))
    [place] = rows(archive, "SELECT warc_file, warc_offset, warc_length FROM captures")
    back = raw_at(tmp_path / "warc", RawPlace(*place), body_places(archive._db))  # type: ignore[arg-type]
    assert (back.status_line, back.headers, back.body) == ("HTTP/1.1 200 Rất tốt", got.headers, got.body)
    check(tmp_path / "warc")


def test_a_body_kept_already_is_written_once_and_referred_to(archive: Archive, tmp_path: Path) -> None:
    for at in ("2026-11-20T01:00:00Z", "2026-11-21T01:00:00Z"):
        archive.save(visit(at=at, page=b"<p>nguyen van</p>" * 99))
    kinds = [record["warc-type"] for record in records(tmp_path / "warc")]
    assert kinds == ["warcinfo", "response", "request", "revisit", "request"]
    revisit = records(tmp_path / "warc")[3]
    assert revisit["warc-profile"].endswith("/1.1/revisit/identical-payload-digest")
    assert revisit["warc-refers-to-date"] == "2026-11-20T01:00:00Z"
    [_, place] = rows(archive, "SELECT warc_file, warc_offset, warc_length FROM captures ORDER BY captured_at")
    back = raw_at(tmp_path / "warc", RawPlace(*place), body_places(archive._db))  # type: ignore[arg-type]
    assert back.body == b"<p>nguyen van</p>" * 99
    check(tmp_path / "warc")


def test_each_run_has_a_file_of_its_own_and_a_full_one_is_followed_by_the_next(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warc, "LARGEST", 2000)
    for number in range(8):
        run = archive.begin_run("sct_bentre", "sct_bentre", "live", f"2026-11-2{number}T00:00:00Z") if number < 2 else 2
        archive.save(visit(article(f"tin-{number}", body_text=os.urandom(400).hex()), run_id=run))
    names = sorted(path.name for path in (tmp_path / "warc").iterdir())
    assert [name[:9] for name in names] == ["run000001", *["run000002"] * (len(names) - 1)]
    assert len(names) > 3
    assert str(os.getpid()) in names[0]
    check(tmp_path / "warc")


def test_a_torn_tail_is_cut_at_the_next_start_and_what_was_acknowledged_stays(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    first = Archive(path)
    first.save(visit())
    first._warc.open.close()  # type: ignore[union-attr]
    first._db.close()  # as a kill leaves it: nothing finished
    [file] = (tmp_path / "warc").iterdir()
    size = file.stat().st_size
    with file.open("ab") as stream:
        stream.write(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03half a record")
    with Archive(path) as archive:
        assert file.stat().st_size == size
        assert rows(archive, "SELECT bytes FROM warc_files") == [(size,)]
    check(tmp_path / "warc")


def test_a_broken_record_costs_none_behind_it_when_a_killed_run_is_mended(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    first = Archive(path)
    for number in range(3):
        first.save(visit(article(f"tin-{number}", body_text=os.urandom(400).hex())))
    first._warc.open.close()  # type: ignore[union-attr]
    first._db.close()  # as a kill leaves it: nothing finished
    [file] = (tmp_path / "warc").iterdir()
    with file.open("rb") as stream:
        found = list(members(stream))
    with file.open("r+b") as stream:
        stream.seek(found[1].offset + 40)
        stream.write(b"\0\0\0\0")
        stream.seek(0, os.SEEK_END)
        stream.write(found[1].packed[:50])
    Archive(path).close()
    assert file.stat().st_size == found[-1].offset + len(found[-1].packed)


def test_a_file_that_another_process_writes_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive(path) as writing:
        writing.save(visit())
        [file] = (tmp_path / "warc").iterdir()
        with file.open("ab") as stream:
            stream.write(b"\x1f\x8b\x08 in the middle of a record")
        size = file.stat().st_size
        Archive(path).close()
        assert file.stat().st_size == size


def test_a_lock_frees_itself_when_its_holder_is_killed(tmp_path: Path) -> None:
    from archive.errors import Locked
    from archive.lock import portal_lock

    code = f"""
import sys, time
from archive.lock import portal_lock
with portal_lock({str(tmp_path / "a.db")!r}, "sct_bentre"):
    print("held", flush=True)
    time.sleep(60)
"""
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(Locked, match=f"pid {holder.pid} "), portal_lock(tmp_path / "a.db", "sct_bentre"):
        pass
    with portal_lock(tmp_path / "a.db", "sct_bacgiang"):
        pass
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    with portal_lock(tmp_path / "a.db", "sct_bentre"):
        pass
