"""Clean a fragment of HTML that holds what strangers wrote, and say what was taken out of it.

nh3 (html5ever and ammonia) parses and cleans the whole fragment, so that tags that open in one place and close in
another stay together. Markup of our own goes through it with a `data-g` attribute whose value begins with HOLE_OPEN:
parsing removes that character from every source, so that nobody else can write one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
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
_CONTROL_REFERENCE = re.compile(r"&#(?:[xX]0*(1?[0-9a-fA-F])|0*([12]?[0-9]|3[01]))(?![0-9a-fA-F]);?")
_TAG = re.compile(
    rf'<(a|img)((?: [a-z-]+(?:="[^"]*")?)*)>|(?:<[a-z0-9]+[^<>]*?)( {_MARK}="{HOLE_OPEN}(\d+){HOLE_CLOSE}")'
)
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')


def without_control_references(html: str) -> str:
    """Remove references such as `&#2;`, which would become control characters."""
    return _CONTROL_REFERENCE.sub("", html)


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


def removals(html: str) -> Iterator[str]:
    """Yield what `clean` will take out of a piece of authors' HTML: `<tag>`, `attribute="…"`. Comments do not count."""
    finder = _Finder()
    finder.feed(html)
    finder.close()
    yield from finder.found


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        allowed = _ATTRIBUTES.get(tag)
        if allowed is None:
            self.found.append(f"<{tag}>")
            return
        for name, value in attrs:
            if name not in allowed and name not in _COMMON:
                self.found.append(f'the attribute {name}="{value or ""}" of <{tag}>')
            elif name in ("href", "src") and not is_safe_url(value or ""):
                self.found.append(f'the address {name}="{value}" of <{tag}>')

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"<!{decl}>")


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
