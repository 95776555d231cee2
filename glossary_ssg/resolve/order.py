"""The order of headwords in each language, and the headings of its index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from glossary_ssg.config import Config, Language
from glossary_ssg.model import Entry, EntryType, LetterGroup
from glossary_ssg.text.collation import SortKey, fold_reading, make_sort_key
from glossary_ssg.text.letters import ROWS, Kind, Letter, letter_of


def arrange(config: Config, entries: Sequence[Entry]) -> Mapping[str, tuple[LetterGroup, ...]]:
    """Return the entries of every language under the letters of its index, all in order; none is left out.

    Raises GlossaryError where the collation that the site asks for is not installed.
    """
    by_lang: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.type is EntryType.GLOSSARY:
            by_lang[entry.lang].append(entry)
    groups = {}
    for language in config.languages:
        members = by_lang[language.folder]
        if members:
            sort_key = make_sort_key(config.collation, language.tag)
            groups[language.folder] = _groups(language, members, sort_key)
    return groups


def _groups(language: Language, entries: Sequence[Entry], sort_key: SortKey) -> tuple[LetterGroup, ...]:
    by_letter: dict[Letter, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: (sort_key(_sounds(entry)), entry.path)):
        by_letter[letter_of(entry.head.title, _reading(entry), language.tag)].append(entry)
    kinds = list(Kind)
    letters = sorted(
        by_letter,
        key=lambda letter: (
            kinds.index(letter.kind),
            (ROWS.index(letter.text),) if letter.kind is Kind.KANA else sort_key(letter.text),
        ),
    )
    return tuple(LetterGroup(letter.id, letter.text, str(letter.kind), tuple(by_letter[letter])) for letter in letters)


def _reading(entry: Entry) -> str:
    """Return the reading that counts: the first of several."""
    return entry.head.readings[0] if entry.head.readings else ""


def _sounds(entry: Entry) -> str:
    return fold_reading(_reading(entry)) or entry.head.title
