"""What a mistyped query may have meant: the rules of `static/js/search/typos.js` in the default theme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from glossary_ssg.search.weigh import utf16
from glossary_ssg.text.tokens import is_unspaced, runs

SHORTEST = 2
LONG = 8
"""In words that long two letters may be wrong."""
MOST_SUGGESTIONS = 8

Vocabulary = tuple[list[str], list[str], dict[str, str]]


def suggest(key: str, unknown: Set[str], vocabulary: Vocabulary) -> list[str]:
    """Return queries that are likelier than what was typed, the likeliest first.

    `unknown` holds the words that nothing matches; where all are known, any of them may be wrong.
    """
    named, others, names = vocabulary
    words = runs(key)
    if any(map(is_unspaced, words)):
        return [names[found] for found in closest(key, [names])]
    wrong = [word for word in words if word in unknown]
    if not wrong:
        rows = [[key.replace(word, found, 1) for found in closest(word, [named, others])] for word in words]
        return [row[rank] for rank in range(MOST_SUGGESTIONS) for row in rows if rank < len(row)]
    options = [closest(word, [named, others]) for word in wrong]
    if not all(options):
        return []
    for word, found in zip(wrong[1:], options[1:], strict=True):
        key = key.replace(word, found[0], 1)
    return [key.replace(wrong[0], found, 1) for found in options[0]]


def closest(word: str, lists: Sequence[Iterable[str]]) -> list[str]:
    """Return the closest words, by distance, list and first letter."""
    if len(word) < SHORTEST:
        return []
    most = 1 if len(word) < LONG else 2
    found = [
        (far, number, option[0] != word[0], utf16(option), option)
        for number, options in enumerate(lists)
        for option in options
        if 0 < (far := distance(word, option, most)) <= most
    ]
    return [option for *_, option in sorted(found)[:MOST_SUGGESTIONS]]


def distance(one: str, other: str, most: int) -> int:
    """Return the optimal string alignment distance; more than `most` where it is greater.

    Insertions, deletions, substitutions and transpositions of neighbours, no part edited twice.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row in range(1, len(one) + 1):
        now = [row]
        for at in range(1, len(other) + 1):
            value = min(last[at] + 1, now[-1] + 1, last[at - 1] + (one[row - 1] != other[at - 1]))
            if row > 1 and at > 1 and one[row - 1] == other[at - 2] and one[row - 2] == other[at - 1]:
                value = min(value, before[at - 2] + 1)
            now.append(value)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return last[-1]
