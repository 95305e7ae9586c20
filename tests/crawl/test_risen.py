"""An old article that is back on a list's first page is looked at again at once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from tests.crawl.offline import Portal, run
from tests.replica.answer import Answer
from tests.replica.crawling import ask
from tests.replica.site import Shown

BEGIN = datetime(2026, 1, 5, 22, tzinfo=UTC)


def test_an_old_article_edited_under_a_new_date_is_seen_by_the_next_run(tmp_path: Path) -> None:
    portal, archive = Portal("sct_bentre", 150), tmp_path / "a.db"
    assert run(portal, archive, BEGIN).ending.code == 0
    for days in (1, 2):
        assert run(portal, archive, BEGIN + timedelta(days=days)).ending.code == 0
    oldest = sorted((one.story.date, key) for key, one in portal.site.shown.items())[:3]
    for _, key in oldest:
        portal.site.edit(key, body="Bổ sung: hạn nộp hồ sơ được gia hạn.", date="2026-01-08")
    portal.asked.clear()
    health = run(portal, archive, BEGIN + timedelta(days=3))
    assert health.ending.code == 0
    assert ask(archive, "SELECT count(*) AS n FROM versions WHERE body_text LIKE '%được gia hạn%'") == [{"n": 3}]
    assert len(portal.asked) < 30


def test_a_box_of_changing_links_takes_no_more_than_its_share_of_a_days_looks(tmp_path: Path) -> None:
    portal, archive = Portal("sct_bentre", 150), tmp_path / "a.db"
    draw = Random(7)

    def boxed(answer: Answer, one: Shown | None) -> Answer:
        links = "".join(f'<p><a href="{key}">Xem nhiều {key[1:9]}</a></p>' for key in draw.sample(keys, 2))
        return answer if one else replace(answer, body=answer.body.replace(b"</body>", f"{links}</body>".encode()))

    keys = sorted(portal.site.shown)
    run(portal, archive, BEGIN)
    portal.wear(spoil=boxed)
    for day in range(1, 6):
        portal.asked.clear()
        assert run(portal, archive, BEGIN + timedelta(days=day)).ending.code == 0
        assert len(portal.asked) < 30
