"""The last step of every body: whatever was built before, nothing that a browser would run or load leaves it."""

import pytest

from crawler.reading.render import _CLEANER
from proof.content import firing
from proof.mutate import SCRIPTS


@pytest.mark.parametrize("payload", [*SCRIPTS, *(f"<p>{payload}</p><table><tr><td>{payload}" for payload in SCRIPTS)])
def test_the_cleaner_alone_leaves_nothing_that_fires(payload: str) -> None:
    assert firing(_CLEANER.clean(payload)) == []


def test_what_is_allowed_stays() -> None:
    body = '<p>Chữ <strong>đậm</strong> và <a href="https://x.vn/a">liên kết</a>.</p><table><tr><td>1</td></tr></table>'
    assert _CLEANER.clean(body).replace("<tbody>", "").replace("</tbody>", "") == body
