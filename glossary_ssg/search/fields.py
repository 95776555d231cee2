"""What is searched: the fields and the documents."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

FIELDS = (
    ("title", 10),
    ("synonyms", 6),
    ("reading", 6),
    ("translations", 6),
    ("keywords", 4),
    ("description", 2),
    ("headings", 2),
    ("body", 1),
)
"""Fields with their boosts."""
NAME_FIELDS = tuple(name for name, _ in FIELDS[:4])
"""Those of names, which come before all others."""
BODY = "body"

Terms = tuple[Sequence[str], Sequence[int]]
"""The terms of a field, each once, and how often each stands there."""


class Document(Struct, frozen=True, gc=False):
    """An entry as search sees it, without the terms of its own fields."""

    title: str
    href: str
    summary: str
    names: tuple[tuple[str, str], ...]
    """(field, name): synonyms, readings, headwords in other languages."""
    categories: tuple[str, ...]
    """Keys."""
    body_key: str
    """By which the terms of its own fields are found."""
    headings: tuple[tuple[str, str], ...] = ()
    """(id, text) of those that a result may lead to."""
    terms: tuple[str, str] = ("", "")
    """Digests of its own terms, of all and of all but the text's: not every word that changes in a text changes what it
    is found by."""

    def named(self, field: str) -> list[str]:
        """Return its names of a field."""
        return [name for kind, name in self.names if kind == field]
