"""SVG images that run or load something, and others that only look like it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path

REAL = Path(__file__).parent / "images"
"""Images as Inkscape, Illustrator, Mermaid, draw.io and matplotlib write them."""

RUN = "fetch('/ran')"
"""A script that the server of the tests hears of."""
EVIL = "http://evil.test"
_SVG, _XLINK, _XHTML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/1999/xhtml"
_XSL = "http://www.w3.org/1999/XSL/Transform"


def svg(body: str = "", attributes: str = "", before: str = "") -> str:
    """Return an image of 100 by 100 pixels."""
    size = 'width="100" height="100"'
    return f'{before}<svg xmlns="{_SVG}" xmlns:xlink="{_XLINK}" {size} {attributes}>{body}</svg>'


def _packed(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


SCRIPT = f"<script>{RUN}</script>"
_INNER = _packed(svg(SCRIPT, 'id="x"'))
_DECLARED = '<?xml version="1.0" encoding="{}"?>'
_SHEET = f"""<?xml version="1.0"?>
<?xml-stylesheet title='type="text/css"' type="text/xsl" href="{{}}"?>
<svg xmlns="{_SVG}" xmlns:xsl="{_XSL}" xsl:version="1.0"><xsl:element name="script" namespace="{_SVG}">{RUN}</xsl:element></svg>"""
_TEMPLATE = (
    f'<xsl:stylesheet xmlns:xsl="{_XSL}" id="x" version="1.0"><xsl:template match="/"><svg xmlns="{_SVG}">'
    f"<script>{RUN}</script></svg></xsl:template></xsl:stylesheet>"
)

CONTROL: Mapping[str, str | bytes] = {
    "script": svg(SCRIPT),
    "script-cdata": svg(f"<script><![CDATA[{RUN}]]></script>"),
    "script-prefix": f'<q:svg xmlns:q="{_SVG}"><q:script>{RUN}</q:script></q:svg>',
    "script-xhtml": svg(f'<h:script xmlns:h="{_XHTML}">{RUN}</h:script>'),
    "script-in-metadata": svg(f"<metadata>{SCRIPT}</metadata>"),
    "script-in-title": svg(f"<title>{SCRIPT}</title>"),
    "script-in-foreign": svg(f'<e:x xmlns:e="http://www.inkscape.org/namespaces/inkscape">{SCRIPT}</e:x>'),
    "script-href-data": svg(f'<script href="data:text/javascript,{RUN}"/>'),
    "script-xlink-other-prefix": f'<svg xmlns="{_SVG}" xmlns:q="{_XLINK}"><script q:href="data:,{RUN}"/></svg>',
    "onload": svg(attributes=f'onload="{RUN}"'),
    "onload-entities": svg(attributes='onload="&#102;etch(&#x27;/ran&#39;)"'),
    "onbegin": svg(f'<animate attributeName="x" dur="1s" begin="0s" onbegin="{RUN}"/>'),
    "onerror": svg(f'<image href="data:image/png;base64,AAAA" onerror="{RUN}"/>'),
    "xslt-itself": _SHEET.format("xslt-itself.svg"),
    "foreign-script": svg(f'<foreignObject><body xmlns="{_XHTML}"><script>{RUN}</script></body></foreignObject>'),
    "foreign-iframe": svg(
        f'<foreignObject width="9" height="9"><iframe xmlns="{_XHTML}" srcdoc="&lt;script>{RUN}&lt;/script>"/></foreignObject>'
    ),
    "attlist": f'<!DOCTYPE svg [<!ATTLIST svg onload CDATA "{RUN}">]>{svg()}',
    "entity": f'<!DOCTYPE svg [<!ENTITY a "&#60;script>{RUN}&#60;/script>">]>{svg("&a;")}',
    "entity-attribute": f'<!DOCTYPE svg [<!ENTITY a "{RUN}">]>' + svg(attributes='onload="&a;"'),
    "entity-namespace": f'<!DOCTYPE q:svg [<!ENTITY n "{_SVG}">]><q:svg xmlns:q="&n;"><q:script>{RUN}</q:script></q:svg>',
    "utf-16": (_DECLARED.format("utf-16") + svg(SCRIPT)).encode("utf-16"),
    "utf-16-undeclared": svg(SCRIPT).encode("utf-16"),
    "shift-jis": (_DECLARED.format("shift_jis") + svg("図" + SCRIPT)).encode("shift_jis"),
    "latin": (_DECLARED.format("iso-8859-1") + svg("é" + SCRIPT)).encode("latin-1"),
    "bom": b"\xef\xbb\xbf" + svg(SCRIPT).encode(),
    "link-javascript": svg(f'<a href="javascript:{RUN}"><rect width="50" height="50"/></a>'),
    "link-xlink": svg(f'<a xlink:href="javascript:{RUN}"><rect width="50" height="50"/></a>'),
    "link-newline": svg(f'<a href="java&#10;script&#9;:{RUN}"><rect width="50" height="50"/></a>'),
    "link-control": svg(f'<a href=" &#10;javascript:{RUN}"><rect width="50" height="50"/></a>'),
    "link-entity": svg(f'<a href="&#106;ava&#x73;cript&#58;{RUN}"><rect width="50" height="50"/></a>'),
    "link-case": svg(f'<a href="JaVaScRiPt:{RUN}"><rect width="50" height="50"/></a>'),
    "link-set": svg(f'<a><set attributeName="href" to="javascript:{RUN}"/><rect width="50" height="50"/></a>'),
    "link-animate": svg(
        f'<a><animate attributeName="xlink:href" values="javascript:{RUN}" dur="9s"/><rect width="50" height="50"/></a>'
    ),
    "link-animate-elsewhere": svg(
        f'<a id="a"><rect width="50" height="50"/></a><set href="#a" attributeName="href" to="javascript:{RUN}"/>'
    ),
    "image": svg(f'<image href="{EVIL}/a.png" width="9" height="9"/>'),
    "image-xlink": svg('<image xlink:href="//evil.test/a.png" width="9" height="9"/>'),
    "image-same-site": svg('<image href="/ran.png" width="9" height="9"/>'),
    "image-set-href": svg(f'<image width="9" height="9"><set attributeName="href" to="{EVIL}/a.png"/></image>'),
    "fe-image": svg(
        f'<filter id="f"><feImage href="{EVIL}/a.png"/></filter><rect filter="url(#f)" width="9" height="9"/>'
    ),
    "sheet-css": svg(before=f'<?xml-stylesheet type="text/css" href="{EVIL}/a.css"?>'),
    "sheet-spelling": svg(before=f"<?xml-stylesheet\n  href='{EVIL}/a.css'   type = 'text/css' ?>"),
    "style-import": svg(f'<style>@import "{EVIL}/a.css";</style>'),
    "style-import-url": svg(f"<style>@IMPORT url({EVIL}/a.css) screen;</style>"),
    "style-import-escape": svg(f'<style>@\\69mport "{EVIL}/a.css";</style>'),
    "style-import-cdata": svg(f"<style><![CDATA[@import '{EVIL}/a.css';]]></style>"),
    "style-font": svg(
        f"<style>@font-face {{font-family: x; src: url({EVIL}/a.woff2)}} text {{font-family: x}}</style><text y='50'>x</text>"
    ),
    "style-html": svg(f'<h:style xmlns:h="{_XHTML}">@import "{EVIL}/a.css";</h:style>'),
    "style-background": svg(f"<style>svg {{background: url({EVIL}/a.png)}}</style>"),
    "style-url-escape": svg(f"<style>svg {{background: u\\72l({EVIL}/a.png)}}</style>"),
    "style-url-comment": svg(f"<style>svg {{/* url(#a) */background: url( '{EVIL}/a.png' )}}</style>"),
    "style-image-set": svg(f'<style>svg {{background: image-set("{EVIL}/a.png" 1x)}}</style>'),
    "style-image-set-prefix": svg(f"<style>svg {{background: -webkit-image-set(url({EVIL}/a.png) 1x)}}</style>"),
    "style-variable": svg(f"<style>svg {{--x: url({EVIL}/a.png); background: var(--x)}}</style>"),
    "style-nested": svg(f"<style>svg {{ &amp; {{ background: url({EVIL}/a.png) }} }}</style>"),
    "style-media": svg(f"<style>@media all {{ svg {{background: url({EVIL}/a.png)}} }}</style>"),
    "style-keyframes": svg(
        f"<style>@keyframes k {{from,to {{background: url({EVIL}/a.png)}}}} svg {{animation: k 9s infinite}}</style>"
    ),
    "style-attribute": svg(attributes=f'style="background: url({EVIL}/a.png)"'),
    "style-attribute-entity": svg(attributes=f'style="background: &#117;rl(&quot;{EVIL}/a.png&quot;)"'),
    "style-attribute-escape": svg(attributes=f'style="background: \\75rl({EVIL}/a.png)"'),
    "style-attribute-comment": svg(attributes=f'style="background:/**/url(/**/{EVIL}/a.png)"'),
    "style-cursor": svg(f'<rect width="100" height="100" style="cursor: url({EVIL}/a.png), auto"/>'),
    "foreign-image": svg(
        f'<foreignObject width="9" height="9"><img xmlns="{_XHTML}" src="{EVIL}/a.png"/></foreignObject>'
    ),
    "foreign-meta": svg(f'<h:meta xmlns:h="{_XHTML}" http-equiv="refresh" content="0;url=/ran"/>'),
    "foreign-link": svg(f'<h:link xmlns:h="{_XHTML}" rel="stylesheet" href="{EVIL}/a.css"/>'),
    "foreign-style": svg(
        f'<foreignObject width="9" height="9"><p xmlns="{_XHTML}" style="background: url({EVIL}/a.png)">x</p></foreignObject>'
    ),
    "html-media": svg(
        f'<h:video xmlns:h="{_XHTML}" src="{EVIL}/a.webm" autoplay=""/><h:audio xmlns:h="{_XHTML}" src="/ran"/>'
    ),
}
"""What Chromium runs or loads when it opens the file, which shows that the tests would see it."""

OTHERS: Mapping[str, str | bytes] = {
    "empty": "",
    "no-xml": "<svg",
    "html": f'<html xmlns="{_XHTML}"><body onload="{RUN}"/></html>',
    "html-loose": f"<!DOCTYPE html><script>{RUN}</script>",
    "no-namespace": f"<svg><script>{RUN}</script></svg>",
    "case": svg(f"<SCRIPT>{RUN}</SCRIPT>"),
    "mathml": '<math xmlns="http://www.w3.org/1998/Math/MathML"><mtext href="javascript:x">x</mtext></math>',
    "xslt-root": _TEMPLATE,
    "xslt-inside": f'<?xml-stylesheet type="text/xsl" href="#x"?>{svg(_TEMPLATE)}',
    "xslt-data": f'<?xml-stylesheet type="text/xsl" href="data:text/xsl;base64,{_packed(_TEMPLATE)}"?>{svg()}',
    "xslt-xml": _SHEET.format("xslt-xml.svg").replace("text/xsl", "application/xml"),
    "xslt-late": svg("<?xml-stylesheet type='text/xsl' href='xslt-late.svg'?>"),
    "set-handler": svg(f'<set attributeName="onload" to="{RUN}"/><animate attributeName="onclick" values="{RUN}"/>'),
    "use-data": svg(f'<use href="data:image/svg+xml;base64,{_INNER}#x"/>'),
    "use-elsewhere": svg(f'<use href="{EVIL}/a.svg#x"/>'),
    "image-data-svg": svg(f'<image href="data:image/svg+xml;base64,{_INNER}" width="9" height="9"/>'),
    "image-data-lie": svg(f'<image href="data:image/png;base64,{_INNER}" width="9" height="9"/>'),
    "link-data": svg(f'<a href="data:text/html,&lt;script>{RUN}&lt;/script>"><rect width="50" height="50"/></a>'),
    "link-zero-width": svg(f'<a href="&#8203;javascript:{RUN}"><rect width="50" height="50"/></a>'),
    "link-vbscript": svg('<a href="vbscript:x"><rect width="50" height="50"/></a>'),
    "events": svg('<g xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="load" ev:handler="#x"/>'),
    "handler": svg(f'<handler type="text/javascript">{RUN}</handler><listener event="load" handler="#x"/>'),
    "xinclude": svg(f'<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="{EVIL}/a.svg"/>'),
    "xbl": svg(
        f'<x:bindings xmlns:x="http://www.mozilla.org/xbl">{SCRIPT}</x:bindings><g style="-moz-binding: url(#x)"/>'
    ),
    "base": svg('<use href="#x"/>', f'xml:base="{EVIL}/"'),
    "embedded": svg(f'<h:embed xmlns:h="{_XHTML}" src="/ran"/><h:object xmlns:h="{_XHTML}" data="/ran"/>'),
    "font-uri": svg(
        f'<font-face><font-face-src><font-face-uri xlink:href="{EVIL}/a.svg#x"/></font-face-src></font-face>'
    ),
    "tref": svg(f'<text><tref xlink:href="{EVIL}/a.svg#x"/></text>'),
    "paint": svg(f'<rect fill="url({EVIL}/a.svg#x)" width="9" height="9"/>'),
    "filter": svg(f'<rect filter="url({EVIL}/a.svg#x)" mask="url(\'{EVIL}/a.svg#x\')" width="9" height="9"/>'),
    "marker": svg(f'<path marker-end="url({EVIL}/a.svg#x)" d="M0 0h9"/>'),
    "animate-paint": svg(f'<rect width="9" height="9"><set attributeName="fill" to="url({EVIL}/a.svg#x)"/></rect>'),
    "expression": svg(f'<rect style="width: expression({RUN}); behavior: url(#x)"/>'),
    "entity-bomb": f'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "{"&a;" * 99}"><!ENTITY c "{"&b;" * 99}">]>{svg("&c;")}',
    "entity-file": f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>{svg("<text>&a;</text>")}',
    "entity-parameter": f'<!DOCTYPE svg [<!ENTITY % a SYSTEM "{EVIL}/a.dtd"> %a;]>{svg()}',
    "dtd": f'<!DOCTYPE svg SYSTEM "{EVIL}/a.dtd">{svg()}',
    "utf-7": "+ADw-svg xmlns=+ACI-http://www.w3.org/2000/svg+ACIAPgA8-script+AD4-x+ADw-/script+AD4APA-/svg+AD4-",
    "utf-7-declared": _DECLARED.format("utf-7") + svg("+ADw-script+AD4-fetch('/ran')+ADw-/script+AD4-"),
    "utf-32": (_DECLARED.format("utf-32") + svg(SCRIPT)).encode("utf-32"),
    "utf-32-undeclared": svg(SCRIPT).encode("utf-32-be"),
    "iso-2022-jp": (_DECLARED.format("iso-2022-jp") + svg("図" + SCRIPT)).encode("iso-2022-jp"),
    "hz": (_DECLARED.format("hz-gb-2312") + svg("~{<script>~}")).encode(),
    "latin-undeclared": svg("é" + SCRIPT).encode("latin-1"),
    "ebcdic": (_DECLARED.format("cp037") + svg(SCRIPT)).encode("cp037"),
    "declared-otherwise": (_DECLARED.format("utf-16") + svg(SCRIPT)).encode(),
    "php": svg("<?php system('id') ?>"),
    "include": svg("<!--#exec cmd='id' -->"),
    "deep": svg("<g>" * 5000 + SCRIPT + "</g>" * 5000),
    "deep-style": svg(f"<style>{'a{' * 5000}</style>"),
    "xml-1-1": f'<?xml version="1.1"?>{svg(SCRIPT)}',
    "ping": svg(f'<a href="#x" ping="{EVIL}/"><rect width="50" height="50"/></a>'),
}
"""What other readers might run or load, what Chromium does not, and what no reader can read."""
