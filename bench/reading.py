"""Reading: pages a second and quality, beside general extractors and the floors that a parse alone sets."""

from __future__ import annotations

import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor

import lxml.html
import newspaper
import trafilatura
from bs4 import BeautifulSoup
from htmldate import find_date
from readability import Document

from archive.article import Article
from bench.measure import median_and_spread, table
from bench.pages import Bundled, bundled
from crawler.portals import PORTALS
from crawler.reading import Page, article_of, read

Answer = tuple[str | None, str | None, str]
"""Title, day (ISO) and text, as one reader found them."""


def ours(page: Bundled) -> Answer:
    """This project, as a crawl reads a page: what it says, and where all its links lead."""
    return _told(read(Page(page.url, page.html, page.captured_at), PORTALS[page.portal]).reading.article)


def article_alone(page: Bundled) -> Answer:
    """This project, asked for what the others are asked for: the article."""
    return _told(article_of(Page(page.url, page.html, page.captured_at), PORTALS[page.portal]))


def _told(found: Article | None) -> Answer:
    return (found.title, (found.updated_at or "")[:10] or None, found.body_text) if found else (None, None, "")


def by_trafilatura(page: Bundled) -> Answer:
    """The library trafilatura with its defaults."""
    found = trafilatura.bare_extraction(page.html, url=page.url, with_metadata=True)
    return (found.title, found.date, found.text or "") if found else (None, None, "")


def by_newspaper(page: Bundled) -> Answer:
    """The library newspaper4k, told the language."""
    found = newspaper.Article(page.url, language="vi")
    found.download(input_html=page.html)
    found.parse()
    day = found.publish_date.date().isoformat() if found.publish_date else None
    return found.title, day, found.text


def by_readability(page: Bundled) -> Answer:
    """The library readability-lxml for title and text, htmldate for the day."""
    found = Document(page.html)
    text = lxml.html.fromstring(found.summary()).text_content()
    return found.short_title(), find_date(page.html, url=page.url), text


def parse_only(page: Bundled) -> Answer:
    """The floor: lxml parses and nothing is read."""
    lxml.html.document_fromstring(page.html.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    return None, None, ""


def soup_only(page: Bundled) -> Answer:
    """The other floor: BeautifulSoup parses the whole page with lxml."""
    BeautifulSoup(page.html, "lxml")
    return None, None, ""


READERS: dict[str, Callable[[Bundled], Answer]] = {
    "congthuong-archive: article and links": ours,
    "congthuong-archive: article": article_alone,
    "trafilatura": by_trafilatura,
    "newspaper4k": by_newspaper,
    "readability-lxml + htmldate": by_readability,
    "floor: lxml parse": parse_only,
    "floor: BeautifulSoup(lxml) parse": soup_only,
}


def in_a_process_of_its_own(name: str) -> tuple[float, list[Answer]]:
    """One reader over all pages with cold caches: processor seconds and answers."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(timed, name).result()


def timed(name: str) -> tuple[float, list[Answer]]:
    """One reader over all pages; one of each portal before them: what is made ready late counts for nobody."""
    pages, reader = bundled(), READERS[name]
    for page in {each.portal: each for each in pages}.values():
        reader(page)
    started = time.process_time()
    answers = [reader(page) for page in pages]
    return time.process_time() - started, answers


def main(*, large: bool = False) -> None:
    """One table: speed as a ratio to trafilatura, and how much of title, day and text each got right.

    Two rounds, five where large.
    """
    pages = bundled()
    answers: dict[str, Sequence[Answer]] = {}
    seconds: dict[str, list[float]] = {name: [] for name in READERS}
    for _ in range(5 if large else 2):
        for name in READERS:
            cost, answers[name] = in_a_process_of_its_own(name)
            seconds[name].append(cost)
    base, _ = median_and_spread(seconds["trafilatura"])
    rows = []
    for name, runs in seconds.items():
        middle, spread = median_and_spread(runs)
        speed = [f"{len(pages) / middle:.0f} ± {spread:.0%}", f"{base / middle:.1f}"]
        rows.append([name, *speed, *([""] * 5 if name.startswith("floor") else quality(pages, answers[name]))])
    heads = [
        "reader",
        "pages/CPU s",
        "speed, trafilatura = 1",
        "title exact",
        "day exact",
        "day wrong",
        "mean F1",
        "worst F1",
    ]
    table(f"Reading {len(pages)} bundled article pages", heads, rows)


def quality(pages: Sequence[Bundled], answers: Sequence[Answer]) -> list[str]:
    """Shares of titles and days that are exact, days that are wrong, and the token F1 of the texts."""
    titles = sum(answer[0] == page.title for page, answer in zip(pages, answers, strict=True))
    days = sum(answer[1] == page.day for page, answer in zip(pages, answers, strict=True))
    wrong = sum(answer[1] is not None and answer[1] != page.day for page, answer in zip(pages, answers, strict=True))
    scores = [f1(page.text, answer[2]) for page, answer in zip(pages, answers, strict=True)]
    shares = [f"{part / len(pages):.1%}" for part in (titles, days, wrong)]
    return [*shares, f"{sum(scores) / len(scores):.3f}", f"{min(scores):.3f}"]


def f1(wanted: str, got: str) -> float:
    """The harmonic mean of precision and recall over words as a multiset; two empty texts agree."""
    want, have = Counter(wanted.split()), Counter(got.split())
    same = (want & have).total()
    if not want and not have:
        return 1.0
    return 2 * same / (want.total() + have.total())
