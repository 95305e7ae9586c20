"""The demo's archive for the browser: both rebuilt portals crawled for real, an article edited, another taken away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.replica.crawling import crawl
from tests.replica.demo import say_that_it_is_invented
from tests.replica.running import Replica

EDITED, GONE = "điện gió ven biển", "xăng dầu"
ADDED = "Ban biên tập bổ sung: đã đóng điện thêm hai trụ vào cuối tuần, số liệu được kiểm tra lại."


def crawled_demo(archive: Path) -> Path:
    """Crawl both portals, change Bến Tre's, and look again a fortnight later."""
    a_fortnight_ago = (datetime.now(UTC) - timedelta(days=14)).strftime("%Y-%m-%dT%H:%M:%SZ")
    with Replica("sct_bentre") as bentre, Replica("sct_bacgiang") as bacgiang:
        for portal in (bentre, bacgiang):
            first = crawl(portal, archive, "-s", f"CLOCK={a_fortnight_ago}")
            assert first.code == 0, first.log
        titles = {key: truth.title for key, truth in bentre.truth().items()}
        edited, gone = (next(key for key, title in titles.items() if words in title) for words in (EDITED, GONE))
        bentre.order("edit", key=edited, body=ADDED)
        bentre.order("delete", key=gone)
        again = crawl(bentre, archive, "-a", "full=1")
        assert again.code == 0, again.log
    say_that_it_is_invented(archive)
    return archive
