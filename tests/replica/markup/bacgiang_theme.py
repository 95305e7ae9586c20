"""Bắc Giang with a department's own template: the date in h1, the title in h5, Word paste, 'Tin khác' inside the content."""

from string import Template

from tests.replica.body import word
from tests.replica.markup import Markup

MARKUP = Markup(
    name="theme",
    body=word,
    pager_style="short",
    shell=Template("""<!DOCTYPE html>
<html class="aui ltr" dir="ltr" lang="vi-VN"><head><meta charset="$charset"><title>Chi tiết tin tức - Sở Công Thương</title>
$head<link rel="canonical" href="@@BASE@@/chi-tiet-tin-tuc" /></head>
<body class="blue"><div id="wrapper"><div class="top-bar"><span id="date">Chủ nhật, ngày @@NOW@@</span>
<form action="/tim-kiem" class="search"><input name="keyword" placeholder="Tìm kiếm"/></form></div>
<div class="banner"><h1></h1><img src="/image/banner.png" alt="Banner"></div>
<div class="main-menu"><ul class="lv1">$menu</ul></div>
<div class="content-left">
<div class="hidden" style="display: none;"><p>Tiêu đề ẩn dành cho mẫu hiển thị</p><p>Đăng ngày: 01/01/2015 , 00:00 GMT+7</p></div>
$main
</div>
<div class="content-right"><div class="box"><div class="box-title">TIN NỔI BẬT</div><div class="box-body">$newest</div></div>
<div class="box"><div class="box-title">LỊCH CÔNG TÁC</div><p>Tuần 47, từ ngày 16/11/2026 đến ngày 20/11/2026</p></div>
<div class="box"><div class="box-title">Lượt truy cập</div><p>@@VISITS@@</p></div></div>
<div class="footer"><p>$notice</p><p>Mã phiên: @@TOKEN@@</p></div></div></body></html>
"""),
    menu=Template('<li><a href="$path">$name</a></li>'),
    newest=Template('<p><a href="$href">$title</a></p><p class="small">$day 08:00</p>'),
    article=Template("""<div class="portlet-body"><div class="asset-content">
<h5 class="news-title">$title</h5>
<h1 class="time">$stamp</h1>
<div class="news-body">$body
$byline$credit
<p class="time-end">$stamp</p>
$attachments
$related</div></div></div>"""),
    credit=Template('<p class="MsoNormal" align="right"><b>(Nguồn: $credit)<o:p></o:p></b></p>'),
    byline=Template(
        '<p class="MsoNormal" align="right" style="text-align:right"><b><span>$author<o:p></o:p></span></b></p>'
    ),
    attachments=Template("<p><b>Tệp tin đính kèm</b></p>$items"),
    attachment=Template('<p><a href="$href"><i class="icon-file"></i> $label</a></p>'),
    related_block=Template('<p class="other-title"><strong>$heading</strong></p><ul class="other">$items</ul>'),
    related=Template('<li><a href="$href">$title</a> ($day)</li>'),
    listing=Template(
        '<div class="box-title">$name</div><ul class="news-list">$items</ul><div class="paging">$pager</div>'
    ),
    entry=Template('<li><a href="$href" class="t">$title</a><span class="d">($day)</span><p>$teaser</p></li>'),
    pager=Template("$items"),
    pager_link=Template('<a class="pg" href="$href">$text</a>'),
    pager_here=Template('<a class="pg cur" href="javascript:;">$text</a>'),
    static=Template("<div class='asset-content'><h5>$heading</h5>$text</div>"),
)
