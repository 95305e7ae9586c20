"""Where the two portals put things: slugs, article, picture and file addresses, section names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from zlib import crc32

from tests.replica.story import Block, Story

BENTRE, BACGIANG = "sct_bentre", "sct_bacgiang"
GROUP = "20195"  # the Liferay site of the portal itself
SECTIONS: dict[str, dict[str, str]] = {
    BENTRE: {
        "tin-tuc": "Tin tức",
        "cong-nghiep": "Công nghiệp",
        "thuong-mai": "Thương mại",
        "nang-luong": "Năng lượng",
        "khuyen-cong": "Khuyến công",
        "xuc-tien-thuong-mai": "Xúc tiến thương mại",
        "thong-bao": "Thông báo",
        "cai-cach-hanh-chinh": "Cải cách hành chính",
        "an-toan-moi-truong": "An toàn - Môi trường",
        "van-ban": "Văn bản",
        "tin-tuc-su-kien": "Tin tức - Sự kiện",
    },
    BACGIANG: {
        "tin-tuc-su-kien": "Tin tức - Sự kiện",
        "tin-tuc": "Tin tức",
        "cong-nghiep": "Công nghiệp",
        "thuong-mai": "Thương mại",
        "nang-luong": "Năng lượng",
        "khuyen-cong": "Khuyến công",
        "quan-ly-thi-truong": "Quản lý thị trường",
        "thong-bao": "Thông báo",
        "an-toan-moi-truong": "An toàn - Môi trường",
        "chuyen-doi-so": "Chuyển đổi số",
        "cai-cach-hanh-chinh": "Cải cách hành chính",
    },
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands: its slug and, for an article of another Liferay site, that site's number."""

    slug: str
    group: str | None = None

    @classmethod
    def of(cls, portal: str, story: Story) -> Place:
        """The place that the title gives (or the head's `slug` and `group`)."""
        make = bentre_slug if portal == BENTRE else liferay_slug
        return cls(story.extra.get("slug") or make(story.title), story.extra.get("group"))


def bentre_slug(title: str) -> str:
    """The whole title in ASCII: đ becomes d, hyphens between words."""
    return re.sub(r"[^a-z0-9]+", "-", _bare(title).replace("đ", "d")).strip("-")


def liferay_slug(title: str) -> str:
    """Liferay 6.2's friendly address: đ falls out, a sign in front leaves a hyphen in front."""
    return re.sub(r"-+", "-", re.sub(r"[^a-z0-9đ]", "-", _bare(title))).replace("đ", "").rstrip("-")


def _bare(title: str) -> str:
    marked = unicodedata.normalize("NFD", title.lower())
    return "".join(sign for sign in marked if not unicodedata.combining(sign))


def identity_of(portal: str, place: Place) -> str:
    """The identity that the address rules of the portal must come to."""
    if portal == BENTRE:
        return f"/{place.slug}.html"
    return f"content/{place.slug}" + (f"/{place.group}" if place.group else "")


@cache
def instance_of(section: str) -> str:
    """The asset publisher's instance of a Liferay page: letters and digits that nobody may write down."""
    signs = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    seed = crc32(section.encode())
    return "".join(signs[(seed >> shift) % len(signs)] for shift in range(4 + seed % 9))


def picture_path(portal: str, name: str) -> str:
    """The path of a picture."""
    if portal == BENTRE:
        stem, _, ending = name.rpartition(".")
        return f"/image/upload/catalog/bai-viet/{stem}-x480.{ending}"
    return _document(name)


def file_path(portal: str, name: str) -> str:
    """The path of an attached file."""
    return f"/image/upload/catalog/tai-lieu/{name}" if portal == BENTRE else _document(name)


def _document(name: str) -> str:
    one, two = crc32(name.encode()), crc32(name[::-1].encode())
    uuid = f"{one:08x}-{two & 0xFFFF:04x}-4{one & 0xFFF:03x}-a{two >> 20:03x}-{one ^ two:08x}{two & 0xFFFF:04x}"
    return f"/documents/{GROUP}/{30000 + one % 999}/{1400000000000 + one}_{name.replace(' ', '+')}/{uuid}"


def as_shown(portal: str, story: Story) -> Story:
    """The story as the portal lays it out: Bắc Giang shows the lead picture and its caption after the first block."""
    if portal == BENTRE or not story.lead_image:
        return story
    picture = Block("picture", (story.lead_caption or "", story.lead_image))
    return replace(story, blocks=(*story.blocks[:1], picture, *story.blocks[1:]), lead_image=None, lead_caption=None)
