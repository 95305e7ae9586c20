"""Sentences that stand for a text that is not there: nothing yet, still loading, only shown by a script. Pure."""

from __future__ import annotations

from crawler.reading.date_words import folded
from crawler.reading.refusal_words import ASKED, GO, THING, seen_by

_PLEASE = r"(?:(?:xin|hay|moi|ban|quy vi|quy khach|can|phai|vui long) )+"
_THING = r"(?:noi dung|du lieu|thong tin|trang(?: web)?|bai viet|he thong|website|chi tiet)"
_PAUSE = r"[\s.,…!:;-]*"
_WHILE = r"(?:trong )?(?:giay lat|it (?:phut|giay|lau)|mot (?:lat|chut|it phut)|(?:vai|mot vai) (?:giay|phut)|chut|lat)"
_WAIT = rf"{_PLEASE}(?:cho|doi)(?: {_WHILE})?"
_LOADING = rf"(?:{_THING} )*dang (?:duoc )?(?:tai|nap|load)(?: (?:len|ve|xuong))?(?: {_THING})*"
_SCRIPT = r"java ?script"
_LACKS = r"(?:khong|chua|da tat|da chan|dang tat|can|yeu cau|doi hoi|phai|chi)"

# Of a text that was there once, or is not shown yet; in a sentence of its own.
_NOT_NOW = r"(?: (?:co the|hien|hien tai|tam thoi|da|dang|nay))*"
_LOST = (
    r"(?:khong(?: con)?(?: (?:duoc|the|phai))? (?:hieu luc|hop le|dung|chinh xac|luu tru|hien thi|san co|co(?: san)?)"
    r"|het (?:han|hieu luc|thoi (?:gian|han))"
    r"|(?:bi|duoc) (?:thu hoi|an|khoa|huy|rut|ngung hien thi|chuyen (?:sang|di|den) (?:chuyen )?(?:muc|trang|dia chi))"
    r"|chua (?:duoc |co )?(?:xuat ban|phe duyet|duyet|cong bo|kich hoat|hien thi))"
)
_REST = r"(?:,? [^\s.!?]+){0,12}[\s.!]*$"

# No article of some words consists of them. What a page shows while its script has not run says nothing of the article:
# a later capture may hold the text.
EMPTY = (
    seen_by(
        "gone:soft-404",
        rf"{GO}(?:ma )?(?:{THING}|ban ghi){ASKED}{_NOT_NOW} {_LOST}{_REST}",
        rf"{GO}khong (?:ton tai|tim thay|co) (?:{THING}|ban ghi)(?: nay| nao| phu hop| yeu cau)?[\s.!]*$",
        rf"{GO}(?:chung toi )?khong the hien thi {THING}(?: nay)?[\s.!]*$",
        rf"{GO}(?:da )?(?:co loi(?: xay ra)?|xay ra loi) (?:khi|trong (?:qua trinh|luc)) (?:xu ly|tai|truy van){_REST}",
    ),
    seen_by("not_article:search", r"(?:khong tim thay|khong co) ket qua(?: nao)?(?: phu hop)?"),
    seen_by(
        "not_article:empty-shell",
        r"(?:hien )?(?:chua|khong) co (?:bai viet|tin(?: bai| tuc)?|du lieu|noi dung|thong tin)"
        r"(?: nao)?(?: trong| de|[.!]|$)",
        r"(?:(?:noi dung|du lieu|thong tin|trang|(?:chuyen )?muc|bai viet)(?: nay)? )?dang (?:duoc |trong qua trinh )?"
        r"(?:cap nhat|xay dung|hoan thien|bo sung|bien soan)(?: (?:noi dung|du lieu|thong tin|bai viet))?\W*$",
        rf"{_LOADING}(?:{_PAUSE}{_WAIT})?{_PAUSE}$",
        rf"{_WAIT}(?:{_PAUSE}{_LOADING})?{_PAUSE}$",
        rf"(?:loading|please wait)(?: (?:content|data|page|the page))?(?:{_PAUSE}please wait)?{_PAUSE}$",
        rf"(?:{_PLEASE})?(?:bat|kich hoat|cho phep|mo)(?: \S+){{0,3}} {_SCRIPT}\b",
        rf"(?:trinh duyet|{_THING}|chuc nang|ung dung)(?: \S+){{0,4}} {_LACKS}(?: \S+){{0,4}} {_SCRIPT}\b",
        rf"(?:please |you (?:need|have) to |you must )?(?:enable|turn on|activate) {_SCRIPT}\b",
        rf"(?:this|your|the) (?:\S+ ){{1,5}}{_SCRIPT}\b|{_SCRIPT} (?:is|must be|chua|dang bi|da bi|phai|can)\b",
    ),
    seen_by(
        "blocked:maintenance",
        r"(?:web ?site|he thong|trang web|cong thong tin|may chu)[a-z ]{0,40} (?:bao tri|nang cap)",
        "may chu dang qua tai",
    ),
    seen_by("unreadable:server-error", r"(?:warning|notice|deprecated|parse error|fatal error)\s*:.* on line \d+"),
)


def stands_for_text(line: str) -> bool:
    """Whether a line of any case says that a text is missing, is still to come or has not loaded."""
    words = folded(line)
    return any(sign.pattern.match(words) for sign in EMPTY if sign.reason == "not_article:empty-shell")
