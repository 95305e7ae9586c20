"""Bắc Giang after a move to Liferay 7: Clay cards, JSON-LD, new portlet names, label and date in separate elements."""

from string import Template

from tests.replica.body import divisions
from tests.replica.markup import Markup

MARKUP = Markup(
    name="liferay7",
    body=divisions,
    pager_style="seven",
    shell=Template("""<!DOCTYPE html>
<html class="ltr" dir="ltr" lang="vi-VN">
<head>
<title>$title - Cổng thông tin Sở Công Thương - Liferay</title>
<meta charset="$charset"><meta name="viewport" content="initial-scale=1.0, width=device-width">
$head
<script data-senna-track="temporary">var themeDisplay = {token: "@@TOKEN@@"};</script>
</head>
<body class="chrome controls-visible yui3-skin-sam signed-out public-page site">
<nav aria-label="Liên kết nhanh"><a class="sr-only" href="#main-content">Nhảy đến nội dung</a></nav>
<header class="header-v2"><div class="now">@@NOW@@</div><ul class="nav navbar-nav">$menu</ul></header>
<section id="content" class="container"><h2 class="sr-only" role="heading">Nội dung</h2>
<ol class="breadcrumb">$crumbs</ol>
<div class="row"><div class="col-md-8"><div class="portlet-boundary portlet-boundary_com_liferay_asset_publisher_web_portlet_AssetPublisherPortlet_">
<div class="portlet-content-container"><div class="portlet-body">
$main
</div></div></div></div>
<div class="col-md-4"><div class="card"><div class="card-body"><h4>Tin đọc nhiều</h4>$newest</div></div>
<div class="card"><div class="card-body"><h4>Thời tiết</h4><div>Bắc Giang 24°C</div><div>Cập nhật: 22/11/2025 06:00</div></div></div></div></div>
</section>
<footer class="footer-v2"><div>$notice</div><div>Tổng số lượt truy cập: @@VISITS@@</div></footer>
</body>
</html>
"""),
    head=Template("""<link rel="canonical" href="@@BASE@@$path"><meta property="og:title" content="$alt"><meta property="og:type" content="article">
<meta property="og:description" content="$teaser">"""),
    menu=Template('<li class="nav-item"><a class="nav-link" href="$path"><span>$name</span></a></li>'),
    newest=Template('<div class="media"><a href="$href">$title</a><small>$day</small></div>'),
    article=Template("""<div class="asset-full-content clearfix mb-5 default-asset-publisher show-asset-title">
<div class="align-items-center d-flex mb-2"><p class="component-title h4">$title</p></div>
<div class="d-flex"><span class="text-secondary">Đăng ngày:</span><span class="stamp">$moment</span></div>
<div class="asset-content mb-3"><div class="journal-content-article" data-analytics-asset-id="$entry">
$body
$byline$credit
<div><span>Đăng ngày:</span> <span>$moment</span></div></div></div>
$attachments
<div class="social"><button type="button">Chia sẻ</button><button type="button">In</button></div>
<div class="comments"><h4>Bình luận</h4><div>Chưa có bình luận nào.</div></div>
$related</div>"""),
    credit=Template('<div style="text-align:right"><i>Nguồn: $credit</i></div>'),
    byline=Template('<div style="text-align:right"><strong>$author</strong></div>'),
    attachments=Template('<div class="tep-dinh-kem"><strong>Tệp đính kèm</strong>$items</div>'),
    attachment=Template('<div><a href="@@BASE@@$href">$label</a></div>'),
    related_block=Template('<div class="card"><h5>$heading</h5><div class="card-body">$items</div></div>'),
    related=Template('<div class="row"><a href="$href">$title</a><span>$day</span></div>'),
    listing=Template('<h3>$name</h3>$items<div class="taglib-page-iterator"><ul class="pagination">$pager</ul></div>'),
    entry=Template(
        '<div class="card"><img src="$src" alt=""><div class="card-body"><h5 class="card-title"><a href="$href">$title</a></h5>'
        '<p class="card-text">$teaser</p><small>$day</small></div></div>'
    ),
    pager=Template("$items"),
    pager_link=Template('<li class="page-item"><a class="page-link" href="$href">$text</a></li>'),
    pager_here=Template('<li class="page-item disabled"><a class="page-link" href="javascript:;">$text</a></li>'),
    static=Template('<div class="journal-content-article"><h3>$heading</h3>$text</div>'),
)
