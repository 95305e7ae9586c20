"""Whole runs over a rebuilt portal in this process: real spider, frontier, archive, verdict; all but the sockets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response
from scrapy.utils.project import get_project_settings

from archive.article import Raw
from archive.naming import stamp
from crawler.ending import ending
from crawler.frontier import LedgerScheduler
from crawler.health import Health, examine
from crawler.pipelines import Keep
from crawler.portals import PORTALS
from crawler.run import Run
from crawler.spiders import live
from crawler.spiders.portal_spider import PortalSpider
from tests.replica.answer import Answer, Asked
from tests.replica.bacgiang import Bacgiang
from tests.replica.bentre import Bentre
from tests.replica.filler import made_up
from tests.replica.markup import Markup
from tests.replica.server import Host
from tests.replica.site import Options, Shown, Site

Redesign = Callable[[Markup], Markup]
Spoil = Callable[[Answer, Shown | None], Answer]


def as_it_was(markup: Markup) -> Markup:
    """No redesign."""
    return markup


def as_it_is(answer: Answer, _: Shown | None) -> Answer:
    """Nothing spoiled."""
    return answer


class Redesigned(Site):
    """A site whose markups go through a redesign."""

    redesign: Redesign = staticmethod(as_it_was)

    def markup_of(self, one: Shown | None, section: str = "") -> Markup:
        """The markup of a page, redesigned."""
        return self.redesign(super().markup_of(one, section))


class Portal:
    """A rebuilt portal of so many made-up articles that answers by a call."""

    def __init__(self, name: str, size: int) -> None:
        self.name, self.asked = name, list[str]()
        options = Options(shuffle=True, per_page=10, now="05/01/2026, 07:30:00")
        self.site = Redesigned.of(name, [made_up(name, number) for number in range(size)], options)
        self._pages = {"sct_bentre": Bentre, "sct_bacgiang": Bacgiang}[name](self.site)
        self.host = Host(self._pages)
        self.host.base = PORTALS[name].home_url.rstrip("/")
        self._spoil: Spoil = as_it_is

    def wear(self, redesign: Redesign = as_it_was, spoil: Spoil = as_it_is) -> None:
        """From now on pages are written by changed templates, and the answers with pages are changed besides."""
        self.site.redesign, self._spoil = redesign, spoil
        self.site.touch()

    def answer(self, request: Request) -> Response:
        """What the portal says to a request."""
        parts = urlsplit(request.url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        self.asked.append(target)
        answer = self.host.give(Asked("GET", target))
        if answer.media_type.startswith("text/html"):
            answer = self._spoil(answer, self._article_at(parts.path))
        headers = {"Content-Type": answer.media_type, **dict(answer.headers)}
        raw = Raw("GET / HTTP/1.1", (), f"HTTP/1.1 {answer.status} X", tuple(headers.items()), answer.body)
        told = HtmlResponse(request.url, answer.status, headers, answer.body, request=request)
        told.meta["raw"] = raw
        return told

    def _article_at(self, path: str) -> Shown | None:
        return next((one for one in self.site.shown.values() if path.startswith(self._pages.article_path(one))), None)


def run(portal: Portal, archive: Path, now: datetime, **arguments: str) -> Health:
    """One run to its verdict, as `scrapy crawl` would end it."""
    settings = get_project_settings()
    settings.setdict({"ARCHIVE_PATH": str(archive), "CLOCK": stamp(now), "FETCH_IMAGES": 0, "FETCH_ATTACHMENTS": 0})
    kind: type[PortalSpider] = getattr(live, portal.name)
    under_way = Run.begin(settings, portal.name, kind.portal_of(arguments), "live")
    crawler = Crawler(kind, settings)
    crawler.spider = spider = kind.from_crawler(crawler, run=under_way, **arguments)
    scheduler = LedgerScheduler.from_crawler(crawler)
    keep = Keep(spider)
    asyncio.run(_exhaust(spider))
    while (request := scheduler.next_request()) is not None:
        under_way.counts["requests"] += 1
        under_way.answered += 1
        for visit in spider.parse(portal.answer(request)):  # type: ignore[attr-defined]  # ours have it
            keep.process_item(visit)
    health = examine(under_way, ending(under_way, 0, None))
    under_way.end(health.ending.code, health.ending.reason, health.facts)
    return health


async def _exhaust(spider: PortalSpider) -> None:
    async for _ in spider.start():
        pass
