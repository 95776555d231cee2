"""Count the search terms of texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from glossary_ssg.model import FieldTerms
from glossary_ssg.text.tokens import tokens_of


def count_terms(texts: Sequence[str], most: int | None = None) -> FieldTerms:
    """Return the search terms of a field with their counts, the `most` frequent ones, in order."""
    counts = Counter(tokens_of(texts))
    pairs = sorted(counts.items())
    if most is not None and len(pairs) > most:
        pairs = sorted(sorted(pairs, key=lambda pair: -pair[1])[:most])  # ties by term: sorting is stable
    return FieldTerms(" ".join(term for term, _ in pairs), tuple(count for _, count in pairs))
