"""The invented articles: their format, and the variety the rebuilt portals rely on."""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

HERE = Path(__file__).parent / "articles"
SECTIONS = {
    "sct_bentre": {"tin-tuc-su-kien", "cong-nghiep", "thuong-mai", "nang-luong", "khuyen-cong", "thong-bao"},
    "sct_bacgiang": {
        *("tin-tuc", "cong-nghiep", "thuong-mai", "an-toan-moi-truong", "cai-cach-hanh-chinh", "thong-bao"),
    },
}
DATES = {"sct_bentre": "%Y-%m-%d", "sct_bacgiang": "%Y-%m-%dT%H:%M"}
REQUIRED = {"title", "section", "date"}
OPTIONAL = {"author", "source_credit", "lead", "lead_image", "lead_caption", "attachments"}
PICTURE = re.compile(r"!\[([^\[\]]*)\]\(([a-z0-9-]+\.png)\)")
FILE = re.compile(r"[a-z0-9-]+\.(pdf|docx?|xlsx?|zip|rar)")
OTHER_MARKUP = re.compile(r"<[a-z/]|\*\*|__|`|^#(?!# \S)|^\d+\\\.|&[a-z]+;|\t|\r", re.MULTILINE)


class Text(NamedTuple):
    path: Path
    raw: str
    head: dict[str, Any]
    blocks: list[str]

    def has(self, start: str) -> bool:
        return any(block.startswith(start) for block in self.blocks)


def text_of(path: Path) -> Text:
    raw = path.read_text(encoding="utf-8")
    _, head, body = raw.split("+++\n", 2)
    return Text(path, raw, tomllib.loads(head), [block for block in body.strip("\n").split("\n\n") if block])


TEXTS = {portal: [text_of(path) for path in sorted((HERE / portal).glob("*.md"))] for portal in SECTIONS}
ALL = [text for texts in TEXTS.values() for text in texts]


def name(text: Text) -> str:
    return f"{text.path.parent.name}/{text.path.stem}"


@pytest.mark.parametrize("text", ALL, ids=name)
def test_an_article_keeps_the_format(text: Text) -> None:
    portal, head = text.path.parent.name, text.head
    assert re.fullmatch(r"\d{3}-[a-z0-9-]+", text.path.stem)
    assert set(head) >= REQUIRED
    assert set(head) <= REQUIRED | OPTIONAL
    assert head["section"] in SECTIONS[portal]
    assert 2015 <= datetime.strptime(head["date"], DATES[portal]).year <= 2025  # noqa: DTZ007  (the portal's local time)
    assert "lead_image" in head or "lead_caption" not in head
    assert PICTURE.fullmatch(f"![]({head.get('lead_image', 'x.png')})")
    assert all(label.strip() and FILE.fullmatch(file) for label, file in head.get("attachments", []))
    assert unicodedata.is_normalized("NFC", text.raw)


@pytest.mark.parametrize("text", ALL, ids=name)
def test_a_body_holds_only_the_blocks_that_are_agreed(text: Text) -> None:
    assert not OTHER_MARKUP.search("\n\n".join(text.blocks))
    for block in text.blocks:
        lines = block.split("\n")
        if block.startswith("!["):
            assert PICTURE.fullmatch(block)
        elif block.startswith("|"):
            assert all(re.fullmatch(r"\| .* \|", line) for line in lines)
        elif block.startswith("- "):
            assert all(line.startswith("- ") for line in lines)
        else:
            assert len(lines) == 1
    assert text.blocks or text.head.get("attachments") or text.head.get("lead_image")


def test_titles_and_file_numbers_are_unique() -> None:
    titles = Counter(" ".join(text.head["title"].split()).casefold() for text in ALL)
    assert [title for title, times in titles.items() if times > 1] == []
    for texts in TEXTS.values():
        assert [int(text.path.stem[:3]) for text in texts] == list(range(1, len(texts) + 1))


def test_no_paragraph_row_or_item_of_any_length_occurs_twice() -> None:
    lines = Counter(line for text in ALL for block in text.blocks for line in block.split("\n"))
    assert [line for line, times in lines.items() if times > 1] == []


def test_no_long_sentence_occurs_twice() -> None:
    sentences = Counter(
        s for text in ALL for s in re.split(r"(?<=[.;:!?])\s+|\n", "\n".join(text.blocks)) if len(s) > 60
    )
    assert [sentence for sentence, times in sentences.items() if times > 1] == []


def test_a_body_without_credit_never_ends_like_one() -> None:
    ends = [text for text in ALL if text.blocks and re.match(r"(?:.*\n)*[(|]?\s*Nguồn:", text.blocks[-1])]
    assert [name(text) for text in ends if not text.head.get("source_credit")] == []


KINDS: dict[str, tuple[int, Callable[[Text], bool]]] = {
    "tables": (10, lambda text: text.has("|")),
    "lists": (10, lambda text: text.has("- ")),
    "pictures with captions": (12, lambda text: text.has("![")),
    "attachments": (8, lambda text: bool(text.head.get("attachments"))),
    "quotes": (3, lambda text: text.has(">")),
    "empty bodies": (2, lambda text: not text.blocks),
    "short notices": (12, lambda text: len(text.blocks) <= 4),
    "long reports": (12, lambda text: len(text.blocks) >= 12),
    "credits": (10, lambda text: "source_credit" in text.head),
    "non-breaking spaces": (3, lambda text: "\u00a0" in text.raw),
}


@pytest.mark.parametrize("portal", SECTIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_each_portal_has_enough_of_each_kind(portal: str, kind: str) -> None:
    least, is_one = KINDS[kind]
    assert sum(map(is_one, TEXTS[portal])) >= least


@pytest.mark.parametrize("portal", SECTIONS)
def test_a_portal_has_42_articles_over_all_its_sections_and_ten_years(portal: str) -> None:
    heads = [text.head for text in TEXTS[portal]]
    assert len(heads) >= 42
    assert {head["section"] for head in heads} == SECTIONS[portal]
    assert len({head["date"][:4] for head in heads}) >= 9
    assert max(Counter(head["date"][:10] for head in heads).values()) >= 2
