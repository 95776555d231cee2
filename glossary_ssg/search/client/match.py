"""Find and score documents as lunr.js does: the rules of `static/js/search/match.js` in the default theme."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from glossary_ssg.search.client.query import Clause, Presence
from glossary_ssg.search.client.store import Posting, Store
from glossary_ssg.search.weigh import UNIT, utf16

TITLE = 0
"""Number of the field."""
PREFIX_PARTS = 12
"""A prefix reads so many parts at most."""


class Expanded(Struct, frozen=True, gc=False):
    """A clause and the terms that it matches."""

    clause: Clause
    terms: Mapping[str, Posting]

    def documents(self, fields: Iterable[int] | None = None) -> set[int]:
        """Return the documents with one of the terms in one of the fields, those of the clause without any."""
        asked = self.clause.fields if fields is None else tuple(fields)
        found = (posting.fields.get(field, ()) for posting in self.terms.values() for field in asked)
        return {document for pairs in found for document, _ in pairs}


class Matched(Struct, frozen=True, gc=False):
    """What a query's clauses match."""

    scores: dict[int, float]
    """By document."""
    titles: Counter[int]
    """By document: how many of the required clauses its title matches."""
    unknown: tuple[Clause, ...]
    """What is required and nothing matches."""
    expanded: tuple[Expanded, ...]


def match(store: Store, clauses: Sequence[Clause], *, any_group: bool = False) -> Matched:
    """Find and score documents. With `any_group` one required group of clauses suffices."""
    wanted = [_expand(store, clause) for clause in clauses]
    positive = [one for one in wanted if one.clause.presence is not Presence.PROHIBITED]
    scores = _score(positive) if positive else dict.fromkeys(range(store.manifest.count), 0.0)
    needed = [one for one in positive if one.clause.presence is Presence.REQUIRED]
    # Where a term's lighter postings are left out it excludes nothing, unless all terms are such.
    whole = [one for one in needed if not any(posting.dropped for posting in one.terms.values())]
    if any_group:
        kept = set(scores) & _grouped(wanted, Presence.REQUIRED)
    else:
        kept = set(scores).intersection(*(one.documents() for one in whole or needed))
    kept -= _grouped(wanted, Presence.PROHIBITED)
    titles = Counter(document for one in needed for document in one.documents((TITLE,)))
    unknown = tuple(one.clause for one in needed if not one.terms)
    found = {document: score for document, score in scores.items() if document in kept}
    return Matched(found, titles, unknown, tuple(wanted))


def _expand(store: Store, clause: Clause) -> Expanded:
    terms = store.prefix(clause.prefix, PREFIX_PARTS) if clause.prefix else {}
    return Expanded(clause, terms | {term: found for term in clause.terms if (found := store.term(term))})


def _score(positive: Sequence[Expanded]) -> dict[int, float]:
    vectors: dict[str, tuple[Posting, dict[int, int]]] = {}
    for one in positive:
        for term, posting in one.terms.items():
            _, boosts = vectors.setdefault(term, (posting, {}))
            for field in one.clause.fields:
                boosts[field] = boosts.get(field, 0) + one.clause.boost
    lengths: Counter[int] = Counter()
    dots: dict[int, dict[int, float]] = {}
    for term in sorted(vectors, key=utf16):
        posting, boosts = vectors[term]
        for field, boost in boosts.items():
            lengths[field] += boost**2
            dot = dots.setdefault(field, {})
            for document, weight in posting.fields.get(field, ()):
                dot[document] = dot.get(document, 0.0) + boost * (weight / UNIT)
    scores: dict[int, float] = {}
    for field, dot in sorted(dots.items()):
        length = math.sqrt(lengths[field]) or 1.0
        for document, value in dot.items():
            scores[document] = scores.get(document, 0.0) + value / length
    return scores


def _grouped(wanted: Sequence[Expanded], presence: Presence) -> set[int]:
    """Return the documents that match all clauses of one of the groups."""
    groups: dict[int, set[int]] = {}
    for one in wanted:
        if one.clause.presence is presence:
            found = one.documents()
            groups[one.clause.group] = groups.get(one.clause.group, found) & found
    return set().union(*groups.values())
