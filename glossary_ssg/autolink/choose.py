"""Which places become links on a page, and why the others do not."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from glossary_ssg.autolink.dictionary import Dictionary, Meaning
from glossary_ssg.autolink.evidence import Evidence
from glossary_ssg.autolink.nested import reach
from glossary_ssg.autolink.scan import CAPITAL, INITIAL, NEIGHBOUR, Place
from glossary_ssg.model import AutoLink, Entry, NearMiss


def choose(
    entry: Entry,
    places: Sequence[Place],
    dictionary: Dictionary,
    evidence: Evidence,
    linked: Iterable[str],
    *,
    with_misses: bool,
) -> tuple[tuple[AutoLink, ...], tuple[NearMiss, ...]]:
    """Return the links of a page and, `with_misses`, its near misses, both in the order of the text.

    `linked` are the paths of entries that the page's author links to: they need no other link.
    """
    if not entry.head.autolink:
        return (), ()
    chooser = _Chooser(entry, dictionary, evidence, set(linked), with_misses)
    for place in _longest(places, dictionary, chooser):
        chooser.take(place)
    return tuple(chooser.links), tuple(chooser.misses)


class _Chooser:
    def __init__(
        self, entry: Entry, dictionary: Dictionary, evidence: Evidence, used: set[str], with_misses: bool
    ) -> None:
        self.links: list[AutoLink] = []
        self.misses: list[NearMiss] = []
        self._entry = entry
        self._with_misses = with_misses
        self._dictionary = dictionary
        self._evidence = evidence
        self._used = used
        self._written = frozenset(used)
        self._in_stretch: Counter[int] = Counter()

    def take(self, place: Place) -> None:
        """Make a place a link, or note why it is none."""
        meanings = self._dictionary.meanings[place.name]
        reason = self._reason(place, meanings)
        if reason:
            self.miss(place, reason)
            return
        target = meanings[0]
        self._used.add(target.entry.path)
        self._in_stretch[place.stretch] += 1
        self.links.append(AutoLink(place.start, place.end, place.line, target.name, target.entry, target.rule))

    def miss(self, place: Place, reason: str) -> None:
        """Note why a place is no link, if anybody asks."""
        if not self._with_misses:
            return
        meanings = self._dictionary.meanings[place.name]
        targets = tuple(meaning.entry.path for meaning in meanings)
        detail = self._evidence.rare.get(place.name, "") if reason == "rarely-linked" else ""
        self.misses.append(NearMiss(place.start, place.end, place.line, meanings[0].name, targets, reason, detail))

    def _reason(self, place: Place, meanings: Sequence[Meaning]) -> str:
        settings = self._dictionary.settings
        path = meanings[0].entry.path
        if path == self._entry.path or (len(meanings) > 1 and self._entry.path in self._dictionary.sharing[place.name]):
            return "self"
        if not meanings[0].has_page:
            return "draft"
        if len(meanings) > 1:
            return "ambiguous"
        if path in self._written:
            return "written-link"
        if reason := self._sense(place, meanings[0]):
            return reason
        if path in self._used and not settings.repeat:
            return "repeated"
        if len(self.links) >= settings.max_per_page:
            return "page-limit"
        if self._in_stretch[place.stretch] >= settings.max_per_paragraph:
            return "paragraph-limit"
        return ""

    def _sense(self, place: Place, meaning: Meaning) -> str:
        """Return why a name may mean something else here, empty text where it does not."""
        evidence = self._evidence
        if place.name in evidence.rare:
            return "rarely-linked"
        if evidence.has_case and place.form & NEIGHBOUR:
            return "longer-name"
        if place.name in evidence.proper and (
            not place.form & CAPITAL or (place.form & INITIAL and place.name in evidence.usual)
        ):
            return "case"
        return ""


def _longest(places: Sequence[Place], dictionary: Dictionary, chooser: _Chooser) -> Iterable[Place]:
    """Yield the places that count, leftmost and longest first.

    A stop word, or a part of a word, makes room for a shorter name in it.
    """
    known = [place for place in places if place.name in dictionary.meanings]
    usable = []
    for place in known:
        if place.name in dictionary.stopped:
            chooser.miss(place, "stop-word")
        else:
            usable.append(place)
    tiling = _Tiling(usable)
    end = -1
    seen: set[tuple[int, int]] = set()
    for place in usable:
        span = place.start, place.end
        if span in seen:
            continue
        seen.add(span)
        if place.start < end:
            continue
        if not tiling.holds(place):
            chooser.miss(place, "inside-a-word")
            continue
        end = place.end
        yield place


class _Tiling:
    """Tells whether the rest of the run of Chinese characters that a place is a part of is made of names too."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places
        self._reached: dict[tuple[int, int], tuple[set[int], set[int]]] = {}

    @cached_property
    def _steps(self) -> list[tuple[int, int]]:
        return sorted({(place.start, place.end) for place in self._places})

    def holds(self, place: Place) -> bool:
        """Tell it of a place."""
        if place.run == (place.start, place.end):
            return True
        # Found once for each run: thousands of places may stand in one.
        if place.run not in self._reached:
            self._reached[place.run] = self._reach(*place.run)
        from_left, to_right = self._reached[place.run]
        return place.start in from_left and place.end in to_right

    def _reach(self, left: int, right: int) -> tuple[set[int], set[int]]:
        """Return the offsets that names lead to from the left end of a run, and those that lead to its right end."""
        first, last = bisect_left(self._steps, (left,)), bisect_left(self._steps, (right,))
        return reach([step for step in self._steps[first:last] if step[1] <= right], left, right)
