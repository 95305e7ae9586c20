"""`scrapy crawl warc`: what says that a page is as it was is a look at its article."""

from itertools import permutations
from pathlib import Path

import pytest

from archive.agenda import Agenda
from archive.store import Archive
from tests.history.scenes import HOST, archive_command, ask, page, run
from tests.history.warcs import Shot, write_warc

URL = f"{HOST}/cho-dem.html"
SEEN = Shot(URL, "2019-01-01T00:00:00Z", page("Chợ đêm mở lại bên sông"))
GONE = Shot(URL, "2022-01-01T00:00:00Z", b"<html>404</html>", "404 Not Found")
HEAD = (("ETag", '"x"'),)
PROFILE = {"WARC-Profile": "http://netpreserve.org/warc/1.0/revisit/server-not-modified"}
ANSWER = Shot(f"{HOST}:80/cho-dem.html?fbclid=x", "2023-01-01T00:00:00Z", b"", "304 Not Modified", HEAD)
REVISIT = Shot(URL, "2023-01-01T00:00:00Z", b"", "304 Not Modified", HEAD, "revisit", PROFILE)
HISTORY = "SELECT first_seen_at, last_seen_at, version_count, state FROM articles"


@pytest.mark.parametrize("same", [ANSWER, REVISIT], ids=["answer", "revisit as Heritrix writes it"])
@pytest.mark.parametrize("turned", [False, True], ids=["in order", "turned round"])
def test_an_answer_that_a_page_is_as_it_was_is_a_look_at_its_article(tmp_path: Path, same: Shot, turned: bool) -> None:
    shots = [SEEN, GONE, same][:: -1 if turned else 1]
    path, archive = write_warc(tmp_path / "w.warc.gz", shots), tmp_path / "a" / "archive.db"
    for again in range(3):
        ran = run("warc", archive, portal="sct_bentre", path=path, **({"full": 1} if again == 2 else {}))
        assert (ran.code, "status-304" in ran.said) == (0, False), ran.said
        assert ask(archive, HISTORY) == [(SEEN.at, same.at, 1, "present")]
    assert ask(archive, "SELECT count(*) FROM captures") == [(3,)]
    assert archive_command(archive, "verify").code == 0


def test_of_what_is_no_article_it_is_counted_and_not_kept(tmp_path: Path) -> None:
    """Heritrix writes one for each picture at each visit: a live crawl would ask for all of them as pages."""
    others = [Shot(f"{HOST}/nen/{n}.png", "2023-01-01T00:00:00Z", b"", "304 Not Modified", HEAD) for n in range(3)]
    path, archive = write_warc(tmp_path / "w.warc.gz", [SEEN, *others]), tmp_path / "a" / "archive.db"
    ran = run("warc", archive, portal="sct_bentre", path=path)
    assert (ran.code, "status-304 3" in ran.said) == (0, True), ran.said
    assert ask(archive, "SELECT count(*) FROM captures") == [(1,)]
    assert ask(archive, "SELECT url FROM addresses WHERE url LIKE '%.png'") == []


@pytest.mark.parametrize("same", [ANSWER, REVISIT], ids=["answer", "revisit as Heritrix writes it"])
@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_in_any_order_of_imports_it_counts_once_the_article_is_there(
    tmp_path: Path, same: Shot, order: tuple[int, ...]
) -> None:
    shots, archive = [SEEN, GONE, same], tmp_path / "a" / "archive.db"
    for number in (*order, order[0]):
        path = write_warc(tmp_path / f"{number}.warc.gz", [shots[number]])
        ran = run("warc", archive, portal="sct_bentre", path=path)
        assert ran.code == 0, ran.said
    assert ask(archive, HISTORY) == [(SEEN.at, same.at, 1, "present")]
    assert ask(archive, "SELECT count(*) FROM captures") == [(3,)]
    assert archive_command(archive, "verify").code == 0


def test_a_page_that_nothing_else_is_known_of_is_asked_for_live_and_called_neither_article_nor_none(
    tmp_path: Path,
) -> None:
    archive = tmp_path / "archive.db"
    ran = run("warc", archive, portal="sct_bentre", path=write_warc(tmp_path / "w.warc.gz", [REVISIT]))
    assert ran.code == 0, ran.said
    with Archive(archive) as kept:
        agenda = Agenda(kept.db, "sct_bentre")
        assert [row.url for row in agenda.queued(9)] == [URL]
        assert not agenda.is_no_article(agenda.queued(9)[0].identity)
