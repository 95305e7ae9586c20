"""One fault at a time over a small portal: the promised exit code, nothing false stored, and the next run mends it."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from proof.crawling import texts
from proof.report import Report
from proof.server import Answer, Line, Server, article, bare, front, redirect, whole
from proof.warm import crawl

ARTICLES = 6
ONE = "/tin-3.html"
DAYS_LATER = datetime.now(UTC) + timedelta(days=3)
"""When the next plain run takes place: what was refused is asked for again after two days, the first time."""


@dataclass(frozen=True, slots=True)
class Case:
    """A fault: the answers that replace the good ones, the exit codes promised, how many articles may still come in."""

    name: str
    spoiled: dict[str, Answer]
    codes: tuple[int, ...]
    least: int = 0
    settings: tuple[str, ...] = ()
    most_requests: int = 40
    mended: bool = True


async def reset(line: Line) -> None:
    """Close with a reset, no answer."""
    transport = line.writer.transport
    assert isinstance(transport, asyncio.Transport)
    transport.abort()


def status(code: str, *headers: str) -> Answer:
    """An answer with that status."""
    return whole("<h1>lỗi</h1>", status=code, more="".join(f"{header}\r\n" for header in headers))


def everywhere(answer: Answer) -> dict[str, Answer]:
    """The same answer for every page (robots.txt stays)."""
    return {path: answer for path in good() if path != "/robots.txt"}


def good() -> dict[str, Answer]:
    """The portal as it should be."""
    paths = [f"/tin-{number}.html" for number in range(ARTICLES)]
    pages: dict[str, Answer] = {path: whole(article(f"Bài {path}")) for path in paths}
    return {"/": whole(front(paths)), "/robots.txt": whole("User-agent: *\nDisallow:\n", kind="text/plain"), **pages}


def robots(answer: Answer) -> dict[str, Answer]:
    """Another robots.txt."""
    return {"/robots.txt": answer}


def plain(text: bytes) -> Answer:
    """A robots.txt with this text."""
    return whole(text, kind="text/plain")


OTHERS = ARTICLES - 1
FEW = ("-s", "DOWNLOAD_TIMEOUT=2")
BROKEN_PAGE = {
    "reset": reset, "500": status("500 Oops"), "empty": b"", "no status": b"\r\n\r\n",
    "garbage": b"\x00\xff\x00 chao\r\n\r\n",
    "length too long": bare(article("Nửa bài").encode(), "Content-Length: 99999"),
    "two lengths": bare(article("Hai độ dài").encode(), "Content-Length: 10", "Content-Length: 400"),
    "chunk of nonsense": bare(b"zz\r\nabc\r\n", "Transfer-Encoding: chunked"),
    "negative length": bare(b"x", "Content-Length: -5"),
    "redirect loop": redirect(ONE), "redirect to file": redirect("file:///etc/passwd"),
}  # fmt: skip
PAUSES = ("3600", "Wed, 21 Oct 2099 07:28:00 GMT", "315360000", "99999999999999999999")
NO_PAUSE = ("khong biet", "-5", "", "Wed, 21 Oct 2015 07:28:00 GMT", "1e3", "0")


def cases() -> list[Case]:
    """All faults, each by the kind of trouble it makes."""
    found = [Case(f"one page: {name}", {ONE: answer}, (0, 3), OTHERS, FEW) for name, answer in BROKEN_PAGE.items()]
    found += [
        Case("every page: 503", everywhere(status("503 Busy")), (3, 4)),
        Case("every page: reset", everywhere(reset), (3, 4)),
        Case("every page: cut", everywhere(bare(b"<html>", "Content-Length: 5000")), (3, 4)),
        Case("outage after half of it", {f"/tin-{n}.html": reset for n in (3, 4, 5)}, (3,), 3),
        Case("robots.txt: 404", robots(status("404 Not Found")), (0,), ARTICLES),
        Case("robots.txt: 403", robots(status("403 No")), (0,), ARTICLES),
        Case("robots.txt: 500", robots(status("500 Oops")), (4,), most_requests=4),
        Case("robots.txt: reset", robots(reset), (4,), most_requests=4),
        Case("robots.txt: HTML", robots(whole("<html>Disallow: /</html>")), (0,), ARTICLES),
        Case("robots.txt: 5 MB", robots(plain(b"User-agent: *\nDisallow: /x\n" * 190_000)), (0,), ARTICLES),
        Case("robots.txt: byte order mark", robots(plain(b"\xef\xbb\xbfUser-agent: *\nDisallow: /tin\n")), (0,)),
        Case("robots.txt: forbids all", robots(plain(b"User-agent: *\nDisallow: /\n")), (4,), most_requests=3),
        Case("robots.txt: Crawl-delay 3600", robots(plain(b"User-agent: *\nCrawl-delay: 3600\n")), (0, 3), 0, (), 3),
        Case("robots.txt: redirect elsewhere", robots(redirect("http://127.0.0.2/robots.txt")), (0,), ARTICLES),
    ]
    found += [
        Case(f"429 with Retry-After: {told}", {ONE: status("429 Slow", f"Retry-After: {told}")}, (3,), 0, mended=False)
        for told in PAUSES
    ]
    found += [
        Case(f"503 with Retry-After: {told!r}", {ONE: status("503 Busy", f"Retry-After: {told}")}, (3,), OTHERS)
        for told in NO_PAUSE
    ]
    return found


@dataclass(slots=True)
class Tried:
    """What came of one case."""

    name: str
    wrong: list[str] = field(default_factory=list)


def run(report: Report, size: str) -> None:
    """Every case (in the short form one in eighteen), three at a time."""
    wanted = cases()[:: 18 if size == "short" else 1]
    with ThreadPoolExecutor(3) as pool:
        tried = list(pool.map(attempt, wanted))
    wrong = [f"{each.name}: {what}" for each in tried for what in each.wrong]
    report.none_of("faults of the network, each crawled and then mended", len(tried), wrong, "promises broken")


def attempt(case: Case) -> Tried:
    """Crawl the faulty portal, then the mended one, then compare with an undisturbed run's articles."""
    tried = Tried(case.name)
    with Server(good() | case.spoiled) as portal, tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive.db"
        first = crawl(portal.url, archive, *case.settings)
        _check(tried, first.code in case.codes, f"exit {first.code}, not {case.codes}: {first.log[-200:]}")
        last = first.log.strip().splitlines()[-1] if first.log.strip() else ""
        _check(tried, f"(exit {first.code})" in last, f"no clear last line: {last[-100:]}")
        _check(tried, "Traceback" not in first.log, f"a traceback: {first.log[-300:]}")
        kept = texts(archive)
        _check(tried, len(kept) >= case.least, f"{len(kept)} articles of {case.least}")
        strange = {title for _, title, _ in kept} - {f"Bài /tin-{number}.html" for number in range(ARTICLES)}
        _check(tried, not strange, f"stored what is no article: {strange}")
        _check(tried, len(portal.asked) <= case.most_requests, f"{len(portal.asked)} requests")
        if case.mended:
            portal.answers |= good()
            second = crawl(portal.url, archive, *case.settings, "-s", f"CLOCK={DAYS_LATER:%Y-%m-%dT%H:%M:%SZ}")
            _check(tried, second.code == 0, f"exit {second.code} after mending: {second.log[-200:]}")
            _check(tried, len(texts(archive)) == ARTICLES, f"{len(texts(archive))} of {ARTICLES} after mending")
    return tried


def _check(tried: Tried, held: bool, otherwise: str | Callable[[], str]) -> None:
    if not held:
        tried.wrong.append(otherwise if isinstance(otherwise, str) else otherwise())
