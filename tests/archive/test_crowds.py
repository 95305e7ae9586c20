"""One text at very many addresses: which of them are one page's is found without asking each, and none is missed."""

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path
from random import Random

import pytest

from archive.agenda import Agenda
from archive.article import Article
from archive.crowds import MANY
from archive.store import Archive
from archive.visit import Visit
from tests.archive.test_joining import AKIN, STRANGERS, at
from tests.archive.visits import article, rows

NOTICE = article("x", title="Thông báo nâng cấp", body_text="Trang tin tạm nghỉ, xin quay lại sau.")
SHAPES: dict[str, Callable[[int], str]] = {
    "numbers": lambda n: f"/chitiet.aspx?cat={n % 7}&id={n}",
    "names": lambda n: f"/tin-tuc/ban-tin-dien-nuoc-so-{n}-cua-xa.html",
    "numbered paths": lambda n: f"/2026/{n % 12}/{n}000.html",
    "groups": lambda n: f"content/ban-tin-dien-nuoc-{n}/20181",
}


def looks(names: list[str], shown: Article = NOTICE) -> list[Visit]:
    return [
        at(name, shown, f"2026-03-02T{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}Z") for n, name in enumerate(names)
    ]


def crowd(count: int = MANY + 9) -> list[str]:
    return [SHAPES["names"](n) for n in range(count)]


def counted(archive: Archive, visits: list[Visit]) -> int:
    """SQLite's instructions for these, in hundreds."""
    work = 0

    def more() -> int:
        nonlocal work
        work += 1
        return 0

    archive.db.set_progress_handler(more, 100)
    with archive.together():
        for each in visits:
            archive.save(each)
    return work


def articles(archive: Archive) -> int:
    return int(str(rows(archive, "SELECT count(*) FROM articles")[0][0]))


@pytest.mark.parametrize("shape", SHAPES)
def test_one_more_address_that_shows_it_costs_what_the_one_before_cost(archive: Archive, shape: str) -> None:
    visits = looks([SHAPES[shape](n) for n in range(600)])
    counted(archive, visits[: MANY * 2])
    few, many = (counted(archive, visits[start : start + 100]) for start in (100, 500))
    counted(archive, visits[200:500])
    last = counted(archive, [*looks([SHAPES[shape](n) for n in range(600, 700)])])
    assert max(many, last) < 1.05 * few
    assert articles(archive) == 660


def test_an_article_at_ever_more_addresses_costs_no_more_than_its_history(archive: Archive) -> None:
    """Which is read with each: the third hundred adds what the second added."""
    counted(archive, looks(crowd()))
    names = [f"/{n}/thong-bao-nang-cap-he-thong" for n in range(300)]
    first, second, third = (counted(archive, looks(names[start : start + 100])) for start in (0, 100, 200))
    assert third - second < 1.2 * (second - first)
    assert articles(archive) == len(crowd()) + 1


def test_a_live_crawl_asks_of_one_more_what_it_asked_of_the_one_before(archive: Archive) -> None:
    agenda, works = Agenda(archive.db, "sct_bentre"), []
    for start in (0, 300):
        counted(archive, looks([SHAPES["numbers"](n) for n in range(start, start + 300)]))
        work = iter(range(10_000))
        archive.db.set_progress_handler(lambda work=work: next(work) < 0, 1)
        assert not agenda.knows("/chitiet.aspx?id=4000", NOTICE)
        assert agenda.same_text("/chitiet.aspx?id=4000", NOTICE)
        archive.db.set_progress_handler(None, 0)
        works.append(next(work))
    assert works[1] < 1.05 * works[0]


@pytest.mark.parametrize(("pair", "turned"), [*product([*AKIN, *STRANGERS], (False, True))])
def test_in_a_crowd_addresses_are_one_pages_as_in_a_few(
    archive: Archive, pair: tuple[str, str], *, turned: bool
) -> None:
    counted(archive, looks([*crowd(), *(pair[::-1] if turned else pair)]))
    assert articles(archive) == len(crowd()) + (1 if pair in AKIN else 2)


def test_the_crowd_comes_in_any_order(tmp_path: Path) -> None:
    pairs = AKIN[3:]
    names = [*crowd(), *(name for pair in pairs for name in pair)]
    for seed in range(8):
        Random(seed).shuffle(names)
        (tmp_path / str(seed)).mkdir()
        with Archive(tmp_path / str(seed) / "a.db") as archive:
            counted(archive, looks(names))
            assert articles(archive) == len(names) - len(pairs), seed


def test_what_is_written_under_another_day_is_another_article(archive: Archive) -> None:
    counted(archive, looks(crowd()))
    one, other = AKIN[2]
    counted(archive, [*looks([one]), *looks([other], replace(NOTICE, updated_at="2026-03-09"))])
    undated = replace(NOTICE, updated_at=None, date_text="31/02/2026")
    counted(archive, [*looks(["/x?id=1"], undated), *looks(["/x?cat=1&id=1"], undated)])
    assert articles(archive) == len(crowd()) + 3


def test_an_article_that_comes_to_bear_the_text_later_is_found_too(archive: Archive) -> None:
    """So is one that got another address meanwhile, by a redirect or by another text."""
    own = article("y", title="Chợ đêm mở lại", body_text="Chợ đêm ven sông mở lại.")
    old, new, then = "/tin?id=7", "/tin?cho=2&id=7", "/tin?cho=2&id=7&trang=in"
    counted(archive, [*looks([old], own), *looks(crowd())])
    with pytest.raises(AttributeError):  # what was noted is forgotten with the rest
        counted(archive, [at(old, NOTICE, "2026-03-04T00:00:00Z"), None])  # type: ignore[list-item]
    assert articles(archive) == len(crowd()) + 1
    counted(archive, [at(old, NOTICE, "2026-03-04T00:00:00Z"), *looks([new]), *looks([then])])
    assert articles(archive) == len(crowd()) + 1


def test_where_it_stands_in_for_texts_nothing_is_joined_by_it(archive: Archive) -> None:
    names = [f"/tin?id={n}" for n in range(3)]
    own = [article("y", title=f"Tin riêng thứ {n}", body_text=f"Chuyện chợ số {n}.") for n in range(3)]
    counted(archive, [look for name, text in zip(names, own, strict=True) for look in looks([name], text)])
    counted(archive, [*looks(crowd()), *(at(name, NOTICE, "2026-03-04T00:00:00Z") for name in names)])
    assert len(rows(archive, "SELECT * FROM stand_ins")) == 3
    counted(archive, looks(["/tin?cho=2&id=1"]))
    assert articles(archive) == len(crowd()) + 4
