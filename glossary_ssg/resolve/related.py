"""Related entries: what the author names first, then those that share links, keywords and categories."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from glossary_ssg.memo import Memo
from glossary_ssg.model import Category, Entry, EntryType, References
from glossary_ssg.text.folding import fold

MAX_RELATED = 6
"""So many related entries a page shows, unless its author names more."""
_COMMON = 60
"""What more entries share says nothing of any two of them, and would take quadratic time."""
_WEIGHTS = {"direct": 3.0, "to": 2.0, "from": 2.0, "keyword": 3.0, "category": 1.0}


def relate(
    entries: Sequence[Entry],
    references: References,
    categories: Sequence[Category],
    memo: Memo[Mapping[str, tuple[Entry, ...]]],
) -> Mapping[str, tuple[Entry, ...]]:
    """Return the related entries of every entry by its path. `entries` is sorted by path, which decides ties."""
    glossary = [entry for entry in entries if entry.type is EntryType.GLOSSARY and entry.path in references.resolutions]
    targets = [_targets(entry, references) for entry in glossary]
    named = [references.named(entry) for entry in glossary]
    return memo.get((glossary, targets, named, categories), lambda: _relate(glossary, targets, named, categories))


def _relate(
    glossary: Sequence[Entry],
    targets: Sequence[Sequence[Entry]],
    names: Sequence[Sequence[Entry]],
    categories: Sequence[Category],
) -> Mapping[str, tuple[Entry, ...]]:
    position = {entry.path: index for index, entry in enumerate(glossary)}
    linking: dict[str, list[int]] = defaultdict(list)
    for index, linked in enumerate(targets):
        for target in linked:
            linking[target.path].append(index)
    linked_by = [[position[target.path] for target in linked if target.path in position] for linked in targets]
    alike = _alike(glossary, categories, position)
    weights = {
        kind: [weight * math.log(1 + len(glossary) / max(1, size)) for size in range(_COMMON + 1)]
        for kind, weight in _WEIGHTS.items()
    }
    related = {}
    for index, entry in enumerate(glossary):
        named = names[index]
        scores: dict[int, float] = defaultdict(float)
        if len(named) < MAX_RELATED:
            sharing = [("to", linking[target.path]) for target in targets[index]]
            sharing += [("from", linked_by[source]) for source in linking.get(entry.path, ())]
            for kind, others in sharing + alike[index]:
                if 1 < len(others) <= _COMMON:
                    weight = weights[kind][len(others)]
                    for other in others:
                        scores[other] -= weight
            for other in linked_by[index]:
                scores[other] -= _WEIGHTS["direct"]
            for known in (index, *(position.get(other.path, -1) for other in named)):
                scores.pop(known, None)
        # The lowest is the nearest. Numbers alone are sorted faster than with what they stand for.
        room = max(0, MAX_RELATED - len(named))
        limit = sorted(scores.values())[:room][-1:]
        nearest = sorted((score, at) for at, score in scores.items() if limit and score <= limit[0])[:room]
        related[entry.path] = (*named, *(glossary[at] for _, at in nearest))
    return related


def _alike(
    entries: Sequence[Entry], categories: Sequence[Category], position: Mapping[str, int]
) -> list[list[tuple[str, list[int]]]]:
    """Return for each entry the groups that it is in, as (kind, positions): those of a keyword and of a category."""
    members: dict[tuple[str, str], list[int]] = defaultdict(list)
    alike: list[list[tuple[str, list[int]]]] = [[] for _ in entries]
    for index, entry in enumerate(entries):
        for keyword in dict.fromkeys(map(fold, entry.head.keywords)):
            group = members[entry.lang, keyword]
            group.append(index)
            alike[index].append(("keyword", group))
    for category in categories:
        group = [position[entry.path] for entry in category.entries if entry.path in position]
        for index in group:
            alike[index].append(("category", group))
    return alike


def _targets(entry: Entry, references: References) -> Sequence[Entry]:
    """Return the entries of the same language that a body links to, each once."""
    found = {
        resolution.entry.path: resolution.entry
        for resolution in references.resolutions[entry.path]
        if resolution.entry and resolution.href and resolution.entry.path != entry.path
    }
    return [target for target in found.values() if target.lang == entry.lang]
