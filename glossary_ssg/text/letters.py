"""The heading of an index under which a headword stands."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from msgspec import Struct

from glossary_ssg.text.collation import fold_reading

ROWS = "あかさたなはまやらわ"
"""The rows of the table of fifty sounds."""
_ROW_OF = {
    kana: row
    for row, column in zip(
        ROWS,
        (
            "ぁあぃいぅうぇえぉおゔ",
            "かがきぎくぐけげこごゕゖ",
            "さざしじすずせぜそぞ",
            "ただちぢっつづてでとど",
            "なにぬねの",
            "はばぱひびぴふぶぷへべぺほぼぽ",
            "まみむめも",
            "ゃやゅゆょよ",
            "らりるれろ",
            "ゎわゐゑをん",
        ),
        strict=True,
    )
    for kana in column
}
_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"


class Kind(StrEnum):
    """What kind of heading it is: they follow each other in this order."""

    KANA = "kana"
    LETTER = "letter"
    DIGIT = "digit"
    SYMBOL = "symbol"
    NO_READING = "no-reading"


class Letter(Struct, frozen=True, gc=False):
    """A heading of an index."""

    kind: Kind
    text: str
    """The letter or row; empty for digits, symbols and headwords without a reading, which have names."""

    @property
    def id(self) -> str:
        """Return the last segment of the letter's address and its id on a page."""
        names = {Kind.DIGIT: "0-9", Kind.SYMBOL: "symbols"}
        return self.text.lower() if self.text else names.get(self.kind, self.kind.value)


def letter_of(headword: str, reading: str, tag: str) -> Letter:
    """Return the heading for a headword and its reading, which may be empty, in a language."""
    japanese = tag.partition("-")[0] == "ja"
    first = _first(fold_reading(reading or headword) if japanese else unicodedata.normalize("NFKC", headword))
    if not first:
        return Letter(Kind.SYMBOL, "")
    if first.isdecimal():
        return Letter(Kind.DIGIT, "")
    if japanese and first in _ROW_OF:
        return Letter(Kind.KANA, _ROW_OF[first])
    base = _base(first)
    if base in _LATIN:
        return Letter(Kind.LETTER, base)
    return Letter(Kind.NO_READING, "") if japanese else Letter(Kind.LETTER, base)


def alphabet(tag: str) -> tuple[Letter, ...]:
    """Return the headings that an index of a language shows even where nothing stands under them."""
    language = tag.partition("-")[0]
    if language == "ja":
        return tuple(Letter(Kind.KANA, row) for row in ROWS)
    if language in _LATIN_LANGUAGES:
        return tuple(Letter(Kind.LETTER, letter) for letter in _LATIN)
    return ()


_LATIN_LANGUAGES = frozenset(
    (
        *("af", "ca", "cs", "da", "de", "en", "es", "et", "eu", "fi", "fr", "gl", "hr", "hu", "id", "is", "it"),
        *("lt", "lv", "ms", "nb", "nl", "no", "pl", "pt", "ro", "sk", "sl", "sv", "tr", "vi"),
    )
)


def _first(text: str) -> str:
    return next((char for char in text if char.isalnum()), "")


def _base(char: str) -> str:
    """Return a letter without marks, a Korean syllable's first consonant."""
    if "가" <= char <= "힣":
        return _INITIALS[(ord(char) - 0xAC00) // 588]
    base = unicodedata.normalize("NFD", char)[0].upper()
    return {"Đ": "D", "Ł": "L", "Ø": "O", "Æ": "A", "Œ": "O", "Þ": "T", "ß": "S", "SS": "S"}.get(base, base)
