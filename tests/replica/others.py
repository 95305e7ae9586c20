"""What a portal serves besides articles and lists: static pages, galleries, searches, polls, print views, English."""

from __future__ import annotations

from html import escape

from tests.replica.markup import NOTICE
from tests.replica.story import Story

SOFT_404 = "<p>Không tìm thấy nội dung bạn yêu cầu hoặc bài viết đã bị gỡ bỏ.</p><p><a href='/'>Về trang chủ</a></p>"

STATIC: dict[str, tuple[str, str]] = {
    "gioi-thieu": (
        "Giới thiệu",
        "<p>Đơn vị trong bản dựng lại này là cơ quan chuyên môn giúp việc về công nghiệp và thương mại.</p>"
        "<p>Trụ sở: số 1 đường Thử Nghiệm. Thành lập theo Quyết định số 01/QĐ-TN ngày 02/09/2008.</p>"
        "<h3>Cơ cấu tổ chức</h3><ul><li>Ban Giám đốc</li><li>Văn phòng</li><li>Phòng Quản lý công nghiệp</li></ul>",
    ),
    "lien-he": (
        "Liên hệ",
        "<form action='/lien-he' method='post'><p>Họ tên <input name='ten'></p><p>Nội dung <textarea name='nd'></textarea>"
        "</p><input type='submit' value='Gửi'></form><p>Điện thoại: 0275.3000 111</p>",
    ),
    "thu-vien-anh": (
        "Thư viện ảnh",
        "<h3>Hội chợ hàng tiêu dùng thử nghiệm</h3><p>(Cập nhật: 12/10/2023)</p>"
        + "".join(
            f"<p><img src='/image/upload/catalog/album/anh-{n}-x480.png' alt='Ảnh {n}'></p>" for n in range(1, 7)
        ),
    ),
    "tim-kiem": (
        "Kết quả tìm kiếm",
        "<form action='/tim-kiem'><input name='q' value='công nghiệp'><input type='submit' value='Tìm'></form>"
        "<p>Tìm thấy 0 kết quả cho từ khóa &quot;công nghiệp&quot;.</p>",
    ),
    "binh-chon": (
        "Kết quả thăm dò ý kiến",
        "<p>Ông/bà đánh giá trang thông tin này thế nào?</p><table><tr><td>Tốt</td><td>61%</td></tr>"
        "<tr><td>Khá</td><td>27%</td></tr><tr><td>Chưa tốt</td><td>12%</td></tr></table><p>Tổng số phiếu: 233</p>",
    ),
}
ENGLISH: dict[str, tuple[str, str]] = {
    "index": (
        "News",
        "<p>Welcome to the English version of this rebuilt portal.</p><p><a href='/en/industrial-clusters.html'>"
        "Industrial clusters keep growing</a></p>",
    ),
    "industrial-clusters": (
        "Industrial clusters keep growing",
        "<p>(Updated: 12/05/2024)</p><p>The province of this test has founded two more industrial clusters with a total "
        "area of ninety hectares.</p><p>Investors from three countries have asked for land, and the department helps "
        "them with the papers that are needed for building permits and power supply.</p>",
    ),
}


def print_view(story: Story, stamp: str) -> str:
    """The page that a print button opens: the article without anything around, and the browser's print dialogue."""
    text = "".join(
        f"<p>{escape(line)}</p>" for block in story.blocks for line in block.lines if block.kind != "picture"
    )
    return (
        f"<html><head><meta charset='utf-8'><title>In: {escape(story.title)}</title><meta name='robots' content='noindex'>"
        f"</head><body onload='window.print()'><h2>{escape(story.title)}</h2><p>{stamp}</p>{text}"
        "<p><a href='javascript:window.close()'>Đóng</a> <a href='javascript:window.print()'>In trang này</a></p>"
        f"<p>{NOTICE}</p></body></html>"
    )


def calendar(path: str, week: int) -> tuple[str, str]:
    """A week of an endless calendar, with links to the week before and after."""
    return (
        f"Lịch công tác tuần {week}",
        f"<table><tr><td>Thứ Hai</td><td>Họp giao ban</td></tr><tr><td>Thứ Ba</td><td>Đi cơ sở</td></tr></table>"
        f"<p><a href='{path}?tuan={week - 1}'>Tuần trước</a> <a href='{path}?tuan={week + 1}'>Tuần sau</a></p>",
    )


def robots(kind: str, base: str) -> tuple[int, str, str]:
    """The robots.txt of that kind: status, text, media type."""
    plain = "text/plain"
    if kind.startswith("delay:"):
        return 200, f"User-agent: *\nCrawl-delay: {kind[6:]}\nDisallow: /quan-tri/\n", plain
    fixed = {
        "allow": (200, f"User-agent: *\nDisallow: /quan-tri/\nSitemap: {base}/sitemap.xml\n", plain),
        "none": (404, "Not Found", plain),
        "forbid": (200, "User-agent: *\nDisallow: /\n", plain),
        "error": (500, "Internal Server Error", plain),
        "forbidden": (403, "Forbidden", plain),
        "html": (200, "<html><body><h1>Trang chủ</h1></body></html>", "text/html"),
    }
    return fixed.get(kind, (200, kind, plain))
