"""Write an index as lunr.js 2.3.9 serialises it, with an empty pipeline.

Source: the schema in https://github.com/olivernn/lunr-schema. lunr.js refuses an index whose terms are not in the order
of UTF-16. Weights are written by hand: `json` would take three times as long.
"""

from __future__ import annotations

from itertools import pairwise

from glossary_ssg.model import as_text
from glossary_ssg.search.weigh import UNIT, Weighed

LUNR_VERSION = "2.3.9"


def lunr_index(index: Weighed) -> bytes:
    """Return a serialised Lunr index. A document's `ref` is its number; terms are numbered in their order."""
    documents = index.documents
    vectors: list[list[str]] = [[] for _ in range(documents * len(index.fields))]
    entries = []
    decimals = _Decimals()
    starts = [number * documents for number in range(len(index.fields) + 1)]
    names = [as_text(name) for name in index.fields]
    # Most terms stand in one field only: what stands before and after its documents.
    around = [
        ("".join(f"{name}:{{}}," for name in names[:at]), "".join(f",{name}:{{}}" for name in names[at + 1 :]))
        for at in range(len(names))
    ]
    for number, (term, posting) in enumerate(zip(index.terms, index.postings, strict=True)):
        found: dict[int, list[str]] = {}
        for at in range(0, len(posting), 2):
            slot = posting[at]
            vectors[slot].append(f"{number},{decimals[posting[at + 1]]}")
            field = slot // documents
            if field in found:
                found[field].append(f'"{slot - starts[field]}":{{}}')
            else:
                found[field] = [f'"{slot - starts[field]}":{{}}']
        if len(found) == 1:
            ((field, refs),) = found.items()
            before, after = around[field]
            columns = f"{before}{names[field]}:{{{','.join(refs)}}}{after}"
        else:
            columns = ",".join(f"{name}:{{{','.join(found.get(at, ()))}}}" for at, name in enumerate(names))
        entries.append(f'[{as_text(term)},{{"_index":{number},{columns}}}]')
    rows = [
        f'["{index.fields[field]}/{document}",[{",".join(vectors[start + document])}]]'
        for document in range(documents)
        for field, (start, _) in enumerate(pairwise(starts))
    ]
    return (
        f'{{"version":"{LUNR_VERSION}","fields":[{",".join(names)}],"fieldVectors":[{",".join(rows)}],'
        f'"invertedIndex":[{",".join(entries)}],"pipeline":[]}}'
    ).encode()


class _Decimals(dict[int, str]):
    """Thousandths as JavaScript writes a number; the same weights come again and again."""

    def __missing__(self, weight: int) -> str:
        text = self[weight] = str(weight // UNIT) if weight % UNIT == 0 else repr(weight / UNIT)
        return text
