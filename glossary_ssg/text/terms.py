"""Count the search terms of texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from glossary_ssg.model import FieldTerms
from glossary_ssg.text.tokens import count_tokens, tokens_of


def count_terms(texts: Sequence[str], most: int | None = None) -> FieldTerms:
    """Return the search terms of a field with their counts, the `most` frequent ones, ties by term, in order."""
    counts = count_tokens(texts[0]) if len(texts) == 1 else Counter(tokens_of(texts))
    terms: Collection[str] = counts
    if most is not None and len(counts) > most:
        fewest = sorted(counts.values(), reverse=True)[most - 1] if most else 0
        terms = [term for term, count in counts.items() if count > fewest] if most else []
        tied = sorted(term for term, count in counts.items() if count == fewest)
        terms += tied[: most - len(terms)]
    ordered = sorted(terms)
    return FieldTerms(" ".join(ordered), tuple(counts[term] for term in ordered))
