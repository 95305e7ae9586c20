"""Pages that mean harm, in a real Chromium: five hundred payloads, none of which may fire.

`make test-browser` runs this beside test_browser.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.web.browsing import MARKS, Seen
from tests.web.conftest import BIN, Site, free_port, serve
from tests.web.evil_portal import crawled
from tests.web.library import WIND, look
from tests.web.payloads import VECTORS, payloads

pytestmark = MARKS


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An archive whose every field was written by an enemy, past our reading code."""
    from archive.article import Attachment, Image
    from archive.store import Archive

    path = tmp_path_factory.mktemp("hostile") / "archive.db"
    with Archive(path) as archive, archive.together():
        for number, evil in enumerate(payloads()):
            article = replace(
                WIND, url=f"http://127.0.0.1/{number}.html", title=f"{number} {evil}", summary=evil, section=evil[:200],
                author=evil, source_credit=evil, body_text=f"dien {evil}", body_html=evil, date_text=evil,
                updated_at=None,
                images=(Image(f"http://127.0.0.1/{number}.png?{evil}", evil, evil),),
                attachments=(Attachment(f"http://127.0.0.1/{number}.pdf?{evil}", evil),),
            )  # fmt: skip
            archive.save(replace(look("sct_bentre", article, "2024-09-07T01:00:00Z"), capture=_bare(article.url)))
    port = free_port()
    yield from serve([str(BIN / "archive"), "browse", str(path), "--port", str(port)], port, path)


def _bare(url: str) -> Any:
    from archive.article import Capture

    return Capture(url, "live", "2024-09-07T01:00:00Z", 200, "0" * 64)


@pytest.fixture(scope="module")
def crawled_evil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An archive that a real crawl made of a portal with a payload in every place of every page."""
    path = crawled(tmp_path_factory.mktemp("evil") / "archive.db")
    port = free_port()
    yield from serve([str(BIN / "archive"), "browse", str(path), "--port", str(port)], port, path)


@pytest.mark.parametrize(("kind", "policy"), [("crawled_evil", "on"), ("hostile", "off")])
def test_none_of_five_hundred_payloads_fires(
    request: pytest.FixtureRequest, browser: Any, kind: str, policy: str
) -> None:
    """Through crawl and page, where the policy has nothing to forbid; and past our reading, where it is off besides."""
    evil: Site = request.getfixturevalue(kind)
    context = browser.new_context(bypass_csp=policy == "off")
    page = context.new_page()
    base = f"http://127.0.0.1:{evil.port}"
    seen = Seen(base)
    seen.watch(page)
    ids = [row["id"] for row in evil.json("/archive/articles.json?_shape=array&_col=id&_size=500")]
    assert len(payloads()) == 500
    # Some payloads leave no article behind: a comment or a style that swallows the rest of the page.
    assert len(ids) == 500 if kind == "hostile" else len(ids) > 450
    fired = []
    for path in [*LISTS, *(f"/a/{article}" for article in ids)]:
        page.goto(base + path)
        if page.evaluate("window.PWNED"):
            fired.append(path)
    context.close()
    assert (fired, seen.dialogs, seen.outside) == ([], [], [])
    if policy == "on":
        assert seen.console == []


LISTS = (
    "/", "/search", "/search?q=dien", "/archive/articles", "/archive/versions", "/archive/newest",
    "/archive/search?words=dien",
)  # fmt: skip


def test_payloads_are_sharp_and_the_policy_tells_of_each_that_gets_through(site: Site, browser: Any) -> None:
    """What the other tests rest on: uncleaned most of them fire, and under the policy none does so in silence."""
    fired, told = set(), set()
    for policy in ("off", "on"):
        context = browser.new_context(bypass_csp=policy == "off")
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text))
        for evil in PLAIN[::2]:
            page.goto(f"http://127.0.0.1:{site.port}/feeds")
            said.clear()
            page.evaluate("evil => { document.open(); document.write(evil); document.close() }", evil)
            for _ in range(10):  # frames and pictures come a little later than what stands around them
                page.wait_for_timeout(30)
                if page.evaluate("window.PWNED") or any("Content Security Policy" in text for text in said):
                    break
            if page.evaluate("window.PWNED"):
                fired.add((policy, evil))
            elif any("Content Security Policy" in text for text in said):
                told.add(evil)
        context.close()
    assert len(fired) >= 10
    assert {policy for policy, _ in fired} == {"off"}
    assert {evil for _, evil in fired} <= told


# No alert: a dialog that opens while the next page is on its way keeps the browser from loading it.
PLAIN = [vector.format(f="window.PWNED=1") for vector in VECTORS]
