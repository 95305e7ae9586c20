"""What makes searching quick on a large archive, seen without a clock: plans, ranks and what is remembered."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from datasette.database import QueryInterrupted

from archive.commands.browse import served
from archive.search import fts_query
from archive.sqlite import connect
from archive.store import Archive
from archive.web import feeds, home, searching
from archive.web.rows import Rows, archive_of
from tests.archive.visits import article, visit
from tests.web.conftest import Site
from tests.web.library import LYCHEE, build, look


def plan(path: Path, sql: str, params: dict[str, Any]) -> str:
    db = connect(path, readonly=True)
    db.create_function("escape_fts", 1, lambda words: f'"{words}"')
    rows = db.execute(f"explain query plan {sql}", params).fetchall()
    db.close()
    return "\n".join(row[3] for row in rows)


def asked(words: str, **narrow: str) -> searching.Asked:
    return searching.Asked(words, narrow.get("portal", ""), narrow.get("year", ""), narrow.get("section", ""), 1)


@pytest.mark.parametrize("narrow", [{"year": "2023"}, {"portal": "sct_bentre"}, {"section": "Thương mại"}])
def test_narrowed_search_reads_the_full_text_index_once(library: Path, narrow: dict[str, str]) -> None:
    where, params = asked("dien", **narrow).narrowing()
    for sql in (searching.HITS, searching.BEST, searching.LATEST):
        narrowed = sql.format(narrow=searching.NARROW.format(where), order=searching.OF_LATEST)
        steps = plan(library, narrowed, {**params, "match": '"dien"', "ranked": 9, "last": 9})
        assert re.search(r"article_search VIRTUAL TABLE INDEX \d+:M", steps)  # "=M": a search for each row of the set


def test_search_box_follows_the_index_of_its_order_and_sorts_no_rows(site: Site, library: Path) -> None:
    query = site.json("/archive/articles.json?_search=dien")["query"]
    steps = plan(library, query["sql"], query["params"])
    assert "USING INDEX articles_by_day" in steps
    assert "TEMP B-TREE" not in steps


@pytest.mark.parametrize(
    ("narrow", "index"), [("true", "articles_by_day"), ("portal = 'sct_bentre'", "articles_overview")]
)
def test_list_without_words_follows_an_index_of_days_and_sorts_within_a_day(
    library: Path, narrow: str, index: str
) -> None:
    steps = plan(library, searching.NEWEST.format(narrow=narrow), {"size": 20, "skip": 0})
    assert f"articles USING INDEX {index}" in steps
    assert "USE TEMP B-TREE FOR LAST TERM OF ORDER BY" in steps


def test_first_page_finds_the_newest_as_the_list_does(library: Path) -> None:
    steps = plan(library, home.NEWEST, {})
    assert "articles USING INDEX articles_by_day" in steps
    assert "USE TEMP B-TREE FOR LAST TERM OF ORDER BY" in steps


def test_newest_removals_are_found_by_an_index_of_them_however_many_there_are(library: Path) -> None:
    steps = plan(library, feeds.REMOVALS, {"portal": None, "size": 50})
    assert "articles_by_removal" in steps
    assert "USE TEMP B-TREE FOR ORDER BY" not in steps


@pytest.mark.parametrize("few", [3, 0])
def test_of_too_many_hits_those_with_the_words_in_the_title_come_first_ranked_or_not(
    library: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(searching, "RANKED", 2)
    monkeypatch.setattr(searching, "FEW", few)

    async def found() -> tuple[list[dict[str, Any]], int]:
        rows = await archive_of(served(library))
        assert rows
        places, total = await rows.at_once(lambda ask: searching._best(ask, asked("so"), '"so"'))
        assert len(places) > 1
        return await rows.all(searching.FOUND, {"places": str(places[:1])}), total

    first, total = asyncio.run(found())
    assert total == 3  # “số” stands in every text; four articles were stored after the one that is titled so
    assert first[0]["title"].startswith("Chỉ số")


def test_of_too_many_titles_those_with_the_words_together_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "RANKED", 2)
    path = tmp_path / "archive.db"
    titles = ["Trụ điện gió đầu tiên", "Tắt điện một giờ", "Giờ nào điện rẻ", "Gió lớn, điện chập chờn"]
    with Archive(path) as archive:
        for number, title in enumerate(titles):
            archive.save(visit(article(f"bai-{number}", title=title, body_text=f"Bản tin số {number} của xã.")))

    async def found() -> list[str]:
        rows = await archive_of(served(path))
        assert rows
        return [str(row["title"]) for row in await searching._matching(rows, asked("dien gio"), fts_query("dien gio"))]

    assert asyncio.run(found()) == ["Trụ điện gió đầu tiên", *reversed(titles[1:])]


@pytest.mark.parametrize("ranked", [10_000, 2])
def test_search_goes_to_the_archive_and_back_once(library: Path, monkeypatch: pytest.MonkeyPatch, ranked: int) -> None:
    monkeypatch.setattr(searching, "RANKED", ranked)

    async def ways() -> tuple[int, int]:
        rows = await archive_of(served(library))
        assert rows
        taken, run = [], rows.database.execute_fn

        async def counted(work: Any) -> Any:
            taken.append(work)
            return await run(work)

        rows.database.execute_fn = counted
        return len(await searching._matching(rows, asked("so"), fts_query("so"))), len(taken)

    found, ways_taken = asyncio.run(ways())
    assert found
    assert ways_taken == 1


def test_several_questions_asked_at_once_have_one_time_limit(library: Path) -> None:
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n limit 50000) select count(*) from n"

    async def story() -> None:
        rows = await archive_of(served(library))
        assert rows
        rows.database.ds.sql_time_limit_ms = 100
        with pytest.raises(QueryInterrupted):
            await rows.at_once(lambda ask: [ask(endless, {}) for _ in range(400)])

    asyncio.run(story())


def test_counts_are_remembered_until_somebody_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.web.rows.FRESH_FOR", 0.0)
    path = build(tmp_path / "archive.db")
    sql = "select count(*) as n, random() as dice from articles"

    async def counted(rows: Rows) -> tuple[int, int]:
        found = (await rows.kept(sql))[0]
        return found["n"], found["dice"]

    async def story() -> list[tuple[int, int]]:
        rows = await archive_of(served(path))
        assert rows
        seen = [await counted(rows), await counted(rows)]
        with Archive(path) as archive:
            another = replace(LYCHEE, url=LYCHEE.url + "-2", title="Mùa vải muộn")
            archive.save(look("sct_bacgiang", another, "2024-11-01T01:00:00Z"))
        return [*seen, await counted(rows)]

    first, again, after = asyncio.run(story())
    assert first == again
    assert after[0] == first[0] + 1
