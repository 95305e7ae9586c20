"""From one page to a reading and its links: one parse, then everything by evidence."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from archive.article import Article, Reading
from crawler.addresses import identity
from crawler.portals.model import Portal
from crawler.reading.article import Seen, article_from, choice_of
from crawler.reading.dateline import date_lines
from crawler.reading.inline import split
from crawler.reading.kinds import NotAnArticle, refuse_by_shape, refuse_empty
from crawler.reading.labels import bare
from crawler.reading.links import Link, links_in
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
    links: tuple[Link, ...] = ()


def read(page: Page, portal: Portal) -> PageReading:
    """Read a page of any html; never raises."""
    root = parse(page.html)
    links = links_in(root, page.url, portal)
    try:
        article = _article(_seen(page, portal, root))
    except NotAnArticle as refused:
        return PageReading(Reading(PARSER, refused.outcome, refused.reason), links)
    return PageReading(Reading(PARSER, "article", None, article, identity(page.url, portal)), links)


def article_of(page: Page, portal: Portal) -> Article:
    """The article a page states; NotAnArticle (with outcome and reason) where it states none."""
    return _article(_seen(page, portal, parse(page.html)))


def links_of(page: Page, portal: Portal) -> tuple[Link, ...]:
    """Where a page leads: addresses that may be called, once for each identity."""
    return links_in(parse(page.html), page.url, portal)


def _seen(page: Page, portal: Portal, root: etree._Element) -> Seen:
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
