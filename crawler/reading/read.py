"""From one page to a reading and its links: one parse, then everything by evidence."""

from __future__ import annotations

from dataclasses import dataclass

from archive.article import Article, Reading
from crawler.addresses import identity
from crawler.portals.model import Portal
from crawler.reading.article import Seen, article_from, choice_of
from crawler.reading.dateline import date_lines
from crawler.reading.inline import split
from crawler.reading.kinds import NotAnArticle, refuse_by_shape, refuse_empty
from crawler.reading.labels import bare
from crawler.reading.metadata import head_of
from crawler.reading.page import Page
from crawler.reading.targets import Targets
from crawler.reading.tree import parse
from crawler.reading.walk import sheet_of

PARSER = "1"


@dataclass(frozen=True, slots=True)
class PageReading:
    """What one page says: the reading (an article or a named refusal) and where its links lead."""

    reading: Reading
    links: tuple[object, ...] = ()


def read(page: Page, portal: Portal) -> PageReading:
    """Read a page of any html; never raises."""
    seen = _open(page, portal)
    try:
        article = _article(seen)
    except NotAnArticle as refused:
        return PageReading(Reading(PARSER, refused.outcome, refused.reason))
    return PageReading(Reading(PARSER, "article", None, article, identity(page.url, portal)))


def article_of(page: Page, portal: Portal) -> Article:
    """The article a page states; NotAnArticle (with outcome and reason) where it states none."""
    return _article(_open(page, portal))


def _open(page: Page, portal: Portal) -> Seen:
    root = parse(page.html)
    head = head_of(root)
    labels = tuple(bare(label) for label in portal.date_labels)
    sheet = sheet_of(root, lambda runs: split(runs, head, labels))
    return Seen(page, portal, sheet, head, Targets(page.url, root))


def _article(seen: Seen) -> Article:
    lines = date_lines(seen.sheet, seen.portal)
    choice = refuse_by_shape(seen, choice_of(seen, lines), lines)
    article = article_from(seen, choice, lines)
    refuse_empty(article)
    return article
