"""Put headwords and readings in the order that their readers expect."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pyuca import Collator
from pyuca.collator import COLL_ELEMENT_PATTERN
from pyuca.utils import hexstrings2int

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


class LazyCollator(Collator):  # type: ignore[misc]
    """pyuca's collator, which understands of its table only the lines of characters that are sorted.

    Most glossaries need a hundred of 30,000 lines, and to understand all takes a tenth of a second at every build.
    """

    def load(self, filename: str) -> None:
        """Keep the lines of the table by their first characters."""
        self._lines: dict[str, list[str]] = defaultdict(list)
        self._known: set[str] = set()
        self._ascii: Sequence[dict[str, Sequence[int]]] = ({}, {}, {}, {})
        for line in Path(filename).read_text(encoding="utf-8").split("\n"):
            self._lines[line[: line.find(" ")]].append(line)
        for line in self._lines["@implicitweights"]:
            codes, _, base = line.partition("#")[0].partition(" ")[2].partition(";")
            self.implicit_weights.append(hexstrings2int((*codes.split(".."), base)))

    def build_lookup_key(self, text: str) -> list[int]:
        """Return the characters' numbers, which are looked up in the table next."""
        for char in set(text) - self._known:
            self._known.add(char)
            for line in self._lines.get(f"{ord(char):04X}", ()):
                codes, _, elements = line.partition("#")[0].partition(";")
                weights = [hexstrings2int(found) for found in COLL_ELEMENT_PATTERN.findall(elements)]
                self.table.add(hexstrings2int(codes.split()), weights)
        return super().build_lookup_key(text)  # type: ignore[no-any-return]

    def sort_key(self, text: str) -> tuple[int, ...]:
        """Return the weights level by level, with a zero between levels.

        Of ASCII characters no two are weighed together, so each is asked for once.
        """
        if not text.isascii():
            return super().sort_key(text)  # type: ignore[no-any-return]
        for char in set(text) - self._ascii[0].keys():
            elements = self.collation_elements(char)
            for level, known in enumerate(self._ascii):
                known[char] = [element[level] for element in elements if len(element) > level and element[level]]
        key: list[int] = []
        for known in self._ascii:
            key += [weight for char in text for weight in known[char]]
            key.append(0)
        return tuple(key[:-1])


@cache
def _uca() -> SortKey:
    sort_key: SortKey = LazyCollator().sort_key
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
