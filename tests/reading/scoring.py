"""How well a reading agrees with what was told: token F1, and every field that differs, as one line each."""

from __future__ import annotations

import re
from collections import Counter

from archive.article import Article
from tests.reading.furniture import BOILERPLATE
from tests.reading.stories import Story

BLOCK_END = re.compile(r"</(?:p|td|li|h\d|figcaption|blockquote)>")


def tokens(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def f1(read: str, told: str) -> float:
    """Token F1 of two texts; 1 where both are empty."""
    first, second = tokens(read), tokens(told)
    if not first and not second:
        return 1.0
    return 2 * sum((first & second).values()) / (sum(first.values()) + sum(second.values()))


def text_of(html: str) -> str:
    """What a reader sees of body_html."""
    return (
        re.sub(r"<[^>]+>", "", BLOCK_END.sub(" ", html)).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    )


def differences(article: Article, story: Story) -> list[str]:
    """What an article says otherwise than its story."""
    told = "\n".join(story.lines())
    pairs = {
        "title": (article.title, story.title),
        "date": (article.updated_at, story.iso),
        "author": (article.author, story.author),
        "credit": (article.source_credit, story.credit),
        "body": (article.body_text.replace("\n\n", "\n"), told),
        "html": (tokens(text_of(article.body_html)), tokens(article.body_text)),
        "files": ([file.label for file in article.attachments], [name for _, name in story.files]),
        "boilerplate": ([words for words in BOILERPLATE if words in article.body_text], []),
        "summary": (article.summary in (None, story.lead), True),
    }
    return [f"{name}: {read!r} instead of {want!r}" for name, (read, want) in pairs.items() if read != want]
