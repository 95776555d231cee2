"""Put the checks together. Each takes time in proportion to the number of entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from glossary_ssg.checks.duplicates import find_duplicates
from glossary_ssg.checks.pairs import check_pairs
from glossary_ssg.config import Config
from glossary_ssg.diagnostics import Diagnostic
from glossary_ssg.model import AutoLink, Entry, EntryType, Glossary


def check_set(config: Config, glossary: Glossary, links: Mapping[str, Sequence[AutoLink]]) -> tuple[Diagnostic, ...]:
    """Return what is odd in the whole set. `links` are the automatic links by an entry's path."""
    entries = [
        entry
        for entry in glossary.entries
        if entry.type is EntryType.GLOSSARY and entry.path in glossary.addresses.entries
    ]
    return (
        *_check_descriptions(entries),
        *_check_links(entries, glossary, links),
        *check_pairs(config, entries, glossary),
        *find_duplicates(entries),
    )


def _check_descriptions(entries: Sequence[Entry]) -> Iterator[Diagnostic]:
    hint = "write a `description` of one sentence: lists, previews of links and search engines show it"
    for entry in entries:
        if not entry.head.description:
            message = "there is no description; the beginning of the text stands in for it"
            yield entry.diagnose("description-missing", "description", message, hint)


def _check_links(
    entries: Sequence[Entry], glossary: Glossary, links: Mapping[str, Sequence[AutoLink]]
) -> Iterator[Diagnostic]:
    """Report entries that no other entry leads to: readers find them in the index only."""
    linked: set[str] = set()
    for entry in glossary.entries:
        found = [resolution.entry for resolution in glossary.references.resolutions.get(entry.path, ())]
        found += [resolution.entry for _, resolution in glossary.references.related.get(entry.path, ())]
        found += [link.target for link in links.get(entry.path, ())]
        linked.update(target.path for target in found if target and target.path != entry.path)
    counts = Counter(entry.lang for entry in entries)
    for entry in entries:
        if entry.path not in linked and counts[entry.lang] > 1:
            message = f"no other entry leads to '{entry.head.title}'"
            yield entry.diagnose("entry-unlinked", "title", message, "link to it, or name it as `related`")
