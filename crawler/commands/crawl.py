"""`scrapy crawl`: checks everything first, opens the run, and tells the truth in its exit code."""

from __future__ import annotations

import gc
import logging
from contextlib import suppress
from importlib.metadata import version
from typing import TYPE_CHECKING

import scrapy.commands.crawl
from scrapy.exceptions import UsageError

from archive.floors import TooOld, check_installed
from archive.sqlite import WAL_RESET_BUG
from crawler.checks import check_settings
from crawler.ending import ending
from crawler.errors import ArchiveUnusable, CrawlError, WrongUsage
from crawler.health import Health, announce, judged
from crawler.notice import ping
from crawler.progress import summary
from crawler.run import Run
from crawler.saying import say
from crawler.spiders.portal_spider import PortalSpider
from crawler.stopping import BEFORE, SignalNoted, StoppedEarly

if TYPE_CHECKING:
    import argparse

    from scrapy.crawler import CrawlerProcessBase
    from scrapy.settings import Settings

    from archive.article import Source
    from crawler.portals.model import Portal

logger = logging.getLogger(__name__)

CHATTER = ("scrapy.middleware", "scrapy.crawler", "scrapy.addons", "scrapy.utils.log", "scrapy.core.engine")

# Some pages' worth of objects, and old ones seldom: what reading makes has no cycles.
COLLECT_AFTER = (20_000, 10, 20)


class Command(scrapy.commands.crawl.Command):
    """Scrapy's command, with a run of the archive around it."""

    crawler_process: CrawlerProcessBase
    settings: Settings
    signal: SignalNoted

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Scrapy's; from here on, before the spiders are even loaded, a signal ends this with its exit code."""
        self.signal = SignalNoted()
        super().process_options(args, opts)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl; the exit code is one of README's, the last line on stderr says why."""
        if len(args) != 1:
            raise UsageError("name one spider; `scrapy list` shows them")
        name = args[0]
        try:
            self._check_versions()
            self.exitcode = self._crawl(name, opts.spargs)
        except CrawlError as problem:
            self.exitcode = problem.exit_code
            if isinstance(problem, ArchiveUnusable) and (watchdog := self.settings.get("PING_URL")):
                # No archive, so no row, and no health to compare with.
                logger.warning("%s", ping(watchdog, problem.exit_code) or "The watchdog was told.")
            say(f"{name}: {problem} (exit {problem.exit_code})")
        except StoppedEarly as stopped:
            self.exitcode = int(str(stopped))
            say(f"{name}: {BEFORE} (exit {stopped})")

    def _crawl(self, name: str, given: dict[str, str]) -> int:
        spider_class = self._spider_class(name)
        if not issubclass(spider_class, PortalSpider):
            raise WrongUsage(f"{name} is no spider of this project")
        portal = spider_class.portal_of(given)
        check_settings(self.settings)
        self._prepare(portal, spider_class.source, given)
        servers = spider_class.servers(self.settings)
        self.settings.set("PRIVATE_HOSTS", [*self.settings.getlist("PRIVATE_HOSTS"), *servers], priority="cmdline")
        run = Run.begin(self.settings, name, portal, spider_class.source)
        errors = Errors()
        self.signal.watch(self.crawler_process)
        with suppress(StoppedEarly):  # the run is open by now: it ends as any stopped run does
            self.crawler_process.crawl(self._create_crawler(name), run=run, **given)
            # The program itself stays: looking through it for garbage again and again took 7 % of a crawl's time.
            gc.freeze()
            gc.set_threshold(*COLLECT_AFTER)
            self.crawler_process.start()
        self.signal.hold_off()
        failed = self.crawler_process.bootstrap_failed
        health = judged(run, ending(run, errors.count + failed, self.signal.number))
        run.end(health.ending.code, health.ending.reason, health.facts)
        tell(run, health)
        announce(run, health, self.settings)
        return health.ending.code

    def _check_versions(self) -> None:
        try:
            check_installed()
        except TooOld as problem:
            raise WrongUsage(str(problem)) from problem

    def _spider_class(self, name: str) -> type[scrapy.Spider]:
        loader = self.crawler_process.spider_loader
        if name not in loader.list():
            raise WrongUsage(f"There is no spider {name!r}; there are {', '.join(sorted(loader.list()))}.")
        return loader.load(name)

    def _prepare(self, portal: Portal, source: Source, given: dict[str, str]) -> None:
        contact = self.settings.get("CONTACT")
        name = f"{self.settings['ROBOTSTXT_USER_AGENT']}/{version('congthuong-archive')}"
        agent = name + (f" (+{contact})" if contact else "")
        self.settings.set("USER_AGENT", agent, priority="spider")
        if "base_url" in given:
            own = [host.partition(":")[0] for host in portal.hosts]
            self.settings.set("PRIVATE_HOSTS", [*self.settings.getlist("PRIVATE_HOSTS"), *own], priority="cmdline")
        if self.settings["LOG_LEVEL"] != "DEBUG":
            for chatty in CHATTER:
                logging.getLogger(chatty).setLevel(logging.WARNING)
        if not contact and source != "warc" and "base_url" not in given:
            logger.warning("No CONTACT is set: give portals a mail address to turn to, with -s CONTACT=you@example.org")
        if WAL_RESET_BUG:
            logger.warning(WAL_RESET_BUG)
        if not self.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"):
            logger.warning("TLS CERTIFICATES ARE NOT CHECKED in this run: anyone on the way may forge pages.")


class Errors(logging.Handler):
    """Counts what must never happen: exceptions nobody expected, in whatever part; Scrapy only logs them."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.count = 0
        logging.getLogger().addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Count a record that carries a traceback; Twisted's carry it as text, and are critical."""
        self.count += bool(record.exc_info) or record.levelno >= logging.CRITICAL


def tell(run: Run, health: Health) -> None:
    """The summary, what is complained of with two addresses and what to do, and one line that says how it ended."""
    lines = [summary(run, health), *(f"  {complaint}" for complaint in health.complaints)]
    lines.append(f"{run.spider}: {health.ending.reason} (exit {health.ending.code})")
    say("\n".join(lines))
