"""Bắc Giang as an older theme on tables: date before the title, br paragraphs, 'Tin khác' in the body's own cell."""

from string import Template

from tests.replica.body import breaks
from tests.replica.markup import Markup

MARKUP = Markup(
    name="breaks",
    body=breaks,
    pager_style="short",
    shell=Template("""<html><head><meta http-equiv="content-type" content="text/html; charset=$charset">
<title>$title</title>$head</head>
<body><table width="1000" align="center"><tr><td colspan="2"><div>@@NOW@@</div><table><tr>$menu</tr></table></td></tr>
<tr><td width="700" valign="top">
$main
</td><td width="300" valign="top"><b>Thông báo</b><br>Mời thầu gói số 3 (đăng ngày 04/04/2024)<br><br><b>Tin mới nhất</b><br>$newest
<br>Truy cập: @@VISITS@@</td></tr>
<tr><td colspan="2"><hr>$notice <!-- @@TOKEN@@ --></td></tr></table></body></html>
"""),
    menu=Template('<td><a href="$path">$name</a></td>'),
    newest=Template('<a href="$href">$title</a> ($day)<br>'),
    article=Template("""<table width="100%"><tr><td><i>$stamp</i></td></tr>
<tr><td><b style="font-size:18px">$title</b></td></tr>
<tr><td>$body
$byline$credit
$stamp<br><br>
$attachments$related</td></tr></table>"""),
    credit=Template("Nguồn: $credit<br><br>"),
    byline=Template("<b>$author</b><br><br>"),
    attachments=Template("<b>Tài liệu kèm theo:</b><br>$items<br>"),
    attachment=Template('<a href="$href">$label</a><br>'),
    related_block=Template("<b>$heading</b><br>$items<br>"),
    related=Template('<a href="$href">$title</a> ($day)<br>'),
    listing=Template("<b>$name</b><br><br>$items<br>$pager"),
    entry=Template('<a href="$href"><b>$title</b></a><br><i>Đăng ngày: $day</i><br>$teaser<br><br>'),
    pager=Template("$items"),
    pager_link=Template('<a href="$href">$text</a> '),
    pager_here=Template('<a href="javascript:;">$text</a> '),
    static=Template("<b>$heading</b><br><br>$text"),
)
