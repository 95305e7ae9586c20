"""The last step of every body: whatever was built before, nothing that a browser would run or load leaves it."""

from html import escape

import pytest

from crawler.portals import PORTALS
from crawler.reading import Page, article_of, render
from crawler.reading.render import _CLEANER
from proof.content import firing
from proof.mutate import SCRIPTS
from proof.server import article


@pytest.mark.parametrize("payload", [*SCRIPTS, *(f"<p>{payload}</p><table><tr><td>{payload}" for payload in SCRIPTS)])
def test_the_cleaner_alone_leaves_nothing_that_fires(payload: str) -> None:
    assert firing(_CLEANER.clean(payload)) == []


def test_what_is_allowed_stays() -> None:
    body = '<p>Chữ <strong>đậm</strong> và <a href="https://x.vn/a">liên kết</a>.</p><table><tr><td>1</td></tr></table>'
    assert _CLEANER.clean(body).replace("<tbody>", "").replace("</tbody>", "") == body


@pytest.mark.parametrize(
    "payload", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>"]
)
def test_a_body_that_was_built_wrongly_is_still_cleaned(monkeypatch: pytest.MonkeyPatch, payload: str) -> None:
    html = article("Bài có chữ lạ").replace("Sáng nay", f"Sáng nay {escape(payload)}")
    page = Page("http://congthuongbentre.gov.vn/a.html", html, "2026-11-22T01:00:00Z", "live")
    assert escape(payload, quote=False) in article_of(page, PORTALS["sct_bentre"]).body_html
    monkeypatch.setattr(render, "escape", lambda text, **_: text)
    assert firing(article_of(page, PORTALS["sct_bentre"]).body_html) == []
