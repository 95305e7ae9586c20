"""Sở Công Thương tỉnh Bến Tre: articles at the root, `/<slug>.html`, over plain http."""

from crawler.address_rules import TO_IDENTIFY, slug_is_enough
from crawler.portals.model import Portal

PORTAL = Portal(
    name="sct_bentre",
    title="Sở Công Thương tỉnh Bến Tre",
    agency="Sở Công Thương",
    province="Bến Tre",
    successor="Vĩnh Long",  # Bến Tre, Trà Vinh and Vĩnh Long became one province on 2025-07-01
    home_url="http://congthuongbentre.gov.vn/",
    # sct.bentre.gov.vn is known from the department's mail address only: an alias to try, never the only start.
    hosts=("congthuongbentre.gov.vn", "www.congthuongbentre.gov.vn", "sct.bentre.gov.vn"),
    media_hosts=("tinbai.bentre.gov.vn",),  # the province's newsroom: some articles embed its pictures
    # Plain http as seen: whether the host has TLS at all is not known, so nothing is upgraded.
    start_urls=("http://congthuongbentre.gov.vn/", "http://sct.bentre.gov.vn/"),
    # The slug is the whole title and the address holds nothing else: with or without www or https it is one article.
    address_rules=(slug_is_enough(".html"), *TO_IDENTIFY),
    date_labels=("Cập nhật",),
    end_labels=("Các tin khác",),
)
