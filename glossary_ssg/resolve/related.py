"""Related entries: what the author names first, then those that share links, keywords and categories."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import nsmallest
from typing import Any

from msgspec import Struct, field

from glossary_ssg.model import Category, Entry, EntryType, References
from glossary_ssg.text.folding import fold

MAX_RELATED = 6
"""So many related entries a page shows, unless its author names more."""
_COMMON = 60
"""What more entries share says nothing of any two of them, and would take quadratic time."""
_WEIGHTS = {"direct": 3.0, "to": 2.0, "from": 2.0, "keyword": 3.0, "category": 1.0}


class Relations(Struct):
    """What is related to each entry of the last set, and what that follows from."""

    reasons: tuple[Any, ...] = ()
    related: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)

    def relate(
        self, entries: Sequence[Entry], references: References, categories: Sequence[Category]
    ) -> Mapping[str, tuple[Entry, ...]]:
        """Return the related entries of every entry by its path. `entries` is sorted by path, which decides ties."""
        glossary = [
            entry for entry in entries if entry.type is EntryType.GLOSSARY and entry.path in references.resolutions
        ]
        targets = [_targets(entry, references) for entry in glossary]
        named = [references.named(entry) for entry in glossary]
        reasons = (glossary, targets, named, categories)
        if reasons != self.reasons:
            self.reasons, self.related = reasons, _relate(glossary, targets, named, categories)
        return self.related


def _relate(
    glossary: Sequence[Entry],
    targets: Sequence[Sequence[Entry]],
    names: Sequence[Sequence[Entry]],
    categories: Sequence[Category],
) -> Mapping[str, tuple[Entry, ...]]:
    features = _features(glossary, targets, categories)
    members: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, own in enumerate(features):
        for feature in own:
            members[feature].append(index)
    shared = {
        feature: (sharing, _WEIGHTS[feature[0]] * math.log(1 + len(glossary) / len(sharing)))
        for feature, sharing in members.items()
        if 1 < len(sharing) <= _COMMON
    }
    position = {entry.path: index for index, entry in enumerate(glossary)}
    related = {}
    for index, entry in enumerate(glossary):
        named = names[index]
        scores: dict[int, float] = defaultdict(float)
        if len(named) < MAX_RELATED:
            for feature in features[index]:
                sharing, weight = shared.get(feature, ((), 0.0))
                for other in sharing:
                    scores[other] += weight
            for target in targets[index]:
                if target.path in position:
                    scores[position[target.path]] += _WEIGHTS["direct"]
        excluded = {index, *(position.get(other.path, -1) for other in named)}
        candidates = ((-score, at) for at, score in scores.items() if at not in excluded)
        computed = [glossary[at] for _, at in nsmallest(MAX_RELATED - len(named), candidates)]
        related[entry.path] = (*named, *computed)
    return related


def _features(
    entries: Sequence[Entry], targets: Sequence[Sequence[Entry]], categories: Sequence[Category]
) -> list[list[tuple[str, str]]]:
    """Return what each entry may share with others of its language: (kind, value). `targets` are what each links to."""
    in_categories: dict[str, list[str]] = defaultdict(list)
    for category in categories:
        for entry in category.entries:
            in_categories[entry.path].append(f"{category.lang}:{category.key}")
    sources: dict[str, list[str]] = defaultdict(list)
    for entry, linked in zip(entries, targets, strict=True):
        for target in linked:
            sources[target.path].append(entry.path)
    return [
        [
            *(("to", target.path) for target in linked),
            *(("from", path) for path in sources[entry.path]),
            *(("keyword", f"{entry.lang}:{fold(word)}") for word in entry.head.keywords),
            *(("category", key) for key in in_categories[entry.path]),
        ]
        for entry, linked in zip(entries, targets, strict=True)
    ]


def _targets(entry: Entry, references: References) -> Sequence[Entry]:
    """Return the entries of the same language that a body links to, each once."""
    found = {
        resolution.entry.path: resolution.entry
        for resolution in references.resolutions[entry.path]
        if resolution.entry and resolution.href and resolution.entry.path != entry.path
    }
    return [target for target in found.values() if target.lang == entry.lang]
