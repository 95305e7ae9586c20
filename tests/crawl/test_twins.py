"""One article at several addresses that all answer, and a text that was published anew."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import Response

from archive.kept import kept_pages
from archive.sqlite import transaction
from archive.store import Archive
from archive.verify import verify
from tests.crawl.offline import Portal, run
from tests.replica.addresses import Place
from tests.replica.answer import Answer
from tests.replica.crawling import ask
from tests.replica.site import Shown

BEGIN = datetime(2026, 1, 5, 22, tzinfo=UTC)
SHARED = "/chia-se"


class Sharing(Portal):
    """A portal on which every article also stands at an address to be shared, which the article's own page names."""

    def __init__(self, name: str, size: int) -> None:
        super().__init__(name, size)
        self.shared = 0
        self.wear(spoil=with_a_second_address)

    def answer(self, request: Request) -> Response:
        self.shared += SHARED in request.url
        bare = super().answer(request.replace(url=request.url.replace(SHARED, "")))
        return bare.replace(url=request.url, request=request)


def with_a_second_address(answer: Answer, one: Shown | None) -> Answer:
    if one is None:
        return answer
    link = f'<p><a href="{SHARED}/{one.place.slug}.html">Chia sẻ bài này</a></p></body>'
    return replace(answer, body=answer.body.replace(b"</body>", link.encode()))


def test_an_article_is_stored_once_however_many_addresses_answer_with_it(tmp_path: Path) -> None:
    portal, archive = Sharing("sct_bentre", 12), tmp_path / "archive.db"
    for day in range(3):
        assert run(portal, archive, BEGIN + timedelta(days=day), full="1").ending.code == 0
    assert portal.shared == 3 * 12
    assert ask(archive, "SELECT count(DISTINCT title) AS titles, count(*) AS n FROM articles") == [
        {"titles": 12, "n": 12}
    ]
    joined = "SELECT count(*) AS n FROM addresses WHERE article_id IS NOT NULL AND kind = 'page'"
    assert ask(archive, joined) == [{"n": 24}]
    assert (
        ask(archive, "SELECT * FROM changes") == ask(archive, "SELECT * FROM articles WHERE state <> 'present'") == []
    )


def test_an_article_gone_from_one_of_its_addresses_is_present_as_long_as_another_answers(tmp_path: Path) -> None:
    portal, archive = Sharing("sct_bentre", 4), tmp_path / "archive.db"
    key = min(portal.site.truth())
    run(portal, archive, BEGIN)
    portal.site.move(key, "mot-dia-chi-khac", redirect=False)
    for day in (1, 8, 20):
        run(portal, archive, BEGIN + timedelta(days=day), full="1")
    assert ask(archive, "SELECT state, count(*) AS n FROM articles GROUP BY state") == [{"state": "present", "n": 4}]


def test_the_same_text_published_anew_under_another_date_is_another_article(tmp_path: Path) -> None:
    portal, archive = Portal("sct_bentre", 6), tmp_path / "archive.db"
    first = next(iter(portal.site.shown.values()))
    again = Shown(replace(first.story, date="2026-01-02"), Place("lich-cat-dien-dang-lai"))
    portal.site.shown["/lich-cat-dien-dang-lai.html"] = again
    portal.site.touch()
    run(portal, archive, BEGIN)
    rows = ask(archive, "SELECT count(*) AS n FROM articles WHERE title = ?", first.story.title)
    assert rows == [{"n": 2}]


class Numbering(Portal):
    """A portal on which every article also stands at its number, which the article's own page names."""

    def answer(self, request: Request) -> Response:
        number = re.search(r"index\.php\?route=tin&id=(\d+)", request.url)
        if not number:
            return super().answer(request)
        key = sorted(self.site.shown)[int(number[1])]
        there = request.replace(url=self.host.base + self._pages.article_path(self.site.shown[key]))
        return super().answer(there).replace(url=request.url, request=request)


def test_an_article_that_stands_at_its_title_and_at_its_number_is_one(tmp_path: Path) -> None:
    portal, archive = Numbering("sct_bentre", 12), tmp_path / "archive.db"

    def numbered(answer: Answer, one: Shown | None) -> Answer:
        number = next((at for at, key in enumerate(sorted(portal.site.shown)) if portal.site.shown[key] is one), None)
        link = f'<p><a href="/index.php?route=tin&amp;id={number}">Gửi cho bạn bè</a></p></body>'
        return answer if one is None else replace(answer, body=answer.body.replace(b"</body>", link.encode()))

    portal.wear(spoil=numbered)
    for day in range(2):
        assert run(portal, archive, BEGIN + timedelta(days=day), full="1").ending.code == 0
    assert ask(archive, "SELECT count(*) AS n FROM articles") == [{"n": 12}]
    joined = "SELECT count(*) AS n FROM addresses WHERE article_id IS NOT NULL AND url LIKE '%index.php%'"
    assert ask(archive, joined) == [{"n": 12}]


def three_days(portal: Portal, archive: Path) -> list[tuple[object, ...]]:
    for day in (1, 2, 3):
        assert run(portal, archive, BEGIN + timedelta(days=day)).ending.code == 0
    rows = ask(archive, "SELECT state, version_count, count(*) AS n FROM articles GROUP BY state, version_count")
    return [tuple(row.values()) for row in rows]


MORE = "Phần bổ sung: lịch của hai xã cù lao lùi lại một ngày."
EDITS: list[dict[str, str]] = [
    {"title": "{} (đã sửa)"},
    {"title": "Cập nhật: {}", "date": "2026-01-06"},
    {"body": MORE},
    {"body": MORE, "date": "2026-01-06"},
]


def moved(archive: Path, edit: dict[str, str], *, redirect: bool) -> list[tuple[object, ...]]:
    portal = Portal("sct_bentre", 40)
    run(portal, archive, BEGIN)
    key, one = next((key, one) for key, one in portal.site.shown.items() if one is portal.site.listed()[3])
    portal.site.edit(key, **{name: value.format(one.story.title) for name, value in edit.items()})
    portal.site.move(key, "bai-nay-nay-dung-o-dia-chi-moi", redirect=redirect)
    return three_days(portal, archive)


@pytest.mark.parametrize("edit", EDITS)
def test_an_article_that_was_edited_and_moved_by_redirect_is_one(tmp_path: Path, edit: dict[str, str]) -> None:
    assert moved(tmp_path / "archive.db", edit, redirect=True) == [("present", 1, 39), ("present", 2, 1)]


def test_an_article_whose_title_was_mended_and_whose_old_address_is_gone_is_one(tmp_path: Path) -> None:
    assert moved(tmp_path / "archive.db", EDITS[0], redirect=False) == [("present", 1, 39), ("present", 2, 1)]


@pytest.mark.parametrize("edit", EDITS[1:3])
def test_an_article_of_another_text_or_date_at_another_address_is_another(tmp_path: Path, edit: dict[str, str]) -> None:
    assert moved(tmp_path / "archive.db", edit, redirect=False) == [("missing", 1, 1), ("present", 1, 40)]


def test_a_new_article_much_like_one_that_still_stands_is_another(tmp_path: Path) -> None:
    portal, archive = Portal("sct_bentre", 40), tmp_path / "archive.db"
    run(portal, archive, BEGIN)
    story = portal.site.listed()[3].story
    new = Shown(replace(story, title=f"{story.title} (kỳ 2)", date="2026-01-06"), Place("ky-hai-cua-bai-nay"))
    portal.site.shown = {"/ky-hai-cua-bai-nay.html": new, **portal.site.shown}
    portal.site.touch()
    assert three_days(portal, archive) == [("present", 1, 41)]


class Leading(Portal):
    """A portal that redirects with a status of its choice."""

    status = 301

    def answer(self, request: Request) -> Response:
        told = super().answer(request)
        return told.replace(status=self.status) if told.status == 301 else told


@pytest.mark.parametrize(("status", "migration"), [(301, "m011_led_away"), (302, "m015_led_away_for_now")])
def test_an_article_whose_address_leads_to_another_that_we_had_is_missing(
    tmp_path: Path, status: int, migration: str
) -> None:
    portal, archive = Leading("sct_bentre", 40), tmp_path / "archive.db"
    portal.status = status
    run(portal, archive, BEGIN)
    one, other = list(portal.site.shown)[:2]
    portal.site.moved[one] = other
    portal.site.shown.pop(one)
    portal.site.touch()
    for day in (1, 30):
        run(portal, archive, BEGIN + timedelta(days=day), full="1")
    assert ask(archive, "SELECT state, count(*) AS n FROM articles GROUP BY state ORDER BY state") == [
        {"state": "missing", "n": 1}, {"state": "present", "n": 39},
    ]  # fmt: skip
    with Archive(archive) as kept:
        assert verify(kept.db, tmp_path / "warc").problems == []
        with transaction(kept.db):  # as the program before wrote it
            kept.db.execute("UPDATE articles SET state = 'present'")
            kept.db.execute("DELETE FROM _sqlite_migrations WHERE name IN (?, 'm015_led_away_for_now')", (migration,))
        assert len(verify(kept.db, tmp_path / "warc").problems) == 1
        kept.db.execute("DROP INDEX readings_redirected")
    with Archive(archive) as kept:
        assert verify(kept.db, tmp_path / "warc").problems == []


class Failing(Portal):
    """A portal on which one address answers with an error for ever."""

    broken, status = "", 500

    def answer(self, request: Request) -> Response:
        told = super().answer(request)
        return told.replace(status=self.status) if self.broken and request.url.endswith(self.broken) else told

    def move_behind_an_error(self) -> str:
        """Move one article to another address, and let the old one fail; returns the new one."""
        self.broken = next(key for key, one in self.site.shown.items() if one is self.site.listed()[3])
        self.site.move(self.broken, "bai-nay-nay-dung-o-dia-chi-moi", redirect=False)
        return "/bai-nay-nay-dung-o-dia-chi-moi.html"


@pytest.mark.parametrize("status", [500, 403, 400])
def test_a_text_at_another_address_waits_two_days_for_an_old_one_that_fails(tmp_path: Path, status: int) -> None:
    portal, archive = Failing("sct_bentre", 40), tmp_path / "archive.db"
    run(portal, archive, BEGIN)
    portal.status, new = status, portal.move_behind_an_error()
    old = portal.broken
    codes = [run(portal, archive, BEGIN + timedelta(days=day)).ending.code for day in (1, 2, 3, 4, 5)]
    assert codes == [3, 3, 0, 0, 0]
    rows = ask(archive, "SELECT state, count(*) AS n FROM articles GROUP BY state")
    assert rows == [{"state": "present", "n": 40}]
    at = "SELECT count(DISTINCT article_id) AS n, count(*) AS m FROM addresses WHERE identity IN (?, ?)"
    assert ask(archive, at, old, new) == [{"n": 1, "m": 2}]
    with Archive(archive) as kept:
        assert verify(kept.db, tmp_path / "warc").problems == []


def test_an_article_whose_address_fails_is_told_of_for_two_weeks_and_named_from_then_on(tmp_path: Path) -> None:
    portal, archive = Failing("sct_bentre", 40), tmp_path / "archive.db"
    run(portal, archive, BEGIN)
    portal.broken = next(iter(portal.site.shown))
    later_each_day = timedelta(days=1, minutes=1)  # so that the fifteenth look comes after two weeks, however slow
    ended = [run(portal, archive, BEGIN + day * later_each_day, full=str(int(day < 2))) for day in range(1, 20)]
    assert [each.ending.code for each in ended] == [3] * 14 + [0] * 5
    assert [portal.host.base + portal.broken in each.silent for each in ended[-2:]] == [True] * 2
    assert ended[-1].unread == ()
    portal.broken = ""
    later = [run(portal, archive, BEGIN + timedelta(days=day)) for day in range(20, 29)]
    assert [each.ending.code for each in later] == [0] * 9
    assert later[-1].silent == ()


def test_a_notice_of_each_week_is_kept_each_week_though_last_weeks_is_taken_down(tmp_path: Path) -> None:
    portal, archive = Portal("sct_bentre", 40), tmp_path / "archive.db"
    story, last = portal.site.listed()[3].story, ""
    for week in range(5):
        portal.site.shown.pop(last, None)
        last = f"/lich-tiep-cong-dan-cua-lanh-dao-so-trong-tuan-{week}.html"
        notice = replace(story, title="Lịch tiếp công dân của Lãnh đạo Sở trong tuần", date=f"2026-01-{5 + week:02}")
        portal.site.shown = {last: Shown(notice, Place(last[1:-5])), **portal.site.shown}
        portal.site.touch()
        run(portal, archive, BEGIN + timedelta(days=week))
    rows = ask(archive, "SELECT updated_at, url, version_count AS n FROM articles WHERE title LIKE 'Lịch tiếp%'")
    assert sorted((row["updated_at"], row["url"][-6:], row["n"]) for row in rows) == [
        (f"2026-01-{5 + week:02}", f"{week}.html", 1) for week in range(5)
    ]


def test_an_article_that_keeps_its_name_has_moved_though_it_bears_another_date(tmp_path: Path) -> None:
    portal, archive = Portal("sct_bentre", 40), tmp_path / "archive.db"
    run(portal, archive, BEGIN)
    key = next(key for key, one in portal.site.shown.items() if one is portal.site.listed()[3])
    portal.site.edit(key, date="2026-01-06")

    def in_a_section(answer: Answer, _: Shown | None) -> Answer:
        return replace(answer, body=answer.body.replace(f'href="{key}'.encode(), f'href="/tin-moi{key}'.encode()))

    moved, old = portal.answer, f"{portal.host.base}{key}"
    there = lambda url: url.replace("/tin-moi/", "/")  # noqa: E731
    portal.wear(spoil=in_a_section)
    portal.answer = lambda request: (  # type: ignore[method-assign]
        Response(old, 404, request=request)
        if request.url == old
        else moved(request.replace(url=there(request.url))).replace(url=request.url, request=request)
    )
    assert three_days(portal, archive) == [("present", 1, 40)]
    assert ask(archive, "SELECT url FROM articles WHERE updated_at = '2026-01-06'")[0]["url"].endswith(f"/tin-moi{key}")


class ShowingTheNewest(Portal):
    """A portal that shows its newest article, under 200, at addresses that it does not know any more."""

    def answer(self, request: Request) -> Response:
        told = super().answer(request)
        if told.status != 404 or not re.fullmatch(r"https?://[^/]+/[\w-]+.html", request.url):
            return told
        newest = next(key for key, one in self.site.shown.items() if one is self.site.listed()[0])
        shown = super().answer(request.replace(url=self.host.base + newest))
        request.meta["raw"] = shown.meta["raw"]
        return shown.replace(url=request.url, request=request)


def test_an_address_that_shows_another_article_in_the_place_of_its_own_changes_neither(tmp_path: Path) -> None:
    portal, archive = ShowingTheNewest("sct_bentre", 40), tmp_path / "archive.db"
    run(portal, archive, BEGIN)
    for key in list(portal.site.shown)[5:8]:
        assert portal.site.shown.pop(key) is not portal.site.listed()[0]
        portal.site.touch()
    for day in (1, 2, 3):
        run(portal, archive, BEGIN + timedelta(days=day), full="1")
    told = "SELECT state, count(*) AS n, count(DISTINCT title) AS titles, max(version_count) AS versions FROM articles"
    assert ask(archive, f"{told} GROUP BY state") == [
        {"state": "missing", "n": 3, "titles": 3, "versions": 1},
        {"state": "present", "n": 37, "titles": 37, "versions": 1},
    ]
    gone = {row["capture_id"] for row in ask(archive, "SELECT * FROM readings WHERE reason = 'gone:another-article'")}
    with Archive(archive) as kept:
        assert gone & {page.capture_id for page in kept_pages(kept.db)} == set()  # read anew it would be an article
        assert verify(kept.db, tmp_path / "warc").problems == []


def test_an_article_edited_at_both_of_its_unlike_addresses_is_edited_at_both(tmp_path: Path) -> None:
    portal, archive = Portal("sct_bentre", 40), tmp_path / "archive.db"
    one = portal.site.listed()[3]
    portal.site.shown["/thong-bao-so-bay.html"] = Shown(replace(one.story), Place("thong-bao-so-bay"))
    portal.site.touch()
    run(portal, archive, BEGIN)
    keys = [key for key, each in portal.site.shown.items() if each.story.title == one.story.title]
    for day, key in enumerate(keys, start=1):
        portal.site.edit(key, body=MORE)
        run(portal, archive, BEGIN + timedelta(days=day), full="1")
    rows = ask(archive, "SELECT state, version_count AS n FROM articles WHERE title = ?", one.story.title)
    assert rows == [{"state": "present", "n": 2}] * 2
