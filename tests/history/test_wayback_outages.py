"""`scrapy crawl wayback` where the list is to be had and the captures are not: none is lost, and nobody is pressed."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.past.replay import TRIES
from crawler.settings import OUTAGE_AFTER
from tests.history.scenes import HOST, ask, page
from tests.history.test_wayback_faults import Archive, serving, wayback

FATES = "SELECT state, coalesce(reason, '') FROM addresses"
STATES = "SELECT state, coalesce(reason, ''), count(*) FROM addresses WHERE kind = 'capture' GROUP BY 1, 2 ORDER BY 1"


class Walled(Archive):
    """Answers in the place of every capture (or only of those whose address holds `at`) with a status and headers."""

    wall = 0
    at = ""
    told: dict[str, str]
    asked: list[str]

    def replay(self, query: str) -> None:
        self.asked.append(self.path)
        if self.wall and self.at in self.path:
            told = {name: value.format(asked=self.path) for name, value in self.told.items()}
            self.answer(self.wall, b"<html><h1>Your address has been blocked</h1></html>", **told)
        else:
            super().replay(query)


def rows(count: int) -> list[list[str]]:
    named = ((f"202106{n // 20 + 1:02}{n % 20:02}0203", f"{HOST}/tin-{n}.html") for n in range(count))
    return [[at, url, "text/html", "200", url, "900"] for at, url in named]


@pytest.fixture
def server() -> Iterator[tuple[str, type[Walled]]]:
    fresh = {"seen": Counter(), "queries": [], "asked": [], "told": {}, "rows": rows(12)}
    handler = type("Asked", (Walled,), fresh)
    with serving(handler) as address:
        yield address, handler


@pytest.mark.parametrize(
    ("wall", "told"),
    [
        (403, {}),
        (302, {"Location": "/account/login?next={asked}"}),
        (404, {}),
    ],
)
def test_captures_that_a_wall_or_a_wrong_address_keeps_from_us_are_asked_for_again(
    tmp_path: Path, server: tuple[str, type[Walled]], wall: int, told: dict[str, str]
) -> None:
    server[1].wall, server[1].told = wall, told
    archive = tmp_path / "archive.db"
    ran = wayback(server[0], archive)
    assert (ran.code, "handed out none: check WAYBACK_REPLAY_URL" in ran.said) == (3, True), ran.said
    assert {state for state, *_ in ask(archive, STATES)} <= {"failed", "queued"}
    server[1].wall = 0
    assert wayback(server[0], archive).code == 0
    assert ask(archive, STATES) == [("done", "", 12)]


def test_what_a_server_that_hands_out_others_does_not_have_is_not_asked_for_for_ever(
    tmp_path: Path, server: tuple[str, type[Walled]]
) -> None:
    server[1].wall, server[1].at = 404, "tin-3.html"
    archive = tmp_path / "archive.db"
    assert wayback(server[0], archive).code == 0
    assert ask(archive, STATES) == [("done", "", 11), ("refused", "replay:status-404", 1)]
    server[1].at, server[1].rows = "tin-12.html", rows(13)
    ran = wayback(server[0], archive)
    assert ran.code == 0, ran.said
    assert ask(archive, STATES) == [("done", "", 11), ("refused", "replay:status-404", 2)]
    server[1].at, server[1].rows = "", rows(14)  # nor what it had: by now the address is a wrong one
    assert wayback(server[0], archive).code == 3
    assert ask(archive, STATES)[1] == ("failed", "replay:status-404", 1)


@pytest.mark.parametrize("wall", [503, 403])
def test_a_server_out_of_order_is_left_alone_and_the_rest_waits(
    tmp_path: Path, server: tuple[str, type[Walled]], wall: int
) -> None:
    server[1].wall, server[1].rows = wall, rows(40)
    archive = tmp_path / "archive.db"
    ran = wayback(server[0], archive)
    assert (ran.code, "in a row could not be fetched" in ran.said) == (3, True), ran.said
    assert len(server[1].asked) <= (OUTAGE_AFTER + 3) * TRIES
    assert dict(ask(archive, "SELECT state, count(*) FROM addresses WHERE kind = 'capture' GROUP BY 1"))["queued"] >= 27
    server[1].wall = 0
    assert wayback(server[0], archive).code == 0
    assert ask(archive, STATES) == [("done", "", 40)]


def test_pictures_that_cannot_be_had_end_only_the_asking_for_pictures(
    tmp_path: Path, server: tuple[str, type[Walled]]
) -> None:
    server[1].wall, server[1].at = 503, ".png"
    server[1].bodies = {
        at: page(f"Chợ đêm số {at} mở lại bên sông").replace(
            b"</div></body>",
            "".join(f'<p><img src="/upload/{at}-{n}.png"></p>' for n in range(3)).encode() + b"</div></body>",
        )
        for at, *_ in rows(12)
    }
    archive = tmp_path / "archive.db"
    ran = wayback(server[0], archive)
    assert (ran.code, ask(archive, "SELECT count(*) FROM addresses WHERE kind = 'media'")) == (0, [(36,)]), ran.said
    assert len(server[1].asked) <= 12 + (OUTAGE_AFTER + 3) * TRIES


def test_full_asks_again_for_captures_that_were_had_and_for_those_refused(
    tmp_path: Path, server: tuple[str, type[Walled]]
) -> None:
    server[1].wall, server[1].at = 404, "tin-3.html"
    archive = tmp_path / "archive.db"
    assert wayback(server[0], archive).code == 0
    server[1].wall = 0
    for full, asked in (("0", 0), ("1", 12)):
        server[1].asked.clear()
        assert wayback(server[0], archive, full=full).code == 0
        assert len(server[1].asked) == asked
    assert ask(archive, STATES) == [("done", "", 12)]


@pytest.mark.parametrize(
    ("wall", "told", "fate"),
    [
        (404, {"Memento": "Tue, 01 Jun 2021 00:02:03 GMT"}, ("done", "")),
        (403, {"Memento": "Tue, 01 Jun 2021 00:02:03 GMT"}, ("refused", "status-403")),
        (429, {"Memento": "Tue, 01 Jun 2021 00:02:03 GMT"}, ("refused", "status-429")),
        (503, {"Memento": "Tue, 01 Jun 2021 00:02:03 GMT"}, ("refused", "status-503")),
        (
            403,
            {"X-Archive-Wayback-Runtime-Error": "AdministrativeAccessControlException: Blocked Site Error"},
            ("refused", "replay:status-403"),
        ),
    ],
    ids=["captured 404", "captured 403", "captured 429", "captured 503", "hidden by the archive"],
)
def test_a_status_that_was_captured_is_the_captures_and_what_the_archive_hides_is_refused(
    tmp_path: Path, server: tuple[str, type[Walled]], wall: int, told: dict[str, str], fate: tuple[str, str]
) -> None:
    server[1].wall, server[1].told, server[1].rows, server[1].at = wall, told, rows(2), "tin-0.html"
    archive = tmp_path / "archive.db"
    assert wayback(server[0], archive).code == 0
    assert ask(archive, f"{FATES} WHERE kind = 'capture' AND url LIKE '%/tin-0.html'") == [fate]
    assert ask(archive, "SELECT count(*) FROM readings WHERE outcome = 'gone'") == [(wall == 404,)]
    assert len(server[1].asked) == 2, "nobody is pressed for an answer that was captured"
