"""From one page to a reading and its links: one parse, then everything by evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from urllib.parse import urlsplit

from archive.article import Article, Reading
from crawler.addresses import identity
from crawler.portals.model import Portal
from crawler.reading.article import Seen, article_from, choice_of, region_of
from crawler.reading.dateline import date_lines
from crawler.reading.inline import split
from crawler.reading.kinds import refuse_content, textless
from crawler.reading.labels import bare
from crawler.reading.legacy_fonts import in_unicode
from crawler.reading.links import Link, links_in
from crawler.reading.metadata import head_of
from crawler.reading.nameless import NAMELESS, named
from crawler.reading.page import Page
from crawler.reading.refusal import (
    NotAnArticle,
    Visible,
    only_told,
    outcome_of,
    refused,
    refused_at_sight,
    why_no_article,
)
from crawler.reading.shapes import refuse_by_shape
from crawler.reading.statements import DateLine
from crawler.reading.targets import Targets
from crawler.reading.tree import Tree, parse
from crawler.reading.walk import sheet_of

PARSER = "16"
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class PageReading:
    """What one page says: the reading (an article or a named refusal), where its links lead, what stands on it.

    `said` are hashes of what stands on a page that is no article, numbers outside titles and headings aside (visitors,
    clocks), and of where it leads: "" where it was not looked at.
    """

    reading: Reading
    links: tuple[Link, ...] = ()
    said: tuple[str, str] = ("", "")


def read(page: Page, portal: Portal) -> PageReading:
    """Read a page of any html; never raises."""
    if reason := refused_at_sight(page.html):
        return PageReading(Reading(PARSER, outcome_of(reason), reason))
    tree = parse(in_unicode(page.html)[0])
    links = links_in(tree, page.url, portal)
    seen = _seen(page, portal, tree)
    try:
        article = _article(seen)
    except NotAnArticle as refusal:
        reason = named(refusal.reason, seen)
        return PageReading(Reading(PARSER, outcome_of(reason), reason), links, _said(seen, links))
    return PageReading(Reading(PARSER, "article", None, article, identity(page.url, portal)), links)


def article_of(page: Page, portal: Portal) -> Article:
    """The article a page states; NotAnArticle (with outcome and reason) where it states none."""
    if reason := refused_at_sight(page.html):
        raise NotAnArticle(reason, page.url)
    return _article(_seen(page, portal, parse(in_unicode(page.html)[0])))


def links_of(page: Page, portal: Portal) -> tuple[Link, ...]:
    """Where a page leads: addresses that may be called, once for each identity."""
    return links_in(parse(page.html), page.url, portal)


def _seen(page: Page, portal: Portal, tree: Tree) -> Seen:
    head = head_of(tree, portal, page.url)
    labels = tuple(bare(label) for label in portal.date_labels)
    sheet = sheet_of(tree, partial(split, head=head, labels=labels))
    return Seen(page, portal, sheet, head, Targets(page.url, tree))


def _said(seen: Seen, links: tuple[Link, ...]) -> tuple[str, str]:
    named = [*seen.head.titles, *(block.text for block in seen.sheet.blocks if block.box.heading)]
    rest = (block.text for block in seen.sheet.blocks if not block.box.heading)
    leads = sorted({urlsplit(link.url).path for link in links})  # without "?redirect=/tin-1.html" of a login
    return _hash("\n".join([*named, _NUMBERS.sub("", "\n".join(rest))])), _hash("\n".join(leads))


def _hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _article(seen: Seen) -> Article:
    lines = date_lines(seen.sheet, seen.head, seen.portal, seen.targets.elsewhere)
    visible = _visible(seen, lines)
    reason = refused(visible)
    if reason is None:
        return _stated(seen, lines, visible)
    try:
        article = _stated(seen, lines, visible) if visible.dated else None
    except NotAnArticle:
        article = None
    if article is None or not only_told(reason, article.title, article.body_text):
        raise NotAnArticle(reason, seen.page.url)
    return article


def _stated(seen: Seen, lines: list[DateLine], visible: Visible) -> Article:
    if not lines:
        reason = named("not_article:no-date-line", seen)
        raise NotAnArticle(reason if reason not in NAMELESS else why_no_article(visible, seen.page.html), seen.page.url)
    choice = refuse_by_shape(seen, choice_of(seen, lines), lines)
    region = region_of(seen, choice, lines)
    if region is None:
        raise NotAnArticle(textless(choice), seen.page.url)
    article = article_from(seen, choice, region)
    refuse_content(seen, article, (choice, region), lines)
    return article


def _visible(seen: Seen, lines: list[DateLine]) -> Visible:
    prose = [block.text for block in seen.sheet.blocks if not block.linked]
    linked = len(prose) < len(seen.sheet.blocks)  # what leads nowhere is an error page, whatever day it names
    return Visible(next(iter(seen.head.titles), ""), prose, dated=linked and any(line.labelled for line in lines))
