"""The names of each language that may become links, and the entries they stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence

from msgspec import Struct

from glossary_ssg.autolink.scan import is_linkable, key_of
from glossary_ssg.config import AutolinkConfig, Config
from glossary_ssg.model import Entry, EntryNames, EntryType, as_json, digest
from glossary_ssg.text.folding import fold
from glossary_ssg.text.plurals import MIN_LENGTH, plurals, singulars

SHORT = 3
"""Names of up to so many letters are matched as they are written: `IT` is not `it`."""


class Meaning(Struct, frozen=True, gc=False):
    """What a name stands for."""

    entry: Entry
    name: str
    """As its author wrote it."""
    rule: str
    """`headword`, `acronym`, `plain`, `synonym`, `keyword`; with `-plural` or `-singular` behind it for that form."""
    has_page: bool
    """Drafts have none: their names only keep shorter names from being taken out of them."""


class Dictionary(Struct, frozen=True, gc=False):
    """The names of one language."""

    lang: str
    settings: AutolinkConfig
    meanings: Mapping[str, tuple[Meaning, ...]]
    """By key (scan.key_of); several where entries share a name and `prefer` does not decide."""
    sharing: Mapping[str, frozenset[str]]
    """By key: the paths of the entries that share a name of several."""
    stopped: frozenset[str]
    """Keys of names that the site's stop words keep out."""
    always: frozenset[str]
    """Folded names that link whatever the texts say of them."""
    digest: str
    """Of everything that decides what becomes a link."""


def make_dictionaries(config: Config, given: Iterable[EntryNames], pages: Container[str]) -> dict[str, Dictionary]:
    """Return the dictionary of every language. `pages` are the paths of entries that have a page."""
    by_lang: dict[str, list[EntryNames]] = defaultdict(list)
    for names in given:
        # An entry that says nothing is no help to a reader.
        if names.entry.type is EntryType.GLOSSARY and (names.entry.head.summary or names.entry.head.draft):
            by_lang[names.entry.lang].append(names)
    prefer = {fold(name): fold(key) for name, key in config.prefer}
    return {
        language.folder: _make(
            language.folder, language.tag, language.autolink, by_lang[language.folder], prefer, pages
        )
        for language in config.languages
    }


def _make(
    lang: str,
    tag: str,
    settings: AutolinkConfig,
    entries: Sequence[EntryNames],
    prefer: Mapping[str, str],
    pages: Container[str],
) -> Dictionary:
    found: dict[str, dict[str, Meaning]] = defaultdict(dict)
    stop = {fold(word) for word in settings.stop}
    stopped = set()
    for names in entries:
        for name, rule in _names(names, settings):
            for text, detail in _forms(name, rule, english=tag.partition("-")[0] == "en"):
                key = key_of(text, exact=_is_exact(text))
                if stop and (fold(name) in stop or fold(text) in stop):
                    stopped.add(key)
                meaning = Meaning(names.entry, name, detail, names.entry.path in pages)
                found[key].setdefault(names.entry.path, meaning)
    meanings = {key: _decide(tuple(by_entry.values()), prefer) for key, by_entry in sorted(found.items())}
    told = [
        [key, [[item.entry.path, item.name, item.rule, item.has_page] for item in items]]
        for key, items in meanings.items()
    ]
    key = digest(as_json([told, sorted(stopped), settings, tag]))
    sharing = {key: frozenset(item.entry.path for item in items) for key, items in meanings.items() if len(items) > 1}
    return Dictionary(lang, settings, meanings, sharing, frozenset(stopped), frozenset(map(fold, settings.always)), key)


def _names(names: EntryNames, settings: AutolinkConfig) -> Iterable[tuple[str, str]]:
    """Yield the names of an entry that can be found by their edges, the strongest first."""
    candidates = [
        (names.headword, "headword"),
        *((text, "acronym") for text in names.acronyms),
        (names.plain, "plain"),
        *((text, "synonym") for text in names.synonyms),
    ]
    if settings.keywords:
        candidates += [(text, "keyword") for text in names.entry.head.keywords]
    seen = set()
    for text, rule in candidates:
        if text not in seen and is_linkable(text):
            seen.add(text)
            yield text, rule


def _forms(name: str, rule: str, *, english: bool) -> Iterable[tuple[str, str]]:
    """Yield a name and, in English, its plural and its singular."""
    yield name, rule
    if english and len(name) >= MIN_LENGTH and not name.isupper():
        yield from ((plural, f"{rule}-plural") for plural in plurals(name))
        yield from ((single, f"{rule}-singular") for single in singulars(name) if len(single) >= MIN_LENGTH)


def _is_exact(name: str) -> bool:
    if name.isupper():
        return True
    return name.lower() != name.upper() and sum(char.isalpha() for char in name) <= SHORT


def _decide(meanings: tuple[Meaning, ...], prefer: Mapping[str, str]) -> tuple[Meaning, ...]:
    """Return what a name stands for: the one entry that the site prefers, else all that have it.

    What the site says of the name as it stands in the text wins over what it says of its singular or plural.
    """
    meanings = tuple(meaning for meaning in meanings if meaning.has_page) or meanings
    if len(meanings) < 2 or not prefer:
        return meanings
    names = [meaning.name for meaning in meanings]
    as_it_stands = [meaning.name for meaning in meanings if not meaning.rule.endswith(("-plural", "-singular"))]
    numbers = [form for name in names for form in (*singulars(name), *plurals(name))]
    for forms in (as_it_stands, names, numbers):
        keys = {prefer[form] for form in map(fold, forms) if form in prefer}
        preferred = tuple(meaning for meaning in meanings if fold(meaning.entry.key) in keys)
        if len(preferred) == 1:
            return preferred
    return meanings
