# ruff: noqa: E501 - pieces of pages are read whole
"""One abstract article rendered as pages of many makes: what a portal's software could have made of it."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from html import escape

from tests.reading import furniture as f
from tests.reading.stories import Story

Body = Callable[[Story, random.Random], str]


def statement(story: Story, rng: random.Random, portal: str) -> str:
    """The date as a portal would print it."""
    if story.clock is None:
        ours = ["(Cập nhật: {d})", "Cập nhật: {d}", "Ngày đăng: {d}", "Đăng ngày {d}", "{d}", "ĐĂNG NGÀY: {d}"]
    else:
        ours = [
            "Đăng ngày: {d} , {c} GMT+7",
            "Đăng ngày:\xa0{d}\xa0,\xa0{c}\xa0GMT+7",
            "(Cập nhật: {d} {c})",
            "Cập nhật lúc {c}, {d}",
            "{c} | {d}",
            "{d} - {c}",
            "{d} {c} (GMT+7)",
        ]
    if portal == "sct_bentre" and story.clock is None:
        ours = [*ours, "(Cập nhật: {d})", "(Cập nhật: {d})"]
    return rng.choice(ours).format(d=story.day, c=story.clock)


def _img(part: tuple[str, str | None]) -> str:
    return f'<img src="{part[0]}" width="480">'


def _rows(rows: list[list[str]], cell: str = "{}") -> str:
    width = max(len(row) for row in rows)
    return "".join(
        "<tr>"
        + "".join(
            f"<td{' colspan=' + str(width) if len(row) == 1 else ''}>{cell.format(escape(text))}</td>" for text in row
        )
        + "</tr>"
        for row in rows
    )


def body_p(story: Story, rng: random.Random) -> str:
    out = (
        [f"<p><strong>{escape(story.lead)}</strong></p>" if rng.random() < 0.6 else f"<p>{escape(story.lead)}</p>"]
        if story.lead
        else []
    )
    for kind, content in story.parts:
        if kind == "p":
            text = escape(str(content)).replace(" trong ", "&nbsp;trong ", 1)
            out.append(
                f'<p style="text-align: justify;">{text}</p>' if rng.random() < 0.5 else f"<p>{text}</p><p>&nbsp;</p>"
            )
        elif kind == "h":
            out.append(
                rng.choice(["<h3>{}</h3>", "<p><strong>{}</strong></p>", "<p>{}</p>"]).format(escape(str(content)))
            )
        elif kind in ("ul", "ol"):
            out.append(f"<{kind}>" + "".join(f"<li>{escape(item)}</li>" for item in content) + f"</{kind}>")
        elif kind == "table":
            out.append(f"<table border=1><tbody>{_rows(content, rng.choice(['{}', '<p>{}</p>']))}</tbody></table>")
        elif kind == "quote":
            out.append(f"<blockquote><p>{escape(str(content))}</p></blockquote>")
        elif kind == "img":
            caption = content[1]
            if caption is None:
                out.append(f"<p style='text-align:center'>{_img(content)}</p>")
            else:
                out.append(
                    rng.choice(
                        [
                            f"<figure>{_img(content)}<figcaption>{escape(caption)}</figcaption></figure>",
                            f"<p align=center>{_img(content)}<br><em>{escape(caption)}</em></p>",
                            f"<table align=center><tr><td>{_img(content)}</td></tr><tr><td>{escape(caption)}</td></tr></table>",
                            f"<div>{_img(content)}</div><p>{escape(caption)}</p>",
                        ]
                    )
                )
    return "\n".join(out + closing(story, rng))


def closing(story: Story, rng: random.Random) -> list[str]:
    out = []
    credit = rng.choice(["(Nguồn: {})", "Nguồn: {}", "NGUỒN: {}", "Nguồn : {}"]).format(escape(story.credit or ""))
    author = escape(story.author or "")
    if story.author and rng.random() < 0.3 and len(story.author) > 3:
        author = rng.choice(["Tác giả: ", "Tin, ảnh: ", "Người viết: "]) + author
    frame = rng.choice(
        [
            "<p>{}</p>",
            "<p style='text-align:right'><strong>{}</strong></p>",
            "<div align=right><i>{}</i></div>",
            "<p>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;{}</p>",
        ]
    )
    if story.author:
        out.append(frame.format(author))
    if story.credit:
        out.append(frame.format(credit))
    if story.files:
        label = rng.choice(["<p>Tệp đính kèm:</p>", "<b>File đính kèm</b><br>", "", "<div>Tài liệu đính kèm:</div>"])
        if rng.random() < 0.4:
            out.append(
                "<table><tr><th>STT</th><th>Tên file</th><th>Tải về</th></tr>"
                + "".join(
                    f"<tr><td>{n}</td><td>{escape(name)}</td><td><a href='{url}'>Tải về</a></td></tr>"
                    for n, (url, name) in enumerate(story.files, 1)
                )
                + "</table>"
            )
        else:
            out.append(label + "".join(f"<div><a href='{url}'>{escape(name)}</a></div>" for url, name in story.files))
    return out


def body_div(story: Story, rng: random.Random) -> str:
    html = body_p(story, rng)
    return html.replace("<p>", "<div>").replace("</p>", "</div>").replace("<p ", "<div ")


def body_br(story: Story, rng: random.Random) -> str:
    out = [escape(story.lead)] if story.lead else []
    gap = rng.choice(["<br>", "<br/><br/>", "<br>\n&nbsp;<br>"])
    for kind, content in story.parts:
        if kind in ("p", "h", "quote"):
            out.append(escape(str(content)) if kind != "h" else f"<b>{escape(str(content))}</b>")
        elif kind in ("ul", "ol"):
            out.append(gap.join(escape(item) for item in content))
        elif kind == "table":
            out.append(f"<table border=1>{_rows(content)}</table>")
        else:
            out.append(_img(content) + (f"<br><i>{escape(content[1])}</i>" if content[1] else ""))
    tail = ""
    if story.author:
        tail += gap + "&nbsp;" * 60 + f"<b>{escape(story.author)}</b>"
    if story.credit:
        tail += (
            gap
            + "&nbsp;" * 75
            + "<br>"
            + "&nbsp;" * 14
            + rng.choice(["(Nguồn: {})", "Nguồn: {}"]).format(escape(story.credit))
        )
    files = "".join(f"<br><a href='{url}'>{escape(name)}</a>" for url, name in story.files)
    return gap.join(out) + tail + files


def body_word(story: Story, rng: random.Random) -> str:
    def word(text: str) -> str:
        half = len(text) // 2
        return f"<p class=MsoNormal style='margin-bottom:6.0pt;text-align:justify;mso-layout-grid-align:none'><span lang=VI style='font-size:14.0pt;mso-fareast-font-family:\"Times New Roman\"'>{escape(text[:half])}<span style='mso-spacerun:yes'></span><font face=Arial>{escape(text[half:])}</font><o:p></o:p></span></p>"

    out = [word(story.lead)] if story.lead else []
    for kind, content in story.parts:
        if kind in ("p", "h", "quote"):
            out.append(word(str(content)))
        elif kind in ("ul", "ol"):
            out.extend(word(item) for item in content)
        elif kind == "table":
            out.append(
                f"<table class=MsoNormalTable border=1>{_rows(content, '<p class=MsoNormal><span>{}</span></p>')}</table>"
            )
        else:
            out.append(
                f"<p class=MsoNormal align=center>{_img(content)}</p>" + (word(content[1]) if content[1] else "")
            )
        if rng.random() < 0.3:
            out.append("<p class=MsoNormal><o:p>&nbsp;</o:p></p>")
    return "\n".join(out + closing(story, rng))


def body_rows(story: Story, rng: random.Random) -> str:
    cells = []
    for kind, content in story.parts:
        if kind in ("p", "h", "quote"):
            cells.append(escape(str(content)))
        elif kind in ("ul", "ol"):
            cells.append(f"<{kind}>" + "".join(f"<li>{escape(item)}" for item in content) + f"</{kind}>")
        elif kind == "table":
            cells.append(f"<table border=1>{_rows(content)}</table>")
        else:
            cells.append(_img(content) + (f"<br>{escape(content[1])}" if content[1] else ""))
    lead = [escape(story.lead)] if story.lead else []
    return (
        "<table width='100%' cellpadding=4>"
        + "".join(f"<tr><td>{cell}</td></tr>" for cell in lead + cells + closing(story, rng))
        + "</table>"
    )


def body_apart(story: Story, rng: random.Random) -> str:
    """Each paragraph in two boxes of its own, as editors of blocks write them."""
    return re.sub(r"<p[^>]*>(.*?)</p>", r"<section><div>\1</div></section>", body_p(story, rng), flags=re.DOTALL)


BODIES: dict[str, Body] = {
    "p": body_p,
    "div": body_div,
    "br": body_br,
    "word": body_word,
    "rows": body_rows,
    "apart": body_apart,
}


def _top(story: Story, rng: random.Random) -> str:
    if not story.top:
        return ""
    alt = escape(story.title.replace(" ", "  ", 1))
    caption = f"<div>{escape(story.top[1])}</div>" if story.top[1] else ""
    return f'<div><img src="{story.top[0]}" alt="{alt}"></div>{caption}'


def bentre(story: Story, rng: random.Random, body: Body, when: str) -> str:
    h = rng.choice(["h1", "h2", "h3", "h4", "p"])
    d = rng.choice(["div", "span", "em"])
    return f"""<html lang="vi"><head><title>{escape(story.title)}</title></head><body><div>{f.menu(rng)}</div><div><div>{f.contact(rng)}</div></div>
<div class=row><div class=col>{_top(story, rng)}<{h}>{escape(story.title)}</{h}><{d}>{when}</{d}><div class=noidung>{body(story, rng)}</div>{f.hidden(rng)}</div></div><div>{f.footer(rng)}</div></body></html>"""


def old_table(story: Story, rng: random.Random, body: Body, when: str) -> str:
    top = f"<tr><td align=center>{_top(story, rng)}</td></tr>" if story.top else ""
    return f"""<HTML><HEAD><TITLE>Sở Công Thương</TITLE></HEAD><BODY bgcolor=white><TABLE width=980><TR><TD colspan=3><img src=/images/banner.jpg></TD></TR>
<TR><TD width=180 valign=top>{f.menu(rng)}{f.sidebar(rng)}</TD><TD width=600 valign=top><TABLE width=100%>{top}<TR><TD><B><FONT size=4>{escape(story.title)}</FONT></B></TD></TR><TR><TD><I>{when}</I></TD></TR><TR><TD>{body(story, rng)}</TD></TR>
<TR><TD>{f.related(rng)}</TD></TR></TABLE></TD><TD width=200 valign=top>{f.sidebar(rng)}</TD></TR><TR><TD colspan=3>{f.footer(rng)}</TD></TR></TABLE></BODY></HTML>"""


def liferay62(story: Story, rng: random.Random, body: Body, when: str) -> str:
    return f"""<html lang="vi-VN"><head><title>{escape(story.title)} - Sở Công Thương</title></head><body><div id=wrapper><header>{f.clock(rng)}<nav>{f.menu(rng)}</nav></header><div id=content><div class=columns-2><div class=portlet-column-first>
<div class=portlet-boundary><h1 class=header-title><span>{escape(story.title)}</span></h1><div class=asset-full-content><div class=asset-content><div class=journal-content-article>{_top_p(story)}{body(story, rng)}</div>{f.share(rng)}</div><div class=asset-metadata><span class=metadata-entry>{when}</span></div>{f.related(rng)}</div></div></div><div class=portlet-column-last>{f.sidebar(rng)}</div></div></div><footer>{f.footer(rng)}</footer></div></body></html>"""


def _top_p(story: Story) -> str:
    return ""


def liferay62_above(story: Story, rng: random.Random, body: Body, when: str) -> str:
    label, _, rest = when.partition(":") if when.count(":") else (when, "", "")
    shown = (
        f"<span>{label}:</span> <span>{rest}</span>"
        if rest and any(c.isalpha() for c in label)
        else f"<span class=metadata-entry>{when}</span>"
    )
    again = f"<p>{when}</p>" if rng.random() < 0.5 and any(c.isalpha() for c in when) else ""
    return f"""<html lang="vi-VN"><head><title>Chi tiết tin tức - Sở Công Thương</title></head><body><div>{f.sidebar(rng)}</div><div><h1></h1><h1>{escape(story.title)}</h1><div>{shown}</div><div class=asset-content>{body(story, rng)}{again}{f.related(rng)}</div></div><div>{f.footer(rng)}</div></body></html>"""


def date_in_h1(story: Story, rng: random.Random, body: Body, when: str) -> str:
    return f"""<html><head><title>Cổng thông tin</title></head><body><div>{f.menu(rng)}</div><div class=main><h1>{when}</h1><h5>{escape(story.title)}</h5><div>{body(story, rng)}</div>{f.related(rng)}</div><div>{f.sidebar(rng)}</div><div>{f.footer(rng)}</div></body></html>"""


def webforms(story: Story, rng: random.Random, body: Body, when: str) -> str:
    return f"""<html><head><title>
\t{escape(story.title)}
</title></head><body><form method=post action="./tin.aspx"><input type=hidden name=__VIEWSTATE value="abc"><div id=ctl00_header>{f.menu(rng)}{f.clock(rng)}</div><div id=ctl00_left>{f.sidebar(rng)}</div><div id=ctl00_main><div><span id=ctl00_lblTitle style="font-size:16pt">{escape(story.title)}</span></div><div><span id=ctl00_lblDate>{when}</span> | <span>Lượt xem: 1024</span></div>{f.share(rng)}<div id=ctl00_pnlContent>{body(story, rng)}</div>{f.share(rng)}<div>{f.related(rng)}</div></div><div>{f.footer(rng)}</div></form></body></html>"""


def html5(story: Story, rng: random.Random, body: Body, when: str) -> str:
    return f"""<!doctype html><html lang=vi><head><meta charset=utf-8><title>{escape(story.title)} | Sở Công Thương</title><meta property="og:title" content="{escape(story.title)}"><meta property="article:published_time" content="2001-01-01T00:00:00Z"></head><body><header><nav>{f.menu(rng)}</nav></header><main><article><nav aria-label=breadcrumb><ol><li><a href=/>Trang chủ</a></li><li><a href=/tin.html>Tin tức</a></li></ol></nav><header><h1>{escape(story.title)}</h1><p><time datetime="2001-01-01">{when}</time></p>{f.share(rng)}</header>{body(story, rng)}</article><section>{f.related(rng)}</section></main><aside>{f.sidebar(rng, "section")}</aside><footer>{f.footer(rng)}</footer></body></html>"""


def soup(story: Story, rng: random.Random, body: Body, when: str) -> str:
    def wrap(inner: str) -> str:
        n = rng.randint(1, 5)
        return "<div>" * n + inner + "</div>" * n

    return f"""<html><head></head><body>{wrap(wrap(f.menu(rng)) + wrap(f.clock(rng)))}{wrap(wrap(f.sidebar(rng)) + wrap(wrap(wrap(escape(story.title)) + wrap(when)) + wrap(body(story, rng)) + wrap(f.related(rng))))}{wrap(f.footer(rng))}{f.hidden(rng)}</body></html>"""


def flat(story: Story, rng: random.Random, body: Body, when: str) -> str:
    return f"""<html><head><title>{escape(story.title)}</title></head><body>{f.menu(rng)}{f.contact(rng)}<h2>{escape(story.title)}</h2><p>{when}</p>{body(story, rng)}{f.related(rng)}{f.footer(rng)}</body></html>"""


def date_first(story: Story, rng: random.Random, body: Body, when: str) -> str:
    return f"""<html><head><title>{escape(story.title)}</title></head><body><div>{f.menu(rng)}</div><div>{f.sidebar(rng)}</div><div id=noi><div class=ngay>{when}</div><h2>{escape(story.title)}</h2><div>{body(story, rng)}</div>{f.share(rng)}{f.related(rng)}</div><div>{f.footer(rng)}</div></body></html>"""


def nfd(story: Story, rng: random.Random, body: Body, when: str) -> str:
    return unicodedata.normalize("NFD", html5(story, rng, body, when))


def broken(story: Story, rng: random.Random, body: Body, when: str) -> str:
    html = webforms(story, rng, body, when)
    return (
        html.replace("</p>", "")
        .replace("</li>", "")
        .replace("</td>", "")
        .replace("</tr>", "")
        .replace("</span>", "", 2)
    )


def head_apart(story: Story, rng: random.Random, body: Body, when: str) -> str:
    return f"""<html><head><title>Tin chi tiết</title></head><body><div>{f.clock(rng)}</div><div>{f.menu(rng)}</div><div class=bread><a href="/">Trang chủ</a> &raquo; <a href="/tin.html">Tin trong ngành</a></div><div class=head><h1>{escape(story.title)}</h1><div class=meta><div>{when}</div>{f.share(rng)}</div></div><div class=cols><div class=left>{f.sidebar(rng)}</div><div class=mid>{body(story, rng)}</div><div class=right>{f.sidebar(rng)}</div></div><div>{f.related(rng)}</div><div>{f.footer(rng)}</div></body></html>"""


def span_meta(story: Story, rng: random.Random, body: Body, when: str) -> str:
    return f"""<html><head><title>{escape(story.title[:40])}...</title></head><body><div>{f.menu(rng)}</div><table><tr><td>{f.sidebar(rng)}</td><td><h3>{escape(story.title)} <em>{when}</em></h3>{body(story, rng)}<div>{f.related(rng)}</div></td></tr></table><div>{f.footer(rng)}</div></body></html>"""


def two_cells(story: Story, rng: random.Random, body: Body, when: str) -> str:
    label, _, rest = when.strip("()").partition(": ")
    cells = f"<td>{label}:</td><td>{rest}</td>" if rest else f"<td>{when}</td>"
    words = story.title.split(" ")
    cut = len(words) // 2
    title = " ".join(words[:cut]) + "<br>" + " ".join(words[cut:])
    return f"""<html><head><title>Cổng thông tin điện tử</title></head><body><div>{f.menu(rng)}</div><center>{f.clock(rng)}</center><div>{f.sidebar(rng)}</div><div><h2>{title}</h2><table><tr>{cells}</tr></table>{body(story, rng)}</div><div>{f.related(rng)}</div><div>{f.footer(rng)}</div></body></html>"""


MARKUPS = {
    m.__name__: m
    for m in (
        bentre,
        old_table,
        liferay62,
        liferay62_above,
        date_in_h1,
        webforms,
        html5,
        soup,
        flat,
        date_first,
        nfd,
        broken,
        head_apart,
        span_meta,
        two_cells,
    )
}


def render(story: Story, markup: str, body: str, seed: int, portal: str = "sct_bentre") -> str:
    """One page for a story: by name of markup and of the way paragraphs are made."""
    rng = random.Random(seed)
    when = statement(story, rng, portal)
    return MARKUPS[markup](story, rng, BODIES[body], when)
