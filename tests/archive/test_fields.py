"""The fields of an article stand in `Article`; every list of some of them leaves out by name what it leaves out."""

from collections.abc import Iterable
from dataclasses import fields, replace

import pytest

from archive import comparing, diff
from archive.article import Article, Attachment, Image, Reading
from crawler.past.rereading import fields_of

ALL = {each.name for each in fields(Article)}
OF_NO_VERSION = {"url", "body_html", "section", "updated_at", "date_text", "date_rule", "lang", "rules"}
WHOLE = Reading("1", "article", article=Article("http://127.0.0.1/a.html", "Tin"), identity="/a.html")


@pytest.mark.parametrize(
    ("told", "left_out"),
    [
        (set(comparing.FIELDS) - {"outcome"}, comparing.UNTOLD),
        (set(fields_of(WHOLE)) - {"outcome"}, comparing.UNTOLD),
        (diff.FIELDS, OF_NO_VERSION),
    ],
)
def test_every_field_of_an_article_is_told_or_left_out_by_name(told: Iterable[str], left_out: Iterable[str]) -> None:
    assert set(told) | set(left_out) == ALL
    assert not set(told) & set(left_out)


def test_what_differs_between_two_versions_is_what_makes_a_version() -> None:
    """A field of the fingerprint that the comparison left out would make versions that differ in nothing."""
    assert WHOLE.article
    values: dict[str, object] = {
        "images": (Image("http://127.0.0.1/a.png"),),
        "updated_at": "2026-01-01",
        "rules": {"a": "b"},
    }
    values |= {"attachments": (Attachment("http://127.0.0.1/a.pdf", "Tệp"),)}
    told = {name: replace(WHOLE.article, **{name: values.get(name, "khác")}).fingerprint for name in ALL}  # type: ignore[arg-type]
    assert {name for name, made in told.items() if made != WHOLE.article.fingerprint} == set(diff.FIELDS)
