"""Visits made by hand: the archive is tested without any page."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

from archive.article import Article, Capture, Raw, Reading
from archive.store import Archive, Found, Visit

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def article(name: str = "dien-gio", **fields: object) -> Article:
    plain = Article(
        url=f"http://127.0.0.1/{name}.html",
        title="Bến Tre đóng điện dự án điện gió số 7",
        body_text="Sáng nay, Sở Công Thương kiểm tra trạm biến áp.\n\nĐường dây dài 12 km đã hoàn thành.",
        body_html="<p>Sáng nay, Sở Công Thương kiểm tra trạm biến áp.</p><p>Đường dây dài 12 km đã hoàn thành.</p>",
        updated_at="2024-09-06",
        date_text="(Cập nhật: 06/09/2024)",
        date_rule="labelled",
    )
    return replace(plain, **fields)  # type: ignore[arg-type]


def raw(body: bytes, status: str = "HTTP/1.1 200 OK") -> Raw:
    headers = (("Content-Type", "text/html; charset=utf-8"), ("X-View", "1"))
    return Raw("GET / HTTP/1.1", (("Host", "127.0.0.1"),), status, headers, body)


def visit(of: Article | None = None, at: str = "2026-11-20T01:00:00Z", **more: object) -> Visit:
    """A look at an article; `page` are the raw bytes (None: not kept), the other names are the Visit's own."""
    of = of or article()
    identity = str(more.pop("identity", of.url.removeprefix("http://127.0.0.1")))
    page = more.pop("page", of.body_text.encode())
    capture = Capture(
        url=of.url,
        source=more.pop("source", "live"),  # type: ignore[arg-type]
        captured_at=at,
        status=200,
        sha256=hashlib.sha256(page if isinstance(page, bytes) else of.body_text.encode()).hexdigest(),
        raw=raw(page) if isinstance(page, bytes) else None,
    )
    reading = Reading(str(more.pop("parser", "1")), "article", article=of, identity=identity)
    plain = Visit("sct_bentre", of.url, identity, capture, reading)
    return replace(plain, **more)  # type: ignore[arg-type]


def refused(of: Article, at: str, outcome: str = "gone", status: int = 404) -> Visit:
    seen = visit(of, at, state="refused", reason=outcome)
    assert seen.capture
    capture = replace(
        seen.capture, status=status, sha256=hashlib.sha256(outcome.encode()).hexdigest(), raw=raw(outcome.encode())
    )
    return replace(seen, capture=capture, reading=Reading("1", outcome, reason=f"{outcome}:test"))  # type: ignore[arg-type]


def found(name: str) -> Found:
    return Found(f"http://127.0.0.1/{name}.html", f"/{name}.html")


def rows(archive: Archive, query: str, *parameters: object) -> list[tuple[object, ...]]:
    return [tuple(row) for row in archive._db.execute(query, parameters)]
