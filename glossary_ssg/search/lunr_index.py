"""Write what lunr.js 2.3.9 would have written: `lunr.Builder` with our own search terms and an empty pipeline.

Source: https://github.com/olivernn/lunr.js, lib/builder.js, lib/idf.js, lib/vector.js and the schema in
https://github.com/olivernn/lunr-schema. lunr.js refuses an index whose terms are not in the order of UTF-16.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from glossary_ssg.text.tokens import tokens

LUNR_VERSION = "2.3.9"
K1, B = 1.2, 0.75
"""Saturation of repeated terms and weight of a field's length, Lunr's defaults."""

FIELDS = (("title", 10), ("names", 6), ("keywords", 4), ("description", 2), ("headings", 1))
"""Indexed fields with their boosts."""

_LUNR_SEPARATOR = re.compile(r"[\s\-]+")


@dataclass(frozen=True, slots=True)
class Document:
    """An entry as search sees it."""

    title: str
    href: str
    summary: str
    names: tuple[str, ...]
    """Other names, readings, names in other languages."""
    keywords: tuple[str, ...]
    description: str
    headings: tuple[str, ...]


def build_index(documents: Sequence[Document]) -> tuple[bytes, bytes]:
    """Return `index.json` and `documents.json`. A document's `ref` in the index is its position in the documents."""
    counts = {
        (name, number): Counter(terms)
        for number, document in enumerate(documents)
        for (name, _), terms in zip(FIELDS, _terms(document), strict=True)
    }
    average = {
        name: sum(sum(counts[name, number].values()) for number in range(len(documents))) / max(len(documents), 1)
        for name, _ in FIELDS
    }
    postings: dict[str, dict[str, int | dict[str, dict[str, str]]]] = {}
    occurrences: Counter[str] = Counter()
    for (name, number), terms in counts.items():
        for term in terms:
            posting = postings.setdefault(term, {"_index": len(postings), **{field: {} for field, _ in FIELDS}})
            posting[name][str(number)] = {}  # type: ignore[index]
            occurrences[term] += 1
    # As in lib/idf.js a term counts once for every field of a document that has it.
    idf = {
        term: math.log(1 + abs((len(documents) - count + 0.5) / (count + 0.5))) for term, count in occurrences.items()
    }
    boosts = dict(FIELDS)
    vectors = []
    for (name, number), terms in counts.items():
        length = sum(terms.values())
        vector = []
        for term, count in terms.items():
            norm = K1 * (1 - B + B * (length / average[name])) + count
            weight = idf[term] * ((K1 + 1) * count) / norm * boosts[name]
            vector.append((postings[term]["_index"], _rounded(weight)))
        vectors.append([f"{name}/{number}", [value for pair in sorted(vector) for value in pair]])
    index = {
        "version": LUNR_VERSION,
        "fields": [name for name, _ in FIELDS],
        "fieldVectors": vectors,
        "invertedIndex": sorted(postings.items(), key=lambda item: item[0].encode("utf-16-be")),
        "pipeline": [],
    }
    table = [[document.title, document.href, document.summary] for document in documents]
    return _json(index), _json(table)


def _terms(document: Document) -> list[list[str]]:
    """Return the terms of each field, in the order of FIELDS."""
    names = [document.title, *document.names]
    fields = [
        [document.title],
        names[1:],
        document.keywords,
        [document.description],
        document.headings,
    ]
    terms = [[term for text in texts for term in tokens(text)] for texts in fields]
    # A stock lunr.js cuts a query at spaces and hyphens only: what it makes of a name must be findable too.
    for position, texts in enumerate(([document.title], document.names)):
        stock = {part for text in texts for part in _LUNR_SEPARATOR.split(text.lower()) if part}
        terms[position] += sorted(stock - set(terms[position]))
    return terms


def _rounded(weight: float) -> float | int:
    """Return a weight with three decimals, rounded as JavaScript's Math.round does."""
    value = math.floor(weight * 1000 + 0.5) / 1000
    return int(value) if value.is_integer() else value


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
