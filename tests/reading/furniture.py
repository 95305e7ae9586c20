# ruff: noqa: E501 - pieces of pages are read whole
"""What stands around articles on portals: menus, clocks, sidebars, related lists, footers; none of it may be read as the article."""

from __future__ import annotations

import random

BOILERPLATE = [
    "Trang chủ",
    "Liên kết website",
    "Thăm dò ý kiến",
    "Lượt truy cập",
    "Bản quyền thuộc về",
    "Chia sẻ:",
    "Lượt xem",
    "Người đang xem khác",
    "Rất hài lòng",
    "Tỷ giá",
    "Đường dây nóng xử lý",
    "ô nhớ đệm ẩn",
]
LINKS = [
    "Hội chợ triển lãm hàng thủ công mỹ nghệ khu vực phía Bắc", "Tập huấn kỹ năng livestream bán hàng cho hợp tác xã", "Kiểm tra đột xuất các cửa hàng xăng dầu dịp nghỉ lễ",
    "Khởi công trạm biến áp 110kV tại khu công nghiệp mới", "Đề xuất hỗ trợ doanh nghiệp đổi mới dây chuyền công nghệ", "Hội nghị sơ kết công tác sáu tháng đầu năm",
    "Mời tham gia gian hàng tại phiên chợ hàng Việt về nông thôn", "Công bố danh mục sản phẩm công nghiệp nông thôn tiêu biểu",
]  # fmt: skip


def link(rng: random.Random) -> str:
    return f'<a href="/tin-{rng.randint(100, 999)}-khac.html">{rng.choice(LINKS)}</a>'


def contact(rng: random.Random) -> str:
    return "<ul><li>EMAIL:<div>sct@tinhmau.gov.vn</div></li><li>ĐIỆN THOẠI:<div>0275.3999 111</div></li><li>ĐƠN VỊ TRỰC THUỘC:<div>Trung tâm Khuyến công mẫu</div><div>0275.3111222</div></li></ul>"


def menu(rng: random.Random) -> str:
    items = ["Trang chủ", "Giới thiệu", "Tin tức - Sự kiện", "Văn bản", "Thủ tục hành chính", "Liên hệ"]
    return "<ul>" + "".join(f'<li><a href="/muc-{n}.html">{item}</a></li>' for n, item in enumerate(items)) + "</ul>"


def clock(rng: random.Random) -> str:
    return rng.choice(
        [
            "<div>Thứ hai, ngày 6.9.2024, 14:30:05</div>",
            "<span>10 : 23 : 05 - Ngày 22/11/2026</span>",
            "<div>Chủ nhật, 22/11/2026</div>",
            "<div id='clock'>Hôm nay: 22/11/2026 08:15:22</div>",
        ]
    )


def sidebar(rng: random.Random, tag: str = "div") -> str:
    boxes = [
        "<h3>Tin mới nhất</h3><ul>"
        + "".join(f"<li>{link(rng)} <span>(Cập nhật: 0{n}/11/2026)</span></li>" for n in range(1, 5))
        + "</ul>",
        "<h4>Giá vàng hôm nay</h4><p>Cập nhật: 21/11/2026 09:00</p><table><tr><td>SJC</td><td>81.500</td></tr><tr><td>PNJ</td><td>80.900</td></tr></table>",
        "<h3>Thăm dò ý kiến</h3><p>Bạn đánh giá thế nào về giao diện cổng thông tin?</p><form><label><input type=radio> Rất hài lòng</label><br><label><input type=radio> Bình thường</label><button>Gửi</button></form>",
        "<div>Lượt truy cập</div><div>Đang online: 12</div><div>Hôm nay: 345</div><div>Tổng lượt truy cập: 1.234.567</div>",
        "<h3>Liên kết website</h3><select><option>Chọn trang</option><option>Bộ Công Thương</option></select>",
        "<h3>Thông báo</h3><p>Đường dây nóng xử lý phản ánh: 0911.222.333 hoạt động cả ngày lễ và ngày nghỉ cuối tuần.</p>",
        "<h3>Xem nhiều</h3>" + "".join(f"<div>{link(rng)}</div><div>1{n}/10/2026</div>" for n in range(4)),
        "<h3>Tỷ giá</h3><div>USD 25.410</div><div>EUR 27.020</div>",
        '<a href="http://quangcao.example/"><img src="/banner-qc.gif" alt="Quảng cáo"></a>',
    ]
    rng.shuffle(boxes)
    return "".join(f"<{tag} data-beside>{box}</{tag}>" for box in boxes[: rng.randint(3, 7)])


def related(rng: random.Random) -> str:
    label = rng.choice(
        [
            "Tin liên quan",
            "Tin Khác",
            "CÁC TIN KHÁC",
            "Các tin khác:",
            "Tin cùng chuyên mục",
            "Bài viết liên quan",
            "» Tin đã đưa",
            "Các bài viết khác",
            "Tin mới hơn",
        ]
    )
    heading = rng.choice(["<h3>{}</h3>", "<div>{}</div>", "<p><b>{}</b></p>", "<br><span>{}</span><br>"]).format(label)
    style = rng.randrange(4)
    if style == 0:
        return heading
    if style == 1:
        return heading + "<ul>" + "".join(f"<li>{link(rng)} (0{n}/10/2026)</li>" for n in range(1, 6)) + "</ul>"
    if style == 2:
        return heading + "".join(f"<div>{link(rng)}<br><i>Đăng ngày: 1{n}/10/2026</i></div>" for n in range(4))
    return heading + "".join(
        f"<div>{link(rng)}<p>Tóm tắt: các đơn vị chuẩn bị nội dung và nhân sự tham dự đầy đủ, đúng thành phần.</p></div>"
        for _ in range(3)
    )


def share(rng: random.Random) -> str:
    return rng.choice(
        [
            "<div>Chia sẻ: <a href='https://facebook.com/s'>Facebook</a> <a href='https://zalo.me/s'>Zalo</a></div>",
            "<ul><li><a href='#'>In bài viết</a></li><li><a href='mailto:a@b.vn'>Gửi email</a></li></ul>",
            "<p>Lượt xem: 1.234</p>",
            "<div>Cỡ chữ: <a href='#'>A-</a> <a href='#'>A</a> <a href='#'>A+</a></div>",
            "",
        ]
    )


def hidden(rng: random.Random) -> str:
    return rng.choice(
        [
            '<div style="display:none">ô nhớ đệm ẩn (Cập nhật: 01/01/2020)</div>',
            "<p hidden>Đăng ngày: 02/02/2020 ô nhớ đệm ẩn</p>",
            '<span style="visibility: hidden">ô nhớ đệm ẩn</span>',
            "<script>var d='Cập nhật: 03/03/2020';</script>",
            "<!-- (Cập nhật: 04/04/2020) --><noscript>ô nhớ đệm ẩn</noscript>",
        ]
    )


def footer(rng: random.Random) -> str:
    return rng.choice(
        [
            "<p>SỞ CÔNG THƯƠNG TỈNH MẪU</p><p>Địa chỉ: Số 7, đường Cách Mạng Tháng Tám, phường An Hội</p><p>Điện thoại: 0275.3999 111 - Email: sct@tinhmau.gov.vn</p>",
            "<div>© 2026 Bản quyền thuộc về Sở Công Thương</div><div>Chịu trách nhiệm nội dung: Ông Trần Văn Mẫu - Giám đốc Sở</div>",
            "<table><tr><td>Trang thông tin điện tử Sở Công Thương</td></tr><tr><td>Giấy phép số 12/GP-TTĐT ngày 05/05/2015</td></tr></table>",
        ]
    )
