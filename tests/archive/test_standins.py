"""One page at every address of a portal: it is on record, and no article's text."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from archive.article import Article, Reading
from archive.catalogue import write_history, write_search_entries
from archive.history import history_of, looks_at
from archive.newest import show_newest
from archive.search import fts_query
from archive.sqlite import transaction
from archive.store import Archive, Visit
from archive.verify import verify
from tests.archive.visits import article, rows, visit

TITLES = (
    "Khai trương phiên chợ nông sản cuối tuần",
    "Xã Tân Phú có thêm hai làng nghề đan giỏ cọng dừa",
    "Kiểm tra an toàn điện tại các trạm bơm",
    "Tập huấn sổ sách cho hợp tác xã rau sạch",
    "Lò bánh tráng đổi bếp củi sang điện",
)
OWN = [article(f"bai-{n}", title=title, body_text=f"{title}. Chi tiết riêng số {n}.") for n, title in enumerate(TITLES)]
CLOSED = "Trang thông tin này dừng từ hôm nay, mời bà con xem tin ở địa chỉ của tỉnh mới."
SOLD = "Đặt cược hôm nay nhận thưởng ngay lần nạp đầu tiên, rút tiền trong ba phút."


def notice(name: str, title: str = "Thông báo dừng hoạt động", text: str = CLOSED) -> Article:
    return article(name, title=title, body_text=text, updated_at="2025-07-01")


def looks(texts: list[Article], year: int, parser: str = "1") -> list[Visit]:
    return [visit(text, f"{year}-03-01T00:00:0{n}Z", source="warc", parser=parser) for n, text in enumerate(texts)]


HISTORY = "SELECT url, title, first_seen_at, last_seen_at, changed_at, state, version_count FROM articles ORDER BY url"
TABLES = {
    **dict.fromkeys(("articles", "versions", "readings", "stand_ins", "changes", "version_spans"), "*"),
    "article_captures": "article_id, capture_id, outcome, reason, version_id",
}


def told(folder: Path, visits: list[Visit]) -> dict[str, list[str]]:
    """All rows that tell of articles, verified."""
    folder.mkdir(exist_ok=True)
    with Archive(folder / "a.db") as archive:
        for each in visits:
            archive.save(each)
        report = verify(archive.db, folder / "warc")
        assert report.problems == []
        assert report.checked["stand-ins"] == len(rows(archive, "SELECT * FROM stand_ins"))
        told = {name: sorted(map(repr, rows(archive, f"SELECT {what} FROM {name}"))) for name, what in TABLES.items()}
        return {**told, "history": rows(archive, HISTORY), "found": found(archive)}


def found(archive: Archive) -> list[str]:
    """The titles that a word of the own texts finds, and one of the notice's."""
    query = "SELECT title FROM article_search WHERE article_search MATCH ? ORDER BY title"
    return [str(title) for word in ("riêng", "hôm nay") for (title,) in rows(archive, query, fts_query(word))]


NOTICES = [notice(f"bai-{n}") for n in range(5)]
KEPT = [
    (own.url, own.title, at, at, at, "missing", 1)
    for own, at in zip(OWN, (f"2019-03-01T00:00:0{n}Z" for n in range(5)), strict=True)
]


def test_a_text_in_the_place_of_several_articles_is_on_record_and_none_of_theirs(tmp_path: Path) -> None:
    seen = told(tmp_path, [*looks(OWN, 2019), *looks(NOTICES, 2025)])
    assert seen["history"] == KEPT
    assert seen["found"] == sorted(TITLES)
    assert (len(seen["versions"]), len(seen["stand_ins"]), seen["changes"]) == (10, 5, [])
    assert sum("gone:stand-in" in look for look in seen["article_captures"]) == 5


def test_in_any_order_the_same_rows_come_out(tmp_path: Path) -> None:
    """Two notices one after the other, the home page that shows them too, and an article that came back."""
    back = replace(OWN[0], body_text="Phiên chợ chuyển sang chiều thứ bảy. Chi tiết riêng số 0.")
    visits = [
        *looks(OWN, 2019),
        *looks(NOTICES, 2025),
        *looks([notice(f"bai-{n}", "Uy tín", SOLD) for n in range(5)], 2026),
    ]
    visits += [visit(notice("trang-chu"), "2025-04-01T00:00:00Z", source="wayback")]
    visits += [visit(back, "2026-04-01T00:00:00Z", source="wayback")]
    first = told(tmp_path / "0", visits)
    assert [row[5:] for row in first["history"]] == [("present", 2), *[("missing", 1)] * 4, ("present", 1)]
    for seed in range(1, 25):
        shuffled = visits[:]
        Random(seed).shuffle(shuffled)
        assert told(tmp_path / str(seed), [*shuffled, *shuffled[:3]]) == first, seed


def test_one_text_at_two_articles_is_an_edit_of_both(tmp_path: Path) -> None:
    seen = told(tmp_path, [*looks(OWN, 2019), *looks(NOTICES[:2], 2025)])
    assert [row[1] for row in seen["history"]] == [NOTICES[0].title] * 2 + [own.title for own in OWN[2:]]


@pytest.mark.parametrize("then", [CLOSED + " Xin cảm ơn.", SOLD])
def test_a_notice_published_at_several_addresses_stays_theirs_also_once_it_is_edited(tmp_path: Path, then: str) -> None:
    """Each week's notice bears the same title and text, or another title altogether once all are edited."""
    dated = [replace(text, updated_at=f"2025-07-0{n + 1}") for n, text in enumerate(NOTICES)]
    edited = [replace(text, title=f"Đính chính: {then[:9]}", body_text=then) for text in dated]
    for count in (4, 5):
        seen = told(tmp_path / str(count), [*looks(dated, 2025), *looks(edited[:count], 2026)])
        assert seen["stand_ins"] == []
        assert [row[5:] for row in seen["history"]] == [("present", 2)] * count + [("present", 1)] * (5 - count)


def test_a_text_much_like_what_each_of_several_articles_showed_before_is_theirs(
    tmp_path: Path,
) -> None:
    drafts = [replace(text, title=f"{text.title} ({n})") for n, text in enumerate(NOTICES)]
    assert told(tmp_path, [*looks(drafts, 2019), *looks(NOTICES, 2025)])["stand_ins"] == []


def test_what_has_no_other_text_shows_it(tmp_path: Path) -> None:
    seen = told(tmp_path, [*looks(OWN[:3], 2019), *looks(NOTICES, 2025)])
    assert seen["history"][:3] == KEPT[:3]
    assert [(row[1], row[5]) for row in seen["history"][3:]] == [(NOTICES[0].title, "present")] * 2


def test_a_text_that_a_better_reader_took_back_is_no_longer_an_articles_own(tmp_path: Path) -> None:
    menu = replace(looks(OWN, 2019)[0], reading=Reading("2", "not_article", "not_article:test"))
    visits = [*looks(OWN[:3], 2019), *looks(NOTICES[:3], 2025)]
    for seed in range(6):
        shuffled = [*visits, menu]
        Random(seed).shuffle(shuffled)
        seen = told(tmp_path / str(seed), shuffled)
        assert (len(seen["stand_ins"]), {row[1] for row in seen["history"]}) == (0, {NOTICES[0].title}), seed
        again = told(tmp_path / str(seed), looks(OWN[:1], 2019, "3"))
        assert [row[1] for row in again["history"]] == list(TITLES[:3]), seed


def test_a_text_taken_back_once_is_an_articles_own_when_it_is_seen_anew(tmp_path: Path) -> None:
    menu = replace(looks(OWN, 2019)[0], reading=Reading("2", "not_article", "not_article:test"))
    again = visit(OWN[0], "2020-03-01T00:00:00Z", source="warc", parser="2")
    seen = told(tmp_path, [*looks(OWN[:3], 2019), *looks(NOTICES[:3], 2025), menu, again])
    assert (len(seen["stand_ins"]), [row[1] for row in seen["history"]]) == (3, list(TITLES[:3]))


def test_what_an_older_reader_read_in_the_same_captures_is_no_text_of_their_own(tmp_path: Path) -> None:
    visits = looks(OWN[:3], 2019)
    for look, notice_read in zip(visits[:], looks(NOTICES[:3], 2019, "2"), strict=True):
        visits.append(replace(look, reading=notice_read.reading))
    for seed in range(6):
        shuffled = visits[:]
        Random(seed).shuffle(shuffled)
        seen = told(tmp_path / str(seed), shuffled)
        shown = {(row[1], row[5]) for row in seen["history"]}
        assert (seen["stand_ins"], shown) == ([], {(NOTICES[0].title, "present")}), seed


def test_an_archive_of_before_is_told_anew(tmp_path: Path) -> None:
    told(tmp_path, [*looks(OWN, 2019), *looks(NOTICES, 2025)])
    with Archive(tmp_path / "a.db") as archive:
        with transaction(archive.db):
            archive.db.execute("DELETE FROM stand_ins")
            for (one,) in archive.db.execute("SELECT id FROM articles").fetchall():
                show_newest(archive.db, one)
                write_history(archive.db, one, history_of(looks_at(archive.db, one)))
            write_search_entries(archive.db)
        assert {title for _, title, *_ in rows(archive, HISTORY)} == {NOTICES[0].title}
        assert verify(archive.db, tmp_path / "warc").problems
        archive.db.execute("DROP TABLE stand_ins")
        archive.db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm017_stand_ins'")
    assert told(tmp_path, [])["history"] == KEPT
