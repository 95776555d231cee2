"""Count the search terms of texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from glossary_ssg.model import FieldTerms
from glossary_ssg.text.tokens import Key, count_tokens, term_of, tokens_of


def count_terms(texts: Sequence[str], most: int | None = None) -> FieldTerms:
    """Return the search terms of a field with their counts, the `most` frequent ones, ties by term, in order."""
    counts: Mapping[Key, int] = count_tokens(texts[0]) if len(texts) == 1 else Counter(tokens_of(texts))
    fewest = 0
    if most is not None and len(counts) > most:
        fewest = sorted(counts.values(), reverse=True)[most - 1] if most else max(counts.values()) + 1
    found = {term_of(key): count for key, count in counts.items() if count >= fewest}
    ordered = sorted(found)
    if most is not None and len(found) > most:
        tied = [term for term in ordered if found[term] == fewest]
        left_out = frozenset(tied[most - len(found) :])
        ordered = [term for term in ordered if term not in left_out]
    return FieldTerms(" ".join(ordered), tuple(found[term] for term in ordered))
