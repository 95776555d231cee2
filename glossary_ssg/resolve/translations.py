"""Join entries of different languages by their translation keys."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from glossary_ssg.config import Config
from glossary_ssg.diagnostics import Diagnostic
from glossary_ssg.limits import MESSAGE_FILES
from glossary_ssg.model import Entry, EntryType, Translations
from glossary_ssg.text.folding import fold


def join(config: Config, entries: Sequence[Entry]) -> Translations:
    """Join entries with equal keys; keys that differ by case only are joined too, with a warning."""
    found: list[Diagnostic] = []
    groups: dict[tuple[bool, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.type is EntryType.SECTION, fold(entry.key)].append(entry)
    of: dict[str, Mapping[str, Entry]] = {}
    concepts = 0
    for group in groups.values():
        found.extend(_check_case(group, config.default_language))
        joined = _without_duplicates(group, found)
        for entry in group:
            of[entry.path] = joined if entry.lang in joined else {entry.lang: entry}
        concepts += len(joined) > 1 and group[0].type is not EntryType.SECTION
        if group[0].type is EntryType.GLOSSARY:
            found.extend(_check_missing(config, group, joined))
    found.extend(_check_names(entries))
    return Translations(of, concepts, tuple(found))


def _check_case(group: Sequence[Entry], default: str) -> Iterable[Diagnostic]:
    """Report keys that are not spelt as most of their group spell it."""
    if len({entry.key for entry in group}) < 2:
        return
    counts = Counter(entry.key for entry in group)
    # Ties are decided by the default language, then by the spelling, so that the order of files does not matter.
    of_default = {entry.key for entry in group if entry.lang == default}
    usual = min(counts, key=lambda key: (-counts[key], key not in of_default, key))
    example = next(entry for entry in group if entry.key == usual)
    langs = {entry.lang for entry in group if entry.key == usual}
    for entry in group:
        # Two entries of one language are two concepts; that is reported, and another spelling would not help.
        if entry.key != usual and entry.lang not in langs:
            message = f"the translation key '{entry.key}' is written '{usual}' in {example.path}"
            yield entry.diagnose("key-case", "translationKey", message, f"write `translationKey: {usual}` here too")


def _without_duplicates(group: Sequence[Entry], found: list[Diagnostic]) -> dict[str, Entry]:
    """Return the group by language, without languages in which the key stands twice."""
    by_lang: dict[str, list[Entry]] = defaultdict(list)
    for entry in group:
        by_lang[entry.lang].append(entry)
    for same in by_lang.values():
        if len(same) < 2:
            continue
        # The first ones are as many as a message lists, whichever of them it is about.
        first = same[: MESSAGE_FILES + 1]
        for entry in same:
            others = ", ".join([other.path for other in first if other is not entry][:MESSAGE_FILES])
            if len(same) - 1 > MESSAGE_FILES:
                others += f" and {len(same) - 1 - MESSAGE_FILES:,} more files"
            message = f"the translation key '{entry.key}' is used in {others} too"
            hint = "give each concept a key of its own; until then neither is joined with its translations"
            found.append(entry.diagnose("key-duplicate", "translationKey", message, hint))
    return {lang: same[0] for lang, same in by_lang.items() if len(same) == 1}


def _check_missing(config: Config, group: Sequence[Entry], joined: Mapping[str, Entry]) -> Iterable[Diagnostic]:
    present = {entry.lang for entry in group}
    missing = [language.folder for language in config.languages if language.folder not in present]
    if missing and joined:
        first = min(joined.values(), key=lambda entry: (entry.lang != config.default_language, entry.path))
        message = f"'{first.head.title}' has no translation in {', '.join(missing)}"
        yield first.diagnose("translation-missing", "translationKey", message)


def _check_names(entries: Sequence[Entry]) -> Iterable[Diagnostic]:
    """Report files of one name in two languages whose keys differ: most often a key was mistyped."""
    by_name: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.type is not EntryType.SECTION:
            by_name[entry.name].append(entry)
    for same in by_name.values():
        if len({entry.key for entry in same}) < 2:
            continue
        keys = Counter(fold(entry.key) for entry in same)
        if len(keys) < 2:
            continue
        usual = min(keys, key=lambda key: (-keys[key], key != fold(same[0].name), key))
        example = next(entry for entry in same if fold(entry.key) == usual)
        for entry in same:
            if fold(entry.key) != usual:
                message = (
                    f"the key '{entry.key}' differs from '{example.key}' of {example.path}, a file of the same name"
                )
                hint = f"if they are one concept, write `translationKey: {example.key}` in both; else rename a file"
                yield entry.diagnose("key-differs", "translationKey", message, hint)
