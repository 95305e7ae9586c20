"""Visits that can be computed again from their number, so that what was acknowledged can be asked for."""

from __future__ import annotations

import hashlib
import random

from archive.article import Article, Capture, Image, Raw, Reading
from archive.visit import Found, Visit

PORTAL = "sct_bentre"
WORDS = (
    "điện", "gió", "công thương", "khuyến công", "cụm công nghiệp", "dừa trái", "thủy sản", "xuất khẩu", "chợ đêm",
    "hội nghị", "kiểm tra", "giá xăng dầu", "bình ổn", "thị trường", "nông thôn", "máy móc", "thiết bị", "hỗ trợ",
    "doanh nghiệp", "tỉnh", "huyện", "Ba Tri", "Thạnh Phú",
)  # fmt: skip


def text(number: int, words: int = 120) -> str:
    """Words that look like an article, always the same for one number."""
    pick = random.Random(number)
    return " ".join(pick.choice(WORDS) for _ in range(words)) + f" (số {number})"


def page(number: int) -> bytes:
    """The raw page of a visit; every seventh repeats the body of the one before, so that revisits are written too."""
    told = number - 1 if number % 7 == 3 else number
    return f"<html><body><h1>Bài {told}</h1><p>{text(told, 400)}</p></body></html>".encode()


def visit(number: int, run_id: int | None = None, *, articles: int = 0) -> Visit:
    """Visit `number`: each brings a capture, a version, a search entry and links; `articles` bounds the identities."""
    name = f"bai-{number % articles if articles else number}"
    url = f"http://127.0.0.1/{name}.html"
    article = Article(
        url=url,
        title=f"Bài số {number}: {text(number, 6)}",
        body_text=text(number),
        body_html=f"<p>{text(number)}</p>",
        updated_at=f"2024-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}",
        date_text="(Cập nhật)",
        date_rule="labelled",
        images=(Image(f"http://127.0.0.1/image/{number}.png"),),
    )
    body = page(number)
    head = (("Content-Type", "text/html; charset=utf-8"),)
    raw = Raw(f"GET /{name}.html HTTP/1.1", (("Host", "127.0.0.1"),), "HTTP/1.1 200 OK", head, body)
    seconds = number % 86400
    at = f"2026-{number // 86400 % 9 + 1:02d}-01T{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}Z"
    capture = Capture(url, "live", at, 200, hashlib.sha256(body).hexdigest(), raw)
    found = tuple(Found(f"http://127.0.0.1/tin-{number + n}.html", f"/tin-{number + n}.html") for n in (1, 2, 3))
    reading = Reading("1", "article", article=article, identity=f"/{name}.html")
    return Visit(PORTAL, url, f"/{name}.html", capture, reading, found=found, run_id=run_id)
