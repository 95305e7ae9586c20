"""What all tests share: properties without a deadline, and the only switch that rewrites golden files."""

import signal

import pytest
from hypothesis import settings

settings.register_profile("shared-cores", deadline=None)
settings.load_profile("shared-cores")
# `nohup make check` and `make check &` in a script would hand "ignored" on to the crawls that we send these to.
signal.signal(signal.SIGHUP, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-pages", action="store_true", help="write tests/pages/*/*/article.json and error.json anew"
    )
