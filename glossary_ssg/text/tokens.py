"""Cut text into search terms."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from glossary_ssg.text.folding import hiragana
from glossary_ssg.text.scripts import HAN, KANA, UNSPACED, mark_class

_RUNS = re.compile(rf"([{HAN}{KANA}]+|[{UNSPACED}]+)")


@cache
def _words() -> re.Pattern[str]:
    # A word, with the signs that make C++, C#, .NET and node.js whole, and hyphens and full stops inside it.
    word = rf"[\w{mark_class()}]+"
    return re.compile(rf"(?<!\S)\.(?={word}){word}|{word}(?:[-.'’]{word})*(?:\+\+|\#)?")


def tokens(text: str) -> list[str]:
    """Return the search terms of a text in order, repeated terms included.

    NFKC, lower case, katakana as hiragana. Words are letters, marks, digits and `_`; a hyphenated word gives itself and
    its parts. Scripts without spaces give pairs of characters and the run's last one: 生成AI is 生成, 成, ai.
    """
    found: list[str] = []
    for match in _words().finditer(hiragana(unicodedata.normalize("NFKC", text).lower())):
        word = match[0]
        if word.isascii():
            found.append(word)
            if "-" in word:
                found.extend(part for part in word.split("-") if part)
            continue
        for index, run in enumerate(_RUNS.split(word)):
            if index % 2:
                found.extend(run[at : at + 2] for at in range(len(run)))
            elif run := run.strip("-.'’"):
                found.append(run)
                if "-" in run:
                    found.extend(part for part in run.split("-") if part)
    return found
