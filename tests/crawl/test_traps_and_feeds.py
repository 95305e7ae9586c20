import gzip

from crawler.feeds import addresses_in, is_feed, unpacked
from crawler.traps import BARREN, COPY, PROBES, REPEATS, Traps, shape


def test_pages_of_one_template_share_a_shape() -> None:
    assert shape("http://a.vn/lich/2031/5/xem.html?thang=4&nam=2031") == "/lich/#/#/*.html?nam,thang"
    assert shape("http://a.vn/lich/2030/12/in.html?nam=1&thang=2") == "/lich/#/#/*.html?nam,thang"
    assert shape("http://a.vn/bai-mot.html") == shape("http://a.vn/bai-hai.html")
    assert shape("http://a.vn/bai-mot.html") != shape("http://a.vn/bai-mot.html?page=2")


def test_an_endless_calendar_ends() -> None:
    traps = Traps()
    for day in range(BARREN):
        url = f"http://a.vn/lich?ngay={day}"
        assert traps.reason(url) is None
        traps.read(url, found_on=None, article=False)
    assert (traps.reason("http://a.vn/lich?ngay=9999") or "").startswith("loop:")
    assert traps.reason("http://a.vn/tin-tuc.html") is None


def test_a_long_list_that_leads_to_articles_does_not_end() -> None:
    traps = Traps()
    for number in range(5 * BARREN):
        pager = f"http://a.vn/tin?page={number}"
        assert traps.reason(pager) is None
        traps.read(pager, found_on=None, article=False)
        traps.paged(pager, [f"/bai/{number}", "/bai/0"])
        traps.read(f"http://a.vn/bai/{number}", found_on=pager, article=True)


def test_a_pager_that_repeats_its_last_page_ends_and_begins_anew_with_something_else() -> None:
    traps = Traps()
    for number in range(1 + REPEATS):
        assert traps.reason(f"http://a.vn/tin?cur={number}") is None
        traps.paged(f"http://a.vn/tin?cur={number}", ["/bai/1", "/bai/2"])
    assert traps.reason("http://a.vn/tin?cur=77")
    traps.paged("http://a.vn/tin?cur=3", ["/bai/2", "/bai/3"])
    assert traps.reason("http://a.vn/tin?cur=77") is None


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
    traps = Traps(known)
    asked = 0
    while traps.reason(f"http://a.vn/in/bai-{900 + asked}.html") is None:
        traps.read(f"http://a.vn/in/bai-{900 + asked}.html", found_on=None, article=False)
        asked += 1
    assert asked == PROBES
    assert traps.reason("http://a.vn/bai-900.html") is None
    assert traps.reason("http://a.vn/tin.html?page=900") is None
    traps.read("http://a.vn/in/bai-1.html", found_on=None, article=True)
    assert traps.reason("http://a.vn/in/bai-999.html") is None


def test_a_dozen_print_views_are_enough_to_leave_the_others_be_in_this_run_and_the_next() -> None:
    traps, asked = Traps(), 0
    while traps.reason(f"http://a.vn/in/bai-{asked}.html") is None:
        traps.read(f"http://a.vn/in/bai-{asked}.html", found_on=None, article=False, copy=True)
        asked += 1
    assert asked == BARREN // COPY
    again = Traps((f"http://a.vn/in/bai-{n}.html", f"http://a.vn/bai-{n}.html", False, True) for n in range(asked))
    again.read("http://a.vn/in/bai-900.html", found_on=None, article=False, copy=True)
    assert again.reason("http://a.vn/in/bai-901.html")


def test_print_views_among_articles_of_the_same_shape_are_no_reason_to_leave_the_articles() -> None:
    traps = Traps()
    traps.read("http://a.vn/bai-1.html", found_on="http://a.vn/tin", article=True)
    for number in range(2 * BARREN // COPY):
        traps.read(f"http://a.vn/bai-{number}-in.html", found_on=None, article=False, copy=True)
    assert traps.reason("http://a.vn/bai-2.html") is None
