"""What was resolved in the last build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from glossary_ssg.memo import Memo, MemoTable
from glossary_ssg.model import Entry
from glossary_ssg.resolve.glossary import Joined


class ResolveMemory(Struct):
    """Values that follow from the whole set."""

    outlines: MemoTable[Entry] = field(default_factory=MemoTable)
    """By an entry's path."""
    joined: Memo[Joined] = field(default_factory=Memo)
    related: Memo[Mapping[str, tuple[Entry, ...]]] = field(default_factory=Memo)

    def outline(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Return the outlines of entries; while an outline is equal, it is the same value."""
        outlines = [self.outlines.get(entry.path, (entry,), entry.outline, stable=True) for entry in entries]
        self.outlines.keep_only(entry.path for entry in entries)
        return tuple(outlines)
