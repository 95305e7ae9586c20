"""What all tests share: properties without a deadline, and the only switch that rewrites golden files."""

import pytest
from hypothesis import settings

settings.register_profile("shared-cores", deadline=None)
settings.load_profile("shared-cores")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-pages", action="store_true", help="write tests/pages/*/*/article.json and error.json anew"
    )
