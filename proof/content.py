"""Content: thousands of spoiled pages read, sanitised and stored, and pages that only look like a portal's."""

from __future__ import annotations

import hashlib
import re
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

from archive.article import Capture
from archive.sqlite import connect
from archive.store import Archive
from archive.visit import Visit
from crawler.portals import PORTALS
from crawler.reading.page import Page
from crawler.reading.read import read
from proof import holding
from proof.mutate import SCRIPTS, mutated
from proof.report import Report, in_memory, peak_mb
from proof.server import article
from tests.replica.bacgiang import Bacgiang
from tests.replica.bentre import Bentre
from tests.replica.faults import BLOCKS
from tests.replica.others import SOFT_404, STATIC
from tests.replica.site import Options, Site
from tests.replica.story import stories

PAGES = {"short": 300, "normal": 10_000, "soak": 1_000_000}
ALLOWED = frozenset({
    "p", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "caption", "thead", "tbody", "tfoot",
    "tr", "th", "td", "a", "img", "figure", "figcaption", "blockquote", "strong", "em", "sup", "sub",
})  # fmt: skip
WITH_ADDRESS = ("href", "src")
AT = "2026-11-22T01:00:00Z"


def run(size: str) -> Report:
    """Mutated pages on both cores, then the pages that are none."""
    report = Report("Content")
    count = PAGES[size]
    chunks = [range(start, min(count, start + 500)) for start in range(0, count, 500)]
    with ProcessPoolExecutor(2) as pool:
        found = list(pool.map(work, chunks))
    articles = sum(each.articles for each in found)
    report.figure("pages mutated, read, sanitised, stored", f"{count:,}, of them {articles:,} read as articles")
    report.none_of("pages read and stored", count, [w for each in found for w in each.crashes], "crashes")
    report.none_of(
        "bodies looked at for script", articles, [w for each in found for w in each.scripts], "payloads fired"
    )
    report.none_of("payloads shown raw to the detector itself", len(SCRIPTS), self_test(), "missed")
    slowest = max(each.slowest for each in found)
    report.promise("slowest page", f"{slowest[0] * 1000:.0f} ms of CPU (page {slowest[1]})", "1 s", held=slowest[0] < 1)
    report.none_of("archives of them", len(found), [w for each in found for w in each.broken], "complaints")
    report.figure("peak memory of a reader", f"{max(each.peak for each in found):.0f} MB")
    tried, stored = lookalikes()
    report.none_of("block, captcha, login, soft-404, maintenance and static pages", tried, stored, "taken for articles")
    return report


@dataclass(slots=True)
class Found:
    """What came of one chunk of pages."""

    articles: int = 0
    crashes: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, -1)
    peak: float = 0.0


def work(numbers: range) -> Found:
    """Read and store the pages of these numbers."""
    found, pages = Found(), seeds()
    with in_memory() as folder:
        path = Path(folder) / "archive.db"
        with Archive(path) as archive:
            for number in numbers:
                html = mutated(pages, number)
                try:
                    one_page(archive, number, html, found)
                except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
                    found.crashes.append(f"page {number}: {type(error).__name__}: {error}")
        found.broken = holding.whole(path)
        with closing(connect(path, readonly=True)) as db:
            bodies = db.execute("SELECT identity, body_html FROM articles").fetchall()
    found.articles = len(bodies)
    found.scripts = [f"{identity}: {what}" for identity, html in bodies for what in firing(html)]
    found.peak = peak_mb()
    return found


def one_page(archive: Archive, number: int, html: str, found: Found) -> None:
    """One page's way from its HTML to the archive, timed."""
    name = ("sct_bentre", "sct_bacgiang")[number % 2]
    url = f"{PORTALS[name].home_url.rstrip('/')}/bai-{number}.html"
    began = time.process_time()
    reading = read(Page(url, html, AT, "live"), PORTALS[name]).reading
    sha256 = hashlib.sha256(html.encode("utf-8", "surrogatepass")).hexdigest()
    archive.save(Visit(name, url, f"/bai-{number}.html", Capture(url, "live", AT, 200, sha256), reading))
    found.slowest = max(found.slowest, (time.process_time() - began, number))


def seeds() -> list[str]:
    """Pages to spoil: every fifth article of both rebuilt portals in its markup, and a plain one."""
    pages = [article("Sở kiểm tra tiến độ cụm công nghiệp")]
    for name, kind in (("sct_bentre", Bentre), ("sct_bacgiang", Bacgiang)):
        portal = kind(Site.of(name, list(stories(name)), Options()))
        shown = list(portal.site.shown.items())[::5]
        pages += [portal.kept(key, 0, one) for key, one in shown]
    return pages


class Firing(HTMLParser):
    """Collects whatever a browser would run or load in a body, read without the product's own libraries."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge one tag."""
        if tag not in ALLOWED:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name.startswith("on") or name in ("style", "srcdoc", "srcset", "formaction", "background"):
                self.found.append(f"{tag} {name}=")
            if name in WITH_ADDRESS and not address.startswith(("http://", "https://")):
                self.found.append(f"{tag} {name}={address[:40]}")

    def handle_comment(self, data: str) -> None:
        """A comment has no place in a body."""
        self.found.append(f"<!--{data[:20]}")


def firing(html: str) -> list[str]:
    """What in this body could run or load something."""
    parser = Firing()
    parser.feed(html)
    parser.close()
    return parser.found


NAV = "<ul><li><a href='/'>Trang chủ</a></li><li><a href='/tin.html'>Tin tức - Sự kiện</a></li></ul>"
SENTENCES = (
    "Trang bạn tìm kiếm không tồn tại hoặc đã bị xóa.", "Không tìm thấy trang yêu cầu.", "Bài viết không tồn tại.",
    "Hệ thống đang bảo trì, vui lòng quay lại sau.", "Website đang được nâng cấp.", "Truy cập của bạn đã bị từ chối.",
    "Vui lòng nhập mã xác nhận để tiếp tục truy cập.", "Xin hãy chứng minh bạn không phải là người máy.",
    "Phiên làm việc đã hết hạn, vui lòng đăng nhập lại.", "Đăng nhập hệ thống",
    "Máy chủ đang quá tải, vui lòng thử lại sau.",
    "Checking your browser before accessing", "Please enable JavaScript and cookies to continue", "Access Denied",
    "The requested resource could not be found.",
    "Service Temporarily Unavailable", "Request blocked by web application firewall",
)  # fmt: skip
DATES = ("", "<p>22/11/2026</p>", "<p>(Cập nhật: 22/11/2026)</p>", "<div>Thứ hai, ngày 22/11/2026 08:10</div>")


def lookalikes() -> tuple[int, list[str]]:
    """Pages with status 200 that are no articles, with and without a menu and a date: how many, which were taken."""
    bodies = [body for _, body in BLOCKS.values()] + [SOFT_404] + [text for _, text in STATIC.values()]
    bodies += [f"<h1>{text}</h1>" for text in SENTENCES] + [f"<h2>Thông báo</h2><p>{text}</p>" for text in SENTENCES]
    tried, taken = 0, []
    for name, (number, body), around, date in product(PORTALS, enumerate(bodies), ("", NAV), DATES):
        tried += 1
        head = "<head><meta charset='utf-8'><title>Sở Công Thương</title></head>"
        html = f"<html>{head}<body>{around}{date}{body}</body></html>"
        reading = read(Page(f"{PORTALS[name].home_url}x{number}.html", html, AT, "live"), PORTALS[name]).reading
        if reading.article is not None:
            taken.append(f"{name} {around[:4]} {date} {re.sub('<[^>]+>', ' ', body)[:60].strip()}")
    return tried, taken


def self_test() -> list[str]:
    """Payloads that the detector itself would miss: a blind detector proves nothing."""
    raw = [payload for payload in SCRIPTS if not payload.startswith(("&lt;", "<scr\x00", "<img src='http"))]
    return [payload for payload in raw if not firing(payload + "'>")]
