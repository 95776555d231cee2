"""The words that a mistyped query may have meant."""

from __future__ import annotations

from collections.abc import Sequence

from glossary_ssg.model import as_json
from glossary_ssg.search.fields import NAME_FIELDS, Document
from glossary_ssg.search.weigh import Weighed
from glossary_ssg.text.tokens import is_unspaced, name_key, runs

MOST_NAMED, MOST_OTHERS = 40_000, 10_000
"""So many words of names and of texts, the most common ones, or a large glossary's vocabulary would be large too."""
RARE = 2
"""A word that is in no name and stands in fewer fields than this may be mistyped itself."""
SHORTEST = 2


def make_vocabulary(index: Weighed, documents: Sequence[Document]) -> bytes:
    """Return `[words of names, other words, names in scripts without spaces]` as JSON, each sorted."""
    end = len(NAME_FIELDS) * index.documents
    named: list[tuple[int, str]] = []
    others: list[tuple[int, str]] = []
    for term, posting in zip(index.terms, index.postings, strict=True):
        if len(term) < SHORTEST or is_unspaced(term) or term.isdecimal():
            continue
        occurrences = len(posting) // 2
        if posting[0] < end:
            named.append((-occurrences, term))
        elif occurrences >= RARE:
            others.append((-occurrences, term))
    unspaced: dict[str, str] = {}
    for document in documents:
        for name in _all_names(document):
            if _is_unspaced(key := name_key(name)):
                unspaced.setdefault(key, name)
    names = [name for _, name in sorted(unspaced.items())]
    return as_json([_most(named, MOST_NAMED), _most(others, MOST_OTHERS), names[:MOST_NAMED]])


def _all_names(document: Document) -> list[str]:
    return [document.title, *(name for _, name in document.names)]


def _is_unspaced(key: str) -> bool:
    return len(key) >= SHORTEST and any(map(is_unspaced, runs(key)))


def _most(words: list[tuple[int, str]], most: int) -> list[str]:
    return sorted(word for _, word in sorted(words)[:most])
