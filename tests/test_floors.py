"""Libraries older than the floors are refused; the ones installed are not."""

import pytest

from archive.floors import FLOORS, TooOld, check, check_installed


def test_what_is_installed_is_new_enough() -> None:
    check_installed()


@pytest.mark.parametrize("name", FLOORS)
def test_older_version_is_refused_in_a_sentence_that_names_it(name: str) -> None:
    with pytest.raises(TooOld, match=f"{name} 0.1 is too old.*make install"):
        check({name: "0.1"})


def test_newer_and_odd_versions_pass() -> None:
    check({"scrapy": "2.19.0", "nh3": "0.3.6", "sqlite-utils": "4.2", "datasette": "0.65.5.post1"})
