"""Which headings of an entry a query means: the rules of `static/js/search/headings.js` in the default theme."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from glossary_ssg.search.client.match import TITLE, Expanded
from glossary_ssg.search.client.query import Clause, Presence
from glossary_ssg.text.tokens import tokens_of

MOST = 3


def headed(expanded: Sequence[Expanded], *, field: int, any_group: bool) -> set[int]:
    """Return the documents of which `choose` may find a heading: a browser loads the headings of no others."""
    found: dict[int, list[Expanded]] = {}
    for one in expanded:
        if one.clause.presence is Presence.REQUIRED:
            found.setdefault(one.clause.group, []).append(one)
    here, in_title = ([_in(word, place) for word in found.values()] for place in (field, TITLE))
    some: set[int] = set().union(*here)
    return some if any_group or not some else some.intersection(*map(set.union, here, in_title))


def _in(word: Iterable[Expanded], field: int) -> set[int]:
    """Return the documents with all clauses of a word in a field."""
    return set.intersection(*(one.documents({field}.intersection(one.clause.fields)) for one in word))


def choose(
    headings: Sequence[tuple[str, str]], title: str, clauses: Iterable[Clause], *, field: int, any_group: bool
) -> list[tuple[str, str]]:
    """Return the best of (id, text), those with most words of the query.

    The others have to stand in the title, except with `any_group`.
    """
    words = _words(clauses)
    in_title = _standing(words, title, TITLE)
    found = []
    for identifier, text in headings:
        here = _standing(words, text, field)
        if here and (any_group or len(here | in_title) == len(words)):
            found.append((-len(here), identifier, text))
    return [(identifier, text) for _, identifier, text in sorted(found, key=lambda item: item[0])[:MOST]]


def _words(clauses: Iterable[Clause]) -> list[list[Clause]]:
    """Return groups of required clauses that all have to match."""
    found: dict[int, list[Clause]] = {}
    for clause in clauses:
        if clause.presence is Presence.REQUIRED:
            found.setdefault(clause.group, []).append(clause)
    return list(found.values())


def _standing(words: Sequence[Sequence[Clause]], text: str, field: int) -> set[int]:
    """Return the numbers of the words that stand in a text."""
    terms = set(tokens_of([text]))
    return {number for number, word in enumerate(words) if all(_matches(clause, terms, field) for clause in word)}


def _matches(clause: Clause, terms: Collection[str], field: int) -> bool:
    begins = bool(clause.prefix) and any(term.startswith(clause.prefix) for term in terms)
    return field in clause.fields and (begins or any(term in terms for term in clause.terms))
