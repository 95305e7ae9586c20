"""What a comparison shows, line by line and word by word: -gone- and +come+ as a reader sees them."""

from __future__ import annotations

import time

import pytest

from archive.words import differences

SIGNS = {"same": "", "gone": "-", "new": "+"}


def shown(old: str, new: str) -> list[str]:
    """Each paragraph as a line: [-gone-] and [+come+]."""
    return [
        "".join(f"[{SIGNS[kind]}{text}{SIGNS[kind]}]" if SIGNS[kind] else text for kind, text in row)
        for row in differences(old, new)
    ]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("Giá 5.000 đồng", "Giá 6.500 đồng", "Giá [-5.000-][+6.500+] đồng"),
        ("Xuất 1.240.000 USD", "Xuất 1.340.000 USD", "Xuất [-1.240.000-][+1.340.000+] USD"),
        ("tăng 4,37%, đạt", "tăng 4,73%, đạt", "tăng [-4,37%-][+4,73%+], đạt"),
        ("tăng 4,3%.", "tăng 4,3.", "tăng [-4,3%-][+4,3+]."),
        ("Ngày 15/10/2022.", "Ngày 16/10/2022.", "Ngày [-15/10/2022-][+16/10/2022+]."),
        ("lúc 15:30", "lúc 15:40", "lúc [-15:30-][+15:40+]"),
        ("giai đoạn 2020-2025", "giai đoạn 2021–2025", "giai đoạn [-2020-2025-][+2021–2025+]"),
        ("Đường 110kV", "Đường 220kV", "Đường [-110kV-][+220kV+]"),
        ("số 1846/QĐ-UBND", "số 1864/QĐ-UBND", "số [-1846-][+1864+]/QĐ-UBND"),
        ("Ảnh http://a.vn/mot-x480.png", "Ảnh http://a.vn/hai-x480.png",
         "Ảnh [-http://a.vn/mot-x480.png-][+http://a.vn/hai-x480.png+]"),
    ],
)  # fmt: skip
def test_figure_date_or_address_that_changed_is_shown_whole(old: str, new: str, line: str) -> None:
    assert shown(old, new) == [line]


def test_rows_of_a_table_stand_beside_what_became_of_them_cell_by_cell() -> None:
    old = "Hàng | Giá | Ghi chú\nGạo | 10.000 | ổn định\nDừa | 5.000 | =1+2\nCá | 7.000 | "
    new = "Hàng | Giá | Ghi chú\nGạo | 10.000 | ổn định\nDừa | 6.500 | tăng\nBưởi | 9.000 | mới\nCá | 7.200 | "
    assert shown(old, new)[2:] == [
        "Dừa | [-5.000-][+6.500+] | [-=1+2-][+tăng+]", "[+Bưởi | 9.000 | mới+]", "Cá | [-7.000-][+7.200+] | ",
    ]  # fmt: skip


def test_row_put_in_between_numbered_rows_does_not_shift_those_below() -> None:
    old = "1 | Gạo | 10.000\n2 | Dừa | 5.000\n3 | Cá | 7.000"
    new = "1 | Gạo | 11.000\n2 | Bưởi | 9.000\n3 | Dừa | 5.000\n4 | Cá | 7.000"
    assert shown(old, new) == [
        "1 | Gạo | [-10.000-][+11.000+]", "[+2 | Bưởi | 9.000+]",
        "[-2-][+3+] | Dừa | 5.000", "[-3-][+4+] | Cá | 7.000",
    ]  # fmt: skip


def test_item_of_a_list_that_was_taken_out_is_not_taken_for_the_next_one() -> None:
    assert shown("mục một\nmục hai\nmục ba", "mục một\nmục ba (sửa)\nmục bốn") == [
        "mục một", "[-mục hai-]", "mục ba[+ (sửa)+]", "[+mục bốn+]",
    ]  # fmt: skip


def test_paragraphs_are_compared_with_what_became_of_them_also_where_others_came_or_went() -> None:
    old = "Đoạn mở đầu nói về chợ.\n\nGiá dừa tăng 5% trong tháng.\n\nHội nghị họp tại Ba Tri."
    new = "Giá dừa tăng 7% trong tháng.\n\nHội nghị họp tại Giồng Trôm."
    assert shown(old, new) == [
        "[-Đoạn mở đầu nói về chợ.-]", "Giá dừa tăng [-5%-][+7%+] trong tháng.",
        "Hội nghị họp tại [-Ba Tri-][+Giồng Trôm+].",
    ]  # fmt: skip


def test_title_written_anew_is_shown_whole_the_old_before_the_new() -> None:
    old, new = "Bắc Giang thành lập thêm 5 cụm công nghiệp", "Tiêu đề mới sau khi sửa: đổi hẳn"
    assert shown(old, new) == [f"[-{old}-]", f"[+{new}+]"]


def test_spaces_and_signs_between_changed_words_go_with_them() -> None:
    assert shown("Ông Lê Văn An dự họp.", "Ông Trần Minh Bá dự họp.") == ["Ông [-Lê Văn An-][+Trần Minh Bá+] dự họp."]
    assert shown("chợ A, B và C", "chợ X, Y và C") == ["chợ [-A, B-][+X, Y+] và C"]
    assert shown("a – b", "a c – d b") == ["a [+c +]–[+ d+] b"]  # nothing went: what stayed is not struck


def test_paragraph_broken_in_two_is_no_other_text() -> None:
    assert shown("Câu một. Câu hai.", "Câu một.\n\nCâu hai.") == ["Câu một.[- -][+\n+]Câu hai."]


def test_long_table_whose_figures_all_changed_is_compared_row_by_row_in_moments() -> None:
    rows = [(f"Mặt hàng {chr(97 + number % 26)}{number} | {number}.000 | {number}", number) for number in range(300)]
    old, new = "\n".join(row for row, _ in rows), "\n".join(row.replace(".000", ".500") for row, _ in rows[1:])
    start = time.monotonic()
    lines = shown(old, new)
    assert time.monotonic() - start < 10
    assert lines[0] == f"[-{rows[0][0]}-]"
    assert lines[7] == "Mặt hàng h7 | [-7.000-][+7.500+] | 7"


def test_longer_table_whose_rows_stayed_in_number_is_compared_row_by_row_too() -> None:
    rows = [f"Mặt hàng {number} | {number}.000" for number in range(1000)]
    assert shown("\n".join(rows), "\n".join(row.replace(".000", ".500") for row in rows))[7] == (
        "Mặt hàng 7 | [-7.000-][+7.500+]"
    )
