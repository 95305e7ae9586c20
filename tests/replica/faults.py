"""How a portal misbehaves: rules that match addresses and spoil or replace their answers, for a number of times."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from tests.replica import answer
from tests.replica.answer import Answer, How

BLOCKS = {
    "cloudflare": (
        403,
        "<html><head><title>Attention Required! | Cloudflare</title></head><body><h1>Sorry, you have been blocked</h1>"
        "<p>You are unable to access this site.</p><p>Cloudflare Ray ID: 8f3b1c2d4e5f6071</p></body></html>",
    ),
    "vietnamese": (
        200,
        "<html><head><meta charset='utf-8'><title>Truy cập bị từ chối</title></head><body><h1>Yêu cầu bị chặn</h1><p>Hệ thống "
        "tường lửa phát hiện truy cập bất thường từ địa chỉ của bạn. Mã sự kiện: 4501997. (22/11/2026)</p></body></html>",
    ),
    "maintenance": (
        200,
        "<html><head><meta charset='utf-8'><title>Bảo trì</title></head><body><h2>Hệ thống đang bảo trì, nâng cấp</h2>"
        "<p>Cập nhật: 22/11/2026. Xin quý vị quay lại sau ít phút.</p></body></html>",
    ),
    "captcha": (
        200,
        "<html><head><meta charset='utf-8'><title>Xác thực</title></head><body><form><p>Vui lòng nhập mã xác nhận để tiếp "
        "tục</p><img src='/captcha.png'><input name='captcha'></form></body></html>",
    ),
    "login": (
        200,
        "<html><head><meta charset='utf-8'><title>Đăng nhập</title></head><body><form method='post'><p>Tên đăng nhập "
        "<input name='u'></p><p>Mật khẩu <input type='password' name='p'></p><button>Đăng nhập</button></form></body></html>",
    ),
    "empty": (200, "<html><head><title></title></head><body><div id='app'></div></body></html>"),
}
WALL = (
    '<script>document.cookie="D1N={value}"+"; expires=Fri, 31-Dec-37 23:55:55 GMT; path=/";'
    "window.location.reload(true);</script>"
)


@dataclass(slots=True)
class Fault:
    """One rule: `match` (a regular expression over the address), after `skip` hits, for `times` hits (None: always).

    `kind` is "status" (with `status`, `headers`, `body`), "block" (`block` names the page), "redirect" (`location`),
    "wait" (`seconds`), "rewrite" (a redesign: `pattern` becomes `instead` in the page), or a way of delivery of `Answer.how` ("cut-length", "cut-gzip", "reset", "hang", "drip" ...).
    """

    kind: str
    match: str = ""
    times: int | None = None
    skip: int = 0
    more: dict[str, Any] = field(default_factory=dict)

    def applies(self, target: str) -> bool:
        """Whether this request is hit; counts it."""
        if self.times == 0 or not re.search(self.match, target):
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True

    def spoil(self, good: Answer) -> Answer:
        """The answer that is given instead of the good one."""
        if self.kind == "block":
            status, body = BLOCKS[self.more.get("block", "vietnamese")]
            return answer.page(body, self.more.get("status", status))
        if self.kind == "status":
            headers = tuple((str(name), str(value)) for name, value in self.more.get("headers", {}).items())
            body = self.more.get("body", f"<html><body><h1>{self.more['status']}</h1></body></html>")
            return replace(answer.page(body, self.more["status"]), headers=headers)
        if self.kind == "redirect":
            return answer.redirect(self.more["location"], self.more.get("status", 302))
        if self.kind == "wait":
            return replace(good, wait=float(self.more["seconds"]))
        if self.kind == "rewrite":
            return replace(good, body=re.sub(self.more["pattern"], self.more["instead"], good.body.decode()).encode())
        if self.kind not in get_args(How):
            raise ValueError(f"no such fault: {self.kind!r}")
        return replace(good, how=self.kind)


def wall(cookie: str | None, value: str) -> Answer | None:
    """The cookie wall's page, or None for a request that carries the cookie."""
    return None if cookie and f"D1N={value}" in cookie else answer.page(WALL.format(value=value))
