"""A small archive made by Archive.save itself: two portals, edits of every kind, pictures, tables, a removal."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from archive.article import Article, Attachment, Capture, Image, Raw, Reading
from archive.store import Archive, Counts, Found, Visit

BENTRE = "http://congthuongbentre.gov.vn/"
BACGIANG = "https://sct.bacgiang.gov.vn/chi-tiet-tin-tuc/-/asset_publisher/Enp27vgshTez/content/"
PORTALS = [
    {"name": "sct_bentre", "title": "Sở Công Thương tỉnh Bến Tre", "agency": "Sở Công Thương tỉnh Bến Tre",
     "province": "Bến Tre", "successor": "Vĩnh Long", "home_url": BENTRE},
    {"name": "sct_bacgiang", "title": "Sở Công Thương tỉnh Bắc Giang", "agency": "Sở Công Thương tỉnh Bắc Giang",
     "province": "Bắc Giang", "successor": "Bắc Ninh", "home_url": "https://sct.bacgiang.gov.vn/"},
]  # fmt: skip

WIND = Article(
    url=BENTRE + "ba-tri-them-mot-du-an-dien-gio-hoa-luoi.html",
    title="Ba Tri: Thêm một dự án điện gió hòa lưới trước mùa khô",
    summary="Sau mười bốn tháng thi công trên bãi bồi, mười hai tua-bin ở xã An Thủy đã phát điện thử.",
    body_text=(
        "Sau mười bốn tháng thi công trên bãi bồi, mười hai tua-bin ở xã An Thủy đã phát điện thử.\n\n"
        "Theo chủ đầu tư, mỗi tua-bin có công suất 4 MW; cả cụm sẽ cho khoảng 150 triệu kWh một năm khi chạy đủ tải. "
        "Đường dây 110 kV dài 11 km nối về trạm Ba Tri đã được nghiệm thu trong tháng Tám.\n\n"
        "Người dân nói gì\n\n"
        "Ông Lê Văn Đước, chủ một ao tôm gần móng trụ số 7, cho biết tiếng quạt “nghe như gió chướng”, "
        "còn điều ông lo là đường đê bị xe tải cày nát.\n\n"
        "Hạng mục | Kế hoạch | Thực hiện\nTua-bin | 12 | 12\n"
        "Đường dây 110 kV | 11 km | 11 km\nĐường đê hoàn trả | 6 km | 2,5 km"
    ),
    body_html=(
        "<p><strong>Sau mười bốn tháng thi công trên bãi bồi, mười hai tua-bin "
        "ở xã An Thủy đã phát điện thử.</strong></p>"
        "<p>Theo chủ đầu tư, mỗi tua-bin có công suất 4 MW; cả cụm sẽ cho khoảng 150 triệu kWh một năm "
        "khi chạy đủ tải. Đường dây 110 kV dài 11 km nối về trạm Ba Tri đã được nghiệm thu trong tháng Tám.</p>"
        "<h3>Người dân nói gì</h3>"
        "<p>Ông Lê Văn Đước, chủ một ao tôm gần móng trụ số 7, cho biết tiếng quạt “nghe như gió chướng”, "
        "còn điều ông lo là đường đê bị xe tải cày nát.</p>"
        "<table><tr><th>Hạng mục</th><th>Kế hoạch</th><th>Thực hiện</th></tr>"
        "<tr><td>Tua-bin</td><td>12</td><td>12</td></tr>"
        "<tr><td>Đường dây 110 kV</td><td>11 km</td><td>11 km</td></tr>"
        "<tr><td>Đường đê hoàn trả</td><td>6 km</td><td>2,5 km</td></tr></table>"
    ),
    section="Năng lượng",
    author="Hồng Nhiên",
    source_credit="P.QLNL-SCT",
    updated_at="2024-09-06",
    date_text="(Cập nhật: 06/09/2024)",
    date_rule="label-day",
    images=(
        Image(
            BENTRE + "image/upload/catalog/gio/tua-bin-x480.png",
            "Tua-bin số 7 nhìn từ đê biển",
            "Ba Tri:  Thêm một dự án",
        ),
    ),
    attachments=(
        Attachment(BENTRE + "tai-lieu/bao-cao-dien-gio.pdf", "Báo cáo tiến độ các dự án điện gió (PDF)"),
        Attachment(BENTRE + "tai-lieu/phu-luc.xlsx", "Phụ lục: hạng mục còn lại"),
    ),
)
LYCHEE = Article(
    url=BACGIANG + "vai-thieu-luc-ngan-len-san",
    title="Vải thiều Lục Ngạn lên sàn: hợp tác xã học bán hàng lúc nửa đêm",
    body_text="Từ đầu tháng Sáu, bốn hợp tác xã ở Lục Ngạn livestream mỗi tối.\n\n"
    "Sở Công Thương hỗ trợ tem truy xuất và phí vận chuyển.",
    body_html=(
        "<p>Từ đầu tháng Sáu, bốn hợp tác xã ở Lục Ngạn livestream mỗi tối.</p>"
        f"<figure><img src='{BACGIANG[:28]}documents/1/vai.png' alt=''>"
        "<figcaption>Đóng gói lúc 23 giờ</figcaption></figure>"
        "<p>Sở Công Thương hỗ trợ tem truy xuất và phí vận chuyển.</p>"
    ),
    section="Thương mại",
    updated_at="2024-06-11T06:23:00+07:00",
    date_text="Đăng ngày: 11/06/2024 , 06:23 GMT+7",
    date_rule="label-time",
    images=(Image(BACGIANG[:28] + "documents/1/vai.png", "Đóng gói lúc 23 giờ"),),
)
OTHERS = (
    ("Hội nghị kết nối cung cầu hàng hóa vùng Đồng bằng sông Cửu Long", "Thương mại", "2023-11-21"),
    ("Thông báo tuyển sinh lớp quản lý an toàn hóa chất", "Thông báo", "2023-03-02"),
    ("Khuyến công quốc gia: máy tách vỏ dừa cho ba cơ sở ở Mỏ Cày", "Khuyến công", "2022-08-19"),
    ("Kiểm tra giá xăng dầu trước Tết Nguyên đán", "Quản lý thị trường", "2023-01-12"),
    ("Tiết kiệm điện mùa nắng nóng: hai mươi trường học ký cam kết", "Năng lượng", "2023-05-05"),
    ("Chỉ số sản xuất công nghiệp tháng Bảy tăng so với cùng kỳ", "Công nghiệp", "2024-08-01"),
    ("Cụm công nghiệp Phong Nẫm đón nhà máy chế biến cơm dừa", "Công nghiệp", "2024-02-27"),
    ("Diện mạo mới của chợ Giồng Trôm sau khi chỉnh trang", "Thương mại", "2022-12-09"),
    ('=HYPERLINK("http://x.invalid";"Báo cáo") đặt trong tiêu đề', "Thông báo", "2022-06-30"),
    ("Lịch tiếp công dân quý IV <b>không phải thẻ</b> & phụ lục", "Thông báo", None),
)  # fmt: skip


def picture(width: int = 640, height: int = 360) -> bytes:
    """A PNG of a sky and a shore, so that a page with a picture looks like one."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        sky = y < height * 2 // 3
        colour = (130 + y // 4, 170 + y // 6, 200) if sky else (120, 110 + y // 12, 80)
        for x in range(width):
            mast = abs(x - width // 3) < 3 and height // 4 < y < height * 2 // 3
            rows += bytes((245, 245, 240) if mast else colour)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b""))
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def exchange(url: str, body: bytes, content_type: str = "text/html; charset=utf-8") -> Raw:
    """A plain HTTP exchange of this body."""
    headers = (("Content-Type", content_type), ("Content-Length", str(len(body))))
    path = "/" + url.split("/", 3)[3]
    return Raw(f"GET {path} HTTP/1.1", (("Host", url.split("/")[2]),), "HTTP/1.1 200 OK", headers, body)


def look(portal: str, article: Article, at: str, run_id: int | None = None, **changes: object) -> Visit:
    """One look at an article's page, at a time, with its raw exchange."""
    page = f"<html><h1>{article.title}</h1>{article.body_html}<p>{at}</p></html>".encode()
    identity = article.url.removeprefix(BACGIANG.removesuffix("content/")).removeprefix(BENTRE.rstrip("/"))
    capture = Capture(article.url, "live", at, 200, hashlib.sha256(page).hexdigest(), exchange(article.url, page))
    reading = Reading("1", "article", None, article, identity)
    visit = Visit(portal, article.url, identity, capture, reading, run_id=run_id)
    return replace(visit, **changes)  # type: ignore[arg-type]


def file_look(portal: str, url: str, body: bytes, media_type: str, at: str) -> Visit:
    """A file of an article, as fetched."""
    capture = Capture(url, "live", at, 200, hashlib.sha256(body).hexdigest(), exchange(url, body, media_type))
    return Visit(portal, url, url, capture, None, kind="media", media_type=media_type)


def gone(portal: str, article: Article, at: str) -> Visit:
    """A look that found the article's address answering 404."""
    visit = look(portal, article, at)
    assert visit.capture
    capture = replace(visit.capture, status=404, sha256=hashlib.sha256(at.encode()).hexdigest(), raw=None)
    return replace(visit, capture=capture, reading=Reading("1", "gone", "gone:404"))


def small_articles() -> Iterable[tuple[str, Article]]:
    """A dozen short articles, shared between the portals."""
    for number, (title, section, day) in enumerate(OTHERS):
        portal, base = (("sct_bentre", BENTRE), ("sct_bacgiang", BACGIANG))[number % 2]
        text = f"{title}. Tin do phòng chuyên môn gửi, số {number + 1}.\n\nCác đơn vị liên quan phối hợp thực hiện."
        markup = "".join(f"<p>{part}</p>" for part in text.replace("&", "&amp;").replace("<", "&lt;").split("\n\n"))
        yield portal, Article(
            url=f"{base}bai-so-{number + 1}{'.html' if portal == 'sct_bentre' else ''}", title=title, body_text=text,
            body_html=markup, section=section, updated_at=day, date_text=day and f"Cập nhật: {day}",
        )  # fmt: skip


def build(path: Path) -> Path:
    """Write the archive and return its path."""
    with Archive(path) as archive:
        archive.portals(PORTALS)
        first = archive.begin_run("sct_bentre", "sct_bentre", "live", "2024-09-07T01:00:00Z")
        other = archive.begin_run("sct_bacgiang", "sct_bacgiang", "live", "2024-09-07T01:00:00Z")
        runs = {"sct_bentre": first, "sct_bacgiang": other}
        archive.save(look("sct_bentre", WIND, "2024-09-07T01:00:10Z", first))
        archive.save(look("sct_bacgiang", LYCHEE, "2024-09-07T01:00:12Z", other))
        for number, (portal, article) in enumerate(small_articles()):
            archive.save(look(portal, article, f"2024-09-07T01:01:{number:02d}Z", runs[portal]))
        archive.save(file_look("sct_bentre", WIND.images[0].url, picture(), "image/png", "2024-09-07T01:02:00Z"))
        pdf = b"%PDF-1.4\n% a short file for tests\n%%EOF\n"
        archive.save(file_look("sct_bentre", WIND.attachments[0].url, pdf, "application/pdf", "2024-09-07T01:02:02Z"))
        for file, body, kind in (
            (WIND.images[0], picture(), "image/png"),
            (WIND.attachments[0], pdf, "application/pdf"),
        ):
            archive.save(file_look("sct_bentre", file.url, body, kind, "2024-12-01T01:02:00Z"))  # the same bytes again
        _changes(archive)
        archive.add("sct_bentre", [Found(BENTRE + "con-cho.html", "/con-cho.html")])
        for portal, run_id in runs.items():
            archive.end_run(run_id, "2024-09-07T01:05:00Z", 0, None, Counts(requests=9, listed=14, new=6))
            late = archive.begin_run(portal, portal, "live", "2024-10-20T01:00:00Z")
            reason = None if portal == "sct_bentre" else "pages failed: 3"
            archive.end_run(
                late, "2024-10-20T01:05:00Z", 3 if reason else 0, reason, Counts(requests=4, changed=1, unchanged=3)
            )
    return path


def _changes(archive: Archive) -> None:
    """An edit, a silent edit, a date moved alone, and an article that went away."""
    edited = replace(
        WIND, updated_at="2024-09-20", date_text="(Cập nhật: 20/09/2024)",
        body_text=WIND.body_text.replace("150 triệu kWh", "142 triệu kWh"),
        body_html=WIND.body_html.replace("150 triệu kWh", "142 triệu kWh"),
    )  # fmt: skip
    archive.save(look("sct_bentre", edited, "2024-09-21T01:00:00Z"))
    silent = replace(edited, title="Ba Tri: Thêm một cụm điện gió hòa lưới trước mùa khô")
    archive.save(look("sct_bentre", silent, "2024-10-02T01:00:00Z"))
    bumped = replace(LYCHEE, updated_at="2024-06-30T08:00:00+07:00", date_text="Đăng ngày: 30/06/2024 , 08:00 GMT+7")
    archive.save(look("sct_bacgiang", bumped, "2024-10-02T01:00:00Z"))
    portal, lost = next(iter(small_articles()))
    for at in ("2024-09-21T02:00:00Z", "2024-10-02T02:00:00Z", "2024-10-20T02:00:00Z"):
        archive.save(gone(portal, lost, at))
