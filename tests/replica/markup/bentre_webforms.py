"""Bến Tre as ASP.NET WebForms: one form with __VIEWSTATE around everything, generated ids, paragraphs in table cells."""

from string import Template

from tests.replica.body import cells
from tests.replica.markup import Markup

MARKUP = Markup(
    name="webforms",
    body=cells,
    pager_style="page",
    shell=Template("""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head id="ctl00_Head1"><meta http-equiv="Content-Type" content="text/html; charset=$charset" /><title>
	$title
</title>$head</head><body>
<form name="aspnetForm" method="post" action="@@BASE@@/" id="aspnetForm">
<div><input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUKLTk2Njk3OTQxNg9kFgJmD2QWAgIDD2QWBAIB@@TOKEN@@" />
<input type="hidden" name="__EVENTVALIDATION" value="/wEWAgKG@@TOKEN@@" /></div>
<div id="ctl00_pnlHeader"><span id="ctl00_lblNow">@@NOW@@</span>
<ul id="ctl00_mnuTop">$menu<li><a href="/en/index.html">English</a></li></ul>
<input name="ctl00$$txtSearch" type="text" value="Từ khóa..." /><input type="submit" name="ctl00$$btn" value="Tìm kiếm" /></div>
<table id="ctl00_tblMain" width="100%"><tr><td id="ctl00_Left" valign="top">
<div id="ctl00_ucContact"><ul><li>EMAIL:<ul><li>sct@vidu.bentre.example</li></ul></li><li>ĐIỆN THOẠI:<ul><li>0275.3000 111- 3000 222</li></ul></li><li>ĐƠN VỊ TRỰC THUỘC:<ul><li>Trung tâm Khuyến công thử nghiệm<br />0275.3000333 - 0275.3000444</li></ul></li></ul></div>
<div id="ctl00_ucPoll"><b>Thăm dò ý kiến</b><p>Ông/bà đánh giá trang thông tin này thế nào?</p><input type="radio" name="v" />Tốt <input type="radio" name="v" />Khá <a href="/binh-chon.html">Kết quả</a></div>
<div id="ctl00_ucCalendar"><table summary="lịch"><tr><td colspan="7">Tháng 11/2026</td></tr><tr><td>22</td><td>23</td><td>24</td></tr></table></div>
</td><td id="ctl00_Main" valign="top"><span class="sitemap">$crumbs</span>
$main
</td></tr></table>
<div id="ctl00_Newest"><span>Tin mới cập nhật</span><table>$newest</table></div>
<div id="ctl00_Footer"><span>$notice</span><br /><span>Số lượt truy cập: @@VISITS@@</span></div>
</form></body></html>
"""),
    menu=Template('<li><a id="ctl00_m" href="$path">$name</a></li>'),
    newest=Template('<tr><td><a href="$path">$title</a></td><td>$day</td></tr>'),
    article=Template("""<div id="ctl00_ContentPlaceHolder1_pnlDetail">
<table width="100%"><tr><td align="center">$picture</td></tr><tr><td align="center">$caption</td></tr></table>
<h3><span id="ctl00_ContentPlaceHolder1_lblTitle">$title</span></h3>
<span id="ctl00_ContentPlaceHolder1_lblDate" class="date">(<span>Cập nhật:</span> <span>$day</span>)</span>
<div id="ctl00_ContentPlaceHolder1_lblContent">$body
$byline$credit</div>$attachments
<a id="ctl00_lnkPrint" href="/in/$slug.html">In trang này</a>
<a id="ctl00_lnkMail" href="javascript:__doPostBack('ctl00','')">Gửi email</a>
$related</div>"""),
    picture=Template('<img id="ctl00_imgMain" src="$src" alt="$alt" style="border-width:0px;" />'),
    caption=Template('<span id="ctl00_lblCaption">$caption</span>'),
    credit=Template('<p style="text-align: right"><em>(Nguồn: $credit)</em></p>'),
    attachments=Template('<div id="ctl00_pnlFiles"><span>File đính kèm:</span><ul>$items</ul></div>'),
    attachment=Template('<li><a href="$href">$label</a></li>'),
    related_block=Template('<div id="ctl00_ucOther"><span>CÁC TIN ĐÃ ĐƯA</span><table>$items</table></div>'),
    related=Template('<tr><td><a href="$path">$title</a></td><td>($day)</td></tr>'),
    listing=Template('<h3>$name</h3><table id="ctl00_dlNews">$items</table><div class="pager">$pager</div>'),
    entry=Template(
        '<tr><td><a href="$path"><img src="$src" alt="$alt" /></a></td><td><a href="$path">$title</a> '
        '<span class="date">($day)</span><div>$teaser</div></td></tr>'
    ),
    pager=Template("$items"),
    pager_link=Template('<a href="$href">$text</a>&nbsp;'),
    pager_here=Template("<span>$text</span>&nbsp;"),
    static=Template('<h3><span>$heading</span></h3><div id="ctl00_Text">$text</div>'),
)
