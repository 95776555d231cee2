"""Lists inside of messages."""

from __future__ import annotations

from collections.abc import Collection
from heapq import nsmallest

from glossary_ssg.limits import MESSAGE_FILES


def listed(texts: Collection[str]) -> str:
    """Return the texts in order with commas between them; of many the first ones, and how many more there are."""
    shown = ", ".join(nsmallest(MESSAGE_FILES, texts))
    return f"{shown} and {len(texts) - MESSAGE_FILES:,} more" if len(texts) > MESSAGE_FILES else shown
