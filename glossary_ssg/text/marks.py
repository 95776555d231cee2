"""Break long runs of combining marks, which `unicodedata.normalize` sorts in time that grows with the square."""

from __future__ import annotations

import re
import unicodedata

from glossary_ssg.limits import MARK_RUN_CHARACTERS, SHORT_TEXT_CHARACTERS

_JOINER = "\u034f"
"""COMBINING GRAPHEME JOINER: invisible, and no mark is sorted past it."""
_MAY_BE_RUN = re.compile(rf"(?:[^\w\x00-\x7f]|[\uff9e\uff9f]){{{MARK_RUN_CHARACTERS + 1},}}+")
"""Marks are no letters, but for two of half-width kana."""


def break_runs(text: str) -> str:
    """Return text with a joiner behind each MARK_RUN_CHARACTERS combining marks in a row.

    This is the Stream-Safe Text Format (Unicode Standard Annex 15, section 13) with a larger limit.
    A short text stays as it is.
    """
    if len(text) <= SHORT_TEXT_CHARACTERS or text.isascii():
        return text
    return _MAY_BE_RUN.sub(lambda match: _broken(match[0]), text)


def _broken(run: str) -> str:
    parts: list[str] = []
    count = start = 0
    for at, char in enumerate(run):
        count = count + 1 if unicodedata.combining(unicodedata.normalize("NFKD", char)[0]) else 0
        if count > MARK_RUN_CHARACTERS:
            parts.append(run[start:at])
            start, count = at, 1
    return _JOINER.join((*parts, run[start:]))
