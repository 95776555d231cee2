"""The glossary as JSON for other programs: `terms.json` of each language, `concepts.json` of all.

The JSON, its schemas and the tables in docs/data.md follow from the structs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from msgspec import Meta, Struct

from glossary_ssg.formats.concepts import Concept, Term
from glossary_ssg.formats.format import Format, SiteData
from glossary_ssg.model import OutputFile, as_json

TERMS, CONCEPTS = "terms.json", "concepts.json"
Version = Literal[1]
VERSION: Version = 1


class Terms(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What `terms.json` holds."""

    version: Version
    language: Annotated[str, Meta(description="BCP 47 tag.")]
    title: str
    terms: Sequence[Term]


class Concepts(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What `concepts.json` holds."""

    version: Version
    title: str
    languages: Annotated[Sequence[str], Meta(description="BCP 47 tags.")]
    concepts: Sequence[Concept]


def _make(data: SiteData) -> Iterator[OutputFile]:
    for view in data.site.languages:
        terms = [concept.terms[view.tag] for concept in data.concepts if view.tag in concept.terms]
        path = f"{data.language_folder(view.folder)}{TERMS}"
        yield OutputFile(path, as_json(Terms(VERSION, view.tag, view.title, terms)) + b"\n")
    tags = [view.tag for view in data.site.languages]
    concepts = Concepts(VERSION, data.site.title, tags, data.concepts)
    yield OutputFile(f"{data.folder}{CONCEPTS}", as_json(concepts) + b"\n")


FORMAT = Format(_make, site_names=(CONCEPTS,), language_names=(TERMS,), setting="data")
