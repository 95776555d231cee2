"""A short sketch of a text, by which texts that share most of their sentences are known without reading them again.

The smallest hashes of a set are a fair sample of it, and of its union with another one (Broder, On the resemblance and
containment of documents, 1997).
"""

from __future__ import annotations

import re
from zlib import crc32

_SIZE = 24
"""Hashes of a sketch."""
_FEWEST = 3
"""Of texts with fewer sentences nobody can tell whether one is a copy."""
_SENTENCE_END = re.compile(r"[.。！？!?।۔\n](?:(?<!\.)|\s)")
_SHORTEST = 8
"""Characters of a sentence that counts."""


def sketch(text: str) -> str:
    """Return the smallest hashes of a text's sentences with spaces between them; case does not count."""
    sentences = map(str.strip, _SENTENCE_END.split(text.casefold()))
    hashes = sorted({crc32(part.encode()) for part in sentences if len(part) >= _SHORTEST})
    return " ".join([f"{number:08x}" for number in hashes[:_SIZE]])


def likeness(one: str, other: str) -> float:
    """Return the estimated share of sentences that two texts have in common, 0 where there are too few of them."""
    first, second = set(one.split()), set(other.split())
    if min(len(first), len(second)) < _FEWEST or first.isdisjoint(second):
        return 0.0
    sample = set(sorted(first | second)[:_SIZE])
    return len(sample & first & second) / len(sample)
