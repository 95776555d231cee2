"""Translation keys that are written in several ways."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from glossary_ssg.checks.finished import Check, FinishedSite
from glossary_ssg.diagnostics import Diagnostic
from glossary_ssg.model import Entry, EntryType
from glossary_ssg.text.folding import fold


def check_case(site: FinishedSite) -> Iterator[Diagnostic]:
    """Report keys that are not spelt as most translations of the concept spell them."""
    for group in site.same_keys:
        if len({entry.key for entry in group}) > 1:
            yield from _check_spelling(group, site.config.default_language)


def _check_spelling(group: Sequence[Entry], default: str) -> Iterator[Diagnostic]:
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


def check_names(site: FinishedSite) -> Iterator[Diagnostic]:
    """Report files with the same name in two languages whose keys differ: most often a key was mistyped."""
    by_name: dict[str, list[Entry]] = defaultdict(list)
    for entry in site.glossary.entries:
        if entry.type is not EntryType.SECTION:
            by_name[entry.name].append(entry)
    for same in by_name.values():
        if len({entry.key for entry in same}) > 1:
            yield from _check_keys(same)


def _check_keys(same: Sequence[Entry]) -> Iterator[Diagnostic]:
    keys = Counter(fold(entry.key) for entry in same)
    usual = min(keys, key=lambda key: (-keys[key], key != fold(same[0].name), key))
    example = next(entry for entry in same if fold(entry.key) == usual)
    for entry in same:
        if fold(entry.key) != usual:
            message = f"the key '{entry.key}' differs from '{example.key}' of {example.path}, a file of the same name"
            hint = f"if they are one concept, write `translationKey: {example.key}` in both; else rename a file"
            yield entry.diagnose("key-differs", "translationKey", message, hint)


CHECKS: tuple[Check, ...] = (check_case, check_names)
