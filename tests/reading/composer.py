# ruff: noqa: E501 - pieces of pages are read whole
"""Pages whose every part is drawn by itself, so that no design is met twice, and failures can be told by part."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape

from tests.reading import furniture as f
from tests.reading.markups import BODIES
from tests.reading.parts import (
    AUTHORS,
    BARE,
    BOXES,
    COMPANY,
    DAYS,
    ENDS,
    HEADS,
    LABELLED,
    LABELS,
    MOMENTS,
    NAMES,
    PATHS,
    PLACES,
    ROWS,
    SECTIONS,
    SIGNS,
    TITLES,
    WEEKDAYS,
)
from tests.reading.stories import Story, Teller

WRITTEN = ["p", "div", "br", "word", "rows"]  # one more would draw every page anew, and what was measured says nothing


@dataclass(frozen=True, slots=True)
class Composed:
    """A page, the story it tells, the lines and the section a reader sees, and what was drawn for each part."""

    story: Story
    portal: str
    url: str
    html: str
    lines: list[str]
    section: str | None
    drawn: dict[str, str]


class Composer:
    """Draws one page; `dated` pages state their date, others only show dates of other things."""

    def __init__(self, seed: int, *, dated: bool) -> None:
        self.seed, self.dated, self.rng = seed, dated, random.Random(seed)
        self.drawn: dict[str, str] = {}
        self.section: str | None = None
        self.portal = self.rng.choice(["sct_bentre", "sct_bacgiang"])
        self.story = Teller(self.seed).story()
        self.kind = self.rng.choice(SECTIONS)

    def draw(self, part: str, of: Sequence[str] | dict[str, str]) -> str:
        """One of the names (or of the values by name), kept under the part's name."""
        name = self.rng.choice(list(of))
        self.drawn[part] = name
        return of[name] if isinstance(of, dict) else name

    def compose(self) -> Composed:
        date_line, title = self.date_line(), self.title()
        body, below = self.body()
        text = self.arranged(title, date_line, body)
        html = self.framed(text, below)
        url = self.address()
        html = html.replace("URL", url)
        return Composed(self.story, self.portal, url, html, self.story.lines(), self.section, self.drawn)

    def title(self) -> str:
        return self.draw("title", TITLES).format(escape(self.story.title))

    def value(self) -> str:
        """The day and the time in some notation."""
        day, month, year = self.story.day.split("/")
        shown = self.rng.choice(DAYS).format(d=day, m=month, y=year, D=int(day), M=int(month))
        named = WEEKDAYS[date(int(year), int(month), int(day)).weekday()] + ", " if self.rng.random() < 0.2 else ""
        if self.story.clock is None:
            return named + shown
        return self.rng.choice(MOMENTS).format(w=named, d=shown, c=self.story.clock)

    def stated(self) -> str:
        """The date with or without its label."""
        own = "Cập nhật" if self.portal == "sct_bentre" else "Đăng ngày"
        label = self.draw("label", [own] * 3 + [self.rng.choice(LABELS), "none"])
        if label == "none":
            return self.draw("shape", BARE).format(v=self.value())
        shown = label.upper() if self.rng.random() < 0.15 else label
        sign = self.rng.choice([": ", ":", ":&nbsp;", " : ", " "])
        return self.draw("shape", LABELLED).format(l=shown, s=sign, v=self.value())

    def company(self) -> str:
        """Some words of the kinds that stand beside a date."""
        name = self.rng.choice(list(COMPANY))
        if name == "section" and self.section is None:
            self.section = self.kind
        self.drawn[f"beside-{name}"] = shown = self.rng.choice(COMPANY[name])
        return shown.format(n=self.rng.randint(3, 99999), a=self.rng.choice(NAMES), k=self.kind)

    def date_line(self) -> str:
        """The date and what stands beside it, in one line or in a row of boxes."""
        before, after = self.rng.choice([(0, 0), (0, 0), (0, 1), (0, 1), (1, 0), (1, 1), (0, 2)])
        items = (
            [self.company() for _ in range(before)]
            + ([self.stated()] if self.dated else [])
            + [self.company() for _ in range(after)]
        )
        block = any(f"<{tag}" in item for item in items for tag in ("div", "table", "dl"))
        row = self.draw("row", ["divs", "list"] if block else list(ROWS))
        opening, item, closing = ROWS[row]
        sign = self.draw("sign", SIGNS) if item in ("{}", "<span>{}</span>") else ""
        return f"{opening}{each(item, items, sign)}{closing}" if items else ""

    def body(self) -> tuple[str, str]:
        """The text, and what stands below the lists that end it."""
        told, below = self.story, ""
        if told.files and self.draw("files", ["in-text", "below"]) == "below":
            files = [f"<a href='{url}'>{escape(name)}</a>" for url, name in told.files]
            below = f"<h4>Tài liệu đính kèm</h4><ul>{each('<li>{}</li>', files)}</ul>"
            told = replace(told, files=[])
        text = BODIES[self.draw("body", WRITTEN)](told, self.rng)
        if self.draw("tags", ["closed"] * 9 + ["open"]) == "open":
            text = re.sub(r"</(?:p|li|td|tr)>", "", text)
        return text if self.drawn["body"] == "rows" else self.wrapped(text, self.rng.randint(0, 2)), below

    def arranged(self, title: str, line: str, body: str) -> str:
        """Title, date, picture, tools and text in the order drawn."""
        source, caption = self.story.top or ("", None)
        top = f"<div><img src='{source}' alt='{escape(self.story.title)}'></div><div>{escape(caption or '')}</div>"
        at, tools = self.draw("tools", ["none", "above", "below-date", "below-text"]), f.share(self.rng)
        place, name = self.draw("place", PLACES), self.rng.choice(NAMES)
        if place in AUTHORS and self.dated:
            post = AUTHORS[place].format(a=name, n=self.rng.randint(5, 900), date=line, body=body)
            return self.wrapped(f"<div>{title}</div>{post}", 1)
        head = {
            "above-title": line + title, "end": title, "end-right": title, "row": f"<div class=row><div>{title}</div><div>{line}</div></div>",
            "below-tools": title + f.share(self.rng) + line,
        }.get(place, title + line)  # fmt: skip
        end = {"end": line, "both": line, "end-right": f"<div align=right>{line}</div>"}.get(place, "")
        head = top * bool(source) + tools * (at == "above") + head + tools * (at == "below-date")
        end += tools * (at == "below-text")
        if self.draw("boxes", ["one", "apart"]) == "apart":
            return self.wrapped(head, 1) + self.wrapped(body + end, self.rng.randint(1, 2))
        return head + body + end

    def framed(self, article: str, below: str) -> str:
        """The article among its path, lists, columns, header and footer."""
        rng = self.rng
        path = self.draw("path", ["none", *PATHS]) if self.section is None else self.draw("path", ["none"])
        self.section = self.kind if path != "none" else self.section
        above = PATHS[path].format(k=self.kind) if path != "none" else ""
        lists = self.draw("lists", ["none", "own", "outside"])
        others = each("<li>{} <i>(19/10/2026)</i></li>", [f.link(rng) for _ in range(4)])
        related = rng.choice([f.related(rng), f"<h3>{rng.choice(ENDS)}</h3><ul>{others}</ul>"])
        article += (related + below) * (lists == "own")
        inside = not path.startswith("header") and rng.random() < 0.5
        article = self.wrapped(above + article if inside else article, rng.randint(1, 4))
        article = article if inside else self.wrapped(above, rng.randint(1, 2)) * bool(above) + article
        article += self.wrapped(related * (lists == "outside") + below, 1) * (lists != "own")
        side = self.draw("columns", ["none", "left", "right", "both"])
        left, right = [f.sidebar(rng)] * (side in ("left", "both")), [f.sidebar(rng)] * (side in ("right", "both"))
        opening, cell, closing = ROWS[self.draw("frame", ["divs", "divs", "cells"])]
        middle = opening + each(cell, [*left, article, *right]) + closing
        menu = each("<li>{}</li>", [f"<a href='/chuyen-muc-{n}.html'>{name}</a>" for n, name in enumerate(SECTIONS)])
        top = (
            f"<div>{f.menu(rng)}</div><div><ul>{menu}</ul></div>"
            + f.clock(rng) * (rng.random() < 0.5)
            + f.contact(rng) * (rng.random() < 0.4)
        )
        return f"<!DOCTYPE html><html><head><meta charset=utf-8>{self.head()}</head><body>{top}{middle}<div>{f.footer(rng)}</div>{f.hidden(rng)}</body></html>"

    def head(self) -> str:
        title = escape(self.story.title)
        named = self.draw("head", HEADS).format(t=title, s=title[:35])
        og = (
            f'<meta property="og:title" content="{title}">' if self.draw("og", ["no", "no", "no", "og"]) == "og" else ""
        )
        return f"<title>{named}</title>{og}"

    def address(self) -> str:
        low = self.story.title.lower().replace("đ", "d" if self.portal == "sct_bentre" else "")
        plain = unicodedata.normalize("NFD", low).encode("ascii", "ignore").decode()
        slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
        slugged = self.draw("url", ["slug", "slug", "id"]) == "slug"
        if self.portal == "sct_bentre":
            return "http://congthuongbentre.gov.vn/" + (f"{slug}.html" if slugged else f"index.php?id={self.seed}")
        page = "https://sct.bacgiang.gov.vn/chi-tiet-tin-tuc/-/asset_publisher/Ab3dEf/content/"
        return page + (slug if slugged else f"id/{self.seed}")

    def wrapped(self, inner: str, times: int) -> str:
        """The text in so many boxes, nothing where there is none."""
        for _ in range(times if inner else 0):
            inner = self.rng.choice(BOXES).format(inner)
        return inner


def each(template: str, items: list[str], sign: str = "") -> str:
    """Every item in its box, with a sign between them."""
    return sign.join(template.format(item) for item in items)


def compose(seed: int, *, dated: bool = True) -> Composed:
    """The page of a seed."""
    return Composer(seed, dated=dated).compose()
