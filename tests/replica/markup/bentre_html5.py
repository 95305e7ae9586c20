"""Bến Tre as HTML5 with metadata: article, header, time, Open Graph, JSON-LD; plain p paragraphs."""

from string import Template

from tests.replica.body import paragraphs
from tests.replica.markup import Markup

MARKUP = Markup(
    name="html5",
    body=paragraphs,
    pager_style="p",
    shell=Template("""<!doctype html>
<html lang="$lang">
<head>
<meta charset="$charset">
<title>$title | Sở Công Thương (bản dựng lại)</title>
$head
<script>window.__csrf = "@@TOKEN@@";</script>
</head>
<body>
<header role="banner">
<address><ul><li>EMAIL: <ul><li>sct@vidu.bentre.example</li></ul></li><li>ĐIỆN THOẠI: <ul><li>0275.3000 111- 3000 222</li></ul></li><li>ĐƠN VỊ TRỰC THUỘC: <ul><li>Trung tâm Khuyến công thử nghiệm</li><li>0275.3000333 - 0275.3000444</li></ul></li></ul></address>
<nav aria-label="Chính"><ul>$menu<li><a href="/en/index.html" lang="en">English</a></li></ul></nav>
<p class="clock"><time>@@NOW@@</time></p>
</header>
<nav class="breadcrumb" aria-label="Đường dẫn">$crumbs</nav>
<main>
$main
</main>
<aside>
<section><h2>Mới nhất</h2><ol>$newest</ol></section>
<section><h2>Thông báo</h2><p>Thông báo số 21/TB-SCT ngày 06/06/2024 về lịch nghỉ</p></section>
</aside>
<footer><p>$notice</p><p>Lượt truy cập <b>@@VISITS@@</b></p></footer>
</body>
</html>
"""),
    head=Template("""<link rel="canonical" href="@@BASE@@/$slug.html">
<meta property="og:type" content="article"><meta property="og:title" content="$alt">
<meta property="article:published_time" content="$iso"><meta name="description" content="$teaser">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","dateModified":"$iso"}</script>"""),
    menu=Template('<li><a href="$path">$name</a></li>'),
    newest=Template('<li><a href="$path">$title</a> <time>$day</time></li>'),
    article=Template("""<article>
<figure class="hero">$picture$caption</figure>
<header><h1>$title</h1>
<p class="meta"><time datetime="$iso">(Cập nhật: $day)</time></p></header>
<div class="entry">
$body
$byline$credit
</div>
$attachments
<footer><ul class="share"><li><a href="mailto:?subject=Tin">Email</a></li><li><a href="/in/$slug.html">Bản in</a></li></ul></footer>
</article>
$related"""),
    picture=Template('<img src="$src" alt="$alt" width="480">'),
    caption=Template("<figcaption>$caption</figcaption>"),
    credit=Template('<p class="credit">(Nguồn: $credit)</p>'),
    byline=Template('<p class="byline">$author</p>'),
    attachments=Template('<section class="files"><h2>Tài liệu đính kèm</h2><ul>$items</ul></section>'),
    attachment=Template('<li><a href="$href" download>$label</a></li>'),
    related_block=Template('<section class="related"><h2>Các tin khác</h2><ul>$items</ul></section>'),
    related=Template('<li><a href="$path">$title</a> <time>($day)</time></li>'),
    listing=Template('<h1>$name</h1><div class="feed">$items</div><nav class="pages">$pager</nav>'),
    entry=Template(
        '<article><h2><a href="$path">$title</a></h2><time datetime="$iso">$day</time>'
        '<img src="$src" alt=""><p>$teaser</p></article>'
    ),
    pager=Template("$items"),
    pager_link=Template('<a href="$href"$rel>$text</a> '),
    pager_here=Template('<a aria-current="page">$text</a> '),
    static=Template("<article><h1>$heading</h1>$text</article>"),
)
