"""Addresses that a portal must not be able to send us to, in every spelling we know."""

from __future__ import annotations

METADATA = "169.254.169.254"
OTHERS = (METADATA, "10.0.0.1", "192.168.1.1", "172.16.0.1", "100.64.0.1", "127.0.0.2", "0.0.0.0", "198.18.0.1")
NAMES = (
    "localhost", "localhost.localdomain", "evil.example", "metadata.google.internal", "127.0.0.2.nip.io", "foo.localhost",
    "127.0.0.1.evil.example", "xn--e1afmkfd.example", "congthuongbentre.gov.vn", "[::1]", "[::]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:2]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1]", "[fd00::1]", "[::1%25lo]",
)  # fmt: skip
SCHEMES = (
    "file:///etc/passwd", "file://127.0.0.1/etc/passwd", "data:text/html,<h1>x</h1>", "ftp://127.0.0.2/x", "gopher://127.0.0.2:80/_",
    "javascript:alert(1)", "dict://127.0.0.2:80/", "ws://127.0.0.2/", "s3://bucket/key", "about:blank", "view-source:http://127.0.0.2/",
    "jar:http://127.0.0.2/!/", "blob:http://127.0.0.2/1", "unix:/run/x.sock", "netdoc:///etc/passwd", "ldap://127.0.0.2/",
)  # fmt: skip


def numbers(ip: str) -> list[str]:
    """An IPv4 address as inet_aton and browsers would still read it."""
    a, b, c, d = map(int, ip.split("."))
    whole = (a << 24) + (b << 16) + (c << 8) + d
    wide = str.maketrans("0123456789.", "０１２３４５６７８９。")
    circled = str.maketrans("123456789", "①②③④⑤⑥⑦⑧⑨")
    return [
        ip, str(whole), hex(whole), f"0{whole:o}", f"{a:#x}.{b:#x}.{c:#x}.{d:#x}", f"0{a:o}.0{b:o}.0{c:o}.0{d:o}",
        f"{a}.{(b << 16) + (c << 8) + d}", f"{a}.{b}.{(c << 8) + d}", f"{ip}.", f"%{ord(ip[0]):02x}{ip[1:]}",
        ip.translate(wide), ip.translate(circled),
    ]  # fmt: skip


def tricks(own: str, port: int, other: int) -> list[str]:
    """Addresses that look like the portal's own `host:port` and are not, or that browsers repair."""
    here = f"{own}:{port}"
    return [
        f"http://{here}@127.0.0.2/", f"http://{here}@127.0.0.2:{port}/", f"http://x@{own}:{other}/", f"http://{own}:{other}/", f"http://{own}/",
        f"https://{here}/", f"http://{own}:{port}1/", f"http://{own}:80{port}/", f"http://{here}.evil.example/", f"http://{here}%2eevil.example/",
        f"//127.0.0.2:{port}/x", f"///127.0.0.2:{port}/x", f"////127.0.0.2:{port}/x", f"/\\127.0.0.2:{port}/x", f"\\\\127.0.0.2:{port}\\x",
        f"http:\\\\127.0.0.2:{port}\\x", f"http:/127.0.0.2:{port}/x", f"http:127.0.0.2:{port}/x", f"http:///127.0.0.2:{port}/x",
        f"http://127.0.0.2:{port}\\@{here}/", f"http://{here}\\@127.0.0.2:{port}/", f"http://{here}#@127.0.0.2:{port}/", f"http://{here}?@127.0.0.2/",
        f"ht\ntp://127.0.0.2:{port}/x", f"http://127.0.0\t.2:{port}/x", f"\thttp://127.0.0.2:{port}/x", f"\x01http://127.0.0.2:{port}/x",
        f"http://127.0.0.2:{port}\x00.{here}/", f"http://{here}\x00@127.0.0.2/", f"http://{own}:{port}:{other}/", f"http://{own}: {other}/",
        f"http://{own}:+{other}/", f"http://{own}:0{other}/", f"http://{own}:\uff18\uff10/", f"HTTP://127.0.0.2:{port}/x", f"hTTp://LOCALHOST:{other}/",
        f"http://user:pass@127.0.0.2:{port}/", f"http://%31%32%37.0.0.2:{port}/", f"http://127.0.0.2%00:{port}/", f"http://127。0。0。2:{port}/x",
        f"http://0x7f.2:{port}/", f"http://127.2:{port}/", f"http://2130706434:{port}/", f"http://017700000002:{port}/", f"http://127.1:{other}/",
    ]  # fmt: skip


def forbidden(own: str, port: int, other: int) -> list[str]:
    """All of them, each once; `port` is the portal's own, `other` one of its host's that is not the portal."""
    found = [f"http://{spelling}/latest/meta-data/" for ip in OTHERS for spelling in numbers(ip)]
    found += [f"http://{spelling}:{port}/x" for ip in ("127.0.0.2", METADATA) for spelling in numbers(ip)]
    found += [f"{scheme}://{name}/" for name in NAMES for scheme in ("http", "https")]
    found += [f"http://{name}:{port}/x" for name in NAMES]
    return list(dict.fromkeys([*found, *SCHEMES, *tricks(own, port, other)]))
