"""Reading captured pages in batches, in this process or in others beside it, always in the order they came."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from archive.errors import ReaderLost
from crawler.addresses import rebased
from crawler.past.history import visit_of
from crawler.portals import PORTALS

if TYPE_CHECKING:
    from archive.article import Raw, Source
    from archive.visit import Visit
    from crawler.past.warcimport import Captured
    from crawler.portals.model import Portal

T = TypeVar("T")
R = TypeVar("R")
BATCH = 32
AHEAD = 3  # batches a reader has waiting: enough to keep it busy, few enough to keep memory flat

_portal: Portal | None = None


async def visits(
    pages: Iterable[Captured], portal: Portal, source: Source, jobs: int, base_url: str | None
) -> AsyncIterator[list[Visit]]:
    """The visits that captured pages amount to, in batches; with more than one job read in other processes."""
    if jobs < 2:
        for batch in batches_of(pages):
            yield [visit_of(page.exchange, portal, source, page.place) for page in batch]
            await asyncio.sleep(0)
        return
    with readers(jobs, _begin, portal.name, base_url) as pool:
        for batch, future in ahead(batches_of(pages), jobs, lambda batch: pool.submit(_read, batch, source)):
            yield await _finished(batch, future)


@contextmanager
def readers(jobs: int, begin: Callable[..., None], *facts: object) -> Iterator[ProcessPoolExecutor]:
    """Processes that read beside this one, each begun with `begin(*facts)`; raises ReaderLost where one was killed."""
    spawn = multiprocessing.get_context("spawn")  # starts clean: a fork would inherit threads and locks half alive
    with ProcessPoolExecutor(jobs, spawn, begin, facts) as pool:
        try:
            yield pool
        except BrokenProcessPool as error:
            raise ReaderLost(
                "A process that read pages was killed, by somebody or for want of memory. What was stored before is "
                "whole; run it again, with fewer processes where memory is short."
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)


def batches_of(items: Iterable[T]) -> Iterator[list[T]]:
    """The items in lists of BATCH, the last one shorter."""
    iterator = iter(items)
    return iter(lambda: list(islice(iterator, BATCH)), [])


def ahead(
    batches: Iterable[list[T]], jobs: int, submit: Callable[[list[T]], Future[R]]
) -> Iterator[tuple[list[T], Future[R]]]:
    """Each batch with what was submitted for it, in their order, some for each job always under way."""
    running: deque[tuple[list[T], Future[R]]] = deque()
    for batch in batches:
        running.append((batch, submit(batch)))
        if len(running) >= jobs * AHEAD:
            yield running.popleft()
    yield from running


async def _finished(batch: list[Captured], future: Future[list[Visit]]) -> list[Visit]:
    """The visits of a batch, with the raw exchanges that were not sent back and forth put in again."""
    read = await asyncio.wrap_future(future)
    return [
        _with_raw(visit, None if page.place else page.exchange.raw) for page, visit in zip(batch, read, strict=True)
    ]


def _with_raw(visit: Visit, raw: Raw | None) -> Visit:
    assert visit.capture  # noqa: S101  a captured page's visit has one
    return replace(visit, capture=replace(visit.capture, raw=raw))


def _begin(portal: str, base_url: str | None) -> None:
    """A reader's start, with its portal."""
    global _portal  # noqa: PLW0603  one portal for the whole life of a reader
    attend()
    _portal = rebased(PORTALS[portal], base_url) if base_url else PORTALS[portal]


def attend() -> None:
    """How every reading process begins: it ends when its parent does, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends us
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def _read(batch: list[Captured], source: Source) -> list[Visit]:
    assert _portal is not None  # noqa: S101  _begin ran
    read = [visit_of(page.exchange, _portal, source, page.place) for page in batch]
    return [_with_raw(visit, None) for visit in read]
