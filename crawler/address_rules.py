"""Named address rules for any portal: what to drop before calling, what to ignore in an identity. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from crawler.addresses import Address, encoded, parsed, plain

SESSION_IN_PATH = re.compile(r";jsessionid=[^/;]*|/\((?:[A-Z]\([0-9a-z_-]{8,}\))+\)(?=/|$)", re.IGNORECASE)
SESSIONS = re.compile(
    r"(?:jsessionid|phpsessid|aspsessionid\w*|[\w.]*session_?id|cfid|cftoken|zenid|oscsid)", re.IGNORECASE
)
TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|gidzl|zarsrc|zalo\w*|igshid|mc_[ce]id|_ga|_gl|"
    r"__tn__|_x_tr_\w+|fb_\w+|_hs\w+|spm|__cf_\w+)",
    re.IGNORECASE,
)
WAYS_BACK = re.compile(
    r"(?:redirect|redirect_?(?:to|ur[il])|return_?ur[il]|back_?url|_backurl_|referr?er|came_from)", re.IGNORECASE
)
CLOCKS = re.compile(r"(?:_|t|ts|v|r|rnd|rand|random|time|timestamp|nocache|cache|_dc)", re.IGNORECASE)
DRAWN = re.compile(r"0\.[0-9]{6,}")
CLOCK_VALUE = re.compile(r"[0-9]{8,}|0\.[0-9]+")
PAGER = re.compile(r"p|pg|.*(?:page|paging|trang|start|offset|skip|cur).*", re.IGNORECASE)

# Places where a crawl drowns or does harm, by their usual names; whole path segments, so that an article whose title
# begins with such words is still read.
NEVER_ANYWHERE = (
    r"/(?:dang-nhap|dang-xuat|dang-ky|login|logout|signin|signup|register|admin|administrator|wp-admin|wp-login|quan-tri)(?:\.\w+)?(?:[/?]|$)",
    r"/(?:tim-kiem|timkiem|search|search-results?|tra-cuu|advanced-search)(?:\.\w+)?(?:[/?]|$)",
    r"[?&](?:q|s|keywords?|tu_?-?khoa|search|searchword|query)=[^&]",
    r"/(?:calendar|lich|lich-cong-tac|lich-lam-viec|su-kien-theo-ngay)(?:\.\w+)?(?:[/?]|$)",
    r"[?&](?:month|thang|day|ngay|date|tu_?ngay|den_?ngay|from_?date|to_?date|calendar\w*)=",
    r"/(?:print|in-bai|inbai|in-bai-viet|print-preview|captcha)(?:\.\w+)?(?:[/?]|$)|[?&](?:print|in_?bai|printable)(?:[=&]|$)",
    r"[?&]tmpl=component|[?&](?:vote|poll_?id|binh_?chon|captcha|sort|order|orderby|view_?mode)=",
)


def asking(address: Address, query: tuple[tuple[str, str], ...]) -> Address:
    """The address with this query; the same one where that is its own, as mostly, since making another costs more."""
    return address if query == address.query else replace(address, query=query)


def without(name: re.Pattern[str], address: Address) -> Address:
    """The address without the parameters of these names."""
    return asking(address, tuple([pair for pair in address.query if not name.fullmatch(pair[0])]))


def drop_sessions(address: Address) -> Address:
    """Session ids out of path and query: each visitor gets another one."""
    path = address.path
    while (shorter := SESSION_IN_PATH.sub("", path)) != path:  # taking one out may join another
        path = shorter
    return without(SESSIONS, address if path == address.path else replace(address, path=path or "/"))


def drop_tracking(address: Address) -> Address:
    """Parameters that tell where a reader came from."""
    return without(TRACKING, address)


def drop_ways_back(address: Address) -> Address:
    """Parameters that carry the address of another page: they nest and grow without end."""
    return without(WAYS_BACK, address)


def drop_clocks(address: Address) -> Address:
    """Cache-busting parameters: known names whose value is a long number or a random fraction."""
    kept = [pair for pair in address.query if not (CLOCKS.fullmatch(pair[0]) and CLOCK_VALUE.fullmatch(pair[1]))]
    return asking(address, tuple(kept))


def steady(url: str) -> str:
    """The address of a picture or file without what each visit draws anew: session ids, random fractions.

    A number stays: Liferay's `t` says when a document was last replaced. One that holds none of it stays as written.
    """
    address = parsed(url)
    if address is None:
        return url
    kept = drop_sessions(asking(address, tuple([pair for pair in address.query if not DRAWN.fullmatch(pair[1])])))
    return url if kept == address else str(kept)


def drop_repeated_pairs(address: Address) -> Address:
    """A pair that stands twice in the query stands once."""
    return asking(address, tuple(dict.fromkeys(address.query)))


def ignore_parameter_order(address: Address) -> Address:
    """Parameters in alphabetical order."""
    return asking(address, tuple(sorted(address.query)))


def ignore_trailing_slash(address: Address) -> Address:
    """One page for "/tin-tuc/" and "/tin-tuc"."""
    path = address.path.rstrip("/") or "/"
    return address if path == address.path else replace(address, path=path)


def ignore_case_and_composition(address: Address) -> Address:
    """Paths in lower case and NFC: slugs are made in lower case, and servers that keep case have no twins by case."""
    if address.path.isascii() and "%" not in address.path:
        return address if (low := address.path.lower()) == address.path else replace(address, path=low)
    path = unicodedata.normalize("NFC", unicodedata.normalize("NFC", plain(address.path)).lower())
    return replace(address, path=encoded(path.replace("%", "%25"), "/"))


WORDS_OF_A_TITLE = 4
"""A title has more words than "tin-nong" or "luu-tru", whose parameters may choose what is shown."""
CHOOSES = re.compile(
    r".*id|nam|year|archive|cat|category|loai|type|(?:chuyen|danh)?[_-]?muc|chu[_-]?de|topic|tag|bai|tin|item|news|mod|view",
    re.IGNORECASE,
)


def slug_is_enough(suffix: str) -> Callable[[Address], Address]:
    """A rule: where the path ends in `suffix`, only parameters that turn pages count.

    Behind a name too short for a title those that choose what is shown count, too ("luu-tru.html?nam=2016").
    """

    def keep_pager_only(address: Address) -> Address:
        if not address.query:
            return address
        name = address.path.rpartition("/")[2].lower()
        if not name.endswith(suffix):
            return address
        short = name.count("-") < WORDS_OF_A_TITLE
        kept = (
            (key, value)
            for key, value in address.query
            if (PAGER.fullmatch(key) and value.isdigit()) or (short and CHOOSES.fullmatch(key))
        )
        return asking(address, tuple(kept))

    return keep_pager_only


# Good for any portal: nothing here changes which page answers.
TO_CALL = (drop_sessions, drop_tracking, drop_ways_back, drop_clocks, drop_repeated_pairs)
# Good for any portal whose server does not tell pages apart by letter case.
TO_IDENTIFY = (ignore_case_and_composition, ignore_trailing_slash, ignore_parameter_order)
