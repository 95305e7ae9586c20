"""What every spider of ours is given: a portal, a run, and arguments that are checked before anything happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

import scrapy

from crawler.addresses import rebased
from crawler.checks import switched
from crawler.errors import WrongUsage
from crawler.files import Wanted
from crawler.portals import PORTALS, portal

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request
    from scrapy.settings import BaseSettings

    from archive.article import Source
    from archive.visit import Address, Kind
    from crawler.frontier import LedgerScheduler
    from crawler.portals.model import Portal
    from crawler.run import Run


class PortalSpider(scrapy.Spider):
    """A spider over one portal. `source` is where its pages come from, `arguments` the names it takes after -a.

    `limit` is how many pages a run takes at most, whatever they are: lists and articles alike.
    """

    source: ClassVar[Source] = "live"
    arguments: ClassVar[frozenset[str]] = frozenset({"base_url", "full", "limit"})
    portal: Portal
    run: Run
    scheduler: LedgerScheduler
    kind: ClassVar[Kind] = "page"
    full: bool = False
    limit: int | None = None
    wanted: Wanted

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Made by our `crawl` command, which opens the run first."""
        run: Run | None = kwargs.pop("run", None)
        if run is None:
            raise WrongUsage(f"{cls.name} runs by `scrapy crawl {cls.name}` only")
        spider = super().from_crawler(crawler, *args, name=cls.name)
        spider.run, spider.portal = run, run.portal
        spider.wanted = Wanted.by(crawler.settings)
        spider.full = switched(kwargs.get("full") or "0")
        spider.limit = int(kwargs["limit"]) if kwargs.get("limit") else None
        return spider

    def request_for(self, address: Address) -> Request:
        """The request for one row of the ledger, as the frontier hands it out."""
        raise NotImplementedError

    def why_not(self, address: Address) -> str | None:  # noqa: ARG002  the live portal's spider looks
        """Why an address that was found is not asked for after all, or None."""
        return None

    def announced(self, origin: str, sitemaps: tuple[str, ...]) -> None:
        """Sitemaps that a host's robots.txt names."""

    @classmethod
    def servers(cls, settings: BaseSettings) -> list[str]:  # noqa: ARG003  others look
        """Hosts besides the portal's that may be on this machine or in its network."""
        return []

    @classmethod
    def handles_request(cls, request: Request) -> bool:  # noqa: ARG003  Scrapy's signature
        """Never: `scrapy shell` and `scrapy fetch` take Scrapy's own spider, which needs no archive."""
        return False

    @classmethod
    def portal_of(cls, given: dict[str, str]) -> Portal:
        """The portal that checked arguments name, at base_url where that is given. Raises WrongUsage."""
        for name in sorted(given.keys() - cls.arguments):
            raise WrongUsage(f"There is no argument -a {name}=…; there are {', '.join(sorted(cls.arguments))}.")
        if "limit" in given and not (given["limit"].isascii() and given["limit"].isdigit() and int(given["limit"])):
            raise WrongUsage(f"-a limit={given['limit']} is no number of pages, such as 20.")
        try:
            switched(given.get("full") or "0")
        except ValueError as error:
            raise WrongUsage(f"-a full={error}.") from error
        portal = cls.profile(given)
        if "base_url" not in given:
            return portal
        try:
            return rebased(portal, given["base_url"])
        except ValueError as error:
            raise WrongUsage(f"-a {error}.") from error

    @classmethod
    def profile(cls, given: dict[str, str]) -> Portal:
        """The profile to crawl: of the spider's own name, or of `-a portal=`."""
        name = given.get("portal", cls.name)
        if "portal" in cls.arguments and "portal" not in given:
            raise WrongUsage(f"Name the portal: -a portal=NAME; there are {', '.join(PORTALS)}.")
        try:
            return portal(name)
        except LookupError as error:
            raise WrongUsage(str(error)) from error

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """The profile's pace, below whatever the command line says."""
        super().update_settings(settings)
        if cls.name in PORTALS:
            settings.set("DOWNLOAD_DELAY", PORTALS[cls.name].delay, priority="spider")
