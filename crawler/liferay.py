"""How Liferay 6.2 and 7 spell addresses: friendly routes, p_p_id twins, page windows, files. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from crawler.address_rules import asking
from crawler.addresses import Address

PUBLISHER_IDS = r"(?:101|com_liferay_asset_publisher_web_portlet_AssetPublisherPortlet)"
PUBLISHER = re.compile(PUBLISHER_IDS + r"_INSTANCE_(?P<instance>\w+)")
OF_PUBLISHER = re.compile(rf"_{PUBLISHER_IDS}_INSTANCE_(?P<instance>[A-Za-z0-9]+)_(?P<name>\w+)")
ROUTE = re.compile(r"(?P<page>.*)/-/asset_publisher/(?P<instance>[^/]+)(?P<rest>/.*)?")
WINDOW_STATE = re.compile(r"/(?:pop_up|maximized|normal|exclusive)/?$")
CONTENT = re.compile(r"/(?P<type>[a-z_]+)/(?P<slug>id/[0-9]+|[^/]+)(?:/(?P<group>[0-9]+))?/?")
DOCUMENT = re.compile(r"/documents/.*?/(?P<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:/.*)?", re.IGNORECASE)
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
SELECTS_ARTICLE = {"struts_action", "mvcPath", "assetEntryId", "type", "urlTitle", "groupId"}
FRAME = re.compile(
    r"(?:p_p_\w+|p_r_p_\w+|p_auth|p_l_id|p_v_l_s_g_id|t|inheritRedirect|doAs\w+|refererPlid|controlPanelCategory|showcomments)",
    re.IGNORECASE,
)

# 6.2 numbers its portlets: 3 search, 8 calendar, 25 and 59 polls, 49 my sites, 58 login, 82 language, 145 dockbar.
NEVER_ON_LIFERAY = (
    r"[?&]p_p_lifecycle=[^0&]",
    r"/c/(?:portal/(?:log(?:in|out)|update_\w+|layout|render_portlet|json_service|fb|session_click|status)|blogs|wiki|message_boards)",
    r"[?&]p_p_id=_?(?:3|8|25|49|58|59|82|145)(?:_|&|$)",
    r"[?&]p_p_id=\w*(?:search|calendar|login|language|polls|sign_?in)\w*",
    r"[?&](?:_3_|_8_|_58_|_82_|_\w*(?:search|calendar|login)\w*_)\w*=",
    r"[?&]p_p_state=exclusive|/exclusive/?(?:\?|$)|/group/control_panel|/user/",
    r"/-/(?:calendar|search|login)(?:[/?]|$)",
)


def twin_of(address: Address) -> tuple[str, str]:
    """The instance and the "<type>/<slug>[/<groupId>]" that `p_p_id` parameters ask for; the latter "" if none."""
    named = [
        (match["instance"], match["name"], value)
        for name, value in address.query
        if (match := OF_PUBLISHER.fullmatch(name))
    ]
    told = {name: value for _, name, value in named}
    kind, entry, group = told.get("type") or "content", told.get("assetEntryId", ""), told.get("groupId", "")
    if told.get("urlTitle"):
        return named[0][0], f"{kind}/{told['urlTitle']}" + (f"/{group}" if group.isdigit() else "")
    return (named[0][0], f"{kind}/id/{entry}") if entry.isdigit() else ("", "")


def twins_to_routes(address: Address) -> Address:
    """`?p_p_id=101_INSTANCE_x&…_urlTitle=slug` as the friendly route that shows the same article.

    At "/" the parameters stay: whether a portal answers "/-/asset_publisher/…" there is not known.
    """
    instance, content = twin_of(address)
    if not content or address.path == "/" or "/-/" in address.path:
        return address
    others = tuple(pair for pair in address.query if not OF_PUBLISHER.fullmatch(pair[0]))
    return replace(address, path=f"{address.path.rstrip('/')}/-/asset_publisher/{instance}/{content}", query=others)


def drop_window_state(address: Address) -> Address:
    """Routes without /pop_up or /maximized: the same article in another window."""
    if "/-/" not in address.path:
        return address
    path = address.path
    while WINDOW_STATE.search(path):
        path = WINDOW_STATE.sub("", path)
    return address if path == address.path else replace(address, path=path)


def keep_what_selects(address: Address) -> Address:
    """Of Liferay's own parameters only those that choose what is shown.

    On a list that is its page (`…_cur`; the first needs none), at "/" the article, and another portlet's own come with
    the p_p_id that makes them work. An article's route needs none.
    """
    if not address.query:
        return address
    if article_route(address):
        return asking(address, ())
    portlet = dict(address.query).get("p_p_id", "")
    chosen = {"cur"} if not twin_of(address)[1] else SELECTS_ARTICLE
    frame = {"p_p_id"} if portlet and (chosen is SELECTS_ARTICLE or not PUBLISHER.fullmatch(portlet)) else set()
    return asking(address, tuple([pair for pair in address.query if selects(pair, chosen, frame)]))


def selects(pair: tuple[str, str], chosen: set[str], frame: set[str]) -> bool:
    """Whether a parameter stays: of the publisher's the chosen ones, of the frame's those named, all others."""
    name, value = pair
    mine = OF_PUBLISHER.fullmatch(name)
    if mine is None:
        return name in frame or not FRAME.fullmatch(name)
    return mine["name"] in chosen and not (mine["name"] == "cur" and (value == "1" or not value.isdigit()))


def article_route(address: Address) -> re.Match[str] | None:
    """The type, slug and group of a friendly route to one article, or None."""
    route = ROUTE.fullmatch(address.path)
    return CONTENT.fullmatch(route["rest"] or "") if route else None


def content_is_its_slug(address: Address) -> Address:
    """An article as "content/<slug>", with "/<groupId>" where there is one; page and instance fall away."""
    content = article_route(address)
    if content is None:
        _, twin = twin_of(address)
        return replace(address, path=twin, query=()) if twin else address
    group = f"/{content['group']}" if content["group"] else ""
    return replace(address, path=f"{content['type']}/{content['slug']}{group}", query=())


def document_is_its_uuid(address: Address) -> Address:
    """A file of the document library as "documents/<uuid>", whatever folder, name or time stamp it shows."""
    named = DOCUMENT.fullmatch(address.path)
    given = dict(address.query).get("uuid", "")
    uuid = (
        named["uuid"]
        if named
        else given
        if "/document_library/get_file" in address.path and UUID.fullmatch(given)
        else ""
    )
    return replace(address, path=f"documents/{uuid.lower()}", query=()) if uuid else address


TO_CALL_LIFERAY = (twins_to_routes, drop_window_state, keep_what_selects)
