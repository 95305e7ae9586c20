"""Supply chain: every package pinned by hash, known holes, secrets in the history, and floors asserted at start."""

from __future__ import annotations

import re
import subprocess
import sys

from archive.floors import FLOORS
from proof.report import Report, at_root

SECRETS = re.compile(
    rb"AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[baprs]-[A-Za-z0-9-]{10,}|AIza[0-9A-Za-z_-]{35}"
    rb"|-----BEGIN [A-Z ]*PRIVATE KEY-----|glpat-[A-Za-z0-9_-]{20}|sk-[A-Za-z0-9]{32,}"
    rb"|(?i:password|passwd|secret|api_?key|token)[\"']?\s*[:=]\s*[\"'][^\"'\s{}$<>]{12,}[\"']"
)
ENTRY = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==(\S+)(.*?)(?=^[A-Za-z0-9]|\Z)", re.MULTILINE | re.DOTALL)
AS_IF_OLD = """
import importlib.metadata as metadata, sys
real = metadata.version
metadata.version = lambda name: "0.1" if name == sys.argv[1] else real(name)
"""
DOORS = {
    "archive": "from archive.cli import main; main(['status'])",
    "scrapy": "from scrapy.cmdline import execute; execute(['scrapy', 'crawl', 'sct_bentre', '-a', 'base_url=http://127.0.0.1:1/'])",
    "datasette": "from datasette.cli import cli; cli(['serve', '--memory', '--get', '/'])",
}
OLD_SQLITE = """
import sys, types
class Old(types.ModuleType):
    sqlite_version, sqlite_version_info, DatabaseError, Warning = "3.31.0", (3, 31, 0), Exception, Exception
dbapi2 = Old("pysqlite3.dbapi2")
package = types.ModuleType("pysqlite3"); package.dbapi2 = dbapi2
sys.modules.update({"pysqlite3": package, "pysqlite3.dbapi2": dbapi2})
import archive.sqlite
"""


def run(size: str) -> Report:
    """All of it."""
    report = Report("Supply chain")
    pinned(report)
    audit(report, size)
    secrets(report)
    floors(report, size)
    return report


def pinned(report: Report) -> None:
    """Each entry of each lock file has a hash, and no address."""
    for lock in sorted([*at_root().glob("requirements*.lock"), *at_root().glob("*/requirements*.lock")]):
        text = lock.read_text()
        entries = ENTRY.findall(text)
        bare = [name for name, _, rest in entries if "--hash=sha256:" not in rest]
        lines = sum(bool(re.match(r"[A-Za-z0-9]", line)) for line in text.splitlines())
        held = not bare and len(entries) == lines > 0 and "://" not in text
        report.promise(
            f"{lock.relative_to(at_root())}", f"{len(entries)} packages, {len(bare)} without hash", "0", held=held
        )


def audit(report: Report, size: str) -> None:
    """pip-audit over what is installed; its service may be out of reach, which is said and is no failure."""
    if size == "short":
        report.skipped("pip-audit", "not in the short form: `make proof` asks the advisory service")
        return
    lock = str(at_root() / "requirements.lock")
    words = [
        "-m",
        "pip_audit",
        "--require-hashes",
        "--disable-pip",
        "-r",
        lock,
        "--progress-spinner",
        "off",
        "--timeout",
        "10",
    ]
    try:
        done = subprocess.run([sys.executable, *words], capture_output=True, text=True, timeout=120, check=False)
    except subprocess.TimeoutExpired:
        report.skipped("pip-audit", "its advisory service gave no answer in two minutes")
        return
    told = (done.stdout + done.stderr).strip()
    if done.returncode == 0:
        report.promise("pip-audit", told.splitlines()[-1][:100], "no known hole", held=True)
    elif "vulnerabilit" in told and "Found" in told:
        report.promise("pip-audit", told.splitlines()[0][:100], "no known hole", held=False)
    else:
        report.skipped(
            "pip-audit", f"its advisory service is out of reach: {told.splitlines()[-1][:80] if told else ''}"
        )


def secrets(report: Report) -> None:
    """Nothing that looks like a key in any version of any file."""
    if not (at_root() / ".git").exists():
        report.skipped("secrets in the history", "no git history here")
        return
    log = subprocess.run(["git", "log", "--all", "-p", "--no-color"], cwd=at_root(), capture_output=True, check=False)
    added = [line for line in log.stdout.splitlines() if line.startswith(b"+")]
    found = sorted({line[:80].decode(errors="replace") for line in added if SECRETS.search(line)})
    found = [
        line for line in found if "proof/supply" not in line and not re.search(r"example|test|dummy|alert|D1N", line)
    ]
    report.none_of("lines ever added, looked at for secrets", len(added), found, "that look like one")


def floors(report: Report, size: str) -> None:
    """A library that is too old stops each program with a sentence, before it does anything."""
    tried, wrong = 0, []
    for number, (door, code) in enumerate(DOORS.items()):
        for library in [*FLOORS][number : number + 1] if size == "short" else FLOORS:
            tried += 1
            wrong += [
                f"{door} with an old {library}: {said}" for said in started(AS_IF_OLD + code, library, "is too old")
            ]
    report.none_of("programs started with an old Scrapy, nh3, sqlite-utils, Datasette", tried, wrong, "went on")
    wrong = started(OLD_SQLITE, "SQLite", "SQLite 3.31.0 is too old")
    report.none_of("the archive opened with an old SQLite", 1, wrong, "went on")


def started(code: str, library: str, wanted: str) -> list[str]:
    """What is wrong with how a program ended."""
    command = [sys.executable, "-c", code, library]
    done = subprocess.run(command, cwd=at_root(), capture_output=True, text=True, check=False)
    said = (done.stdout + done.stderr).strip().splitlines() or ["nothing"]
    clear = any(wanted in line and library in line for line in said)
    return [] if done.returncode and clear else [f"exit {done.returncode}, {said[-1][:100]}"]
