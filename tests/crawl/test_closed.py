"""A portal that closed while it was crawled live: its one dated page hides none of its articles."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.store import Archive
from archive.verify import verify
from tests.crawl.offline import Portal, run
from tests.replica.answer import Answer
from tests.replica.crawling import ask
from tests.replica.site import Shown

BEGIN = datetime(2026, 1, 5, 22, tzinfo=UTC)
CLOSED = (
    "<html lang='vi'><head><title>Thông báo dừng trang</title></head><body><h1>Thông báo dừng trang</h1>"
    "<div>(Cập nhật: 01/07/2025)</div><p>Trang này dừng từ hôm nay. Kính mời bà con theo dõi tin ở trang của tỉnh mới."
    "</p></body></html>"
).encode()


def closed(answer: Answer, one: Shown | None) -> Answer:
    return answer if one is None else replace(answer, status=200, body=CLOSED)


def test_one_page_at_every_address_is_told_of_and_no_articles_text(tmp_path: Path) -> None:
    portal, archive = Portal("sct_bentre", 12), tmp_path / "archive.db"
    run(portal, archive, BEGIN)
    own = ask(archive, "SELECT id, title, version_id, last_seen_at, version_count FROM articles ORDER BY id")
    portal.wear(spoil=closed)
    ended = run(portal, archive, BEGIN + timedelta(days=1), full="1")
    assert ended.ending.code == 3
    assert {"stands-in", "articles-gone"} <= {complaint.rule for complaint in ended.complaints}
    assert ask(archive, "SELECT id, title, version_id, last_seen_at, version_count FROM articles ORDER BY id") == own
    assert ask(archive, "SELECT state, count(*) AS n FROM articles GROUP BY state") == [{"state": "missing", "n": 12}]
    portal.wear()
    run(portal, archive, BEGIN + timedelta(days=2), full="1")
    assert ask(archive, "SELECT state, count(*) AS n FROM articles GROUP BY state") == [{"state": "present", "n": 12}]
    assert ask(archive, "SELECT version_count FROM articles WHERE version_count > 1") == []
    with Archive(archive) as kept:
        assert verify(kept.db, tmp_path / "warc").problems == []
