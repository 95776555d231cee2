"""`objects.inv`: lets projects that are documented with Sphinx refer to terms (sphinx.ext.intersphinx).

Version 2 of the format, as sphinx.util.inventory reads it. Terms are objects of the role `term`.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence

from glossary_ssg.formats.concepts import Concept
from glossary_ssg.formats.format import Format, SiteData
from glossary_ssg.formats.texts import encoded
from glossary_ssg.model import OutputFile

NAME = "objects.inv"
_HEAD = (
    "# Sphinx inventory version 2\n# Project: {}\n# Version: \n# The remainder of this file is compressed using zlib.\n"
)


def make_inventory(title: str, tags: Iterable[str], concepts: Sequence[Concept], root: str, folder: str) -> bytes:
    """Return an inventory. `root` is the site's address, `folder` the folder below it that holds the inventory.

    Names of the first language win where several languages share one.
    """
    lines: dict[str, str] = {}
    for tag in tags:
        for concept in concepts:
            for name, shown, uri in _names(concept, tag):
                # The name ends where a space and `std:term` follow; line ends and such are not in names.
                lines.setdefault(name.lower(), f"{name} std:term 1 {_relative(uri, root, folder)} {shown}\n")
    text = "".join(lines[key] for key in sorted(lines))
    # Level 9 without a time in it: the same terms give the same bytes.
    return _HEAD.format(title).encode() + zlib.compress(text.encode(), 9)


def _names(concept: Concept, tag: str) -> Iterator[tuple[str, str, str]]:
    term = concept.terms.get(tag)
    if term:
        for name in (term.title, *(other.text for other in term.names)):
            yield name, name, term.url
        yield concept.key, term.title, term.url


def _relative(address: str, root: str, folder: str) -> str:
    """Return an address relative to the inventory's folder: Sphinx puts that before it."""
    below = address.removeprefix(root)
    relative = below.removeprefix(folder) if below.startswith(folder) else "../" * folder.count("/") + below
    return encoded(relative).replace("$", "%24")  # at the end, `$` would stand for the name


def _make(data: SiteData) -> Iterator[OutputFile]:
    first = data.config.language(data.config.default_language).tag
    tags = [first, *(view.tag for view in data.site.languages if view.tag != first)]
    inventory = make_inventory(data.site.title, tags, data.concepts, data.root, data.folder)
    yield OutputFile(f"{data.folder}{NAME}", inventory)


FORMAT = Format(_make, site_names=(NAME,), setting="inventory")
