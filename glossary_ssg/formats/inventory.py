"""`objects.inv`: lets projects that are documented with Sphinx refer to terms (sphinx.ext.intersphinx).

Version 2 of the format, as sphinx.util.inventory reads it. Terms are objects of the role `term`.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from glossary_ssg.formats.data import Concept
from glossary_ssg.formats.texts import encoded

_HEAD = (
    "# Sphinx inventory version 2\n# Project: {}\n# Version: \n# The remainder of this file is compressed using zlib.\n"
)


def make_inventory(title: str, tags: Iterable[str], concepts: Iterable[Concept], root: str, place: str) -> bytes:
    """Return an inventory. `root` is the site's address, `place` the folder below it in which the inventory stands.

    Names of the first language win where several languages share one.
    """
    lines: dict[str, str] = {}
    known = list(concepts)
    for tag in tags:
        for concept in known:
            for name, shown, uri in _names(concept, tag):
                # The name ends where a space and `std:term` follow; line ends and such are not in names.
                lines.setdefault(name.lower(), f"{name} std:term 1 {_relative(uri, root, place)} {shown}\n")
    text = "".join(lines[key] for key in sorted(lines))
    # Level 9 without a time in it: the same terms give the same bytes.
    return _HEAD.format(title).encode() + zlib.compress(text.encode(), 9)


def _names(concept: Concept, tag: str) -> Iterator[tuple[str, str, str]]:
    term = concept.terms.get(tag)
    if term:
        for name in (term.title, *(other.text for other in term.names)):
            yield name, name, term.url
        yield concept.key, term.title, term.url


def _relative(address: str, root: str, place: str) -> str:
    """Return an address relative to the inventory's folder: Sphinx puts that before it."""
    below = address.removeprefix(root)
    relative = below.removeprefix(place) if below.startswith(place) else "../" * place.count("/") + below
    return encoded(relative).replace("$", "%24")  # at the end, `$` would stand for the name
