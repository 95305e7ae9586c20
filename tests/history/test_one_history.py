"""One history: captures from live crawls, WARC files and the Internet Archive, in any order, any number of times."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.article import Raw, Source
from archive.store import Archive, Visit
from archive.verify import verify
from crawler.past.exchange import Exchange
from crawler.past.history import visit_of
from crawler.portals import PORTALS
from tests.history.scenes import page

HEADERS = (("Content-Type", "text/html; charset=utf-8"),)
GONE = Raw("", (), "HTTP/1.1 404 Not Found", HEADERS, b"404")
HOME = Raw("", (), "HTTP/1.1 302 Found", (*HEADERS, ("Location", "/")), b"")
ROUTE = "/chi-tiet-tin-tuc/-/asset_publisher/nTA5oDTMcbY5/content"
PUBLISHER = "101_INSTANCE_nTA5oDTMcbY5"
SPELLINGS = {
    "sct_bentre": (
        "http://congthuongbentre.gov.vn/{}.html",
        "http://congthuongbentre.gov.vn:80/{}.html",
        "https://www.congthuongbentre.gov.vn/{}.html",
        "https://congthuongbentre.gov.vn:443/{}.html;jsessionid=0F3A9C?fbclid=IwAR2x",
        "http://www.congthuongbentre.gov.vn/{}.html?utm_source=zalo#binh-luan",
    ),
    "sct_bacgiang": (
        f"https://sct.bacgiang.gov.vn{ROUTE}/{{}}",
        f"http://sct.bacgiang.gov.vn:80{ROUTE}/{{}}",
        f"https://sct.bacgiang.gov.vn:443{ROUTE}/{{}};jsessionid=A1B2C3D4E5F6",
        f"https://sct.bacgiang.gov.vn{ROUTE.replace('chi-tiet', 'xem')}/{{}}/20181?redirect=%2Ftin",
        f"https://sct.bacgiang.gov.vn/tin?p_p_id={PUBLISHER}&p_p_lifecycle=0&_{PUBLISHER}_urlTitle={{}}",
    ),
}
SLUGS = {"kiem-tra-che-bien-dua": "Kiểm tra chế biến dừa", "hoi-cho-dac-san": "Hội chợ đặc sản vào mùa vải thiều"}
EDITS = ("", "Đợt hai bắt đầu sau Tết.", "Sở cảm ơn bà con đã góp ý.")
SAME = {
    "articles": "SELECT id, identity, title, summary, body_text, body_html, updated_at, date_text, first_seen_at,"
    " last_seen_at, changed_at, version_count, state, version_id, capture_id FROM articles",
    "versions": "SELECT id, article_id, fingerprint, title, summary, body_text FROM versions",
    "captures": "SELECT id, url, source, captured_at, status, sha256, address_id FROM captures",
    "readings": "SELECT capture_id, parser, outcome, reason, article_id, version_id, updated_at FROM readings",
    "addresses": "SELECT identity, kind, state, reason, tries, article_id, first_seen_at FROM addresses",
    "changes": "SELECT article_id, kind, changed_at, from_version_id, version_id FROM changes",
    "search": "SELECT rowid > 0, title FROM article_search WHERE article_search MATCH 'che OR hoi'",
}


@st.composite
def looks(draw: st.DrawFn, portal: str) -> Visit:
    """What one source saw of one article at one time, at any spelling of its address."""
    slug = draw(st.sampled_from(sorted(SLUGS)))
    url = draw(st.sampled_from(SPELLINGS[portal])).format(slug)
    source: Source = draw(st.sampled_from(("live", "wayback", "warc")))
    # Two sources never share a second here: of one capture that two of them state, the first on record stands.
    second = {"live": 0, "wayback": 1, "warc": 2}[source]
    at = f"2024-{draw(st.integers(1, 6)):02}-{draw(st.integers(1, 28)):02}T07:00:{second:02}Z"
    if draw(st.integers(0, 4)) == 0:
        gone = draw(st.sampled_from((GONE, HOME)))
        return visit_of(Exchange(url, at, int(gone.status_line[9:12]), gone), PORTALS[portal], source)
    body = page(SLUGS[slug], draw(st.sampled_from(("06/05/2021", "07/05/2021"))), draw(st.sampled_from(EDITS)))
    if portal == "sct_bacgiang":
        body = body.replace("(Cập nhật: ".encode(), "Đăng ngày: ".encode()).replace(b")</div>", b" , 06:23 GMT+7</div>")
    return visit_of(Exchange(url, at, 200, Raw("", (), "HTTP/1.1 200 OK", HEADERS, body)), PORTALS[portal], source)


def told(order: list[Visit]) -> dict[str, list[str]]:
    """What an archive says once these came in this order."""
    with TemporaryDirectory() as folder, Archive(Path(folder) / "archive.db") as archive:
        archive.db.execute("PRAGMA synchronous = OFF")
        for start in range(0, len(order), 3):
            with archive.together():
                for visit in order[start : start + 3]:
                    archive.save(replace(visit))
        rows = {name: sorted(map(repr, archive.db.execute(query))) for name, query in SAME.items()}
        assert verify(archive.db, Path(folder) / "warc").problems == []
    return rows


@pytest.mark.parametrize("portal", SPELLINGS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_order_of_sources_and_any_replay_tell_one_history(portal: str, data: st.DataObject) -> None:
    seen = data.draw(
        st.lists(looks(portal), min_size=1, max_size=8, unique_by=lambda v: (v.capture.captured_at, v.identity))
    )
    other = data.draw(st.permutations(seen))
    again = data.draw(st.lists(st.sampled_from(seen), max_size=3))
    first = told(seen)
    assert told([*other, *again]) == first
    shown = {visit.identity.removesuffix("/20181") for visit in seen if visit.reading and visit.reading.article}
    assert len(first["articles"]) == len(shown)


@pytest.mark.parametrize("portal", SPELLINGS)
def test_every_spelling_of_an_address_leads_to_one_article(tmp_path: Path, portal: str) -> None:
    slug, title = next(iter(SLUGS.items()))
    body = (
        page(title) if portal == "sct_bentre" else page(title).replace("(Cập nhật: ".encode(), "Đăng ngày: ".encode())
    )
    with Archive(tmp_path / "archive.db") as archive:
        for day, spelling in enumerate(SPELLINGS[portal], 1):
            raw = Raw("", (), "HTTP/1.1 200 OK", HEADERS, body)
            archive.save(
                visit_of(
                    Exchange(spelling.format(slug), f"2024-01-0{day}T00:00:00Z", 200, raw), PORTALS[portal], "warc"
                )
            )
        joined = archive.db.execute("SELECT version_count, first_seen_at, last_seen_at FROM articles").fetchall()
    assert [tuple(row) for row in joined] == [
        (1, "2024-01-01T00:00:00Z", f"2024-01-0{len(SPELLINGS[portal])}T00:00:00Z")
    ]


def test_an_article_seen_elsewhere_and_then_before_it_was_gone_from_here_is_missing() -> None:
    here, there = (spelling.format("kiem-tra-che-bien-dua") for spelling in SPELLINGS["sct_bacgiang"][0:4:3])
    body = page(SLUGS["kiem-tra-che-bien-dua"]).replace("(Cập nhật: ".encode(), "Đăng ngày: ".encode())
    shown = Raw("", (), "HTTP/1.1 200 OK", HEADERS, body.replace(b")</div>", b" , 06:23 GMT+7</div>"))
    looks = [(here, "02-01", GONE), (here, "01-01", shown), (there, "01-01", shown), (here, "01-02", shown)]
    order = [
        visit_of(
            Exchange(url, f"2024-{day}T07:00:00Z", 404 if raw is GONE else 200, raw), PORTALS["sct_bacgiang"], "live"
        )
        for url, day, raw in looks
    ]
    assert told(order) == told(order[::-1])
