"""What a portal is, as data. Everything that differs between portals is a field here."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.address_rules import NEVER_ANYWHERE, TO_CALL, TO_IDENTIFY
from crawler.addresses import Rule


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # by identity: each link is looked up by its portal
class Portal:
    """One portal, on one screen.

    `hosts` are the hosts whose pages are read (no scheme, no port), `media_hosts` those whose files may be fetched as
    well; `start_urls` the first addresses; `call_rules` the named rules that give the address to call, `address_rules`
    those that then give identity, in order (crawler/address_rules.py, liferay.py); `never` regular expressions of
    addresses never to call; `date_labels` and `end_labels` as a reader sees them; `delay` seconds between requests.
    """

    name: str
    title: str
    agency: str
    province: str
    successor: str
    home_url: str
    hosts: tuple[str, ...]
    start_urls: tuple[str, ...]
    call_rules: tuple[Rule, ...] = TO_CALL
    address_rules: tuple[Rule, ...] = TO_IDENTIFY
    media_hosts: tuple[str, ...] = ()
    never: tuple[str, ...] = NEVER_ANYWHERE
    date_labels: tuple[str, ...] = ()
    end_labels: tuple[str, ...] = ()
    delay: float = 2.0
