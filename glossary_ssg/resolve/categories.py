"""Group entries into categories, and pair these across languages by their configured keys."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from glossary_ssg.config import Config
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.model import Category, Entry, EntryType
from glossary_ssg.text.folding import fold
from glossary_ssg.text.slugs import segment


def group(config: Config, entries: Sequence[Entry]) -> tuple[tuple[Category, ...], tuple[Diagnostic, ...]]:
    """Return all categories, sorted by language and the order in glossary.toml, then label."""
    names = {fold(category.key): category.key for category in config.categories}
    names |= {fold(label): category.key for category in config.categories for _, label in category.labels}
    members: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    spellings: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    found = []
    for entry in entries:
        for label in entry.head.categories if entry.type is EntryType.GLOSSARY else ():
            key = names.get(fold(label))
            if key is None and config.categories:
                line, column = entry.head.place("category")
                hint = f"use one of {', '.join(sorted(_labels(config, entry.lang)))}, or add it to glossary.toml"
                message = f"the category '{label}' is not declared"
                found.append(
                    diagnose("category-unknown", message, hint=hint, path=entry.path, line=line, column=column)
                )
            place = entry.lang, key or fold(label)
            if entry not in members[place][-1:]:
                members[place].append(entry)
            spellings[place][label] += 1
    order = {category.key: index for index, category in enumerate(config.categories)}
    slugs: set[tuple[str, str]] = set()
    categories = []
    for lang, key in sorted(members, key=lambda place: (place[0], order.get(place[1], len(order)), place[1])):
        counts = spellings[lang, key]
        usual = min(counts, key=lambda label: (-counts[label], label))
        label = _configured_label(config, lang, key) or usual
        slug = _free(lang, segment(key if key in order else label) or "-", slugs)
        categories.append(Category(lang, key, label, slug, tuple(members[lang, key])))
    return tuple(categories), tuple(found)


def _labels(config: Config, lang: str) -> set[str]:
    return {_configured_label(config, lang, category.key) or category.key for category in config.categories}


def _configured_label(config: Config, lang: str, key: str) -> str:
    labels = next((dict(category.labels) for category in config.categories if category.key == key), {})
    return labels.get(lang, "")


def _free(lang: str, slug: str, taken: set[tuple[str, str]]) -> str:
    """Return the slug, with a number where another category of the language has it."""
    candidate, number = slug, 2
    while (lang, candidate) in taken:
        candidate, number = f"{slug}-{number}", number + 1
    taken.add((lang, candidate))
    return candidate
