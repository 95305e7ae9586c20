"""Many addresses that lead to one for now: old ones that lead home, or articles behind a login."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import HtmlResponse, Response

from archive.article import Raw
from tests.crawl.offline import Portal, run
from tests.replica.crawling import ask

BEGIN = datetime(2026, 1, 5, 22, tzinfo=UTC)


class Doored(Portal):
    """A portal with a sitemap of old addresses that lead home for now, or with articles that lead to a login."""

    old, login, turned_away = 0, "", 0

    def answer(self, request: Request) -> Response:
        path = urlsplit(request.url).path
        self.turned_away += path.startswith("/tin-da-go-")
        if path == "/sitemap.xml" and self.old:
            told = "".join(f"<url><loc>/tin-da-go-so-{n}.html</loc></url>" for n in range(self.old))
            headers = {"Content-Type": "text/xml"}
            return self._given(request, 200, headers, f"<urlset>{told}</urlset>".encode())
        if path.startswith("/tin-da-go-") or (self.login and self._article_at(path)):
            return self._given(request, 302, {"Location": self.login or "/"}, b"")
        return super().answer(request)

    def _given(self, request: Request, status: int, headers: dict[str, str], body: bytes) -> Response:
        raw = Raw("GET / HTTP/1.1", (), f"HTTP/1.1 {status} X", tuple(headers.items()), body)
        told = HtmlResponse(request.url, status, headers, body, request=request)
        told.meta["raw"] = raw
        return told


def test_old_addresses_that_lead_home_for_now_are_no_complaint_on_any_day(tmp_path: Path) -> None:
    portal = Doored("sct_bentre", 30)
    portal.old = 25
    for day in range(12):
        assert run(portal, tmp_path / "a.db", BEGIN + timedelta(days=day)).ending.code == 0, day
    assert portal.turned_away < 5 * portal.old


def test_articles_that_all_lead_to_a_login_are_complained_of_and_had_by_the_next_run_without_it(tmp_path: Path) -> None:
    portal, archive = Doored("sct_bentre", 30), tmp_path / "a.db"
    portal.login = "/dang-nhap.html"
    assert run(portal, archive, BEGIN).ending.code == 3
    portal.login = ""
    assert run(portal, archive, BEGIN + timedelta(hours=1)).ending.code == 0
    assert ask(archive, "SELECT count(*) AS n FROM articles")[0]["n"] > 20
    run(portal, archive, BEGIN + timedelta(days=3))
    assert ask(archive, "SELECT count(*) AS n FROM articles") == [{"n": 30}]
