"""Names resolve only to addresses of the public net, so that neither a link nor a DNS answer steers us inwards."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Self

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase


class PrivateAddress(DNSLookupError):
    """The name leads to a private, loopback or link-local address; only base_url's own host may."""


def is_public(address: str) -> bool:
    """Whether an IP address is a global one; IPv4 inside IPv6 (::ffff:10.0.0.1, 6to4, NAT64) is judged as IPv4."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or _nat64(ip)
        if inner is not None:
            ip = inner
    return ip.is_global and not ip.is_multicast


def _nat64(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in ipaddress.ip_network("64:ff9b::/96") else None


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver, refusing answers that are not public unless the name is in setting PRIVATE_HOSTS."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """Scrapy hands over the process here; only its settings are used."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.private_hosts = frozenset(crawler.settings.getlist("PRIVATE_HOSTS"))
        return resolver

    private_hosts: frozenset[str] = frozenset()

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802  Twisted's name
        """The address of `name`, or PrivateAddress; spelled-out numbers (127.1, 0x7f000001) come through here too."""
        answer: Deferred[str] = super().getHostByName(name, timeout)
        if name not in self.private_hosts:
            answer.addCallback(_refuse_private, name)
        return answer


def _refuse_private(address: str, name: str) -> str:
    if not is_public(address):
        raise PrivateAddress(f"{name} leads to {address}, which is not a public address")
    return address
