"""One run of one spider over one archive: what it holds open, what it counts, and how it ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

from archive import errors as archive_errors
from archive.agenda import Agenda
from archive.lock import portal_lock
from archive.naming import stamp
from archive.opening import archive_at, check_kind
from archive.sqlite import speaking_plainly
from archive.standins import Doubted, told_before
from archive.store import Archive
from archive.visit import Counts, waits
from crawler import policy
from crawler.clock import Clock, moment
from crawler.errors import AnotherRun, ArchiveUnusable, CrawlError
from crawler.filecount import Files
from crawler.portals import PORTALS

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from archive.article import Source
    from crawler.portals.model import Portal


@dataclass
class Run:
    """Opened before the reactor starts, closed after it ended; spiders and their parts meet in it.

    What was last seen by `since` is due: this run's start, or that of the killed crawl which it goes on with.
    `counts` holds the columns of `runs`; `reasons` counts refusals and failures by reason, `sections` new articles by
    section, both for the summary; `named` how many pages the top of each list names; `failing` the addresses whose last
    look failed, with the reason; `files` is the same for pictures and attachments. `problem` is what ended the run
    early, if anything did, `stopped` why it hands out nothing more. `doubted` is what people were told
    before it of texts that stand in for others.
    """

    archive: Archive
    portal: Portal
    spider: str
    clock: Clock
    id: int
    started_at: str
    since: str
    source: Source = "live"
    doubted: Doubted = field(default_factory=lambda: Doubted({}, {}))
    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    sections: Counter[str] = field(default_factory=Counter)
    named: dict[str, int] = field(default_factory=dict)
    failing: dict[str, str] = field(default_factory=dict)
    files: Files = field(default_factory=Files)
    answered: int = 0
    problem: CrawlError | None = None
    stopped: str | None = None
    at_once: bool = False
    _held: ExitStack = field(default_factory=ExitStack)

    @classmethod
    def begin(cls, settings: BaseSettings, spider: str, portal: Portal, source: Source) -> Self:
        """Take the portal's lock, open the archive, write the run's row. Raises AnotherRun, ArchiveUnusable."""
        clock = Clock(settings.get("CLOCK") or "")
        path = archive_path(settings)
        with ExitStack() as held:
            with at(path):
                check_kind(path)
                held.enter_context(portal_lock(path, portal.name))
                archive = held.enter_context(Archive(path, clock=clock.now))
                archive.portals([portal_row(known) for known in (*PORTALS.values(), portal)])
                started = clock.stamp()
                number = archive.begin_run(spider, portal.name, source, started)
                since = going_on_since(archive, portal.name, number, started)
                known = told_before(archive.db, portal.name, number)
            return cls(archive, portal, spider, clock, number, started, since, source, known, _held=held.pop_all())

    @property
    def failed(self) -> dict[str, str]:
        """Of `failing` those that could not be had: others were read, and wait for another address."""
        return {identity: reason for identity, reason in self.failing.items() if not waits(reason)}

    def stop(self, why: str, problem: CrawlError | None = None, *, at_once: bool = False) -> None:
        """Ask for the end of the run: the scheduler hands out nothing more. The first reason stays.

        With a problem, or `at_once`, what waits for its turn to be asked is given up too.
        """
        self.stopped = self.stopped or why
        self.at_once = self.at_once or at_once or problem is not None
        self.problem = self.problem or problem

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """Around what reads or writes the archive: where it cannot, the run ends, and the ledger stays as it was."""
        try:
            with at(self.archive.path):
                yield
        except ArchiveUnusable as problem:
            self.stop("archive", problem)

    def end(self, exit_code: int, reason: str, facts: Mapping[str, object] | None = None) -> None:
        """Write how the run ended, with its facts for the verdicts to come, and let go of archive and lock."""
        details: dict[str, object] = {"reasons": dict(self.reasons), "sections": dict(self.sections)}
        details |= {"files": self.files.told()} if self.files.told() else {}
        details |= {"facts": facts} if facts else {}
        self.counts["failed"] = len(self.failed)
        counts = Counts(**{name: self.counts[name] for name in COLUMNS}, details=details)
        with at(self.archive.path), self._held:
            self.archive.end_run(self.id, self.clock.stamp(), exit_code, reason, counts)


COLUMNS = (
    "requests", "bytes", "listed", "new", "changed", "unchanged", "date_only", "missing", "refused", "failed"
)  # fmt: skip


@contextmanager
def at(path: Path) -> Iterator[None]:
    """Turn what can go wrong with the archive into what ends a run: AnotherRun, ArchiveUnusable, CrawlError."""
    try:
        with speaking_plainly(path):
            yield
    except archive_errors.Locked as error:
        raise AnotherRun(str(error)) from error
    except archive_errors.ReaderLost as error:
        raise CrawlError(str(error)) from error
    except archive_errors.ArchiveError as error:
        raise ArchiveUnusable(str(error)) from error


def going_on_since(archive: Archive, portal: str, number: int, started: str) -> str:
    """`Run.since`: after a kill, what the killed crawl saw is not asked for again, unless that is about a day ago."""
    began = Agenda(archive.db, portal).killed_crawl(number, stamp(moment(started) - policy.SHORTEST))
    # Times are kept to the second: what was seen in the very second that crawl began was seen by it.
    return started if began is None else stamp(moment(began) - timedelta(seconds=1))


def archive_path(settings: BaseSettings) -> Path:
    """Setting ARCHIVE_PATH, else where the `archive` command looks."""
    return archive_at(settings.get("ARCHIVE_PATH"))


def portal_row(portal: Portal) -> dict[str, str]:
    """What the archive keeps of a portal's profile."""
    return {name: getattr(portal, name) for name in ("name", "title", "agency", "province", "successor", "home_url")}
