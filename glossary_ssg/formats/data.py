"""The glossary as JSON for other programs: `terms.json` of each language, `concepts.json` of all.

TERM and NAME say what a record holds; records and the JSON Schemas are both made from them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from glossary_ssg.config import Config
from glossary_ssg.model import Entry, EntryType, Glossary, NameStatus, NameType

VERSION = 1
_TEXT: Mapping[str, Any] = {"type": "string"}
_TEXTS: Mapping[str, Any] = {"type": "array", "items": _TEXT}
_DAY: Mapping[str, Any] = {"type": "string", "format": "date"}
NAME: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "text": (_TEXT, "The name itself."),
    "status": ({"enum": [str(status) for status in NameStatus]}, "How much it is to be used."),
    "type": ({"enum": [str(kind) for kind in NameType]}, "What kind of name it is."),
    "note": (_TEXT, "A remark of the author."),
    "source": (_TEXT, "Where it comes from."),
}
"""Field of a name -> (schema, meaning); a field without a value is left out."""
NAME_NEEDS = ("text", "status", "type")
TERM: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "key": (_TEXT, "The concept; the same in all languages."),
    "title": (_TEXT, "The headword."),
    "url": (_TEXT, "Address of its page; whole where the site says where it stands."),
    "description": (_TEXT, "The definition, else the first sentences."),
    "readings": (_TEXTS, "How the headword is pronounced."),
    "names": ({"type": "array", "items": {"$ref": "#/$defs/name"}}, "Other names."),
    "categories": (_TEXTS, "Labels of its categories."),
    "subject": (_TEXT, "The field of knowledge."),
    "qualifier": (_TEXT, "What tells homonyms apart."),
    "date": (_DAY, "When it was written."),
    "lastmod": (_DAY, "When it was last changed."),
}
"""Field of a term -> (schema, meaning); a field without a value is left out."""
TERM_NEEDS = ("key", "title", "url")


class Concept(Struct, frozen=True, gc=False):
    """A concept and its terms."""

    key: str
    terms: Mapping[str, Mapping[str, Any]]
    """By BCP 47 tag, in the order of the site's languages."""


def concepts_of(config: Config, glossary: Glossary) -> list[Concept]:
    """Return all concepts that have a page, in the order of the default language's index, then of the others'."""
    categories = glossary.categories_of()
    first = config.default_language
    langs = sorted(glossary.order, key=lambda lang: lang != first)
    found: dict[str, Concept] = {}
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
            found[entry.path] = Concept(entry.key, terms)
    return list(found.values())


def terms_json(tag: str, title: str, concepts: Iterable[Concept]) -> bytes:
    """Return the terms of a language."""
    terms = [concept.terms[tag] for concept in concepts if tag in concept.terms]
    return _json({"version": VERSION, "language": tag, "title": title, "terms": terms})


def concepts_json(title: str, tags: Sequence[str], concepts: Iterable[Concept]) -> bytes:
    """Return all concepts with their terms in all languages."""
    found = [{"key": concept.key, "terms": concept.terms} for concept in concepts]
    return _json({"version": VERSION, "title": title, "languages": list(tags), "concepts": found})


def _term(config: Config, glossary: Glossary, entry: Entry, labels: Sequence[str]) -> Mapping[str, Any]:
    head = entry.head
    values = {
        "key": entry.key,
        "title": head.title,
        "url": config.base_url + config.base_path[:-1] + glossary.addresses.entries[entry.path].uri,
        "description": head.description or head.summary,
        "readings": list(head.readings),
        "names": [{field: value for field in NAME if (value := str(getattr(name, field)))} for name in head.names],
        "categories": list(labels),
        "subject": head.subject,
        "qualifier": head.qualifier,
        "date": head.date.day if head.date else "",
        "lastmod": head.lastmod.day if head.lastmod else "",
    }
    return {field: values[field] for field in TERM if values[field]}


def _json(data: Mapping[str, Any]) -> bytes:
    return f"{json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n".encode()


def texts_of(concept: Concept, tag: str) -> Iterator[tuple[str, str]]:
    """Yield (column, text) of a concept in a language for tables; nothing where it is not in that language."""
    term = concept.terms.get(tag)
    if term is None:
        return
    names = term.get("names", ())
    yield "term", term["title"]
    yield "reading", "; ".join(term.get("readings", ()))
    yield "names", "; ".join(name["text"] for name in names)
    yield "status", "; ".join(f"{name['text']}: {name['status']}" for name in names)
    yield "definition", term.get("description", "")
    yield "url", term["url"]


COLUMNS = ("term", "reading", "names", "status", "definition", "url")
"""The columns of a language in a table."""
