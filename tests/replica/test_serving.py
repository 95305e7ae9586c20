"""The rebuilt portals answer as the real ones are known to: every address, every markup, every change, every fault."""

import gzip
import http.client
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html as lxml_html

from tests.replica import Replica, truth
from tests.replica.markup import markups
from tests.replica.portal import MEDIA

PORTALS = ("sct_bentre", "sct_bacgiang")
MARKUPS = [(portal, name) for portal in PORTALS for name in markups(portal)]


@pytest.fixture(scope="module", params=PORTALS)
def portal(request: pytest.FixtureRequest) -> Iterator[Replica]:
    with Replica(request.param) as running:
        yield running


@pytest.fixture
def bentre() -> Iterator[Replica]:
    with Replica("sct_bentre") as running:
        yield running


def get(portal: Replica, path: str, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(portal.url.rstrip("/") + path, headers=headers)
    try:
        with urllib.request.urlopen(request) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def path_of(portal: Replica, key: str) -> str:
    return key if portal.portal == "sct_bentre" else f"/chi-tiet-tin-tuc/-/asset_publisher/aB3x/{key}"


def seen_by_following_links(portal: Replica) -> set[str]:
    """Every address reached from the home page: path and query, of articles the path only."""
    seen: set[str] = set()
    queue = ["/"]
    while queue:
        address = queue.pop()
        if address in seen:
            continue
        seen.add(address)
        status, text = get(portal, address)
        assert status == 200, address
        for href in lxml_html.fromstring(text.encode()).xpath("//a/@href"):
            target = urlsplit(urljoin(portal.url, href))
            if target.netloc == urlsplit(portal.url).netloc and not MEDIA.search(target.path):
                bare = "/-/" in target.path or not target.query
                queue.append(re.sub(";.*", "", target.path) if bare else f"{target.path}?{target.query}")
    return seen


def test_every_page_says_that_it_is_rebuilt_and_no_mark_is_left(portal: Replica) -> None:
    for path in ["/", *(path_of(portal, key) for key in portal.truth())]:
        status, text = get(portal, path)
        assert status == 200
        assert "This is a rebuilt portal for tests" in text
        assert "@@" not in text


def test_every_article_is_reached_by_links_from_the_home_page(portal: Replica) -> None:
    seen = " ".join(sorted(seen_by_following_links(portal))) + " "
    for key in portal.truth():
        slug = key if portal.portal == "sct_bentre" else key.removeprefix("content")
        assert re.search(rf"{re.escape(slug)}[ /]|_urlTitle={re.escape(slug[1:])}&", seen), key


def test_truth_of_a_fresh_portal_is_that_of_its_files(portal: Replica) -> None:
    assert portal.truth() == truth(portal.portal)
    assert len(truth(portal.portal)) > 0


@pytest.mark.parametrize(("name", "markup"), MARKUPS)
def test_every_markup_shows_title_date_and_every_paragraph(name: str, markup: str) -> None:
    with Replica(name, markup=markup) as portal:
        for key, one in portal.truth().items():
            tree = lxml_html.fromstring(get(portal, path_of(portal, key))[1])
            shown = " ".join(tree.text_content().replace("\xa0", " ").split())
            assert one.title in shown
            assert one.updated_at[8:10] + "/" + one.updated_at[5:7] in shown


def test_beyond_the_end_a_liferay_list_shows_its_last_page_again() -> None:
    with Replica("sct_bacgiang", counters=False, now="x", per_page=2) as portal:
        last = get(portal, "/thuong-mai?_101_INSTANCE_x_cur=50")[1]
        assert last == get(portal, "/thuong-mai?_101_INSTANCE_x_cur=500")[1]
        assert last != get(portal, "/thuong-mai")[1]
        assert "javascript:;" in last


def test_liferay_answers_the_same_article_under_all_its_addresses() -> None:
    with Replica("sct_bacgiang", counters=False, now="x") as portal:
        key = next(iter(portal.truth()))
        plain = path_of(portal, key)
        slug = key.split("/")[1]
        twins = [f"{plain}/20195", f"{plain}?inheritRedirect=false", f"{plain};jsessionid=AB12", f"{plain}/maximized"]
        twins.append(f"/chi-tiet-tin-tuc?p_p_id=101_INSTANCE_q&p_p_lifecycle=0&_101_INSTANCE_q_urlTitle={slug}")
        assert {get(portal, twin)[1] for twin in twins} == {get(portal, plain)[1]}


def test_counters_and_related_lists_change_on_each_visit_only_if_switched_on(bentre: Replica) -> None:
    key = next(iter(bentre.truth()))
    bentre.set(now="x")
    assert get(bentre, key) != get(bentre, key)
    bentre.set(counters=False)
    assert get(bentre, key) == get(bentre, key)
    bentre.set(shuffle=True)
    assert get(bentre, key) != get(bentre, key)


def test_moves_in_time_show_on_the_pages_and_in_the_truth(bentre: Replica) -> None:
    one, two, three, four, *_ = bentre.truth()
    bentre.order("edit", key=one, body="Đoạn được thêm vào sau khi đăng.")
    assert "Đoạn được thêm" in get(bentre, one)[1]
    assert bentre.truth()[one].body_text.endswith("Đoạn được thêm vào sau khi đăng.")
    bentre.order("edit", key=two, date="2025-02-03")
    assert bentre.truth()[two].updated_at == "2025-02-03"
    for how, status in (("404", 404), ("410", 410), ("soft404", 200)):
        bentre.order("delete", key=three, how=how)
        assert get(bentre, three)[0] == status
    assert three not in bentre.truth()
    bentre.order("bring_back", key=three)
    assert get(bentre, three)[0] == 200
    moved = bentre.order("move", key=four, slug="dia-chi-moi")
    assert moved == "/dia-chi-moi.html"
    assert get(bentre, four) == (200, get(bentre, moved)[1]) or four not in bentre.truth()


def test_held_and_added_articles_appear_when_told() -> None:
    with Replica("sct_bentre", hold=3) as portal:
        before = set(portal.truth())
        assert len(portal.order("publish", count=2)) == 2
        added = portal.order(
            "add", text='+++\ntitle = "Bài thêm"\nsection = "thong-bao"\ndate = "2026-01-02"\n+++\n\nMột đoạn.'
        )
        assert added == "/bai-them.html"
        assert len(set(portal.truth()) - before) == 3
        assert "Bài thêm" in get(portal, "/")[1]


def test_a_synthetic_portal_is_the_same_each_time() -> None:
    with Replica("sct_bacgiang", scale=300) as one, Replica("sct_bacgiang", scale=300) as two:
        assert len(one.truth()) == 300
        assert one.truth() == two.truth()


def raw(portal: Replica, path: str) -> tuple[int, Mapping[str, str], bytes]:
    """Status, headers and body as sent, content coding still on."""
    with closing(http.client.HTTPConnection(urlsplit(portal.url).netloc, timeout=5)) as connection:
        connection.request("GET", path)
        with connection.getresponse() as reply:
            return reply.status, reply.headers, reply.read()


def test_faults_hit_their_addresses_for_their_times(bentre: Replica) -> None:
    bentre.fault("status", "^/gioi-thieu", times=1, status=503, headers={"Retry-After": "7"})
    status, headers, _ = raw(bentre, "/gioi-thieu.html")
    assert (status, headers["Retry-After"]) == (503, "7")
    assert raw(bentre, "/gioi-thieu.html")[0] == 200
    bentre.fault("block", "", block="vietnamese")
    assert "Yêu cầu bị chặn" in get(bentre, "/")[1]
    bentre.order("mend")
    assert "Yêu cầu bị chặn" not in get(bentre, "/")[1]


@pytest.mark.parametrize("how", ["cut-length", "cut-chunked"])
def test_cut_bodies_end_before_they_should(bentre: Replica, how: str) -> None:
    bentre.fault(how)
    with pytest.raises(http.client.IncompleteRead):
        raw(bentre, "/")


def test_a_cut_gzip_body_looks_whole_to_http_but_lacks_its_end(bentre: Replica) -> None:
    bentre.fault("cut-gzip")
    _, headers, body = raw(bentre, "/")
    assert headers["Content-Encoding"] == "gzip"
    with pytest.raises(EOFError):
        gzip.decompress(body)


def test_an_outage_resets_and_the_cookie_wall_wants_its_cookie(bentre: Replica) -> None:
    bentre.set(cookie_wall=True)
    walled = get(bentre, "/")[1]
    assert len(walled) < 300
    cookie = walled.split('"')[1]
    assert "rebuilt portal" in get(bentre, "/", Cookie=cookie)[1]
    bentre.set(cookie_wall=False, outage="reset")
    with pytest.raises((ConnectionError, urllib.error.URLError, http.client.HTTPException)):
        get(bentre, "/")


@pytest.mark.parametrize("validator", ["etag", "last_modified"])
def test_validators_are_answered_with_304(bentre: Replica, validator: str) -> None:
    bentre.set(validators=validator, counters=False, now="x")
    _, headers, _ = raw(bentre, "/gioi-thieu.html")
    asked = (
        {"If-None-Match": headers["ETag"]} if validator == "etag" else {"If-Modified-Since": headers["Last-Modified"]}
    )
    assert get(bentre, "/gioi-thieu.html", **asked)[0] == 304


def test_the_log_holds_every_request_with_its_headers(bentre: Replica, tmp_path: Path) -> None:
    get(bentre, "/gioi-thieu.html", **{"User-Agent": "thu"})
    row = bentre.requests(clear=True)[-1]
    assert (row["method"], row["path"], row["headers"]["user-agent"]) == ("GET", "/gioi-thieu.html", "thu")
    with Replica("sct_bentre", log=tmp_path / "log.jsonl") as portal:
        get(portal, "/robots.txt")
    assert [json.loads(line)["path"] for line in (tmp_path / "log.jsonl").read_text().splitlines()] == ["/robots.txt"]


def test_pictures_and_files_are_what_their_type_says(portal: Replica) -> None:
    found = [path for one in portal.truth().values() for path, _ in (*one.images, *one.attachments)]
    starts = {"png": b"\x89PNG", "pdf": b"%PDF-1.4", "docx": b"PK", "xlsx": b"PK"}
    for path in found:
        status, _, body = raw(portal, path)
        ending = path.split("/")[5 if portal.portal == "sct_bentre" else 4].rpartition(".")[2]
        assert status == 200
        assert body.startswith(starts.get(ending, b""))


def test_pages_may_be_full_of_links(portal: Replica) -> None:
    with Replica(portal.portal, links=60) as crowded:
        path = path_of(crowded, next(iter(crowded.truth())))
        few, many = (set(lxml_html.fromstring(get(each, path)[1]).xpath("//a/@href")) for each in (portal, crowded))
    others = {href for href in many if href.endswith(".example/")}
    assert len(others) == 30
    assert not few & others
    assert len(many - others) > len(few) + 20
