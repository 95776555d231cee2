"""Weigh terms as lunr.js 2.3.9 does: Okapi BM25 with Lunr's defaults, three decimals, boosts.

Source: https://github.com/olivernn/lunr.js, lib/builder.js and lib/idf.js. Every operation is in the same order: the
results are compared bit by bit.
"""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from glossary_ssg.search.fields import Terms

K1, B = 1.2, 0.75
"""Saturation of repeated terms and weight of a field's length, Lunr's defaults."""
UNIT = 1000
"""Weights are whole numbers of thousandths: Lunr keeps three decimals."""


@dataclass(frozen=True, slots=True)
class Weighed:
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
    norms = array("d")
    for number, column in enumerate(columns):
        lengths = [sum(counts) for _, counts in column]
        average = sum(lengths) / max(documents, 1) or 1.0  # without any term in the field nothing is divided
        norms.extend([K1 * (1 - B + B * (length / average)) for length in lengths])
        slot = number * documents
        for terms, counts in column:
            for term, count in zip(terms, counts, strict=True):
                found[term] += (slot, count)
            slot += 1
    terms = sorted(found, key=utf16) if any(max(term) > "\uffff" for term in found) else sorted(found)
    boosts = [boost for _, boost in fields]
    postings = [_weights(found.pop(term), norms, boosts, documents) for term in terms]
    return Weighed([name for name, _ in fields], documents, terms, postings)


def _weights(found: list[int], norms: array[float], boosts: list[int], documents: int) -> list[int]:
    """Replace the counts of one term by weights."""
    # As in lib/idf.js a term counts once for every field of a document that has it.
    occurrences = len(found) // 2
    idf = math.log(1 + abs((documents - occurrences + 0.5) / (occurrences + 0.5)))
    floor, factor = math.floor, K1 + 1
    for at in range(0, len(found), 2):
        slot, count = found[at], found[at + 1]
        weight = idf * (factor * count) / (norms[slot] + count) * boosts[slot // documents]
        found[at + 1] = floor(weight * UNIT + 0.5)  # as JavaScript's Math.round does
    return found
