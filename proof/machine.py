"""The machine under a crawl: a wrong clock, files taken away, limits, locks, signals, a crowd of runs, lost logs."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from proof import holding
from proof.bombs import silent
from proof.crawling import command, rows, texts
from proof.faults import ARTICLES, DAYS_LATER, good
from proof.report import Report, at_root
from proof.scene import scene
from proof.server import article, whole

HOLD = """
import sys, time
from archive.sqlite import connect
connect(sys.argv[1]).execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(5)
"""


def clock_ahead() -> list[str]:
    """A run in the year 2099, then one of today: what is new is found, what changed is seen in time."""
    with scene() as at:
        del at.portal.answers["/tin-5.html"]
        at.runs("-s", "CLOCK=2099-05-01T00:00:00Z")
        at.portal.answers |= good() | {"/tin-0.html": whole(article("Bài /tin-0.html, đã sửa"))}
        at.runs()
        at.runs("-s", f"CLOCK={DAYS_LATER + timedelta(days=365):%Y-%m-%dT%H:%M:%SZ}")
        titles = {title for _, title, _ in texts(at.archive)}
        at.check(len(titles) == ARTICLES, f"{len(titles)} articles of {ARTICLES}")
        at.check("Bài /tin-0.html, đã sửa" in titles, "the edit was never seen")
        return at.wrong


def clock_behind() -> list[str]:
    """A run whose clock stands a day behind that of the run before."""
    with scene() as at:
        at.runs()
        at.portal.answers["/tin-0.html"] = whole(article("Bài /tin-0.html, đã sửa"))
        at.runs("-s", f"CLOCK={datetime.now(UTC) - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}", "-a", "full=1")
        at.check("Bài /tin-0.html, đã sửa" in {title for _, title, _ in texts(at.archive)}, "the edit was not seen")
        at.recovers()
        return at.wrong


def taken_away(what: Callable[[Path], None]) -> list[str]:
    """The archive, or its raw records, vanish under a crawl: exit 5, and nothing is called saved that is not there."""
    with scene() as at:
        running = at.midway()
        what(at.archive)
        at.ends(running, 5, "moved, deleted or replaced")
        at.recovers()
        return at.wrong


def unlinked(archive: Path) -> None:
    """Only the main file."""
    archive.unlink()


def replaced(archive: Path) -> None:
    """By a copy of itself."""
    copy = archive.with_name("copy")
    shutil.copyfile(archive, copy)
    copy.replace(archive)


def without_warc(archive: Path) -> None:
    """The folder of raw records."""
    shutil.rmtree(archive.parent / "warc")


def limited(size: int) -> list[str]:
    """The system lets no file grow beyond a size: exit 5 wherever it strikes; without the limit all comes in."""
    with scene() as at:
        at.ends(
            at.begin(before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))), 5, "cannot be written"
        )
        at.recovers()
        return at.wrong


def locked() -> list[str]:
    """Another program holds the write lock for five seconds: the crawl waits and ends well."""
    with scene() as at:
        at.runs("-a", "limit=1")
        with subprocess.Popen(
            [sys.executable, "-c", HOLD, str(at.archive)], cwd=at_root(), stdout=subprocess.PIPE
        ) as holder:
            assert holder.stdout
            holder.stdout.readline()
            at.recovers()
        return at.wrong


def signalled(first: signal.Signals, second: signal.Signals | None = None, *, hung: bool = False) -> list[str]:
    """A signal, or two, also while a page hangs: the promised code, the run's row, and the next run goes on."""
    with scene({"/tin-3.html": silent} if hung else None) as at:
        running = at.midway("-s", "DOWNLOAD_TIMEOUT=5")
        time.sleep(0.5)
        running.send_signal(first)
        if second:
            time.sleep(0.2)
            running.send_signal(second)
        code = 128 + first
        at.ends(running, code, "all state is saved")
        at.check(rows(at.archive, "SELECT exit_code FROM runs") == [(code,)], "the row of the run does not say so")
        at.portal.answers |= good()
        at.recovers()
        return at.wrong


def crowd() -> list[str]:
    """Ten runs at once: one works, the others leave with 75; nobody asks for a page twice."""
    with scene() as at:
        told = command(at.portal.url, at.archive, "-s", "DOWNLOAD_DELAY=2")
        quiet = subprocess.DEVNULL
        runs = [subprocess.Popen(told, cwd=at_root(), stdout=quiet, stderr=quiet) for _ in range(10)]
        codes = sorted(run.wait() for run in runs)
        at.check(codes == [0, *[75] * 9], f"exit codes {codes}")
        twice = [path for path in good() if at.portal.times(path) > 1]
        at.check(not twice, f"asked twice: {twice}")
        at.recovers()
        return at.wrong


def after_kill(harm: Callable[[Path], None]) -> list[str]:
    """A crawl is killed, and then its log or its lock file comes to harm: the next run reaches all articles."""
    with scene() as at:
        running = at.midway()
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        harm(at.archive)
        at.recovers()
        code, said = holding.verify(at.archive)
        at.check(code == 0, f"verify: {said}")
        return at.wrong


def log_lost(archive: Path) -> None:
    """The write-ahead log with everything in it."""
    Path(f"{archive}-wal").unlink()


def index_scrambled(archive: Path) -> None:
    """The shared-memory index beside the log."""
    Path(f"{archive}-shm").write_bytes(random.Random(3).randbytes(32_768))


def damaged(at_byte: float) -> list[str]:
    """Noise in the file: exit 5 and one sentence, nothing written over it."""
    with scene() as at:
        at.runs()
        data = at.archive.read_bytes()
        begin = int(len(data) * at_byte)
        at.archive.write_bytes(data[:begin] + random.Random(1).randbytes(6000) + data[begin + 6000 :])
        before = at.archive.read_bytes()
        at.runs(code=5)
        at.check(at.archive.read_bytes() == before, "the damaged file was written to")
        return at.wrong


def nobody_listens() -> list[str]:
    """The terminal behind stderr is gone: the run ends as it ended."""
    with scene() as at:
        told = command(at.portal.url, at.archive)
        with subprocess.Popen(told, cwd=at_root(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as running:
            assert running.stderr
            running.stderr.close()
        at.check(running.returncode == 0, f"exit {running.returncode}")
        at.check(rows(at.archive, "SELECT exit_code FROM runs") == [(0,)], "the row of the run does not say so")
        return at.wrong


CASES: dict[str, Callable[[], list[str]]] = {
    "clock ahead, then right": clock_ahead,
    "archive deleted under a crawl": lambda: taken_away(unlinked),
    "SIGTERM": lambda: signalled(signal.SIGTERM),
    "file-size limit of 30 KB": lambda: limited(30_000),
    "clock behind": clock_behind,
    "archive replaced under a crawl": lambda: taken_away(replaced),
    "warc/ deleted under a crawl": lambda: taken_away(without_warc),
    "file-size limit of 300 KB": lambda: limited(300_000),
    "file-size limit of 600 KB": lambda: limited(600_000),
    "write lock held by another": locked,
    "SIGTERM twice": lambda: signalled(signal.SIGTERM, signal.SIGTERM),
    "SIGINT twice": lambda: signalled(signal.SIGINT, signal.SIGINT),
    "SIGTERM while a page hangs": lambda: signalled(signal.SIGTERM, hung=True),
    "ten runs at once": crowd,
    "-wal missing after a kill": lambda: after_kill(log_lost),
    "-shm scrambled after a kill": lambda: after_kill(index_scrambled),
    "noise in the head of the file": lambda: damaged(0.0),
    "noise in its schema": lambda: damaged(0.001),
    "stderr closed": nobody_listens,
}
SHORT = 3


def run(size: str) -> Report:
    """Every case, two at a time; in the short form the first few."""
    report = Report("Machine")
    wanted = dict([*CASES.items()][: SHORT if size == "short" else None])
    with ThreadPoolExecutor(2) as pool:
        found = dict(zip(wanted, pool.map(lambda case: case(), wanted.values()), strict=True))
    wrong = [f"{name}: {what}" for name, each in found.items() for what in each]
    report.figure("tried", ", ".join(wanted))
    report.none_of("faults of the machine, each followed by a plain run", len(found), wrong, "promises broken")
    return report
