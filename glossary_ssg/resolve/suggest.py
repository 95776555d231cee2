"""Find the name that a mistyped one was meant to be, and none where that is in doubt.

A hint that misleads costs more than no hint, and most targets that do not exist are entries that nobody has written. So
two names are alike only if they differ by slips of the keyboard: words run together or apart, in another order, a
plural, minor words, or one letter of a word, two of a long one (Damerau 1964 found that four in five misspellings are
one such slip). A word of other names is no misspelling, and numbers are never alike.

Words are looked up by themselves without one of their letters (the symmetric deletes of SymSpell, Garbe 2012), so a
search costs the same however many names there are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import combinations, takewhile

from msgspec import Struct

from glossary_ssg.limits import SUGGESTION_CHARACTERS, SUGGESTION_NAMES
from glossary_ssg.text.acronyms import MINOR
from glossary_ssg.text.folding import fold
from glossary_ssg.text.plurals import plurals, singulars
from glossary_ssg.text.scripts import mark_class

_LONG = 9
"""Letters of a word in which two slips are still one word."""
_SHORT = 4
"""Letters of a word in which one is."""
_ENDING = 2
"""Letters that may be missing at the end of a name."""
_LONGEST = 24
"""Letters of a word in which slips are looked for."""


class _Name(Struct, frozen=True, gc=False):
    """A name, prepared for comparison."""

    text: str
    words: tuple[str, ...]

    @property
    def joined(self) -> str:
        return "".join(self.words)


class Suggester:
    """Suggests one of a set of names."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = [_prepare(name) for name in sorted(set(names)) if len(name) <= SUGGESTION_CHARACTERS]
        self._meant: dict[str, tuple[str, ...]] = {}

    def closest(self, text: str, *, besides: Collection[str] = ()) -> str:
        """Return the name that was meant, empty text where none is close; never one of `besides`."""
        if len(text) > SUGGESTION_CHARACTERS:
            return ""
        folded = fold(text)
        if folded not in self._meant:
            self._meant[folded] = self._search(_prepare(folded))
        return next((name for name in self._meant[folded] if name not in besides), "")

    @cached_property
    def _by_word(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for index, name in enumerate(self._names):
            for word in name.words:
                found[word].append(index)
        return dict(found)

    @cached_property
    def _by_joined(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for index, name in enumerate(self._names):
            found[name.joined].append(index)
        return dict(found)

    @cached_property
    def _in_order(self) -> Sequence[tuple[str, int]]:
        return sorted((name.joined, index) for index, name in enumerate(self._names))

    @cached_property
    def _by_deletion(self) -> Mapping[str, list[str]]:
        """Words, by themselves and without one of their letters."""
        found: dict[str, list[str]] = defaultdict(list)
        for word in self._by_word:
            if _SHORT <= len(word) <= _LONGEST and not _has_digit(word):
                for form in {word, *_without(word, 1)}:
                    found[form].append(word)
        return dict(found)

    def _search(self, written: _Name) -> tuple[str, ...]:
        """Return the names that may have been meant, the likeliest first."""
        together = self._by_joined.get(written.joined, ())
        if together or not written.words:
            return tuple(self._names[index].text for index in together)
        meant = [self._words(word) for word in written.words]
        if not all(meant):
            return self._longer(written)
        # The rarest word has the fewest names that can be meant.
        rarest = min(meant, key=lambda words: sum(len(self._by_word[word]) for word in words))
        indexes = dict.fromkeys(index for word in rarest for index in self._by_word[word][:SUGGESTION_NAMES])
        ranked = [
            (slips, abs(len(name.joined) - len(written.joined)), name.text)
            for name in (self._names[index] for index in list(indexes)[:SUGGESTION_NAMES])
            if (slips := _align(meant, name.words)) is not None
        ]
        return tuple(text for _, _, text in sorted(ranked)) or self._longer(written)

    def _longer(self, written: _Name) -> tuple[str, ...]:
        """Return the only name that begins with a written one and goes on with another word, or a letter or two."""
        first = bisect_left(self._in_order, (written.joined,))
        longer = [*takewhile(lambda pair: pair[0].startswith(written.joined), self._in_order[first : first + 9])]
        if len({joined for joined, _ in longer}) != 1:
            return ()
        names = [self._names[index] for _, index in longer]
        whole = len(written.words)
        is_near = len(longer[0][0]) - len(written.joined) <= _ENDING
        return tuple(name.text for name in names if is_near or name.words[:whole] == written.words)

    def _words(self, word: str) -> Mapping[str, int]:
        """Return the words of names that a written one may be, each with the slips between them."""
        found = {form: 0 for form in (word, *singulars(word), *plurals(word)) if form in self._by_word}
        if found or _has_digit(word) or not _SHORT <= len(word) <= _LONGEST:
            return found
        forms = [word, *_without(word, 1), *(_without(word, 2) if len(word) >= _LONG else ())]
        for other in dict.fromkeys(other for form in forms for other in self._by_deletion.get(form, ())):
            slips = _slips(word, other)
            if slips is not None:
                found[other] = slips
        return found


def _align(meant: Sequence[Mapping[str, int]], words: Sequence[str]) -> int | None:
    """Return the slips between written words and as many of a name, in any order, None where these are others."""
    if len(meant) != len(words):
        return None
    left = Counter(words)
    total = 0
    for options in meant:
        slips, word = min(((slips, word) for word, slips in options.items() if left[word]), default=(0, ""))
        if not word:
            return None
        left[word] -= 1
        total += slips
    return total if total <= max(2, len(words) - 1) else None


def _slips(word: str, other: str) -> int | None:
    """Return 1 or 2 for words that differ by a slip or, if they are long, by two, None for other words."""
    from rapidfuzz.distance import OSA  # few builds need it

    shorter = min(len(word), len(other))
    ideographs = _ideographs().findall(word)
    if ideographs != _ideographs().findall(other):
        return None  # an ideograph is a word or a part of one: another one is no slip
    shorter -= len(ideographs)
    most = 2 if shorter >= _LONG and word[0] == other[0] else 1 if shorter >= _SHORT else 0
    distance = OSA.distance(word, other, score_cutoff=most)
    return distance if distance <= most else None


def _without(word: str, letters: int) -> Iterator[str]:
    """Yield a word without some of its letters."""
    for kept in combinations(word, len(word) - letters):
        yield "".join(kept)


def _prepare(text: str) -> _Name:
    words = [word for word in _separators().split(fold(text)) if word]
    return _Name(text, tuple(word for word in words if word not in MINOR) or tuple(words))


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


@cache
def _separators() -> re.Pattern[str]:
    return re.compile(rf"[^\w{mark_class()}+#]+|_+")


@cache
def _ideographs() -> re.Pattern[str]:
    return re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
