"""Weigh terms as lunr.js 2.3.9 does: Okapi BM25 with Lunr's defaults, three decimals, boosts.

Source: https://github.com/olivernn/lunr.js, lib/builder.js and lib/idf.js. Every operation is in the same order: the
results are compared bit by bit.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict, deque
from collections.abc import Sequence
from itertools import repeat

from msgspec import Struct

from glossary_ssg.search.fields import Terms

K1, B = 1.2, 0.75
"""Saturation of repeated terms and weight of a field's length, Lunr's defaults."""
UNIT = 1000
"""Weights are whole numbers of thousandths: Lunr keeps three decimals."""

_BEYOND = re.compile("[\U00010000-\U0010ffff]")
"""Characters that UTF-16 sorts in another place than their code points."""


class Weighed(Struct, frozen=True, gc=False):
    """An index: what each term weighs in which field of which document."""

    fields: Sequence[str]
    documents: int
    terms: Sequence[str]
    """In the order of UTF-16, in which JavaScript compares."""
    postings: Sequence[Sequence[int]]
    """By term: slot, weight, slot, weight, … with `field * documents + document` as a slot, ascending."""


def utf16(text: str) -> bytes:
    """Return a key that sorts texts as JavaScript does."""
    return text.encode("utf-16-be", "surrogatepass")


def weigh(fields: Sequence[tuple[str, int]], columns: Sequence[Sequence[Terms]], documents: int) -> Weighed:
    """Weigh the terms of documents; `columns` holds the terms of each document for each of the fields."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    norms: list[float] = []
    for number, column in enumerate(columns):
        lengths = [sum(counts) for _, counts in column]
        average = sum(lengths) / max(documents, 1) or 1.0  # without any term in the field nothing is divided
        norms += [K1 * (1 - B + B * (length / average)) for length in lengths]
        for slot, (terms, counts) in enumerate(column, number * documents):
            if not terms:
                continue
            # found[term] += (slot, count) for each term, without a step of Python for it
            deque(map(list.extend, map(found.__getitem__, terms), zip(repeat(slot), counts)), maxlen=0)
    terms = sorted(found, key=utf16 if _BEYOND.search("".join(found)) else None)
    boosts = [boost for _, boost in fields for _ in range(documents)]
    idfs = _Idfs(documents)
    idf, floor, factor = idfs[1], math.floor, K1 + 1
    postings = []
    for posting in map(found.__getitem__, terms):
        if len(posting) == 2:  # as of most terms, so there is no call for it
            slot, count = posting
            posting[1] = floor(idf * (factor * count) / (norms[slot] + count) * boosts[slot] * UNIT + 0.5)
            postings.append(posting)
        else:
            postings.append(_weights(posting, idfs, norms, boosts))
    return Weighed([name for name, _ in fields], documents, terms, postings)


class _Idfs(dict[int, float]):
    """What a term's rarity counts, by its occurrences: as in lib/idf.js one for every field of a document."""

    def __init__(self, documents: int) -> None:
        self._documents = documents

    def __missing__(self, occurrences: int) -> float:
        rest = self._documents - occurrences
        found = self[occurrences] = math.log(1 + abs((rest + 0.5) / (occurrences + 0.5)))
        return found


def _weights(found: list[int], idfs: _Idfs, norms: list[float], boosts: list[int]) -> list[int]:
    """Replace the counts of one term by weights; norms and boosts are by slot."""
    idf = idfs[len(found) // 2]
    floor, factor = math.floor, K1 + 1
    found[1::2] = [
        # Rounded as JavaScript's Math.round does.
        floor(idf * (factor * count) / (norms[slot] + count) * boosts[slot] * UNIT + 0.5)
        for slot, count in zip(found[::2], found[1::2], strict=True)
    ]
    return found
