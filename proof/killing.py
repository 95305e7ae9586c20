"""A writer in a process of its own, killed at a moment nobody chose, with its acknowledgements counted outside."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive.store import Archive
from archive.visit import Counts
from proof import pages

OPENED = b"+\n"
"""What a writer says before its first visit; the wait for the kill begins there, or at the start for opening itself."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What one writer acknowledged (visit numbers in order), whether it was killed, and what it wrote on its end."""

    acknowledged: tuple[int, ...]
    killed: bool
    said: str


def write_on(path: Path, first: int, pipe: int, *, most: int = 1 << 30, pause: float = 0) -> None:
    """Save visits from `first` on, each acknowledged on the pipe after `save` returned; a run around every 200."""
    with Archive(path) as archive:
        os.write(pipe, OPENED)
        run: int | None = None
        for number in range(first, first + most):
            if run is None or number % 200 == 0:
                if run is not None:
                    archive.end_run(run, "2026-11-22T01:00:00Z", 0, "done", Counts())
                run = archive.begin_run(pages.PORTAL, pages.PORTAL, "live", "2026-11-22T00:00:00Z")
            archive.save(pages.visit(number, run))
            os.write(pipe, b"%d\n" % number)
            time.sleep(pause)


def forked(work: Callable[[int], None], kill_after: float | None, *, from_start: bool = True) -> Ended:
    """Run `work(pipe)` in a child; SIGKILL it that many seconds after it began or first spoke (None: let it end)."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reading)
            work(writing)
            code = 0
        except BaseException as error:  # noqa: BLE001 - the child's whole story goes to the parent
            os.write(writing, f"!{type(error).__name__}: {error}\n".encode())
        finally:
            os._exit(code)
    os.close(writing)
    data, killed = _listen(reading, child, kill_after, from_start=from_start)
    os.close(reading)
    os.waitpid(child, 0)
    lines, _, _ = data.rpartition("\n")
    told = [line for line in lines.split("\n") if line and line != "+"]
    said = "\n".join(line for line in told if not line.isdecimal())
    return Ended(tuple(int(line) for line in told if line.isdecimal()), killed, said)


def _listen(reading: int, child: int, kill_after: float | None, *, from_start: bool) -> tuple[str, bool]:
    data, killed = b"", False
    deadline = time.monotonic() + (kill_after or 0)
    while True:
        due = kill_after is not None and not killed and (from_start or data)
        left = max(0.0, deadline - time.monotonic()) if due else None
        ready, _, _ = select.select([reading], [], [], left)
        if not ready:
            os.kill(child, signal.SIGKILL)
            killed = True
            continue
        block = os.read(reading, 1 << 16)
        if not block:
            return data.decode(), killed
        if not data and not from_start:
            deadline = time.monotonic() + (kill_after or 0)
        data += block


if __name__ == "__main__":
    first, pause = (*sys.argv[2:], "0", "0")[:2]
    write_on(Path(sys.argv[1]), int(first), sys.stdout.fileno(), pause=float(pause))
