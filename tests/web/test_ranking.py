"""One ranking wherever words are searched for: the command, the search page, the ready question."""

import asyncio
import re
from dataclasses import replace
from pathlib import Path

import pytest

from archive.commands.browse import served
from archive.finding import find
from archive.opening import open_for_reading
from archive.search import RANK
from archive.store import Archive
from tests.web.library import BENTRE, WIND, look
from tests.web.test_data import ARCHIVE

PLAIN = "Bản tin của phòng quản lý về việc đồng áng trong mùa khô năm nay"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles with a word once in the title, or ever more often in the text, and some that are quite the same."""
    path = tmp_path_factory.mktemp("ranking") / "archive.db"
    told = [("Giá muối", PLAIN)]
    told += [("Bản tin", " ".join(["muối"] * number + PLAIN.split()[number:])) for number in (2, 4, 5, 6, 7, 8)]
    told += [("Bản tin", f"Ruộng muối. {PLAIN}")] * 3 + [("Bản tin", PLAIN)] * 20
    with Archive(path) as archive:
        for number, (title, body) in enumerate(told):
            text = replace(WIND, url=f"{BENTRE}{number}.html", title=f"{title} {number}", body_text=body, summary=None)
            archive.save(look("sct_bentre", text, f"2024-09-07T01:00:{number:02}Z"))
    return path


@pytest.mark.parametrize("words", ["muoi", "muối"])
def test_the_command_and_the_reader_give_articles_in_one_order(path: Path, words: str) -> None:
    async def told() -> str:
        return str((await served(path).client.get("/search", params={"q": words})).text)

    with open_for_reading(path) as db:
        found = [hit.id for hit in find(db, words)]
    assert len(found) == 10
    assert found == list(dict.fromkeys(re.findall(r'href="/a/([0-9a-z]+)"', asyncio.run(told()))))


def test_the_ready_question_ranks_as_the_search_does() -> None:
    assert RANK in ARCHIVE["queries"]["search"]["sql"]
