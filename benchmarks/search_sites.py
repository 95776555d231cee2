"""What search indexes of glossaries, real and generated, are made from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks.corpus import LANGUAGES, SIZE, Entry, make_corpus
from glossary_ssg.cache import Cache
from glossary_ssg.config import load_config
from glossary_ssg.executor import make_executor
from glossary_ssg.model import TERM_FIELDS, FieldTerms, decoder
from glossary_ssg.pipeline.analysis import analyse
from glossary_ssg.pipeline.index import plan_search
from glossary_ssg.pipeline.inputs import open_session
from glossary_ssg.search import Document
from glossary_ssg.text.slugs import heading_id
from glossary_ssg.text.terms import count_terms

HUGE, HUGE_SIZE = 150_000, 3_000
"""Entries of half the size have 80 frequent words as well, and are made in half the time."""


@dataclass(frozen=True, slots=True)
class Site:
    """What a language's index is made from."""

    name: str
    lang: str
    documents: Sequence[Document]
    own: Mapping[str, Any]


def read_site(content: Path) -> Iterator[Site]:
    """Yield English and Japanese of a glossary."""
    config = load_config(content=content)
    with make_executor(0) as executor:
        analysis = analyse(open_session(config, executor, Cache(Path("none"), read_only=True)))
    decode = decoder(tuple[FieldTerms, ...])
    own = {key: decode(terms) for key, terms in analysis.bodies.terms(analysis.parsed.keys).items()}
    for plan in plan_search(config, analysis.glossary):
        if plan.lang in LANGUAGES:
            yield Site(content.resolve().parent.name, plan.lang, plan.documents, own)


def generated(count: int, body_terms: int | None, size: int = SIZE) -> Iterator[Site]:
    """Yield the languages of a generated glossary; read without Markdown, whose marks are no words."""
    for lang, entries in groupby(make_corpus(count, size), key=lambda entry: entry.lang):
        documents, own = [], {}
        for entry in entries:
            document, terms = _read(entry, body_terms)
            documents.append(document)
            own[document.body_key] = terms
        yield Site(f"gen {count:,}", lang, documents, own)


def _read(entry: Entry, body_terms: int | None) -> tuple[Document, list[FieldTerms]]:
    _, front, text = entry.text.split("---\n", 2)
    fields = dict(re.findall(r"^(\w+): (.*)$", front, re.MULTILINE))
    text = re.sub(r"\]\([^)]*\)", "]", text)
    texts = {
        "title": [fields["title"]],
        "keywords": fields["keywords"].strip("[]").split(", "),
        "description": [fields["description"]],
        "headings": re.findall("^## (.*)$", text, re.MULTILINE),
    }
    terms = [count_terms(texts.get(name, ())) for name in TERM_FIELDS[:-1]]
    terms.append(count_terms([text], body_terms))
    href = f"/{entry.lang}/glossary/{entry.stem.lower()}/"
    names = (("translations", entry.other),)
    headings = tuple((heading_id(heading), heading) for heading in texts["headings"])
    document = Document(
        fields["title"],
        href,
        fields["description"],
        names,
        (fields["category"],),
        f"{entry.lang}{entry.number}",
        headings,
    )
    return document, terms
