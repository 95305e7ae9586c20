"""Truth comes from the article files alone, and its identities are those that the address rules come to."""

import re
import urllib.request
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from lxml import html as lxml_html

from crawler import addresses, portals
from tests.replica import Replica
from tests.replica.addresses import GROUP, Place, identity_of, liferay_slug
from tests.replica.story import parse
from tests.replica.truth import truth_of

FILE = """+++
title = "Đẩy mạnh  xúc tiến"
section = "thuong-mai"
date = "2024-06-11T06:23"
author = "Hà An"
source_credit = "(Nguồn: Phòng Thử)"
lead = true
lead_image = "anh.png"
lead_caption = "Chú thích ảnh."
attachments = [["Kế hoạch", "ke hoach.pdf"]]
+++

Đoạn mở
đầu.

## Mục một
- một
- hai

| a | b |
|---|---|
| 1 | 2 |

> Lời nói.

![Ảnh trong bài](trong.png)
"""


def test_a_file_becomes_what_the_archive_must_hold() -> None:
    one = truth_of("sct_bentre", parse(FILE, "thu"))
    assert one.identity == "/day-manh-xuc-tien.html"
    assert one.title == "Đẩy mạnh xúc tiến"
    assert one.body_text == "Đoạn mở đầu.\n\nMục một\n\nmột\nhai\n\na | b\n1 | 2\n\nLời nói.\n\nẢnh trong bài"
    assert (one.summary, one.section, one.author, one.source_credit) == (
        "Đoạn mở đầu.",
        "Thương mại",
        "Hà An",
        "Phòng Thử",
    )
    assert one.updated_at == "2024-06-11T06:23:00+07:00"
    assert [caption for _, caption in one.images] == ["Chú thích ảnh.", "Ảnh trong bài"]
    assert [label for _, label in one.attachments] == ["Kế hoạch"]


def test_bac_giang_shows_the_lead_picture_and_its_caption_inside_the_text() -> None:
    one = truth_of("sct_bacgiang", parse(FILE, "thu"))
    assert one.identity == "content/ay-manh-xuc-tien"
    assert one.body_text.startswith("Đoạn mở đầu.\n\nChú thích ảnh.\n\nMục một")


def test_a_slug_of_liferay_loses_its_d_and_may_begin_with_a_hyphen() -> None:
    assert liferay_slug("“Điện” về hoạt động bản") == "-ien-ve-hoat-ong-ban"
    assert identity_of("sct_bacgiang", Place("bai", "777")) == "content/bai/777"


@pytest.fixture(scope="module", params=["sct_bentre", "sct_bacgiang"])
def portal(request: pytest.FixtureRequest) -> Iterator[Replica]:
    with Replica(request.param) as running:
        yield running


def hrefs(portal: Replica, path: str) -> list[tuple[str, str]]:
    with urllib.request.urlopen(portal.url.rstrip("/") + path) as reply:
        tree = lxml_html.fromstring(reply.read().decode())
    return [(" ".join(a.text_content().split()), urljoin(portal.url, a.get("href", ""))) for a in tree.iter("a")]


def test_every_address_a_page_prints_for_an_article_has_the_identity_of_the_truth(portal: Replica) -> None:
    profile = addresses.rebased(portals.portal(portal.portal), portal.url)
    titles = {one.title: key for key, one in portal.truth().items()}
    pages = ["/", *(urljoin("/", key) for key in titles.values() if key.startswith("/"))]
    pages += [f"/chi-tiet-tin-tuc/-/asset_publisher/q/{key}" for key in titles.values() if not key.startswith("/")]
    found = [(text, href) for page in pages for text, href in hrefs(portal, page) if text in titles]
    assert len(found) > 100
    for text, href in found:
        assert addresses.may_call(href, profile)
        identity = addresses.identity(href, profile)
        assert re.sub(f"/{GROUP}$", "", identity) == titles[text], href
        assert addresses.canonical(addresses.canonical(href, profile), profile) == addresses.canonical(href, profile)
