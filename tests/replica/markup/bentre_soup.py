"""Bến Tre as home-made div soup: no headings, bodies in one div with br, decomposed labels, hidden blocks."""

from string import Template

from tests.replica.body import breaks
from tests.replica.markup import Markup

MARKUP = Markup(
    name="soup",
    body=breaks,
    pager_style="trang",
    shell=Template("""<html>
<head>
<meta charset="$charset">
<title>Sở Công Thương (dựng lại) - $title</title>
<meta name="keywords" content="công thương, thử nghiệm">$head
<style>.an{display:none}</style>
</head>
<body>
<div id="top"><div class="lg"><a href="/"><img src="/image/banner.png" alt="Sở Công Thương"></a></div><div class="ck"><span id="clock">@@NOW@@</span></div></div>
<div id="mn">$menu<div class="mi"><a href="/en/index.html">English</a></div></div>
<div style="display:none"><div class="td">Bài viết mẫu dùng để thử giao diện</div><div>(Cập nhật: 02/02/2012)</div><div>Đoạn này không ai nhìn thấy trên trang.</div></div>
<div id="wr"><div id="cl"><div class="bx"><div class="bh">THÔNG TIN LIÊN HỆ</div><ul><li>EMAIL:<div>sct@vidu.bentre.example</div></li><li>ĐIỆN THOẠI:<div>0275.3000 111- 3000 222</div></li><li>ĐƠN VỊ TRỰC THUỘC:<div>Trung tâm Khuyến công thử nghiệm</div><div>0275.3000333 - 0275.3000444</div></li></ul></div>
<div class="bx"><div class="bh">GIÁ CẢ THỊ TRƯỜNG</div><div>Cập nhật: 05/05/2025</div><div>Dừa khô: 62.000 đ/chục</div><div>Gạo tẻ: 15.500 đ/kg</div></div></div>
<div id="cm"><div class="bc">$crumbs</div>
$main
</div>
<div id="cr"><div class="bh">Tin mới</div>$newest<div class="bh">Thống kê</div><div>Đang xem: 3</div><div>Tổng lượt xem: @@VISITS@@</div></div></div>
<div id="ft"><div>Bản quyền © 2010 - 2025</div><div>$notice</div></div>
<script>var _t="@@TOKEN@@";document.getElementById("clock");</script>
</body>
</html>
"""),
    menu=Template('<div class="mi"><a href="$path">$name</a></div>'),
    newest=Template('<div class="nw"><a href="$path">$title</a></div>'),
    article=Template("""<div class="ct"><div class="im">$picture</div>$caption
<div class="td">$title</div>
<div class="ng"><span>(Cập nhật: $day)</span></div>
<div class="nd">$body
$byline$credit</div>$attachments
<div class="sh"><a href="https://www.facebook.com/sharer.php?u=@@BASE@@/$slug.html">Chia sẻ</a> <a href="/in/$slug.html" rel="nofollow">In bài viết</a></div>
<div class="lx">Lượt xem: @@VISITS@@</div>
$related</div>"""),
    picture=Template('<img src="$src" alt="$alt">'),
    caption=Template('<div class="cp">$caption</div>'),
    credit=Template("&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;Nguồn: $credit<br />"),
    byline=Template("<b>$author</b><br /><br />"),
    attachments=Template('<div class="dk">$items</div>'),
    attachment=Template('<div><a href="$href">$label</a></div>'),
    related_block=Template('<div class="rl"><div><b>Tin khác</b></div>$items</div>'),
    related=Template('<div>- <a href="$path">$title</a> <span>($day)</span></div>'),
    listing=Template('<div class="td">$name</div>$items<div class="pg">$pager</div>'),
    entry=Template(
        '<div class="it"><a href="$path"><img src="$src"></a><div><a href="$path">$title</a></div>'
        '<div class="ng">(Cập nhật: $day)</div><div>$teaser</div></div>'
    ),
    pager=Template("$items"),
    pager_link=Template('<a href="$href">$text</a> '),
    pager_here=Template("<span>$text</span> "),
    static=Template('<div class="td">$heading</div><div class="nd">$text</div>'),
)
