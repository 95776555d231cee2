"""Entries of one language that may be one entry: by headword, and by text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from glossary_ssg.checks.finished import Check, FinishedSite
from glossary_ssg.diagnostics import Diagnostic
from glossary_ssg.model import Entry
from glossary_ssg.text.folding import bare, fold
from glossary_ssg.text.sketch import likeness

ALIKE = 0.7
"""Two texts of which so many sentences are the same are told to be copies."""
_COMMON = 50
"""A sentence that stands in more entries is a formula, and says nothing of any two of them."""
_HINT = "join them, or say in both what tells them apart"
_bare = lru_cache(maxsize=2**16)(bare)
"""A process that builds again compares the same headwords again, and the same texts."""


@lru_cache(maxsize=2**16)
def is_copy(one: str, other: str) -> bool:
    """Tell by their sketches whether two texts are nearly the same."""
    return likeness(one, other) >= ALIKE


def check_headwords(site: FinishedSite) -> Iterator[Diagnostic]:
    """Report headwords that differ only by spaces and punctuation. Equal ones are senses of a word."""
    first: dict[tuple[str, str], Entry] = {}
    for entry in site.entries:
        other = first.setdefault((entry.lang, _bare(entry.head.title)), entry)
        if other is not entry and fold(other.head.title) != fold(entry.head.title):
            message = f"'{entry.head.title}' is nearly '{other.head.title}' of {other.path}"
            yield entry.diagnose("entry-duplicate", "title", message, _HINT)


def check_texts(site: FinishedSite) -> Iterator[Diagnostic]:
    """Report the later one of two entries whose texts are nearly the same."""
    entries = site.entries
    for index, others in sorted(_shared_sentences(entries).items()):
        entry = entries[index]
        other = entries[min(others, key=lambda at: (-others[at], at))]
        if is_copy(entry.head.shape.sketch, other.head.shape.sketch):
            message = f"the text is nearly that of '{other.head.title}' in {other.path}"
            yield entry.diagnose("entry-duplicate", "title", message, _HINT)


def _shared_sentences(entries: Sequence[Entry]) -> dict[int, Counter[int]]:
    """Return by the index of an entry: how many sentences it shares with each earlier one of its language."""
    # Each sketch is cut twice: the sentences of all entries together take much memory.
    seen: set[str] = set()
    repeated: set[str] = set()
    for entry in entries:
        sentences = entry.head.shape.sketch.split()
        repeated.update(seen.intersection(sentences))
        seen.update(sentences)
    sharing: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, entry in enumerate(entries):
        for sentence in repeated.intersection(entry.head.shape.sketch.split()):
            sharing[entry.lang, sentence].append(index)
    shared: dict[int, Counter[int]] = defaultdict(Counter)
    for same in sharing.values():
        for at in range(1, len(same) if len(same) <= _COMMON else 1):
            shared[same[at]].update(same[:at])
    return shared


CHECKS: tuple[Check, ...] = (check_headwords, check_texts)
