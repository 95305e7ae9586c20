"""From one answer to one Visit: what the page was, what it names, and when to look again."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from archive.agenda import Agenda
from archive.article import ANOTHERS, WHOLE, Capture, Outcome, Reading
from archive.lists import Lists
from archive.visit import ASK_FIRST, START, WAITS, Address, Found, State, Visit
from crawler import policy
from crawler.addresses import canonical, identity
from crawler.again import Again
from crawler.answers import A_FILE, BLOCKING, GONE, PASSING, read_answer, text_of
from crawler.files import Wanted, files_of, header
from crawler.lineage import MOST_HOPS, Lineage
from crawler.manners.hops import target_of
from crawler.placeholders import Placeholders
from crawler.reading.page import Page
from crawler.reading.read import PARSER, PageReading
from crawler.redirects import PERMANENT, REDIRECTS, TO_NO_ARTICLE, elsewhere, is_home
from crawler.refusals import UNSETTLED, Refusals
from crawler.risen import Risen
from crawler.spellings import Spellings
from crawler.traps import PRINT_VIEW, Traps
from crawler.twins import Twins

if TYPE_CHECKING:
    from scrapy.http import Response

    from crawler.reading.links import Link
    from crawler.run import Run

ROLES = {"page": policy.PAGE, "pager": policy.PAGER, "feed": policy.ANNOUNCED}
SAME_DOOR = 4
"""So many pages, or as many as are read as articles, may come to redirect to one address for a while: old addresses in
a sitemap. More are a login or maintenance page, and are asked again."""


class Judge:
    """Judges the answers of one run."""

    def __init__(self, run: Run, wanted: Wanted) -> None:
        self._run, self._portal, self._wanted = run, run.portal, wanted
        self._agenda, self._lists = Agenda(run.archive.db, run.portal.name), Lists(run.archive.db, run.portal.name)
        self._again = Again(self._agenda, self._lists)
        self._lineage = Lineage(lambda url: self._agenda.row(identity(url, self._portal)))
        self._traps = Traps(self._lineage, self._agenda.known())
        self._twins = Twins(self._agenda, run.since)
        self._elsewhere: defaultdict[str, set[str]] = defaultdict(set)
        self._placeholders = Placeholders(self._agenda, self._lineage, run.started_at)
        self._articles = 0
        self._risen = Risen(self._agenda, self._lists, run.started_at)
        self._refusals, self._spellings = Refusals(run), Spellings()

    def visit(self, address: Address, response: Response) -> Visit:
        """The visit that this answer to a ledger row amounts to."""
        visit = self._refusals.after(address, self._answered(address, response))
        return self._spellings.after(address, visit)

    def fate(self, address: Address, state: State, reason: str | None) -> Visit:
        """A visit of an address that was not answered, or that we may not ask for.

        Part of a loop is asked for seldom (hundreds of print views), a redirect not followed once more in the next run.
        """
        again = None
        if state == "refused":
            loop = self.loop(address)
            first = not loop and address.state != "refused" and (reason or "").startswith("refused:redirect")
            outcome: policy.Outcome = "not_article" if loop else "elsewhere"
            again = ASK_FIRST if first else self._again.at(address, self._run.clock.stamp(), outcome)
        return self._refusals.after(address, self._no_page(address, state, reason, again))

    def found(self, url: str, found_on: str | None, priority: int) -> Found:
        """An address as the ledger takes it."""
        return Found(canonical(url, self._portal), identity(url, self._portal), "page", found_on, priority)

    def loop(self, address: Address) -> str | None:
        """Why no page like this one is asked for in this run any more, or None."""
        return self._traps.barren(address.url, self._lineage.named_by(address))

    def _answered(self, address: Address, response: Response) -> Visit:
        if response.status in REDIRECTS:
            return self._moved(address, response)
        return self._read(address, response) if response.status in WHOLE else self._unread(address, response)

    def _no_page(self, address: Address, state: State, reason: str | None, again: str | None = None) -> Visit:
        return Visit(
            self._portal.name, address.url, address.identity, None, None,
            state=state, reason=reason, run_id=self._run.id, check_again_at=again,
        )  # fmt: skip

    def _unread(self, address: Address, response: Response) -> Visit:
        status = response.status
        if status == 304:
            visit = self._without_article(address, self._capture(response), None)
            return replace(visit, etag=address.etag, last_modified=address.last_modified)
        if status in GONE | BLOCKING:
            outcome: Outcome = "gone" if status in GONE else "blocked"
            reading = Reading(PARSER, outcome, f"{outcome}:{status}")
            return self._without_article(address, self._capture(response), reading)
        passing = status >= 500 or status in PASSING
        return self._no_page(address, "failed" if passing else "refused", f"status:{status}")

    def _read(self, address: Address, response: Response) -> Visit:
        capture = self._capture(response)
        content_type = header(response, "Content-Type")
        text = text_of(response.body, content_type)
        page = read_answer(Page(response.url, text, capture.captured_at, "live"), content_type, self._portal)
        named = [_found(link, response.url) for link in page.links if link.role in ROLES]
        if page.reading.outcome in UNSETTLED or page.reading == A_FILE:
            return self._without_article(address, capture, page.reading)
        if page.reading.article is None:
            visit = self._listing(address, capture, page, named)
            if self._placeholders.is_one(address, page, self._articles):
                return replace(visit, state="failed", check_again_at=None)
            soft = page.reading.outcome == "gone" and _is_new(address)
            return replace(visit, check_again_at=ASK_FIRST) if soft else visit
        visit = self._article(address, capture, page, named)
        if visit.capture is None:
            return visit  # nothing was kept: what the page looks like is to be asked for whole the next time
        return replace(visit, etag=header(response, "ETag"), last_modified=header(response, "Last-Modified"))

    def _article(self, address: Address, capture: Capture, page: PageReading, named: list[Found]) -> Visit:
        reading, article = page.reading, page.reading.article
        assert article  # noqa: S101  the caller looked
        self._articles += 1
        if address.article_id is None:
            answer, same = self._twins.judge(address.identity, article, waited=self._refusals.has_waited(address))
            if answer in {"ask-first", "unsettled"}:
                return self._no_page(address, "queued" if answer == "ask-first" else "failed", WAITS + same)
            reading = replace(reading, identity=same or reading.identity)
        elif self._agenda.is_anothers(address, article):
            return self._without_article(address, capture, Reading(PARSER, "gone", ANOTHERS))
        self._traps.read(capture.url, found_on=address.found_on, article=True)
        files = files_of(article, self._portal, self._wanted, capture.url)
        return Visit(
            self._portal.name, capture.url, address.identity, capture, reading,
            found=(*self._worth_asking(named), *files), run_id=self._run.id,
            check_again_at=self._again.at(address, capture.captured_at, "article", article.updated_at),
        )  # fmt: skip

    def _listing(self, address: Address, capture: Capture, page: PageReading, named: list[Found]) -> Visit:
        """A page that is no article: what it names, and whether its later pages are worth a look."""
        reading, again = page.reading, self._traps.says_the_same(capture.url, page.said)
        unseen = self._agenda.unknown(each.identity for each in named)
        brought = any(each.identity in unseen and each.priority != policy.PAGER for each in named)
        self._traps.read(
            capture.url, found_on=address.found_on, article=False, copy=reading.reason == PRINT_VIEW,
            turned=brought and address.priority == policy.PAGER,
        )  # fmt: skip
        pages = [each.identity for each in named if each.priority == policy.PAGE]
        if address.priority in policy.BRED:
            lists = brought or reading.outcome == "list"
            self._traps.bred(capture.url, address.found_on, self._agenda.articles(pages), lists=lists)
        if address.priority > policy.PAGER:
            self._run.named[capture.url] = len(pages)
        if reading.outcome == "list" or address.priority == policy.PAGER:
            names = (each.identity for each in named if each.priority != policy.PAGER)
            self._traps.paged(capture.url, names, empty=reading.outcome != "list" and not brought)
        if reading.outcome == "list":
            self._run.counts["listed"] += len(pages)
            if brought and address.tries:
                self._agenda.ask_again(each.identity for each in named if each.priority == policy.PAGER)
        a_list = reading.outcome == "list" and reading.reason != "list:feed" and address.priority > policy.PAGER
        if (a_list and not again) or address.priority >= START:
            self._risen.ask_again(address.identity, pages)
        if address.tries and address.priority > policy.PAGER:
            named = [_as_news(each) if each.identity in unseen else each for each in named]
        visit = replace(self._without_article(address, capture, reading), found=self._worth_asking(named))
        if again:
            return replace(visit, check_again_at=self._again.at(address, capture.captured_at, "not_article"))
        if reading.outcome == "not_article" and self._is_a_list(address, named, brought=brought):
            return replace(visit, check_again_at=self._again.at(address, capture.captured_at, "list"))
        return visit

    def _is_a_list(self, address: Address, named: list[Found], *, brought: bool) -> bool:
        """Whether a page that reading has no name for does a list's work: it has a pager, or articles came from it."""
        paged = any(each.priority == policy.PAGER for each in named)
        return paged or (brought and not address.tries) or self._lists.led_to_articles(address.url)

    def _without_article(self, address: Address, capture: Capture, reading: Reading | None) -> Visit:
        """A visit to anything but an article; no reading is that of a page that is as it was (304)."""
        unsettled = reading is not None and reading.outcome in UNSETTLED
        as_it_was: policy.Outcome = "article" if address.article_id else "list"
        outcome = reading.outcome if reading else as_it_was
        return Visit(
            self._portal.name, capture.url, address.identity, capture, reading, run_id=self._run.id,
            state="failed" if unsettled else "done", reason=reading.reason if reading else None,
            check_again_at=None if unsettled else self._again.at(address, capture.captured_at, outcome),
        )  # fmt: skip

    def _moved(self, address: Address, response: Response) -> Visit:
        """A redirect to another page of the portal. From an article to no article: gone; else the address moved."""
        target = target_of(response)
        if target is None:
            return self._no_page(address, "failed", f"status:{response.status} without Location")
        capture, where = self._capture(response), identity(target, self._portal)
        if address.article_id and (is_home(where, self._portal) or self._agenda.is_no_article(where)):
            return self._without_article(address, capture, TO_NO_ARTICLE)
        if self._lineage.on_and_on(address):
            return self._no_page(address, "failed", f"redirect-loop:{MOST_HOPS + 1} hops, at last to {where[:200]}")
        reading = elsewhere(response.status, where)
        if response.status in PERMANENT:
            visit = self._without_article(address, capture, reading)
            return replace(visit, found=(self.found(target, response.url, policy.MOVED),))
        if address.state != "done" or address.reason != reading.reason:
            self._elsewhere[where].add(address.identity)
        if len(self._elsewhere[where]) > max(SAME_DOOR, self._articles):
            return self._no_page(address, "failed", reading.reason)
        visit = self._without_article(address, capture, reading)
        again = ASK_FIRST if _is_new(address) else self._again.at(address, capture.captured_at, "elsewhere")
        return replace(visit, found=(self.found(target, response.url, policy.PAGE),), check_again_at=again)

    def _capture(self, response: Response) -> Capture:
        sha256 = hashlib.sha256(response.body).hexdigest()
        return Capture(response.url, "live", self._run.clock.stamp(), response.status, sha256, response.meta.get("raw"))

    def _worth_asking(self, named: list[Found]) -> tuple[Found, ...]:
        """What goes into the ledger; of endless shapes the run's row keeps how many links were left out, and why."""
        left_out = {each.identity: reason for each in named if (reason := self._traps.reason(each.url, each.found_on))}
        if left_out:
            self._run.reasons.update(f"refused:{left_out[identity]}" for identity in self._agenda.unknown(left_out))
        return tuple(self._lineage.in_order(each) for each in named if each.identity not in left_out)


def _is_new(address: Address) -> bool:
    """Whether an address was never asked for: an answer that may be of the moment is heard twice."""
    return not address.tries and address.article_id is None


def _found(link: Link, on: str) -> Found:
    return Found(link.url, link.identity, "page", on, ROLES[link.role])


def _as_news(found: Found) -> Found:
    return replace(found, priority=policy.NEWS) if found.priority == policy.PAGE else found
