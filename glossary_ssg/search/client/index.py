"""Search a built index, with the ranking of `static/js/search/index.js` in the default theme."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path

from msgspec import Struct

from glossary_ssg.errors import OutputError
from glossary_ssg.search.client.headings import choose, headed
from glossary_ssg.search.client.match import Expanded, match
from glossary_ssg.search.client.query import Presence, Query, is_english, numbers, parse_query
from glossary_ssg.search.client.store import Store
from glossary_ssg.search.client.typos import suggest
from glossary_ssg.text.slugs import fragment

NAME_PARTS = 3
MOST_TRIES = 10


class Kind(IntEnum):
    """How good a hit is, the best first."""

    EXACT = 0
    """The query is the headword."""
    HEADWORD = 1
    """The headword begins so."""
    NAME = 2
    """A synonym, acronym, reading or name in another language begins so."""
    TITLE = 3
    """All words stand in the title."""
    TEXT = 4


class Section(Struct, frozen=True, gc=False):
    """A part of an entry with a heading of its own."""

    title: str
    href: str


class Hit(Struct, frozen=True, gc=False):
    """A document that was found."""

    number: int
    kind: Kind
    score: float
    title: str
    href: str
    definition: str
    name: str
    """The name that it was found by, empty where this is the headword."""
    headings: tuple[Section, ...]
    """Where in its text the words stand in a heading."""


class Answer(Struct, frozen=True, gc=False):
    """What a query found."""

    hits: tuple[Hit, ...]
    total: int
    did_you_mean: str
    """The query whose documents these are, empty where it is the one that was asked."""


_One = tuple[Kind, float, int, str]
"""(kind, score, document, name)"""


class _Found(Struct, frozen=True, gc=False):
    """What a query finds."""

    ones: Sequence[_One]
    """By kind, then by Lunr's score."""
    query: Query
    expanded: Sequence[Expanded]


def search(folder: Path, text: str, *, limit: int = 10) -> Answer:
    """Search the index in a search folder. Raises OutputError where its files are damaged."""
    try:
        return _search(Store(folder), text, limit)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        message = f"error: output: the search index in '{folder}' is damaged"
        raise OutputError(f"{message}\n  hint: build the site again") from error


def _search(store: Store, text: str, limit: int) -> Answer:
    query = _parse(store, text)
    found = _find(store, query)
    did_you_mean, any_group = "", False
    if not found.ones and query.is_plain and query.key:
        did_you_mean, better = _correct(store, query)
        any_group = better is None
        found = better or _find(store, query, any_group=True)
    field = store.manifest.fields.index("headings")
    within = headed(found.expanded, field=field, any_group=any_group)
    hits = []
    for kind, score, number, name in found.ones[:limit]:
        title, href, definition = store.document(number)
        headings = store.headings(number) if number in within else ()
        chosen = choose(headings, title, found.query.clauses, field=field, any_group=any_group)
        sections = tuple(Section(text, f"{href}#{fragment(identifier)}") for identifier, text in chosen)
        hits.append(Hit(number, kind, score, title, href, definition, name, sections))
    return Answer(tuple(hits), len(found.ones), did_you_mean)


def _parse(store: Store, text: str) -> Query:
    return parse_query(text, store.manifest.fields, store.manifest.lang)


def _find(store: Store, query: Query, *, any_group: bool = False) -> _Found:
    found: dict[int, _One] = {}
    expanded: Sequence[Expanded] = ()
    if query.clauses:
        matched = match(store, query.clauses, any_group=any_group)
        expanded = matched.expanded
        needed = sum(clause.presence is Presence.REQUIRED for clause in query.clauses)
        for number, score in matched.scores.items():
            is_title = needed > 0 and matched.titles[number] == needed
            found[number] = (Kind.TITLE if is_title else Kind.TEXT, score, number, "")
    for number, (kind, name) in _names(store, query.key).items():
        # What was written with operators says itself what is to be found.
        if query.is_plain or number in found:
            found[number] = (kind, found[number][1] if number in found else 0.0, number, name)
    return _Found(sorted(found.values(), key=lambda hit: (hit[0], -hit[1], hit[2])), query, expanded)


def _names(store: Store, key: str) -> dict[int, tuple[Kind, str]]:
    """Return by document the best name that begins with a key."""
    if not key:
        return {}
    wholes = [key]
    rows = store.names(key, NAME_PARTS)
    if is_english(store.manifest.lang):
        above, space, last = key.rpartition(" ")
        wholes += [above + space + word for word in numbers(last)]
    rows += [row for whole in wholes[1:] for row in store.names(whole, 1) if row.key == whole]
    found: dict[int, tuple[Kind, str]] = {}
    for row in rows:
        kind = Kind.NAME if row.field > 0 else Kind.EXACT if row.key in wholes else Kind.HEADWORD
        if row.document not in found or kind < found[row.document][0]:
            found[row.document] = (kind, row.name if row.field > 0 else "")
    return found


def _correct(store: Store, query: Query) -> tuple[str, _Found | None]:
    """Return the likeliest query that finds something, a headword before all, and what it finds."""
    unknown = match(store, query.clauses).unknown
    words = {word for clause in unknown for word in (*clause.terms, clause.prefix)}
    best: tuple[str, _Found | None] = "", None
    for option in suggest(query.key, words, store.vocabulary())[:MOST_TRIES]:
        found = _find(store, _parse(store, f"{option} "))
        if found.ones and (best[1] is None or found.ones[0][0] < best[1].ones[0][0]):
            best = option, found
        if best[1] and best[1].ones[0][0] is Kind.EXACT:
            break
    return best
