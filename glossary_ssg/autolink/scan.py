"""Find the places where names stand in a body, and judge their edges.

What is found depends on the body and the names alone, so it can be cached by both; a name that is added later is looked
for by itself. Tags are blanked out, not removed, so that offsets stay those of the HTML.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from html import escape
from itertools import accumulate, islice
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from glossary_ssg.autolink.nested import Prefixes, reach, split
from glossary_ssg.limits import OVERLAP_TRIES, OVERLAPS
from glossary_ssg.model import HOLE_CLOSE, HOLE_OPEN, Prose
from glossary_ssg.text.acronyms import is_acronym
from glossary_ssg.text.folding import casefold
from glossary_ssg.text.normal import is_normalized, normalize
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
_LONGEST_WORD = 40
_NEXT_WORD = re.compile(r" ([^\W_]{2,40})")
_LAST_WORD = re.compile(r"(?<![^\W_])([^\W_]{2,39}) $")
_LONGEST_FORM = 120
"""Characters before an acronym in which its long form may begin."""
_CHUNK = 16_384
"""Characters that are looked through at once: a bound on the matches that are in memory."""
_MOST_STEPS = 4
"""Names at one offset by which the rest of a run may be made of names, where many overlap."""
_UNSPACED = re.compile(f"[{UNSPACED}]")
CAPITAL, INITIAL, NEIGHBOUR = 1, 2, 4
"""Of a place (`Place.form`): it begins with a capital; a sentence or a label begins with it, so that a capital says
nothing; a word beside it has a capital, too, so that both are a longer name."""
_SILENT = frozenset(" \"'“”‘’«»‹›„‚([{<¿¡*_") | {_TAG}
"""What may stand between the end of a sentence and the first word of the next one."""
_ENDS = frozenset(".!?:;。！？：；…•·–—|/\n")
"""What ends a sentence or sets a label apart."""
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
    form: int = 0
    """How it is written: CAPITAL, INITIAL and NEIGHBOUR added up."""

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
    return f"{folded}\0{escape(normalize('NFC', name), quote=False)}" if exact else folded


def is_linkable(name: str) -> bool:
    """Tell whether a name can be found by its edges: long enough, in a script where edges can be judged."""
    if _UNSPACED.search(name) or len(name) < 2:
        return False
    return len(name) > 2 or not _HIRAGANA.fullmatch(name)


class Scan(NamedTuple):
    """What a body was scanned for."""

    places: list[Place]
    """By start and length."""
    room: int
    """How many places the body may have and still all are listed; -1 where there are more, and only those are listed
    that do not overlap, the leftmost and longest."""


class Scanner:
    """Looks for a set of names. Made once for each language and process: making it takes longer than using it.

    `stopped` are keys of names that never become links: they matter only where too many names overlap.
    """

    def __init__(self, keys: Iterable[str], *, stopped: Iterable[str] = (), chinese: bool = False) -> None:
        self._keys: dict[str, tuple[str, dict[str, str]]] = {}
        """By what is looked for: the key of the name that matches as it is folded, and keys by what must be written."""
        for key in keys:
            pattern, _, exact = key.partition("\0")
            folded, written = self._keys.get(pattern, ("", {}))
            self._keys[pattern] = (folded, written | {exact: key}) if exact else (key, written)
        self._patterns, signs = split(list(self._keys))
        self._signs = frozenset(index for index, pattern in enumerate(self._patterns) if pattern in signs)
        self._longest = max(map(len, self._patterns), default=0)
        self._machine = AhoCorasick(self._patterns, matchkind=MatchKind.Standard) if self._patterns else None
        self._stopped = frozenset(stopped)
        self._breaks = _CHINESE_BREAKS if chinese else frozenset[str]()

    @property
    def is_nested(self) -> bool:
        """Tell whether some names end with so many others that not all of them are looked for everywhere."""
        return bool(self._signs)

    def scan(self, html: str, prose: Sequence[Prose]) -> list[Place]:
        """Return the places of names in the prose of a body, by start and length."""
        return self.examine(html, prose).places

    def examine(self, html: str, prose: Sequence[Prose]) -> Scan:
        """Return the places of names, and whether they are all."""
        if self._machine is None or not prose:
            return Scan([], OVERLAPS)
        text = _Text(html, prose, self._breaks)
        room = len(text.text) + OVERLAPS
        places = self._all(self._machine, text, room)
        if places is None:
            return Scan(self._longest_first(text), -1)
        return Scan(sorted(places, key=lambda place: place.sort_key), room)

    def _all(self, machine: AhoCorasick, text: _Text, room: int) -> list[Place] | None:
        """Return the places of all names; None where the machine lacks one, or they are too many."""
        places: list[Place] = []
        judge, place, patterns, keys = text.judge, text.place, self._patterns, self._keys
        for begin in range(0, len(text.folded), _CHUNK):
            part = text.folded[begin : begin + _CHUNK + self._longest] if len(text.folded) > _CHUNK else text.folded
            matches = machine.find_matches_as_indexes(part, overlapping=True)
            if self._signs and any(index in self._signs for index, _, _ in matches):
                return None
            for index, at, until in matches:
                if at < _CHUNK and (span := judge(begin + at, begin + until)):
                    folded, written = keys[patterns[index]]
                    if not written:
                        places.append(place(folded, span))
                    else:
                        places += [place(key, span) for key in self._named(patterns[index], text, span)]
            if len(places) > room:
                return None
        return places

    def _named(self, pattern: str, text: _Text, span: _Span) -> list[str]:
        """Return the keys of the names that a match means, the one that is matched as written first."""
        folded, written = self._keys[pattern]
        exact = written.get(_as_written(text.text[span.start : span.end])) if written else None
        return [key for key in (exact, folded) if key]

    @cached_property
    def _prefixes(self) -> Prefixes:
        return Prefixes(list(self._keys))

    def _longest_first(self, text: _Text) -> list[Place]:
        """Return the leftmost and longest places that can become links, each as long as its run.

        A name that is refused makes room for a shorter one.
        """
        places: list[Place] = []
        reached: dict[tuple[int, int], tuple[set[int], set[int]]] = {}
        end = 0
        for at in range(len(text.folded)):
            start = text.offset(at)
            if start < end or not text.may_begin(at):
                continue
            for key, span in self._usable(text, at):
                if (span.left, span.right) != (span.start, span.end):
                    run = span.left, span.right
                    if run not in reached:
                        reached[run] = reach(self._steps(text, *run), *run)
                    from_left, to_right = reached[run]
                    if span.start not in from_left or span.end not in to_right:
                        continue
                end = span.end
                places.append(text.place(key, _Span(span.start, end, span.start, end)))
                break
        return places

    def _usable(self, text: _Text, at: int) -> Iterator[tuple[str, _Span]]:
        """Yield the names at an offset of the folded text with good edges, without stop words, the longest first."""
        for pattern in islice(self._prefixes.at(text.folded, at), OVERLAP_TRIES):
            if span := text.judge(at, at + len(pattern)):
                keys = [key for key in self._named(pattern, text, span) if key not in self._stopped]
                if keys:
                    yield keys[0], span

    def _steps(self, text: _Text, left: int, right: int) -> list[tuple[int, int]]:
        """Return the longest names at each offset of a run that end in it."""
        steps = []
        for at in range(text.folded_offset(left), text.folded_offset(right)):
            if text.may_begin(at):
                inside = (span for _, span in self._usable(text, at) if span.end <= right)
                steps += [(span.start, span.end) for span in islice(inside, _MOST_STEPS)]
        return steps


class _Span(NamedTuple):
    """A match with good edges, as offsets into the text."""

    start: int
    end: int
    left: int
    right: int
    """The ends of the longer term that it is a part of, as of Place."""


class _Text:
    """The prose of a body as names are looked for in it."""

    def __init__(self, html: str, prose: Sequence[Prose], breaks: frozenset[str]) -> None:
        self.text = _blank(_BETWEEN.join([html[part.start : part.end] for part in prose]))
        self.folded, self._back = _fold_with_map(self.text)
        self._prose = prose
        self._starts = list(accumulate((part.end - part.start + 1 for part in prose), initial=0))
        self._forms = _long_forms(self.text)
        self._form_ends = [end for _, end in self._forms]
        self._runs = _Runs(self.text, breaks)

    def offset(self, at: int) -> int:
        """Return the offset in the text of an offset in the folded text."""
        return at if self._back is None else self._back[at]

    def folded_offset(self, at: int) -> int:
        """Return the offset in the folded text of an offset in the text."""
        return at if self._back is None else bisect_left(self._back, at)

    def may_begin(self, at: int) -> bool:
        """Tell whether a name may begin at an offset of the folded text."""
        start = self.offset(at)
        if self._back is not None and at and self._back[at - 1] == start:
            return False
        # Looking through formatting from each of its characters would take time that grows with the square.
        return self.text[start] not in (_TAG, _OPAQUE) and not _cuts(
            self.text[start], _neighbour(self.text, start - 1, -1)
        )

    def judge(self, at: int, until: int) -> _Span | None:
        """Return the span of a match in the folded text, None where an edge cuts a word."""
        text, back = self.text, self._back
        start, end = (at, until) if back is None else (back[at], back[until])
        # Folding makes two characters of one (ß); a match must not begin or end between them.
        if back is not None and ((at and back[at - 1] == start) or back[until - 1] == end):
            return None
        first, last = text[start], text[end - 1]
        # Most matches are rejected here, and few have formatting beside them: the calls are spared.
        before = text[start - 1] if start else ""
        if before == _TAG:
            before = _neighbour(text, start - 1, -1)
        if _cuts(first, before):
            return None
        after = text[end : end + 1]
        if after == _TAG:
            after = _neighbour(text, end, 1)
        if _cuts(last, after) and not (_HANGUL.match(last) and _PARTICLES.match(text, end)):
            return None
        left, right = start, end
        if not (first.isascii() and last.isascii()):
            if (_KATAKANA.match(first) and before == "・") or (_KATAKANA.match(last) and after == "・"):
                return None
            left = self._runs.left(start) if _HAN.match(first) else start
            right = self._runs.right(end) if _HAN.match(last) else end
        if self._forms:
            left, right = self._form(start, end) or (left, right)
        return _Span(start, end, left, right)

    def place(self, key: str, span: _Span) -> Place:
        """Return the place of a name."""
        stretch = bisect_right(self._starts, span.start) - 1
        shift = self._prose[stretch].start - self._starts[stretch]
        start, end, left, right = span
        line = self._prose[stretch].line
        form = self._form_of(start, end) if self.text[start].isupper() else 0
        return Place(key, start + shift, end + shift, stretch, line, left + shift, right + shift, form)

    def _form_of(self, start: int, end: int) -> int:
        """Return how a name with a capital is written: see `Place.form`."""
        text = self.text
        form = CAPITAL | (INITIAL if self._begins(start) else 0)
        if not any(map(str.islower, text[start:end])):
            return form  # an acronym is one beside any name
        after = _NEXT_WORD.match(text, end)
        if after and _is_title(after[1]):
            return form | NEIGHBOUR
        before = _LAST_WORD.search(text, max(0, start - _LONGEST_WORD), start)
        if before and _is_title(before[1]) and not self._begins(before.start(1)):
            return form | NEIGHBOUR
        return form

    def _begins(self, at: int) -> bool:
        """Tell whether a sentence, a label or a stretch of text begins at an offset."""
        at -= 1
        while at >= 0 and self.text[at] in _SILENT:
            at -= 1
        return at < 0 or self.text[at] in _ENDS

    def _form(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the first long form that a match is a part of."""
        for index in range(bisect_left(self._form_ends, end), len(self._forms)):
            form = self._forms[index]
            if form[0] <= start:
                return form
            if form[1] - _LONGEST_FORM > start:
                break
        return None


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
        words = list(_WORD.finditer(text, max(0, match.start() - _LONGEST_FORM), match.start()))
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
    if is_spaceless(inside) or is_spaceless(outside):
        # A change of script is an edge; only a run of katakana is a word by itself.
        return _KATAKANA.match(inside) is not None and _KATAKANA.match(outside) is not None
    return True


@cache
def _is_word(char: str) -> bool:
    return char in "_-" or char.isalnum() or unicodedata.category(char)[0] == "M"


@cache
def is_spaceless(char: str) -> bool:
    """Tell whether a character is of a script without spaces between words."""
    return not _HANGUL.match(char) and re.match(f"[{HAN}\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f]", char) is not None


def _is_title(word: str) -> bool:
    return word[0].isupper() and any(map(str.islower, word))


def _as_written(text: str) -> str:
    return normalize("NFC", text.replace("\n", " "))


def _fold(text: str) -> str:
    return escape(casefold(normalize("NFC", text)), quote=False)


def _fold_with_map(text: str) -> tuple[str, list[int] | None]:
    """Return folded text and, where folding moved anything, the offset of each of its characters in the text."""
    folded = casefold(text)
    # A dot that is left out may make up for a letter that becomes two.
    if len(folded) == len(text) and "\u0307" not in text and is_normalized(text):
        return folded, None
    parts: list[str] = []
    back: list[int] = []
    for match in _clusters().finditer(text):
        part = casefold(normalize("NFC", match[0]))
        parts.append(part)
        back.extend([match.start()] * len(part))
    back.append(len(text))
    return "".join(parts), back


@cache
def _clusters() -> re.Pattern[str]:
    """Return the pattern of a character with its marks: what normalisation may change as one."""
    return re.compile(f"[\\s\\S][{mark_class()}]*")
