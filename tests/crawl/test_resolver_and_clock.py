from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

import pytest
from scrapy.resolver import dnscache

from archive.naming import stamp
from crawler.clock import Clock, moment
from crawler.errors import WrongUsage
from crawler.fetching.resolver import PrivateAddress, PublicResolver, is_public

if TYPE_CHECKING:
    from twisted.internet.base import ReactorBase
    from twisted.python.failure import Failure


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::9",
        "::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "2002:7f00:1::", "64:ff9b::7f00:1", "ff02::1",
    ],
)  # fmt: skip
def test_addresses_inside_our_own_network_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["14.225.1.1", "113.160.92.202", "2405:4800::1", "::ffff:14.225.1.1"])
def test_addresses_of_the_net_are_public(address: str) -> None:
    assert is_public(address)


def test_the_clock_can_be_moved_and_runs_on() -> None:
    moved = Clock("2031-02-03T04:05:06Z")
    assert abs((moved.now() - datetime(2031, 2, 3, 4, 5, 6, tzinfo=UTC)).total_seconds()) < 5
    assert moved.stamp().startswith("2031-02-03T04:05:")
    assert abs((Clock("").now() - datetime.now(UTC)).total_seconds()) < 5


def test_a_clock_that_is_no_time_is_wrong_usage() -> None:
    with pytest.raises(WrongUsage, match="CLOCK='hôm nay'"):
        Clock("hôm nay")


def test_times_of_all_kinds_are_read() -> None:
    assert moment("2024-09-06") == datetime(2024, 9, 6, tzinfo=UTC)
    assert stamp(moment("2024-06-11T06:23:00+07:00")) == "2024-06-10T23:23:00Z"


@pytest.mark.parametrize("answer", ["10.0.0.7", "127.0.0.1", "169.254.169.254"])
def test_a_name_that_leads_inside_is_refused_unless_it_is_named_in_private_hosts(answer: str) -> None:
    name = f"doi-huong-{answer}.example"
    dnscache[name] = answer  # what a portal's own DNS server would say
    resolver = PublicResolver(cast("ReactorBase", None), 9, 1.0)
    refused: list[Failure] = []
    resolver.getHostByName(name).addErrback(refused.append)
    assert [failure.type for failure in refused] == [PrivateAddress]
    resolver.private_hosts = frozenset({name})
    given: list[str] = []
    resolver.getHostByName(name).addCallback(given.append)
    assert given == [answer]
