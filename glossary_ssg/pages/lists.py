"""The pages that list something, redirects, and what stands at the root."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

from msgspec.structs import replace

from glossary_ssg.config import Language, Root
from glossary_ssg.model import (
    ID_PREFIX,
    CategoriesPage,
    CategoryPage,
    ChangesPage,
    ChoicePage,
    DayLinks,
    Entry,
    EntryType,
    HomePage,
    IndexPage,
    LetterGroup,
    LetterLinks,
    LetterPage,
    Link,
    MissingPage,
    Page,
    RedirectPage,
    SearchPage,
    SectionPage,
    SensesPage,
    WantedLinks,
    WantedPage,
)
from glossary_ssg.pages.context import Context
from glossary_ssg.pages.linked import LinkedData
from glossary_ssg.pages.memory import PlanMemory
from glossary_ssg.text.letters import Letter, alphabet
from glossary_ssg.text.locales import long_date
from glossary_ssg.text.slugs import fragment

_RECENT = 5
"""So many changes are shown on a home page."""


class ListPages:
    """Makes home pages, indexes, folders, categories, letters, senses, wanted terms, redirects and the root."""

    def __init__(self, context: Context, memory: PlanMemory) -> None:
        self._on = context
        self._linked = LinkedData(context)
        self._letters = memory.letters.get(context.outlines, self._make_letters)

    def _make_letters(self) -> Mapping[str, tuple[LetterLinks, ...]]:
        return {language.folder: self._letters_of(language) for language in self._on.config.languages}

    def lists(self) -> Iterable[Page]:
        """Yield the pages that list entries."""
        by_folder: dict[tuple[str, str], list[Entry]] = {}
        for entry in self._on.glossary.entries:
            if entry.type is EntryType.GLOSSARY and entry.path in self._on.glossary.addresses.entries:
                folder = entry.name.rpartition("/")[0]
                while True:
                    by_folder.setdefault((entry.lang, folder), []).append(entry)
                    if not folder:
                        break
                    folder = folder.rpartition("/")[0]
        sections = self._on.glossary.sections
        for language in self._on.config.languages:
            yield self._home(language, sections.get((language.folder, "")))
            yield self._index(language)
            yield self._search_page(language)
            yield from self._changes_page(language)
            yield from self._category_pages(language)
            yield from self._letter_pages(language)
            yield from self._wanted_page(language)
        yield from self._senses_pages()
        for (lang, folder), section in sections.items():
            if folder and section.path in self._on.glossary.addresses.entries:
                yield self._section(section, by_folder.get((lang, folder), []))

    def redirects(self) -> Iterable[Page]:
        """Yield a page for every old address."""
        for redirect in self._on.glossary.addresses.redirects:
            target = self._on.glossary.addresses.entries[redirect.entry.path]
            yield RedirectPage(
                lang=redirect.entry.lang,
                path=redirect.address.path,
                href=self._on.href(target),
                canonical=self._on.absolute(self._on.href(target)),
                title=redirect.entry.head.title,
                is_indexed=False,
                differs_by_case=redirect.differs_by_case,
            )

    def root(self) -> Iterable[Page]:
        """Yield what stands at the root: the choice of languages or a redirect, and the page for missing addresses."""
        config, lang = self._on.config, self._on.config.default_language
        if config.mount:
            return
        homes = self._on.glossary.addresses.homes
        common: dict[str, Any] = {"lang": lang, "title": config.title}
        yield MissingPage(
            path="404.html", href=f"{config.base_path}404.html", canonical="", is_indexed=False,
            choices=self._on.choices(lang, homes, self._on.home_titles()), **common,
        )  # fmt: skip
        if any(address.path == "index.html" for address in homes.values()):
            return
        target = self._on.href(homes[lang])
        if config.root is Root.REDIRECT:
            canonical = self._on.absolute(target)
            yield RedirectPage(
                path="index.html",
                href=target,
                canonical=canonical,
                is_indexed=False,
                **common,
            )
            return
        yield ChoicePage(
            path="index.html",
            href=config.base_path,
            canonical=self._on.absolute(config.base_path),
            choices=self._on.choices("", homes, self._on.home_titles()),
            alternates=self._on.alternates(homes, config.base_path),
            **common,
        )

    def _home(self, language: Language, section: Entry | None) -> Page:
        items = [item for item in self._on.glossary.categories if item.lang == language.folder]
        homes, titles = self._on.glossary.addresses.homes, self._on.home_titles()
        index = self._on.href(self._on.glossary.addresses.indexes[language.folder])
        letters = self._letters[language.folder]
        return HomePage(
            lang=language.folder,
            title=titles[language.folder],
            summary=section.head.summary if section else "",
            letters=tuple(replace(letter, href=urljoin(index, letter.href), links=()) for letter in letters),
            categories=self._on.category_links[language.folder],
            counts=tuple(self._on.count(item.entries) for item in items),
            total=sum(letter.count for letter in letters),
            recent=self._recent(language),
            data=self._linked.glossary(language.folder),
            **self._on.common(language.folder, homes, titles, self._on.home),
            **self._on.text(section),
        )

    def _index(self, language: Language) -> Page:
        letters = self._letters[language.folder]
        titles = self._on.titled("all_terms")
        return IndexPage(
            lang=language.folder,
            title=titles[language.folder],
            letters=letters,
            categories=self._on.category_links[language.folder],
            total=sum(letter.count for letter in letters),
            **self._on.common(language.folder, self._on.glossary.addresses.indexes, titles),
        )

    def _search_page(self, language: Language) -> Page:
        titles = self._on.titled("search")
        return SearchPage(
            is_indexed=False,
            lang=language.folder,
            title=titles[language.folder],
            categories=self._on.category_links[language.folder],
            total=sum(letter.count for letter in self._letters[language.folder]),
            **self._on.common(language.folder, self._on.glossary.addresses.search, titles),
        )

    def _changes_page(self, language: Language) -> Iterable[Page]:
        addresses = self._on.glossary.addresses.changes
        if language.folder in addresses:
            titles = self._on.titled("changes")
            yield ChangesPage(
                lang=language.folder,
                title=titles[language.folder],
                days=tuple(self._days(language)),
                **self._on.common(language.folder, addresses, titles),
            )

    def _days(self, language: Language) -> Iterable[DayLinks]:
        for day in self._on.glossary.changes.get(language.folder, ()):
            built = [item for item in day.changed if self._on.has_page(item.entry)]
            links = tuple(replace(self._on.link(item.entry), is_new=item.is_new) for item in built)
            if links:
                yield DayLinks(day.day, long_date(day.day, language.tag), links)

    def _recent(self, language: Language) -> tuple[Link, ...]:
        """Return the first entries of the list of changes, each once."""
        found: dict[str, Link] = {}
        for link in (link for day in self._days(language) for link in day.links):
            found.setdefault(link.href, link)
        return tuple(found.values())[:_RECENT]

    def _entries(self, lang: str, entries: Sequence[Entry]) -> dict[str, Any]:
        """Return a list of entries, in the order in which they are given, and their categories."""
        links = self._on.listed(entries)
        return {"links": links, "categories": self._on.categories_of(lang, links)}

    def _section(self, section: Entry, members: Sequence[Entry]) -> Page:
        addresses, titles = self._on.translations(section), self._on.titles(section)
        return SectionPage(
            lang=section.lang,
            title=section.head.title or section.name.split("/")[-2],
            summary=section.head.summary,
            **self._entries(section.lang, self._on.arranged(members)),
            **self._on.common(section.lang, addresses, titles),
            **self._on.text(section),
        )

    def _category_pages(self, language: Language) -> Iterable[Page]:
        lang = language.folder
        items = [item for item in self._on.glossary.categories if item.lang == lang]
        if not items:
            return
        yield CategoriesPage(
            lang=lang,
            title=language.title,
            links=self._on.category_links[lang],
            counts=tuple(self._on.count(item.entries) for item in items),
            **self._on.common(lang, self._on.glossary.addresses.categories, {}),
        )
        for item in items:
            same = {
                other.folder: self._on.glossary.addresses.category[other.folder, item.key]
                for other in self._on.config.languages
                if (other.folder, item.key) in self._on.categories
            }
            titles = {folder: self._on.categories[folder, item.key].label for folder in same}
            yield CategoryPage(
                lang=lang,
                title=item.label,
                **self._entries(lang, self._on.arranged(item.entries)),
                **self._on.common(lang, same, titles),
            )

    def _letters_of(self, language: Language) -> tuple[LetterLinks, ...]:
        """Return all letters of an index; a long one has its entries on pages of their own."""
        groups = {group.id: group for group in self._on.glossary.order.get(language.folder, ())}
        own = {item.id: item for item in alphabet(language.tag)}
        # Letters that the alphabet has and nothing stands under keep their places.
        ids = [*own, *(id for id in groups if id not in own)]
        return tuple(self._letter(language.folder, id, groups.get(id), own.get(id)) for id in ids)

    def _letter(self, lang: str, id: str, group: LetterGroup | None, letter: Letter | None) -> LetterLinks:
        address = self._on.glossary.addresses.letters.get((lang, id))
        members = self._on.listed(group.entries) if group else ()
        text = group.text if group else letter.text if letter else ""
        kind = group.kind if group else str(letter.kind) if letter else ""
        href = self._on.href(address) if address else f"#{fragment(ID_PREFIX + id)}"
        return LetterLinks(id, text, kind, len(members), href, () if address else members)

    def _letter_pages(self, language: Language) -> Iterable[Page]:
        for group in self._on.glossary.order.get(language.folder, ()):
            address = self._on.glossary.addresses.letters.get((language.folder, group.id))
            if address:
                yield LetterPage(
                    lang=language.folder,
                    title=group.text or group.id,
                    letter=group.id,
                    letters=self._letters[language.folder],
                    **self._entries(language.folder, group.entries),
                    **self._on.common(language.folder, {language.folder: address}, {}),
                )

    def _wanted_page(self, language: Language) -> Iterable[Page]:
        terms = [term for term in self._on.glossary.references.wanted if term.lang == language.folder]
        if terms:
            address = self._on.glossary.addresses.wanted[language.folder]
            yield WantedPage(
                is_indexed=False,
                lang=language.folder,
                title=language.title,
                wanted=tuple(
                    WantedLinks(
                        term.name, term.count, tuple(self._on.link(self._on.by_path[path]) for path in term.wanted_by)
                    )
                    for term in terms
                ),
                **self._on.common(language.folder, {language.folder: address}, {}),
            )

    def _senses_pages(self) -> Iterable[Page]:
        for item in self._on.glossary.senses:
            address = self._on.glossary.addresses.senses[item.lang, item.headword]
            yield SensesPage(
                lang=item.lang,
                title=item.headword,
                links=tuple(self._on.link(entry) for entry in filter(self._on.has_page, item.entries)),
                **self._on.common(item.lang, {item.lang: address}, {}),
            )
