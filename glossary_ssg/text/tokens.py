"""Cut text into search terms: the rules of `static/js/search/analyse.js` in the default theme, to the letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from glossary_ssg.text.characters import RUNS
from glossary_ssg.text.folding import hiragana

_IGNORED = "[\u00ad\u061c\u200c-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
"""Invisible characters that stand inside of words: soft hyphens, joiners, variation selectors."""
_ALIKE = str.maketrans({"\u03c2": "\u03c3", "\u2019": "'", "\u2010": "-"})
"""The final sigma, the typographic apostrophe, the hyphen that is no minus."""
_SPACES = re.compile("[\t-\r \u1680\u2028\u2029]+")
_FIRST_UNSPACED = "\u0e00"
"""No script without spaces comes before it."""


@cache
def _class(kind: str) -> str:
    """Return the characters of a class of the table as the inside of a character class."""
    code, ranges = 0, []
    for name, length in re.findall(r"([a-z])([0-9A-Z]+)", RUNS):
        last = code + int(length, 36) - 1
        if name == kind:
            ranges.append(chr(code) if code == last else f"{chr(code)}-{chr(last)}")
        code = last + 1
    return "".join(ranges)


@cache
def _unknown() -> re.Pattern[str]:
    return re.compile(f"[{_class('u')}]")


@cache
def _invisible() -> re.Pattern[str]:
    return re.compile(_IGNORED)


@cache
def _runs(ascii_only: bool) -> re.Pattern[str]:
    # A word, with the signs that make C++, C#, .NET and node.js whole, and hyphens and apostrophes inside it.
    part = r"[0-9a-z_]" if ascii_only else f"[{_class('w')}]"
    word = rf"(?:(?<!{part})(?<!\.)\.)?{part}+(?:[-.']{part}+)*(?:\+\+|\#(?!{part}))?"
    return re.compile(word if ascii_only else f"{word}|[{_class('h')}]+|[{_class('s')}]+")


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile(f"[{_class('h')}{_class('s')}]")


def normalise(text: str) -> str:
    """Return text without differences that search does not make: NFKC, lower case, katakana as hiragana."""
    if text.isascii():
        return text.lower()
    text = _unknown().sub(" ", _invisible().sub("", text))
    return hiragana(unicodedata.normalize("NFKC", text).lower()).translate(_ALIKE)


def runs(text: str) -> list[str]:
    """Return the words of normalised text, and the runs of characters of scripts without spaces."""
    return _runs(text.isascii()).findall(text)


def is_unspaced(run: str) -> bool:
    """Tell whether a run is of a script without spaces."""
    return run[0] >= _FIRST_UNSPACED and _unspaced().match(run) is not None


def parts(word: str) -> list[str]:
    """Return the parts of a word with hyphens or apostrophes, none of others."""
    if "-" not in word and "'" not in word:
        return []
    return word.replace("'", "-").split("-")


def tokens(text: str) -> list[str]:
    """Return the search terms of a text in order, repeated terms included.

    Words are letters, marks, digits and `_`; a word with hyphens or apostrophes gives itself and its parts. Scripts
    without spaces give pairs of characters and the run's last one: 生成AI is 生成, 成, ai.
    """
    found: list[str] = []
    for run in runs(normalise(text)):
        if is_unspaced(run):
            found += [run[at : at + 2] for at in range(len(run))]
        else:
            found.append(run)
            if "-" in run or "'" in run:
                found += parts(run)
    return found


def tokens_of(texts: Sequence[str]) -> list[str]:
    """Return the search terms of several texts."""
    return [term for text in texts for term in tokens(text)]


def name_key(name: str) -> str:
    """Return what names are compared by: normalised, with single spaces."""
    return _SPACES.sub(" ", normalise(name)).strip(" ")
