"""Understand a query: the rules of `static/js/search/query.js` in the default theme."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum

from msgspec import Struct
from msgspec.structs import replace

from glossary_ssg.text.plurals import plurals, singulars
from glossary_ssg.text.tokens import is_unspaced, name_key, normalise, parts, runs

MOST_CHARACTERS = 300
MOST_CLAUSES = 32
GREATEST_BOOST = 1000
SHORTEST_PREFIX = 3
"""A shorter beginning of a word stands for too many words."""
_WORD = re.compile(r"([+-]?)(?:([a-z]+):)?(.*?)(\*?)((?:[~^]\d*)*)", re.DOTALL | re.ASCII)
_BOOST = re.compile(r"\^(\d+)", re.ASCII)


class Presence(IntEnum):
    """What a clause asks of a document."""

    OPTIONAL = 0
    REQUIRED = 1
    PROHIBITED = 2


_PRESENCE = {"+": Presence.REQUIRED, "-": Presence.PROHIBITED}


class Clause(Struct, frozen=True, gc=False):
    """A part of a query."""

    terms: tuple[str, ...]
    prefix: str
    """All terms that begin so are meant too; empty for none."""
    fields: tuple[int, ...]
    boost: int
    presence: Presence
    group: int
    """Equal for all clauses of a run of letters."""


class Query(Struct, frozen=True, gc=False):
    """A query as it is understood."""

    key: str
    """What it is as a name."""
    is_plain: bool
    """Whether it is without operators."""
    clauses: tuple[Clause, ...]


class _Word(Struct, frozen=True, gc=False):
    sign: str
    field: int
    text: str
    star: bool
    boost: int


def is_english(lang: str) -> bool:
    """Tell whether plurals are found as in English."""
    return re.match(r"en\b", lang, re.IGNORECASE) is not None


def numbers(word: str) -> tuple[str, ...]:
    """Return what a word in lower case may be the plural of, and its plural."""
    return (*singulars(word), *plurals(word)) if re.fullmatch("[a-z]+", word) else ()


def parse_query(text: str, fields: Sequence[str], lang: str) -> Query:
    """Understand a query. Words are required; the last may be the beginning of one."""
    query = text[:MOST_CHARACTERS]
    words = [_read(word, fields) for word in query.split()]
    is_plain = not any(word.sign or word.field >= 0 or word.star for word in words)
    clauses: list[Clause] = []
    for group, word in enumerate(words):
        presence = _PRESENCE.get(word.sign, Presence.REQUIRED)
        searched = tuple(range(len(fields))) if word.field < 0 else (word.field,)
        shared = Clause((), "", searched, word.boost, presence, group * MOST_CHARACTERS)
        is_last = group == len(words) - 1 and not query[-1].isspace()
        clauses += _clauses(word, shared, is_last=is_last, is_only=len(words) == 1, english=is_english(lang))
    positive = " ".join(word.text for word in words if word.sign != "-" and word.text)
    return Query(name_key(query if is_plain else positive), is_plain, tuple(clauses[:MOST_CLAUSES]))


def _read(word: str, fields: Sequence[str]) -> _Word:
    match = _WORD.fullmatch(word)
    sign, name, rest, star, modifiers = match.groups() if match else ("", None, word, "", "")
    boosts = _BOOST.findall(modifiers)
    field = fields.index(name) if name in fields else -1
    text = f"{name}:{rest}" if field < 0 and name else rest
    return _Word(sign, field, text, bool(star), min(int(boosts[-1]) if boosts else 1, GREATEST_BOOST))


def _clauses(word: _Word, shared: Clause, *, is_last: bool, is_only: bool, english: bool) -> Iterator[Clause]:
    found = runs(normalise(word.text))
    prohibited = shared.presence is Presence.PROHIBITED
    for at, run in enumerate(found):
        shared = replace(shared, group=shared.group + 1)
        is_end = at == len(found) - 1
        more = numbers(run) if english and not prohibited else ()
        pieces = () if prohibited else parts(run)
        if is_unspaced(run):
            yield from _pairs(run, shared, star=word.star and is_end)
        elif word.star and is_end:
            yield replace(shared, prefix=run)
        elif is_last and is_end and not prohibited:
            yield from _ending(run, more, shared, is_only=is_only)
        elif pieces:
            yield from (replace(shared, terms=(piece,)) for piece in pieces)
            yield _whole(run, shared)
        else:
            yield replace(shared, terms=(run, *more))


def _pairs(run: str, shared: Clause, *, star: bool) -> Iterator[Clause]:
    """Yield pairs of characters; a single one stands for all that begin with it."""
    yield from (replace(shared, terms=(run[at : at + 2],)) for at in range(len(run) - 1))
    if star or len(run) == 1:
        yield replace(shared, prefix=run[-1])


def _ending(run: str, more: tuple[str, ...], shared: Clause, *, is_only: bool) -> Iterator[Clause]:
    """Yield what the word means that is being typed."""
    if len(run) < SHORTEST_PREFIX:
        yield replace(shared, terms=(run,), presence=shared.presence if is_only else Presence.OPTIONAL)
        return
    pieces = parts(run)
    last = pieces[-1] if pieces else run
    yield from (replace(shared, terms=(piece,)) for piece in pieces[:-1])
    yield replace(shared, terms=more, prefix=run if pieces and len(last) < SHORTEST_PREFIX else last)
    yield _whole(run, shared)


def _whole(run: str, shared: Clause) -> Clause:
    """Return a clause that makes what is written as it was typed count more."""
    return replace(shared, terms=(run,), presence=Presence.OPTIONAL, boost=2 * shared.boost)
