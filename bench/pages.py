"""The bundled article pages with what a reader must find on them: every article of both replicas, in every markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from tests.replica.answer import Asked
from tests.replica.bacgiang import Bacgiang
from tests.replica.bentre import Bentre
from tests.replica.markup import markups
from tests.replica.server import Host
from tests.replica.site import Options, Site
from tests.replica.story import stories

HOMES = {"sct_bentre": "http://congthuongbentre.gov.vn/", "sct_bacgiang": "https://sct.bacgiang.gov.vn/"}


@dataclass(frozen=True, slots=True)
class Bundled:
    """One page: where it would stand, its html, and the title, day (ISO) and text that a person sees."""

    portal: str
    url: str
    html: str
    title: str
    day: str
    text: str
    captured_at: str = "2025-06-30T00:00:00Z"


def bundled() -> list[Bundled]:
    """All of them, in a fixed order."""
    return [page for name in HOMES for markup in markups(name) for page in _pages(name, markup)]


def _pages(name: str, markup: str) -> Iterator[Bundled]:
    site = Site.of(name, stories(name), Options(markup=markup, counters=False, now="30/06/2025, 08:00:00"))
    host = Host(Bentre(site) if name == "sct_bentre" else Bacgiang(site))
    told = site.truth()
    for key, one in site.shown.items():
        path = host.portal.article_path(one)
        html = host.give(Asked("GET", path)).body.decode()
        url = urljoin(HOMES[name], path)
        yield Bundled(name, url, html, told[key].title, told[key].updated_at[:10], told[key].body_text)
