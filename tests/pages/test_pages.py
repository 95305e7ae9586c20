"""Frozen pages: each folder is a page and what a person sees on it; each field is a test of its own.

Add a case: a folder with page.html, page.json and article.json (the fields to hold) or error.json (the refusal, or its
outcome). Golden files are written by hand; only `pytest --update-pages` writes the code's answer over them.
"""

from __future__ import annotations

import importlib.util
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from archive.article import Reading
from crawler.portals import PORTALS
from crawler.portals.model import Portal
from crawler.reading.page import Page
from crawler.reading.read import read

HERE = Path(__file__).parent
CASES = sorted(file.parent for file in HERE.glob("*/*/page.html"))
NOTHING_HELD = "no article.json and no error.json"
UNLIKE = HERE.parent / "portals"


def golden(case: Path) -> Path:
    written = (file for file in (case / "article.json", case / "error.json") if file.exists())
    return next(written, case / "article.json")


def wanted_of(case: Path) -> dict[str, Any]:
    """What the golden file holds; of a case that has none yet, nothing."""
    file = golden(case)
    held: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return held


def fields() -> list[Any]:
    return [
        pytest.param(case, name, id=f"{case.parent.name}/{case.name}:{name}")
        for case in CASES
        for name in wanted_of(case) or [NOTHING_HELD]
    ]


@cache
def portal_of(name: str) -> Portal:
    if name in PORTALS:
        return PORTALS[name]
    spec = importlib.util.spec_from_file_location(name, UNLIKE / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    third: Portal = module.PORTAL
    return third


@cache
def reading_of(case: Path) -> Reading:
    facts = json.loads((case / "page.json").read_text(encoding="utf-8"))
    html = (case / "page.html").read_text(encoding="utf-8")
    return read(Page(html=html, source="live", **facts), portal_of(case.parent.name)).reading


def said(reading: Reading) -> dict[str, Any]:
    """What the code says of a page, in the form of the golden files."""
    if reading.article is None:
        return {"reason": reading.reason}
    told = json.loads(json.dumps(asdict(reading.article), default=dict))
    return {name: value for name, value in told.items() if name not in {"url", "rules", "date_rule", "body_html"}}


def holds(wanted: dict[str, Any], got: dict[str, Any], field: str) -> bool:
    if field == "reason" and ":" not in wanted[field]:  # a person sees what kind of page it is; its finer name is ours
        return str(got.get(field)).partition(":")[0] == wanted[field]
    return field in got and bool(got[field] == wanted[field])


@pytest.mark.parametrize(("case", "field"), fields())
def test_a_page_says_what_a_person_sees(case: Path, field: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-pages"):
        update(case)
    wanted, got = wanted_of(case), said(reading_of(case))
    assert wanted, f"{case} has {NOTHING_HELD}: write one, or run `pytest --update-pages -k {case.name}`"
    if field in wanted and not holds(wanted, got, field):
        assert field in got, f"read as {got}"
        assert got[field] == wanted[field]


def update(case: Path) -> None:
    """Write the code's answer where a golden file says another: the fields it held, or all of another kind of page."""
    file, wanted, got = golden(case), wanted_of(case), said(reading_of(case))
    if wanted and all(holds(wanted, got, field) for field in wanted):
        return
    if wanted and wanted.keys() <= got.keys():
        got = {field: got[field] for field in wanted}
    file.unlink(missing_ok=True)
    name = "error.json" if "reason" in got else "article.json"
    (case / name).write_text(json.dumps(got, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def test_there_are_cases_for_each_portal() -> None:
    assert len(CASES) >= 60
    assert {case.parent.name for case in CASES} > set(PORTALS)
