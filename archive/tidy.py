"""Text made fit to keep: NFC, no NUL, nothing that UTF-8 cannot hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from archive.article import Article, Attachment, Image

UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def keepable(text: str) -> str:
    """The text with NUL and lone surrogates replaced by U+FFFD, in NFC."""
    if text.isascii() and "\x00" not in text:
        return text
    if UNKEEPABLE.search(text):
        text = UNKEEPABLE.sub("\ufffd", text)
    return unicodedata.normalize("NFC", text)


def optional(text: str | None) -> str | None:
    """`keepable` for what may be missing."""
    return None if text is None else keepable(text)


def tidy(article: Article) -> Article:
    """The article with every text in it keepable; the same object where it is already."""
    changed: dict[str, Any] = {
        field.name: kept
        for field in fields(article)
        if (kept := _kept(getattr(article, field.name))) != getattr(article, field.name)
    }
    return replace(article, **changed) if changed else article


def _kept(value: object) -> object:
    if isinstance(value, str):
        return keepable(value)
    if isinstance(value, tuple):
        return tuple(_kept(each) for each in value)
    if isinstance(value, Image):
        return Image(keepable(value.url), optional(value.caption), optional(value.alt))
    if isinstance(value, Attachment):
        return Attachment(keepable(value.url), keepable(value.label))
    if isinstance(value, Mapping):
        return {keepable(key): keepable(text) for key, text in value.items()}
    return value
