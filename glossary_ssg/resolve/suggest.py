"""Find the name that comes closest to a mistyped one, fast enough for thousands of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher

from glossary_ssg.text.folding import fold

_SHORTLIST = 8
_CLOSE = 0.6


class Suggester:
    """Suggests one of a set of names. Pairs of characters make a shortlist; difflib compares only that."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted(set(names))
        self._by_pair: dict[str, list[int]] = defaultdict(list)
        for index, name in enumerate(self._names):
            for pair in _pairs(fold(name)):
                self._by_pair[pair].append(index)
        self._known: dict[str, str] = {}

    def closest(self, text: str) -> str:
        """Return the closest name, empty text where none is close."""
        folded = fold(text)
        if folded not in self._known:
            self._known[folded] = self._search(folded)
        return self._known[folded]

    def _search(self, folded: str) -> str:
        shared: Counter[int] = Counter()
        for pair in _pairs(folded):
            shared.update(self._by_pair.get(pair, ()))
        shortlist = sorted(
            shared, key=lambda index: (-shared[index], abs(len(self._names[index]) - len(folded)), index)
        )
        rated = [
            (SequenceMatcher(None, folded, fold(self._names[at])).ratio(), self._names[at])
            for at in shortlist[:_SHORTLIST]
        ]
        best = max(rated, default=(0.0, ""), key=lambda pair: pair[0])
        return best[1] if best[0] >= _CLOSE else ""


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(max(1, len(text) - 1))}
