"""Bound how deeply authors' HTML nests, before html5ever reads it: for a tag it may look at all open elements.

Open elements are counted as the HTML standard nests them (https://html.spec.whatwg.org/#tree-construction): end tags
may be left out, others are ignored, and formatting elements are opened again behind a block that ended before them.
Where this counts otherwise than a parser, it counts more, or fewer by a constant factor.
"""

from __future__ import annotations

import re
from collections import Counter

from glossary_ssg.limits import HTML_DEPTH, REOPENED_CHARACTERS

AUTHOR_OPEN, AUTHOR_CLOSE = "\x06", "\x07"
"""What encloses authors' HTML until its depth is known; parsing removes both from every source."""

_TAG = re.compile(r"""[\x06\x07]|<(/?)([a-zA-Z][^\s"'<>/=]*)[^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*>""")
_VOID = frozenset(
    {
        *("area", "base", "basefont", "bgsound", "br", "col", "embed", "hr", "image", "img", "input", "keygen", "link"),
        *("meta", "param", "source", "track", "wbr"),
    }
)
_FORMATTING = frozenset(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
)
_SAME_FORMATTING = 3
"""So many equal formatting elements are opened again."""
_MARKER = ("", "")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "center", "details", "dialog", "dir", "div", "dl", "fieldset"),
        *("figcaption", "figure", "footer", "form", "header", "hgroup", "listing", "main", "menu", "nav", "ol", "p"),
        *("pre", "section", "summary", "ul", "li", "dd", "dt", *_HEADINGS),
    }
)
"""Elements that end an open paragraph."""
_CELLS, _GROUPS = frozenset({"td", "th"}), frozenset({"tbody", "thead", "tfoot", "caption", "colgroup"})
_TABLE_PARTS = frozenset({*_CELLS, *_GROUPS, "tr"})
_SCOPE = frozenset({"applet", "caption", "marquee", "object", "table", "td", "th"})
"""Elements beyond which the end tags inside of them do not reach."""
_FORGETTING = _SCOPE - {"table"}
"""Elements whose formatting ends with them."""
_SPECIAL = frozenset({*_BLOCKS, *_TABLE_PARTS, *_SCOPE, "button", "iframe", "search", "select"})
"""Elements beyond which the end tags of ordinary elements do not reach."""
_NOT_REOPENING = frozenset({*_BLOCKS, *_TABLE_PARTS, "table", "rt", "rp", "rb", "rtc"})
"""Elements in front of which formatting elements are not opened again."""
_ITEM_BOUNDS = _SPECIAL - {"address", "div", "p"}
_STARTS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), _ITEM_BOUNDS),
    **dict.fromkeys(("dd", "dt"), (frozenset({"dd", "dt"}), _ITEM_BOUNDS)),
    "button": (frozenset({"button"}), _SCOPE),
    **dict.fromkeys(_CELLS, (_CELLS, frozenset({"table", "tr"}))),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    **dict.fromkeys(_GROUPS, (_GROUPS, frozenset({"table"}))),
}
"""Element -> those that end where it begins, and those beyond which none is looked for."""
_SIBLINGS = {
    **dict.fromkeys(("rt", "rp"), frozenset({"rt", "rp"})),
    **dict.fromkeys(("option", "optgroup"), frozenset({"option"})),
    **dict.fromkeys(_HEADINGS, _HEADINGS),
}
"""Element -> those that end where it begins directly inside of them."""


class Depth:
    """The open elements of a fragment, of which those above the bound are to be shown as text."""

    def __init__(self) -> None:
        self._open: list[tuple[str, str]] = []
        """(name, tag)"""
        self._pending: list[tuple[str, str]] = []
        """Formatting elements that ended with a block and are opened again, with _MARKER for each element that forgets
        them."""
        self._reopened = 0
        """Characters of all tags that were opened again."""
        self._text: Counter[str] = Counter()
        """Names of the elements that are shown as text and are not closed yet."""
        self.to_close: list[str] = []
        """Formatting elements that an end tag has to close here, because too many were opened again."""

    @property
    def is_spent(self) -> bool:
        """Tell whether no more formatting elements may be opened again."""
        return self._reopened > REOPENED_CHARACTERS

    def reopen(self) -> None:
        """Open again what ended with a block, as text and elements other than blocks do."""
        if self._pending and self._pending[-1] is not _MARKER:
            first = self._first_pending()
            self._open += self._pending[first:]
            self._reopened += sum(len(tag) for _, tag in self._pending[first:])
            del self._pending[first:]

    def begin(self, name: str, tag: str, *, may_be_text: bool) -> bool:
        """Open an element; False where that is too deep and it may be shown as text instead."""
        if name in _BLOCKS or name in ("table", "hr"):
            self._close(frozenset({"p"}), _SCOPE | {"button"})
        if name in _VOID:
            self.reopen()
            return True
        if name in _TABLE_PARTS and all(outer != "table" for outer, _ in self._open):
            return True
        if name in ("a", "nobr"):
            self._end_formatting(name)
        elif bounds := _STARTS.get(name):
            self._close(*bounds)
        elif self._open and self._open[-1][0] in _SIBLINGS.get(name, ()) and self._has_siblings(name):
            self._cut(len(self._open) - 1)
        if name not in _NOT_REOPENING:
            self.reopen()
        is_deep = len(self._open) + len(self._pending) >= HTML_DEPTH
        if may_be_text and (is_deep or (self.is_spent and name in _FORMATTING)):
            self._text[name] += 1
            return False
        self._open.append((name, tag))
        if name in _FORGETTING:
            self._pending.append(_MARKER)
        return True

    def end(self, name: str, *, may_be_text: bool) -> bool:
        """Close an element; False for the end of one that is shown as text."""
        if may_be_text and self._text[name]:
            self._text[name] -= 1
            return False
        if name in _FORMATTING:
            self._end_formatting(name)
        elif name in _HEADINGS:
            self._close(_HEADINGS, _SCOPE)
        else:
            if name in _TABLE_PARTS or name == "table":
                bounds = frozenset({"table"})
            elif name == "li":
                bounds = _SCOPE | {"ol", "ul"}
            else:
                bounds = _SCOPE | {"button"} if name == "p" else _SCOPE if name in _SPECIAL else _SPECIAL
            self._close(frozenset({name}), bounds)
        return True

    def _has_siblings(self, name: str) -> bool:
        return name not in ("rt", "rp") or any(outer == "ruby" for outer, _ in self._open)

    def _end_formatting(self, name: str) -> None:
        """Close the innermost formatting element of a name; blocks in it stay open."""
        if self._forget(name):
            return
        for at in range(len(self._open) - 1, -1, -1):
            outer = self._open[at][0]
            if outer == name and any(inner in _SPECIAL for inner, _ in self._open[at + 1 :]):
                del self._open[at]
            elif outer == name:
                self._cut(at)
            if outer == name or outer in _SCOPE:
                return

    def _forget(self, name: str) -> bool:
        """Take the last formatting element of a name out of those that are opened again; tell whether there is one."""
        for at in range(len(self._pending) - 1, self._first_pending() - 1, -1):
            if self._pending[at][0] == name:
                del self._pending[at]
                return True
        return False

    def _first_pending(self) -> int:
        """Return the index behind the last marker."""
        last = len(self._pending)
        while last and self._pending[last - 1] is not _MARKER:
            last -= 1
        return last

    def _close(self, names: frozenset[str], bounds: frozenset[str]) -> None:
        """Close the innermost element of some."""
        for at in range(len(self._open) - 1, -1, -1):
            name = self._open[at][0]
            if name in names:
                self._cut(at)
            if name in names or name in bounds:
                return

    def _cut(self, at: int) -> None:
        """Close an element and all inside of it; formatting elements among these are opened again."""
        closed = self._open[at:]
        del self._open[at:]
        if not self._pending and all(name not in _FORMATTING for name, _ in closed[1:]):
            return
        kept: list[tuple[str, str]] = []
        for item in reversed(closed):
            if item[0] in _FORGETTING:
                del self._pending[self._first_pending() - 1 :]
                kept = []
            elif item is not closed[0] and item[0] in _FORMATTING:
                kept.insert(0, item)
        self._pending += kept
        for item in kept:
            if self._pending.count(item) > _SAME_FORMATTING:
                self._pending.remove(item)
        if self.is_spent:
            first = self._first_pending()
            self.to_close += [name for name, _ in self._pending[first:]]
            del self._pending[first:]


def bound_depth(html: str) -> tuple[str, tuple[int, int, bool] | None]:
    """Return a rendered body in which no more than HTML_DEPTH elements nest, without the marks of authors' HTML.

    Authors' tags that nest more deeply become text; ours stay. So do formatting tags after REOPENED_CHARACTERS. The
    second value says where the first of them is: in which piece of authors' HTML, how many lines below its beginning,
    and whether it was for REOPENED_CHARACTERS; None where there is none.
    """
    depth = Depth()
    parts: list[str] = []
    at, piece, piece_start, is_authors = 0, -1, 0, False
    deep: tuple[int, int, bool] | None = None
    last = 0
    for match in _TAG.finditer(html):
        if match.start() > last:
            depth.reopen()
        last = match.end()
        if match[0] in (AUTHOR_OPEN, AUTHOR_CLOSE):
            parts.append(html[at : match.start()])
            at = piece_start = match.end()
            is_authors = match[0] == AUTHOR_OPEN
            piece += is_authors
            continue
        name = match[2].lower()
        if match[1]:
            is_kept = depth.end(name, may_be_text=is_authors)
        else:
            is_kept = depth.begin(name, match[0], may_be_text=is_authors)
            if not (is_kept or deep):
                deep = piece, html.count("\n", piece_start, match.start()), depth.is_spent
        if depth.to_close:
            parts += (html[at : match.start()], *(f"</{inner}>" for inner in depth.to_close))
            depth.to_close.clear()
            deep = deep or (piece, html.count("\n", piece_start, match.start()) if is_authors else 0, True)
            at = match.start()
        if not is_kept:
            parts += (html[at : match.start()], "&lt;")
            at = match.start() + 1
    parts.append(html[at:])
    return "".join(parts), deep
