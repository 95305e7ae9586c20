"""`scrapy crawl` many times in a row: each in a process of its own, forked from one that has done the imports."""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import time
from pathlib import Path

# What a run imports anyway; none of it installs a reactor.
import holidays  # noqa: F401
import scrapy.cmdline as scrapy_command
from scrapy.utils.misc import walk_modules_iter

from proof.crawling import Crawled, command
from proof.report import at_root

for _package in ("crawler", "scrapy.commands"):
    list(walk_modules_iter(_package))  # two thirds of what a short run costs
forking = multiprocessing.get_context("forkserver")
forking.set_forkserver_preload(["proof.warm"])


PATIENCE = 900
"""Seconds after which a crawl is taken to hang, and killed."""


def crawl(url: str, archive: Path, *more: str, portal: str = "sct_bentre") -> Crawled:
    """Crawl to the end, as proof.crawling.crawl does; a run costs a third of the seconds."""
    return scrapy(command(url, archive, *more, portal=portal)[3:])


def scrapy(words: list[str]) -> Crawled:
    """`scrapy` with these words, to the end."""
    with tempfile.NamedTemporaryFile() as log:
        began = time.monotonic()
        child = forking.Process(target=_scrapy, args=(words, log.name))
        child.start()
        try:
            child.join(PATIENCE)
            assert child.exitcode is not None, f"scrapy {' '.join(words)} hangs"
        except BaseException:  # this proof is being stopped
            child.kill()
            raise
        said = Path(log.name).read_text(errors="replace")
    return Crawled(child.exitcode or 0, time.monotonic() - began, 0.0, said)


class Begun:
    """A crawl that runs, begun as `crawl` does it, with what a Popen has: pid, poll(), wait(), returncode."""

    def __init__(self, url: str, archive: Path, portal: str) -> None:
        words = command(url, archive, portal=portal)[3:]
        self._child = forking.Process(target=_scrapy, args=(words, os.devnull))
        self._child.start()
        self.pid = self._child.pid or 0

    @property
    def returncode(self) -> int | None:
        """How it ended; None while it runs."""
        return self._child.exitcode

    def poll(self) -> int | None:
        """How it ended; None while it runs."""
        return self._child.exitcode

    def wait(self) -> int:
        """Until it ended, and how."""
        self._child.join()
        return self._child.exitcode or 0


def _scrapy(words: list[str], log: str) -> None:
    with Path(log).open("w") as told, Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(told.fileno(), 2)
    os.chdir(at_root())
    sys.argv = ["scrapy", *words]
    scrapy_command.execute(sys.argv)
