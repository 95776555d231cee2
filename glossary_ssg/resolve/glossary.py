"""Join the parts: heads -> Glossary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from glossary_ssg.config import Config
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.model import Change, Entry, EntryType, Glossary, Senses
from glossary_ssg.resolve.addresses import assign
from glossary_ssg.resolve.categories import group
from glossary_ssg.resolve.changes import recent
from glossary_ssg.resolve.names import names_of
from glossary_ssg.resolve.order import arrange
from glossary_ssg.resolve.references import resolve_references
from glossary_ssg.resolve.related import relate
from glossary_ssg.resolve.translations import join
from glossary_ssg.text.folding import fold


def resolve(
    config: Config,
    entries: Sequence[Entry],
    files: Sequence[str] = (),
    active: Sequence[str] = (),
    history: Sequence[Change] = (),
) -> Glossary:
    """Resolve the whole set. `entries` is sorted by path.

    `files` are the other files of the content folder, `active` those of them that may not be published, `history`
    what is known of changes to files.
    """
    titled = [entry for entry in entries if entry.head.title or entry.type is EntryType.SECTION]
    published = [entry for entry in titled if config.drafts or not entry.head.draft]
    drafts = [entry for entry in titled if not config.drafts and entry.head.draft]
    translations = join(config, published)
    names = {entry.path: names_of(entry, translations.of.get(entry.path, {})) for entry in titled}
    categories, category_diagnostics = group(config, published, translations)
    order, order_diagnostics = arrange(config, published)
    senses = _find_senses(published)
    changes = recent(config, order, history)
    addresses = assign(config, published, categories, order, senses, changes.keys())
    references = resolve_references(config, published, drafts, names, categories, addresses, files, active)
    found = (
        *_check_titles(entries),
        *translations.diagnostics,
        *category_diagnostics,
        *order_diagnostics,
        *addresses.diagnostics,
        *references.diagnostics,
    )
    return Glossary(
        entries=tuple(published),
        translations=translations,
        names=names,
        categories=categories,
        addresses=addresses,
        references=references,
        related=relate(published, references, categories),
        order=order,
        senses=senses,
        changes=changes,
        diagnostics=found,
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
