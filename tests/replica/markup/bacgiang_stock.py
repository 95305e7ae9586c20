"""Bắc Giang in Liferay 6.2's stock markup: header-title, asset-full-content, taglib pager, absolute addresses."""

from string import Template

from tests.replica.body import paragraphs
from tests.replica.markup import Markup

MARKUP = Markup(
    name="liferay62",
    body=paragraphs,
    pager_style="full",
    shell=Template("""<!DOCTYPE html>
<html class="ltr" dir="ltr" lang="vi-VN"> <head> <title>$title - Sở Công Thương</title>
<meta content="initial-scale=1.0, width=device-width" name="viewport" /> <meta content="text/html; charset=$charset" http-equiv="content-type" />
$head<link href="@@BASE@@/sct-theme/images/favicon.ico" rel="Shortcut Icon" />
<script type="text/javascript">var Liferay={currentURL:"@@TOKEN@@",authToken:"@@TOKEN@@"};</script> </head>
<body class=" yui3-skin-sam controls-visible signed-out public-page site">
<a href="#main-content" id="skip-to-content">Bỏ qua để đến nội dung</a>
<div class="container-fluid" id="wrapper"> <header id="banner" role="banner"> <div id="heading"> <h1 class="site-title"> <a class="logo" href="@@BASE@@/"> <img alt="Sở Công Thương" src="@@BASE@@/image/layout_set_logo.png" /> </a> </h1> </div>
<a data-redirect="false" href="@@BASE@@/c/portal/login?p_l_id=20587" id="sign-in" rel="nofollow">Đăng nhập</a>
<a href="@@BASE@@/c/portal/update_language?p_l_id=20587&amp;redirect=%2F&amp;languageId=en_US">English</a>
<div class="dong-ho" id="dongho">@@NOW@@</div>
<nav class="sort-pages modify-pages" id="navigation"> <ul role="menubar">$menu</ul> </nav> </header>
<div id="content"> <nav id="breadcrumbs"><ul class="breadcrumb">$crumbs</ul></nav>
<div class="columns-2" id="main-content" role="main"> <div class="portlet-layout row-fluid"> <div class="portlet-column span8" id="column-1">
<div class="portlet-boundary portlet-boundary_101_ portlet-asset-publisher" id="p_p_id_101_INSTANCE_${instance}_"> <section class="portlet"> <header class="portlet-topper"> <h1 class="portlet-title"> <span class="portlet-title-text">Nhà xuất bản Nội dung</span> </h1> </header>
<div class="portlet-content"><div class="portlet-body">
$main
</div></div></section></div></div>
<div class="portlet-column span4" id="column-2"> <div class="portlet-body"> <h3>Văn bản mới</h3> <ul><li><a href="@@BASE@@/documents/20195/31000/van-ban-1.pdf">Quyết định số 77/QĐ-SCT</a><span>Ngày ban hành: 09/09/2023</span></li></ul>
<h3>Tin mới</h3><ul>$newest</ul> <h3>Thống kê truy cập</h3><p>Hôm nay: @@VISITS@@</p> <p>Cập nhật lúc: 07:00 01/02/2025</p></div></div>
</div></div></div>
<footer id="footer" role="contentinfo"> <p class="powered-by">$notice</p> </footer> </div> </body> </html>
"""),
    menu=Template('<li role="presentation"><a href="@@BASE@@$path" role="menuitem"><span>$name</span></a></li>'),
    newest=Template('<li><a href="$href">$title</a> <span class="ngay">($day)</span></li>'),
    article=Template("""<div class="taglib-header"> <span class="header-back-to"> <a class="icon-circle-arrow-left" href="$back" id="_101_" title="Quay lại"> <span class="helper-hidden-accessible"> Quay lại </span> </a> </span> <h1 class="header-title"> <span> $title </span> </h1> </div>
<div class="asset-full-content default-asset-publisher show-asset-title">
<div class="asset-metadata"><span class="metadata-entry metadata-publish-date">$stamp</span></div>
<div class="asset-content" id="_101_INSTANCE_${instance}_$entry"> <div class="journal-content-article">
$body
$byline$credit
<p>$stamp</p> </div>
<div class="asset-ratings"><span>Trung bình (0 Phiếu)</span></div></div>
$attachments
<a href="@@BASE@@$path/pop_up?_101_INSTANCE_${instance}_viewMode=print" class="in">In</a>
$related
</div>"""),
    credit=Template('<p style="text-align: right;">Nguồn: $credit</p>'),
    byline=Template('<p style="text-align: right;"><strong>$author</strong></p>'),
    attachments=Template('<div class="asset-links"><h4>Tài liệu đính kèm</h4><ul>$items</ul></div>'),
    attachment=Template('<li><a href="$href">$label</a></li>'),
    related_block=Template('<div class="tin-lien-quan"><h4>$heading</h4><ul>$items</ul></div>'),
    related=Template('<li><a href="$href">$title</a> <em>($day)</em></li>'),
    listing=Template('<h2 class="ten-muc">$name</h2>$items<div class="taglib-page-iterator">$pager</div>'),
    entry=Template(
        '<div class="asset-abstract default-asset-publisher"> <h3 class="asset-title"> <a href="$href"> $title </a> </h3>'
        ' <div class="asset-content"> <div class="asset-summary"> $teaser </div> <div class="asset-more">'
        ' <a href="$href">Đọc thêm <span class="hide-accessible">về $title</span> &raquo; </a> </div> </div> </div>'
    ),
    pager=Template('<ul class="pager lfr-pagination-buttons">$items</ul>'),
    pager_link=Template('<li><a href="$href">$text</a></li>'),
    pager_here=Template('<li class="disabled"><a href="javascript:;">$text</a></li>'),
    static=Template('<div class="journal-content-article"><h2>$heading</h2>$text</div>'),
)
