"""The name that somebody may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from glossary_ssg.limits import SUGGESTION_CHARACTERS


def closest(name: str, options: Iterable[str], *, cutoff: float = 0.6) -> str:
    """Return the option that is most like a name, empty text where none is, or where the name is too long to compare.

    `cutoff` is the least similarity, from 0 to 1.
    """
    if len(name) > SUGGESTION_CHARACTERS:
        return ""
    close = get_close_matches(name, [option for option in options if len(option) <= SUGGESTION_CHARACTERS], 1, cutoff)
    return close[0] if close else ""
