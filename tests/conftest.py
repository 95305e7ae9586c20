"""What all tests share: properties without a deadline, and the only switch that rewrites golden files."""

import signal

import pytest
from hypothesis import settings

settings.register_profile("shared-cores", deadline=None)
settings.load_profile("shared-cores")
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # `nohup make check` would hand "ignored" on to the crawls we send it to


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-pages", action="store_true", help="write tests/pages/*/*/article.json and error.json anew"
    )
