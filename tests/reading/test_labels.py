"""Lines of furniture: looked at in time that does not grow with what they could be taken for."""

import pytest

from crawler.reading.labels import is_furniture


@pytest.mark.timeout(60)  # the pattern once tried 2^n ways to cut a row of digits: hours for these
@pytest.mark.parametrize("line", ["Trang: " + "12" * 30 + " của báo cáo", "Trang: " + "12 " * 40 + "... Cuối"])
def test_a_row_of_numbers_is_read_in_one_way(line: str) -> None:
    assert not is_furniture(line)


def test_the_pages_of_an_article_are_furniture() -> None:
    assert is_furniture("Trang: 1 2 [3] 10")
