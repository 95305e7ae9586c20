# ruff: noqa: E501 - pieces of pages are read whole
"""Abstract articles with varied content, written for tests: what every markup must read back as."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

PLACES = [
    "xã Phú Lễ",
    "huyện Giồng Ao",
    "thị trấn Cây Da",
    "phường An Khê Đông",
    "cụm công nghiệp Gò Sặt",
    "xã Tân Hưng Tây",
    "thành phố Sông Lam",
]
UNITS = [
    "Phòng Quản lý thương mại",
    "Trung tâm Khuyến công",
    "Chi cục Quản lý thị trường",
    "Thanh tra Sở",
    "Phòng Quản lý năng lượng",
    "Văn phòng Sở",
]
GOODS = [
    "dừa sấy",
    "vải thiều",
    "mật ong",
    "gốm mỹ nghệ",
    "chiếu cói",
    "xoài cát",
    "bánh đa nem",
    "tôm khô",
    "linh kiện điện tử",
    "phân bón hữu cơ",
]
VERBS = [
    "rà soát",
    "đôn đốc",
    "hướng dẫn",
    "phối hợp kiểm tra",
    "tổ chức khảo sát",
    "lấy ý kiến về",
    "tháo gỡ vướng mắc cho",
    "vận động",
]
SENTENCES = [
    "{unit} vừa {verb} các cơ sở sản xuất {goods} trên địa bàn {place}, ghi nhận doanh thu tăng {n}% so với cùng kỳ.",
    "Theo kế hoạch số {n}/KH-SCT ngày {day}, việc {verb} hộ kinh doanh {goods} được thực hiện làm hai đợt trong năm.",
    "Đến nay, toàn tỉnh có {n} cơ sở {goods} được cấp giấy chứng nhận, trong đó {m} cơ sở nằm tại {place}.",
    "Ông Lê Văn Tám, chủ cơ sở {goods} ở {place}, cho biết nguồn nguyên liệu năm nay dồi dào hơn hẳn mọi năm.",
    "Nguồn vốn khuyến công hỗ trợ {n} triệu đồng đã giúp bà con mua máy đóng gói và mở rộng nhà xưởng.",
    "Cập nhật và thông tin kịp thời tình hình giá cả {goods} là nhiệm vụ thường xuyên của {unit}.",
    "Bên cạnh mặt được, công tác {verb} vẫn còn chậm; một số đơn vị chưa gửi báo cáo trước ngày {day}.",
    "Tại buổi làm việc, đại diện {unit} đề nghị {place} bố trí quỹ đất cho khu trưng bày {goods}.",
    "Kim ngạch xuất khẩu {goods} ước đạt {m},{n} triệu USD, bằng {n}% kế hoạch cả năm 20{y}.",
    "Người dân có thể liên hệ {unit}, điện thoại 02{n}.3{m}4.5{n}, để được hướng dẫn thủ tục.",
    "Quyết định số {n}/QĐ-UBND ngày {day} quy định rõ trách nhiệm của từng ngành trong việc bình ổn giá {goods}.",
    "Dự kiến trong quý tới, {unit} sẽ mở thêm {m} lớp tập huấn về thương mại điện tử cho chủ thể OCOP tại {place}.",
    "Đây là hoạt động thiết thực, góp phần đưa {goods} của địa phương vào hệ thống siêu thị trong và ngoài tỉnh.",
    "Các đại biểu đã trao đổi thẳng thắn về khó khăn khi đưa {goods} lên sàn, nhất là khâu vận chuyển và bao bì.",
]
TITLES = [
    "{Unit} {verb} cơ sở {goods} tại {place}",
    "Kết quả bình ổn thị trường {goods} năm 20{y}",
    "Triển khai Quyết định số {n}/QĐ-TTg ngày {day} của Thủ tướng Chính phủ trên địa bàn tỉnh",
    "HỘI NGHỊ KẾT NỐI CUNG CẦU {GOODS} NĂM 20{y}",
    "Thông báo lịch tiếp công dân tháng {mo} của {unit}",
    "Gian hàng {goods}: “Đi xa hơn để đi lâu hơn”",
    "Vì sao giá {goods} tăng?",
    "Lễ trao giấy chứng nhận sản phẩm {goods} tiêu biểu",
    "Phát động cuộc thi ảnh “Sắc màu {goods}” lần thứ {mo}",
]
HEADINGS = [
    "Khó khăn còn ở phía trước",
    "Nhiều mô hình hay",
    "Giải pháp trong thời gian tới",
    "Về công tác khuyến công",
    "1. Kết quả đạt được",
    "II. NHIỆM VỤ TRỌNG TÂM",
]
CAPTIONS = [
    "Ảnh minh họa (nguồn: Internet)",
    "Quang cảnh buổi tập huấn tại {place}",
    "Công nhân phân loại {goods} tại xưởng. Ảnh: Thu Hà",
    "Đoàn công tác thăm gian hàng {goods}",
]
AUTHORS = [
    "Tuấn Thành",
    "Nguyễn Thị Lan - Phòng QLTM",
    "Minh Châu",
    "N.T.H",
    "Lê Hoàng Phúc",
    "Thu Trang",
    "Trần Quốc Đạt",
    "Phạm Thị Bích Ngọc",
    "HA",
]
CREDITS = [
    "Thụy-P.QLCN",
    "QLTM-SCT",
    "Báo Đồng Khởi",
    "Trung tâm Khuyến công",
    "moit.gov.vn",
    "Văn phòng Sở (tổng hợp)",
]
CLOSINGS = [
    "Trân trọng thông báo./.",
    "Xin trân trọng cảm ơn!",
    "Chúc các doanh nghiệp thành công.",
    "Nơi nhận: như trên.",
]
NAMES = ["Ke hoach {n}.pdf", "Quyết định số {n}/QĐ-SCT", "Phụ lục {m} kèm theo", "Biểu mẫu đăng ký.docx"]


@dataclass
class Story:
    """One article as a reader would tell it: `parts` are ("p" | "h" | "ul" | "ol" | "table" | "quote" | "img", content)."""

    title: str
    day: str
    iso: str
    clock: str | None
    parts: list[tuple[str, object]]
    lead: str | None = None
    author: str | None = None
    credit: str | None = None
    top: tuple[str, str | None] | None = None
    files: list[tuple[str, str]] = field(default_factory=list)

    def lines(self) -> list[str]:
        """What body_text must hold, line by line."""
        told = [self.lead] if self.lead else []
        for kind, content in self.parts:
            if kind == "table":
                told.extend(" | ".join(row) for row in content)  # type: ignore[attr-defined]
            elif kind in ("ul", "ol"):
                told.extend(content)  # type: ignore[arg-type]
            elif kind == "img":
                told.extend([content[1]] if content[1] else [])  # type: ignore[index]
            else:
                told.append(str(content))
        return told


class Teller:
    """Makes stories from a seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def fill(self, pattern: str) -> str:
        rng = self.rng
        unit, goods = rng.choice(UNITS), rng.choice(GOODS)
        text = pattern
        for name, value in {
            "unit": unit, "Unit": unit, "goods": goods, "GOODS": goods.upper(), "verb": rng.choice(VERBS), "place": rng.choice(PLACES),
            "n": str(rng.randint(12, 98)), "m": str(rng.randint(2, 9)), "y": str(rng.randint(18, 24)), "mo": str(rng.randint(1, 12)),
            "day": f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/20{rng.randint(15, 23)}",
        }.items():  # fmt: skip
            text = text.replace("{" + name + "}", value)
        return text

    def paragraph(self) -> str:
        return " ".join(self.fill(self.rng.choice(SENTENCES)) for _ in range(self.rng.randint(1, 4)))

    def story(self) -> Story:
        rng = self.rng
        day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(2012, 2025)
        clock = f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}" if rng.random() < 0.5 else None
        iso = f"{year}-{month:02}-{day:02}" + (f"T{clock}:00+07:00" if clock else "")
        story = Story(self.fill(rng.choice(TITLES)), f"{day:02}/{month:02}/{year}", iso, clock, self.parts())
        story.lead = self.paragraph() if rng.random() < 0.4 else None
        story.author = rng.choice(AUTHORS) if rng.random() < 0.4 else None
        story.credit = rng.choice(CREDITS) if rng.random() < 0.5 else None
        if rng.random() < 0.5:
            story.top = (
                f"/image/upload/top-{rng.randint(1, 99)}-x480.png",
                self.fill(rng.choice(CAPTIONS)) if rng.random() < 0.6 else None,
            )
        if rng.random() < 0.3:
            story.files = [
                (f"/upload/van-ban-{rng.randint(1, 99)}-{n}.pdf", self.fill(rng.choice(NAMES)))
                for n in range(rng.randint(1, 3))
            ]
        return story

    def parts(self) -> list[tuple[str, object]]:
        rng = self.rng
        if rng.random() < 0.15:
            return [("p", self.paragraph())]
        parts: list[tuple[str, object]] = [("p", self.paragraph())]
        for _ in range(rng.randint(1, 9)):
            parts.append(self.part())
            if parts[-1][0] != "p" or rng.random() < 0.7:
                parts.append(("p", self.paragraph()))
        if parts[-1][0] != "p":
            parts.append(("p", self.paragraph()))
        if rng.random() < 0.2:
            parts.append(("p", rng.choice(CLOSINGS)))
        return parts

    def part(self) -> tuple[str, object]:
        rng = self.rng
        kind = rng.choice(["p", "p", "p", "h", "ul", "ol", "table", "quote", "img"])
        if kind == "h":
            return kind, rng.choice(HEADINGS)
        if kind in ("ul", "ol"):
            return kind, [self.fill(rng.choice(SENTENCES)) for _ in range(rng.randint(2, 5))]
        if kind == "table":
            rows = [["STT", "Mặt hàng", "Sản lượng (tấn)"]] + [
                [str(n), self.fill("{goods}").capitalize(), self.fill("{n}.{n}0")] for n in range(1, rng.randint(3, 6))
            ]
            return kind, rows + ([["Nguồn: Cục Thống kê"]] if rng.random() < 0.5 else [])
        if kind == "img":
            return kind, (
                f"/image/upload/in-{rng.randint(1, 999)}.jpg",
                self.fill(rng.choice(CAPTIONS)) if rng.random() < 0.7 else None,
            )
        return kind, self.paragraph()
