"""What can go wrong in a crawl, named by condition: what ends a run, with its exit code, and what spoils one page."""

from __future__ import annotations


class CrawlError(Exception):
    """Ends a run. `exit_code` is what `scrapy crawl` returns; the message says what happened and what to do next."""

    exit_code = 1


class WrongUsage(CrawlError):
    """An argument or setting cannot be used: correct the command line."""

    exit_code = 2


class Unhealthy(CrawlError):
    """The run ended, and something is wrong with what it read; all that could be read is kept."""

    exit_code = 3


class Outage(CrawlError):
    """Who is asked answers nothing but errors: the run stops pressing. What is left waits in the ledger."""

    exit_code = 3


class PortalUnreachable(CrawlError):
    """Nothing of the portal may or can be fetched: try later, or read the Internet Archive's captures."""

    exit_code = 4


class ArchiveUnusable(CrawlError):
    """The archive cannot be opened or written: free the disk, correct the path, or restore a backup."""

    exit_code = 5


class AnotherRun(CrawlError):
    """Another run holds this portal's lock in this archive: wait for it, nothing to repair."""

    exit_code = 75


class PageError(Exception):
    """One page could not be had; the ledger keeps `reason` and the page is tried again.

    `kind` is the first word of the reason: "truncated", "too-large", "undecodable", "refused".
    """

    kind = "failed"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.reason = f"{self.kind}:{detail}"


class CutOff(PageError):
    """The body ended before its declared or evident end; half a page is never kept."""

    kind = "truncated"


class TooLarge(PageError):
    """Head or body grew past the limit; raise DOWNLOAD_MAXSIZE if a real page needs it."""

    kind = "too-large"


class Undecodable(PageError):
    """The body's Content-Encoding is unknown or its bytes are damaged."""

    kind = "undecodable"


class NotAllowed(PageError):
    """We may not ask for this address: off-site, forbidden by robots.txt, or of a kind never to call."""

    kind = "refused"
