"""Signals: which one stopped a run, at whatever moment it comes."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import CrawlerProcessBase

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


BEFORE = "stopped by a signal before the crawl began; the archive is as it was"


def say_if_stopped() -> None:
    """From now on, until the crawl takes over, a signal ends the process with one line and its exit code."""
    for number in wanted():
        signal.signal(number, _say_and_end)


def wanted() -> list[signal.Signals]:
    """The signals that stop a run; those that the process was begun to ignore are left out, as nohup wishes."""
    return [number for number in STOPPING if signal.getsignal(number) is not signal.SIG_IGN]


def _say_and_end(signum: int, _: Any) -> None:
    with suppress(OSError, ValueError, AttributeError):  # nobody listens: closed, or the pipe's reader is gone
        os.write(sys.stderr.fileno(), f"scrapy crawl: {BEFORE} (exit {128 + signum})\n".encode())
    os._exit(128 + signum)  # nothing is open yet; an exception may be lost in the midst of an import


class StoppedEarly(SystemExit):
    """A signal came before the crawl itself began."""


class SignalNoted:
    """Remembers which signal stopped the run; Scrapy only says "shutdown", and lets SIGHUP (a session that ends) kill.

    Before the crawl begins a signal raises StoppedEarly.
    """

    def __init__(self) -> None:
        self.number: int | None = None
        self._pass_on: Callable[[int, Any], None] | None = None
        for number in wanted():
            signal.signal(number, self._note)

    def watch(self, process: CrawlerProcessBase) -> None:
        """From now on signals are this process's, which stops its crawl."""
        self._pass_on = process._signal_shutdown  # noqa: SLF001  the only place that sees the number; held by a test
        process._signal_shutdown = self._note  # type: ignore[method-assign]  # noqa: SLF001

    def _note(self, signum: int, _: Any) -> None:
        first, self.number = self.number is None, self.number or signum
        if not self._crawls():
            raise StoppedEarly(128 + signum)
        if first and self._pass_on:
            self._pass_on(signum, _)

    def _crawls(self) -> bool:
        if self._pass_on is None:
            return False
        from twisted.internet import reactor  # here: by now Scrapy has chosen which

        return bool(reactor.running)

    def hold_off(self) -> None:
        """The crawl is over: no signal may keep the run from writing down how it ended."""
        for number in STOPPING:
            signal.signal(number, signal.SIG_IGN)
