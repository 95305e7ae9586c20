"""What the reading core reads from a rebuilt page is what its article file says: every article in every markup."""

import re

import pytest

from crawler import portals
from crawler.addresses import rebased
from crawler.reading.page import Page
from crawler.reading.read import PageReading, read
from tests.replica.answer import Asked
from tests.replica.bacgiang import Bacgiang
from tests.replica.bentre import Bentre
from tests.replica.crawling import same
from tests.replica.filler import made_up
from tests.replica.markup import markups
from tests.replica.portal import Portal
from tests.replica.site import Options, Site
from tests.replica.story import Story, stories
from tests.replica.truth import Truth

BASE = "http://127.0.0.1:8000"
EVERY = [(portal, name) for portal in ("sct_bentre", "sct_bacgiang") for name in markups(portal)]
NO_CRUMBS = ("theme", "breaks")  # designs that do not say which section an article belongs to


def portal_with(name: str, markup: str, told: tuple[Story, ...]) -> Portal:
    site = Site.of(name, told, Options(markup=markup))
    return (Bentre if name == "sct_bentre" else Bacgiang)(site)


def reading_of(portal: Portal, target: str) -> PageReading:
    html = portal.answer(Asked("GET", target), BASE).body.decode()
    for mark, value in (("BASE", BASE), ("NOW", "22/11/2026, 08:30:00"), ("TOKEN", "a1b2c3"), ("VISITS", "1204")):
        html = html.replace(f"@@{mark}@@", value)
    profile = rebased(portals.portal(portal.site.portal), BASE)
    return read(Page(BASE + target, html, "2026-11-22T01:30:00Z"), profile)


def path_of(url: str) -> str:
    return re.sub(r"\?.*", "", url.removeprefix(BASE))


def assert_reads_back(reading: PageReading, truth: Truth, *, section: bool) -> None:
    article = reading.reading.article
    assert article is not None, reading.reading.reason
    assert article.title == truth.title
    assert article.updated_at == truth.updated_at
    assert same(article.body_text) == same(truth.body_text)
    assert article.source_credit == truth.source_credit
    assert article.author == truth.author
    assert tuple((path_of(image.url), image.caption) for image in article.images) == truth.images
    assert tuple((path_of(file.url), file.label) for file in article.attachments) == truth.attachments
    if section:
        assert article.section == truth.section


@pytest.mark.parametrize(("name", "markup"), EVERY)
def test_every_article_reads_back(name: str, markup: str, subtests: pytest.Subtests) -> None:
    portal = portal_with(name, markup, stories(name))
    for key, truth in portal.site.truth().items():
        with subtests.test(key):
            reading = reading_of(portal, portal.article_path(portal.site.shown[key]))
            assert_reads_back(reading, truth, section=markup not in NO_CRUMBS)


@pytest.mark.parametrize(("name", "markup"), EVERY)
def test_synthetic_articles_read_back(name: str, markup: str) -> None:
    portal = portal_with(name, markup, tuple(made_up(name, number) for number in range(60)))
    for key, truth in portal.site.truth().items():
        assert_reads_back(reading_of(portal, portal.article_path(portal.site.shown[key])), truth, section=False)


@pytest.mark.parametrize(("name", "markup"), EVERY)
def test_no_other_page_is_taken_for_an_article(name: str, markup: str) -> None:
    portal = portal_with(name, markup, stories(name))
    one = next(iter(portal.site.shown.values()))
    ending = ".html" if name == "sct_bentre" else ""
    others = ["/", *(portal.list_path(section) for section in portal.site.sections())]
    others += [f"/{page}{ending}" for page in ("gioi-thieu", "lien-he", "thu-vien-anh", "tim-kiem", "binh-chon")]
    others += ["/en/index.html", "/en/industrial-clusters.html", "/khong-co.html"]
    others.append(f"/in/{one.place.slug}.html" if name == "sct_bentre" else portal.article_path(one) + "/pop_up")
    taken = {page: reading_of(portal, page).reading for page in others}
    assert {page: reading.outcome for page, reading in taken.items() if reading.article is not None} == {}
    portal.site.delete(next(iter(portal.site.shown)), "soft404")
    assert reading_of(portal, portal.article_path(one)).reading.outcome == "gone"
