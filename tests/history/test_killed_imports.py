"""`scrapy crawl warc` killed again and again: the same rows in the end, whole WARC files, no reader left behind."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.history.scenes import HOST, articles, ask, command, page, run
from tests.history.warcs import Shot, write_warc
from tests.replica.running import ROOT

SHOTS = [
    Shot(
        f"{HOST}/kiem-tra-lan-{number}.html",
        f"2021-05-06T01:{number // 60:02d}:{number % 60:02d}Z",
        page(f"Kiểm tra cơ sở chế biến dừa lần thứ {number}", more=f"Đợt {number} kết thúc trong tháng."),
    )
    for number in range(400)
]
ROWS = "SELECT url, captured_at, sha256, status FROM captures ORDER BY 1, 2"
LEDGER = "SELECT identity, kind, state, reason, tries FROM addresses ORDER BY 1"


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    told = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in told.read_text().split()] if told.exists() else []


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def killed(words: list[str], archive: Path, more: int) -> list[int]:
    """Start a run, SIGKILL it once so many captures more are stored; its children at that moment."""
    had = stored(archive)
    running = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    readers: list[int] = []
    while running.poll() is None and stored(archive) < had + more:
        readers = children(running.pid) or readers
        time.sleep(0.01)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    return readers


def stored(archive: Path) -> int:
    try:
        return int(ask(archive, "SELECT count(*) FROM captures")[0][0])
    except Exception:  # noqa: BLE001  not made yet, or being made
        return 0


def test_an_import_killed_again_and_again_ends_with_the_same_rows(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "w.warc.gz", SHOTS)
    whole, archive = tmp_path / "whole" / "archive.db", tmp_path / "killed" / "archive.db"
    assert run("warc", whole, portal="sct_bentre", path=path).code == 0
    readers: list[int] = []
    for turn in range(3):
        words = command("warc", archive, portal="sct_bentre", path=path, jobs=1 + turn % 2)
        readers += killed(words, archive, 60)
        assert stored(archive) >= 32 * (turn + 1)
    ended = run("warc", archive, portal="sct_bentre", path=path)
    assert ended.code == 0, ended.said
    assert articles(archive) == articles(whole)
    assert ask(archive, ROWS) == ask(whole, ROWS)
    assert ask(archive, LEDGER) == ask(whole, LEDGER)
    for file in (archive.parent / "warc").glob("*.warc.gz"):
        check = [str(Path(sys.executable).parent / "warcio"), "check", str(file)]
        done = subprocess.run(check, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{file.name}: {done.stdout}{done.stderr}"
    assert readers, "jobs=2 reads in processes of their own"
    assert all_ended(readers), "they end with a killed parent"


def all_ended(pids: list[int]) -> bool:
    """Whether all of them end; they are given half a minute, for a machine that is busy."""
    until = time.monotonic() + 30
    while (left := [pid for pid in pids if is_running(pid)]) and time.monotonic() < until:
        time.sleep(0.05)
    return not left


def test_a_rereading_that_is_killed_leaves_no_reader_behind_and_the_next_does_all(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    path = write_warc(tmp_path / "w.warc.gz", SHOTS[:200])
    assert run("warc", archive, portal="sct_bentre", path=path, jobs=2).code == 0
    before = ask(archive, "SELECT * FROM articles ORDER BY id")
    words = [sys.executable, "-m", "archive", "--archive", str(archive), "reread", "--jobs", "2", "--json"]
    running = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    readers: list[int] = []
    while running.poll() is None and len(readers) < 3:  # two readers, and what Python starts beside them
        readers = children(running.pid)
        time.sleep(0.01)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    assert len(readers) >= 3, "both cores are used"
    assert all_ended(readers)
    again = subprocess.run(words, cwd=ROOT, capture_output=True, check=True)
    assert json.loads(again.stdout)["same"] == len(SHOTS[:200])
    assert ask(archive, "SELECT * FROM articles ORDER BY id") == before


def test_a_reader_that_is_killed_ends_the_run_with_one_sentence(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    path = write_warc(tmp_path / "w.warc.gz", SHOTS)
    reread = [sys.executable, "-m", "archive", "--archive", str(archive), "reread", "--jobs", "2"]
    for words in (command("warc", archive, portal="sct_bentre", path=path, jobs=2), reread):
        code, said = told(words)
        assert (code, "read pages was killed" in said, "Traceback" in said) == (1, True, False), said
        assert run("warc", archive, portal="sct_bentre", path=path).code == 0
        assert stored(archive) == len(SHOTS)


def told(words: list[str]) -> tuple[int, str]:
    """How a program ends whose reading processes are killed once they work."""
    running = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    readers: list[int] = []
    while running.poll() is None and not readers:
        readers = working(running.pid)
        time.sleep(0.01)
    for reader in readers:
        os.kill(reader, signal.SIGKILL)
    said = running.communicate()[1]
    return running.returncode, said


def working(pid: int) -> list[int]:
    """The children of a program that have begun to work, but for Python's own helper."""
    busy = []
    for child in children(pid):
        stat = Path(f"/proc/{child}/stat")
        used = sum(map(int, stat.read_text().rpartition(")")[2].split()[11:13])) if stat.exists() else 0
        if used > 5 and b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
            busy.append(child)
    return busy
