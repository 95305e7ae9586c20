"""Bare names: how Vietnamese bylines look when nothing labels them."""

from __future__ import annotations

import re

from crawler.reading.plain import words

# The surnames of nearly all Vietnamese, and syllables common in given and pen names.
_SURNAMES = words(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đoàn lâm trịnh mai đào trương hà",
    "cao lương tô tạ thái phùng vương",
    "châu tống quách thạch sơn kiên lưu la nghiêm chu vi bế nông triệu lục từ tăng văn kiều doãn khổng thân",
    "giáp ngụy nguỵ ninh đàm hứa mạc tiêu viên ông ong khuất âu ung lò quàng giàng bàng thiều ngọ mã nhữ trưng",
)
_GIVEN = words(
    "an anh ánh ân bá bách bạch bảo bích bình cảnh cẩm châu chi chí chiến chinh chính công cúc cương cường cự dân danh",
    "diễm diệp diệu dung dũng duy duyên đài đan đạt đăng điền điệp đình đông đồng đức gấm gia giang giao hà hạ hải",
    "hạnh hào hảo hằng hân hậu hiên hiền hiển hiếu hiệp hiệu hoa hòa hoà hoài hoan hoàn hoàng hồng huấn huệ huy huyền",
    "hùng hưng hương hường hữu",
    "kha khải khang khanh khánh khiêm khoa khôi khuê kiên kiều kim kỳ na lam lan lành lâm lệ liên liễu linh loan long",
    "lộc",
    "lợi lụa lực lương ly lý mai mạnh mến mi minh mơ mùi my mỹ nam nga ngà ngân nghĩa nghị ngọc nguyên nguyệt nhã",
    "nhàn nhân nhật nhi nhiên nhung như nhựt ninh nương oanh phát phi phong phú phúc phước phương phượng quân quang",
    "quế quốc quý quyên quyền quyết quỳnh",
    "sang sáng sen sinh song sơn sương tài tâm tân tấn thái thanh thành thảo thạch thắm thắng thế thi thị thiên",
    "thiện thịnh thoa thơ thơm thu thuận thuỳ thùy thuý thúy thuỷ thủy thư thương thức tiên tiến tiếp tình toàn toán",
    "tố trà trang trâm trân tri trí triều triết trinh trọng trúc trung trường tú tuân tuấn tuệ tùng tuyên tuyến",
    "tuyền tuyết tư tường út uyên vân văn vi viên việt vinh vĩnh vũ vương vượng vy xuân yên yến ý",
    "đào đại đàn đặng đoan đô đôn lài lê luân luận lữ nết ngạn nhâm nhạn phụng sĩ sỹ thọ tính tuất cầm chung",
    "doanh toan định hoạch hoạt khương kiệt kính lập liêm lượng mẫn mận nghi quảng thông thục thuyên trạch tụ bé sáu",
    "tám bảy năm hai ba chín",
    "thụy thuỵ huyên nhuần vĩ thiệp thưởng tiệp ngoan nhị quyến bính canh nhuận thuần toản tráng trụ tiềm khoát lĩnh",
    "dần thìn tỵ hợi sửu khuyên diên hòe hoè đản đoài quy quỳ uyển chuyên chuyền luyện luyến xuyến vỹ hy hỷ thy thoại",
    "ngoạn duệ huân khuyến ưng ái én rạng rinh thiều đạo nhường khai",
    "tín hưởng khắc đắc hựu",
)
# Where these open a line of two capitalised words, a person's name is all it can be: "Nguyễn Miền".
_SURE = words("nguyễn phạm huỳnh phan bùi ngô trịnh đặng đỗ")
_NOT_NAMES = words(
    "sở phòng ban ubnd hđnd huyện tỉnh xã phường thị công chi cục tổng hội nhà văn-phòng đảng bộ trường viện",
    "ngành doanh hợp quận khu cụm chợ đường số điều chương mục phần bảng biểu hình ảnh năm tháng ngày quý kính trân",
    "xin nơi",
    "bến bắc hà đồng tiền trà vĩnh cần sóc kiên cà bạc hậu long tây quảng nghệ thanh-hóa",
)
_PLACES = frozenset(
    place.replace("_", " ")
    for place in words(
        "bến_tre bắc_giang hà_nội việt_nam vĩnh_long trà_vinh bắc_ninh tiền_giang cần_thơ hải_phòng đà_nẵng",
        "sài_gòn long_an đồng_nai bình_dương quảng_nam hải_dương hưng_yên thái_bình nam_định ninh_bình",
        "thanh_hóa nghệ_an hà_tĩnh an_giang kiên_giang hậu_giang sóc_trăng bạc_liêu cà_mau đồng_tháp tây_ninh",
        "bình_phước lâm_đồng lạng_giang lục_ngạn lục_nam sơn_động yên_thế tân_yên hiệp_hòa việt_yên yên_dũng",
        "châu_thành ba_tri bình_đại giồng_trôm mỏ_cày_nam mỏ_cày_bắc thạnh_phú chợ_lách thái_nguyên",
        "trung_tâm trung_thu trung_bình",
        "quảng_ninh vĩnh_phúc phú_thọ lạng_sơn cao_bằng yên_bái sơn_la trung_quốc hàn_quốc nhật_bản",
    )
)
_INITIALS = re.compile(
    r"[A-ZĐ](?:\s?\.\s?[A-ZĐ]){0,4}\.?|[A-ZĐ]{2,4}|(?:[A-ZĐ]|Ch|Gi|Kh|Ngh?|Nh|Ph|Qu|Th|Tr)\.\s?[A-ZĐ][\wÀ-ỹ]+"
    r"|[A-ZĐ][\wÀ-ỹ]+\s[A-ZĐ]\."
)
_WORD = re.compile(r"[A-ZÀ-ỸĐ][a-zà-ỹđ]*")
_SPLIT = re.compile(r"\s*(?:,|(?<![A-ZĐ])&|\bvà\b|/|\+|;)\s*|\s+[-–—]\s+")
_UNIT = re.compile(
    r"\s*(?:[-–—]|\()\s*((?:P\.|Phòng|P |TT|Trung tâm|Văn phòng|VP|Thanh tra|Chi cục"
    r"|Sở|Ban|CCQLTT|QLTT|SCT|Bộ|Báo|Đài|Cổng|TTKC|TTXTTM|KHTC|QL|[A-ZĐ]{2,})[^)]*)\)?$"
)
# How the text came about, behind the name: put together, translated, taken from somewhere else.
_MADE = re.compile(
    r"\s*\((?:tổng hợp|t/h|sưu tầm|s\.?t\.?|thực hiện|lược ghi|lược dịch|biên soạn|biên tập|theo [^()]{3,60})\)$",
    re.IGNORECASE,
)
_COMPILED = re.compile(r"(?:tổng hợp|theo)\s*[:：]\s*", re.IGNORECASE)
# Offices sign as well: only whole, short names of them, never a sentence about one.
_OFFICE = re.compile(
    r"(?:admin(?:istrator)?|quản trị(?: viên| website)?"
    r"|văn phòng(?: sở)?|vps|vp sở|thanh tra(?: sở)?|(?:ban|tổ) biên tập|bbt(?: website)?"
    r"|(?:phòng |p\.\s?)(?:tổng hợp|tổ chức|hành chính|kỹ thuật|năng lượng|công nghiệp|thương mại)[\w ,&\-–]{0,20}"
    r"|phòng (?:[A-ZĐ&]{2,8}|quản lý [\w ]{3,22}"
    r"|kế hoạch[\w ,\-–]{0,30})"
    r"|p\.\s?[A-ZĐ&]{2,8}|(?:tt|trung tâm) (?:[A-ZĐ&]{2,10}|khuyến công[\w ,&]{0,40}))",
    re.IGNORECASE,
)


_CALLING = re.compile(
    r"(?:CTV|PV|BTV|Cộng tác viên|Phóng viên|Biên tập viên"
    r"|(?:(?:PGS|GS|ThS|TS|KS|BS|CN|LS)\.\s?,?\s?){1,3}|Nhà báo|Luật sư)"
    r"\s*[.:]?\s*(?=[A-ZĐÀ-Ỹ])"
)
"""What stands before a name in a byline: who works for the portal, a degree."""
_WORK = re.compile(r"(?:Ghi chép|Phóng sự|Ký sự|Bút ký|Tùy bút|Bài và ảnh|Tin và ảnh) của\s+")


def is_name(text: str) -> bool:
    """Whether these words can only be a person's name (or a pen name)."""
    words = text.split()
    if not 1 <= len(words) <= 5 or text.casefold() in _PLACES:
        return False
    if not all(_WORD.fullmatch(word) for word in words) and not (
        text.isupper() and all(word.isalpha() for word in words)
    ):
        return False
    low = [word.casefold() for word in words]
    if len(words) > 2 and len(low[-1]) == 1 and low[0] in _SURNAMES:
        low.pop()  # "Nguyễn Văn A"
    if len(words) == 1:
        return low[0] in _GIVEN and not text.isupper()
    if low[0] in _SURE and len(words) == 2 and text.istitle():
        return True
    if low[0] in _SURNAMES and len(words) >= 2:
        known = [word in _GIVEN or word in _SURNAMES for word in low[1:]]
        return sum(known) >= len(low) - 2 and (known[-1] or (len(low) > 2 and low[-1] not in _NOT_NAMES))
    return low[0] not in _NOT_NAMES and len(words) <= 4 and all(word in _GIVEN or word in _SURNAMES for word in low)


def is_person(text: str) -> bool:
    """Whether a line that stands where bylines do is a name, though it may begin as an office does."""
    words = text.split()
    low = [word.casefold() for word in words]
    if is_name(text) and len(words) > 1:
        return True
    known = all(word in _GIVEN or word in _SURNAMES for word in low)
    return 2 <= len(words) <= 3 and known and text.casefold() not in _PLACES and all(map(_WORD.fullmatch, words))


def people(text: str) -> list[str]:
    """The parts of a line that may be people or an office, without how the text came about."""
    return [part for part in _SPLIT.split(_MADE.sub("", text.strip().rstrip("."))) if part]


def may_sign(text: str) -> bool:
    """Whether a line set to the right may be a pen name that nobody knows ("Cỏ May"): some capitalised words."""
    words = text.strip(" ().").split()
    return (
        2 <= len(words) <= 5
        and not text.isupper()
        and all(_WORD.fullmatch(word) or word in ("-", "–") for word in words)
        and words[0].casefold() not in _NOT_NAMES | {"theo", "trung"}
        and text.casefold() not in _PLACES
    )


def is_byline(text: str) -> bool:
    """Whether a whole line is a bare byline: names, initials, or a name with its office."""
    text = text.strip().rstrip(".") if not _INITIALS.fullmatch(text.strip()) else text.strip()
    if text[:1] == "(" and text[-1:] == ")" and text.count("(") == 1:
        text = text[1:-1].strip()
    if not text or len(text) > 80 or any(sign.isdigit() for sign in text):
        return False
    if _INITIALS.fullmatch(text):
        return True
    if work := _WORK.match(text):
        return may_sign(text[work.end() :])
    text = _CALLING.sub("", _MADE.sub("", text))
    if unit := _UNIT.search(text):
        text = text[: unit.start()].strip()
    if _COMPILED.match(text):
        text = _COMPILED.sub("", text)
    if _OFFICE.fullmatch(text):
        return True
    parts = [part for part in _SPLIT.split(text) if part]
    if len(parts) > 1 and _OFFICE.fullmatch(parts[-1]):
        parts.pop()
    return 1 <= len(parts) <= 4 and all(is_name(part) or _INITIALS.fullmatch(part) for part in parts)
