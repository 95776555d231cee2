"""Names that begin or end with other names: how to look for them in time that grows with the text, not with its square.

A machine that finds all names at once reports, at one offset, every name that is the end of another one. `split` leaves
out of it the names that end with many others. Where one of these may occur, `Prefixes` finds the longest name at an
offset, and shorter ones only when they are asked for.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from glossary_ssg.limits import NESTED_NAMES


def split(patterns: Sequence[str]) -> tuple[list[str], frozenset[str]]:
    """Return the names that end with few others, and those of them that show that one of the rest may occur.

    Whatever contains one of the rest contains the name at the limit that it ends with.
    """
    few: list[str] = []
    signs: set[str] = set()
    ends: list[str] = []  # the names, reversed, that the current one ends with
    for reverse in sorted(pattern[::-1] for pattern in patterns):
        while ends and not reverse.startswith(ends[-1]):
            ends.pop()
        ends.append(reverse)
        if len(ends) <= NESTED_NAMES:
            few.append(reverse[::-1])
        else:
            signs.add(ends[NESTED_NAMES - 1][::-1])
    return sorted(few), frozenset(signs)


class Prefixes:
    """Finds the names that begin at an offset, the longest first.

    In a sorted list the last name that is not greater than a text either begins it, or the names that begin the text
    are among those that begin that name.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns = sorted(patterns)
        self._longest = max(map(len, self._patterns), default=0)
        # By name: the longest other name that it begins with, one further up (Myers, An applicative random-access
        # stack, 1983), which makes a search logarithmic, and how many there are. -1 is none.
        self._shorter, self._jump, depth = array("l"), array("l"), array("l")
        above: list[int] = []
        for index, pattern in enumerate(self._patterns):
            while above and not pattern.startswith(self._patterns[above[-1]]):
                above.pop()
            parent = above[-1] if above else -1
            jump = parent
            if parent >= 0 and (first := self._jump[parent]) >= 0 and (second := self._jump[first]) >= 0:
                jump = second if depth[parent] - depth[first] == depth[first] - depth[second] else parent
            self._shorter.append(parent)
            self._jump.append(jump)
            depth.append(depth[parent] + 1 if parent >= 0 else 0)
            above.append(index)

    def at(self, text: str, offset: int) -> Iterator[str]:
        """Yield the names that begin at an offset of a text, the longest first."""
        here = text[offset : offset + self._longest]
        index = bisect_right(self._patterns, here) - 1
        while index >= 0 and not here.startswith(self._patterns[index]):
            jump = self._jump[index]
            # What begins with a name begins with all that this name begins with.
            index = jump if jump >= 0 and not here.startswith(self._patterns[jump]) else self._shorter[index]
        while index >= 0:
            yield self._patterns[index]
            index = self._shorter[index]


def reach(steps: Sequence[tuple[int, int]], left: int, right: int) -> tuple[set[int], set[int]]:
    """Return the offsets that steps lead to from the left end, and those that lead to the right end.

    `steps` are (start, end) in order, none of them outside.
    """
    from_left, to_right = {left}, {right}
    for start, end in steps:
        if start in from_left:
            from_left.add(end)
    for start, end in reversed(steps):
        if end in to_right:
            to_right.add(start)
    return from_left, to_right
