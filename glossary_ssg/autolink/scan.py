"""Find the places where names stand in a body, and judge their edges.

What is found depends on the body and the names alone, so it can be cached by both; a name that is added later is looked
for by itself. Tags are blanked out, not removed, so that offsets stay those of the HTML.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache, cached_property, lru_cache
from html import escape
from itertools import accumulate
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from glossary_ssg.model import HOLE_CLOSE, HOLE_OPEN, Prose
from glossary_ssg.text.acronyms import is_acronym
from glossary_ssg.text.folding import casefold
from glossary_ssg.text.scripts import HAN, HANGUL, UNSPACED, mark_class

_TAG, _OPAQUE, _BETWEEN = "\0", "\1", "\x04"
"""What stands for a character of formatting markup, of something that a name cannot reach into, and between two
stretches of prose."""
_MARKUP = re.compile(
    # Every branch begins with a plain character, so that `re` skips what cannot begin one.
    rf"<(?:(/?(?:strong|em|del)\b[^>]*>)|([a-z0-9]+\b)?[^>]*>)|{HOLE_OPEN}\d+{HOLE_CLOSE}"
)
"""Formatting markup as the first group, and what a name cannot reach into, the name of an opening tag as the second."""
_HAN = re.compile(f"[{HAN}]")
_HANGUL = re.compile(f"[{HANGUL}]")
_KATAKANA = re.compile("[\u30a0-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_HIRAGANA = re.compile("[\u3041-\u309f]+")
_DEFINED = re.compile(r" \(([A-Z][A-Za-z0-9]{1,9})\)")
"""An acronym in parentheses behind what may be its long form."""
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_CHINESE_BREAKS = frozenset("的是在和与與或了中为為对對从從到将將被把及等这這那其可由于於也都而并並但使让讓用以有个個")
"""Function words at which a run of Chinese characters is taken to end: Chinese has no kana between its words."""
_PARTICLES = re.compile(
    "(?:은|는|이|가|을|를|의|에|에서|에게|로|으로|로서|으로서|로써|으로써|와|과|랑|이랑|도|만|까지|부터|보다|처럼|이나|나|이라는|라는|이란|란|입니다|이다)"
    f"(?![{HANGUL}])"
)
"""Korean particles, which are written onto the noun."""


class Place(NamedTuple):
    """A place in a body where a name stands with good edges. A tuple, because a large glossary has 100,000 of them."""

    name: str
    """The key of the name: see `key_of`."""
    start: int
    end: int
    """Offsets into Body.html."""
    stretch: int
    """Index of the stretch of prose (Body.prose)."""
    line: int
    """Its line in the source."""
    left: int
    right: int
    """The ends of the longer term that the place is a part of: a run of Chinese characters, or a long form whose
    acronym stands behind it in parentheses. Its own ends where it is a part of none."""

    @property
    def run(self) -> tuple[int, int]:
        """Return both ends of the longer term."""
        return self.left, self.right

    @property
    def sort_key(self) -> tuple[int, int, bool, str]:
        """Order by start, the longest first; of names on one span the one that is matched as written comes first."""
        return self.start, -self.end, "\0" not in self.name, self.name


def key_of(name: str, *, exact: bool) -> str:
    """Return what a name is looked for as: folded, HTML-escaped; with `exact` only as it is written."""
    folded = _fold(name)
    return f"{folded}\0{escape(unicodedata.normalize('NFC', name), quote=False)}" if exact else folded


def is_linkable(name: str) -> bool:
    """Tell whether a name can be found by its edges: long enough, in a script where edges can be judged."""
    if _UNSPACED.search(name) or len(name) < 2:
        return False
    return len(name) > 2 or not _HIRAGANA.fullmatch(name)


class Scanner:
    """Looks for a set of names. Made once for each language and process: making it takes longer than using it."""

    def __init__(self, keys: Iterable[str], *, chinese: bool = False) -> None:
        self._keys = sorted(set(keys))
        self._patterns = [key.partition("\0")[0] for key in self._keys]
        self._exact = [key.partition("\0")[2] for key in self._keys]
        self._machine = AhoCorasick(self._patterns, matchkind=MatchKind.Standard) if self._keys else None
        self._breaks = _CHINESE_BREAKS if chinese else frozenset[str]()

    def scan(self, html: str, prose: Sequence[Prose]) -> list[Place]:
        """Return the places of all names in the prose of a body, by start and length."""
        if self._machine is None or not prose:
            return []
        text = _blank(_BETWEEN.join([html[part.start : part.end] for part in prose]))
        folded, back = _fold_with_map(text)
        starts = list(accumulate((part.end - part.start + 1 for part in prose), initial=0))
        forms = _long_forms(text)
        runs = _Runs(text, self._breaks)
        places = []
        for index, at, until in self._machine.find_matches_as_indexes(folded, overlapping=True):
            start, end = (at, until) if back is None else (back[at], back[until])
            # Folding makes two characters of one (ß); a match must not begin or end between them.
            if back is not None and ((at and back[at - 1] == start) or back[until - 1] == end):
                continue
            run = self._judge(text, runs, start, end)
            if run is None or (self._exact[index] and _as_written(text[start:end]) != self._exact[index]):
                continue
            if forms:
                run = next((form for form in forms if form[0] <= start and end <= form[1]), run)
            stretch = bisect_right(starts, start) - 1
            shift = prose[stretch].start - starts[stretch]
            left, right = run[0] + shift, run[1] + shift
            places.append(
                Place(self._keys[index], start + shift, end + shift, stretch, prose[stretch].line, left, right)
            )
        return sorted(places, key=lambda place: place.sort_key)

    @staticmethod
    def _judge(text: str, runs: _Runs, start: int, end: int) -> tuple[int, int] | None:
        """Return the run of Chinese characters that a match belongs to, None where an edge cuts a word."""
        first, last = text[start], text[end - 1]
        before = _neighbour(text, start - 1, -1)
        if _cuts(first, before):
            return None
        after = _neighbour(text, end, 1)
        if _cuts(last, after) and not (_HANGUL.match(last) and _PARTICLES.match(text, end)):
            return None
        if first.isascii() and last.isascii():
            return start, end
        if (_KATAKANA.match(first) and before == "・") or (_KATAKANA.match(last) and after == "・"):
            return None
        left = runs.left(start) if _HAN.match(first) else start
        right = runs.right(end) if _HAN.match(last) else end
        return left, right


class _Runs:
    """The runs of Chinese characters in a text, found once for all matches: thousands may stand in one run."""

    def __init__(self, text: str, breaks: frozenset[str]) -> None:
        self._text = text
        self._breaks = "".join(sorted(breaks))

    @cached_property
    def _edges(self) -> list[int]:
        """Return where each run begins and ends, in order."""
        return [edge for run in _run(self._breaks).finditer(self._text) for edge in run.span()]

    def left(self, at: int) -> int:
        """Return where the run begins that ends at an offset or goes on there; the offset itself without one."""
        index = bisect_right(self._edges, at - 1)
        return self._edges[index - 1] if index % 2 else at

    def right(self, at: int) -> int:
        """Return where the run ends that the character at an offset belongs to; the offset itself without one."""
        index = bisect_right(self._edges, at)
        return self._edges[index] if index % 2 else at


@cache
def _run(breaks: str) -> re.Pattern[str]:
    return re.compile(f"(?:(?![{breaks}])[{HAN}])+" if breaks else f"[{HAN}]+")


def _long_forms(text: str) -> list[tuple[int, int]]:
    """Return the spans of the long forms that the text gives acronyms of: “Container Runtime Interface (CRI)”."""
    spans = []
    for match in _DEFINED.finditer(text):
        words = list(_WORD.finditer(text, max(0, match.start() - 120), match.start()))
        if not words or words[-1].end() < match.start():
            continue
        for first in reversed(words[-len(match[1]) - 3 :]):
            if is_acronym(match[1], [text[first.start() : match.start()]]):
                spans.append((first.start(), match.start()))
                break
    return spans


def _blank(html: str) -> str:
    """Return the text of stretches of HTML, one a line, every character of markup replaced so that offsets stay."""
    # Most tags are these; `replace` takes them out much faster than `sub`, which calls Python for every one.
    html = html.replace("<strong>", _TAG * 8).replace("</strong>", _TAG * 9)
    parts: list[str] = []
    at = limit = 0
    unclosed: set[str] = set()  # between here and the limit, which is the end of a stretch
    while match := _MARKUP.search(html, at):
        start, end = match.span()
        if name := match[2]:
            if end > limit:
                limit = html.find(_BETWEEN, end)
                limit = len(html) if limit < 0 else limit
                unclosed.clear()
            if name not in unclosed:
                close = html.find(f"</{name}>", end, limit)
                if close < 0:
                    unclosed.add(name)
                else:
                    end = close + len(name) + 3
        parts += (html[at:start], (_TAG if match[1] else _OPAQUE) * (end - start))
        at = end
    text = "".join((*parts, html[at:]))
    return text.replace("\n", " ").replace(_BETWEEN, "\n")


def _neighbour(text: str, at: int, step: int) -> str:
    """Return the next character of the text beside a match, formatting looked through; empty text at an end."""
    while 0 <= at < len(text) and text[at] == _TAG:
        at += step
    return text[at] if 0 <= at < len(text) else ""


@lru_cache(maxsize=65_536)
def _cuts(inside: str, outside: str) -> bool:
    """Tell whether an edge between two characters lies inside a word."""
    if not outside or not (_is_word(outside) and _is_word(inside)):
        return False
    if _is_spaceless(inside) or _is_spaceless(outside):
        # A change of script is an edge; only a run of katakana is a word by itself.
        return _KATAKANA.match(inside) is not None and _KATAKANA.match(outside) is not None
    return True


@cache
def _is_word(char: str) -> bool:
    return char in "_-" or char.isalnum() or unicodedata.category(char)[0] == "M"


@cache
def _is_spaceless(char: str) -> bool:
    return not _HANGUL.match(char) and re.match(f"[{HAN}\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f]", char) is not None


def _as_written(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\n", " "))


def _fold(text: str) -> str:
    return escape(casefold(unicodedata.normalize("NFC", text)), quote=False)


def _fold_with_map(text: str) -> tuple[str, list[int] | None]:
    """Return folded text and, where folding moved anything, the offset of each of its characters in the text."""
    folded = casefold(text)
    # A dot that is left out may make up for a letter that becomes two.
    if len(folded) == len(text) and "\u0307" not in text and unicodedata.is_normalized("NFC", text):
        return folded, None
    parts: list[str] = []
    back: list[int] = []
    for match in _clusters().finditer(text):
        part = casefold(unicodedata.normalize("NFC", match[0]))
        parts.append(part)
        back.extend([match.start()] * len(part))
    back.append(len(text))
    return "".join(parts), back


@cache
def _clusters() -> re.Pattern[str]:
    """Return the pattern of a character with its marks: what normalisation may change as one."""
    return re.compile(f"[\\s\\S][{mark_class()}]*")
