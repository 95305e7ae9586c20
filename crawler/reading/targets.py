"""Where links lead: to a file, to a picture, to this very page, or to another page."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from w3lib.url import safe_url_string

from crawler.reading.blocks import Block
from crawler.reading.date_shapes import only_date
from crawler.reading.tree import Tree

_EXTENSIONS = r"(?:pdf|docx?|docm|xlsx?|xlsm|pptx?|ppsx?|zip|rar|7z|odt|ods|odp|rtf|csv)"
_FILE = re.compile(rf"\.{_EXTENSIONS}(?:$|[?/&#;])")
_SCRIPT = re.compile(
    r"/c/document_library/get_file|/documents/\d+/|(?:download|getfile|get_file|getattach|attachment|dinhkem|taifile"
    r"|tai-file|taive|viewfile|filehandler)\w*"
    r"(?:\.(?:aspx|ashx|asmx|php|jsp|do|axd|html?))?(?:[/?]|$)"
    r"|(?:[/._]|\b(?:task|action|act|do|op|func|cmd)=)(?:download|getfile)(?:&|$)"
)
# One of these is in all that _SCRIPT finds: to look for them costs a tenth of its search.
_SCRIPTED = ("document", "download", "file", "attach", "dinhkem", "taive")
_NOWHERE = ("#", "javascript:", "mailto:", "tel:", "data:", "callto:", "sms:", "about:", "vbscript:")
# Addresses that share or print a page are tools of it, whatever words lead there.
_TOOL = re.compile(
    r"(?:https?:)?//(?:[a-z0-9-]+\.)*(?:facebook\.com/(?:sharer|share|dialog)|twitter\.com/(?:share|intent|home\?status)"
    r"|x\.com/(?:share|intent)|plus\.google\.com/share|linkedin\.com/share|pinterest\.\w+/pin/create|t\.me/share"
    r"|zalo\.me/share|sp\.zalo\.me|linkhay\.com/submit|addthis\.com|sharethis\.com)"
)
_ASKED = re.compile(r"[?#]")
_MOST_LINKS = 8
_WEB = ("http://", "https://")
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp|svg|tiff?|jfif|avif)(?:$|[?/&#;])")


class Targets:
    """Resolves the links of one page (against its base element, if it has one) and says what each leads to."""

    def __init__(self, url: str, tree: Tree) -> None:
        base = next((element.get("href") for element in tree.every(("base",)) if element.get("href")), None)
        self.page = url
        self.base = _join(url, base) or url if base else url
        self.root = _root(self.base)  # what "/x" hangs on is the same for all pages of a portal, and kept
        self.kinds: dict[str, str] = {}
        self.pages: dict[int, bool] = {}
        self.step = urlsplit(url).path.rstrip("/").rpartition("/")[2]

    def absolute(self, href: str) -> str | None:
        """The absolute http(s) address of a link or picture, or None where it has none."""
        if href.startswith("data:"):
            return None
        joined = _join(self.root if href.startswith("/") else self.base, href)
        return joined if joined and (joined.startswith(_WEB) or urlsplit(joined).scheme in ("http", "https")) else None

    def kind(self, href: str) -> str:
        """What a link leads to: "file", "image", "page" (another one), "self" or "none" (script, mail, fragment)."""
        known = self.kinds.get(href)
        if known is None:
            known = self.kinds[href] = self._kind(href)
        return known

    def _kind(self, href: str) -> str:
        if told := _by_itself(href):
            return told
        # resolving costs more than that: only an address that holds this page's last step may be this page
        if self.step and self.step not in href and not href.startswith("?"):
            return "page"
        # many name it where to lead back to
        if self.step and href[0] == "/" != href[1:2] and self.step not in _ASKED.split(href, maxsplit=1)[0]:
            return "page"
        absolute = self.absolute(href)
        if absolute is None:
            return "none"
        return "self" if _same(absolute, self.page) else "page"

    def titled(self, block: Block) -> bool:
        """Whether a block is nothing but a link to another page, and mostly one: no row of tools, no breadcrumb."""
        if len(block.hrefs) > _MOST_LINKS:
            return False
        if len(block.hrefs) > 1:
            sizes = [sum(len(run.text) for run in block.runs if run.href == href) for href in block.hrefs]
            return max(sizes) >= 0.6 * sum(sizes) and self.elsewhere(block)
        return self.elsewhere(block)

    def outside(self, block: Block, hosts: tuple[str, ...]) -> bool:
        """Whether all links in a block lead to other sites than the one of these hosts and of this page."""
        own = {_site(urlsplit(self.page).hostname), *map(_site, hosts)}
        return all(_site(urlsplit(self.absolute(href) or self.page).hostname) not in own for href in block.hrefs)

    def elsewhere(self, block: Block) -> bool:
        """Whether a block is nothing but a link to another page, or one and its date."""
        if not block.link:
            return False
        known = self.pages.get(block.index)
        if known is None:
            known = (
                not block.tools
                and (block.linked or _dated_link(block))
                and any(self.kind(href) == "page" for href in block.hrefs)
            )
            self.pages[block.index] = known
        return known


def _root(base: str) -> str:
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}/" if base.startswith(_WEB) else urljoin(base, "/")


def _site(host: str | None) -> str:
    return (host or "").removeprefix("www.")


def _dated_link(block: Block) -> bool:
    """Whether all that is no link in a line is a date: "Họp chợ phiên (12/03/2024)"."""
    if block.size > 300 or block.link < 0.3 * block.size:
        return False
    return only_date("".join([" " if run.href else run.text for run in block.runs]).casefold())


@lru_cache(maxsize=2048)  # a portal's menus and lists are the same links on every page
def _by_itself(href: str) -> str | None:
    """What an address alone says: "file", "image", "none", or None where it says nothing."""
    low = href.lower()
    if not href or low.startswith(_NOWHERE):
        return "file" if low.startswith("javascript:") and _FILE.search(low) else "none"
    if _TOOL.match(low):
        return "none"
    told = unquote(low).lower()
    if _FILE.search(told):
        return "file"
    if _IMAGE.search(told):
        return "image"
    return "file" if any(map(told.__contains__, _SCRIPTED)) and _SCRIPT.search(told) else None


@lru_cache(maxsize=2048)
def _join(base: str, href: str) -> str | None:
    try:
        return (
            safe_url_string(urljoin(base, href.strip()), quote_path=False)
            if href.isascii()
            else urljoin(base, href.strip())
        )
    except ValueError:
        # an address that no browser would open either ("http://[")
        return None


def _same(first: str, second: str) -> bool:
    one, two = (urlsplit(urldefrag(url)[0] if "#" in url else url) for url in (first, second))
    alike = one.query == two.query or not one.query
    return one.path.rstrip("/") == two.path.rstrip("/") and alike and (len(one.path) > 1 or one.query != "")
