"""Clean a fragment of HTML that holds what strangers wrote, and say what was taken out of it.

nh3 (html5ever and ammonia) parses and cleans the whole fragment, so that tags that open in one place and close in
another stay together. Markup of our own goes through it with a `data-g` attribute whose value begins with HOLE_OPEN:
parsing removes that character from every source, so that nobody else can write one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from html.parser import HTMLParser
from urllib.parse import urlsplit

import nh3

from glossary_ssg.model import HOLE_CLOSE, HOLE_OPEN

SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_COMMON = {"title", "lang", "dir"}
_PLAIN_TAGS = (
    *("abbr", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "dd", "del", "dfn", "div", "dl", "dt"),
    *("em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "kbd", "mark", "p", "pre"),
    *("q", "rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strong", "sub", "summary", "sup", "table"),
    *("tbody", "tfoot", "thead", "tr", "u", "ul", "var", "wbr"),
)
_ATTRIBUTES: dict[str, set[str]] = {
    **{tag: set() for tag in _PLAIN_TAGS},
    "a": {"href"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "li": {"value"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_MARK = "data-g"
_CONTROL_REFERENCE = re.compile(r"&#(?:[xX]0*1?[0-9a-fA-F](?![0-9a-fA-F])|0*(?:[12]?[0-9]|3[01])(?![0-9]));?")
_SWALLOWING = frozenset(
    {
        *("script", "style", "title", "textarea", "iframe", "noembed", "noframes", "noscript", "plaintext", "xmp"),
        *("template", "svg", "math", "select", "frameset", "html", "head", "body"),
    }
)
_HIDDEN = frozenset({"script", "style"})
"""What stands in these is nothing to read, and goes with them."""

_NOTHING = "<!---->"
"""Stands where a tag was, so that what was around it does not grow together to another one."""

_SHORT = 200
"""Characters of a piece of HTML that is worth remembering."""

_COMMENT_END = re.compile("--!?>")
_OPENING = re.compile(r"<(?:!--|/?[a-zA-Z])")
_VALUE = r"""\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+)"""
_WHOLE_TAG = re.compile(rf"""<(/?)([a-zA-Z][^\s"'<>/=]*)(?:\s+[^\s"'<>/=]+(?:{_VALUE})?)*+\s*/?>""")
_TAG = re.compile(
    rf'<(a|img)((?: [a-z-]+(?:="[^"]*")?)*)>|(?:<[a-z0-9]+[^<>]*?)( {_MARK}="{HOLE_OPEN}(\d+){HOLE_CLOSE}")'
)
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')


def prepared(html: str) -> str:
    """Return a piece of authors' HTML without what would reach beyond it when the whole fragment is parsed.

    Inside of some elements a parser takes tags for text; an open one would swallow our own markup behind it. And
    references such as `&#2;` would become control characters.
    """
    # Nearly all pieces are tags that stand in a text again and again.
    return _prepared_once(html) if len(html) <= _SHORT else _prepared(html)


def _prepared(html: str) -> str:
    parts: list[str] = []
    at = 0
    while opening := _OPENING.search(html, at):
        parts.append(html[at : opening.start()])
        if opening[0] == "<!--":
            end = _COMMENT_END.search(html, opening.start() + 2)
            at = end.end() if end else len(html)
            continue
        tag = _WHOLE_TAG.match(html, opening.start())
        if tag is None:
            # What is no whole tag is text: readers of HTML do not agree where it ends.
            parts.append("&lt;")
            at = opening.start() + 1
            continue
        at = tag.end()
        name = tag[2].lower()
        if name not in _SWALLOWING:
            parts.append(tag[0])
            continue
        parts.append(_NOTHING)
        if name in _HIDDEN and not tag[1]:
            end = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(html, at)
            at = end.end() if end else len(html)
    parts.append(html[at:])
    # What stood around one may have grown together to another.
    return _CONTROL_REFERENCE.sub("\ufffd", _CONTROL_REFERENCE.sub("", "".join(parts)))


def clean(html: str) -> str:
    """Return the fragment with only allowed elements and attributes."""
    return _cleaner().clean(html)


def mark(number: int) -> str:
    """Return the attribute that carries one of our own attribute strings through `clean`."""
    return f' {_MARK}="{HOLE_OPEN}{number}{HOLE_CLOSE}"'


def fill_marks(html: str, attributes: list[str], element: Callable[[str, dict[str, str]], str]) -> str:
    """Put our own attributes in place of the marks; hand authors' `a` and `img` tags to `element`.

    `element` gets the tag's name and its attributes, still escaped, and returns the opening tag.
    """

    def replace(match: re.Match[str]) -> str:
        if match[1]:
            found = dict(_ATTRIBUTE.findall(match[2]))
            own = found.get(_MARK)
            return f"<{match[1]}{attributes[int(own[1:-1])]}>" if own else element(match[1], found)
        return match[0].removesuffix(match[3]) + attributes[int(match[4])]

    return _TAG.sub(replace, html)


_prepared_once = lru_cache(maxsize=512)(_prepared)


def removals(html: str) -> Sequence[tuple[str, int]]:
    """Return (what, offset) of all that cleaning takes out of a piece of authors' HTML. Comments do not count."""
    return _removals_once(html) if len(html) <= _SHORT else _removals(html)


def _removals(html: str) -> Sequence[tuple[str, int]]:
    if html.lstrip().startswith("<!--") and "-->" not in html:
        return (("a comment without an end", 0),)
    finder = _Finder(html)
    unclosed = html.find("<!--", html.rfind("-->") + 1)
    # Without what cannot be a whole tag: readers of HTML search it again and again.
    finder.feed(html[: html.rfind(">", 0, unclosed if unclosed >= 0 else len(html)) + 1])
    finder.close()
    return tuple(finder.found)


_removals_once = lru_cache(maxsize=512)(_removals)


class _Finder(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, int]] = []
        self._starts = [0, *(at + 1 for at, char in enumerate(html) if char == "\n")]

    def set_cdata_mode(self, elem: str, **_: object) -> None:
        """Look into scripts too: what stands there is taken out as well."""

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Take `<![` for the beginning of a comment, as browsers do; the method of the base class may raise."""
        end = self.rawdata.find(">", i)
        if end >= 0:
            self._report(self.rawdata[i : end + 1])
        return end + 1 or -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        allowed = _ATTRIBUTES.get(tag)
        if allowed is None:
            self._report(f"<{tag}>")
            return
        for name, value in attrs:
            if name not in allowed and name not in _COMMON:
                self._report(f'the attribute {name}="{value or ""}" of <{tag}>')
            elif name in ("href", "src") and not is_safe_url(value or ""):
                self._report(f'the address {name}="{value}" of <{tag}>')

    def handle_decl(self, decl: str) -> None:
        self._report(f"<!{decl}>")

    def unknown_decl(self, data: str) -> None:
        """Do as for `<![` where this Python's parser does not ask for it."""
        self._report(f"<![{data}]>")

    def handle_pi(self, data: str) -> None:
        self._report(f"<?{data}>")

    def _report(self, what: str) -> None:
        line, column = self.getpos()
        self.found.append((what, self._starts[line - 1] + column))


def is_external(url: str) -> bool:
    """Tell whether an address has a scheme or a host, so that it leads out of the site."""
    return re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", url) is not None


def is_safe_url(url: str) -> bool:
    """Tell whether a link may point to this address: relative, or with one of SCHEMES."""
    # Browsers skip white space and control characters before and inside a scheme.
    compact = re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\ufeff]", "", url)
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", compact)
    if scheme is None:
        return True
    try:
        urlsplit(compact)
    except ValueError:
        return False
    return scheme[1].lower() in SCHEMES


@cache
def _cleaner() -> nh3.Cleaner:
    attributes = {tag: names | {_MARK} for tag, names in _ATTRIBUTES.items()}

    def keep(_tag: str, name: str, value: str) -> str | None:
        return None if name == _MARK and not value.startswith(HOLE_OPEN) else value

    return nh3.Cleaner(
        tags=set(_ATTRIBUTES),
        attributes=attributes | {"*": _COMMON},
        attribute_filter=keep,
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )
