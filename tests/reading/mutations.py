"""Changes to a page's markup that no reader would see: the same article must come out."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from lxml import etree, html

# The <head>, what browsers draw by their tag alone, and what tables need stay what they are.
SWAPS = {"div": "section", "section": "div", "span": "font", "em": "i", "h2": "h3", "article": "div", "h1": "h2"}
CONTAINERS = ("div", "section", "article", "main")


def rename_classes(page: etree._Element, rng: random.Random) -> None:
    """Every class and id becomes another word."""
    for element in page.iter():
        for name in ("class", "id"):
            if element.get(name):
                element.set(name, f"x{rng.randrange(10**6)}")


def swap_tags(page: etree._Element, rng: random.Random) -> None:
    """Containers and inline elements change their names."""
    for element in page.iter(*SWAPS):
        if rng.random() < 0.7:
            element.tag = SWAPS[str(element.tag)]


def wrap(page: etree._Element, rng: random.Random) -> None:
    """Containers get one or two more around them."""
    for element in list(page.iter(*CONTAINERS)):
        if element.getparent() is not None and rng.random() < 0.4:
            for _ in range(rng.randint(1, 2)):
                outer = etree.Element("div")
                element.addprevious(outer)
                outer.tail, element.tail = element.tail, None
                outer.append(element)


def unwrap(page: etree._Element, rng: random.Random) -> None:
    """Containers that hold exactly one other element, and no text, go."""
    for element in list(page.iter(*CONTAINERS)):
        bare = len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip()
        if bare and element.getparent() is not None and str(element[0].tag) in CONTAINERS and rng.random() < 0.7:
            element.drop_tag()


def add_noise(page: etree._Element, rng: random.Random) -> None:
    """Scripts, styles, comments and hidden elements appear everywhere."""
    pieces = [
        "<script>var ngay = '(Cập nhật: 01/02/2013)'</script>",
        "<div style='display:none'>Đăng ngày: 05/05/2015</div>",
        "<style>.k{color:red}</style>",
        "<p hidden>Nguồn: không ai thấy</p>",
    ]
    for element in list(page.iter(*CONTAINERS)):
        if rng.random() < 0.3:
            element.insert(0, html.fragment_fromstring(rng.choice(pieces)))
            first = element[0]
            first.tail, element.text = element.text, None


def sidebar_first(page: etree._Element, _: random.Random) -> None:
    """The boxes beside the article come before all else."""
    body = page.find("body")
    assert body is not None
    for box in reversed(page.xpath("//*[@data-beside]")):
        box.drop_tree()
        box.tail = None
        body.insert(0, box)


MUTATIONS: dict[str, Callable[[etree._Element, random.Random], None]] = {
    change.__name__: change for change in (rename_classes, swap_tags, wrap, unwrap, add_noise, sidebar_first)
}


def mutated(page: str, change: str, seed: int) -> str:
    """The page after one change of all its markup."""
    root = html.document_fromstring(re.sub(r"^<!doctype[^>]*>", "", page, flags=re.IGNORECASE))
    MUTATIONS[change](root, random.Random(seed))
    return "<!doctype html>" + etree.tostring(root, encoding="unicode", method="html")
