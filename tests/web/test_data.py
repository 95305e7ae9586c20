"""datasette-metadata.json against the schema: every question, every facet, every named column."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from archive.sqlite import connect
from tests.web.conftest import TOP, Site

METADATA: dict[str, Any] = json.loads((TOP / "datasette-metadata.json").read_text("utf-8"))
ARCHIVE = METADATA["databases"]["archive"]
TABLES = sorted(ARCHIVE["tables"])
SHOWN = [table for table in TABLES if not ARCHIVE["tables"][table].get("hidden")]


@pytest.mark.parametrize("name", sorted(ARCHIVE["queries"]))
def test_question_has_a_title_a_sentence_and_an_answer(site: Site, name: str) -> None:
    query = ARCHIVE["queries"][name]
    assert query["title"]
    assert query["description"].endswith(("?", "."))
    parameters = {"days": "100000", "words": "dien gio"}
    asked = "&".join(f"{p}={parameters[p]}".replace(" ", "+") for p in query.get("params", []))
    assert site.json(f"/archive/{name}.json?_shape=array&{asked}")
    assert site.get(f"/archive/{name}?{asked}").status == 200


@pytest.mark.parametrize("table", SHOWN)
def test_table_page_opens_with_its_sort_and_facets(site: Site, table: str) -> None:
    assert site.get(f"/archive/{table}").status == 200


ORDERS = [
    ("articles", ""), ("articles", "_sort=portal"), ("articles", "_sort_desc=version_count"), ("articles", "year=2024"),
    ("articles", "_sort=section"), ("addresses", ""), ("addresses", "state=done&_sort_desc=checked_at"),
    ("captures", ""), ("captures", "_sort=status"), ("readings", "_sort=outcome"), ("runs", "_sort=portal"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "order"), ORDERS)
def test_pages_of_a_table_hold_each_row_once_in_whatever_order(site: Site, table: str, order: str) -> None:
    path, seen = f"/archive/{table}.json?_shape=objects&_size=3&{order}", []
    total = site.json(path)["filtered_table_rows_count"]
    while path:
        page = site.json(path)
        seen += [json.dumps(row, sort_keys=True) for row in page["rows"]]
        path = str(page["next_url"] or "").partition("127.0.0.1")[2].partition("/")[2]
        path = f"/{path}" if path else ""
    assert len(seen) == len(set(seen)) == total > 3


@pytest.mark.parametrize("table", ["addresses", "articles", "captures", "readings"])
def test_facets_of_a_large_table_are_counted_from_an_index(library: Path, table: str) -> None:
    db = connect(library, readonly=True)
    for column in ARCHIVE["tables"][table]["facets"]:
        counted = f"SELECT {column}, count(*) FROM {table} WHERE {column} IS NOT NULL GROUP BY {column}"
        steps = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {counted}").fetchall()]
        assert "COVERING INDEX" in steps[0], (column, steps)
    db.close()


@pytest.mark.parametrize("table", SHOWN)
def test_every_column_of_a_table_is_described_and_no_other(site: Site, table: str) -> None:
    columns = site.json(f"/archive/{table}.json?_size=1")["columns"]
    assert sorted(ARCHIVE["tables"][table].get("columns", ())) == sorted(set(columns) - {"rowid"})


def test_every_table_of_the_archive_is_described_or_hidden(site: Site) -> None:
    page = site.json("/archive.json")
    names = {table["name"] for table in page["tables"] if not table["hidden"]} | {
        view["name"] for view in page["views"]
    }
    assert names == set(SHOWN)


def test_facets_are_portal_section_year_and_state(site: Site) -> None:
    facets = site.json("/archive/articles.json")["facet_results"]
    assert set(facets) == {"portal", "section", "year", "state"}
    assert {value["value"] for value in facets["year"]["results"]} == {2022, 2023, 2024}


def test_search_question_shows_passages_with_the_words_marked(site: Site) -> None:
    assert "<mark>điện</mark>" in site.get("/archive/search?words=dien+gio").text
    assert "«điện»" in site.json("/archive/search.json?_shape=array&words=dien+gio")[0]["passage"]


def test_title_in_a_table_leads_to_the_reading_page(site: Site) -> None:
    assert f'href="/a/{site.article("Ba Tri")}"' in site.get("/archive/articles").text


def heads(page: str) -> list[str]:
    return [re.sub("<[^>]*>", "", head) for head in re.findall(r"<th scope[^>]*>(.*?)</th>", page)]


def test_articles_are_shown_with_the_columns_asked_for_and_sorted_by_any(site: Site) -> None:
    plain = ["title", "updated_on", "portal", "section", "state", "versions", "row"]
    page = site.get("/archive/articles").text
    assert heads(page) == plain
    assert "?_sort=section" in page
    assert heads(site.get("/archive/articles?_sort=section").text) == plain
    asked = site.get("/archive/articles?_col=author").text
    assert heads(asked) == ["id", "author"]
    assert "Hồng Nhiên" in asked
    assert "summary" not in heads(site.get("/archive/articles?_nocol=summary").text)
    assert "author" in heads(site.get("/archive/articles?_nocol=summary").text)
    assert "author" in heads(site.get("/archive/articles?_sort_desc=author").text)


def test_column_that_a_table_is_sorted_by_says_so_and_in_which_order(site: Site) -> None:
    for path, column, order in (
        ("/archive/articles", "updated_on", "descending"),
        ("/archive/articles?_sort=section", "section", "ascending"),
        ("/archive/captures?_sort_desc=status", "status", "descending"),
    ):
        sorted_by = re.findall(r'<th scope="col" aria-sort="(\w+)"[^>]*><a [^>]*>(\w+)</a>', site.get(path).text)
        assert sorted_by == [(order, column)], path


def test_csv_below_a_table_says_what_it_leaves_out_and_leads_to_all_of_it(library: Path) -> None:
    async def story() -> tuple[str, str, str, int]:
        few = Datasette([str(library)], metadata=METADATA, settings={"max_returned_rows": 10})
        page = (await few.client.get("/archive/captures?_size=5")).text
        (line,) = re.findall('<p class="exports">.*', page)
        (following,) = re.findall(r'href="http://localhost([^"]*_next=[^"]*)" rel="next"', page)
        (other,) = re.findall('<p class="exports">.*', (await few.client.get(unescape(following))).text)
        (link,) = re.findall(r'href="([^"]*)">all of them', other)
        whole = await few.client.get(unescape(link))
        return line, other, whole.headers["content-disposition"], len(list(csv.reader(io.StringIO(whole.text))))

    line, other, saved, rows = asyncio.run(story())
    assert "(10 rows at most" in line
    assert "_dl=1" in line
    assert "(10 rows at most" in other
    assert saved == 'attachment; filename="captures.csv"'
    assert rows - 1 == connect(library, readonly=True).execute("select count(*) from captures").fetchone()[0] > 10


def test_csv_of_a_short_table_is_said_to_be_whole(site: Site) -> None:
    page = site.get("/archive/portals").text
    assert ">CSV</a></p>" in page
    assert site.get("/archive/portals.csv?_dl=1").headers["content-disposition"].startswith("attachment")


def test_several_statements_are_told_apart_from_odd_parameters_and_stay_in_the_box(site: Site) -> None:
    page = site.get("/archive?sql=select+1;+select+2").text
    assert "one SELECT can be asked at a time" in page
    assert ">select 1; select 2</textarea>" in page


def test_limits_hold_with_the_plain_datasette_command(site: Site) -> None:
    settings = site.json("/-/settings.json")
    assert settings["suggest_facets"] is False
    assert settings["max_returned_rows"] == 500
    assert site.get("/archive/articles?_size=501").status == 400
