"""The shape of the project, held by a test: who may import whom, how large things get, what nothing is called."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PRODUCT = sorted(path for package in ("archive", "crawler") for path in (ROOT / package).rglob("*.py"))
PURE = [*(ROOT / "crawler/reading").glob("*.py"), *(ROOT / "crawler/portals").glob("*.py")]
PURE += [
    path for path in PRODUCT if path not in PURE and "Pure" in (ast.get_docstring(ast.parse(path.read_text())) or "")
]
MAY_READ_PAGES = {"archive/commands/read.py", "archive/commands/reread.py"}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [p for p in PRODUCT if p.is_relative_to(ROOT / "archive")], ids=name_of)
def test_the_archive_knows_nothing_of_the_crawler(path: Path) -> None:
    tops = {module.split(".")[0] for module in imported(path)}
    assert "scrapy" not in tops
    if name_of(path) not in MAY_READ_PAGES:
        assert "crawler" not in tops


def test_the_archive_knows_nothing_of_its_reader() -> None:
    outside = [p for p in (ROOT / "archive").rglob("*.py") if not p.is_relative_to(ROOT / "archive/web")]
    assert outside
    assert [name_of(p) for p in outside if any(m.startswith("archive.web") for m in imported(p))] == []


@pytest.mark.parametrize("path", PURE, ids=name_of)
def test_pure_modules_know_no_framework_no_database_no_clock_and_no_network(path: Path) -> None:
    modules = set(imported(path))
    assert not {m for m in modules if m.split(".")[0] in {"scrapy", "twisted", "socket", "urllib3", "time"}}
    assert not {m for m in modules if m.startswith(("archive.store", "archive.sqlite", "urllib.request"))}
    assert not re.search(r"\b(datetime\.now|utcnow|date\.today)\(", path.read_text())


def test_pure_modules_bring_no_framework_and_no_database_with_them() -> None:
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in PURE]
    code = f"import importlib, sys\nfor name in {names!r}:\n    importlib.import_module(name)\n"
    code += "sys.exit(' '.join({'sqlite3', 'pysqlite3', 'scrapy', 'twisted.internet'} & sys.modules.keys()) or 0)"
    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_one_module_imports_sqlite() -> None:
    tops = {name_of(p) for p in PRODUCT if {m.split(".")[0] for m in imported(p)} & {"sqlite3", "pysqlite3"}}
    assert tops <= {"archive/sqlite.py"}


@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_modules_and_functions_stay_small(path: Path) -> None:
    source = path.read_text()
    assert len(source.splitlines()) <= 250
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, f"{node.name} is longer than 40 lines"


def test_nothing_is_a_drawer() -> None:
    assert not {p for p in PRODUCT if p.stem in {"utils", "common", "base", "helpers", "misc"}}


def test_the_committed_files_name_no_registry_and_no_path_of_a_machine() -> None:
    lock_files = [*ROOT.glob("requirements*.lock"), *ROOT.glob("*/requirements*.lock")]
    assert lock_files
    for path in lock_files:
        lines = path.read_text().splitlines()
        assert not [line for line in lines if "://" in line or line.startswith(("--index", "--extra", "--find"))]
        assert all("--hash=" in line or "==" in line for line in lines if line.strip())


def test_the_archive_opens_without_importing_scrapy() -> None:
    code = "import archive.cli, sys; sys.exit('scrapy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0
