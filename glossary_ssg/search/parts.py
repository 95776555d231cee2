"""Cut an index into small files, so that a reader loads what a query needs and no more.

Each kind of file is a sorted table, cut into contiguous ranges; the manifest says where each range begins and what hash
its name ends on. Of a table of many parts it says so of pages, and they of the parts. docs/search.md describes the
files.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import blake2b
from heapq import nlargest
from itertools import chain, pairwise
from operator import sub
from typing import Any

from glossary_ssg.model import as_json, as_text
from glossary_ssg.search.fields import Document
from glossary_ssg.search.files import MANIFEST, PARTS
from glossary_ssg.search.vocabulary import make_vocabulary
from glossary_ssg.search.weigh import Weighed, utf16
from glossary_ssg.text.tokens import is_unspaced, name_key

VERSION = 3
PART_SIZE, UNSPACED_PART_SIZE = 8_192, 4_096
"""Bytes of a part. Pairs of characters are more, and a query asks for more of them."""
NAMES_SIZE, DOCUMENTS_SIZE = 4_096, 1_024
"""Ten results are in ten parts of documents: they are small."""
MOST_ROWS, PAGE_ROWS = 600, 64
"""A table of more parts has pages of so many: one more request, and no manifest that grows with the glossary."""
EXACT_DOCUMENTS = 5_000
"""With more documents, common terms keep their heaviest postings only."""
HEAVIEST = 2_000
"""So many of them."""
HASH_LENGTH = 6

Files = Iterator[tuple[str, bytes]]
"""(path below the search folder, data)"""


def make_parts(
    index: Weighed, documents: Sequence[Document], lang: str, categories: Sequence[tuple[str, str]]
) -> Files:
    """Yield the parts of a language's index, the manifest last. The same documents give the same bytes."""
    limit = HEAVIEST if index.documents > EXACT_DOCUMENTS else None
    rows = [
        f"{as_text(term)},[{_posting(posting, index.documents, limit)}]"
        for term, posting in zip(index.terms, index.postings, strict=True)
    ]
    unspaced = sum(map(is_unspaced, index.terms)) * 2 > len(index.terms)
    tables = (
        ("terms", rows, index.terms, UNSPACED_PART_SIZE if unspaced else PART_SIZE),
        ("names", *_names(index.fields, documents), NAMES_SIZE),
    )
    manifest: dict[str, Any] = {"version": VERSION, "lang": lang, "fields": index.fields, "count": len(documents)}
    manifest["labels"] = categories
    for kind, lines, firsts, size in tables:
        yield from _table(kind, [(firsts[start], {kind: data}) for start, data in _cut(lines, size)], manifest)
    yield from _documents(documents, manifest)
    for kind, data in (("vocabulary", make_vocabulary(index, documents)), ("categories", _categories(documents))):
        manifest[kind] = _hash(data)
        yield f"{PARTS}/{kind}.{manifest[kind]}.json", data
    yield MANIFEST, as_text(manifest).encode()


def _posting(posting: Sequence[int], documents: int, limit: int | None) -> str:
    """Return `dropped, field, count, (step to the next document, weight)…, field, …`."""
    if len(posting) == 2:  # as of most terms
        field, document = divmod(posting[0], documents)
        return f"0,{field},1,{document},{posting[1]}"
    field = posting[0] // documents
    if field == posting[-2] // documents and not (limit and len(posting) > 2 * limit):
        # In one field only: no step of Python for each document.
        slots = posting[::2]
        numbers = [0] * len(posting)
        numbers[::2] = [slots[0] - field * documents, *map(sub, slots[1:], slots)]
        numbers[1::2] = posting[1::2]
        return f"0,{field},{len(slots)},{','.join(map(str, numbers))}"
    dropped = 0
    if limit and len(posting) > 2 * limit:
        pairs = zip(posting[::2], posting[1::2], strict=True)
        heaviest = sorted(nlargest(limit, pairs, key=lambda pair: (pair[1], -pair[0])))
        dropped = len(posting) // 2 - limit
        posting = [number for pair in heaviest for number in pair]
    numbers = [dropped]
    end, place, before = 0, 0, 0
    for at in range(0, len(posting), 2):
        slot = posting[at]
        if slot >= end:
            field = slot // documents
            end, before, place = (field + 1) * documents, field * documents, len(numbers) + 1
            numbers += (field, 0)
        numbers[place] += 1
        numbers += (slot - before, posting[at + 1])
        before = slot
    return ",".join(map(str, numbers))


def _names(fields: Sequence[str], documents: Sequence[Document]) -> tuple[list[str], list[str]]:
    """Return every name as `name, field, document`, and what they are sorted by."""
    found: dict[tuple[str, int], tuple[int, str]] = {}
    for number, document in enumerate(documents):
        for field, name in (("title", document.title), *document.names):
            if key := name_key(name):
                found.setdefault((key, number), (fields.index(field), name))
    order: Callable[[tuple[tuple[str, int], tuple[int, str]]], Any] = lambda item: (  # noqa: E731
        utf16(item[0][0]),
        item[1][0],
        item[0][1],
    )
    items = sorted(found.items(), key=order)
    rows = [f"{as_text(name)},{field},{number}" for (_, number), (field, name) in items]
    return rows, [key for (key, _), _ in items]


def _documents(documents: Sequence[Document], manifest: dict[str, Any]) -> Files:
    """Yield the rows of documents, and beside each part their headings, which few queries need."""
    parts = list(_cut([_row(document) for document in documents], DOCUMENTS_SIZE))
    table = []
    for (start, end), (_, rows) in zip(pairwise([*(start for start, _ in parts), len(documents)]), parts, strict=True):
        headings = as_json([_headings(document) for document in documents[start:end]])
        table.append((start, {"documents": rows, "headings": headings}))
    yield from _table("documents", table, manifest)


def _table(kind: str, parts: Sequence[tuple[Any, Mapping[str, bytes]]], manifest: dict[str, Any]) -> Files:
    """Yield parts, each a first key and its files by their kinds, and pages; note in the manifest where they begin.

    The names of all files of a part end on one hash, so that headings make the manifest no longer.
    """
    firsts = [first for first, _ in parts]
    hashes = [_hash(b"".join(files.values())) for _, files in parts]
    for number, ((_, files), found) in enumerate(zip(parts, hashes, strict=True)):
        for name, data in files.items():
            yield f"{PARTS}/{name}-{number}.{found}.json", data
    if len(parts) <= MOST_ROWS:
        manifest[kind] = [firsts, "".join(hashes)]
        return
    starts = range(0, len(parts), PAGE_ROWS)
    pages = [as_json([firsts[at : at + PAGE_ROWS], "".join(hashes[at : at + PAGE_ROWS])]) for at in starts]
    for number, data in enumerate(pages):
        yield f"{PARTS}/{kind}-page-{number}.{_hash(data)}.json", data
    manifest[kind] = [firsts[::PAGE_ROWS], "".join(map(_hash, pages)), PAGE_ROWS]


def _row(document: Document) -> str:
    return f"{as_text(document.title)},{as_text(document.href)},{as_text(document.summary)}"


def _headings(document: Document) -> list[str | int]:
    """Return `id, text, id, text, …`, with 0 for the usual id."""
    pairs = ((0 if id_ == usual_id(text) else id_, text) for id_, text in document.headings)
    return list(chain.from_iterable(pairs))


def usual_id(text: str) -> str:
    """Return the id that most headings have, those without punctuation."""
    return text.lower().replace(" ", "-")


def _categories(documents: Sequence[Document]) -> bytes:
    """Return `{key: [step to the next document, …]}`."""
    found: dict[str, list[int]] = {}
    last: dict[str, int] = {}
    for number, document in enumerate(documents):
        for key in document.categories:
            found.setdefault(key, []).append(number - last.get(key, 0))
            last[key] = number
    return as_text(dict(sorted(found.items()))).encode()


def _cut(rows: Sequence[str], size: int) -> Iterator[tuple[int, bytes]]:
    """Yield (number of the first row, JSON list of rows) of parts of about equal size, `size` bytes at most.

    A row that is longer than that is a part by itself, or makes one longer.
    """
    lengths = [len(row.encode()) + 1 for row in rows]
    count = -(-sum(lengths) // size)
    share = sum(lengths) / max(count, 1)
    start, before, part = 0, 0, 0
    for number, length in enumerate(lengths):
        if number > start and int((before + length / 2) / share) > part:
            part = int((before + length / 2) / share)
            yield start, f"[{','.join(rows[start:number])}]".encode()
            start = number
        before += length
    if rows:
        yield start, f"[{','.join(rows[start:])}]".encode()


def _hash(data: bytes) -> str:
    return base64.b32encode(blake2b(data, digest_size=5).digest()).decode().lower()[:HASH_LENGTH]
