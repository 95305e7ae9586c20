"""The one lxml parse of a page, made safe for broken, endless and bottomless markup."""

from __future__ import annotations

import re
from collections.abc import Container
from itertools import islice

from lxml import etree

from crawler.reading.plain import words

# libxml2 ends a document at this depth with an error and drops the rest (measured with 2.14); people write far flatter.
_DEEPEST = 2000
_FLATTENED = 256
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
# libxml2 compares each attribute of a tag with all before it: 20,000 took 0.7 s, and four times that for twice as many.
_CROWDED, _MOST_ATTRIBUTES = 100_000, 500
_VALUE = r"=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))"
_WHOLE_TAG = re.compile(
    rf"<(script|style|textarea|title)\b.*?(?:</\1|\Z)|<!--.*?(?:-->|\Z)|<[a-z](?:{_VALUE}|[^>=]++|=)*+>?",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(rf"[^\s=/]++(?:\s*+(?:{_VALUE}|=\s*+[^\s]*+))?")
# libxml2 drops what follows it; in browsers the body goes on (HTML standard, "after after body"). Files that a template
# includes bring it into the midst of pages.
_END = re.compile(r"</html\s*>", re.IGNORECASE)
_VOID = words("area base br col embed hr img input link meta param source track wbr")
# Each search by name goes through the whole tree: seven of them were 4 % of reading a page, one finds all.
_NAMED = ("a", "area", "base", "form", "frame", "img", "link", "meta", "option", "style", "title")


class Tree:
    """A parsed page: its html element, and the elements that are asked for by name; `clicks`: some may have onclick."""

    __slots__ = ("clicks", "named", "root")

    def __init__(self, root: etree._Element, *, clicks: bool = True) -> None:
        self.root, self.clicks = root, clicks
        self.named = [(str(element.tag), element) for element in root.iter(*_NAMED)]

    def every(self, names: Container[str]) -> list[etree._Element]:
        """The elements of these names among those asked for, in the page's order."""
        return [element for name, element in self.named if name in names]


def parse(html: str) -> Tree:
    """The tree of a page; a page without any element gives an empty one. Never raises."""
    html = thinned(html) if len(html) > _CROWDED else html
    end = _END.search(html)
    if end and html[end.end() :].strip():
        html = _END.sub("", html)
    tree, whole = _parse(html)
    if not whole:
        tree, _ = _parse(flatten(html))
    return tree


def _parse(html: str) -> tuple[Tree, bool]:
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    data = html.replace("\x00", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        # lxml has no tree to give for an empty document
        root = None
    # an end tag may be left out, a start tag not: without so many there is no such depth
    whole = data.count(b"<") < _DEEPEST // 2 or not any(
        entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log.filter_from_fatals()
    )
    return Tree(etree.Element("html") if root is None else root, clicks=b"onclick" in data.lower()), whole


def thinned(html: str) -> str:
    """The same page without the attributes that a tag has beyond any that people write; linear in its length."""

    def thin(match: re.Match[str]) -> str:
        tag = match[0]
        if len(tag) < 2 * _MOST_ATTRIBUTES or match[1] or tag.startswith("<!"):
            return tag
        beyond = next(islice(_ATTRIBUTE.finditer(tag), _MOST_ATTRIBUTES, None), None)
        return tag if beyond is None else f"{tag[: beyond.start()]}>"

    return _WHOLE_TAG.sub(thin, html)


def flatten(html: str) -> str:
    """The same page without the tags that lie deeper than anyone writes by hand; all text stays, in order."""
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        closing, name = match[1], match[2].lower()
        if name in _VOID:
            return match[0]
        if closing:
            depth = max(depth - 1, 0)
            return match[0] if depth < _FLATTENED else " "
        depth += 1
        return match[0] if depth <= _FLATTENED else " "

    return _TAG.sub(keep, html)
