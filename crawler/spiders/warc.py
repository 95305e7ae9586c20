"""`scrapy crawl warc -a portal=… -a path=…`: the pages that WARC files hold, read as if live."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

from archive.kept import exchanges, is_captured, known_captures, shown_files
from archive.wording import counted
from crawler.errors import Unhealthy, WrongUsage
from crawler.files import Shown, past_visit
from crawler.past.history import payload_of
from crawler.past.readers import visits
from crawler.past.warcfiles import files_in
from crawler.past.warcimport import Captured, Import
from crawler.reading.read import PARSER
from crawler.spiders.past_spider import PastSpider

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from archive.visit import Visit
    from crawler.portals.model import Portal

logger = logging.getLogger(__name__)

FILES_AT_ONCE = 8
"""Files become durable together in such groups: larger ones would hold hundreds of megabytes."""


class WarcSpider(PastSpider):
    """Yields one Visit for each captured page; asks no one for anything."""

    name = "warc"
    source: ClassVar = "warc"
    arguments: ClassVar = frozenset({"portal", "path", "jobs", "base_url", "limit", "full"})
    paths: list[Path]
    jobs: int = 1
    base_url: str | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """With the files to read."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.paths = files_in(Path(kwargs["path"]))
        spider.jobs = int(kwargs.get("jobs", 1))
        spider.base_url = kwargs.get("base_url")
        return spider

    @classmethod
    def portal_of(cls, given: dict[str, str]) -> Portal:
        """The portal, once path and jobs are known to be usable."""
        portal = super().portal_of(given)
        if not given.get("path"):
            raise WrongUsage("Name what to read: -a path=FILE_OR_FOLDER (WARC, WARC.GZ or WACZ).")
        path = Path(given["path"])
        try:
            usable = path.is_file() or (path.is_dir() and bool(files_in(path)))
        except OSError as error:
            raise WrongUsage(f"{path} cannot be read ({error.strerror}).") from error
        if not usable:
            what = "holds no .warc, .warc.gz or .wacz" if path.is_dir() else "is not there"
            raise WrongUsage(f"{path} {what}. Nothing was read.")
        if not (given.get("jobs", "1").isdecimal() and 1 <= int(given.get("jobs", "1")) <= 64):
            raise WrongUsage(f"-a jobs={given['jobs']} is no number of processes from 1 to 64, such as 2.")
        return portal

    async def past(self) -> AsyncIterator[list[Visit]]:
        """Every page of the portal in the files, old to new."""
        archive = self.run.archive
        folder = archive.path.parent / "warc"
        walk = Import(self.portal, folder, self.run.clock.stamp())
        pages = self._new(walk.pages(partial(exchanges, archive.db, folder)))
        try:
            for _ in walk.look_through(self.paths):
                await asyncio.sleep(0)
                if not self.going():
                    return
            async for group in visits(pages, self.portal, self.source, self.jobs, self.base_url):
                yield group
            for some in self._file_groups(walk) if self.wanted else ():
                yield some
        finally:
            walk.close()
        self._tell(walk)

    def _file_groups(self, walk: Import) -> Iterator[list[Visit]]:
        """Pictures and attachments of the articles the archive knows by now, wherever in the files they lay."""
        db, portal = self.run.archive.db, self.portal
        shown = Shown(portal, shown_files(db, portal.name))
        captured = walk.files(shown.names, partial(exchanges, db, self.run.archive.path.parent / "warc"))
        found = (
            past_visit(portal.name, name, one.exchange, self.source, one.place)
            for one in captured
            for name in shown.names(one.exchange.url)
            if self.full or not is_captured(db, one.exchange.url, one.exchange.captured_at)
        )
        yield from iter(lambda: list(islice(found, FILES_AT_ONCE)), [])

    def _new(self, pages: Iterator[Captured]) -> Iterator[Captured]:
        """Those that this archive has not read yet with today's reader."""
        known = known_captures(self.run.archive.db, PARSER)
        for page in pages:
            before = () if self.full else known(page.exchange.url, page.exchange.captured_at)
            if before and sha256(payload_of(page.exchange)[0]).hexdigest() in before:
                self.run.counts["unchanged"] += 1
                self.run.reasons["read-before"] += 1
            else:
                yield page

    def _tell(self, walk: Import) -> None:
        """What was in the files besides; what is wrong with them makes the run an unhealthy one, with all read kept."""
        self.run.reasons.update(+walk.passed)
        self.run.reasons.update({f"damaged:{reason}": count for reason, count in walk.damaged.items()})
        self.run.counts["failed"] += sum(walk.damaged.values())
        where = self.paths[0] if len(self.paths) == 1 else f"{len(self.paths)} files"
        logger.info("%s: %d records.", where, walk.records)
        if walk.damaged:
            some = ", ".join(f"{reason} ×{count}" for reason, count in walk.damaged.most_common(3))
            if len(self.paths) > 1:
                some += f"; in {', '.join(name for name, _ in walk.damaged_files.most_common(3))}"
            self.unhealthy = Unhealthy(
                f"{where}: damaged at {counted(sum(walk.damaged.values()), 'place')} ({some}); all else was read."
            )
        elif not self.taken and not self.run.reasons["read-before"]:
            self.unhealthy = Unhealthy(f"{where}: {self._nothing_in(walk)}")

    def _nothing_in(self, walk: Import) -> str:
        told = f"no page of {self.portal.name} ({self.portal.hosts[0]}) among {counted(walk.records, 'record')}"
        hosts = [host for host, _ in walk.other_hosts.most_common(3)]
        if not hosts:
            return f"{told}."
        return (
            f"{told}; they are of {', '.join(hosts)}. If one of these stood in for it: -a base_url=http://{hosts[0]}/"
        )
