"""A small portal, an archive of its own, and crawls that something happens to midway."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from proof import holding
from proof.crawling import command, start, texts
from proof.faults import ARTICLES, good
from proof.report import at_root
from proof.server import Answer, Server
from proof.warm import crawl

SLOWLY = ("-s", "DOWNLOAD_DELAY=0.3")
UNTIL = 4
"""Requests after which the fault comes: in the middle of the crawl."""


@dataclass(slots=True)
class Scene:
    """A small portal, an archive of its own, and what came out wrong."""

    portal: Server
    archive: Path
    wrong: list[str] = field(default_factory=list)

    def check(self, held: object, otherwise: str) -> None:
        """Note what does not hold."""
        if not held:
            self.wrong.append(otherwise)

    def begin(self, *more: str, before: Callable[[], None] | None = None) -> subprocess.Popen[bytes]:
        """Start a crawl whose stderr goes to a file beside the archive."""
        told = command(self.portal.url, self.archive, *more)
        with self.log.open("wb") as log:
            if before is None:
                return start(told, log.fileno())
            return subprocess.Popen(told, cwd=at_root(), stdout=log, stderr=log, preexec_fn=before)  # noqa: PLW1509

    def midway(self, *more: str) -> subprocess.Popen[bytes]:
        """A crawl that has asked for some pages and has others before it."""
        seen, running = len(self.portal.asked), self.begin(*SLOWLY, *more)
        while len(self.portal.asked) < seen + UNTIL and running.poll() is None:
            time.sleep(0.01)
        return running

    def ends(self, running: subprocess.Popen[bytes], code: int, said: str = "") -> None:
        """Wait for its end: the promised code, one clear last line, no traceback."""
        got = running.wait()
        self._ended(got, self.log.read_text(errors="replace"), code, said)

    def runs(self, *more: str, code: int = 0) -> None:
        """A whole run from beginning to end, in a process forked from one that has done the imports."""
        done = crawl(self.portal.url, self.archive, *more)
        self._ended(done.code, done.log, code, "")

    def _ended(self, got: int, log: str, code: int, said: str) -> None:
        last = log.strip().splitlines()[-1] if log.strip() else ""
        self.check(got == code, f"exit {got}, not {code}: {log[-300:]}")
        self.check(said in last and f"(exit {got})" in last, f"the last line is: {last[-200:]}")
        self.check("Traceback" not in log, f"a traceback: {log[-400:]}")

    def recovers(self, *more: str) -> None:
        """The next plain run ends well with all articles, and the archive holds together."""
        self.runs(*more)
        self.check(len(texts(self.archive)) == ARTICLES, f"{len(texts(self.archive))} articles of {ARTICLES}")
        self.wrong += holding.whole(self.archive)

    @property
    def log(self) -> Path:
        """What the last run said."""
        return self.archive.with_name("log")


@contextmanager
def scene(answers: dict[str, Answer] | None = None) -> Iterator[Scene]:
    """A portal of six articles and an empty folder."""
    with Server(good() | (answers or {})) as portal, tempfile.TemporaryDirectory() as folder:
        yield Scene(portal, Path(folder) / "archive.db")
