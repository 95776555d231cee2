"""Make texts comparable that a reader would call the same."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from glossary_ssg.text.normal import normalize

KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}


def casefold(text: str) -> str:
    """Return text without differences of case; İ of Turkish is i, ı is another letter."""
    return text.casefold().replace("i\u0307", "i")


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return text without differences of case, width, Unicode form and white space."""
    # NFKC twice: case folding may leave text that is not normalised (Unicode 3.13, toNFKC_Casefold).
    folded = text.lower() if text.isascii() else normalize("NFKC", casefold(normalize("NFKC", text)))
    return " ".join(folded.split())


def bare(text: str) -> str:
    """Return folded text without spaces and punctuation; `#` stays, so that C# is not C."""
    return "".join(char for char in fold(text) if char == "#" or unicodedata.category(char)[0] not in "PZ")


def hiragana(text: str) -> str:
    """Return text with katakana as hiragana."""
    return text.translate(KATAKANA_TO_HIRAGANA)
