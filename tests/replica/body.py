"""The same blocks of an article written as different editors write them: p, div, br, Word paste, table cells."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from html import escape
from zlib import crc32

from tests.replica.story import Block, Story

PictureAt = Callable[[str], str]  # a picture's name in, its address out
BodyStyle = Callable[[Story, PictureAt], str]


def paragraphs(story: Story, at: PictureAt) -> str:
    """One p per paragraph, h2 for sub-headings, figures: a tidy editor of our years."""
    return "\n".join(_tidy(block, at, lead=_is_lead(story, number)) for number, block in enumerate(story.blocks))


def divisions(story: Story, at: PictureAt) -> str:
    """One div per paragraph, bold divs for sub-headings, empty divs between, text in decomposed Unicode."""
    parts = []
    for number, block in enumerate(story.blocks):
        if block.kind == "text":
            text = unicodedata.normalize("NFD", _spaced(block.lines[0]))
            bold = _is_lead(story, number) and story.summary_bold
            parts.append(f"<div>{_bold(text) if bold else text}</div>")
            parts.append("<div><br></div>" if crc32(block.lines[0].encode()) % 3 == 0 else "")
        elif block.kind == "heading":
            parts.append(f'<div style="text-align:justify"><b>{_spaced(block.lines[0])}</b></div>')
        else:
            parts.append(_framed(block, at, "div"))
    return "\n".join(filter(None, parts))


def breaks(story: Story, at: PictureAt) -> str:
    """One container in which paragraphs are kept apart by two br; only lists and tables are elements."""
    out = ""
    for number, block in enumerate(story.blocks):
        if block.kind in ("list", "table", "quote"):
            out += _framed(block, at, "div")
            continue
        if block.kind == "picture":
            caption = f"<br /><i>{_spaced(block.lines[0])}</i>" if block.lines[0] else ""
            out += f'<img src="{escape(at(block.lines[1]))}" border="0" />{caption}<br /><br />\n'
            continue
        text = _spaced(block.lines[0])
        strong = block.kind == "heading" or (_is_lead(story, number) and story.summary_bold)
        out += (_bold(text) if strong else text) + "<br /><br />\n"
    return out


def word(story: Story, at: PictureAt) -> str:
    """Pasted from Word: MsoNormal, spans in spans, o:p, font tags, empty paragraphs, conditional comments."""
    parts = [
        "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->",
        "<style><!-- p.MsoNormal {margin:0in; font-family:'Times New Roman';} --></style>",
    ]
    for number, block in enumerate(story.blocks):
        if block.kind in ("text", "heading"):
            strong = block.kind == "heading" or (_is_lead(story, number) and story.summary_bold)
            inner = _runs(block.lines[0])
            parts.append(
                f'<p class="MsoNormal" style="text-align:justify;mso-line-height-rule:exactly">'
                f"{_bold(inner) if strong else inner}<o:p></o:p></p>"
            )
            if crc32(block.lines[0].encode()) % 2:
                parts.append('<p class="MsoNormal"><o:p>&nbsp;</o:p></p>')
        else:
            parts.append(_framed(block, at, "p"))
    return "\n".join(parts)


def cells(story: Story, at: PictureAt) -> str:
    """Each paragraph in a row of its own of a layout table, as editors of 2005 did."""
    rows = []
    for number, block in enumerate(story.blocks):
        if block.kind in ("text", "heading"):
            text = _spaced(block.lines[0])
            strong = block.kind == "heading" or (_is_lead(story, number) and story.summary_bold)
            inner = f'<font face="Arial" size="2">{_bold(text) if strong else text}</font>'
        else:
            inner = _framed(block, at, "div")
        rows.append(f'<tr><td class="BodyText" valign="top">{inner}</td></tr>')
    return '<table width="100%" cellpadding="2" cellspacing="0" border="0">\n' + "\n".join(rows) + "\n</table>"


def _tidy(block: Block, at: PictureAt, *, lead: bool) -> str:
    if block.kind == "text":
        text = _linked(_spaced(block.lines[0]))
        return f'<p class="sapo"><strong>{text}</strong></p>' if lead else f"<p>{text}</p>"
    if block.kind == "heading":
        return f"<h2>{_spaced(block.lines[0])}</h2>"
    if block.kind == "picture":
        caption = f"<figcaption>{_spaced(block.lines[0])}</figcaption>" if block.lines[0] else ""
        return f'<figure><img src="{escape(at(block.lines[1]))}" alt="" loading="lazy">{caption}</figure>'
    return _framed(block, at, "p")


def _framed(block: Block, at: PictureAt, tag: str) -> str:
    """Lists, tables, quotes and pictures with their inner text in elements named `tag`."""
    if block.kind == "list":
        return "<ul>" + "".join(f"<li>{_spaced(line)}</li>" for line in block.lines) + "</ul>"
    if block.kind == "table":
        return _table(block, tag)
    if block.kind == "quote":
        return f"<blockquote><{tag}>{_spaced(block.lines[0])}</{tag}></blockquote>"
    caption = f'<{tag} align="center"><em>{_spaced(block.lines[0])}</em></{tag}>' if block.lines[0] else ""
    return f'<{tag} align="center"><img src="{escape(at(block.lines[1]))}" alt="" /></{tag}>{caption}'


def _table(block: Block, tag: str) -> str:
    rows = ""
    for number, row in enumerate(block.rows):
        cell = "th" if number == 0 and tag == "p" else "td"
        rows += "<tr>" + "".join(f"<{cell}><{tag}>{_spaced(text)}</{tag}></{cell}>" for text in row) + "</tr>\n"
    return f'<table border="1" cellspacing="0" style="border-collapse:collapse"><tbody>\n{rows}</tbody></table>'


def _is_lead(story: Story, number: int) -> bool:
    return story.lead and number == 0


def _bold(html: str) -> str:
    return f"<strong>{html}</strong>"


def _spaced(text: str) -> str:
    """Escaped, with every seventeenth space a non-breaking one, as editors leave them."""
    words = escape(text, quote=False).split(" ")
    lines = (" ".join(words[start : start + 17]) for start in range(0, len(words), 17))
    return "&nbsp;".join(lines)


def _linked(html: str) -> str:
    """A reference to another place inside the text, as an ordinary link."""
    return html.replace("Bộ Công Thương", '<a href="https://www.moit.gov.vn/" target="_blank">Bộ Công Thương</a>', 1)


def _runs(text: str) -> str:
    """Word's runs: one sentence in several spans that begin and end anywhere, also inside a word."""
    step = 23 + crc32(text.encode()) % 40
    runs = [text[start : start + step] for start in range(0, len(text), step)]
    return "".join(
        f'<span lang="VI" style="font-size:14.0pt;mso-bidi-font-size:12.0pt"><font face="Times New Roman">'
        f"{escape(run, quote=False)}</font></span>"
        for run in runs
    )
