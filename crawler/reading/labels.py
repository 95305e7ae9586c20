"""The lines that stand around an article on any portal: what ends it, what decorates it, what contacts the office."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.portals.model import Portal

# Icons and the private letters of icon fonts: "🔊 Đọc bài".
_ICONS = re.compile("[\ue000-\uf8ff\ufe0f\U0001f000-\U0001faff]+")
_EDGE = " \t:：;.,…-–—|•·*»«>›‹<+()[]{}▪■◆►▶▼▲→←#\"'“”/"

_ENDS = re.compile(
    r"(?:xem thêm |mời xem |đọc thêm )?(?:các |những |một số |danh sách )?"
    r"(?:tin|bài|tin bài|tin,? bài|bản tin|tin tức|bài viết|bài báo|bài đăng|thông tin"
    r"|nội dung|văn bản|chủ đề)(?: viết| tức| bài)?"
    r"(?: đã đưa| đã đăng)? (?:có )?(?:liên quan|khác|cùng (?:chuyên mục|chuyên đề|chủ đề|loại|mục|thể loại|nhóm"
    r"|lĩnh vực|danh mục)|mới|mới hơn|mới nhất|mới cập nhật|mới đăng|cũ hơn|cũ"
    r"|đã đưa|đã đăng|tiếp theo|kế tiếp|trước đó|trước đây|trước|sau|nổi bật|tiêu điểm|đọc nhiều"
    r"|đọc nhiều nhất|xem nhiều|xem nhiều nhất|được quan tâm|đáng chú ý|gần đây|khác cùng .{3,20}|đã qua|hay khác)"
    r"(?: (?:trong )?(?:cùng )?(?:chuyên mục|mục này|hơn|nhất|khác))?"
    r"|(?:các )?(?:mục|chuyên mục|tin) khác|có thể bạn (?:quan tâm|muốn xem|thích|chưa đọc)|bạn có thể quan tâm"
    r"|bạn (?:đọc )?quan tâm|cùng chuyên mục|cùng chủ đề|liên quan"
    r"|xem thêm|đọc thêm|xem tiếp|đọc nhiều nhất|đọc nhiều|xem nhiều|xem nhiều nhất|tin đọc nhiều|mời bạn đọc thêm"
    r"|mời xem thêm|đừng bỏ lỡ|bài mới hơn|bài cũ hơn"
    r"|(?:gửi |viết |thêm |các |tất cả )?(?:ý kiến|bình luận|phản hồi|nhận xét|góp ý)(?: \(?\d+\)?)?"
    r"(?: (?:của |từ )?(?:bạn đọc|bạn|độc giả|người đọc)| mới| bài viết)?(?: \(?\d+\)?)?"
    r"|ý kiến bạn đọc.{0,12}|\d+ (?:ý kiến|bình luận|phản hồi|nhận xét) .{3,25}"
    r"|để lại (?:một )?(?:bình luận|ý kiến|phản hồi)|leave a (?:reply|comment)|comments?"
    r"|related (?:posts?|news|articles?)|other news"
    r"|đánh giá(?: (?:bài viết|tin|của bạn|chất lượng bài viết)(?: này)?)?"
    r"|(?:bạn|ông bà) đánh giá (?:thế nào|như thế nào)"
    r" về bài viết(?: này)?\??|số ký tự được gõ là \d+|liên kết chia sẻ|bình chọn bài viết|click để đánh giá bài viết"
    r"|bạn thấy bài viết này (?:thế nào|hữu ích không)"
)
_SHARE = (
    r"(?:thích và )?chia sẻ(?: (?:bài viết|tin|bài này|tin này))?(?: (?:lên|qua|trên|với)(?: (?:các )?mạng xã hội)?)?"
    r"|share(?: this)?|facebook|twitter|zalo"
    r"|google ?\+?|google plus"
    r"|linkedin|linkhay|pinterest|instagram|youtube|tiktok|skype|viber|telegram|messenger|tumblr|addthis"
    r"|tweet|like|thích|email|e-mail|print|in|pdf|rss|sao chép|copy|copy link|sao chép liên kết|sao chép link|x"
    r"|in bài(?: viết| này)?|in (?:tin|trang)(?: này)?|in (?:ấn|ra)|(?:xem )?(?:bản|phiên bản) (?:để )?in|trang in"
    r"|gửi (?:bài viết|bài|tin|email|mail|cho bạn bè|bạn bè|qua email)(?: bài(?: viết)?)?(?: này)?"
    r"(?: (?:cho|tới) bạn bè)?|lưu(?: bài viết| tin| bài| lại)?|quay (?:trở )?(?:lại|về)(?: trang (?:trước|chủ))?"
    r"|trở (?:về|lại)(?: trang (?:trước|chủ))?"
    r"|về (?:đầu trang|trang chủ|trang trước)|lên đầu trang|đầu trang|back(?: to top)?|top|đóng(?: lại)?"
    r"|nghe(?: (?:tin|bài|tin bài|bài viết|bản tin|đọc bài|đọc tin|nội dung|audio))?|đọc (?:bài|bài viết|tin)|phát"
    r"|tạm dừng|giọng (?:nam|nữ|đọc)(?: miền (?:bắc|nam|trung))?|nghe đọc bài"
    r"|\d{1,2}:\d{2}\s*/\s*\d{1,2}:\d{2}|00?:00|1x"
    r"|(?:tăng|giảm|đổi|xem|thay đổi )?\s*(?:cỡ|kích thước) chữ(?: bài(?: viết)?)?"
    r"\s*[:：]?(?:\s(?:to|nhỏ|vừa|bình thường|mặc định|lớn)){0,3}|tăng cỡ|giảm cỡ|chữ (?:to|nhỏ)|phóng to|thu nhỏ"
    r"|a ?[-+]|[-+] ?a|aa?|a\+? ?a|mặc định|(?:độ )?tương phản(?: (?:cao|giảm|tăng)){0,2}"
    r"|chế độ (?:ban đêm|tương phản(?: cao)?|đọc)|màu chữ"
    r"|báo lỗi|góp ý(?: bài viết)?|phản ánh|trang (?:trước|sau|kế|kế tiếp|tiếp|tiếp theo)"
    r"|(?:hiện )?(?:chưa|không) có (?:bình luận|ý kiến|đánh giá|phản hồi"
    r"|(?:tệp|tập|file|tài liệu)(?: tin)? (?:đính kèm|kèm theo))(?: nào)?(?:[.!] (?:hãy )?là người đầu tiên .{8,20})?"
    r"|theo dõi(?: chúng tôi)?(?: trên)?|quan tâm|google news|bình luận|ý kiến|viết (?:đánh giá|nhận xét)"
    r"|(?:thời gian )?đọc\s*[:：]?\s*(?:khoảng )?\d+ phút"
    r"|\d+ phút (?:đọc|để đọc)(?: bài)?(?: viết)?|\d+ min(?:ute)?s? read|xem với cỡ chữ"
    r"|tải (?:bài|tin|pdf)|trang chủ|xem ảnh|xem slideshow|trang\s*[:：](?:\s*\[?\d\d?(?!\d)\]?)+"
)
_NUMBER = r"[\d.,]+"
_COUNT = (
    rf"(?:số |tổng số |tổng )?(?:lượt|lần|số người|người)?\s*(?:xem|đọc|truy cập|view|views|hits?|đã xem|đã đọc|like"
    rf"|thích|tải|bình luận|chia sẻ|bầu chọn|đánh giá)(?: bài| tin| bài viết"
    rf"| trang)?\s*(?:này)?\s*[:：(]*\s*{_NUMBER}\s*(?:lượt|lần|người)?\)?"
    rf"|(?:đã có |có )?{_NUMBER}\s*(?:lượt|lần|người|views?|hits?|bình luận|comments?|ý kiến|lượt thích|like|thích"
    rf"|bình chọn|phiếu bầu|votes?|đánh giá"
    rf"|share|chia sẻ)\s*(?:xem|đọc|truy cập|đã xem|đã đọc|thích|bình chọn|đánh giá|tải)?"
    rf"|(?:đọc|xem|views?|hits?|lượt)\s*[:：]?\s*{_NUMBER}(?: lần)?"
    rf"|(?:lượt|số lần|số lượt) (?:xem|đọc|truy cập)\s*[:：]?"
    rf"|điểm\s*[:：]\s*{_NUMBER}\s*/\s*{_NUMBER}.{{0,40}}|[0-5](?:[.,]\d+)?\s*/\s*5(?:\s*\(?\s*{_NUMBER}\s*(?:lượt"
    rf"|đánh giá"
    rf"|bình chọn|phiếu|votes?).*)?|[★☆⭐✩✭✮][★☆⭐✩✭✮ ]*.{{0,30}}"
    rf"|(?:đánh giá|xếp hạng|bình chọn|điểm đánh giá|trung bình"
    rf"|tổng số điểm của bài viết là)\s*[:：(]?\s*{_NUMBER}"
    rf"\s*(?:/\s*{_NUMBER}|sao|điểm|phiếu|lượt|votes?|trong)?[^a-zà-ỹ]*(?:đánh giá|phiếu|lượt|{_NUMBER}|\W)*"
    rf"|(?:đánh giá|xếp hạng|bình chọn|điểm)(?: (?:bài viết|bài|tin|trung bình|của bạn))?(?: này)?\s*[:：]?"
    rf"\s*(?:(?:[★☆⭐✩✭✮]\s*)+(?:\(\s*{_NUMBER}[^)]{{0,30}}\)?)?|[0-5]/5 trong {_NUMBER} (?:đánh giá|lượt|phiếu).?)"
    rf"|(?:các )?(?:(?:điểm|đánh giá|xếp hạng) )?trung bình\s*[:：]?\s*(?:{_NUMBER}\s*)?\(\s*{_NUMBER} [^)]{{0,30}}\)?"
    rf"|(?:đánh giá|bình chọn|chấm điểm)(?: (?:bài viết|bài|tin))?(?: này)?\s*[:：]\s*[1-5](?: [1-5])+"
    rf"(?: ?\(.{{0,40}})?|đánh giá\s*:\s*(?=\d+ đánh giá)|your rating|average \(\d+ votes?\)?"
    rf"|(?:điểm trung bình|(?:bình chọn|đánh giá)(?: bài viết)?) của bạn|mã (?:bài|tin)(?: viết)?\s*[:：]?\s*\w+"
)
# A line about the page itself: what readers think of it, or should do with it.
_ABOUT = re.compile(
    r"(?:hãy |mời bạn |vui lòng )?(?:chấm điểm|cho điểm|đánh giá|xếp hạng|bình chọn)(?: cho| về)?"
    r" (?:(?:bài|tin|trang|nội dung|thông tin)\b.{0,25}|mục này)"
    r"|(?:bài(?: viết| báo)?|tin|trang|nội dung|thông tin)(?: này| trên)? (?:này )?(?:có |đã )?(?:hữu ích|có ích|bổ ích"
    r"|giúp ích|ích gì).{0,25}"
    r"|(?:bạn|quý vị|ông/bà|độc giả) (?:có )?(?:hài lòng|thấy|nghĩ gì|cảm thấy).{0,20}\b(?:bài|tin|nội dung|thông tin"
    r"|trang)\b.{0,25}"
    r"|.{0,30}(?:bạn(?: đọc)?|quý vị|độc giả)\b.{0,20}\b(?:bài(?: viết| báo)?(?: này)?|(?:tin|trang|nội dung) này)\??"
    r"|quét (?:mã )?(?:qr )?.{0,30}\b(?:bài(?: viết)?(?: này)?|(?:tin|trang) này|trên điện thoại)"
    r"|(?:hãy )?(?:là|trở thành) người (?:đầu tiên )?(?:bình luận|nhận xét|đánh giá)(?: đầu tiên)?(?: .{0,20})?"
)
_FURNITURE = re.compile(rf"(?:(?:{_COUNT}|{_SHARE})(?:\s*\(?\d{{1,5}}\)?)?(?:[\s|•·,;:/()\-–]+|$))+")
_TAGS = re.compile(r"(?:tags?|từ (?:khóa|khoá)(?: bài(?: viết)?)?|keywords?|chủ đề|thẻ|nhãn)\s*[:：]", re.IGNORECASE)
_FILED = re.compile(
    r"(?:chuyên mục|danh mục)\s*[:：].{2,40}|[/|–-]\s*trong\s.{2,40}|(?:viết|đăng) bởi\s*[:：]?\s*\w+", re.IGNORECASE
)
_MORE = re.compile(
    r"(?:>>+|»|»»|\+|▪|•)?\s*(?:xem thêm|đọc thêm|tin liên quan|bài liên quan|xem chi tiết|mời xem)\s*[:：]\s*\S",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?:địa chỉ|trụ sở(?: chính)?|(?:số )?điện thoại|đt|tel|telephone|fax|e-?mail|website|hotline|đường dây nóng"
    r"|hòm thư|thư điện tử)(?:\s*[:：(/]|$)",
    re.IGNORECASE,
)
_IMPRINT = re.compile(
    r"(?:©|bản quyền|copyright|giấy phép(?: số| thiết lập)|gp số|chịu trách nhiệm|người chịu trách nhiệm"
    r"|(?:trưởng )?ban biên tập(?=\s*[:：(|–-])|cơ quan chủ quản"
    r"|đơn vị (?:chủ quản|trực thuộc|quản lý)\s*[:：]|ghi rõ nguồn"
    r"|thiết kế(?: bởi| và)|designed by|powered by|phát triển bởi|xây dựng bởi|®|all rights)"
    r"|(?:đang (?:online|truy cập|trực tuyến)|(?:số |tổng )?(?:lượt )?truy cập|tổng số truy cập|tổng (?:số )?lượt"
    r"|khách|thành viên|hôm nay|hôm qua|tuần này|tháng này|tất cả|trong tuần|trong tháng|online)\s*[:：]\s*[\d.,]+"
    r"|(?:trang|cổng) (?:thông tin|tttt) điện tử",
    re.IGNORECASE,
)
# What only an imprint says: an article's own sentence may begin with a licence, a right or a design, too.
_CLAIM = re.compile(
    r"©|\(c\)|®|copyright\b.{0,3}(?:©|\(c\)|\d{4}|by\b|[:–-])"
    r"|bản quyền\s*(?:©|\(c\)|\d{4}|[:–-]|(?:thuộc|của)(?: về)?\s+(?:sở|ubnd|[uủ][yỷ] ban|cổng|trang|tỉnh|bộ)\b)"
    r"|giấy phép (?:(?:thiết lập|xuất bản|báo chí|mxh|trang|ttđt|hoạt động (?:trang|báo|thông tin))\b"
    r"|(?:số|gp)[^.]{0,40}(?:ttđt|mxh|xbbt|gp-?bc|bttt|stttt))"
    r"|(?:người )?chịu trách nhiệm[^:.]{0,30}[:(–-]"
    r"|ghi rõ nguồn(?! gốc).{0,80}(?:\bkhi |website|trang|cổng|lại thông tin|\.vn)"
    r"|(?:thiết kế(?: (?:và|&) [^.:]{3,25})?\s*(?:bởi|by|:)|powered by)\s.{2,40}$",
    re.IGNORECASE,
)
# A sentence that may be an article's begins so, too: "Bản quyền: nhãn chiếu thuộc hội nghề."
_TOLD = re.compile(
    rf"(?:{_TAGS.pattern}|{_MORE.pattern}"
    r"|bản quyền\s*[:–-](?!.*(?:©|\(c\)|\d{4}|\b(?:sở|ubnd|[uủ][yỷ] ban|cổng|trang|tỉnh|bộ|website)\b|\.vn)))"
    r"\s*(?:\S+\s+){3,}\S+[.!?]$",
    re.IGNORECASE,
)
_WIDGET = re.compile(
    r"(?:liên kết|link)(?: (?:web|website|trang|nhanh|hữu ích|các trang|các đơn vị))?(?: .{0,12})?"
    r"|thống kê(?: truy cập)?|lượt truy cập|số người truy cập|thăm dò(?: ý kiến)?(?: bạn đọc)?|bình chọn"
    r"|lịch (?:công tác"
    r"|tiếp (?:công )?dân|làm việc)(?: tuần)?"
    r"|thông báo(?: mới)?|thông tin cần biết"
    r"|văn bản (?:mới|pháp luật|chỉ đạo(?: điều hành)?)|văn bản(?: mới)? ban hành|văn bản|videos?"
    r"|video clip|thư viện (?:ảnh|video|hình ảnh)|hình ảnh(?: hoạt động)?|album(?: ảnh)?|quảng cáo|đăng nhập"
    r"|tìm kiếm|danh mục|chuyên mục|menu|chuyên trang|thời tiết(?: hôm nay)?"
    r"|tỷ giá(?: (?:ngoại tệ|hối đoái))?|giá vàng(?: sjc| 9999)?(?: hôm nay)?(?: mua vào.{0,12})?"
    r"|hỏi đáp|hỏi - đáp|góp ý|phản ánh kiến nghị|dịch vụ công(?: trực tuyến)?|thủ tục hành chính|hỗ trợ trực tuyến"
    r"|liên hệ|bản đồ|đường dây nóng|thông tin liên hệ|tin nổi bật|tin nóng|(?:lịch )?sự kiện"
    r"(?: nổi bật| sắp (?:diễn ra|tới))?|công khai .{4,30}"
    r"|tiện ích|cơ sở dữ liệu"
)  # fmt: skip


def bare(text: str) -> str:
    """A short line without case and without the signs at its ends: what labels are compared by."""
    return text.casefold().strip(_EDGE)


@lru_cache(maxsize=64)
def _portal_ends(portal: Portal) -> frozenset[str]:
    return frozenset(bare(label) for label in portal.end_labels)


def is_end(text: str, portal: Portal) -> bool:
    """Whether this whole line opens what follows an article: related lists, comments, rating."""
    return len(text) <= 60 and _is_end(text, portal)


@lru_cache(maxsize=2048)  # each block is asked several times, and the furniture of a portal is the same on every page
def _is_end(text: str, portal: Portal) -> bool:
    words = bare(text)
    return bool(words) and (words in _portal_ends(portal) or _ENDS.fullmatch(words) is not None)


def is_furniture(text: str) -> bool:
    """Whether this whole line is a share bar, counter, print link, font switch, tag line and the like."""
    return len(text) <= 200 and _is_furniture(text)


@lru_cache(maxsize=2048)
def _is_furniture(text: str) -> bool:
    if _TAGS.match(text) or _MORE.match(text) or _FILED.fullmatch(text):
        return True
    if len(text) > 140:
        return False
    if not any(map(str.isalnum, text)):
        return True
    if _ICONS.search(text) and bare(_ICONS.sub("", text)).isdigit():
        return True  # "👁 755" counts readers
    words = _ICONS.sub(" ", text).casefold().strip(_EDGE.replace("+", "").replace("-", ""))
    if len(words) <= 60 and text[-1:] != "." and _ABOUT.fullmatch(bare(words)):
        return True
    return not words or (len(words) <= 120 and _FURNITURE.fullmatch(words) is not None)


def is_contact(text: str) -> bool:
    """Whether this line belongs to an office's contact block, imprint or visitor statistics."""
    return len(text) <= 250 and _is_contact(text)


@lru_cache(maxsize=2048)
def _is_contact(text: str) -> bool:
    words = text.strip(_EDGE)
    return _CONTACT.match(words) is not None or _IMPRINT.match(words) is not None


@lru_cache(maxsize=2048)
def is_claim(text: str) -> bool:
    """Whether this line is one that only an imprint has: licence, copyright, who answers for the site."""
    return len(text) <= 250 and _CLAIM.match(text.strip(_EDGE)) is not None


def may_be_told(text: str) -> bool:
    """Whether this line begins as a tag line, a pointer or a copyright does, and goes on as a sentence."""
    return text[-1:] in ".!?" and len(text) <= 250 and _TOLD.match(text) is not None


def is_imprint(text: str, portal: Portal) -> bool:
    """Whether this line opens a page's imprint: its copyright, or the agency's name standing alone."""
    return len(text) <= 250 and _is_imprint(text, _names(portal))


@lru_cache(maxsize=64)
def _names(portal: Portal) -> frozenset[str]:
    return frozenset((bare(portal.agency), bare(portal.title)))


@lru_cache(maxsize=2048)
def _is_imprint(text: str, names: frozenset[str]) -> bool:
    return bare(text) in names or _IMPRINT.match(text.strip(_EDGE)) is not None


def is_widget(text: str) -> bool:
    """Whether this whole line is the heading of a box that portals put beside or below their pages."""
    return len(text) <= 60 and _is_widget(text)


def heads_aside(text: str) -> bool:
    """Whether this whole line heads such a box and nothing else: notices are a section of articles, too."""
    return is_widget(text) and bare(text) != "thông báo"


@lru_cache(maxsize=2048)
def _is_widget(text: str) -> bool:
    return "°C" in text or _WIDGET.fullmatch(bare(text)) is not None
