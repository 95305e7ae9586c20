"""Sở Công Thương tỉnh Bắc Giang: a Liferay portal (6.2 most likely) whose articles have many addresses."""

from crawler.address_rules import NEVER_ANYWHERE, TO_CALL, TO_IDENTIFY
from crawler.liferay import NEVER_ON_LIFERAY, TO_CALL_LIFERAY, content_is_its_slug, document_is_its_uuid
from crawler.portals.model import Portal

PORTAL = Portal(
    name="sct_bacgiang",
    title="Sở Công Thương tỉnh Bắc Giang",
    agency="Sở Công Thương",
    province="Bắc Giang",
    successor="Bắc Ninh",  # Bắc Giang and Bắc Ninh became one province on 2025-07-01
    home_url="https://sct.bacgiang.gov.vn/",
    # Pages from exactly this host: every unit of the province shows the same articles on a host of its own.
    hosts=("sct.bacgiang.gov.vn",),
    media_hosts=("bacgiang.gov.vn",),  # pictures and files may lie with the province's main portal
    start_urls=("https://sct.bacgiang.gov.vn/",),
    call_rules=(*TO_CALL, *TO_CALL_LIFERAY),
    # The slug is the article within the portal; page name and instance vary, groupId comes and goes.
    address_rules=(content_is_its_slug, document_is_its_uuid, *TO_IDENTIFY),
    never=(*NEVER_ANYWHERE, *NEVER_ON_LIFERAY),
    date_labels=("Đăng ngày",),
    end_labels=("Tin liên quan", "Tin Khác"),
)
