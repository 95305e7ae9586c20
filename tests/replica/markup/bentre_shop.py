"""Bến Tre as an OpenCart theme of 2016: Bootstrap columns, div paragraphs in decomposed Unicode, breadcrumb list."""

from string import Template

from tests.replica.body import divisions
from tests.replica.markup import Markup

MARKUP = Markup(
    name="shop",
    body=divisions,
    pager_style="path",
    shell=Template("""<!DOCTYPE html>
<!--[if IE]><![endif]-->
<html dir="ltr" lang="$lang"><head><meta charset="UTF-8" /><meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>$head<link href="catalog/view/theme/default/stylesheet/stylesheet.css" rel="stylesheet"></head>
<body class="information-news">
<nav id="top"><div class="container"><ul class="list-inline"><li>EMAIL:<ul><li>sct@vidu.bentre.example</li></ul></li><li>ĐIỆN THOẠI:<ul><li>0275.3000 111- 3000 222</li></ul></li><li>ĐƠN VỊ TRỰC THUỘC:<ul><li>Trung tâm Khuyến công thử nghiệm</li><li>0275.3000333 - 0275.3000444</li></ul></li></ul></div></nav>
<header><div id="search" class="input-group"><input type="text" name="search" placeholder="Tìm kiếm"></div></header>
<div class="container"><nav id="menu" class="navbar"><ul class="nav navbar-nav">$menu<li class="dropdown"><a href="/en/index.html">English</a></li></ul></nav></div>
<div class="container"><ul class="breadcrumb">$crumbs</ul><div class="row">
<aside id="column-left" class="col-sm-3 hidden-xs"><div class="list-group"><h4>Tin mới đăng</h4>$newest</div>
<div class="weather"><p>Bến Tre 29°C</p><p>Cập nhật: @@NOW@@</p></div>
<div class="banner"><p>Lịch tiếp công dân ngày 15/12/2026</p></div></aside>
<div id="content" class="col-sm-9">$main</div></div></div>
<footer><div class="container"><p>$notice</p><p>Powered by OpenCart<br />Lượt xem @@VISITS@@ - phiên @@TOKEN@@</p></div></footer>
</body></html>
"""),
    menu=Template('<li class="dropdown"><a href="$path" class="dropdown-toggle">$name</a></li>'),
    newest=Template('<a href="$path" class="list-group-item">$title</a>'),
    article=Template("""<div class="thumbnails"><a class="thumbnail">$picture</a>$caption</div>
<h1>$title</h1>
<div class="date-modified">(Cập nhật: $day)</div>
<div class="description">$body
$byline$credit$attachments</div>
<div class="addthis"><a href="https://twitter.com/share">Tweet</a></div>
$related"""),
    picture=Template('<img src="@@BASE@@$src" alt="$alt" title="$alt" class="img-responsive" />'),
    caption=Template('<div class="caption">$caption</div>'),
    credit=Template('<div style="text-align:right">&nbsp; &nbsp;<b>(Nguồn: $credit)</b></div>'),
    byline=Template('<div style="text-align:right"><b>$author</b></div>'),
    attachments=Template('<div class="files">Tải về:<br>$items</div>'),
    attachment=Template('<a class="btn btn-default" href="$href">$label</a><br>'),
    related_block=Template('<h3>Tin liên quan</h3><div class="row">$items</div>'),
    related=Template('<div class="col-xs-6"><a href="$path">$title</a><p>$day</p></div>'),
    listing=Template(
        '<h2>$name</h2><div class="row">$items</div><div class="row"><ul class="pagination">$pager</ul></div>'
    ),
    entry=Template(
        '<div class="product-layout col-xs-12"><div class="image"><a href="$path"><img src="$src" alt="$alt"></a></div>'
        '<div class="caption"><h4><a href="$path">$title</a></h4><p>$teaser</p></div></div>'
    ),
    pager=Template("$items"),
    pager_link=Template('<li><a href="$href">$text</a></li>'),
    pager_here=Template('<li class="active"><span>$text</span></li>'),
    static=Template("<h1>$heading</h1>$text"),
)
