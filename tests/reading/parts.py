# ruff: noqa: E501 - pieces of pages are read whole
"""The parts that composed pages draw from: each a way in which some portal shows a title, a date, a path, an author."""

SECTIONS = ["Tin tức - Sự kiện", "Tin trong ngành", "Xúc tiến thương mại", "Quản lý công nghiệp", "Tin hoạt động", "Khuyến công"]  # fmt: skip
WEEKDAYS = ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"]
LABELS = ["Cập nhật", "Ngày cập nhật", "Đăng ngày", "Ngày đăng", "Ngày đăng tin", "Cập nhật ngày", "Đăng lúc", "Thời gian đăng", "Cập nhật lúc", "Ngày xuất bản", "Đăng vào"]  # fmt: skip
NAMES = ["Admin", "Ban biên tập", "Nguyễn Thu Hà", "BBT", "Quản trị", "Lê Minh Châu"]

TITLES = {
    "h1": "<h1>{}</h1>", "h2": "<h2 class=x>{}</h2>", "h3": "<h3>{}</h3>", "h4": "<h4>{}</h4>", "h5": "<h5>{}</h5>", "h6": "<h6>{}</h6>",
    "p": "<p>{}</p>", "div": "<div>{}</div>", "strong": "<p><strong>{}</strong></p>", "font": "<div align=center><b><font size=4 color=red>{}</font></b></div>",
    "style": '<div><span style="font-size:18pt;font-weight:bold">{}</span></div>', "h1-span": "<h1><span>{}</span></h1>", "link": '<h2><a href="URL">{}</a></h2>',
    "cell": "<table><tr><td><b>{}</b></td></tr></table>", "term": "<dl><dt>{}</dt></dl>", "legend": "<legend>{}</legend>", "span": "<span class=t>{}</span><br>", "own-tag": "<news-title>{}</news-title>",
}  # fmt: skip
DAYS = ["{d}/{m}/{y}", "{d}/{m}/{y}", "{d}/{m}/{y}", "{d}-{m}-{y}", "{d}.{m}.{y}", "{D}/{M}/{y}"]
MOMENTS = [
    "{w}{d} , {c} GMT+7",
    "{w}{d} {c}",
    "{c} {d}",
    "{c}, {w}{d}",
    "{w}{d} - {c}",
    "{d} | {c}",
    "{d} lúc {c}",
    "{w}ngày {d}, {c}",
]
LABELLED = {
    "text": "{l}{s}{v}", "spans": "<span>{l}:</span> <span>{v}</span>", "bold": "<b>{l}:</b> {v}", "time": "{l}{s}<time>{v}</time>", "label-tag": "<label>{l}</label>{s}<span>{v}</span>",
    "font": "<font color=gray size=1>{l}{s}{v}</font>", "italic": "<i>{l}{s}{v}</i>", "brackets": "({l}: {v})", "icon": "<i class='fa fa-clock'></i> {l}{s}{v}",
    "two-divs": "<div class=r><div>{l}:</div><div>{v}</div></div>", "cells": "<table><tr><td>{l}:</td><td>{v}</td></tr></table>", "terms": "<dl><dt>{l}</dt><dd>{v}</dd></dl>",
}  # fmt: skip
BARE = {"text": "{v}", "span": "<span>{v}</span>", "time": "<time>{v}</time>", "italic": "<em>({v})</em>", "icon": "<i class='fa fa-clock'></i> {v}", "small": "<small>{v}</small>", "cells": "<table><tr><td>{v}</td></tr></table>"}  # fmt: skip
# What may stand in the date's own line: {n} is a number, {a} a name, {k} the section.
COMPANY = {
    "views": ["Lượt xem: {n}", "{n} lượt xem", "<i class=eye></i>{n}", "<span>\U0001f441 {n}</span>", "Đã xem: {n}", "Lượt đọc {n}"],
    "comments": ["<a href='#bl'>0 bình luận</a>", "{n} bình luận"],
    "author": ["<span>{a}</span>", "Tác giả: {a}", "Bởi: <b>{a}</b>", "Đăng bởi: <b>{a}</b>", "Người đăng: {a}", "<i class='fa fa-user'></i> {a}"],
    "agency": ["Nguồn: Cổng TTĐT tỉnh", "Sở Công Thương", "<b>Cổng thông tin điện tử tỉnh</b>"],
    "section": ["<a href='/muc-3.html'>{k}</a>", "{k}", "Chuyên mục: <a href='/muc-3.html'>{k}</a>"],
    "tools": ["<a href='#'>In trang</a>", "In trang", "\U0001f5a8 In bài viết", "<a href='#'>A-</a> <a href='#'>A</a> <a href='#'>A+</a>", "Cỡ chữ: <a href='#'>A+</a>", "<a href='mailto:a@b.vn'>Gửi email</a>"],
    "share": ["Chia sẻ", "<a href='#'>Facebook</a> <a href='#'>Zalo</a>", "Chia sẻ: <a href='https://zalo.me/s'>Zalo</a>"],
    "minutes": ["3 phút đọc", "Thời gian đọc: 4 phút"],
}  # fmt: skip
SIGNS = [" | ", " | ", " - ", " • ", " / ", " · ", " – ", " "]
PATHS = {
    "list": "<ul class=bc><li><a href=/>Trang chủ</a></li><li><a href=/muc-2.html>{k}</a></li></ul>", "arrows": "<div><a href='/'>Trang chủ</a> » <a href='/muc-2.html'>{k}</a></div>",
    "plain": "<div>Trang chủ &gt; {k}</div>", "kicker-h2": "<h2><a href='/muc-2.html'>{k}</a></h2>", "kicker": "<div class=k>{k}</div>", "kicker-link": "<div class=k><a href='/muc-2.html'>{k}</a></div>",
    "kicker-tools": "<div class=k>{k}</div><div class=t><a href='#'>A-</a> <a href='#'>A+</a> <a href='javascript:print()'>In trang</a></div>",
    "header-h1": "<h1>{k}</h1>", "header-h2": "<h2>{k}</h2>",
}  # fmt: skip
AUTHORS = {
    "author-column": "<table width=100%><tr><td width=150><a href='/tv-1'>{a}</a><div>Ban biên tập cổng</div><div>Bài gửi: {n}</div></td><td>{date}{body}</td></tr></table>",
    "author-box": "<div class=post><div class=user><div>{a}</div><div>Thành viên quản trị</div><div>Bài viết: {n}</div></div><div class=msg>{date}{body}</div></div>",
}  # fmt: skip
ENDS = ["Các bài đã đăng", "Tin bài cùng chuyên mục", "Bài viết khác", "Tin cũ hơn", "Có thể bạn quan tâm", "Xem thêm"]
PLACES = ["below-title"] * 4 + ["above-title", "end", "end-right", "row", "both", "below-tools", *AUTHORS]
# A row of items: what opens it, the box of each item, what closes it.
ROWS = {
    "line": ("<div>", "{}", "</div>"), "spans": ("<div>", "<span>{}</span>", "</div>"), "p": ("<p><i>", "{}", "</i></p>"), "small": ("<br><small>", "{}", "</small><br>"),
    "font": ("<br><font color=gray size=2>", "{}", "</font><br>"), "divs": ("<div class=meta>", "<div>{}</div>", "</div>"), "list": ("<ul class=meta>", "<li>{}</li>", "</ul>"),
    "cells": ("<table><tr>", "<td valign=top>{}</td>", "</tr></table>"),
}  # fmt: skip
BOXES = ["<div class=c7>{}</div>"] * 2 + ["<section>{}</section>", "<article>{}</article>", "<center>{}</center>", "<table width=100%><tr><td>{}</td></tr></table>"]  # fmt: skip
HEADS = {"title": "{t}", "title-site": "{t} - Sở Công Thương", "site-title": "Sở Công Thương | {t}", "generic": "Cổng thông tin điện tử Sở Công Thương", "short": "{s}...", "none": ""}  # fmt: skip
