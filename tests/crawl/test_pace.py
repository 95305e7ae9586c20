"""The pace of a run as the portal sees it: a pause before every request but the first, and failures told in words."""

import time
from itertools import pairwise
from pathlib import Path

from proof.server import Answer, Line, Server, article, front, whole
from tests.crawl.test_health import crawl

DELAY = 0.5


def test_the_first_page_keeps_its_distance_to_robots_txt(tmp_path: Path) -> None:
    at: list[float] = []

    def told(answer: bytes) -> Answer:
        async def send(line: Line) -> None:
            at.append(time.monotonic())
            await line.send(answer)

        return send

    pages = {"/": whole(front(["/tin-mot.html"])), "/tin-mot.html": whole(article("Tin số một"))}
    robots = whole("User-agent: *\nDisallow: /tim-kiem\n", kind="text/plain")
    with Server({path: told(answer) for path, answer in {**pages, "/robots.txt": robots}.items()}) as site:
        assert crawl(site.url, tmp_path, "2026-01-05T01:00:00Z", DOWNLOAD_DELAY=DELAY).code == 0
        assert [path for path, _ in site.asked] == ["/robots.txt", "/", "/sitemap.xml", "/tin-mot.html"]
    gaps = [after - before for before, after in pairwise(at)]
    assert len(gaps) == 2
    assert min(gaps) >= 0.9 * DELAY


def test_an_outage_is_told_in_words(tmp_path: Path) -> None:
    async def leave(line: Line) -> None:
        site.answers.clear()
        await line.send(whole(front([f"/tin-{n}.html" for n in range(20)])))
        line.writer.close()
        if site._listening:  # from now on nobody listens there
            site._listening.close()

    with Server({"/": leave}) as site:
        ended = crawl(site.url, tmp_path, "2026-01-05T01:00:00Z")
    assert "10 requests in a row failed (the last: connection refused)" in ended.log
    assert ended.code == 3
