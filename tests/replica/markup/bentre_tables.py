"""Bến Tre as a table layout of 2005: nested tables, font tags, a body pasted from Word."""

from string import Template

from tests.replica.body import word
from tests.replica.markup import Markup

MARKUP = Markup(
    name="tables",
    body=word,
    pager_style="start",
    shell=Template("""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=$charset">
<title>$title</title><base href="@@BASE@@/">
<script language="JavaScript">var token="@@TOKEN@@"; function clock(){document.write("(Cập nhật: 01/01/2001)");}</script>
$head</head><body bgcolor="#FFFFFF" topmargin="0" leftmargin="0">
<table width="980" align="center" cellpadding="0" cellspacing="0" border="0"><tr><td colspan="3"><img src="image/banner.png" width="980" height="120"></td></tr>
<tr><td colspan="3" bgcolor="#0066A1"><table><tr>$menu<td><a href="en/index.html"><font color="#FFFFFF">English</font></a></td></tr></table></td></tr>
<tr><td colspan="3" align="right"><font size="1">Hôm nay, @@NOW@@</font></td></tr>
<tr><td width="180" valign="top">
<ul><li><b>EMAIL:</b><ul><li>sct@vidu.bentre.example</li></ul></li><li><b>ĐIỆN THOẠI:</b><ul><li>0275.3000 111- 3000 222</li></ul></li>
<li><b>ĐƠN VỊ TRỰC THUỘC:</b><ul><li>Trung tâm Khuyến công thử nghiệm</li><li>0275.3000333 - 0275.3000444</li></ul></li></ul>
<table width="100%" class="box"><tr><td><b>VĂN BẢN MỚI</b></td></tr>
<tr><td>Quyết định số 12/QĐ-SCT ngày 03/01/2022 về việc ban hành nội quy</td></tr>
<tr><td>Công văn số 345/SCT-VP<br>(Ngày ban hành: 15/02/2023)</td></tr></table>
</td><td width="600" valign="top"><font size="1">$crumbs</font><br>
$main
</td><td width="200" valign="top"><table width="100%"><tr><td><b>TIN MỚI NHẤT</b></td></tr>$newest</table>
<p>Lượt truy cập: @@VISITS@@</p></td></tr>
<tr><td colspan="3" align="center" bgcolor="#DDDDDD"><font size="1">$notice</font></td></tr></table></body></html>
"""),
    menu=Template('<td><a href="$path"><font color="#FFFFFF">$name</font></a></td>'),
    newest=Template('<tr><td><a href="$path">$title</a><br><font size="1">($day)</font></td></tr>'),
    article=Template("""<table width="100%" cellpadding="4"><tr><td>$picture$caption</td></tr>
<tr><td><p class="tieude"><font size="4" color="#003399"><b>$title</b></font></p></td></tr>
<tr><td><em><font size="1">(Cập nhật: $day)</font></em></td></tr>
<tr><td class="noidung">$body
$byline$credit$attachments</td></tr>
<tr><td align="right"><a href="in/$slug.html" target="_blank">Bản in</a> | <a href="javascript:history.back()">Quay lại</a></td></tr>
<tr><td>$related</td></tr></table>"""),
    picture=Template('<center><img src="$src" width="480" alt="$alt" title="$alt"></center>'),
    caption=Template('<center><i><font size="2">$caption</font></i></center>'),
    credit=Template(
        '<p class="MsoNormal" align="right">&nbsp;&nbsp;&nbsp;<b><i>(Nguồn: $credit)</i></b><o:p></o:p></p>'
    ),
    attachments=Template("<p><b>Tệp đính kèm:</b></p>$items"),
    attachment=Template('<p><img src="image/icon.png" width="12"> <a href="$href">$label</a></p>'),
    related_block=Template("<p><b>Các tin khác</b></p><ul>$items</ul>"),
    related=Template('<li><a href="$path">$title</a> <font color="#999999">($day)</font></li>'),
    listing=Template(
        '<p><font size="4"><b>$name</b></font></p><table width="100%">$items</table><p align="center">$pager</p>'
    ),
    entry=Template(
        '<tr><td width="120"><img src="$src" width="110"></td><td valign="top"><a href="$path"><b>$title</b></a><br>'
        '<font size="2">$teaser</font></td></tr>'
    ),
    pager=Template("Trang: $items"),
    pager_link=Template('[<a href="$href">$text</a>] '),
    pager_here=Template("<b>[$text]</b> "),
    static=Template("<p><font size='4'><b>$heading</b></font></p>$text"),
)
