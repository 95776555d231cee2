"""Documents and their terms -> all files of a language's search index."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from sys import intern

from glossary_ssg.model import TERM_FIELDS, FieldTerms, as_json
from glossary_ssg.search.fields import BODY, FIELDS, NAME_FIELDS, Document, Terms
from glossary_ssg.search.files import DOCUMENTS, STOCK_INDEX
from glossary_ssg.search.lunr_index import lunr_index
from glossary_ssg.search.parts import Files, make_parts
from glossary_ssg.search.weigh import weigh
from glossary_ssg.text.tokens import tokens_of

HEAD_FIELDS = tuple(pair for pair in FIELDS if pair[0] != BODY)
"""What stands in STOCK_INDEX, which is loaded as a whole."""
_LUNR_SEPARATOR = re.compile(r"[\s\-]+")

Own = Callable[[str], Sequence[FieldTerms] | None]
"""Gives by body key the terms of an entry's own fields in the order of TERM_FIELDS."""
Columns = Mapping[str, Sequence[Terms]]
"""By field: the terms of each document."""


def build_search(
    documents: Sequence[Document],
    own: Own,
    lang: str,
    categories: Sequence[tuple[str, str]] = (),
    *,
    has_stock: bool = False,
) -> Files:
    """Yield the files of a language's index. A document's number is its position; categories are (key, label).

    With `has_stock` the one for a stock lunr.js is in place already.
    """
    columns = make_columns(documents, own)
    if not has_stock:
        stock = stock_columns(documents, columns)
        weighed = weigh(HEAD_FIELDS, [stock[name] for name, _ in HEAD_FIELDS], len(documents))
        yield STOCK_INDEX, lunr_index(weighed)
    yield DOCUMENTS, as_json([[document.title, document.href, document.summary] for document in documents])
    index = weigh(FIELDS, [columns[name] for name, _ in FIELDS], len(documents))
    yield from make_parts(index, documents, lang, categories)


def make_columns(documents: Sequence[Document], own: Own) -> Columns:
    """Return the terms of all documents by field."""
    columns: dict[str, list[Terms]] = {name: [] for name in TERM_FIELDS}
    for document in documents:
        terms = own(document.body_key) or [FieldTerms("", ())] * len(TERM_FIELDS)
        for column, field in zip(columns.values(), terms, strict=True):
            # One string for each term, however many documents have it.
            column.append((list(map(intern, field.words.split())), field.counts))
    columns["translations"] = [_count(tokens_of(document.named("translations"))) for document in documents]
    return columns


def stock_columns(documents: Sequence[Document], columns: Columns) -> Columns:
    """Add what a stock lunr.js makes of a name, which it cuts at spaces and hyphens only: that must be found too."""
    added = dict(columns)
    for field in NAME_FIELDS:
        column: list[Terms] = []
        for document, (terms, counts) in zip(documents, columns[field], strict=True):
            texts = [document.title] if field == "title" else document.named(field)
            stock = {part for text in texts for part in _LUNR_SEPARATOR.split(text.lower()) if part}
            new = sorted(stock.difference(terms))
            column.append(((*terms, *new), (*counts, *(1 for _ in new))))
        added[field] = column
    return added


def _count(terms: Sequence[str]) -> Terms:
    counts = Counter(terms)
    return tuple(counts), tuple(counts.values())
