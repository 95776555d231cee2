"""The concepts of a glossary with their terms, as programs get them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from glossary_ssg.config import Config
from glossary_ssg.model import Entry, EntryType, Glossary, NameStatus, NameType

_DAY = Meta(extra_json_schema={"format": "date"})


class TermName(Struct, frozen=True, gc=False, omit_defaults=True, forbid_unknown_fields=True):
    """Another name of a term. A field without a value is left out."""

    text: Annotated[str, Meta(description="The name itself.")]
    status: Annotated[NameStatus, Meta(description="Whether to use it.")]
    type: Annotated[NameType, Meta(description="What kind of name it is.")]
    note: Annotated[str, Meta(description="A note by the author.")] = ""
    source: Annotated[str, Meta(description="Where it comes from.")] = ""


class Term(Struct, frozen=True, gc=False, omit_defaults=True, forbid_unknown_fields=True):
    """A concept in one language. A field without a value is left out."""

    key: Annotated[str, Meta(description="The concept; the same in all languages.")]
    title: Annotated[str, Meta(description="The headword.")]
    url: Annotated[str, Meta(description="URL of its page; absolute if the site has a `base_url`.")]
    description: Annotated[str, Meta(description="The definition, or else the first sentences.")] = ""
    readings: Annotated[tuple[str, ...], Meta(description="How the headword is pronounced.")] = ()
    names: Annotated[tuple[TermName, ...], Meta(description="Other names.")] = ()
    categories: Annotated[tuple[str, ...], Meta(description="Labels of its categories.")] = ()
    subject: Annotated[str, Meta(description="The field of knowledge.")] = ""
    qualifier: Annotated[str, Meta(description="What distinguishes it from terms with the same headword.")] = ""
    date: Annotated[str | UnsetType, Meta(description="When it was written."), _DAY] = UNSET
    lastmod: Annotated[str | UnsetType, Meta(description="When it was last changed."), _DAY] = UNSET


class Concept(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A concept and its terms."""

    key: str
    terms: Annotated[dict[str, Term], Meta(min_length=1)]
    """By BCP 47 tag, in the order of the site's languages."""


def concepts_of(config: Config, glossary: Glossary) -> list[Concept]:
    """Return all concepts that have a page, in the order of the default language's index, then of the others'."""
    categories = glossary.categories_of()
    first = config.default_language
    langs = sorted(glossary.order, key=lambda lang: lang != first)
    concepts: list[Concept] = []
    done: set[str] = set()
    for entry in (entry for lang in langs for group in glossary.order[lang] for entry in group.entries):
        if entry.path in done or entry.type is not EntryType.GLOSSARY:
            continue
        joined = glossary.translations.of[entry.path]
        done |= {other.path for other in joined.values()}
        terms = {
            language.tag: _term(config, glossary, other, [item.label for item in categories.get(other.path, ())])
            for language in config.languages
            if (other := joined.get(language.folder)) and other.path in glossary.addresses.entries
        }
        if terms:
            concepts.append(Concept(entry.key, terms))
    return concepts


def _term(config: Config, glossary: Glossary, entry: Entry, labels: Sequence[str]) -> Term:
    head = entry.head
    return Term(
        key=entry.key,
        title=head.title,
        url=config.base_url + config.base_path[:-1] + glossary.addresses.entries[entry.path].uri,
        description=head.description or head.summary,
        readings=head.readings,
        names=tuple(TermName(name.text, name.status, name.type, name.note, name.source) for name in head.names),
        categories=tuple(labels),
        subject=head.subject,
        qualifier=head.qualifier,
        date=head.date.day if head.date else UNSET,
        lastmod=head.lastmod.day if head.lastmod else UNSET,
    )


def texts_of(concept: Concept, tag: str) -> Iterator[tuple[str, str]]:
    """Yield (column, text) of a concept in a language for tables; nothing where it is not in that language."""
    term = concept.terms.get(tag)
    if term is None:
        return
    yield "term", term.title
    yield "reading", "; ".join(term.readings)
    yield "names", "; ".join(name.text for name in term.names)
    yield "status", "; ".join(f"{name.text}: {name.status}" for name in term.names)
    yield "definition", term.description
    yield "url", term.url


COLUMNS = ("term", "reading", "names", "status", "definition", "url")
"""The columns of a language in a table."""
