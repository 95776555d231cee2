"""How many columns a text takes on a terminal, and on any line of fixed width."""

from __future__ import annotations

import unicodedata

_INVISIBLE = ("Mn", "Me", "Cf")


def columns(text: str) -> int:
    """Return the columns of a text: East Asian wide characters take two, marks none (UAX 11, `W` and `F`)."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(char: str) -> int:
    if unicodedata.category(char) in _INVISIBLE:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
