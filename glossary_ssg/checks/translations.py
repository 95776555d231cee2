"""Translations that are missing, or that have drifted apart from their originals.

The entry in the site's default language is the original.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from statistics import median

from glossary_ssg.checks.duplicates import is_copy
from glossary_ssg.checks.finished import Check, FinishedSite
from glossary_ssg.diagnostics import Diagnostic
from glossary_ssg.model import Entry, EntryType

_FEW = 10
"""Of fewer pairs nobody can tell what length is usual."""
_FAR = 2.0
"""A translation so many times longer or shorter than usual is reported."""

Pair = tuple[Entry, Entry]


def check_missing(site: FinishedSite) -> Iterator[Diagnostic]:
    """Report concepts that have no entry in some of the site's languages."""
    folders = [language.folder for language in site.config.languages]
    for group in site.same_keys:
        langs = {entry.lang for entry in group}
        missing = [folder for folder in folders if folder not in langs]
        if not missing or group[0].type is not EntryType.GLOSSARY:
            continue
        counts = Counter(entry.lang for entry in group)
        if joined := [entry for entry in group if counts[entry.lang] == 1]:  # others are reported as duplicates
            first = min(joined, key=lambda entry: (entry.lang != site.config.default_language, entry.path))
            message = f"'{first.head.title}' has no translation in {', '.join(missing)}"
            yield first.diagnose("translation-missing", "translationKey", message)


def check_pairs(site: FinishedSite) -> Iterator[Diagnostic]:
    """Report translations that differ from their originals."""
    declared = {category.key for category in site.config.categories}
    labelled = site.glossary.categories_of() if declared else {}
    categories = {path: {item.key for item in items} for path, items in labelled.items()}
    for same in _pairs(site).values():
        usual = median(map(_ratio, same)) if len(same) >= _FEW else 0.0
        for pair in same:
            yield from _check_text(pair, usual)
            yield from _check_category(pair, categories, declared)


def _pairs(site: FinishedSite) -> dict[str, list[Pair]]:
    """Return entries with their originals by language."""
    pairs: dict[str, list[Pair]] = defaultdict(list)
    whole = {entry.path: entry for entry in site.entries}  # translations know outlines only
    for entry in site.entries:
        outline = site.glossary.translations.of[entry.path].get(site.config.default_language)
        original = whole.get(outline.path) if outline else None
        if original and original is not entry:
            pairs[entry.lang].append((original, entry))
    return pairs


def _check_text(pair: Pair, usual: float) -> Iterator[Diagnostic]:
    original, entry = pair
    here, there = entry.head.shape, original.head.shape
    if is_copy(here.sketch, there.sketch):
        message = f"the text is nearly that of {original.path}"
        yield entry.diagnose("translation-copied", "title", message, "translate it, or leave the file out until then")
        return
    counts = (
        ("headings", len(entry.head.headings), len(original.head.headings)),
        ("tables", here.tables, there.tables),
        ("questions", here.questions, there.questions),
    )
    differ = [f"{what} {own}, not {others}" for what, own, others in counts if own != others]
    ratio = _ratio(pair)
    if usual and ratio and not 1 / _FAR <= ratio / usual <= _FAR:
        differ.append(f"{ratio / usual:.1f} times the length that is usual in '{entry.lang}'")
    if differ:
        message = f"it differs from {original.path}: {'; '.join(differ)}"
        yield entry.diagnose("translation-drift", "title", message, "bring the two up to date")


def _ratio(pair: Pair) -> float:
    original, entry = pair
    return entry.head.shape.length / original.head.shape.length if original.head.shape.length else 0.0


def _check_category(pair: Pair, categories: Mapping[str, set[str]], declared: set[str]) -> Iterator[Diagnostic]:
    """Report declared categories that differ; others are paired by what most entries say (resolve/categories.py)."""
    original, entry = pair
    own, others = categories.get(entry.path, set()), categories.get(original.path, set())
    if own and others and own != others and own | others <= declared:
        message = f"its translation {original.path} is in another category, '{', '.join(sorted(others))}'"
        yield entry.diagnose("category-differs", "category", message, "correct one of them")


CHECKS: tuple[Check, ...] = (check_missing, check_pairs)
