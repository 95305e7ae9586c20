"""Settings and arguments that cannot be meant: a sentence and exit 2, before anything is asked or written."""

import ast
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler import settings as ours
from crawler.checks import KINDS, check_settings, is_address, switched
from crawler.errors import WrongUsage
from proof import warm

TEXTS = {"ARCHIVE_PATH", "CONTACT", "CLOCK", "LOG_LEVEL", "ROBOTSTXT_USER_AGENT", "DEFAULT_REQUEST_HEADERS"}
"""What may hold any words (a clock is read where it is used, and refused there)."""


def test_every_setting_that_a_person_may_change_is_checked() -> None:
    source = Path(str(ours.__file__)).read_text()
    yours = ast.parse(source[: source.index("# ---- 3. ")]).body
    names = {
        node.targets[0].id for node in yours if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    assert names - TEXTS == KINDS.keys() - {"DOWNLOAD_DELAY"}, "the delay comes from the portal's profile"


def test_the_settings_as_they_are_shipped_are_good() -> None:
    settings = Settings()
    settings.setmodule(ours)
    check_settings(settings)


@pytest.mark.parametrize(
    "setting",
    [
        "BUDGET_REQUESTS=inf", "BUDGET_REQUESTS=-1", "BUDGET_REQUESTS=viel", "BUDGET_SECONDS=nan",
        "DOWNLOAD_MAXSIZE=1.5", "OUTAGE_AFTER=", "FETCH_IMAGES=maybe", "DOWNLOAD_VERIFY_CERTIFICATES=off",
        "WAYBACK_CAPTURES_PER_SECOND=0", "WAYBACK_CAPTURES_PER_SECOND=x", "WAYBACK_CDX_URL=foo",
        "PING_URL=file:///etc/hostname", "NOTIFY=http:///x",
    ],
)  # fmt: skip
def test_a_setting_of_another_kind_is_named(setting: str) -> None:
    name, _, value = setting.partition("=")
    settings = Settings({name: value}, priority="cmdline")
    with pytest.raises(WrongUsage, match=f"Setting {name}='{value}' is n"):
        check_settings(settings)


def test_what_is_fine_is_fine() -> None:
    fine = {
        "BUDGET_SECONDS": "1.5",
        "FETCH_IMAGES": "False",
        "PING_URL": "",
        "NOTIFY": "mail -s x a@b",
        "DOWNLOAD_DELAY": 0,
    }
    check_settings(Settings(fine))


def test_yes_and_no_are_what_people_type() -> None:
    assert [switched(word) for word in ("1", "YES", "true", "0", "no", "False")] == [True] * 3 + [False] * 3
    with pytest.raises(ValueError, match="'maybe' is no 0 or no"):
        switched("maybe")


@pytest.mark.parametrize("address", ["http://", "ftp://x/", "http://a b/", "http://[", "x", "http://a/\n"])
def test_no_address(address: str) -> None:
    assert not is_address(address)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-a", "full=maybe"], "-a full='maybe' is no"),
        (["-s", "FETCH_IMAGES=maybe"], "Setting FETCH_IMAGES='maybe' is neither 0 nor 1"),
    ],
)
def test_the_command_says_so_and_writes_nothing(tmp_path: Path, words: list[str], said: str) -> None:
    archive = tmp_path / "archive.db"
    done = warm.scrapy(["crawl", "sct_bentre", "-s", f"ARCHIVE_PATH={archive}", *words])
    assert (done.code, said in done.log, "Traceback" in done.log, archive.exists()) == (2, True, False, False), done.log
