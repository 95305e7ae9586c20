"""Pages that show pictures and say little: albums, and the single photos that one turns over. Pure."""

from __future__ import annotations

import re
from collections import Counter

from archive.article import Article
from crawler.reading.article import Seen
from crawler.reading.extent import Region
from crawler.reading.labels import bare
from crawler.reading.pictures import shows
from crawler.reading.refusal import kind_named

# Where one turns from photo to photo; news are turned over by "Tin trước" or titles.
_TURNS = re.compile(r"(?:ảnh|hình)(?: ảnh)? (?:trước|sau|tiếp|kế)(?: đó| theo| tiếp)?")
_AROUND = 8


def is_gallery(seen: Seen, article: Article, region: Region) -> bool:
    """Whether pictures (or thumbnails that lead to them) are shown with little said but what they show."""
    signed = region.body and (article.source_credit or article.author)
    below = region.body[-1].index if signed else region.stop
    shown = [
        picture
        for picture in seen.sheet.pictures
        if region.start <= picture.at < region.stop
        and shows(picture)
        # thumbnails of other articles, below a text that is signed
        and not (picture.at > below and picture.href and seen.targets.kind(picture.href) == "page")
    ]
    most = max(len(shown), len(article.images))
    if most and (kind_named(article.title) == "not_article:gallery" or (most == 1 and _turns(seen, region))):
        return True
    if most < 4:
        return False
    captioned = Counter(picture.at for picture in shown)
    lines = [block.text for block in region.body if captioned[block.index] < 2]  # of several pictures: their captions
    if any(len(line) >= 50 and line.endswith(".") for line in lines):
        return len(article.body_text) < 25 * most
    return sum(len(block.text) for block in region.body if not captioned[block.index]) < 60 * most


def _turns(seen: Seen, region: Region) -> bool:
    """Whether links beside one picture lead to the photo before it and the next one."""
    beside = seen.sheet.blocks[max(0, region.start - _AROUND) : region.stop + _AROUND]
    return any(block.link and _TURNS.search(bare(block.text)) for block in beside)
