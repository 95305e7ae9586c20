"""From the lists of a CDX server to the ledger: which captures there are of a portal, and how each is called there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from archive.visit import Found
from crawler.addresses import canonical, may_call
from crawler.errors import PortalUnreachable, Unhealthy
from crawler.past.cdx import (
    MAY_BE_PAGES,
    OTHERS,
    PAGES,
    REVISIT,
    REVISITS,
    CdxError,
    Listed,
    Question,
    parsed,
    row_identity,
)
from crawler.past.repeats import bytes_of

if TYPE_CHECKING:
    from scrapy.http import Response

    from crawler.portals.model import Portal

MOST_PAGES = 10_000
"""Answers to one question; a server that hands out resume keys for ever is not followed further."""


@dataclass
class Listing:
    """Asks for everything of one host. `ask` calls an address and gives the text of its answer."""

    ask: Callable[[str], Awaitable[str]]
    base: str
    since: str | None = None
    until: str | None = None
    passed: Counter[str] = field(default_factory=Counter)
    _all_fields: bool = False

    async def captures(self, host: str) -> list[Listed]:
        """Every capture of what may be a host's page, old to new; raises CdxError where the answer is none."""
        revisits = await self._answers(Question(host, REVISITS, self.since, self.until))
        since = None if revisits else self.since  # what they repeat tells what they are, and may be older
        asked = (Question(host, which, since, self.until) for which in (PAGES, OTHERS))
        pages, others = [await self._answers(question) for question in asked]
        pages += [one for one in others if one.mimetype in MAY_BE_PAGES]
        found = [*pages, *without_files(revisits, pages, others)]
        wanted = (one for one in found if lies_in(one.timestamp, self.since, self.until))
        return sorted({one for one in wanted if one.status in {"200", "-", ""}})

    async def files(self, url: str) -> list[Listed]:
        """Every whole answer that was captured at one address and is no page, old to new; raises as `captures`."""
        return sorted({*await self._answers(Question(url, OTHERS, match="exact"))})

    async def _answers(self, question: Question) -> list[Listed]:
        found: list[Listed] = []
        keys: set[str] = set()
        for _ in range(MOST_PAGES):
            question = replace(question, fields=None) if self._all_fields else question
            answer = parsed(await self.ask(question.url(self.base)))
            if answer.rows and not answer.captures and question.fields:
                self._all_fields = True  # pywb leaves out what it does not know by this name: the address
                continue
            found += answer.captures
            self.passed["cdx:unreadable-row"] += answer.unreadable
            if answer.resume_key and answer.resume_key not in keys:
                keys.add(answer.resume_key)
                question = replace(question, resume_key=answer.resume_key)
            elif question.limit and answer.rows >= question.limit and not answer.resume_key:
                found, question = [], replace(question, limit=None)  # cut at the limit by a server that has no keys
            else:
                break
        return found


def without_files(revisits: list[Listed], pages: list[Listed], others: list[Listed]) -> list[Listed]:
    """Revisits without those of pictures, styles and scripts: of what never was a page, by address or by digest."""
    known = {named for one in pages for named in bytes_of(one) if named}
    answers = (one for one in others if one.mimetype != REVISIT)  # which some servers list with its status
    files = {named for one in answers for named in bytes_of(one) if named and named not in known}
    return [one for one in revisits if known.intersection(bytes_of(one)) or files.isdisjoint(bytes_of(one))]


def list_in(response: Response) -> str:
    """The text of a CDX server's answer, "" where it says that there is nothing; raises CdxError for an error."""
    text = response.body.decode("utf-8", "replace")
    if response.status == 404 and not text.lstrip().startswith("<"):
        return ""  # some servers say so where there is no capture
    if response.status != 200 and "AccessControl" not in text:
        raise CdxError(f"the answer has status {response.status}")
    return text


def unlisted(url: str, problems: list[str], *, whole: bool) -> PortalUnreachable | Unhealthy:
    """What is wrong with a run that did not get the list at `url`: of no host (whole), or of some."""
    what = f"The list of captures at {url} could not be had ({'; '.join(problems)})."
    if whole:
        return PortalUnreachable(f"{what} Nothing was lost; try again later, or check WAYBACK_CDX_URL.")
    return Unhealthy(f"{what} The other hosts' captures were read.")


def hosts_to_ask(portal: Portal) -> list[str]:
    """The profile's hosts; www is left out beside its bare host, since lists of captures take them for one."""
    return [host for host in portal.hosts if host.removeprefix("www.") == host or host[4:] not in portal.hosts]


def rows_for(captures: Iterable[Listed], portal: Portal) -> list[Found]:
    """Ledger rows for the captures of pages that may be called."""
    named = (capture for capture in captures if may_call(canonical(capture.original, portal), portal))
    return [Found(capture.original, row_identity(capture), "capture") for capture in named]


def capture_of(row: str) -> Listed:
    """The capture that a row's identity names."""
    timestamp, _, original = row.partition(" ")
    return Listed(timestamp, original)


def lies_in(row: str, since: str | None, until: str | None) -> bool:
    """Whether the capture of a row's identity, or a timestamp, is of a window of time, as `Question` has it."""
    stamp = row[:14]
    return (since or "") <= stamp and stamp[: len(until or "")] <= (until or "")
