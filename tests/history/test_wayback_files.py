"""`scrapy crawl wayback` and the files that articles show: one good capture is found among bad ones."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.history.scenes import HOST, ask, page
from tests.history.test_wayback_faults import serving, wayback
from tests.history.test_wayback_repeats import Listing, row
from tests.replica.media import png

SHOWN = b'<p><img src="/upload/cho-dem.png" width="600"></p></div></body>'
PICTURE = f"{HOST}/upload/cho-dem.png"
AT, NEAR, LATER, LAST = "20190301000000", "20190301000005", "20190310000000", "20230310000000"
FATE = "SELECT state, reason FROM addresses WHERE kind = 'media'"


class Pictures(Listing):
    """Hands out the capture of a picture that is nearest to the time asked for, whatever it was."""

    first = (404, b"<html>404</html>")

    def replay(self, query: str) -> None:
        if not self.path.endswith(".png"):
            super().replay(query)
            return
        asked = self.path.split("/")[2][:14]
        self.asked.append(asked)
        held = {NEAR: self.first, LATER: (200, b"<html>Dang nhap</html>"), LAST: (200, png(5))}
        at = min(held, key=lambda one: abs(int(one) - int(asked)))
        self.answer(
            *held[at], Memento=f"{datetime.strptime(at, '%Y%m%d%H%M%S').replace(tzinfo=UTC):%a, %d %b %Y %T GMT}"
        )


@pytest.fixture
def server() -> Iterator[tuple[str, type[Pictures]]]:
    rows = [row(AT, "A"), row(LATER, "P", "image/png", PICTURE), row(LAST, "Q", "image/png", PICTURE)]
    body = page("Chợ đêm mở lại bên sông").replace(b"</div></body>", SHOWN)
    fresh = {
        "seen": Counter(), "asked": [], "rows": rows, "bodies": {AT: body},
        "times": {AT: datetime(2019, 3, 1, tzinfo=UTC)},
    }  # fmt: skip
    handler = type("Asked", (Pictures,), fresh)
    with serving(handler) as address:
        yield address, handler


@pytest.mark.parametrize("first", [(404, b"<html>404</html>"), (200, b"<html>Bao tri</html>"), (302, b"")])
def test_a_file_whose_nearest_capture_is_none_is_taken_from_the_next_that_is_one(
    tmp_path: Path, server: tuple[str, type[Pictures]], first: tuple[int, bytes]
) -> None:
    server[1].first = first
    archive = tmp_path / "archive.db"
    ran = wayback(server[0], archive)
    assert (ran.code, ask(archive, FATE)) == (0, [("done", None)]), ran.said
    assert ask(archive, "SELECT bytes FROM images") == [(len(png(5)),)]
    assert server[1].asked[1:] == [AT, LATER, LAST]


def test_full_asks_again_for_a_file_that_was_refused(tmp_path: Path, server: tuple[str, type[Pictures]]) -> None:
    listed, server[1].rows = server[1].rows, server[1].rows[:1]
    archive = tmp_path / "archive.db"
    assert (wayback(server[0], archive).code, ask(archive, FATE)) == (0, [("refused", "status:404")])
    server[1].rows = listed
    assert (wayback(server[0], archive).code, ask(archive, FATE)) == (0, [("refused", "status:404")])
    assert (wayback(server[0], archive, full="1").code, ask(archive, FATE)) == (0, [("done", None)])
    assert ask(archive, "SELECT bytes FROM images") == [(len(png(5)),)]
