"""Bombs, endless and monstrous pages: each costs at most 30 s and 200 MB, and the crawl goes on behind it."""

from __future__ import annotations

import asyncio
import gzip
import tempfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from proof.crawling import crawl, rows, titles
from proof.report import Report
from proof.server import Answer, Line, Server, article, bare, front, whole

SECONDS, MEGABYTES = 30, 200
SLACK = 5.0
"""Seconds on top for starting, ending and a busy machine."""
SHORT = ("bomb", "slow-body")
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


async def endless_body(line: Line) -> None:
    """A body that never ends, as fast as it is read."""
    await line.send(HEAD + b"\r\n<html><body>")
    while True:
        await line.send(b"<p>dai dang dang</p>" * 1000)


async def endless_headers(line: Line) -> None:
    """A head that never ends."""
    await line.send(HEAD)
    while True:
        await line.send(b"X-Them: " + b"a" * 4000 + b"\r\n")


async def endless_header(line: Line) -> None:
    """One header line that never ends."""
    await line.send(HEAD + b"X-Them: ")
    while True:
        await line.send(b"a" * 4000)


async def slow_body(line: Line) -> None:
    """One byte a second."""
    await line.send(HEAD + b"Content-Length: 100000\r\n\r\n")
    while True:
        await line.send(b"a")
        await asyncio.sleep(1)


async def slow_head(line: Line) -> None:
    """A head of one byte a second."""
    for byte in HEAD * 100:
        await line.send(bytes([byte]))
        await asyncio.sleep(1)


async def silent(line: Line) -> None:
    """Nothing at all."""
    await asyncio.sleep(600)
    await line.send(b"")


async def endless_chunks(line: Line) -> None:
    """Chunks without end, one byte each."""
    await line.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        await line.send(b"1\r\na\r\n" * 500)


async def endless_continue(line: Line) -> None:
    """Interim answers without end."""
    while True:
        await line.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


def packed(size: int) -> bytes:
    """A gzip of that many bytes of nothing, made without holding them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b" " * (1 << 20)
    return b"".join(packer.compress(block) for _ in range(size >> 20)) + packer.flush()


def pages() -> Iterator[tuple[str, Answer]]:
    """Every monster, by name; those that take longest come first."""
    yield from ENDLESS.items()
    bomb = packed(1 << 30)
    inner = gzip.compress(bomb, mtime=0)
    yield "bomb", bare(bomb, "Content-Encoding: gzip", f"Content-Length: {len(bomb)}")
    yield "nested-bomb", bare(inner, "Content-Encoding: gzip, gzip", f"Content-Length: {len(inner)}")
    for coding in ("br", "zstd", "compress"):
        yield coding, bare(b"\x8b\x02\x80" * 300, f"Content-Encoding: {coding}", "Content-Length: 900")
    text = article("Trang khổng lồ")
    yield "50-mb", whole(text.replace("</body>", "<p>dài dằng dặc</p>" * (50_000_000 // 28) + "</body>"))
    links = "".join(f"<a href='/l{n}.html'>t</a>" for n in range(1_000_000))
    yield "million-links", whole(text.replace("</body>", links[: 9 << 20] + "</body>"))
    yield "deep", whole(text.replace("<p>", "<div>" * 100_000 + "<p>", 1))
    yield "deep-spans", whole(text.replace("<p>", "<p>" + "<b><i><u>" * 33_000, 1))
    yield "deep-tables", whole(text.replace("<p>", "<table><tr><td>" * 33_000 + "<p>", 1))
    yield "attributes", whole(text.replace("<p>", "<p " + " ".join(f"a{n}=1" for n in range(300_000)) + ">", 1))
    yield "one-word", whole(text.replace("</body>", f"<p>{'a' * 9_000_000}</p></body>"))
    yield "entities", whole(text.replace("</body>", "<p>" + "&lt;&amp;" * 900_000 + "</p></body>"))
    yield "comments", whole(text.replace("</body>", "<!--" * 2_000_000 + "</body>"))
    yield "dates", whole(text.replace("</body>", "<p>Cập nhật: 06/09/2024</p>" * 200_000 + "</body>"))


SLOW = ("slow-body", "slow-head", "silent")
ENDLESS = {
    "slow-body": slow_body, "slow-head": slow_head, "silent": silent,
    "endless-chunks": endless_chunks, "endless-continue": endless_continue,
    "endless-body": endless_body, "endless-headers": endless_headers, "endless-header": endless_header,
}  # fmt: skip


def run(report: Report, size: str) -> None:
    """Each monster in a crawl of its own between two good pages."""
    plain = alone(None, {}, size)
    report.figure("a crawl of two good pages", f"{plain[1]:.1f} s, {plain[2]:.0f} MB")
    wanted = [pair for pair in pages() if size != "short" or pair[0] in SHORT]
    with ThreadPoolExecutor(len(SLOW)) as crowd, ThreadPoolExecutor(2) as pair_of:  # what waits costs no work
        running = [
            (name, (crowd if name in SLOW else pair_of).submit(alone, name, {"/quai.html": answer}, size))
            for name, answer in wanted
        ]
        tried = [(name, attempt.result()) for name, attempt in running]
    wait = 2 if size == "short" else SECONDS
    held = max(each[1][3] for each in tried)
    slowest = max(tried, key=lambda each: each[1][1])
    heaviest = max(tried, key=lambda each: each[1][2])
    report.figure("monsters tried", ", ".join(name for name, _ in tried))
    report.promise("longest time one held a connection", f"{held:.1f} s", f"{wait} s", held=held < wait + SLACK)
    took = (slowest[1][1] - plain[1]) / 2  # a page that failed is asked for once more
    limit = wait + (30 if size == "short" else SLACK)
    report.promise("slowest", f"{took:.1f} s a look ({slowest[0]})", f"{SECONDS} s", held=took < limit)
    more = heaviest[1][2] - plain[2]
    report.promise("most memory on top", f"{more:.0f} MB ({heaviest[0]})", f"{MEGABYTES} MB", held=more <= MEGABYTES)
    stopped = [name for name, each in tried if not each[0]]
    report.none_of("crawls that went on to the good pages", len(tried), stopped, "stopped or crashed")


def alone(name: str | None, answers: dict[str, Answer], size: str) -> tuple[bool, float, float, float]:
    """Crawl a portal with one monster: whether both good articles came in, seconds, peak MB, longest connection."""
    found = ["/tot-1.html", "/quai.html", "/tot-2.html"]
    good = {path: whole(article(f"Bài tốt {path}")) for path in found if path.startswith("/tot")}
    told = ("-s", "DOWNLOAD_TIMEOUT=2") if size == "short" else ()
    with Server({**good, **answers, "/": whole(front(found))}) as portal, tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive.db"
        done = crawl(portal.url, archive, "-s", "BUDGET_REQUESTS=30", *told)
        there = archive.exists()
        kept = {title for title in titles(archive) if title.startswith("Bài tốt")} if there else set()
        fate = rows(archive, "SELECT state FROM addresses WHERE identity = '/quai.html'") if there else []
    whole_run = len(kept) == 2 and done.code in (0, 3) and fate != [("queued",)]
    if name and not whole_run:
        print(f"{name}: exit {done.code}, {sorted(kept)}, {fate}\n{done.log[-2000:]}")
    return whole_run, done.seconds, done.peak_mb, portal.held.get("/quai.html", 0.0)
