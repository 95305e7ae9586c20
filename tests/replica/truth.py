"""What the archive must say about each article, computed from the article file and never from HTML."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from tests.replica.addresses import SECTIONS, Place, as_shown, file_path, identity_of, picture_path
from tests.replica.story import Block, Story, stories


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """One article as the archive must hold it; image and file addresses are paths on the portal without their query."""

    identity: str
    title: str
    body_text: str
    summary: str | None
    section: str
    author: str | None
    source_credit: str | None
    updated_at: str
    images: tuple[tuple[str, str | None], ...]
    attachments: tuple[tuple[str, str], ...]


def truth(portal: str, told: tuple[Story, ...] | None = None) -> dict[str, Truth]:
    """What the archive must hold for every article file of the portal (or for the stories given), by identity."""
    found = [truth_of(portal, story) for story in (stories(portal) if told is None else told)]
    return {one.identity: one for one in found}


def truth_of(portal: str, story: Story, place: Place | None = None) -> Truth:
    """What the archive must hold for one story; `place` where it does not stand at the address its title gives."""
    story = as_shown(portal, story)
    pictures = [(story.lead_image, story.lead_caption)] if story.lead_image else []
    pictures += [(block.lines[1], block.lines[0] or None) for block in story.blocks if block.kind == "picture"]
    return Truth(
        identity=identity_of(portal, place or Place.of(portal, story)),
        title=plain(story.title),
        body_text="\n\n".join(filter(None, map(_shown, story.blocks))),
        summary=plain(story.blocks[0].lines[0]) if story.lead and story.blocks else None,
        section=SECTIONS[portal].get(story.section, story.section),
        author=story.author,
        source_credit=credit_of(story),
        updated_at=story.date if len(story.date) == 10 else f"{story.date}:00+07:00",
        images=tuple((picture_path(portal, name), caption and plain(caption)) for name, caption in pictures),
        attachments=tuple((file_path(portal, name), plain(label)) for label, name in story.attachments),
    )


def credit_of(story: Story) -> str | None:
    """The credit without its label and brackets."""
    if not story.source_credit:
        return None
    return plain(re.sub(r"^\(?\s*Nguồn\s*:\s*|\)$", "", story.source_credit))


def plain(text: str) -> str:
    """Text as a reader sees it: NFC, every run of white space one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _shown(block: Block) -> str:
    if block.kind == "picture":
        return plain(block.lines[0])
    if block.kind == "table":
        return "\n".join(" | ".join(map(plain, row)) for row in block.rows)
    return "\n".join(map(plain, block.lines))
