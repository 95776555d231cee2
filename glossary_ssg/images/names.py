"""What an SVG image may hold: elements, attributes and the functions of CSS.

Elements and attributes are those of SVG 1.1 and SVG 2 (https://www.w3.org/TR/SVG2/eltindex.html and attindex.html)
without what runs, loads or listens: scripts, handlers, external fonts, media, `xml:base`.
"""

from __future__ import annotations

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XHTML = "http://www.w3.org/1999/xhtml"
XML = "http://www.w3.org/XML/1998/namespace"
_EDITORS = (
    "http://www.inkscape.org/",
    "http://sodipodi.sourceforge.net/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns",
    "http://creativecommons.org/",
    "http://web.resource.org/cc/",
    "http://purl.org/dc/",
    "http://ns.adobe.com/",
    "adobe:ns:meta",
    "http://www.serif.com/",
    "http://www.bohemiancoding.com/",
    "http://www.figma.com/",
    "http://schemas.microsoft.com/visio/",
    "http://www.corel.com/",
    "http://boxy-svg.com/",
    "https://boxy-svg.com",
    "http://vectornator.io",
    "http://krita.org/",
    "http://www.openswatchbook.org/",
    "http://xml.openoffice.org/",
    "http://www.libreoffice.org/",
    "http://svgjs.com/",
    "http://svgjs.dev/",
    "urn:removed:",
)


def is_editors(space: str) -> bool:
    """Tell whether a namespace is an editor's own notes, of which nothing is drawn."""
    return space.startswith(_EDITORS)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FILTERS = _words(
    """
    feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
    feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode
    feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
    """
)
SMIL = _words("animate animateColor animateMotion animateTransform set")
ELEMENTS = (
    _words(
        """
        a circle clipPath defs desc ellipse filter g image line linearGradient marker mask mpath path pattern polygon
        polyline radialGradient rect stop style svg switch symbol text textPath title tspan use view
        """
    )
    | FILTERS
    | SMIL
)
QUIET_ELEMENTS = _words("metadata")
"""Dropped without a word: nothing of them is drawn."""

PRESENTATION = _words(
    """
    alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation color-interpolation-filters
    color-profile color-rendering cursor direction display dominant-baseline enable-background fill fill-opacity
    fill-rule filter flood-color flood-opacity font font-family font-feature-settings font-kerning font-size
    font-size-adjust font-stretch font-style font-variant font-variant-caps font-variation-settings font-weight
    glyph-orientation-horizontal glyph-orientation-vertical image-rendering isolation kerning letter-spacing
    lighting-color line-height marker marker-end marker-mid marker-start mask mask-type mix-blend-mode opacity order
    overflow paint-order pointer-events shape-padding shape-rendering solid-color solid-opacity stop-color
    stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit
    stroke-opacity stroke-width text-align text-align-all text-anchor text-decoration text-decoration-color
    text-decoration-line text-decoration-style text-indent text-overflow text-rendering text-transform transform-box
    transform-origin unicode-bidi vector-effect visibility white-space word-spacing writing-mode
    """
)
GEOMETRY = _words(
    """
    amplitude azimuth baseFrequency bias clipPathUnits cx cy d diffuseConstant divisor dx dy edgeMode elevation
    exponent filterRes filterUnits fr fx fy gradientTransform gradientUnits height in in2 intercept k1 k2 k3 k4
    kernelMatrix kernelUnitLength lengthAdjust limitingConeAngle markerHeight markerUnits markerWidth maskContentUnits
    maskUnits method mode numOctaves offset operator orient pathLength patternContentUnits patternTransform
    patternUnits points pointsAtX pointsAtY pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits r radius refX
    refY result rotate rx ry scale seed side slope spacing specularConstant specularExponent spreadMethod startOffset
    stdDeviation stitchTiles surfaceScale tableValues targetX targetY textLength transform type values viewBox width x
    x1 x2 xChannelSelector y y1 y2 yChannelSelector z
    """
)
TIMING = _words(
    """
    accumulate additive attributeName attributeType begin by calcMode dur end fill from keyPoints keySplines keyTimes
    max min origin path repeatCount repeatDur restart to
    """
)
CORE = _words(
    """
    class id lang media requiredExtensions requiredFeatures role style systemLanguage tabindex target title version
    viewTarget zoomAndPan baseProfile focusable
    """
)
ATTRIBUTES = PRESENTATION | GEOMETRY | TIMING | CORE
XLINK_ATTRIBUTES = _words("href title")
XML_ATTRIBUTES = _words("id lang space")
QUIET_ATTRIBUTES = _words(
    """
    content host agent modified etag app contentScriptType contentStyleType externalResourcesRequired docname
    """
)
"""Dropped without a word: what draw.io and others note, and what has no meaning without scripts."""
PLAIN = _words("d points id class role lang title media keyTimes keySplines keyPoints viewBox tabindex systemLanguage")
"""Attributes in which an address would be nothing but text."""
HREF_ELEMENTS = (
    _words("a filter feImage image linearGradient mpath pattern radialGradient textPath use marker mask clipPath")
    | SMIL
)
ANIMATED = (PRESENTATION | GEOMETRY) - {"type", "result", "in", "in2"} | {"fill"}
TARGETS = frozenset({"_blank", "_self", "_parent", "_top"})

HTML_ELEMENTS = _words(
    """
    abbr b bdi bdo blockquote br center cite code dd del dfn div dl dt em font h1 h2 h3 h4 h5 h6 hr i ins kbd li mark
    ol p pre q rp rt ruby s samp small span strong sub sup table tbody td tfoot th thead tr u ul var wbr
    """
)
"""HTML that Mermaid and draw.io write for labels, in a `foreignObject`."""
HTML_ATTRIBUTES = _words(
    """
    align border cellpadding cellspacing class color colspan dir face height id lang rowspan size style title
    valign width
    """
)

FUNCTIONS = _words(
    """
    abs acos asin atan atan2 blur brightness calc circle clamp color color-mix conic-gradient contrast cos counter
    counters cubic-bezier drop-shadow ellipse env exp format grayscale hsl hsla hue-rotate hwb hypot inset invert lab
    lch light-dark linear linear-gradient local log matrix matrix3d max min minmax mod oklab oklch opacity path
    perspective polygon pow radial-gradient rect rem repeat repeating-conic-gradient repeating-linear-gradient
    repeating-radial-gradient rgb rgba rotate rotate3d rotatex rotatey rotatez round saturate scale scale3d scalex
    scaley scalez sepia sign sin skew skewx skewy sqrt steps tan tech translate translate3d translatex translatey
    translatez var xywh
    """
)
"""Functions in values of CSS that neither run nor load; `url` is a case of its own."""
AT_RULES = _words("media supports keyframes -webkit-keyframes -moz-keyframes layer container font-face property page")
NO_PROPERTIES = _words("behavior -moz-binding -ms-behavior")
