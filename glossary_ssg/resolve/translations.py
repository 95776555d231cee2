"""Join entries of different languages by their translation keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from glossary_ssg.diagnostics import Diagnostic
from glossary_ssg.limits import MESSAGE_FILES
from glossary_ssg.model import Entry, EntryType, Translations
from glossary_ssg.text.folding import fold


def join(entries: Sequence[Entry]) -> Translations:
    """Join entries with equal keys; keys that differ only by case are joined too."""
    diagnostics: list[Diagnostic] = []
    groups: dict[tuple[bool, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.type is EntryType.SECTION, fold(entry.key)].append(entry)
    of: dict[str, Mapping[str, Entry]] = {}
    concepts = 0
    for group in groups.values():
        joined = _without_duplicates(group, diagnostics)
        for entry in group:
            of[entry.path] = joined if entry.lang in joined else {entry.lang: entry}
        concepts += len(joined) > 1 and group[0].type is not EntryType.SECTION
    return Translations(of, concepts, tuple(diagnostics))


def _without_duplicates(group: Sequence[Entry], diagnostics: list[Diagnostic]) -> dict[str, Entry]:
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
            diagnostics.append(entry.diagnose("key-duplicate", "translationKey", message, hint))
    return {lang: same[0] for lang, same in by_lang.items() if len(same) == 1}
