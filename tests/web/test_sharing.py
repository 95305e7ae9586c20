"""Many who ask at once: the same question is answered once, costly ones wait in lanes, and what is known is 304."""

from __future__ import annotations

import asyncio
import http.client
import time
from collections.abc import Callable
from typing import Any

import pytest

from archive.web import lanes, shared
from archive.web.guard import Guard
from archive.web.lanes import Lane, Rule, lane_of
from archive.web.shared import Shared
from tests.web.conftest import Site

Sent = list[dict[str, Any]]


def scope(path: str, query: bytes = b"", **headers: str) -> dict[str, Any]:
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": "GET", "path": path, "query_string": query, "headers": pairs}


async def ask(app: Any, *asked: dict[str, Any]) -> list[Sent]:
    answers: list[Sent] = [[] for _ in asked]

    def put(into: Sent) -> Callable[[Any], Any]:
        async def send(message: dict[str, Any]) -> None:
            into.append(message)

        return send

    await asyncio.gather(*(app(each, None, put(into)) for each, into in zip(asked, answers, strict=True)))
    return answers


class Page:
    """An application that counts how often it is asked, and how many at once."""

    def __init__(self, status: int = 200, headers: list[tuple[bytes, bytes]] | None = None) -> None:
        self.status, self.headers = status, headers or []
        self.asked = self.now = self.most = 0

    async def __call__(self, scope: Any, _: Any, send: Any) -> None:
        self.asked += 1
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.01)
        self.now -= 1
        if self.status == 0:
            raise RuntimeError(scope["path"])
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": f"answer {self.asked}".encode()})


def test_twenty_who_ask_the_same_are_answered_once() -> None:
    page = Page()
    answers = asyncio.run(ask(Shared(page), *[scope("/archive/articles.json", b"_size=max")] * 20))
    assert page.asked == 1
    assert {answer[1]["body"] for answer in answers} == {b"answer 1"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (scope("/search", b"q=a"), scope("/search", b"q=b")),
        (scope("/", host="a"), scope("/", host="b")),
        (scope("/", cookie="ds_actor=a"), scope("/", cookie="ds_actor=a")),
        (scope("/archive/articles.csv"), scope("/archive/articles.csv")),
        (scope("/raw/abc"), scope("/raw/abc")),
    ],
)
def test_different_questions_persons_and_files_are_not_shared(one: dict[str, Any], other: dict[str, Any]) -> None:
    page = Page()
    asyncio.run(ask(Shared(page), one, other))
    assert page.asked == 2


def test_answer_with_a_cookie_or_a_failure_is_not_given_to_another() -> None:
    for page in (Page(headers=[(b"set-cookie", b"a=b")]), Page(503)):
        asyncio.run(ask(Shared(page), scope("/"), scope("/")))
        assert page.asked == 2


def test_large_answer_goes_out_in_pieces_so_that_others_are_served_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "PIECE", 4)
    (answer,) = asyncio.run(ask(Shared(Page()), scope("/")))
    assert [message.get("body") for message in answer[1:]] == [b"answ", b"er 1"]
    assert [message.get("more_body") for message in answer[1:]] == [True, False]


def test_large_answers_of_many_readers_keep_one_pace_and_small_ones_need_not_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shared, "PIECE", 4)
    monkeypatch.setattr(shared, "PACE", 100)  # bytes a second: four readers with four bytes more each take 0.16 s

    async def story() -> tuple[float, float]:
        app = Shared(Page())
        began = time.monotonic()
        await ask(app, *[scope("/")] * 4)
        monkeypatch.setattr(shared, "PIECE", 9)
        slow, began = time.monotonic() - began, time.monotonic()
        await asyncio.gather(*(ask(app, scope("/")) for _ in range(4)))
        return slow, time.monotonic() - began

    slow, quick = asyncio.run(story())
    assert slow >= 0.15
    assert quick < slow


def test_who_waited_for_an_answer_that_failed_asks_again() -> None:
    page = Page(0)

    async def story() -> list[Any]:
        app = Shared(page)
        return await asyncio.gather(ask(app, scope("/")), ask(app, scope("/")), return_exceptions=True)

    assert [type(each) for each in asyncio.run(story())] == [RuntimeError, RuntimeError]
    assert page.asked == 2


def test_answers_are_dropped_when_they_are_old_or_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    page, app = Page(), None
    monkeypatch.setattr(shared, "MOST", 20)

    async def story() -> int:
        nonlocal app
        app = Shared(page)
        for number in range(9):
            await ask(app, scope(f"/{number}"))
        held = len(app.kept)
        monkeypatch.setattr(shared, "KEPT_FOR", 0.0)
        await ask(app, scope("/8"))
        return held

    assert asyncio.run(story()) <= 2
    assert page.asked == 10


def test_costly_pages_are_made_few_at_a_time_and_rest_between() -> None:
    page = Page()
    guard = Guard(page, bool)
    asyncio.run(ask(guard, *[scope("/archive/articles.json", f"_next={n}".encode()) for n in range(5)]))
    assert (page.asked, page.most) == (5, 1)


def test_who_finds_too_many_waiting_is_told_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(lanes.RULES, "bulk", Rule(at_once=1, waiting=2, rest=0.0))  # type: ignore[index]
    guard = Guard(Page(), bool)
    answers = asyncio.run(ask(guard, *[scope("/archive/a.json", f"n={n}".encode()) for n in range(9)]))
    statuses = sorted(answer[0]["status"] for answer in answers)
    assert statuses == [200] * 3 + [503] * 6
    busy = next(answer for answer in answers if answer[0]["status"] == 503)
    assert (b"retry-after", b"10") in busy[0]["headers"]


def test_lane_rests_in_proportion_to_what_was_used() -> None:
    async def story() -> tuple[bool, bool]:
        lane = Lane(Rule(at_once=1, waiting=9, rest=0.5))
        await lane.enter()
        lane.leave(0.1)
        closed = lane.free.locked()
        await lane.enter()
        return closed, lane.free.locked()

    assert asyncio.run(story()) == (True, True)


@pytest.mark.parametrize(
    ("path", "query", "lane"),
    [
        ("/archive/articles", b"", "tables"),
        ("/archive/articles", b"_size=20&_search=dien", "tables"),
        ("/archive/newest", b"", "tables"),
        ("/archive/articles", b"_size=max", "bulk"),
        ("/archive/articles", b"_size=500", "bulk"),
        ("/archive/articles.json", b"", "bulk"),
        ("/archive.csv", b"sql=select+1", "bulk"),
        ("/archive", b"sql=select+1", "bulk"),
        ("/a/cdd6467afec6d910/compare", b"", "comparisons"),
    ],
)
def test_what_programs_ask_for_has_a_lane_of_its_own(path: str, query: bytes, lane: str) -> None:
    assert lane_of(path, query) == lane


@pytest.mark.parametrize("path", ["/", "/feeds/new.atom", "/search?q=dien", "/archive/runs", "/archive/runs.json"])
def test_page_that_did_not_change_is_not_sent_again(site: Site, path: str) -> None:
    line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    try:
        line.request("GET", path)
        first = line.getresponse()
        first.read()
        time.sleep(shared.KEPT_FOR + 0.1)  # what is sent then was made anew
        line.request("GET", path, headers={"If-None-Match": first.headers["etag"]})
        again = line.getresponse()
        assert (again.status, again.read()) == (304, b"")
        assert "default-src 'none'" in again.headers["content-security-policy"]
    finally:
        line.close()
