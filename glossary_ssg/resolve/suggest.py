"""Find the name that comes closest to a mistyped one, fast enough for thousands of them.

A search costs the same however many names there are: only so many are counted, and only short ones are compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from heapq import nsmallest

from glossary_ssg.limits import SUGGESTION_CHARACTERS, SUGGESTION_NAMES, SUGGESTION_PAIRS
from glossary_ssg.text.folding import fold

_SHORTLIST = 8
_CLOSE = 0.6


class Suggester:
    """Suggests one of a set of names. Pairs of characters make a shortlist; difflib compares only that."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted(name for name in set(names) if len(fold(name)) <= SUGGESTION_CHARACTERS)
        self._by_pair: dict[str, list[int]] = defaultdict(list)
        for index, name in enumerate(self._names):
            for pair in _pairs(fold(name)):
                self._by_pair[pair].append(index)
        self._known: dict[str, str] = {}

    def closest(self, text: str) -> str:
        """Return the closest name, empty text where none is close."""
        folded = fold(text)
        if len(folded) > SUGGESTION_CHARACTERS:
            return ""
        if folded not in self._known:
            self._known[folded] = self._search(folded)
        return self._known[folded]

    def _search(self, folded: str) -> str:
        shared: Counter[int] = Counter()
        room = SUGGESTION_NAMES
        # The rarest pairs say most, so they are counted first.
        pairs = sorted(_pairs(folded), key=lambda pair: (len(self._by_pair.get(pair, ())), pair))
        for pair in pairs:
            posting = self._by_pair.get(pair, ())
            shared.update(posting[:room])
            room -= len(posting)
            if room <= 0:
                break
        shortlist = nsmallest(
            _SHORTLIST, shared, key=lambda index: (-shared[index], abs(len(self._names[index]) - len(folded)), index)
        )
        best, closest = 0.0, ""
        for index in shortlist:
            ratio = _likeness(folded, fold(self._names[index]), max(best, _CLOSE))
            if ratio > best:
                best, closest = ratio, self._names[index]
        return closest


def _likeness(one: str, other: str, least: float) -> float:
    """Return difflib's ratio of two texts, 0 where it is less than `least` or would take too long."""
    matcher = SequenceMatcher(None, one, other)
    # Upper bounds of the ratio, which may take a thousand times longer. Its time grows with the equal characters.
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    counts = Counter(other)
    if sum(counts[char] for char in one) > SUGGESTION_PAIRS:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= least else 0.0


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(max(1, len(text) - 1))}
