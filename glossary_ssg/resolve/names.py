"""The names of an entry: what its headword says outside and inside of parentheses, synonyms, names elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from glossary_ssg.model import Entry, EntryNames, NameStatus, NameType
from glossary_ssg.text.acronyms import is_acronym, take_apart


def names_of(entry: Entry, translations: Mapping[str, Entry]) -> EntryNames:
    """Return an entry's names. `translations` are the entries of its concept by language."""
    head = entry.head
    parts = take_apart(head.title)
    others = [other.head.title for other in translations.values() if other is not entry]
    others += [text for _, text in head.labels]
    declared = dict.fromkeys(name.text for name in head.names if name.type is NameType.ACRONYM)
    long_forms = [parts.outside, *parts.inside, *(take_apart(title).outside for title in others)]
    acronyms = [text for text in parts.inside if text in declared or is_acronym(text, _without(long_forms, text))]
    synonyms = [
        name.text for name in head.names if name.status is not NameStatus.FORBIDDEN and name.text not in declared
    ]
    plain = parts.outside
    if parts.inside and (plain in declared or is_acronym(plain, parts.inside)):
        # "LF (Long Form)": both are names.
        acronyms.append(plain)
        plain = next(text for text in parts.inside if plain in declared or is_acronym(plain, [text]))
    qualifiers = [text for text in parts.inside if text not in acronyms and text != plain]
    return EntryNames(
        entry=entry,
        headword=head.title,
        acronyms=tuple(dict.fromkeys((*declared, *acronyms))),
        plain=plain,
        qualifier=head.qualifier or ", ".join(qualifiers),
        synonyms=tuple(synonyms),
        elsewhere=tuple(dict.fromkeys(others)),
    )


def _without(texts: Iterable[str], text: str) -> Sequence[str]:
    return [other for other in texts if other != text]
