"""Kept raw pages read again with today's code, in this process or in several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive.comparing import FIELDS
from crawler.addresses import rebased
from crawler.past.exchange import Exchange
from crawler.past.history import visit_of
from crawler.past.readers import ahead, attend, batches_of, readers
from crawler.portals import PORTALS

if TYPE_CHECKING:
    from archive.article import Raw, Reading
    from archive.kept import KeptPage
    from archive.visit import Visit
    from crawler.portals.model import Portal

Kept = tuple["KeptPage", "Raw"]


def read_again(pages: Iterable[Kept], jobs: int) -> Iterator[list[tuple[KeptPage, Visit]]]:
    """Batches of pages with the visits they amount to today, in the order they came."""
    if jobs < 2:
        for batch in batches_of(pages):
            yield _joined(batch, visits_again(batch))
        return
    with readers(jobs, attend) as pool:
        for batch, future in ahead(batches_of(pages), jobs, lambda batch: pool.submit(visits_again, batch)):
            yield _joined(batch, future.result())


def visits_again(batch: list[Kept]) -> list[Visit]:
    """Today's visits of kept pages: the same capture at the same place, with today's reading."""
    return [_visit_again(page, raw) for page, raw in batch]


def fields_of(reading: Reading) -> dict[str, object]:
    """What a reading says, field by field, for a comparison."""
    article = reading.article
    if article is None:
        return {"outcome": reading.outcome}
    told = {name: getattr(article, name) for name in FIELDS if name != "outcome"}
    files = {name: [asdict(one) for one in told[name]] for name in ("images", "attachments")}
    return {"outcome": reading.outcome, **told, **files}


def _visit_again(page: KeptPage, raw: Raw) -> Visit:
    exchange = Exchange(page.url, page.captured_at, page.status, raw)
    visit = visit_of(exchange, portal_of(page.portal, page.url), page.source, page.place)
    capture = replace(visit.capture, sha256=page.sha256) if visit.capture else None
    return replace(visit, url=page.address_url, identity=page.identity, capture=capture, found=(), run_id=page.run_id)


@lru_cache(maxsize=1024)
def portal_of(name: str, url: str) -> Portal:
    """The profile for a page; at the page's own host where it was read by base_url."""
    portal, parts = PORTALS[name], urlsplit(url)
    return portal if parts.netloc in portal.hosts else rebased(portal, f"{parts.scheme}://{parts.netloc}/")


def _joined(batch: list[Kept], visits: list[Visit]) -> list[tuple[KeptPage, Visit]]:
    return [(page, visit) for (page, _), visit in zip(batch, visits, strict=True)]
