"""`scrapy crawl wayback` where the server sends on from the capture that its list named."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.history.scenes import HOST, archive_command, ask, page
from tests.history.test_wayback_faults import serving, wayback
from tests.history.test_wayback_repeats import Listing, row

AT, NEAR, FAR = "20190301000000", "20190301000005", "20170301000000"
URL = f"{HOST}/tin-mot.html"
LOOKS = "SELECT url, captured_at FROM captures ORDER BY 2"
FATES = "SELECT state, reason FROM addresses WHERE kind = 'capture'"


class SendingOn(Listing):
    """Has one capture of the page, and sends on to it from any other time and spelling."""

    held = f"{AT}id_/http://www.congthuongbentre.gov.vn:80/Tin-Mot.html"

    def replay(self, _: str) -> None:
        asked = self.path.partition("/web/")[2]
        self.asked.append(asked)
        if asked != self.held:
            self.answer(302, b"", Location=f"/web/{self.held}")
        else:
            at = datetime.strptime(self.held[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
            self.answer(200, page("Chợ đêm mở lại bên sông"), Memento=format_datetime(at, usegmt=True))


@pytest.fixture
def server() -> Iterator[tuple[str, type[SendingOn]]]:
    handler = type("Asked", (SendingOn,), {"seen": Counter(), "asked": [], "rows": [row(AT, "A")]})
    with serving(handler) as address:
        yield address, handler


def test_the_same_second_under_another_spelling_is_the_capture(
    tmp_path: Path, server: tuple[str, type[SendingOn]]
) -> None:
    archive = tmp_path / "archive.db"
    ran = wayback(server[0], archive)
    assert (ran.code, ask(archive, LOOKS)) == (0, [(URL, "2019-03-01T00:00:00Z")]), ran.said
    assert ask(archive, FATES) == [("done", None)]


def test_another_second_is_kept_as_what_it_is_and_the_capture_asked_for_once_more(
    tmp_path: Path, server: tuple[str, type[SendingOn]]
) -> None:
    archive = tmp_path / "archive.db"
    server[1].held = f"{NEAR}id_/{URL}"
    for code, state in ((3, "failed"), (0, "refused"), (0, "refused")):
        ran = wayback(server[0], archive)
        assert (ran.code, ask(archive, FATES)) == (code, [(state, "replay:other-time")]), ran.said
        assert ask(archive, LOOKS) == [(URL, "2019-03-01T00:00:05Z")]
    assert len(server[1].asked) == 4
    assert archive_command(archive, "verify").code == 0


def test_a_capture_that_was_out_of_reach_for_a_while_is_had_in_the_next_run(
    tmp_path: Path, server: tuple[str, type[SendingOn]]
) -> None:
    archive = tmp_path / "archive.db"
    server[1].held = f"{NEAR}id_/{URL}"
    assert wayback(server[0], archive).code == 3
    server[1].held = f"{AT}id_/{URL}"
    assert wayback(server[0], archive).code == 0
    assert ask(archive, LOOKS) == [(URL, "2019-03-01T00:00:00Z"), (URL, "2019-03-01T00:00:05Z")]
    assert ask(archive, FATES) == [("done", None)]


@pytest.mark.parametrize("held", [f"{FAR}id_/{URL}", f"{AT}id_/{HOST}/dang-nhap.html"])
def test_what_lies_outside_the_time_asked_for_or_at_another_page_is_not_taken(
    tmp_path: Path, server: tuple[str, type[SendingOn]], held: str
) -> None:
    archive = tmp_path / "archive.db"
    server[1].held = held
    for code in (3, 0):
        ran = wayback(server[0], archive, since="2019")
        assert (ran.code, ask(archive, LOOKS)) == (code, []), ran.said
