"""Which address shows what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archive.web import article, comparison, evidence, feeds, home, robots, searching
from archive.web.show import STATIC_URL

_ID = r"(?P<id>[0-9A-Za-z_-]{1,64})"
_STATIC = STATIC_URL.replace("-", "[-_]")  # Datasette's own spelling of plugins' addresses allows both
ROUTES: list[tuple[str, Callable[..., Any]]] = [
    (r"/$", home.home),
    (r"/search$", searching.search),
    (rf"/a/{_ID}$", article.article),
    (rf"/a/{_ID}/compare$", comparison.compare),
    (rf"/a/{_ID}\.bib$", article.bibtex),
    (rf"/a/{_ID}/(?P<kind>picture|file)/(?P<position>\d{{1,6}})$", evidence.media),
    (rf"/raw/{_ID}$", evidence.raw_record),
    (r"/feeds$", feeds.index),
    (r"/feeds/(?:(?P<portal>[\w-]{1,64})/)?(?P<kind>new|changes)\.atom$", feeds.feed),
    (r"/robots\.txt$", robots.robots),
    (r"/-/databases(?:\.json)?$", evidence.databases),
    (r"/-/(?:threads|messages|allow-debug|patterns)(?:\.json)?$", evidence.not_told),
    (rf"{_STATIC}(?P<path>[\w.-]+)$", evidence.static),
]
