import gzip
from collections.abc import Iterable

import pytest

from archive.visit import START, Address
from crawler import policy
from crawler.feeds import addresses_in, is_feed, unpacked
from crawler.lineage import DEEP, Lineage
from crawler.traps import BARREN, COPIES, PRINT_VIEW, PROBES, REPEATS, Traps, shape


def test_pages_of_one_template_share_a_shape() -> None:
    assert shape("http://a.vn/lich/2031/5/xem.html?thang=4&nam=2031") == "/lich/#/#/*.html?nam,thang"
    assert shape("http://a.vn/lich/2030/12/in.html?nam=1&thang=2") == "/lich/#/#/*.html?nam,thang"
    assert shape("http://a.vn/bai-mot.html") == shape("http://a.vn/bai-hai.html")
    assert shape("http://a.vn/bai-mot.html") != shape("http://a.vn/bai-mot.html?page=2")


HOME = "http://a.vn/"


class Ledger(dict[str, Address]):
    """Rows by address: `named` puts one in, and tells whether the traps would have it asked for."""

    def __init__(self, known: Iterable[tuple[str, str | None, bool, bool]] = ()) -> None:
        super().__init__()
        self.named(HOME, None, priority=START)
        for url, found_on, article, copy in known:
            self.named(url, found_on, article=article, reason=PRINT_VIEW if copy else None)
        self.traps = Traps(Lineage(self.get), self.values())

    def named(
        self, url: str, on: str | None, *, priority: int = policy.PAGE, article: bool = False, reason: str | None = None
    ) -> None:
        stands = "an id" if article else None
        when = "2026-01-05T01:00:00Z"
        self[url] = Address(
            "p", url, url, "page", "done", reason, 0, priority, on, when, None, None, None, None, stands
        )

    def reads(self, url: str, found_on: str | None, *, article: bool = False, copy: bool = False) -> bool:
        """Whether a page that this one names is asked for; what comes of it is noted."""
        self.named(url, found_on)
        if self.traps.reason(url, found_on):
            return False
        self.traps.read(url, found_on=found_on, article=article, copy=copy)
        if not article:
            self.traps.bred(url, found_on, set(), lists=True)
        self.named(url, found_on, article=article)
        return True


def test_an_endless_calendar_ends() -> None:
    ledger, before = Ledger(), HOME
    for day in range(5 * BARREN):
        if not ledger.reads(f"http://a.vn/lich?ngay={day}", before):
            break
        before = f"http://a.vn/lich?ngay={day}"
    assert day == BARREN + DEEP
    assert ledger.reads("http://a.vn/tin-tuc.html", "http://a.vn/lich?ngay=1")
    assert ledger.reads("http://a.vn/lich?ngay=thu-hai", HOME), "a first page names no traps without end"


def test_a_calendar_at_addresses_like_those_of_articles_ends_though_articles_came_before_it() -> None:
    ledger, before = Ledger(), HOME
    assert ledger.reads("http://a.vn/bai-1.html", HOME, article=True)
    for day in range(5 * BARREN):
        if not ledger.reads(f"http://a.vn/lich-{day}.html", before):
            break
        before = f"http://a.vn/lich-{day}.html"
    assert day == BARREN + DEEP
    assert ledger.reads("http://a.vn/bai-2.html", HOME, article=True)
    assert ledger.reads("http://a.vn/bai-3.html", "http://a.vn/bai-2.html", article=True)


def test_a_line_of_pages_ends_though_each_has_another_shape() -> None:
    ledger, before, number = Ledger(), HOME, 0
    while ledger.reads(url := f"http://a.vn/{'ab' * (1 + number)}/xem.html", before):
        before, number = url, number + 1
    assert number == BARREN + DEEP


def test_a_calendar_among_articles_ends_though_a_budget_ends_each_run_before_that() -> None:
    weeks = [
        (f"http://a.vn/lich-{n}.html", f"http://a.vn/lich-{n - 1}.html" if n else HOME, False, False) for n in range(90)
    ]
    ledger, number = Ledger([*weeks, ("http://a.vn/bai-1.html", HOME, True, False)]), 90
    while ledger.reads(f"http://a.vn/lich-{number}.html", f"http://a.vn/lich-{number - 1}.html"):
        number += 1
    assert number == BARREN + DEEP + PROBES


def test_pages_that_branch_ever_further_end_by_their_number() -> None:
    ledger, asked = Ledger(), 0
    waiting = [("http://a.vn/loc?a=0", HOME)]
    while waiting:
        url, found_on = waiting.pop(0)
        if ledger.reads(url, found_on):
            asked += 1
            waiting += [(f"{url}{n}", url) for n in range(4)]
    assert asked == sum(4**n for n in range(DEEP)) + BARREN


def test_a_long_list_that_leads_to_articles_does_not_end() -> None:
    ledger, before = Ledger(), HOME
    for number in range(5 * BARREN):
        pager = f"http://a.vn/tin?page={number}"
        assert ledger.reads(pager, before)
        ledger.traps.paged(pager, [f"/bai/{number}", "/bai/0"])
        assert ledger.reads(f"http://a.vn/bai/{number}", pager, article=True)
        before = pager


def test_pages_that_articles_name_are_left_alone_where_no_article_ever_stood_at_such_an_address() -> None:
    ledger = Ledger()
    for number in range(2 * BARREN):
        assert ledger.reads(f"http://a.vn/bai-{number}.html", HOME, article=True)
        asked = ledger.reads(f"http://a.vn/gui?bai={number}", f"http://a.vn/bai-{number}.html")
        assert asked == (number < BARREN)
    assert ledger.reads("http://a.vn/gui?bai=mot", HOME), "what a first page names is asked for all the same"


def test_pages_that_the_ledger_says_named_each_other_are_no_trap() -> None:
    ledger = Ledger()
    one, other = "http://a.vn/mot.html", "http://a.vn/hai.html"
    ledger.named(one, other)
    ledger.named(other, one)
    assert all(ledger.reads(f"http://a.vn/quyet-dinh-{number}.html", one) for number in range(2 * BARREN))


def test_a_pager_that_repeats_its_last_page_ends_and_begins_anew_with_something_else() -> None:
    traps = Ledger().traps
    for number in range(1 + REPEATS):
        assert traps.reason(f"http://a.vn/tin?cur={number}", HOME) is None
        traps.paged(f"http://a.vn/tin?cur={number}", ["/bai/1", "/bai/2"])
    assert traps.reason("http://a.vn/tin?cur=77", HOME)
    traps.paged("http://a.vn/tin?cur=3", ["/bai/2", "/bai/3"])
    assert traps.reason("http://a.vn/tin?cur=77", HOME) is None


SITEMAP = """<?xml version="1.0" encoding="windows-1258"?>
<!-- made by hand --><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc> http://a.vn/chế-biến-dừa.html </loc></url><url><loc>/bai-hai.html</loc></url></urlset>"""
RSS = """<rss version="2.0"><channel><link>http://a.vn/</link><item><title>Gia hạn</title>
<link>http://a.vn/gia-han.html</link><guid>không phải địa chỉ</guid></item></channel></rss>"""
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="http://a.vn/b1.html"/></entry></feed>'


def test_addresses_of_sitemaps_and_feeds_are_found() -> None:
    assert all(map(is_feed, (SITEMAP, RSS, ATOM)))
    base = "http://a.vn/sitemap.xml"
    assert addresses_in(SITEMAP, base) == ["http://a.vn/chế-biến-dừa.html", "http://a.vn/bai-hai.html"]
    assert addresses_in(RSS, base) == ["http://a.vn/", "http://a.vn/gia-han.html"]
    assert addresses_in(ATOM, base) == ["http://a.vn/b1.html"]


def test_a_feed_names_pages_by_addresses_of_its_own_folder_and_numbers_are_none() -> None:
    told = "<rss><channel><item><link>tin/mua-vu.html</link><guid>812</guid></item></channel></rss>"
    assert addresses_in(told, "http://a.vn/rss/moi.xml") == ["http://a.vn/rss/tin/mua-vu.html"]


def test_a_packed_sitemap_is_unpacked_and_what_is_damaged_or_not_packed_stays() -> None:
    packed = gzip.compress(SITEMAP.encode())
    assert unpacked(packed).decode() == SITEMAP
    assert unpacked(packed[:40]) == packed[:40]
    assert unpacked(SITEMAP.encode()).decode() == SITEMAP
    bomb = gzip.compress(bytes(64 * 2**20))
    assert unpacked(bomb) == bomb


def test_pages_are_no_feeds_and_damaged_ones_give_what_can_be_read() -> None:
    assert not is_feed("<!doctype html><html><body><p>feed</p></body></html>")
    assert addresses_in(SITEMAP[:-25], "http://a.vn/") == ["http://a.vn/chế-biến-dừa.html"]
    assert addresses_in("<urlset>", "http://a.vn/") == []


def test_a_feed_opens_no_file_and_swells_to_nothing() -> None:
    evil = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><loc>http://a.vn/&x;</loc></urlset>'
    assert "root" not in "".join(addresses_in(evil, "http://a.vn/"))


def test_a_shape_that_led_to_nothing_in_earlier_runs_gets_a_few_tries_in_each_run_and_not_all_of_them_again() -> None:
    known = [(f"http://a.vn/in/bai-{n}.html", f"http://a.vn/bai-{n}.html", False, False) for n in range(300)]
    known += [(f"http://a.vn/bai-{n}.html", f"http://a.vn/tin.html?page={n}", True, False) for n in range(300)]
    ledger, asked = Ledger(known), 0
    while ledger.reads(f"http://a.vn/in/bai-{900 + asked}.html", "http://a.vn/bai-1.html"):
        asked += 1
    assert asked == PROBES
    assert ledger.reads("http://a.vn/bai-900.html", "http://a.vn/bai-1.html", article=True)
    assert ledger.reads("http://a.vn/tin.html?page=900", "http://a.vn/bai-1.html")
    ledger.traps.read("http://a.vn/in/bai-1.html", found_on=HOME, article=True)
    assert ledger.reads("http://a.vn/in/bai-999.html", "http://a.vn/bai-1.html")


@pytest.mark.parametrize("named_by", [HOME, "http://a.vn/bai-1.html"])
def test_a_dozen_print_views_are_enough_to_leave_the_others_be_in_this_run_and_the_next(named_by: str) -> None:
    def known(copies: int) -> Ledger:
        rows = [(f"http://a.vn/in/bai-{n}.html", named_by, False, True) for n in range(copies)]
        return Ledger([*rows, ("http://a.vn/bai-1.html", HOME, True, False)])

    ledger, asked = known(0), 0
    while ledger.reads(f"http://a.vn/in/bai-{asked}.html", named_by, copy=True):
        asked += 1
    assert asked == COPIES
    again = known(asked)
    assert again.reads("http://a.vn/in/bai-900.html", named_by, copy=True)
    assert not again.reads("http://a.vn/in/bai-901.html", named_by, copy=True)


def test_print_views_among_articles_of_the_same_shape_are_no_reason_to_leave_the_articles() -> None:
    ledger = Ledger()
    assert ledger.reads("http://a.vn/bai-1.html", "http://a.vn/tin", article=True)
    assert all(ledger.reads(f"http://a.vn/bai-{n}-in.html", "http://a.vn/bai-1.html", copy=True) for n in range(200))
    assert ledger.reads("http://a.vn/bai-2.html", "http://a.vn/tin", article=True)
