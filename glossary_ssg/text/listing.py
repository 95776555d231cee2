"""Lists inside of messages."""

from __future__ import annotations

from collections.abc import Collection
from heapq import nsmallest

from glossary_ssg.limits import MOST_LISTED


def listed(texts: Collection[str]) -> str:
    """Return the texts in order with commas between them; of many the first ones, and how many more there are."""
    shown = ", ".join(nsmallest(MOST_LISTED, texts))
    return f"{shown} and {len(texts) - MOST_LISTED:,} more" if len(texts) > MOST_LISTED else shown
