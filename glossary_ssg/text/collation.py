"""Put headwords and readings in the order that their readers expect."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

from glossary_ssg.errors import GlossaryError
from glossary_ssg.text.folding import hiragana
from glossary_ssg.text.scripts import HAN

SortKey = Callable[[str], Any]

_DROPPED = re.compile(r"[\s()（）\[\]「」『』【】〔〕・]+")
_HAN = re.compile(f"[{HAN}]")


def fold_reading(reading: str) -> str:
    """Return a reading as it is sorted: hiragana, without brackets, middle dots and spaces."""
    return hiragana(_DROPPED.sub("", unicodedata.normalize("NFKC", reading)))


def has_kanji(reading: str) -> bool:
    """Tell whether a reading holds a Chinese character: then it cannot be sorted by its sound."""
    return _HAN.search(reading) is not None


def make_sort_key(method: str, tag: str) -> SortKey:
    """Return the sort key function for a language.

    `uca` is the Unicode Collation Algorithm with its default table (pyuca); `icu` follows the language's own rules and
    needs the extra `glossary-ssg[icu]`. Raises GlossaryError where that is missing.
    """
    return _icu(tag) if method == "icu" else _uca()


@cache
def _uca() -> SortKey:
    # Reading its table takes a tenth of a second: only where something is sorted.
    from pyuca import Collator

    sort_key: SortKey = Collator().sort_key
    return sort_key


@cache
def _icu(tag: str) -> SortKey:
    try:
        import icu
    except ImportError as error:
        message = "error: collation: `icu` is asked for, but PyICU is not installed"
        raise GlossaryError(
            f"{message}\n  hint: pip install 'glossary-ssg[icu]', or set `collation = \"uca\"`"
        ) from error
    sort_key: SortKey = icu.Collator.createInstance(icu.Locale.forLanguageTag(tag)).getSortKey
    return sort_key
