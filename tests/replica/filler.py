"""Synthetic articles for benches and long runs: the same number always gives the same article."""

from __future__ import annotations

import random
from datetime import date, timedelta

from tests.replica.addresses import SECTIONS
from tests.replica.story import Block, Story

_WHO = (
    "Sở", "Phòng Quản lý công nghiệp", "Trung tâm khuyến công", "Ban quản lý cụm công nghiệp", "Đội kiểm tra số 3",
    "Hiệp hội doanh nghiệp nhỏ và vừa", "Hợp tác xã chế biến nông sản", "Văn phòng", "Thanh tra ngành", "Tổ công tác liên ngành",
)  # fmt: skip
_DID = (
    "tổ chức đoàn khảo sát", "hoàn thành đợt rà soát", "công bố kết quả đánh giá", "khai trương điểm giới thiệu",
    "kiểm tra tiến độ", "hướng dẫn thủ tục cấp phép cho", "ký biên bản ghi nhớ về", "đề xuất phương án hỗ trợ",
    "lấy ý kiến góp ý đối với", "phát động phong trào thi đua tại", "bàn giao hồ sơ của", "gia hạn đăng ký cho",
)  # fmt: skip
_WHAT = (
    "dây chuyền sấy lạnh trái cây", "các trạm biến áp vùng ven", "chợ đầu mối hạng hai", "cửa hàng xăng dầu trên tuyến tỉnh lộ",
    "xưởng dệt chiếu lác", "cơ sở sản xuất nước mắm", "nhóm hộ trồng vải sớm", "khu nhà máy linh kiện điện tử",
    "hệ thống điện mặt trời mái nhà", "gian hàng trực tuyến của làng nghề", "kho lạnh dùng chung", "bến bốc xếp vật liệu",
)  # fmt: skip
_WHERE = (
    "xã Hòa Thử", "thị trấn Mẫu Sơn Giả", "huyện Thí Nghiệm", "phường Kiểm Tra", "cụm công nghiệp Dựng Lại",
    "bờ nam sông Mô Phỏng", "làng nghề Giả Định", "khu phố 7 phường Ví Dụ",
)  # fmt: skip
_TAIL = (
    "nhằm giảm chi phí vận chuyển trong mùa cao điểm", "trước khi bước vào vụ thu hoạch", "theo kế hoạch đã được phê duyệt",
    "với kinh phí {n} triệu đồng", "đạt {n}% khối lượng của cả năm", "tăng {n},{m}% so với cùng kỳ",
    "và sẽ báo cáo kết quả trong quý {q}", "có sự tham gia của {n} doanh nghiệp", "sau {m} tháng triển khai",
    "dù giá nguyên liệu còn ở mức cao", "để người dân yên tâm mua sắm", "thay cho quy định ban hành năm 20{y}",
)  # fmt: skip
_START = (
    "Sáng nay, {who} {did} {what} ở {where}, {tail}.", "Theo báo cáo, {who} {did} {what}, {tail}.",
    "Tại {where}, {who} đã {did} {what} {tail}.", "Bên cạnh đó, {what} thuộc {where} được {who} xem xét, {tail}.",
    "Về lâu dài, việc đầu tư {what} ở {where} cần thêm nguồn lực, {tail}.",
    "Đại diện {who} cho rằng {what} là khâu yếu nhất hiện nay, {tail}.",
)  # fmt: skip


def made_up(portal: str, number: int, day: str | None = None) -> Story:
    """Synthetic article `number` of a portal; about 2,500 signs, some with lists and tables."""
    dice = random.Random(f"{portal}/{number}")
    who, did, what, where = (dice.choice(group) for group in (_WHO, _DID, _WHAT, _WHERE))
    written = day or _date(portal, number, dice)
    blocks = [Block("text", (_paragraph(dice),)) for _ in range(dice.randint(4, 9))]
    if number % 5 == 0:
        blocks.insert(2, Block("heading", (f"Chuyển biến ở {where}",)))
    if number % 7 == 0:
        blocks.insert(3, Block("list", tuple(_sentence(dice) for _ in range(3))))
    if number % 11 == 0:
        rows = [f"| {place} | {dice.randint(10, 900)} | {dice.randint(1, 99)} |" for place in _WHERE[:4]]
        blocks.insert(4, Block("table", ("| Địa bàn | Số cơ sở | Tỷ lệ |", *rows)))
    return Story(
        name=f"made-up-{number}",
        title=f"{who} {did} {what} tại {where}, đợt {number}",
        section=list(SECTIONS[portal])[number % 6],
        date=written,
        blocks=tuple(blocks),
        author=dice.choice(("Thu Hà", "Quang Huy", "Nguyễn Minh Trang")) if portal == "sct_bacgiang" else None,
        source_credit=dice.choice(("Mẫu-P.TH", "VP-SCT", "Trung tâm thử")) if portal == "sct_bentre" else None,
        lead_image=f"mau-{number}.png" if number % 2 else None,
        lead_caption=f"Quang cảnh {where}." if number % 4 == 1 else None,
    )


def _date(portal: str, number: int, dice: random.Random) -> str:
    """Article 0 is the oldest; about five a week."""
    day = date(2008, 1, 2) + timedelta(days=min(number * 7 // 5, 6800))
    return f"{day}T{dice.randint(7, 17):02}:{dice.randint(0, 59):02}" if portal == "sct_bacgiang" else str(day)


def _paragraph(dice: random.Random) -> str:
    return " ".join(_sentence(dice) for _ in range(dice.randint(2, 5)))


def _sentence(dice: random.Random) -> str:
    tail = dice.choice(_TAIL).format(
        n=dice.randint(3, 980), m=dice.randint(2, 9), q="I" * dice.randint(1, 3), y=dice.randint(10, 24)
    )
    parts = {
        "who": dice.choice(_WHO),
        "did": dice.choice(_DID),
        "what": dice.choice(_WHAT),
        "where": dice.choice(_WHERE),
    }
    return dice.choice(_START).format(tail=tail, **parts)
