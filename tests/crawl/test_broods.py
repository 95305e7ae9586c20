"""What pages breed: lists narrowed word by word and one page at ever new addresses end; archives by day are read."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from proof.server import Answer, Server, article, whole
from tests.crawl.test_health import crawl
from tests.crawl.test_traps import links, listing, news
from tests.replica.crawling import ask

ARTICLES, A_PAGE = 60, 6
WORDS = ("dua", "dien", "cho", "hang", "thuong", "khuyen", "xuc", "von", "may", "luoi", "gia", "so")


def portal(*entries: str, paged: int = ARTICLES // A_PAGE) -> dict[str, Answer]:
    """A section that turns so many pages of six articles each, and what else the front page names."""
    pages: dict[str, Answer] = {news(n): whole(article(f"Tin số {n} của Sở Công Thương")) for n in range(ARTICLES)}
    for page in range(1, paged + 1):
        rows = links(map(news, range((page - 1) * A_PAGE, page * A_PAGE)))
        later = f'<a href="/tin-tuc.html?page={page + 1}">Trang sau</a>' if page < paged else ""
        pages["/tin-tuc.html" + (f"?page={page}" if page > 1 else "")] = listing("Tin tức", rows, later)
    return pages | {"/": listing("Trang chủ", links(["/tin-tuc.html", *entries], "Mục"))}


def stored(folder: Path) -> int:
    return int(ask(folder / "archive.db", "SELECT count(*) AS n FROM articles")[0]["n"])


class Bred(dict[str, Answer]):
    """Pages, and those below a folder as they are asked for."""

    def __init__(self, pages: dict[str, Answer], below: str, made: Callable[[str], bytes]) -> None:
        super().__init__(pages)
        self._below, self._made = below, made

    def get(self, path: str, other: Answer | None = None) -> Answer | None:  # type: ignore[override]  # for a server
        """What is answered for a path."""
        return self._made(path) if path.startswith(self._below) else super().get(path, other)


def narrowed(path: str) -> bytes:
    """Six articles for the words in the path, in any order, and the same with one word more."""
    words = path.split("/")[2:]
    chosen = [n for n in range(ARTICLES) if any((n + len(word)) % 5 == 0 for word in words)][:A_PAGE]
    more = [f"{path}/{word}" for word in WORDS if word not in words]
    return listing("Lọc tin " + " ".join(words), links(map(news, chosen)), links(more, "Thêm"))


def relative(path: str) -> bytes:
    """The same three links on every page, each to a folder further down."""
    steps = "".join(f'<li><a href="{word}/buoc.html">Bước {n}</a></li>' for n, word in enumerate(("mot", "hai", "ba")))
    return whole(f"<html><body><h1>Hướng dẫn thủ tục</h1><ul>{steps}</ul></body></html>")


TRAPS = {
    "words": ("/loc/", "/loc/dua", narrowed, 340),
    "relative": ("/huong-dan/", "/huong-dan/thu-tuc.html", relative, 210),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_what_breeds_pages_by_words_ends_in_the_first_run_and_is_no_complaint(tmp_path: Path, trap: str) -> None:
    below, entry, made, most = TRAPS[trap]
    with Server(Bred(portal(entry), below, made)) as site:
        for day in range(5, 9):
            ended = crawl(site.url, tmp_path, f"2026-01-{day:02}T01:00:00Z", BUDGET_REQUESTS=1500)
            assert (ended.code, "budget" in ended.log) == (0, False), ended.log
            asked = sum(path.startswith(below) for path, _ in site.asked)
            assert asked <= most + 25 * (day - 5)
    assert stored(tmp_path) == ARTICLES


def test_pagers_do_not_wait_behind_what_lists_breed(tmp_path: Path) -> None:
    with Server(Bred(portal("/loc/dua"), "/loc/", narrowed)) as site:
        crawl(site.url, tmp_path, "2026-01-05T01:00:00Z", BUDGET_REQUESTS=230)
    assert stored(tmp_path) == ARTICLES


FIRST = date(2025, 12, 31)


def archive(of: list[list[int]]) -> dict[str, Answer]:
    """An archive by year, month and day, the newest day first: the numbers of its articles."""
    days = [FIRST - timedelta(n) for n in range(len(of))]
    at = {
        f"/luu-tru/{day:%Y/%m/%d}": listing(f"Ngày {day:%d/%m/%Y}", links(map(news, its)))
        for day, its in zip(days, of, strict=True)
    }
    for part in ("%Y/%m", "%Y"):
        below: dict[str, list[str]] = {}
        for path in [*dict.fromkeys(p for p in at if p.count("/") == part.count("/") + 3)]:
            below.setdefault(path.rpartition("/")[0], []).append(path)
        at |= {path: listing(f"Lưu trữ {path}", links(its, "Ngày")) for path, its in below.items()}
    years = [path for path in at if path.count("/") == 2]
    return at | {"/luu-tru": listing("Lưu trữ", links(years, "Năm"))}


def test_an_archive_by_day_is_read_to_the_end_where_nothing_else_leads_to_the_articles(tmp_path: Path) -> None:
    days = [[n // 6] if n % 6 == 0 else [] for n in range(6 * ARTICLES)]
    with Server(portal("/luu-tru", paged=1) | archive(days)) as site:
        ended = crawl(site.url, tmp_path, "2026-01-05T01:00:00Z")
    assert (ended.code, stored(tmp_path)) == (0, ARTICLES), ended.log


def test_an_archive_whose_young_days_hold_known_articles_is_read_to_the_old_ones(tmp_path: Path) -> None:
    days = [[n // 6] if n % 6 == 0 else [] for n in range(6 * ARTICLES)]
    with Server(portal("/luu-tru", paged=8) | archive(days)) as site:
        ended = crawl(site.url, tmp_path, "2026-01-05T01:00:00Z")
    assert (ended.code, stored(tmp_path)) == (0, ARTICLES), ended.log


def test_a_login_in_the_place_of_articles_that_only_an_archive_by_day_names_is_not_believed(tmp_path: Path) -> None:
    there = portal("/luu-tru", paged=1) | archive([[n] for n in range(24)])
    login = whole("<html><body><h1>Đăng nhập</h1><form>Mật khẩu <input type=password></form></body></html>")
    with Server({**there, **{news(n): login for n in range(A_PAGE, 24)}}) as site:
        first = crawl(site.url, tmp_path, "2026-01-05T01:00:00Z")
        assert (first.code, stored(tmp_path)) == (3, A_PAGE), first.log
        site.answers = there
        assert crawl(site.url, tmp_path, "2026-01-06T01:00:00Z").code == 0
    assert stored(tmp_path) == 24
