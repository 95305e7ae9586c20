"""Bodies cut at every tenth byte, plain, chunked and gzip: none is accepted, none is stored."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from proof.crawling import crawl, rows, titles
from proof.report import Report, at_root
from proof.server import Answer, Server, article, bare, front, whole

STEP = {"short": 120, "normal": 10, "soak": 1}
WHOLE_CRAWL = {"short": 4, "normal": 60, "soak": 600}

ASK = """
import json, sys
import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.utils.project import get_project_settings

class Asker(scrapy.Spider):
    name = "asker"
    accepted, refused = [], {}
    async def start(self):
        for url in json.load(sys.stdin):
            yield scrapy.Request(url, callback=self.parse, errback=self.failed, dont_filter=True)
    def parse(self, response):
        self.accepted.append([response.url, len(response.body)])
    def failed(self, failure):
        self.refused[failure.request.url] = type(failure.value).__name__

layer = ("DOWNLOAD_HANDLERS", "COMPRESSION_ENABLED", "DOWNLOAD_MAXSIZE")
ours = {name: value for name, value in get_project_settings().items() if name in layer}
quiet = dict.fromkeys(("LOG_ENABLED", "TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "RETRY_ENABLED"), False)
process = CrawlerProcess({**(ours if sys.argv[1] == "ours" else {}), **quiet})
process.crawl(Asker)
process.start()
print(json.dumps([Asker.accepted, Asker.refused]))
"""


def run(report: Report, size: str) -> None:
    """Our download layer on every cut, plain Scrapy beside it, and a whole crawl over some of them."""
    good = article("Bài nguyên vẹn").encode()
    answers = dict(cuts(good, STEP[size]))
    answers |= {"/whole/plain": whole(good), "/whole/gzip": gzipped(good), "/whole/chunked": chunked(good)}
    with Server(answers) as portal:
        accepted = ask(portal, list(answers), "ours")
        theirs = ask(portal, list(answers), "plain Scrapy")
    wholes = {path for path in answers if path.startswith("/whole")}
    report.promise("whole bodies accepted", f"{len(accepted & wholes)} of 3", "3", held=wholes <= accepted)
    for kind in ("plain", "chunked", "gzip", "deflate", "close"):
        cut = {path for path in answers if path.startswith(f"/{kind}/")}
        what = f"{kind} bodies cut" + (" (no length: by the document's end)" if kind == "close" else "")
        told = f"{len(cut)} cuts, {len(cut & accepted)} accepted (plain Scrapy {len(cut & theirs)})"
        report.promise(what, told, "0 accepted", held=bool(cut) and not cut & accepted)
    whole_crawl(report, WHOLE_CRAWL[size])


def cuts(body: bytes, step: int) -> Iterator[tuple[str, Answer]]:
    """Answers that end too soon, by path."""
    packed = gzip.compress(body, mtime=0)
    import zlib

    deflated = zlib.compress(body)
    in_chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in _parts(body, 100)) + b"0\r\n\r\n"
    for at in range(0, len(body), step):
        yield f"/plain/{at}", bare(body[:at], f"Content-Length: {len(body)}")
        yield f"/close/{at}", bare(body[:at])
    for at in range(0, len(in_chunks), step):
        yield f"/chunked/{at}", bare(in_chunks[:at], "Transfer-Encoding: chunked")
    for name, data in (("gzip", packed), ("deflate", deflated)):
        for at in range(1, len(data), max(1, step // 2)):
            yield f"/{name}/{at}", bare(data[:at], f"Content-Encoding: {name}", f"Content-Length: {at}")


def gzipped(body: bytes) -> bytes:
    """The whole body, packed."""
    packed = gzip.compress(body, mtime=0)
    return bare(packed, "Content-Encoding: gzip", f"Content-Length: {len(packed)}")


def chunked(body: bytes) -> bytes:
    """The whole body, in chunks."""
    parts = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in _parts(body, 100))
    return bare(parts + b"0\r\n\r\n", "Transfer-Encoding: chunked")


def _parts(body: bytes, size: int) -> Iterator[bytes]:
    return (body[start : start + size] for start in range(0, len(body), size))


def ask(portal: Server, paths: list[str], whose: str) -> set[str]:
    """The paths whose answers a downloader accepts."""
    urls = json.dumps([portal.url.rstrip("/") + path for path in paths])
    command = [sys.executable, "-c", ASK, "ours" if whose == "ours" else "plain"]
    done = subprocess.run(command, cwd=at_root(), input=urls, capture_output=True, text=True, check=True)
    accepted, _ = json.loads(done.stdout)
    return {"/" + url.split("/", 3)[3] for url, _ in accepted}


def whole_crawl(report: Report, count: int) -> None:
    """A portal where every second article arrives cut."""
    answers: dict[str, Answer] = {}
    kinds = list(cuts(article("Bài bị cắt").encode(), 37))
    for number, (_, answer) in enumerate(kinds[:: max(1, len(kinds) // count)]):
        answers[f"/cat-{number}.html"] = answer
        answers[f"/nguyen-{number}.html"] = whole(article(f"Bài nguyên vẹn {number}"))
    answers["/"] = whole(front(list(answers)))
    with Server(answers) as portal, tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive.db"
        done = crawl(portal.url, archive, "-s", "OUTAGE_AFTER=100000")
        kept = titles(archive)
        fates = rows(archive, "SELECT count(*) FROM addresses WHERE identity LIKE '/cat-%' AND state <> 'failed'")[0][0]
    good = sum(path.startswith("/nguyen") for path in answers)
    cut = sum(path.startswith("/cat") for path in answers)
    whole_ones = sum(title.startswith("Bài nguyên vẹn") for title in kept)
    told = f"{cut} cut pages, {len(kept) - whole_ones} stored; {whole_ones} of {good} whole ones stored"
    report.promise("crawled whole", told, "no cut one, all others", held=len(kept) == whole_ones == good)
    report.promise(
        "their fates", f"{fates} not 'failed'; exit {done.code}", "0, exit 3", held=fates == 0 and done.code == 3
    )
