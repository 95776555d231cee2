"""Search a built index, with the ranking of `static/js/search/index.js` in the default theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from urllib.parse import quote

from glossary_ssg.search.headings import choose
from glossary_ssg.search.match import match
from glossary_ssg.search.query import Presence, Query, is_english, numbers, parse_query
from glossary_ssg.search.store import Store
from glossary_ssg.search.typos import suggest

NAME_PARTS = 2
MOST_TRIES = 10
_UNQUOTED = "!'()*~"
"""What JavaScript's encodeURIComponent leaves as it is, beside letters, digits and `-._`."""


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


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an entry with a heading of its own."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Hit:
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


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found."""

    hits: tuple[Hit, ...]
    total: int
    did_you_mean: str
    """The query whose documents these are, empty where it is the one that was asked."""


_Found = tuple[Kind, float, int, str]
"""(kind, score, document, name)"""


def search(folder: Path, text: str, *, limit: int = 10) -> Answer:
    """Search the index in a search folder. Raises OutputError where its files cannot be read."""
    store = Store(folder)
    fields, lang = store.manifest["fields"], store.manifest["lang"]
    query = parse_query(text, fields, lang)
    found = _find(store, query)
    did_you_mean, any_group = "", False
    if not found and query.is_plain and query.key:
        did_you_mean, found = _correct(store, query)
        if found:
            query = parse_query(f"{did_you_mean} ", fields, lang)
        else:
            any_group, found = True, _find(store, query, any_group=True)
    hits = tuple(_hit(store, query, one, any_group=any_group) for one in found[:limit])
    return Answer(hits, len(found), did_you_mean)


def _hit(store: Store, query: Query, found: _Found, *, any_group: bool) -> Hit:
    kind, score, number, name = found
    title, href, definition = store.document(number)
    field = store.manifest["fields"].index("headings")
    chosen = choose(store.headings(number), title, query.clauses, field=field, any_group=any_group)
    sections = tuple(Section(text, f"{href}#{quote(identifier, safe=_UNQUOTED)}") for identifier, text in chosen)
    return Hit(number, kind, score, title, href, definition, name, sections)


def _find(store: Store, query: Query, *, any_group: bool = False) -> Sequence[_Found]:
    """Return what a query finds: by kind, then by Lunr's score."""
    found: dict[int, _Found] = {}
    if query.clauses:
        matched = match(store, query.clauses, any_group=any_group)
        needed = sum(clause.presence is Presence.REQUIRED for clause in query.clauses)
        for number, score in matched.scores.items():
            is_title = needed > 0 and matched.titles[number] == needed
            found[number] = (Kind.TITLE if is_title else Kind.TEXT, score, number, "")
    for number, (kind, name) in _names(store, query.key).items():
        # What was written with operators says itself what is to be found.
        if query.is_plain or number in found:
            found[number] = (kind, found[number][1] if number in found else 0.0, number, name)
    return sorted(found.values(), key=lambda hit: (hit[0], -hit[1], hit[2]))


def _names(store: Store, key: str) -> dict[int, tuple[Kind, str]]:
    """Return by document the best name that begins with a key."""
    if not key:
        return {}
    wholes = [key]
    rows = store.names(key, NAME_PARTS)
    if is_english(store.manifest["lang"]):
        above, space, last = key.rpartition(" ")
        wholes += [above + space + word for word in numbers(last)]
    rows += [row for whole in wholes[1:] for row in store.names(whole, 1) if row.key == whole]
    found: dict[int, tuple[Kind, str]] = {}
    for row in rows:
        kind = Kind.NAME if row.field > 0 else Kind.EXACT if row.key in wholes else Kind.HEADWORD
        if row.document not in found or kind < found[row.document][0]:
            found[row.document] = (kind, row.name if row.field > 0 else "")
    return found


def _correct(store: Store, query: Query) -> tuple[str, Sequence[_Found]]:
    """Return the likeliest query that finds something, a headword before all, and what it finds."""
    unknown = match(store, query.clauses).unknown
    words = {word for clause in unknown for word in (*clause.terms, clause.prefix)}
    best: tuple[str, Sequence[_Found]] = ("", ())
    for option in suggest(query.key, words, store.vocabulary())[:MOST_TRIES]:
        found = _find(store, parse_query(f"{option} ", store.manifest["fields"], store.manifest["lang"]))
        if found and (not best[1] or found[0][0] < best[1][0][0]):
            best = option, found
        if best[1] and best[1][0][0] is Kind.EXACT:
            break
    return best
