"""The pages of entries and plain pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

from msgspec.structs import replace

from glossary_ssg.memo import Inputs, MemoTable
from glossary_ssg.model import (
    FIELDS,
    Address,
    AutoLink,
    Entry,
    EntryPage,
    EntryType,
    Glossary,
    Link,
    NameType,
    Page,
    Shown,
    Timestamp,
)
from glossary_ssg.pages.context import Context
from glossary_ssg.pages.headings import Patterns, contents
from glossary_ssg.pages.linked import LinkedData
from glossary_ssg.pages.memory import PlanMemory

_MADE = ("title", "names", "categories", "related")
"""Fields that the page shows in a form of its own: as its heading, by kinds, as links."""
_AS_WRITTEN = tuple(
    field.head_attribute for field in FIELDS if Shown.PAGE in field.shown and field.head_attribute not in _MADE
)


class EntryPages:
    """Makes the pages of entries; those that follow from the same as before are the same."""

    def __init__(self, context: Context, memory: PlanMemory) -> None:
        self._on = context
        glossary = context.glossary
        # All that follows from outlines stays or goes together.
        inputs = (context.config, context.texts, glossary.names, glossary.addresses, glossary.order)
        self._pages = memory.pages.get(inputs, MemoTable)
        self._neighbours = memory.neighbours.get(context.outlines, context.neighbours)
        self._linked = LinkedData(context)
        self._patterns = {lang: Patterns(texts["what_is"]) for lang, texts in context.texts.items()}
        self._used_in = _backlinks(context.glossary, context.auto_links)

    def entries(self) -> Iterable[Page]:
        """Yield the pages of entries and plain pages."""
        for entry in self._on.glossary.entries:
            address = self._on.glossary.addresses.entries.get(entry.path)
            if address and entry.type is not EntryType.SECTION:
                yield self._pages.get(entry.path, self._inputs(entry), partial(self._entry, entry, address))

    def _inputs(self, entry: Entry) -> Inputs:
        """Return what the page of an entry follows from, beside what all entries' outlines say."""
        glossary, path = self._on.glossary, entry.path
        references = glossary.references
        return (
            entry,
            references.resolutions.get(path),
            references.related.get(path),
            glossary.related.get(path),
            self._on.auto_links.get(path),
            self._used_in.get(path),
        )

    def _entry(self, entry: Entry, address: Address) -> Page:
        head = entry.head
        before, after = self._neighbours.around(entry)
        letter = self._neighbours.letter(entry)
        repeats = self._repeats_title(entry)
        acronyms = tuple(name for name in head.names if name.type is NameType.ACRONYM)
        return EntryPage(
            template="page.html" if entry.type is EntryType.PAGE else "entry.html",
            lang=entry.lang,
            title=head.title,
            summary=head.summary,
            **self._on.common(entry.lang, self._on.translations(entry), self._on.titles(entry)),
            **self._on.text(entry),
            used_in=self._on.in_order(self._used_in.get(entry.path, ())),
            **self._as_written(entry),
            acronyms=acronyms,
            names=tuple(name for name in head.names if name not in acronyms),
            categories=tuple(self._on.category_link(item) for item in self._on.of.get(entry.path, [])),
            related=self._related(entry),
            senses=self._senses_link(entry),
            sense=self._on.sense(entry),
            headings=head.headings,
            contents=contents(head, skip_first=repeats),
            repeats_title=repeats,
            before=tuple(before),
            after=tuple(after),
            letter=letter,
            data=self._linked.entry(entry, letter) if entry.type is EntryType.GLOSSARY else {},
            changed=self._on.date(head.lastmod or head.date, entry.lang),
            extra=dict(head.extra),
            is_draft=head.draft,
            markdown=f"{self._on.config.base_path}{quote(address.path)}.md" if self._on.config.formats.markdown else "",
            edit_href=self._on.config.repository.replace("{path}", quote(entry.path)),
        )

    def _as_written(self, entry: Entry) -> dict[str, Any]:
        """Return the fields of which the page shows just what the author wrote, dates in the page's language."""
        values = {name: getattr(entry.head, name) for name in _AS_WRITTEN}
        dates = {name: value for name, value in values.items() if isinstance(value, Timestamp)}
        return values | {name: self._on.date(value, entry.lang) for name, value in dates.items()}

    def _repeats_title(self, entry: Entry) -> bool:
        if not entry.head.opens_with_heading:
            return False
        names = self._on.glossary.names[entry.path]
        called = (names.headword, names.plain, *names.acronyms)
        return self._patterns[entry.lang].repeats(entry.head.headings[0].text, called)

    def _related(self, entry: Entry) -> tuple[Link, ...]:
        shown: dict[str, Link] = {}
        for ref, resolution in self._on.glossary.references.related.get(entry.path, ()):
            if resolution.entry and resolution.entry.path != entry.path:
                shown[resolution.entry.path] = self._related_link(resolution.entry, entry)
            elif not resolution.entry and ref.text:
                shown[f"\0{ref.text}"] = Link(ref.text, "")  # the section is not in the text, so its words stand here
        for other in filter(self._on.has_page, self._on.glossary.related.get(entry.path, ())):
            shown.setdefault(other.path, self._related_link(other, entry))
        return tuple(shown.values())

    def _related_link(self, other: Entry, entry: Entry) -> Link:
        tag = self._on.config.language(other.lang).tag if other.lang != entry.lang else ""
        return replace(self._on.link(other), hreflang=tag) if tag else self._on.link(other)

    def _senses_link(self, entry: Entry) -> Link | None:
        item = self._on.senses.get(entry.path)
        if item is None:
            return None
        return Link(item.headword, self._on.href(self._on.glossary.addresses.senses[item.lang, item.headword]))


def _backlinks(glossary: Glossary, links: Mapping[str, Sequence[AutoLink]]) -> dict[str, list[Entry]]:
    """Return, by an entry's path, the other entries that lead to it, by hand or by themselves."""
    found: dict[str, dict[str, Entry]] = {}
    for entry in glossary.entries:
        if entry.type is not EntryType.GLOSSARY:
            continue
        resolutions = glossary.references.resolutions.get(entry.path, ())
        targets = [resolution.entry for resolution in resolutions if resolution.entry and resolution.href]
        targets += [link.target for link in links.get(entry.path, ())]
        for target in targets:
            if target.path != entry.path and target.lang == entry.lang:
                found.setdefault(target.path, {})[entry.path] = entry
    return {path: list(entries.values()) for path, entries in found.items()}
