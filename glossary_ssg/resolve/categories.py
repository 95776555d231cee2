"""Group entries into categories and pair these across languages.

Categories of glossary.toml are paired by their keys. For others the pairing is inferred: a category belongs to that of
the default language in which most of its entries have their translations.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from glossary_ssg.config import Config
from glossary_ssg.diagnostics import Diagnostic
from glossary_ssg.model import Category, Entry, EntryType, Translations
from glossary_ssg.text.folding import fold
from glossary_ssg.text.slugs import segment

Place = tuple[str, str]
"""(language, category key)"""


def group(
    config: Config, entries: Sequence[Entry], translations: Translations
) -> tuple[tuple[Category, ...], tuple[Diagnostic, ...]]:
    """Return all categories, sorted by language and the order in glossary.toml, then label."""
    grouper = _Grouper(config, translations)
    for entry in entries:
        if entry.type is EntryType.GLOSSARY:
            grouper.take(entry)
    grouper.pair()
    return grouper.categories(), tuple(grouper.found)


class _Grouper:
    def __init__(self, config: Config, translations: Translations) -> None:
        self.found: list[Diagnostic] = []
        self._config = config
        self._translations = translations
        self._order = {category.key: index for index, category in enumerate(config.categories)}
        self._configured = {fold(category.key): category.key for category in config.categories}
        self._configured |= {fold(label): item.key for item in config.categories for _, label in item.labels}
        # The same word may stand for one category in a language and for another in the next.
        self._own = {(lang, fold(label)): item.key for item in config.categories for lang, label in item.labels}
        self._label_of: dict[Place, str] = {}
        for item in config.categories:
            self._label_of |= {(lang, item.key): label for lang, label in item.labels}
        self._listed: dict[str, str] = {}
        self._members: dict[Place, dict[str, Entry]] = defaultdict(dict)
        self._spellings: dict[Place, Counter[str]] = defaultdict(Counter)

    def take(self, entry: Entry) -> None:
        """Put an entry into its categories, reporting those that are not declared."""
        for label in entry.head.categories:
            folded = fold(label)
            key = self._own.get((entry.lang, folded), self._configured.get(folded))
            if key is None and self._config.categories:
                hint = f"use one of {self._labels(entry.lang)}, or add it to glossary.toml"
                self._report("category-unknown", entry, f"the category '{label}' is not declared", hint)
            place = entry.lang, key or folded
            self._members[place][entry.path] = entry
            self._spellings[place][label] += 1

    def pair(self) -> None:
        """Rename inferred categories to the key of their counterpart in the default language."""
        default = self._config.default_language
        for lang in sorted({lang for lang, _ in self._members} - {default}):
            votes = self._votes(lang, default)
            winners: dict[str, str] = {}
            for key, counts in sorted(votes.items(), key=lambda item: (-sum(item[1].values()), item[0])):
                best, count = min(counts.items(), key=lambda item: (-item[1], item[0]))
                if best not in winners and count > 1 and count * 2 > sum(counts.values()):
                    winners[best] = key
            for target, key in winners.items():
                self._rename(lang, key, target)
            self._report_exceptions(lang, votes, {key: target for target, key in winners.items()})

    def categories(self) -> tuple[Category, ...]:
        """Return the categories with labels and slugs."""
        slugs: dict[Place, int] = {}
        categories = []
        last = len(self._order)
        for lang, key in sorted(self._members, key=lambda place: (place[0], self._order.get(place[1], last), place[1])):
            counts = self._spellings[lang, key]
            usual = min(counts, key=lambda label: (-counts[label], label))
            label = self._configured_label(lang, key) or usual
            slug = _free(lang, segment(key if key in self._order else label) or "-", slugs)
            members = tuple(self._members[lang, key].values())
            categories.append(Category(lang, key, label, slug, members))
        return tuple(categories)

    def _votes(self, lang: str, default: str) -> dict[str, Counter[str]]:
        """Return for each category of a language in which categories of the default its translations stand."""
        of: dict[str, list[str]] = defaultdict(list)
        for (other, key), members in self._members.items():
            if other == default:
                for path in members:
                    of[path].append(key)
        votes: dict[str, Counter[str]] = {}
        for (own, key), members in self._members.items():
            if own != lang or key in self._order:
                continue
            counts: Counter[str] = Counter()
            for path in members:
                counterpart = self._translations.of[path].get(default)
                keys = of[counterpart.path] if counterpart else []
                counts.update(keys[:1] if len(keys) == 1 else [])
            if counts:
                votes[key] = counts
        return votes

    def _rename(self, lang: str, key: str, target: str) -> None:
        """Let a category have another key; entries under that key already, an untranslated label, join it."""
        if key == target:
            return
        for path, entry in self._members.pop((lang, target), {}).items():
            written = next(label for label in entry.head.categories if fold(label) == target)
            usual = self._spellings[lang, key].most_common(1)[0][0]
            hint = f"write `category: {usual}`"
            self._report("category-placeholder", entry, f"the category '{written}' is '{usual}' in '{lang}'", hint)
            self._members[lang, key][path] = entry
        self._spellings.pop((lang, target), None)
        self._members[lang, target] = self._members.pop((lang, key))
        self._spellings[lang, target] = self._spellings.pop((lang, key))

    def _report_exceptions(self, lang: str, votes: Mapping[str, Counter[str]], pairs: Mapping[str, str]) -> None:
        """Report entries whose translation stands in another category."""
        default = self._config.default_language
        of: dict[str, set[str]] = defaultdict(set)
        for (_, key), members in self._members.items():
            for path in members:
                of[path].add(key)
        paired = set(pairs.values())
        for key in votes:
            target = pairs.get(key, key)
            for entry in self._members.get((lang, target), {}).values():
                counterpart = self._translations.of[entry.path].get(default)
                keys = of.get(counterpart.path, set()) if counterpart else set()
                if counterpart and keys and target not in keys and target in paired:
                    label = counterpart.head.categories[0]
                    message = f"its translation {counterpart.path} is in another category, '{label}'"
                    self._report("category-differs", entry, message, "correct one of them")

    def _labels(self, lang: str) -> str:
        """Return the categories of a language as messages list them."""
        if lang not in self._listed:
            labels = {
                self._configured_label(lang, category.key) or category.key for category in self._config.categories
            }
            self._listed[lang] = ", ".join(sorted(labels))
        return self._listed[lang]

    def _configured_label(self, lang: str, key: str) -> str:
        return self._label_of.get((lang, key), "")

    def _report(self, code: str, entry: Entry, message: str, hint: str) -> None:
        self.found.append(entry.diagnose(code, "category", message, hint))


def _free(lang: str, slug: str, taken: dict[Place, int]) -> str:
    """Return the slug, with a number where another category of the language has it.

    `taken` holds the next number to try for each slug.
    """
    candidate, number = slug, taken.get((lang, slug), 1)
    while (lang, candidate) in taken:
        number += 1
        candidate = f"{slug}-{number}"
    taken[lang, slug] = number
    taken.setdefault((lang, candidate), 1)
    return candidate
