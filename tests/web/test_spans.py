"""Dates that moved and texts that came back are told wherever the reader tells of a version."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from archive.cli import main
from archive.store import Archive
from tests.web.asking import answers, article_id, version_ids
from tests.web.library import PORTALS, WIND, look

ATOM = "{http://www.w3.org/2005/Atom}"
EARLIER, MOVED = ("2024-05-05", "Cập nhật: 05/05/2024"), ("2025-01-01", "Cập nhật: 01/01/2025")
BUMPED, EDITED, BACK = "2026-10-24T01:00:00Z", "2026-11-03T01:00:00Z", "2026-11-13T01:00:00Z"


def shown(date: tuple[str, str], **changes: Any) -> Any:
    return replace(WIND, updated_at=date[0], date_text=date[1], **changes)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Version 1 under one date, then another; then version 2; then version 1 again. What the portal did not."""
    path = tmp_path_factory.mktemp("spans") / "archive.db"
    with Archive(path) as archive:
        archive.portals(PORTALS)
        archive.save(look("sct_bentre", shown(EARLIER), "2026-10-14T01:00:00Z"))
        archive.save(look("sct_bentre", shown(MOVED), BUMPED))
        archive.save(look("sct_bentre", shown(MOVED, title="Tin khác"), EDITED))
        archive.save(look("sct_bentre", shown(MOVED), BACK))
        archive.save(look("sct_bentre", shown(MOVED), "2026-11-15T01:00:00Z"))
    return path


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", page).split())


def test_page_tells_the_date_that_its_text_bore_before_as_it_was_written(path: Path) -> None:
    first, _ = version_ids(path)
    for address in (f"/a/{article_id(path)}", f"/a/{article_id(path)}?version={first}"):
        words = words_of(answers(path, address)[0].text)
        assert "1 January 2025 as the portal wrote it: “Cập nhật: 01/01/2025”" in words
        assert "was dated 5 May 2024, as the portal wrote it “Cập nhật: 05/05/2024” (seen on 14 October 2026)" in words
        assert "dated 5 May 2024, as the portal wrote it “Cập nhật: 05/05/2024”; from 24 October 2026 on 1 Jan" in words
        assert "its date moved, its text did not, seen on 24 October 2026" in words


def test_page_of_a_version_that_bore_one_date_tells_of_no_other(path: Path) -> None:
    _, second = version_ids(path)
    page = answers(path, f"/a/{article_id(path)}?version={second}")[0].text
    assert "5 May 2024" not in page.split('id="cite"')[0]


def test_citation_names_the_dates_that_the_text_bore_before(path: Path) -> None:
    page, bib = answers(path, f"/a/{article_id(path)}", f"/a/{article_id(path)}.bib")
    assert ", 1 January 2025 (dated before: 5 May 2024 “Cập nhật: 05/05/2024”). http" in words_of(page.text)
    assert "(dated before: 2024-05-05 “Cập nhật: 05/05/2024”)}," in bib.text
    assert "  date = {2025-01-01}," in bib.text


def test_comparison_bears_every_date_of_both_versions_also_of_one_alone(path: Path) -> None:
    article, (first, second) = article_id(path), version_ids(path)
    two, one = answers(
        path, f"/a/{article}/compare?from={first}&to={second}", f"/a/{article}/compare?from={first}&to={first}"
    )
    for page in (two, one):
        assert "Version 1: dated 5 May 2024, as the portal wrote it “Cập nhật: 05/05/2024”; from 24" in words_of(
            page.text
        )
    assert "Version 2: dated 1 January 2025" in words_of(two.text)
    assert "Its date moved, as told above; its text did not." in words_of(one.text)
    assert one.text.count("Version 1: ") == 1


def test_text_that_came_back_is_told_with_its_span_and_what_it_replaced(path: Path) -> None:
    article, (first, second) = article_id(path), version_ids(path)
    page, compared = answers(path, f"/a/{article}", f"/a/{article}/compare")
    assert "Shown again, seen from 13 November 2026 to 15 November 2026, in place of version 2" in words_of(page.text)
    assert f'/compare?from={second}&amp;to={first}">what changed from version 2 to 1<' in page.text
    assert "edited silently" not in words_of(page.text.split('id="versions"')[1].split(">2.</strong>")[0])
    assert "version 1 was shown again, seen from 13 November 2026 to 15 November 2026, in place of version 2." in (
        words_of(compared.text)
    )


def test_versions_of_a_comparison_may_be_named_by_number(path: Path) -> None:
    article, (first, second) = article_id(path), version_ids(path)
    by_number, by_id, none = answers(
        path, *(f"/a/{article}/compare?{two}" for two in ("from=1&to=2", f"from={first}&to={second}", "from=1&to=3"))
    )
    assert by_number.text == by_id.text
    assert none.status_code == 404


def test_feed_tells_both_dates_a_text_that_came_back_and_the_old_title(path: Path) -> None:
    feed = ET.fromstring(answers(path, "/feeds/changes.atom")[0].text)
    told = [
        [entry.findtext(f"{ATOM}{name}") or "" for name in ("title", "summary")] for entry in feed.iter(f"{ATOM}entry")
    ]
    assert [title for title, _ in told] == [
        f"Edited silently: {WIND.title}", "Edited silently: Tin khác", f"Dated anew: {WIND.title}",
    ]  # fmt: skip
    assert told[0][1].startswith(
        "Edited silently: a text that the portal had shown before came back; the title was “Tin khác”. "
    )
    assert told[1][1].startswith(f"Edited silently: the text changed, its date did not; the title was “{WIND.title}”. ")
    assert told[2][1].startswith("Dated anew: only the date changed; 5 May 2024 → 1 January 2025. ")


def test_feed_ends_a_text_without_lead_at_a_word(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db") as archive:
        archive.save(look("sct_bentre", replace(WIND, summary=None, body_text="nghiêng " * 80), BUMPED))
    feed = ET.fromstring(answers(tmp_path / "archive.db", "/feeds/new.atom")[0].text)
    (told,) = [entry.findtext(f"{ATOM}summary") for entry in feed.iter(f"{ATOM}entry")]
    assert told
    assert set(told.split()) == {"nghiêng", "…"}


def diff(path: Path, *words: str) -> Any:
    return CliRunner().invoke(main, ["--archive", str(path), "diff", article_id(path), *words])


def test_command_tells_every_date_too(path: Path) -> None:
    assert (
        "version 1: dated 2024-05-05 “Cập nhật: 05/05/2024”, seen 2026-10-14T01:00:00Z to 2026-10-14T01:00:00Z; "
        in (diff(path, "1", "2").output)
    )
    assert diff(path, "1", "1").output.count("version 1: dated") == 1
    dates = json.loads(diff(path, "1", "2", "--json").output)["dates"]
    assert [(date["updated_at"], date["date_text"]) for date in dates["old"]] == [EARLIER, MOVED]
    assert [date["since"] for date in dates["new"]] == [EDITED]


def test_command_takes_a_few_digits_for_a_number_never_for_the_beginning_of_an_id(path: Path) -> None:
    for name in version_ids(path):
        digits = re.match(r"\d*", name)
        assert digits
        for wrong in {"0", "3", "9", *([digits[0][:4]] if digits[0] and int(digits[0][:4]) > 2 else [])}:
            assert diff(path, wrong, "1").exit_code == 1, wrong
        assert diff(path, name[:10], name).exit_code == 0
