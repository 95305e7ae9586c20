"""What the tests of archives as sources share: pages written here, spiders run for real, rows to compare."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.sqlite import connect
from proof import warm
from tests.replica.running import ROOT

HOST = "http://congthuongbentre.gov.vn"
MENU = '<div class="menu"><a href="/">Trang chủ</a> <a href="/tin-tuc.html">Tin tức</a></div>'
SENTENCES = (
    "Đoàn kiểm tra của Sở Công Thương đã làm việc với các cơ sở chế biến dừa trên địa bàn huyện Mỏ Cày Nam.",
    "Qua kiểm tra, phần lớn cơ sở chấp hành tốt quy định về an toàn điện và phòng cháy chữa cháy.",
    "Sở đề nghị các cơ sở tiếp tục thay thế máy móc cũ, tiết kiệm năng lượng trong mùa khô năm nay.",
)


def page(title: str, day: str = "06/05/2021", more: str = "") -> bytes:
    """An article of the portal, as its pages might be written."""
    body = "".join(f"<p>{sentence}</p>" for sentence in (*SENTENCES, more) if sentence)
    text = f"{MENU}<div><h1>{title}</h1><div>(Cập nhật: {day})</div><div>{body}</div></div>"
    head = f"<!DOCTYPE html><html lang='vi'><head><meta charset='utf-8'><title>{title}</title></head>"
    return f"{head}<body>{text}</body></html>".encode()


@dataclass(frozen=True)
class Ran:
    code: int
    said: str


def run(spider: str, archive: Path, *settings: str, **arguments: Any) -> Ran:
    """`scrapy crawl` without delay; its exit code and what it wrote to stderr."""
    done = warm.scrapy(command(spider, archive, *settings, **arguments)[3:])
    return Ran(done.code, done.log)


def command(spider: str, archive: Path, *settings: str, **arguments: Any) -> list[str]:
    words = [sys.executable, "-m", "scrapy", "crawl", spider, "-s", f"ARCHIVE_PATH={archive}", "-s", "DOWNLOAD_DELAY=0"]
    words += [word for setting in settings for word in ("-s", setting)]
    return words + [word for name, value in arguments.items() for word in ("-a", f"{name}={value}")]


def ask(archive: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    db = connect(archive, readonly=True)
    try:
        return [tuple(row) for row in db.execute(query, values)]
    finally:
        db.close()


ARTICLES = """SELECT a.id, a.url, a.title, a.body_text, a.body_html, a.section, a.updated_at, a.version_id,
    v.fingerprint, a.version_count FROM articles a JOIN versions v ON v.article_id = a.id ORDER BY a.id, v.id"""


def articles(archive: Path) -> list[tuple[Any, ...]]:
    """Articles with all their versions: what two archives of one history must agree on."""
    return ask(archive, ARTICLES)


def archive_command(archive: Path, *words: str) -> Ran:
    done = subprocess.run(
        [sys.executable, "-m", "archive", "--archive", str(archive), *words],
        cwd=ROOT, capture_output=True, text=True, timeout=240, check=False, env=dict(os.environ),
    )  # fmt: skip
    return Ran(done.returncode, done.stdout + done.stderr)
