"""Join the parts: heads -> Glossary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from glossary_ssg.config import Config
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.memo import Memo
from glossary_ssg.model import (
    Addresses,
    Category,
    Change,
    Day,
    Entry,
    EntryNames,
    EntryType,
    Glossary,
    LetterGroup,
    ReservedNames,
    Senses,
    SiteFiles,
    Translations,
)
from glossary_ssg.resolve.addresses import assign
from glossary_ssg.resolve.categories import group
from glossary_ssg.resolve.changes import recent
from glossary_ssg.resolve.kinds import Lists
from glossary_ssg.resolve.names import names_of
from glossary_ssg.resolve.order import arrange
from glossary_ssg.resolve.references import Resolver, make_resolver
from glossary_ssg.resolve.related import relate
from glossary_ssg.resolve.translations import join
from glossary_ssg.text.folding import fold


class Joined(Struct, frozen=True, gc=False):
    """What follows from the outlines of all entries."""

    published: tuple[Entry, ...]
    translations: Translations
    names: Mapping[str, EntryNames]
    categories: tuple[Category, ...]
    order: Mapping[str, tuple[LetterGroup, ...]]
    senses: tuple[Senses, ...]
    changes: Mapping[str, tuple[Day, ...]]
    addresses: Addresses
    resolver: Resolver
    diagnostics: tuple[Diagnostic, ...]


def join_outlines(
    config: Config,
    outlines: Sequence[Entry],
    files: SiteFiles,
    history: Sequence[Change],
    reserved: ReservedNames,
) -> Joined:
    """Return what follows from the outlines of the whole set, which are sorted by path.

    `history` holds the changes that git reports, `reserved` the names that no page may take.
    """
    titled = [entry for entry in outlines if entry.head.title or entry.type is EntryType.SECTION]
    published = [entry for entry in titled if config.drafts or not entry.head.draft]
    drafts = [entry for entry in titled if not config.drafts and entry.head.draft]
    translations = join(published)
    names = {entry.path: names_of(entry, translations.of.get(entry.path, {})) for entry in titled}
    categories, category_diagnostics = group(config, published, translations)
    order = arrange(config, published)
    senses = _find_senses(published)
    changes = recent(config, order, history)
    addresses = assign(published, Lists(config, categories, order, senses), changes.keys(), reserved)
    return Joined(
        published=tuple(published),
        translations=translations,
        names=names,
        categories=categories,
        order=order,
        senses=senses,
        changes=changes,
        addresses=addresses,
        resolver=make_resolver(config, published, drafts, names, categories, addresses, files),
        diagnostics=(*translations.diagnostics, *category_diagnostics, *addresses.diagnostics),
    )


def resolve(joined: Joined, entries: Sequence[Entry], related: Memo[Mapping[str, tuple[Entry, ...]]]) -> Glossary:
    """Return the whole set: what follows from outlines, and where references lead.

    `related` keeps the related entries of the last set.
    """
    paths = {entry.path for entry in joined.published}
    published = tuple(entry for entry in entries if entry.path in paths)
    references = joined.resolver.resolve([entry for entry in published if entry.path in joined.addresses.entries])
    return Glossary(
        entries=published,
        translations=joined.translations,
        names=joined.names,
        categories=joined.categories,
        addresses=joined.addresses,
        references=references,
        related=relate(joined.published, references, joined.categories, related),
        order=joined.order,
        senses=joined.senses,
        changes=joined.changes,
        diagnostics=(*_check_titles(entries), *joined.diagnostics, *references.diagnostics),
    )


def _find_senses(entries: Iterable[Entry]) -> tuple[Senses, ...]:
    """Return the headwords that several entries of a language have."""
    by_headword: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.type is EntryType.GLOSSARY:
            by_headword[entry.lang, fold(entry.head.title)].append(entry)
    return tuple(
        Senses(lang, same[0].head.title, tuple(same)) for (lang, _), same in by_headword.items() if len(same) > 1
    )


def _check_titles(entries: Iterable[Entry]) -> Iterable[Diagnostic]:
    for entry in entries:
        head = entry.head
        if head.title or entry.type is EntryType.SECTION:
            continue
        if any(found.severity == "error" and found.code.startswith("frontmatter-") for found in head.diagnostics):
            continue  # the reason is reported already
        if not head.has_frontmatter:
            hint = "begin the file with `---`, `title: …` and `---`"
            yield diagnose(
                "frontmatter-missing", "the file has no frontmatter", hint=hint, path=entry.path, line=1, column=1
            )
            continue
        others = ", ".join(f"'{key}'" for key, _ in head.extra[:3])
        hint = f"add `title: …`; if one of {others} is the title, map it under [fields]" if others else "add `title: …`"
        line, column = head.place("title")
        yield diagnose(
            "title-missing", "the entry has no title", hint=hint, path=entry.path, line=line, column=column or 1
        )
