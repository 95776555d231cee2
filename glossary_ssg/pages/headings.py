"""What the headings of an entry are to its page: one that repeats the headword, a list of contents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from glossary_ssg.model import Head, Heading
from glossary_ssg.text.folding import bare

_LEVELS = (2, 3)
_FEW = 3
"""With fewer headings than this, readers see all of them anyway."""
_TERM = "{term}"


class Patterns:
    """The ways in which a language's headings ask for a term: `What is {term}?`."""

    def __init__(self, text: str) -> None:
        """Read patterns, one a line."""
        self._fixed: set[str] = set()
        self._around: set[tuple[str, str]] = set()
        for line in filter(str.strip, text.splitlines()):
            before, term, after = line.partition(_TERM)
            if term:
                self._around.add((bare(before), bare(after)))
            else:
                self._fixed.add(bare(line))

    def repeats(self, heading: str, names: Iterable[str]) -> bool:
        """Tell whether a heading says nothing but one of an entry's names, punctuation and case aside."""
        said = bare(heading)
        if said in self._fixed:
            return True
        named = set(map(bare, names)) - {""}
        return any(said == f"{before}{name}{after}" for name in named for before, after in self._around)


def contents(head: Head, *, skip_first: bool) -> tuple[Heading, ...]:
    """Return what a list of contents shows, nothing where it would be short."""
    shown: Sequence[Heading] = [heading for heading in head.headings[skip_first:] if heading.level in _LEVELS]
    return tuple(shown) if len(shown) >= _FEW else ()
