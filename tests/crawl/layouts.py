"""Redesigns of both portals: what breaks reading, and what is cosmetic. Each changes templates or whole answers."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from string import Template

from tests.replica.answer import Answer, page, redirect
from tests.replica.faults import BLOCKS
from tests.replica.markup import Markup
from tests.replica.others import SOFT_404
from tests.replica.site import Shown

DATE = (
    r"\(?(?:<span[^>]*>)?(?:Cập nhật|Đăng ngày):(?:</span>)?\s*(?:<span[^>]*>)?(\d\d/\d\d/\d{4})[^<)\n]*(?:</span>)?\)?"
)


@dataclass(frozen=True, slots=True)
class Layout:
    """One redesign: `markup` rewrites templates, `answer` what the server says for an article's page or any other."""

    name: str
    markup: Callable[[Markup], Markup] = lambda markup: markup
    answer: Callable[[Answer, Shown | None], Answer] = lambda answer, _one: answer


def body(name: str, instead: str) -> Layout:
    """Another thing in the place of the text, which it may hold as $body."""
    return Layout(name, lambda markup: _put(markup, "article", "$body", instead))


def lists(name: str, pattern: str, instead: str) -> Layout:
    """Entries of lists written otherwise."""

    def change(markup: Markup) -> Markup:
        entry = Template(re.sub(pattern, instead, markup.entry.template, flags=re.DOTALL))
        return replace(markup, entry=entry)

    return Layout(name, change)


def articles(name: str, change: Callable[[str, Shown], str | bytes | Answer]) -> Layout:
    """The HTML of articles' pages changed."""
    return Layout(name, answer=lambda answer, one: _said(answer, change(answer.body.decode(), one)) if one else answer)


def pages(name: str, change: Callable[[str], str | bytes | Answer]) -> Layout:
    """The HTML of all pages changed."""
    return Layout(name, answer=lambda answer, _one: _said(answer, change(answer.body.decode())))


def date(name: str, instead: str) -> Layout:
    """The date line of articles written otherwise (\\1: the day)."""
    return articles(name, lambda html, _: re.sub(DATE, instead, html))


def block(name: str) -> Layout:
    """A page of a firewall, or of a portal out of order, in place of each page."""
    status, html = BLOCKS[name]
    return pages(f"{name} page everywhere", lambda _: page(html, status))


def _put(markup: Markup, field: str, old: str, new: str) -> Markup:
    template: Template = getattr(markup, field)
    return replace(markup, **{field: Template(template.template.replace(old, new))})


def _said(answer: Answer, changed: str | bytes | Answer) -> Answer:
    if isinstance(changed, Answer):
        return changed
    return replace(answer, body=changed if isinstance(changed, bytes) else changed.encode())


def _paragraphs(html: str, change: Callable[[list[str]], list[str]]) -> str:
    """The sentences of the page's longest texts rearranged, whatever their markup."""
    found = re.findall(r">([^<>]{60,})<", html)
    for old, new in zip(found, change(found), strict=False):
        html = html.replace(f">{old}<", f">{new}<", 1)
    return html


def _around(html: str, before: str, after: str) -> str:
    return re.sub(r"(?s)(<body[^>]*>)(.*)(</body>)", rf"\1{before}\2{after}\3", html)


def _without_title(html: str, one: Shown) -> str:
    return html.replace(escape(" ".join(one.story.title.split())), "Chi tiết bài viết")


BREAKING: tuple[Layout, ...] = (
    body("text gone", ""),
    body("text fetched by a script", '<div id="noi-dung"></div><script>tai("/api/bai?id=1")</script>'),
    body("text in a frame", '<iframe src="/noi-dung.aspx?id=17"></iframe>'),
    body("text as a picture", '<img src="/scan/trang-1.png">'),
    body("text hidden by style", '<div style="display:none">$body</div>'),
    body("text in a template", "<template>$body</template>"),
    body("text in a comment", "<!-- $body -->"),
    body("text behind a login", "<p>Vui lòng đăng nhập để xem toàn bộ nội dung bài viết này.</p>"),
    body("text as a teaser", "<p>Nội dung đang được cập nhật trên giao diện mới.</p>"),
    body("text in an attribute", '<div data-noi-dung="chuyen-sang-giao-dien-moi"></div>'),
    body("a warning in every text", "$body<p>Đề nghị ghi rõ nguồn khi phát hành lại thông tin từ trang này.</p>"),
    body("a sentence before every text", "<p>Bản tin này đã được biên tập lại cho giao diện mới.</p>$body"),
    body("text twice", "$body $body"),
    body("end list moved above the text", "<p>Các tin khác</p><p>Tin khác</p><p>Tin Khác</p>$body"),
    lists("lists without links", r"<a [^>]*>|</a>", ""),
    lists("lists by script", r'href="[^"]*"', 'href="javascript:mo(17)"'),
    lists("lists by onclick", r'href="([^"]*)"', "onclick=\"mo('\\1')\""),
    lists("lists to another host", r'href="[^"]*"', 'href="https://giao-dien-moi.example/tin"'),
    lists("lists without entries", r".*", ""),
    lists("lists as pictures", r".*", '<img src="/image/danh-sach.png">'),
    Layout("lists fetched by a script", lambda markup: _put(markup, "listing", "$items", "<div id=ds></div>")),
    date("date gone", ""),
    date("date relative", "Cách đây 3 ngày"),
    date("date as a picture", '<img src="/ngay.php?id=3" alt="">'),
    date("date without its year", "(Cập nhật: 06/09)"),
    date("date by script", "<script>ngay(1725580800)</script>"),
    date("date of today on every page", "(Cập nhật: 04/01/2026) Đăng ngày: 04/01/2026 , 08:00 GMT+7"),
    date("date impossible", "(Cập nhật: 45/13/2024)"),
    date("label and date apart", "<b>Ngày đưa tin</b>"),
    articles("title gone", _without_title),
    articles("half of each text", lambda html, _: _paragraphs(html, lambda told: [t[: len(t) // 3] for t in told])),
    articles("advertising in paragraphs", lambda html, _: _paragraphs(html, lambda t: [f"Quảng cáo. {x}" for x in t])),
    articles("marks lost", lambda html, _: re.sub(r"[ăâđêôơưáàảãạấầẩẫậéèẻẽẹíìỉĩịóòỏõọúùủũụ]", "?", html)),
    articles("soft 404 for every article", lambda _h, _o: page(f"<html><body>{SOFT_404}</body></html>")),
    articles("404 for every article", lambda _h, _o: page("<h1>404</h1>", 404)),
    articles("410 for every article", lambda _h, _o: page("<h1>410</h1>", 410)),
    articles("every article leads home", lambda _h, _o: redirect("/", 302)),
    articles("500 for every article", lambda _h, _o: page("<h1>Lỗi máy chủ</h1>", 500)),
    articles("an empty shell for every article", lambda _h, _o: page("<html><body><div id=app></div></body></html>")),
    articles("articles cut in the middle", lambda html, _: html[: len(html) // 2]),
    articles("English for every article", lambda _h, _o: page('<html lang="en"><body><h1>Notice</h1><p>This page is '
        "being translated. Please visit the Vietnamese version of our portal for the latest news.</p></body></html>")),
    articles("a frameset for every article", lambda _h, _o: page('<html><frameset cols="20%,*"><frame src="/a.html">'
        '<frame src="/b.html"></frameset></html>')),
    articles("articles as files", lambda html, _: Answer(200, b"%PDF-1.4 " + html.encode(), "application/pdf")),
    pages("HTML escaped once more", lambda html: f"<html><body>{escape(html)}</body></html>"),
    pages("a greeting at every address", lambda _: page("<html><body><h1>Chào</h1><p>Chào mừng.</p></body></html>")),
    pages("an application in place of the portal", lambda _: page('<html><body><div id="root"></div></body></html>')),
    *map(block, BLOCKS),
)  # fmt: skip

COSMETIC: tuple[Layout, ...] = (
    pages("encoded twice", lambda html: html.encode().decode("latin-1").encode()),
    pages("UTF-16 that calls itself UTF-8", lambda html: html.encode("utf-16-le")),
    pages("a wrong charset in the header", lambda html: Answer(200, html.encode(), "text/html; charset=windows-1252")),
    pages("other classes", lambda html: re.sub(r'class="[^"]*"', lambda _: f'class="c{random.randint(1, 99)}"', html)),
    pages("no classes and no ids", lambda html: re.sub(r' (?:class|id)="[^"]*"', "", html)),
    pages("a notice above all", lambda html: _around(html, "<div>Mời bạn đọc dùng thử giao diện mới</div>", "")),
    pages("a box around all", lambda html: _around(html, "<div><div>", "</div></div>")),
    pages("another footer", lambda html: _around(html, "", "<div>© 2026 Sở Công Thương. Thiết kế: Đội dự án</div>")),
    pages("scripts and comments", lambda html: html.replace("</div>", "</div><!-- 7 --><script>d(7)</script>")),
    pages("another doctype", lambda html: "<!DOCTYPE html>" + re.sub(r"(?i)^\s*<!DOCTYPE[^>]*>", "", html)),
    pages("blanks between tags", lambda html: html.replace("><", ">\n  <")),
    pages("styles on every paragraph", lambda html: html.replace("<p>", '<p style="text-align:justify">')),
    pages("another window title", lambda html: re.sub(r"(?s)<title>.*?</title>", "<title>Cổng tin</title>", html)),
)  # fmt: skip

UNLABELLED = date("date with no label", r"\1")
"""Read by another rule: on one portal with the same dates, on the other with others."""
