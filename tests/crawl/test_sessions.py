"""A session's id in each link, under any name: the same few pages at new addresses without end."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from proof.server import Answer, Server, article, whole
from tests.crawl.test_health import crawl
from tests.replica.crawling import ask

WORDS = "cây dừa, điện gió, cụm công nghiệp, chợ quê, hàng Việt, khuyến công, xuất khẩu, thương mại, hóa chất, an toàn"
TITLES = [f"Sở Công Thương bàn về {one} và {other}" for one in WORDS.split(", ") for other in WORDS.split(", ")[:3]]
SECTIONS = ["/tin-tuc", "/nang-luong", "/thong-bao"]


class Sessions(dict[str, Answer]):
    """Three sections of ten articles each on two pages; once `name` is set, each link carries a fresh id under it."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self._ids = "", count(0xA1B2C3D4E5F6)

    def _link(self, path: str, words: str) -> str:
        mark = ("&" if "?" in path else "?") + f"{self.name}={next(self._ids):x}" if self.name else ""
        return f'<h3><a href="{path}{mark}">{words}</a></h3>'

    def _page(self, path: str, part: int) -> Iterator[str]:
        yield from (self._link(section, f"Chuyên mục {section[1:]}") for section in ("/", *SECTIONS))
        if path in SECTIONS:
            at = 10 * SECTIONS.index(path) + 5 * (part - 1)
            yield from (self._link(f"/bai-viet-thu-{n}-cua-so.html", TITLES[n]) for n in range(at, at + 5))
            yield from (self._link(f"{path}?page={n}", str(n)) for n in (1, 2))

    def get(self, target: str, other: Answer) -> Answer:  # type: ignore[override]  # as the server asks
        """What the portal says at an address."""
        parts = urlsplit(target)
        links = "".join(self._page(parts.path, int(dict(parse_qsl(parts.query)).get("page", 1))))
        if parts.path.startswith("/bai-viet-"):
            return whole(article(TITLES[int(parts.path.split("-")[3])], links=links))
        return whole(f"<html><body>{links}</body></html>") if parts.path in {"/", *SECTIONS} else other


@pytest.mark.parametrize("name", ["sid", "ma", "token"])
@pytest.mark.parametrize("since", [0, 1], ids=["from the first run on", "from the second"])
def test_pages_that_differ_by_a_session_only_are_asked_for_a_few_times_and_fewer_in_later_runs(
    tmp_path: Path, name: str, since: int
) -> None:
    portal, costs = Sessions(), []
    with Server(portal) as site:
        for day in range(4):
            portal.name = name if day >= since else ""
            site.asked.clear()
            ended = crawl(site.url, tmp_path, f"2026-01-0{5 + day}T01:00:00Z", BUDGET_REQUESTS=400)
            assert ended.code == 0, ended.log
            costs.append(len(site.asked))
    assert ask(tmp_path / "archive.db", "SELECT count(*) AS n FROM articles") == [{"n": len(TITLES)}]
    assert max(costs) < 150, costs
    assert max(costs[since + 1 :]) < 40, costs
