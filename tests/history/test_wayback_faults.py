"""`scrapy crawl wayback` against a real server that speaks the Internet Archive's array dialect, and misbehaves."""

import gzip
import json
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import brotli  # type: ignore[import-untyped]  # ships no types
import pytest

from crawler.past.replay import TRIES
from tests.history.scenes import HOST, Ran, ask, page, run

HEAD = ["timestamp", "original", "mimetype", "statuscode", "digest", "length"]
BLOCK = (
    b"<html><head><title>Attention Required! | Cloudflare</title></head><body><h1>Sorry, you have been blocked</h1>"
    b"<p>You are unable to access congthuongbentre.gov.vn</p><p>Cloudflare Ray ID: 7a1b2c3d4e5f</p></body></html>"
)
NAMES = ("gian-hang", "cho-que", "khuyen-mai", "khac-gio", "chan")
NAMED = {"Memento": "Memento-Datetime", "Retry": "Retry-After", "Coding": "Content-Encoding"}
ROWS = [
    [f"2021050{day}010203", f"{HOST}/{name}.html", "text/html", "200", f"D{day}", "900"]
    for day, name in enumerate(NAMES, 1)
]


class Archive(BaseHTTPRequestHandler):
    seen: Counter[str]
    queries: list[dict[str, list[str]]]
    garbage = False
    rows = ROWS
    bodies: ClassVar[dict[str, bytes]] = {}
    codings: ClassVar[dict[str, str]] = {}
    times: ClassVar[dict[str, datetime]] = {}

    def do_GET(self) -> None:
        path = urlsplit(self.path)
        if path.path == "/cdy":
            self.answer(404, b"<html><title>404 Not Found</title></html>")
        else:
            (self.cdx if path.path == "/cdx" else self.replay)(path.query)

    def cdx(self, query: str) -> None:
        asked = parse_qs(query)
        self.queries.append(asked)
        self.seen["cdx"] += 1
        if self.seen["cdx"] == 1:
            self.answer(429, b"slow down", Retry="0")
        elif self.garbage:
            self.answer(200, b"<html>Internal error</html>")
        elif "congthuong" not in asked["url"][0] or "www" in asked["url"][0] or "revisit" in query:
            self.answer(200, b"[]")
        elif "resumeKey" not in asked:
            self.answer(200, json.dumps([HEAD, *self.rows[:3], [], ["trang+2"]]).encode())
        else:
            assert asked["resumeKey"] == ["trang+2"]
            self.answer(200, json.dumps([HEAD, *self.rows[3:]]).encode())

    def replay(self, _: str) -> None:
        timestamp, name = self.path.split("/")[2][:14], self.path.rpartition("/")[2].removesuffix(".html")
        self.seen[name] += 1
        if name == "cho-que" and self.seen[name] == 1:
            self.answer(503, b"busy")
            return
        when = datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(
            tzinfo=UTC, year=2020 if name == "khac-gio" else 2021
        )
        body = BLOCK if name == "chan" else page(f"Tin {name} của Sở Công Thương", more=f"Bài {name}.")
        coding = {"Coding": self.codings[timestamp]} if timestamp in self.codings else {}
        memento = format_datetime(self.times.get(timestamp, when), usegmt=True)
        self.answer(200, self.bodies.get(timestamp, body), Memento=memento, **coding)

    def answer(self, status: int, body: bytes, **more: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        for name, value in more.items():
            self.send_header(NAMED.get(name, name), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[tuple[str, type[Archive]]]:
    handler = type("Asked", (Archive,), {"seen": Counter(), "queries": []})
    with serving(handler) as address:
        yield address, handler


@contextmanager
def serving(handler: type[Archive]) -> Iterator[str]:
    """The address at which a handler answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def wayback(server: str, archive: Path, **arguments: str) -> Ran:
    settings = [f"WAYBACK_CDX_URL={server}/cdx", f"WAYBACK_REPLAY_URL={server}/web", "WAYBACK_PAUSE=0.3"]
    return run("wayback", archive, *settings, "WAYBACK_CDX_PER_MINUTE=600", portal="sct_bentre", **arguments)


def test_pages_of_the_list_busy_answers_other_times_and_blocks(
    tmp_path: Path, server: tuple[str, type[Archive]]
) -> None:
    archive = tmp_path / "archive.db"
    ran = wayback(server[0], archive, since="2021-05", until="2021-06")
    assert ran.code == 3, ran.said
    assert "1 of 5 captures could not be fetched" in ran.said
    assert ask(archive, "SELECT count(*) FROM articles") == [(3,)]
    fates = dict(ask(archive, "SELECT substr(identity, 1, 8), reason FROM addresses WHERE kind = 'capture'"))
    assert (len(fates), fates["20210504"]) == (5, "replay:other-time")
    assert ask(archive, "SELECT outcome, count(*) FROM readings GROUP BY 1") == [("article", 3), ("blocked", 1)]
    assert all((one["from"], one["to"]) == (["202105"], ["202106"]) for one in server[1].queries)
    assert server[1].seen["cho-que"] == 2
    assert wayback(server[0], archive, since="2021-05", until="2021-06").code == 0  # it is believed now
    before = server[1].seen.total() - server[1].seen["cdx"]
    assert wayback(server[0], archive, since="2021-05", until="2021-06").code == 0
    assert server[1].seen.total() - server[1].seen["cdx"] == before, "a later run asks only for what is new"


def test_a_list_that_is_garbage_gives_exit_4_and_no_traceback(
    tmp_path: Path, server: tuple[str, type[Archive]]
) -> None:
    server[1].garbage = True
    ran = wayback(server[0], tmp_path / "archive.db")
    assert (ran.code, "Traceback" in ran.said) == (4, False), ran.said


def test_a_list_that_is_not_there_gives_exit_4(tmp_path: Path, server: tuple[str, type[Archive]]) -> None:
    ran = run(
        "wayback", tmp_path / "archive.db", f"WAYBACK_CDX_URL={server[0]}/cdy", f"WAYBACK_REPLAY_URL={server[0]}/web",
        portal="sct_bentre",
    )  # fmt: skip
    assert (ran.code, "status 404" in ran.said) == (4, True), ran.said


def test_an_archive_that_lists_nothing_of_the_portal_is_not_well(
    tmp_path: Path, server: tuple[str, type[Archive]]
) -> None:
    server[1].rows = []
    ran = wayback(server[0], tmp_path / "archive.db")
    assert (ran.code, "lists no capture of congthuongbentre.gov.vn" in ran.said) == (3, True), ran.said
    assert wayback(server[0], tmp_path / "archive.db", since="2024").code == 0


def test_a_limit_takes_whole_captures_and_downloads_no_others(
    tmp_path: Path, server: tuple[str, type[Archive]]
) -> None:
    archive = tmp_path / "archive.db"
    assert wayback(server[0], archive, limit="2").code == 0
    assert ask(archive, "SELECT state, count(*) FROM addresses WHERE kind = 'capture' GROUP BY 1") == [
        ("done", 2), ("queued", 3),
    ]  # fmt: skip
    assert {name: server[1].seen[name] for name in NAMES[:3]} == {"gian-hang": 1, "cho-que": 2, "khuyen-mai": 0}
    assert wayback(server[0], archive).code == 3  # one was sent on to another time
    assert {name: server[1].seen[name] for name in NAMES[:3]} == {"gian-hang": 1, "cho-que": 2, "khuyen-mai": 1}


@pytest.mark.parametrize(
    ("since", "until", "said"), [("2019-13-45", "2020", "no day or time"), ("2022", "2019", "comes after until=2019")]
)
def test_times_that_cannot_be_are_usage_errors(tmp_path: Path, since: str, until: str, said: str) -> None:
    ran = run("wayback", tmp_path / "archive.db", portal="sct_bentre", since=since, until=until)
    assert (ran.code, said in ran.said) == (2, True), ran.said


def test_a_server_that_does_not_answer_is_asked_for_its_list_alone(
    tmp_path: Path, server: tuple[str, type[Archive]]
) -> None:
    archive = tmp_path / "archive.db"
    assert wayback(server[0], archive, limit="1").code == 0
    waiting = "SELECT count(*) FROM addresses WHERE kind = 'capture' AND state = 'queued'"
    before = ask(archive, waiting)
    assert before != [(0,)]
    with closing(socket.socket()) as nobody:  # bound and not listening: connections are refused
        nobody.bind(("127.0.0.1", 0))
        ran = wayback(f"http://127.0.0.1:{nobody.getsockname()[1]}", archive)
    assert (ran.code, "out of reach" in ran.said) == (4, True), ran.said
    assert ask(archive, waiting) == before
    assert ask(archive, "SELECT requests FROM runs ORDER BY id DESC LIMIT 1") == [(TRIES,)]


def test_a_text_that_changed_and_brought_pictures_is_kept_with_those_before_it(
    tmp_path: Path, server: tuple[str, type[Archive]]
) -> None:
    days = [f"2021060{day}010203" for day in (1, 2, 3)]
    server[1].rows = [[day, f"{HOST}/cho-dem.html", "text/html", "200", f"D{day}", "900"] for day in days]
    server[1].bodies = {
        day: page("Chợ đêm mở lại bên sông", more=f"Đêm thứ {day[7]} có thêm gian hàng.").replace(
            b"</div></body>", f'<p><img src="/upload/cho-dem-{day[7]}.png" width="600"></p></div></body>'.encode()
        )
        for day in days
    }
    archive = tmp_path / "archive.db"
    ran = wayback(server[0], archive)
    assert ran.code == 0, ran.said
    assert ask(archive, "SELECT count(*), max(version_count) FROM articles") == [(1, 3)]
    assert ask(archive, "SELECT state, count(*) FROM addresses WHERE kind = 'capture' GROUP BY 1") == [("done", 3)]
    names = "SELECT replace(url, rtrim(url, replace(url, '/', '')), '') FROM addresses WHERE kind = 'media' ORDER BY 1"
    assert ask(archive, names) == [(f"cho-dem-{day}.png",) for day in (1, 2, 3)]


def test_a_capture_is_read_as_it_was_kept_in_any_coding_and_what_spoilt_it_is_not_asked_for_for_ever(
    tmp_path: Path, server: tuple[str, type[Archive]]
) -> None:
    tin = page("Chợ đêm mở lại bên sông", more="Có thêm gian hàng đặc sản của mười hợp tác xã.")
    answers = {"br": (brotli.compress(tin), "br"), "cut": (gzip.compress(tin)[:-40], "gzip"), "plain": (tin, "gzip")}
    days = {name: f"2021060{day}010203" for day, name in enumerate(answers, 1)}
    server[1].rows = [[at, f"{HOST}/cho-{name}.html", "text/html", "200", name, "900"] for name, at in days.items()]
    server[1].bodies = {days[name]: body for name, (body, _) in answers.items()}
    server[1].codings = {days[name]: coding for name, (_, coding) in answers.items()}
    archive = tmp_path / "archive.db"
    for _ in range(2):
        ran = wayback(server[0], archive)
        assert ran.code == 0, ran.said
        assert {name: server[1].seen[f"cho-{name}"] for name in answers} == dict.fromkeys(answers, 1)
    read = "SELECT substr(url, -8, 3), outcome FROM captures JOIN readings ON capture_id = captures.id ORDER BY url"
    assert ask(archive, read) == [("-br", "article"), ("cut", "truncated"), ("ain", "article")]


def test_a_capture_from_the_future_is_not_believed(tmp_path: Path, server: tuple[str, type[Archive]]) -> None:
    server[1].rows = [["20990601010203", f"{HOST}/cho-dem.html", "text/html", "200", "A", "900"]]
    server[1].times = {"20990601010203": datetime(2099, 6, 1, 1, 2, 3, tzinfo=UTC)}
    archive = tmp_path / "archive.db"
    assert wayback(server[0], archive).code == 0
    assert ask(archive, "SELECT state, reason FROM addresses WHERE kind = 'capture'") == [
        ("refused", "from-the-future")
    ]
    assert ask(archive, "SELECT count(*) FROM articles") == [(0,)]
