"""Unicode normalisation whose time grows with the text, whatever the text.

To put the marks of one character in order takes time that grows with the square of their number, in CPython as in ICU.
"""

from __future__ import annotations

import unicodedata
from typing import Literal

from glossary_ssg.limits import COMPARED_MARKS

_STEP = COMPARED_MARKS // 8
_HIDDEN = frozenset("\u0f73\u0f75\u0f81\uff9e\uff9f")
"""Characters that are no marks, but decompose into marks alone."""


def normalize(form: Literal["NFC", "NFKC"], text: str) -> str:
    """Return a text in a normalisation form, without the marks of a character beyond COMPARED_MARKS."""
    return unicodedata.normalize(form, bounded(text))


def is_normalized(text: str) -> bool:
    """Tell whether a text is what `normalize` returns for NFC."""
    return bounded(text) is text and unicodedata.is_normalized("NFC", text)


def bounded(text: str) -> str:
    """Return a text without the marks of a character beyond COMPARED_MARKS; the same value where there are none."""
    if len(text) <= COMPARED_MARKS or text.isascii():
        return text
    # A run that is too long has seven samples in a row; hardly any other text has.
    samples = bytes(map(_is_mark, text[::_STEP]))
    return _cut(text) if b"\1" * 7 in samples else text


def _is_mark(char: str) -> bool:
    return unicodedata.combining(char) > 0 or char in _HIDDEN


def _cut(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if _is_mark(char) else 0
        if marks <= COMPARED_MARKS:
            kept.append(char)
    return text if len(kept) == len(text) else "".join(kept)
