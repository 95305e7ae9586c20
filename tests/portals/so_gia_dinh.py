"""A made-up third portal, unlike the two: ids in the query, its own label, day and month with dashes."""

from crawler.address_rules import TO_IDENTIFY
from crawler.portals.model import Portal

PORTAL = Portal(
    name="so_gia_dinh",
    title="Sở Giả Định",
    agency="Sở Giả Định",
    province="Giả Định",
    successor="Giả Định",
    home_url="https://sogiadinh.example/",
    hosts=("sogiadinh.example",),
    start_urls=("https://sogiadinh.example/index.php",),
    address_rules=TO_IDENTIFY,  # the id in the query is all there is: nothing more may be dropped
    date_labels=("Lên trang ngày",),
    end_labels=("Xem thêm tin cùng mục",),
)
