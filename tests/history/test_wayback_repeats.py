"""`scrapy crawl wayback` where a list shows the same bytes again: each capture is a look, one of them is fetched."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from archive.visit import Address
from crawler.past.cdx import Listed, row_identity
from crawler.past.repeats import Repeats
from tests.history.scenes import HOST, archive_command, ask, page, run
from tests.history.test_wayback_faults import HEAD, Archive, serving, wayback
from tests.history.warcs import Shot, write_warc

URL = f"{HOST}/tin-mot.html"
OLD = page("Chợ đêm mở lại bên sông", more="Đêm đầu có mười gian hàng.")
NEW = page("Chợ đêm mở lại bên sông", more="Đêm đầu có hai mươi gian hàng.")
HISTORY = "SELECT first_seen_at, last_seen_at, version_count, state, body_text LIKE '%mười gian%' FROM articles"
SEEN = [("2019-03-01T00:00:00Z", "2023-03-01T00:00:00Z", 1, "present", 1)]


class Listing(Archive):
    """A list that does what its question asks, and captures by their time."""

    asked: list[str]

    def cdx(self, query: str) -> None:
        asked = parse_qs(query)
        rows = [row for row in self.rows if "www" not in asked["url"][0] and self.fits(row, asked.get("filter", []))]
        rows = [row for row in rows if asked["url"][0] in row[1] and row[0] >= asked.get("from", [""])[0]]
        self.answer(200, json.dumps([HEAD, *rows]).encode())

    def fits(self, row: list[str], filters: list[str]) -> bool:
        named = [one.lstrip("!").split(":", 1) for one in filters]
        met = [bool(re.fullmatch(wanted, row[HEAD.index(name)])) for name, wanted in named]
        return all(one != text.startswith("!") for one, text in zip(met, filters, strict=True))

    def replay(self, query: str) -> None:
        self.asked.append(self.path.partition("/web/")[2])
        super().replay(query)


def row(at: str, digest: str, mimetype: str = "text/html", url: str = URL) -> list[str]:
    return [at.ljust(14, "0"), url, mimetype, "-" if mimetype == "warc/revisit" else "200", digest, "900"]


@pytest.fixture
def server() -> Iterator[tuple[str, type[Listing]]]:
    rows = [row("20190301", "A"), row("20210301", "A"), row("20230301", "A", "warc/revisit")]
    times = {one[0]: datetime.fromisoformat(one[0][:8] + "T000000+00:00") for one in rows}
    fresh = {"seen": Counter(), "asked": [], "rows": rows, "times": times, "bodies": dict.fromkeys(times, OLD)}
    handler = type("Asked", (Listing,), fresh)
    with serving(handler) as address:
        yield address, handler


def test_the_same_bytes_again_are_looks_at_the_article_and_are_fetched_once(
    tmp_path: Path, server: tuple[str, type[Listing]]
) -> None:
    archive = tmp_path / "archive.db"
    for _ in range(2):
        ran = wayback(server[0], archive)
        assert (ran.code, ask(archive, HISTORY)) == (0, SEEN), ran.said
    assert len(server[1].asked) == 1
    assert ask(archive, "SELECT state, count(*) FROM addresses WHERE kind = 'capture'") == [("done", 3)]
    assert archive_command(archive, "verify").code == 0


def test_an_old_text_that_a_list_shows_again_is_shown_again_and_what_was_gone_is_back(
    tmp_path: Path, server: tuple[str, type[Listing]]
) -> None:
    gone = [Shot(URL, f"2022-0{month}-01T00:00:00Z", b"<html>404</html>", "404 Not Found") for month in (1, 2, 3)]
    for name, shots in {"edited": [Shot(URL, "2022-03-01T00:00:00Z", NEW)], "gone": gone}.items():
        archive = tmp_path / name / "archive.db"
        path = write_warc(tmp_path / f"{name}.warc.gz", shots)
        assert run("warc", archive, portal="sct_bentre", path=path).code in {0, 3}
        assert wayback(server[0], archive).code == 0
        told = ask(archive, HISTORY)[0]
        assert (told[1], told[3:]) == ("2023-03-01T00:00:00Z", ("present", 1)), name


def test_a_capture_that_cannot_be_had_is_no_loss_of_those_with_its_bytes(
    tmp_path: Path, server: tuple[str, type[Listing]]
) -> None:
    server[1].times = {**server[1].times, "20190301000000": server[1].times["20210301000000"]}  # at another time
    archive = tmp_path / "archive.db"
    wayback(server[0], archive)
    spans = ask(archive, "SELECT first_seen_at, last_seen_at FROM articles")
    assert spans == [("2021-03-01T00:00:00Z", "2023-03-01T00:00:00Z")]


def test_a_limit_counts_them_and_the_rest_is_read_in_the_next_run(
    tmp_path: Path, server: tuple[str, type[Listing]]
) -> None:
    archive = tmp_path / "archive.db"
    assert wayback(server[0], archive, limit="2").code == 0
    assert ask(archive, "SELECT count(*) FROM captures") == [(2,)]
    assert wayback(server[0], archive).code == 0
    assert ask(archive, HISTORY) == SEEN


def test_pages_without_a_stated_type_and_those_in_xhtml_are_listed(
    tmp_path: Path, server: tuple[str, type[Listing]]
) -> None:
    types = ("text/html", "unk", "application/xhtml+xml")
    server[1].rows = [
        row(at, name, name, f"{HOST}/{name[-3:]}.html") for at, name in zip(server[1].bodies, types, strict=True)
    ]
    archive = tmp_path / "archive.db"
    ran = wayback(server[0], archive)
    assert (ran.code, ask(archive, "SELECT count(*) FROM captures")) == (0, [(3,)]), ran.said


@pytest.mark.parametrize(("since", "first"), [({}, 2019), ({"since": "2021"}, 2021), ({"since": "2022"}, 2023)])
def test_revisits_of_pictures_styles_and_scripts_are_not_asked_for_as_pages(
    tmp_path: Path, server: tuple[str, type[Listing]], since: dict[str, str], first: int
) -> None:
    """Though what they repeat was captured before the time that is asked for."""

    def again(digest: str, url: str) -> list[str]:
        return row("20230301", digest, "warc/revisit", f"{HOST}/{url}")

    files = [row("20190301", f"F{kind}", kind, f"{HOST}/nen/{kind[-3:]}") for kind in ("image/png", "text/css")]
    known = [again("Fimage/png", "nen/png"), again("moved", "nen/css"), again("Ftext/css", "nen/khac?v=2")]
    server[1].rows += [*files, *known, again("alone", "nen/la")]
    archive = tmp_path / "archive.db"
    ran = wayback(server[0], archive, **since)
    assert (ran.code, ask(archive, "SELECT min(first_seen_at) FROM articles")) == (0, [(f"{first}-03-01T00:00:00Z",)])
    assert [asked for asked in server[1].asked if "/nen/" in asked] == [f"20230301000000id_/{HOST}/nen/la"]


def test_an_article_that_got_another_address_and_was_edited_there_is_one(
    tmp_path: Path, server: tuple[str, type[Listing]]
) -> None:
    was, became = f"{HOST}/index.php?option=com_content&id=12", f"{HOST}/cho-dem-mo-lai-ben-song.html"
    texts = {"20150301": (was, OLD), "20160301": (was, OLD), "20200301": (became, OLD), "20210301": (became, NEW)}
    server[1].rows = [row(at, f"D{at}", url=url) for at, (url, _) in texts.items()]
    server[1].bodies = {at.ljust(14, "0"): body for at, (_, body) in texts.items()}
    server[1].times = {at: datetime.fromisoformat(at[:8] + "T000000+00:00") for at in server[1].bodies}
    archive = tmp_path / "archive.db"
    for limit in ({"limit": "1"}, {}):
        assert wayback(server[0], archive, **limit).code == 0
    assert ask(archive, "SELECT url, first_seen_at, last_seen_at, version_count FROM articles") == [
        (became, "2015-03-01T00:00:00Z", "2021-03-01T00:00:00Z", 2)
    ]


def test_captures_belong_together_by_address_and_digest_where_a_page_is_listed() -> None:
    def rows(*captures: Listed) -> list[list[str]]:
        repeats = Repeats()
        repeats.note(captures)
        named = [row_identity(one) for one in captures]
        ledger = [Address("p", n[15:], n, "capture", "queued", *[None] * 10) for n in named]  # type: ignore[arg-type]
        return [[one.identity[:4] for one in group] for group in repeats.together(ledger)]

    def shot(year: int, digest: str, url: str = "http://a.example/tin.html", status: str = "200") -> Listed:
        return Listed(f"{year}0101000000", url, digest, status)

    www = "https://www.a.example:443/tin.html"
    assert rows(shot(2019, "A"), shot(2020, "B"), shot(2021, "A", www)) == [["2019", "2021"], ["2020"]]
    assert rows(shot(2019, ""), shot(2020, "")) == [["2019"], ["2020"]]
    assert rows(shot(2019, "A"), shot(2020, "A", "http://a.example/khac.html")) == [["2019"], ["2020"]]
    assert rows(shot(2019, "R", status="-"), shot(2020, "R", status="-")) == [["2019"], ["2020"]], "may be redirects"
    assert rows(shot(2019, "A"), shot(2020, "A", status="-")) == [["2019", "2020"]]
    twice = shot(2020, "A"), shot(2020, "B")
    assert rows(shot(2019, "A"), *twice)[0] == ["2019"], "nobody knows which of two in one second is replayed"
