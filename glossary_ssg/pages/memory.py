"""What was planned in the last build: pages, and what many pages share."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from glossary_ssg.memo import Memo, MemoTable
from glossary_ssg.model import LetterLinks, Link, Page
from glossary_ssg.pages.neighbours import Neighbours


class PlanMemory(Struct):
    """Values that follow from the outlines of all entries, and the pages of entries."""

    links: Memo[Mapping[str, Link]] = field(default_factory=Memo)
    """By an entry's path."""
    listed: Memo[Mapping[str, Link]] = field(default_factory=Memo)
    """The links of lists that readers can filter, by an entry's path."""
    letters: Memo[Mapping[str, tuple[LetterLinks, ...]]] = field(default_factory=Memo)
    """By language."""
    neighbours: Memo[Neighbours] = field(default_factory=Memo)
    pages: Memo[MemoTable[Page]] = field(default_factory=Memo)
    """By an entry's path; all of them go when an outline changes."""
