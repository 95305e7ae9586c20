"""The bridge from crawler to archive: each visit is stored, whole, before the next page is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy.exceptions import NotConfigured

from archive.agenda import Agenda
from archive.visit import Saved, Visit
from crawler.spiders.portal_spider import PortalSpider

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Keep:
    """Item pipeline: Archive.save, and the counts of the run."""

    def __init__(self, spider: PortalSpider) -> None:
        self._spider, self._run = spider, spider.run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For spiders of ours only."""
        if not isinstance(crawler.spider, PortalSpider):
            raise NotConfigured
        return cls(crawler.spider)

    def process_item(self, item: object) -> object:
        """Store one visit; where the archive cannot take it the run ends and the ledger keeps the page as it was."""
        if not isinstance(item, Visit) or self._run.problem is not None:
            return item
        with self._run.keeping():
            self._kept(item, self._run.archive.save(item))
        return item

    def _kept(self, item: Visit, saved: Saved) -> None:
        if item.kind == "media":
            self._run.files.note(item)
        else:
            self._count(item, saved)
        if saved is Saved.CHANGED:
            self._ask_again_for_files(item)
        # Queued: it is asked for once more in this run, after another address.
        self._spider.scheduler.settled(item.identity, asked=item.state != "queued")

    def _ask_again_for_files(self, visit: Visit) -> None:
        """A text that changed may have brought other pictures under the old names."""
        files = [each.identity for each in visit.found if each.kind == "media"]
        if files:
            Agenda(self._run.archive.db, visit.portal).ask_again(files)

    def _count(self, visit: Visit, saved: Saved) -> None:
        run, reading = self._run, visit.reading
        if visit.state == "failed":
            run.failing[visit.identity] = visit.reason or "failed"
        else:
            run.failing.pop(visit.identity, None)
        if visit.state in {"failed", "refused"}:
            run.reasons[visit.reason or visit.state] += 1
        elif reading is not None and reading.outcome != "article":
            run.reasons[reading.reason or reading.outcome] += 1
        if visit.state == "refused":
            run.counts["refused"] += 1
        if reading is None or visit.state != "done":
            return
        if reading.article is not None:
            run.counts[saved.value] += 1
            if saved is Saved.NEW:
                run.sections[reading.article.section or "(no section)"] += 1
        elif reading.outcome == "gone":
            run.counts["missing"] += 1
