"""Write an index as lunr.js 2.3.9 serialises it, with an empty pipeline.

Source: the schema in https://github.com/olivernn/lunr-schema. lunr.js refuses an index whose terms are not in the order
of UTF-16. Weights are written by hand: `json` would take three times as long.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from itertools import pairwise, repeat

from glossary_ssg.model import as_text
from glossary_ssg.search.weigh import UNIT, Weighed

LUNR_VERSION = "2.3.9"


def lunr_index(index: Weighed) -> bytes:
    """Return a serialised Lunr index. A document's `ref` is its number; terms are numbered in their order."""
    documents = index.documents
    vectors: list[list[str]] = [[] for _ in range(documents * len(index.fields))]
    decimals = _Decimals()
    postings = _Postings(index)
    inverted = _Json()
    for number, (term, posting) in enumerate(zip(index.terms, index.postings, strict=True)):
        if len(posting) == 2:  # as of most terms
            slots = posting[:1]
            vectors[slots[0]] += (str(number), decimals[posting[1]])
        else:
            slots, weights = posting[::2], map(decimals.__getitem__, posting[1::2])
            # vectors[slot] += (number, weight) for each slot, without a step of Python for it
            deque(map(list.extend, map(vectors.__getitem__, slots), zip(repeat(str(number)), weights)), maxlen=0)
        inverted.add(f'[{as_text(term)},{{"_index":{number},{postings.text(slots)}}}]')
    rows = _Json()
    for document in range(documents):
        for at, name in enumerate(index.fields):
            vector = vectors[at * documents + document]
            rows.add(f'["{name}/{document}",[{",".join(vector)}]]')
            vector.clear()
    head = f'{{"version":"{LUNR_VERSION}","fields":[{",".join(map(as_text, index.fields))}],"fieldVectors":['
    return b"".join((head.encode(), rows.end(), b'],"invertedIndex":[', inverted.end(), b'],"pipeline":[]}'))


class _Json:
    """Items of a JSON list. Few are kept as texts, which take many times the memory of what is written."""

    def __init__(self) -> None:
        self._written = bytearray()
        self._items: list[str] = []

    def add(self, item: str) -> None:
        """Add an item."""
        self._items.append(item)
        if len(self._items) > 1_000:
            self._write()
            self._written += b","

    def end(self) -> bytearray:
        """Return all items with commas between them."""
        if self._items:
            self._write()
        else:
            del self._written[-1:]
        return self._written

    def _write(self) -> None:
        self._written += ",".join(self._items).encode()
        self._items.clear()


class _Postings:
    """Writes the documents that a term stands in, by field."""

    def __init__(self, index: Weighed) -> None:
        self._documents = index.documents
        self._names = [as_text(name) for name in index.fields]
        self._refs = [f'"{document}":{{}}' for document in range(index.documents)] * len(self._names)
        self._starts = [number * index.documents for number in range(len(self._names) + 1)]
        # Most terms stand in one field only: what stands before and after its documents.
        empty = [f"{name}:{{}}" for name in self._names]
        around = [(empty[:at], f"{name}:{{\n}}", empty[at + 1 :]) for at, name in enumerate(self._names)]
        self._around = [",".join((*before, name, *after)).split("\n") for before, name, after in around]

    def text(self, slots: Sequence[int]) -> str:
        """Return the fields of an entry of the inverted index."""
        refs = self._refs
        field = slots[0] // self._documents
        if slots[-1] < self._starts[field + 1]:
            before, after = self._around[field]
            within = refs[slots[0]] if len(slots) == 1 else ",".join(map(refs.__getitem__, slots))
            return f"{before}{within}{after}"
        ends = [bisect_left(slots, start) for start in self._starts]
        parts = [",".join(map(refs.__getitem__, slots[start:end])) for start, end in pairwise(ends)]
        return ",".join(f"{name}:{{{part}}}" for name, part in zip(self._names, parts, strict=True))


class _Decimals(dict[int, str]):
    """Thousandths as JavaScript writes a number; the same weights come again and again."""

    def __missing__(self, weight: int) -> str:
        text = self[weight] = str(weight // UNIT) if weight % UNIT == 0 else repr(weight / UNIT)
        return text
