"""Cut text into search terms: the rules of `static/js/search/analyse.js` in the default theme, to the letter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from struct import unpack, unpack_from
from typing import Any

from glossary_ssg.text.characters import RUNS
from glossary_ssg.text.folding import KATAKANA_TO_HIRAGANA
from glossary_ssg.text.normal import normalize

_IGNORED_BELOW = "\u00ad\u061c\u200c-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff"
_IGNORED = f"{_IGNORED_BELOW}\U000e0100-\U000e01ef"
"""Invisible characters that stand inside of words: soft hyphens, joiners, variation selectors."""
_INVISIBLE = re.compile(f"[{_IGNORED}]")
_ALIKE = KATAKANA_TO_HIRAGANA | {0x00DF: "ss", 0x0131: "i", 0x03C2: "σ", 0x2019: "'", 0x2010: "-"}
"""Katakana, the sharp s, the i without a dot, the final sigma, the typographic apostrophe, the hyphen that is no
minus."""
_PLAIN = "\x00-\x7f\u2012-\u2016\u2018\u201a-\u201f\u3001-\u3029\u3041-\u3096\u30fb\u30fc\u4e00-\u9fff"
"""Characters that NFKC leaves as they are, whatever stands beside them: most texts have hardly any other."""
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""Full-width forms of ASCII, which NFKC makes narrow."""
_SIMPLE = {code: to for code, to in (_ALIKE | _WIDE).items() if code != 0x03C2}
"""What is made alike character by character."""


_SIMPLE_TABLE = [_SIMPLE.get(code, code) for code in range(0x10000)]
"""For `str.translate`, which reads a list fastest."""
_SPACES = re.compile("[\t-\r \u1680\u2028\u2029]+")
_TYPOGRAPHY = re.compile("[\u2013\u2014\u2018\u201c-\u201e\u2026]")
"""Dashes, quotes and dots that are no part of a word."""
_APART = {code: " " for code in range(128) if not re.match(r"[0-9a-z_.'+#-]", chr(code))}
"""What stands between the words of normalised ASCII text."""
_FIRST_UNSPACED = "\u0e00"
"""No script without spaces comes before it."""


_BEYOND = re.compile("[\U00010000-\U0010ffff]")
"""Characters beyond the first plane. Classes with such characters take `re` ten times longer, so most texts do
without."""


@cache
def _class(kind: str, last: int = 0x10FFFF) -> str:
    """Return the characters of a class of the table, up to a last one, as the inside of a character class."""
    code, ranges = 0, []
    for name, length in re.findall(r"([a-z])([0-9A-Z]+)", RUNS):
        end = min(code + int(length, 36) - 1, last)
        if name == kind and code <= end:
            ranges.append(chr(code) if code == end else f"{chr(code)}-{chr(end)}")
        code += int(length, 36)
    return "".join(ranges)


def _last(text: str) -> int:
    """Return the last character that patterns for a text have to know."""
    return 0x7F if text.isascii() else 0x10FFFF if _BEYOND.search(text) else 0xFFFF


@cache
def _noise(last: int) -> re.Pattern[str]:
    """Return the pattern of what is no text: invisible characters, and those that are not assigned."""
    return re.compile(f"[{_IGNORED if last > 0xFFFF else _IGNORED_BELOW}{_class('u', last)}]")


@cache
def _runs(last: int) -> re.Pattern[str]:
    # A word, with the signs that make C++, C#, .NET and node.js whole, and hyphens and apostrophes inside it.
    part = r"[0-9a-z_]" if last == 0x7F else f"[{_class('w', last)}]"
    word = rf"{part}+(?:[-.']{part}+)*(?:\+\+|\#(?!{part}))?"
    word = rf"{word}|(?<!{part})(?<!\.)\.{word}"
    return re.compile(word if last == 0x7F else f"{word}|[{_class('h', last)}]+|[{_class('s', last)}]+")


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile(f"[{_class('h')}{_class('s')}]")


@cache
def _patterns() -> Sequence[re.Pattern[str]]:
    """Return patterns of what is not plain, of what is neither plain nor simple, and of runs of what is unlike."""
    simple, unlike = ("".join(map(chr, codes)) for codes in (_SIMPLE, _ALIKE))
    return tuple(map(re.compile, (f"[^{_PLAIN}]", f"[^{_PLAIN}{simple}]", f"[{unlike}]+")))


def normalise(text: str) -> str:
    """Return text without differences that search does not make: NFKC, lower case, katakana as hiragana."""
    if text.isascii():
        return text.lower()
    odd, strange, unlike = _patterns()
    if not odd.search(text):
        return text.lower()
    if not strange.search(text):
        return text.translate(_SIMPLE_TABLE).lower()
    text = _noise(_last(text)).sub(lambda found: "" if _INVISIBLE.match(found[0]) else " ", text)
    text = normalize("NFKC", text).lower().replace("i\u0307", "i")
    return unlike.sub(lambda found: found[0].translate(_ALIKE), text)


def runs(text: str) -> list[str]:
    """Return the words of normalised text, and the runs of characters of scripts without spaces."""
    return _runs(_last(text)).findall(text)


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
    return _terms(normalise(text))


def _terms(text: str) -> list[str]:
    """Return the search terms of normalised text."""
    pieces = runs(text)
    if text.isascii() and "-" not in text and "'" not in text:
        return pieces
    found: list[str] = []
    unspaced = _unspaced().match
    for run in pieces:
        if run[0] >= _FIRST_UNSPACED and unspaced(run):
            found += [run[at : at + 2] for at in range(len(run))]
        else:
            found.append(run)
            if "-" in run or "'" in run:
                found += parts(run)
    return found


Key = str | int
"""What a term is counted by: itself, or of a pair of characters one number, which is counted twice as fast."""


def count_tokens(text: str) -> Counter[Key]:
    """Return how often each search term occurs in a text, by its key."""
    text = normalise(text)
    plain = text if text.isascii() else _TYPOGRAPHY.sub(" ", text)
    if not plain.isascii():
        return Counter(_terms(text)) if _BEYOND.search(text) else _count_pairs(text)
    # Cut at spaces, then look closer at what is more than letters and digits: once, however often it occurs.
    counts: Counter[Any] = Counter(plain.translate(_APART).split())
    # All are taken out first: a part of one may be what another is.
    for piece, count in [(piece, counts.pop(piece)) for piece in list(counts) if not piece.isalnum()]:
        word = piece.rstrip(".'-")
        for term in (word,) if word.isalnum() else _terms(piece):
            counts[term] += count
    return counts


def _count_pairs(text: str) -> Counter[Key]:
    """Count the terms of normalised text without characters beyond the first plane."""
    unspaced = _unspaced().match
    words: list[str] = []
    pieces: list[str] = []
    for run in runs(text):
        (pieces if run[0] >= _FIRST_UNSPACED and unspaced(run) else words).append(run)
    # Each run gives its pairs, its last character with the line end, and one pair too many.
    joined = "\n".join(pieces)
    data = f"{joined}\n".encode("utf-16-le")
    counts: Counter[Key] = Counter(unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))
    counts.update(unpack_from(f"<{(len(data) - 2) // 4}I", data, 2))
    for first in {run[0] for run in pieces}:
        counts.pop(0x0A | ord(first) << 16, None)
    for word in words:
        for term in (word, *parts(word)):
            counts[term] += 1
    return counts


def term_of(key: Key) -> str:
    """Return the term that is counted by a key."""
    return key if isinstance(key, str) else key.to_bytes(4, "little").decode("utf-16-le").rstrip("\n")


def tokens_of(texts: Sequence[str]) -> list[str]:
    """Return the search terms of several texts."""
    return [term for text in texts for term in tokens(text)]


def name_key(name: str) -> str:
    """Return what names are compared by: normalised, with single spaces."""
    return _SPACES.sub(" ", normalise(name)).strip(" ")
