"""Kills: the store's writer and whole crawls are SIGKILLed again and again; nothing acknowledged may be lost."""

from __future__ import annotations

import random
import tempfile
import time
from functools import partial
from pathlib import Path

from proof import crawl_kills, holding
from proof.killing import forked, write_on
from proof.report import Report, in_memory

STORE = {"short": 30, "normal": 3000, "soak": 50_000}
ON_DISK = 20
"""The first kills are on a real disk; the others in memory, where they fall into more places than waits for syncs."""
UNDISTURBED = 20
"""Commits of a writer that nobody kills, timed before the kills begin."""
PER_ARCHIVE = 500
"""Kills after which a fresh archive is begun: a folder of many thousand WARC files says nothing more."""


def run(size: str) -> Report:
    """The store's kills, then those of whole crawls beside plain Scrapy."""
    report = Report("Kills")
    store(report, STORE[size])
    crawl_kills.run(report, size)
    return report


def store(report: Report, kills: int) -> None:
    """SIGKILL a writer `kills` times at random moments: while it opens, repairs, writes WARC, commits, checkpoints."""
    done = commits = records = 0
    lost: list[str] = []
    broken: list[str] = []
    unread: list[str] = []
    verified: list[str] = []
    while done < kills:
        on_disk = done < ON_DISK
        with tempfile.TemporaryDirectory() if on_disk else in_memory() as folder:
            path = Path(folder) / "archive.db"
            most = ON_DISK if on_disk else PER_ARCHIVE
            count, numbers = _kill_often(report, path, min(most, kills - done), lost)
            forked(partial(write_on, path, 1 << 20, most=1), None)  # the next plain run, which repairs
            lost += holding.acknowledged(path, [*numbers, 1 << 20])
            broken += holding.whole(path)
            read, wrong = holding.records_of(path.parent / "warc")
            code, said = holding.verify(path)
            verified += [said] if code else []
        done, commits, records, unread = done + count, commits + len(numbers), records + read, unread + wrong
        report.say(f"{done} kills, {commits} acknowledged commits, {len(lost)} lost")
    report.figure("SIGKILLs of a writer of the store", f"{done:,}")
    report.promise(
        "commits acknowledged outside",
        f"{commits:,}, lost {len(lost)}",
        "0 lost",
        held=commits > kills // 4 and not lost,
    )
    report.promise("archives that do not hold together after", len(broken), "0", held=not broken)
    report.promise(
        "WARC records read back with digests", f"{records:,}, {len(unread)} files broken", "0", held=not unread
    )
    report.promise("`archive verify` complaints", len(verified), "0", held=not verified)
    for each in [*lost, *broken, *unread, *verified][:10]:
        report.say(f"  {each}")


def _seconds_a_commit(path: Path) -> float:
    """What a commit costs here and now: the kills keep that time, so that a slow disk is hit as a fast one is."""
    moments = [time.monotonic()]
    for first, most in ((0, 1), (1, UNDISTURBED)):
        forked(partial(write_on, path, first, most=most), None)
        moments.append(time.monotonic())
    began, opened, ended = moments
    return max(0.001, (ended - opened - (opened - began)) / (UNDISTURBED - 1))


def _kill_often(report: Report, path: Path, kills: int, lost: list[str]) -> tuple[int, list[int]]:
    pick, done = random.Random(kills), 0
    commit = _seconds_a_commit(path)
    numbers = list(range(UNDISTURBED + 1))
    next_number = len(numbers)
    while done < kills:
        after = pick.choice((2, 6, 16)) * commit * pick.random()
        writer = partial(write_on, path, next_number)
        ended = forked(writer, after + (done % 5 == 0) * 2 * commit * pick.random(), from_start=done % 5 == 0)
        if ended.said:
            lost.append(f"the writer stopped by itself: {ended.said}")
            break
        if ended.acknowledged:
            lost += holding.acknowledged(path, ended.acknowledged[-3:])
            # The visit that was under way may or may not be there; it is saved again, as a crawl would.
            next_number = ended.acknowledged[-1] + 1
        numbers += ended.acknowledged
        # A machine gets busier or idler meanwhile: three kills in five are to fall after a commit, whatever it does.
        commit *= 0.97 if ended.acknowledged else 1.05
        done += 1
        if done % 200 == 0:
            report.say(f"  {done} kills in this archive, {len(numbers)} commits")
    return done, numbers
