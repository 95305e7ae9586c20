"""A portal on loopback whose every article was written by an enemy, and what a real crawl makes of it."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.web.conftest import TOP
from tests.web.payloads import payloads

SHELL = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title></head><body>
<ul class="nav"><li><a href="/">Trang chủ</a></li><li><a href="/gioi-thieu.html">Giới thiệu</a></li></ul>
<div class="main">{main}</div>
<div class="footer"><p>Địa chỉ: số 7, đường Thử Nghiệm</p></div></body></html>"""
ARTICLE = """<h1>Bản tin thử số {number} {evil}</h1><div>(Cập nhật: 14/08/2023)</div>
<p><b>Sáng nay, tổ kiểm tra điện nông thôn ghi lại đoạn chữ lạ trên trang tin số {number}. {evil}</b></p>
<p>Theo cán bộ trực, đoạn chữ ấy không do phòng biên tập soạn, và người xem không nên bấm vào bất cứ chỗ nào.</p>
{evil}
<table><tr><th>Hạng mục</th><td>{evil}</td></tr><tr><th>Số lượng</th><td>12</td></tr></table>
<figure><img src="/anh/{number}.png" alt="{evil}"><figcaption>Ảnh chụp màn hình {evil}</figcaption></figure>
<p>Sự việc đã được báo cho đơn vị quản trị, dự kiến xử lý xong trong quý IV.</p>
<p><a href="/tep/{number}.pdf">Tải phụ lục {evil}</a></p><p>(Nguồn: Phòng thử nghiệm {evil})</p>"""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        page = self.page()
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def page(self) -> bytes:
        name = self.path.strip("/").removesuffix(".html").removeprefix("ban-tin-thu-so-")
        if self.path == "/":
            links = (
                f'<li><a href="/ban-tin-thu-so-{n}.html">Bản tin thử số {n}</a></li>' for n in range(len(payloads()))
            )
            return SHELL.format(title="Tin tức", main=f"<h2>Tin mới</h2><ul>{''.join(links)}</ul>").encode()
        if not name.isdecimal() or int(name) >= len(payloads()):
            return b""
        evil = payloads()[int(name)]
        return SHELL.format(title=f"Bản tin thử số {name}", main=ARTICLE.format(number=name, evil=evil)).encode()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def evil_portal() -> Iterator[str]:
    """Its address, while it serves."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def crawled(archive: Path) -> Path:
    """The archive that `scrapy crawl sct_bentre` makes of it."""
    with evil_portal() as address:
        command = [sys.executable, "-m", "scrapy", "crawl", "sct_bentre", "-a", f"base_url={address}", "-s"]
        settings = [f"ARCHIVE_PATH={archive}", "-s", "DOWNLOAD_DELAY=0", "-s", "FETCH_IMAGES=0"]
        settings += ["-s", "FETCH_ATTACHMENTS=0"]
        done = subprocess.run([*command, *settings], cwd=TOP, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode in {0, 3}, done.stderr[-2000:]  # 3: some payloads leave a page that is no article
    return archive
