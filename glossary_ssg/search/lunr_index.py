"""Write an index as lunr.js 2.3.9 serialises it, with an empty pipeline.

Source: the schema in https://github.com/olivernn/lunr-schema. lunr.js refuses an index whose terms are not in the order
of UTF-16. Weights are written by hand: `json` would take three times as long.
"""

from __future__ import annotations

import json
from itertools import pairwise

from glossary_ssg.search.weigh import UNIT, Weighed

LUNR_VERSION = "2.3.9"


def lunr_index(index: Weighed) -> bytes:
    """Return a serialised Lunr index. A document's `ref` is its number; terms are numbered in their order."""
    documents = index.documents
    vectors: list[list[str]] = [[] for _ in range(documents * len(index.fields))]
    entries = []
    refs = [f'"{number}":{{}}' for number in range(documents)]
    starts = [number * documents for number in range(len(index.fields) + 1)]
    names = [json.dumps(name) for name in index.fields]
    for number, (term, posting) in enumerate(zip(index.terms, index.postings, strict=True)):
        fields: list[list[str]] = [[] for _ in names]
        for at in range(0, len(posting), 2):
            slot = posting[at]
            vectors[slot].append(f"{number},{_decimal(posting[at + 1])}")
            field = slot // documents
            fields[field].append(refs[slot - starts[field]])
        columns = ",".join(f"{name}:{{{','.join(found)}}}" for name, found in zip(names, fields, strict=True))
        entries.append(f'[{json.dumps(term, ensure_ascii=False)},{{"_index":{number},{columns}}}]')
    rows = [
        f'["{index.fields[field]}/{document}",[{",".join(vectors[start + document])}]]'
        for document in range(documents)
        for field, (start, _) in enumerate(pairwise(starts))
    ]
    return (
        f'{{"version":"{LUNR_VERSION}","fields":[{",".join(names)}],"fieldVectors":[{",".join(rows)}],'
        f'"invertedIndex":[{",".join(entries)}],"pipeline":[]}}'
    ).encode()


def _decimal(weight: int) -> str:
    """Return thousandths as JavaScript writes a number."""
    return str(weight // UNIT) if weight % UNIT == 0 else repr(weight / UNIT)
