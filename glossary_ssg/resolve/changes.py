"""What is new and what has changed, day by day."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from glossary_ssg.config import Changes, Config
from glossary_ssg.model import Change, Changed, Day, Entry, LetterGroup

LONGEST = 100
"""So many changes are shown at most."""
_BULK = 5
"""A day on which one in so many entries changed says nothing of any of them: an import, a clean-up, a shallow clone."""


def recent(
    config: Config, order: Mapping[str, Sequence[LetterGroup]], history: Sequence[Change]
) -> Mapping[str, tuple[Day, ...]]:
    """Return the latest changes of every language that has some, newest first: from git, else from the frontmatter."""
    found: dict[str, tuple[Day, ...]] = {}
    if config.changes is Changes.OFF:
        return found
    for lang, groups in order.items():
        entries = [entry for group in groups for entry in group.entries]
        days = _days(entries, history) or _days(entries, _dates(entries))
        if days:
            found[lang] = days
    return found


def _dates(entries: Iterable[Entry]) -> Iterable[Change]:
    for entry in entries:
        written, changed = entry.head.date, entry.head.lastmod
        if written:
            yield Change(entry.path, written.day, True)
        if changed and (not written or changed.day != written.day):
            yield Change(entry.path, changed.day, False)


def _days(entries: Sequence[Entry], changes: Iterable[Change]) -> tuple[Day, ...]:
    """Return the days of `entries`, which are in order, without those on which too many changed."""
    at = {unicodedata.normalize("NFC", entry.path): number for number, entry in enumerate(entries)}
    by_day: dict[str, dict[int, bool]] = defaultdict(dict)
    for change in changes:
        number = at.get(unicodedata.normalize("NFC", change.path))
        if number is not None:
            by_day[change.day][number] = change.is_new or by_day[change.day].get(number, False)
    days = []
    left = LONGEST
    for day, found in sorted(by_day.items(), reverse=True):
        if len(found) * _BULK >= len(entries):
            continue
        shown = sorted(found.items())[:left]
        left -= len(shown)
        days.append(Day(day, tuple(Changed(entries[number], is_new) for number, is_new in shown)))
        if not left:
            break
    return tuple(days)
