"""Headwords with parentheses: what stands outside and inside, and whether that is an acronym or a qualifier."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from glossary_ssg.limits import NAME_PARENTHESES
from glossary_ssg.text.scripts import mark_class

_PARENTHESES = re.compile(r"[(（]([^()（）]*)[)）]")
MINOR = frozenset(
    (
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "of",
        "on",
        "or",
        "per",
        "the",
        "to",
        "via",
        "with",
    )
)
"""Words whose initials an acronym may leave out: IoT has the one of `of`, LLM has none to leave out."""


class Parts(Struct, frozen=True, gc=False):
    """A headword taken apart."""

    outside: str
    """The headword without parentheses; the headword itself where it has none."""
    inside: tuple[str, ...]
    """What stands in parentheses, the first ones of many."""


@lru_cache(maxsize=65_536)
def take_apart(headword: str) -> Parts:
    """Return the parts of "Long Form (LF)" or 「長い名前（LF）」."""
    inside = tuple(text for part in _PARENTHESES.findall(headword) if (text := part.strip()))[:NAME_PARENTHESES]
    outside = " ".join(_PARENTHESES.sub(" ", headword).split())
    return Parts(outside or headword, inside if outside else ())


def is_acronym(short: str, long_forms: Sequence[str]) -> bool:
    """Tell whether the letters of `short` are the initials of one of the long forms, a plural `s` left aside."""
    letters = _letters(short)
    if not 2 <= len(letters) <= 12:
        return False
    variants = {letters.casefold()}
    if letters.endswith("s") and letters[:-1].isupper():
        variants.add(letters[:-1].casefold())
    return any(_begin(variant, _words(form)) for form in long_forms for variant in variants)


def singular_acronym(text: str) -> str:
    """Return `LLM` for `LLMs`, the text itself where it is no plural of capitals."""
    return text[:-1] if len(text) > 2 and text.endswith("s") and text[:-1].isupper() else text


def _letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())


def _words(text: str) -> list[str]:
    return [word.casefold() for word in re.findall(rf"[\w{mark_class()}]+", unicodedata.normalize("NFKC", text))]


def _begin(letters: str, words: Sequence[str]) -> bool:
    """Tell whether letters are the words' initials in order; minor words may be left out."""
    reached = {0}
    for word in words:
        taken = {at + 1 for at in reached if letters[at : at + 1] == word[0]}
        reached = taken | reached if word in MINOR else taken
    return len(letters) in reached
