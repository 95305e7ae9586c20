"""Readers: SQL abuse, half-sent requests and a crowd, while a writer writes; the archive stays as it is, and quick."""

from __future__ import annotations

import hashlib
import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from archive.store import Archive
from proof import pages
from proof.report import Report, at_root, percentile

ARTICLES = {"short": 60, "normal": 2000, "soak": 20_000}
SECONDS = {"short": 3, "normal": 40, "soak": 3600}
CROWD, GREEDY, HALF = 100, 20, 200
ALONE = 2  # seconds that the writer has for itself, to know its pace
SQL = (
    "DROP TABLE articles", "DELETE FROM articles", "UPDATE articles SET title = 'x'", "INSERT INTO runs (spider) VALUES ('x')",
    "PRAGMA journal_mode = DELETE", "PRAGMA writable_schema = 1", "PRAGMA wal_checkpoint(TRUNCATE)", "ATTACH 'x.db' AS x", "VACUUM INTO '/tmp/x.db'",
    "select load_extension('/tmp/x.so')", "select writefile('/tmp/x', 'x')", "select readfile('/etc/passwd')", "select fts3_tokenizer('simple', x'41')",
    "select 1; DROP TABLE articles", "select 1 -- \x00", "with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t",
    "select randomblob(900000000)", "select length(zeroblob(1000000000))", "select group_concat(a.body_text) from articles a, articles b, articles c",
    "select printf('%.*c', 900000000, 'x')", "select * from articles, versions, captures, addresses order by random()", "select count(*) from sqlite_master a, sqlite_master b",
    "explain select * from articles", "select name from pragma_database_list", "select * from pragma_function_list", "select 'a' like '%_%_%_%_%_%_%_%_%_%_%_b'",
    "select * from article_search where article_search match 'NEAR('", "select hex(zeroblob(100000000))", "select json_group_array(body_text) from articles",
    "select abs(-9223372036854775808)", "select 1/0", "select '", "select \ud7ff", "\u202eselect 1", "select " + "(" * 2000 + "1" + ")" * 2000,
    "select " + "+".join(["1"] * 5000), "select replace(hex(zeroblob(10000000)), '0', 'xxxxxxxxxx')",
)  # fmt: skip
PATHS = (
    "/archive/articles?_size=max", "/archive/articles?_size=99999999999", "/archive/articles?_size=-1", "/archive/articles?_size=abc",
    "/archive/articles?_sort=nothing", "/archive/articles?_sort_desc=body_text&_size=max", "/archive/articles?_next=%00", "/archive/articles?_next=,,,,",
    "/archive/articles?_where=1%3D1", "/archive/articles?_where=1)%20union%20select%201--", "/archive/articles?_where=id%20in%20(select%20randomblob(1e9))",
    "/archive/articles?_facet=nothing", "/archive/articles?_facet=body_text&_facet_size=max", "/archive/articles?_facet_array=title",
    "/archive/articles?_search=%22", "/archive/articles?_search=AND+OR+NOT+(", "/archive/articles?_search=" + "a" * 7000, "/archive/articles?_search=%00",
    "/archive/articles?id__exact=%FF%FE", "/archive/articles?title__glob=" + "*a" * 300, "/archive/articles?title__like=" + "%25_" * 400,
    "/archive/articles?title__regex=(a%2B)%2B%24", "/archive/articles?_col=nothing", "/archive/articles?_nocol=id", "/archive/articles?_shape=nothing",
    "/archive/articles.csv?_stream=1&_size=max", "/archive/articles.json?_shape=array&_nl=on", "/archive/articles.xml", "/archive/articles/%00",
    "/archive/articles/../../../etc/passwd", "/archive/articles/..%2f..%2fetc%2fpasswd", "/archive/articles/nothing", "/archive/nothing", "/nothing", "/\\evil.example/",
    "//evil.example/", "/archive.db", "/-/static/../../archive.db", "/-/static/%2e%2e/%2e%2e/etc/passwd", "/-/databases.json", "/-/versions.json", "/-/settings.json",
    "/-/plugins.json", "/-/threads.json", "/-/actor.json", "/-/allow-debug", "/-/auth-token", "/-/permissions", "/-/metadata.json", "/archive/captures?_size=max",
    "/archive/sqlite_master", "/archive/article_search?_size=max", "/archive/article_search_data", "/_internal", "/search?q=%22%27%3B--", "/search?q=" + "%E1%BA%BF" * 900,
    "/a/nothing", "/a/%00", "/a/" + "x" * 5000, "/?" + "a=b&" * 2000, "/archive?sql=" + "x" * 7000,
)  # fmt: skip
HONEST = (
    "/",
    "/archive/articles?_size=20",
    "/archive/articles?_search=dien+gio",
    "/archive/runs",
    "/search?q=th%E1%BB%8B+tr%C6%B0%E1%BB%9Dng",
)


def run(size: str) -> Report:
    """All of it over one archive."""
    report = Report("Readers")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        with Archive(path) as archive, archive.together():
            for number in range(ARTICLES[size]):
                archive.save(pages.visit(number))
        before = digest(path)
        with serving(path) as (port, process):
            abuse(report, port)
            half_sent(report, port)
            held = digest(path) == before
            report.promise("the archive's files after it", "as before" if held else "CHANGED", "unchanged", held=held)
            crowd(report, port, path, size)
            peak = memory_mb(process.pid)
            report.promise("server alive at the end", process.poll() is None, "True", held=process.poll() is None)
        report.figure("peak memory of the server", f"{peak:.0f} MB")
    return report


@contextmanager
def serving(path: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """`archive browse` on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "archive", "browse", str(path), "--port", str(port)]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=at_root(), stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        deadline = time.monotonic() + 60
        while get(port, "/", 5)[0] != 200 and time.monotonic() < deadline:
            time.sleep(0.2)
        yield port, process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def get(port: int, path: str, patience: float = 30) -> tuple[int, float, bytes]:
    """Status (0: no answer), seconds, body."""
    began = time.monotonic()
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    try:
        line.putrequest("GET", path, skip_accept_encoding=True)
        line.endheaders()
        answer = line.getresponse()
        return answer.status, time.monotonic() - began, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, time.monotonic() - began, b""
    finally:
        line.close()


def digest(path: Path) -> str:
    """What the file holds."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def abuse(report: Report, port: int) -> None:
    """Every bad query, through the SQL page, its JSON and its CSV."""
    asked = [f"/archive.{kind}?sql={quote(sql, errors='replace')}" for sql in SQL for kind in ("json", "csv")]
    asked += [f"/archive?sql={quote(sql, errors='replace')}" for sql in SQL]
    asked += [quote(path, safe="/?&=%+\\,.*()!") for path in PATHS]
    bad, slow, leaks = [], 0.0, []
    for path in asked:
        status, seconds, body = get(port, path)
        slow = max(slow, seconds)
        bad += [f"{status} for {path[:100]}"] if status >= 500 or status == 0 else []
        leaks += [path[:100]] if b"root:x:0" in body or b"Traceback" in body else []
    report.none_of("abusive addresses and queries", len(asked), bad, "answered 5xx or not at all")
    report.none_of("their answers", len(asked), leaks, "with foreign files or tracebacks")
    report.promise("slowest of them", f"{slow:.1f} s", "10 s", held=slow < 10)


def half_sent(report: Report, port: int) -> None:
    """Connections that begin a request and never end it; others are served meanwhile."""
    lines = []
    for number in range(HALF):
        line = socket.create_connection(("127.0.0.1", port), 10)
        line.sendall(
            (
                b"GET /archive/arti",
                b"GET / HTTP/1.1\r\nHost: x\r\nX-A: ",
                b"POST / HTTP/1.1\r\nContent-Length: 99\r\n\r\n",
            )[number % 3]
        )
        lines.append(line)
    answers = [get(port, path, 10)[0] for path in HONEST]
    for line in lines:
        line.close()
    served = f"{answers.count(200)} of {len(HONEST)}"
    report.promise(f"pages served while {HALF} requests hang half-sent", served, "all", held=set(answers) == {200})


def crowd(report: Report, port: int, path: Path, size: str) -> None:
    """Eighty people who read and twenty programs that ask for the most, while a writer writes."""
    times: list[float] = []
    statuses: list[int] = []
    stop = threading.Event()

    def reader(number: int) -> None:
        pick = random.Random(number)
        while not stop.is_set():
            greedy = number < GREEDY
            asked = "/archive/articles.json?_size=max" if greedy else pick.choice(HONEST)
            status, seconds, _ = get(port, asked)
            if not stop.is_set() or status:
                statuses.append(status)
            if not greedy:
                times.append(seconds)
                stop.wait(pick.uniform(2, 6))
            elif status != 200:
                stop.wait(0.2)

    with writing(path) as commits:
        alone = pace(commits, ALONE)
        threads = [threading.Thread(target=reader, args=(number,), daemon=True) for number in range(CROWD)]
        for thread in threads:
            thread.start()
        crowded = pace(commits, SECONDS[size])
        stop.set()
    for thread in threads:
        thread.join(40)
    bad = [str(status) for status in statuses if status >= 500 and status != 503]
    report.none_of(f"requests of {CROWD} readers, {GREEDY} of them greedy", len(statuses), bad, "answered 5xx")
    told = f"{crowded:.1f} a second, {alone:.1f} alone"
    report.promise("commits of the writer meanwhile", told, "a quarter of its pace", held=crowded > alone / 4 > 0)
    p95 = percentile(times, 0.95)
    told = f"p50 {percentile(times, 0.5) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms of {len(times)}"
    if size == "short":
        report.figure("honest readers", told)
    else:
        report.promise("honest readers", told, "p95 500 ms", held=p95 < 0.5)


@contextmanager
def writing(path: Path) -> Iterator[list[bytes]]:
    """A writer in a process of its own, twenty visits a second at most; what it acknowledged so far, from the first on."""
    command = [sys.executable, "-m", "proof.killing", str(path), "500000", "0.05"]
    with subprocess.Popen(command, cwd=at_root(), stdout=subprocess.PIPE) as writer:
        assert writer.stdout
        commits = [writer.stdout.readline(), writer.stdout.readline()]  # it is open, and has saved once
        threading.Thread(target=commits.extend, args=(writer.stdout,), daemon=True).start()
        try:
            yield commits
        finally:
            writer.terminate()


def pace(commits: list[bytes], seconds: float) -> float:
    """Commits a second over so many seconds from now."""
    before, began = len(commits), time.monotonic()
    time.sleep(seconds)
    return (len(commits) - before) / (time.monotonic() - began)


def memory_mb(pid: int) -> float:
    """The most memory a process ever held."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)
