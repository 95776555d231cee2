"""What pages exist and what each carries, as values: a template sees its page and the site's constants, no more."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from html import escape
from typing import Any

from glossary_ssg.config import Config, Language, Root
from glossary_ssg.model import (
    Address,
    Alternate,
    AutoLink,
    BodyLink,
    Category,
    Entry,
    EntryPage,
    EntryType,
    Glossary,
    LanguageChoice,
    LanguageView,
    LetterGroup,
    LetterLinks,
    Link,
    ListPage,
    NameType,
    Page,
    RedirectPage,
    Ref,
    RefKind,
    Resolution,
    Site,
    WantedLinks,
    encode,
)
from glossary_ssg.text.letters import Letter, alphabet

ID_PREFIX = "g-"
"""Begins the ids that templates give, so that they never meet a heading's."""


def page_key(page: Page, salt: str) -> str:
    """Return the digest of everything that a page's HTML depends on; `salt` stands for theme, site and code."""
    data = json.dumps([type(page).__name__, encode(page)], ensure_ascii=False, separators=(",", ":"))
    return blake2b(f"{salt}\0{data}".encode(), digest_size=16).hexdigest()


def plan_site(config: Config, glossary: Glossary, texts: Mapping[str, Mapping[str, str]], generator: str) -> Site:
    """Return the site's constants. `texts` are the interface texts by language folder."""
    planner = _Planner(config, glossary, {})
    views = tuple(
        LanguageView(
            folder=language.folder,
            tag=language.tag,
            name=language.name,
            direction=language.direction,
            title=language.title,
            index=planner.href(glossary.addresses.indexes[language.folder]),
            categories=planner.optional_href(glossary.addresses.categories.get(language.folder)),
            search=f"{planner.href(glossary.addresses.indexes[language.folder])}search/",
            texts=texts[language.folder],
        )
        for language in config.languages
    )
    home = config.base_path if not config.mount else planner.href(glossary.addresses.indexes[config.default_language])
    assets = config.base_path[:-1] + glossary.addresses.assets
    return Site(config.title, home, assets, views, generator)


def plan(config: Config, glossary: Glossary, links: Mapping[str, Sequence[AutoLink]]) -> list[Page]:
    """Return all pages, sorted by output path. `links` are the automatic links by an entry's path."""
    planner = _Planner(config, glossary, links)
    pages: list[Page] = [*planner.entries(), *planner.lists(), *planner.redirects(), *planner.root()]
    return sorted(pages, key=lambda page: page.path)


class _Planner:
    def __init__(self, config: Config, glossary: Glossary, links: Mapping[str, Sequence[AutoLink]]) -> None:
        self._config = config
        self._glossary = glossary
        has_choice = config.root is Root.CHOICE and not config.mount
        self._home = config.base_path if has_choice else ""
        """The page that chooses a language for readers of none: `x-default` of the indexes."""
        self._links: dict[str, Link] = {}
        self._auto_links = links
        self._used_in = _backlinks(glossary, links)
        ordered = [entry for groups in glossary.order.values() for group in groups for entry in group.entries]
        self._position = {entry.path: index for index, entry in enumerate(ordered)}
        self._by_path = {entry.path: entry for entry in glossary.entries}
        self._senses = {entry.path: item for item in glossary.senses for entry in item.entries}
        self._categories = {(item.lang, item.key): item for item in glossary.categories}
        self._of: dict[str, list[Category]] = {}
        for item in glossary.categories:
            for entry in item.entries:
                self._of.setdefault(entry.path, []).append(item)

    def href(self, address: Address) -> str:
        """Return an address with the base path."""
        return self._config.base_path[:-1] + address.uri

    def optional_href(self, address: Address | None) -> str:
        """Return an address with the base path, empty text for none."""
        return self.href(address) if address else ""

    def entries(self) -> Iterable[Page]:
        """Yield the pages of entries and plain pages."""
        for entry in self._glossary.entries:
            address = self._glossary.addresses.entries.get(entry.path)
            if address and entry.type is not EntryType.SECTION:
                yield self._entry(entry, address)

    def lists(self) -> Iterable[Page]:
        """Yield the pages that list entries."""
        by_folder: dict[tuple[str, str], list[Entry]] = {}
        for entry in self._glossary.entries:
            if entry.type is EntryType.GLOSSARY and entry.path in self._glossary.addresses.entries:
                folder = entry.name.rpartition("/")[0]
                while True:
                    by_folder.setdefault((entry.lang, folder), []).append(entry)
                    if not folder:
                        break
                    folder = folder.rpartition("/")[0]
        sections = self._glossary.sections
        for language in self._config.languages:
            yield self._index(language, sections.get((language.folder, "")))
            yield from self._category_pages(language)
            yield from self._letter_pages(language)
            yield from self._wanted_page(language)
        yield from self._senses_pages()
        for (lang, folder), section in sections.items():
            if folder and section.path in self._glossary.addresses.entries:
                yield self._section(section, by_folder.get((lang, folder), []))

    def redirects(self) -> Iterable[Page]:
        """Yield a page for every old address."""
        for redirect in self._glossary.addresses.redirects:
            target = self._glossary.addresses.entries[redirect.entry.path]
            yield RedirectPage(
                template="redirect.html",
                lang=redirect.entry.lang,
                path=redirect.address.path,
                href=self.href(target),
                canonical=self._absolute(self.href(target)),
                title=redirect.entry.head.title,
                differs_by_case=redirect.differs_by_case,
            )

    def root(self) -> Iterable[Page]:
        """Yield what stands at the root: the choice of languages or a redirect, and the page for missing addresses."""
        config, lang = self._config, self._config.default_language
        if config.mount:
            return
        indexes = self._glossary.addresses.indexes
        common: dict[str, Any] = {"lang": lang, "title": config.title}
        yield ListPage(
            template="404.html", path="404.html", href=f"{config.base_path}404.html", canonical="",
            choices=self._choices(lang, indexes, self._index_titles()), **common,
        )  # fmt: skip
        if any(address.path == "index.html" for address in indexes.values()):
            return
        target = self.href(indexes[lang])
        if config.root is Root.REDIRECT:
            canonical = self._absolute(target)
            yield RedirectPage(template="redirect.html", path="index.html", href=target, canonical=canonical, **common)
            return
        yield ListPage(
            template="choice.html",
            path="index.html",
            href=config.base_path,
            canonical=self._absolute(config.base_path),
            choices=self._choices("", indexes, self._index_titles()),
            alternates=self._alternates(indexes, config.base_path),
            **common,
        )

    def _entry(self, entry: Entry, address: Address) -> Page:
        head = entry.head
        addresses = self._translations(entry)
        titles = {lang: other.head.title for lang in addresses if (other := self._glossary.translation(entry, lang))}
        resolutions = self._glossary.references.resolutions[entry.path]
        acronyms = tuple(name for name in head.names if name.type is NameType.ACRONYM)
        return EntryPage(
            template="page.html" if entry.type is EntryType.PAGE else "entry.html",
            lang=entry.lang,
            path=address.path,
            href=self.href(address),
            canonical=self._absolute(self.href(address)),
            title=head.title,
            summary=head.summary,
            choices=self._choices(entry.lang, addresses, titles),
            alternates=self._alternates(addresses),
            body_key=entry.body_key,
            fills=self._fills(entry, resolutions),
            auto_links=tuple(
                BodyLink(link.start, link.end, self.href(self._glossary.addresses.entries[link.target.path]))
                for link in self._auto_links.get(entry.path, ())
            ),
            used_in=self._sorted(self._used_in.get(entry.path, ())),
            readings=head.readings,
            acronyms=acronyms,
            names=tuple(name for name in head.names if name not in acronyms),
            qualifier=head.qualifier,
            subject=head.subject,
            description=head.description,
            categories=tuple(self._category_link(item) for item in self._of.get(entry.path, [])),
            related=self._related(entry),
            senses=self._senses_link(entry),
            sense=self._sense(entry),
            headings=head.headings,
            date=head.date,
            lastmod=head.lastmod,
            extra=dict(head.extra),
            is_draft=head.draft,
        )

    def _related(self, entry: Entry) -> tuple[Link, ...]:
        links = []
        for other in filter(self._has_page, self._glossary.related.get(entry.path, ())):
            tag = self._config.language(other.lang).tag if other.lang != entry.lang else ""
            links.append(replace(self._link(other), hreflang=tag) if tag else self._link(other))
        return tuple(links)

    def _index(self, language: Language, section: Entry | None) -> Page:
        indexes = self._glossary.addresses.indexes
        items = [item for item in self._glossary.categories if item.lang == language.folder]
        return ListPage(
            template="index.html",
            lang=language.folder,
            title=section.head.title if section and section.head.title else language.title,
            summary=section.head.summary if section else "",
            letters=self._letters(language),
            categories=tuple(self._category_link(item) for item in items),
            **self._common(language.folder, indexes, self._index_titles(), self._home),
            **self._text(section),
        )

    def _section(self, section: Entry, members: Sequence[Entry]) -> Page:
        addresses = self._translations(section)
        titles = {lang: other.head.title for lang in addresses if (other := self._glossary.translation(section, lang))}
        return ListPage(
            template="section.html",
            lang=section.lang,
            title=section.head.title or section.name.split("/")[-2],
            summary=section.head.summary,
            links=self._sorted(members),
            **self._common(section.lang, addresses, titles),
            **self._text(section),
        )

    def _category_pages(self, language: Language) -> Iterable[Page]:
        lang = language.folder
        items = [item for item in self._glossary.categories if item.lang == lang]
        if not items:
            return
        yield ListPage(
            template="categories.html",
            lang=lang,
            title=language.title,
            links=tuple(self._category_link(item) for item in items),
            counts=tuple(len(item.entries) for item in items),
            **self._common(lang, self._glossary.addresses.categories, {}),
        )
        for item in items:
            same = {
                other.folder: self._glossary.addresses.category[other.folder, item.key]
                for other in self._config.languages
                if (other.folder, item.key) in self._categories
            }
            titles = {folder: self._categories[folder, item.key].label for folder in same}
            yield ListPage(
                template="category.html",
                lang=lang,
                title=item.label,
                links=self._sorted(item.entries),
                **self._common(lang, same, titles),
            )

    def _common(
        self, lang: str, addresses: Mapping[str, Address], titles: Mapping[str, str], default: str = ""
    ) -> dict[str, Any]:
        address = addresses[lang]
        return {
            "path": address.path,
            "href": self.href(address),
            "canonical": self._absolute(self.href(address)),
            "choices": self._choices(lang, addresses, titles),
            "alternates": self._alternates(addresses, default),
        }

    def _text(self, section: Entry | None) -> dict[str, Any]:
        if section is None:
            return {}
        resolutions = self._glossary.references.resolutions.get(section.path, ())
        return {"body_key": section.body_key, "fills": self._fills(section, resolutions)}

    def _index_titles(self) -> dict[str, str]:
        """Return the titles of the languages' indexes: those of their `_index.md`, else the site's."""
        sections = self._glossary.sections
        titles = {language.folder: language.title for language in self._config.languages}
        own = {lang: sections[lang, ""].head.title for lang in titles if (lang, "") in sections}
        return titles | {lang: title for lang, title in own.items() if title}

    def _translations(self, entry: Entry) -> dict[str, Address]:
        """Return the addresses of an entry in every language that has it, its own included."""
        given = self._glossary.addresses.entries
        others = (
            (lang, self._glossary.translation(entry, lang)) for lang in self._glossary.translations.of[entry.path]
        )
        return {lang: given[other.path] for lang, other in others if other}

    def _choices(
        self, current: str, addresses: Mapping[str, Address], titles: Mapping[str, str]
    ) -> tuple[LanguageChoice, ...]:
        return tuple(
            LanguageChoice(
                tag=language.tag,
                name=language.name,
                direction=language.direction,
                href=self.optional_href(addresses.get(language.folder)),
                title=titles.get(language.folder, ""),
                is_current=language.folder == current,
            )
            for language in self._config.languages
        )

    def _alternates(self, addresses: Mapping[str, Address], default: str = "") -> tuple[Alternate, ...]:
        """Return the alternates of a page, itself included; none where it stands in one language only.

        They must be absolute, so a site that does not say where it will stand has none.
        """
        if len(addresses) < 2 or not self._config.base_url:
            return ()
        found = [
            Alternate(language.tag, self._absolute(self.href(addresses[language.folder])))
            for language in self._config.languages
            if language.folder in addresses
        ]
        if not default and self._config.default_language in addresses:
            default = self.href(addresses[self._config.default_language])
        return (*found, Alternate("x-default", self._absolute(default))) if default else tuple(found)

    def _absolute(self, href: str) -> str:
        """Return an absolute address, empty text where the site does not say where it will stand."""
        return self._config.base_url + href if self._config.base_url else ""

    def _link(self, entry: Entry) -> Link:
        if entry.path not in self._links:
            href = self.href(self._glossary.addresses.entries[entry.path])
            self._links[entry.path] = Link(entry.head.title, href, entry.head.summary)
        return self._links[entry.path]

    def _category_link(self, item: Category) -> Link:
        return Link(item.label, self.href(self._glossary.addresses.category[item.lang, item.key]))

    def _sorted(self, entries: Sequence[Entry]) -> tuple[Link, ...]:
        """Return links in the order of the index."""
        built = [entry for entry in entries if self._has_page(entry)]
        return tuple(self._link(entry) for entry in sorted(built, key=lambda entry: self._position[entry.path]))

    def _has_page(self, entry: Entry) -> bool:
        return entry.path in self._glossary.addresses.entries

    def _letters(self, language: Language) -> tuple[LetterLinks, ...]:
        """Return all letters of an index; a long one has its entries on pages of their own."""
        groups = {group.id: group for group in self._glossary.order.get(language.folder, ())}
        own = {(item.id): item for item in alphabet(language.tag)}
        # Letters that the alphabet has and nothing stands under keep their places.
        ids = [*own, *(id for id in groups if id not in own)]
        return tuple(self._letter(language.folder, id, groups.get(id), own.get(id)) for id in ids)

    def _letter(self, lang: str, id: str, group: LetterGroup | None, letter: Letter | None) -> LetterLinks:
        address = self._glossary.addresses.letters.get((lang, id))
        members = [entry for entry in group.entries if self._has_page(entry)] if group else []
        text = group.text if group else letter.text if letter else ""
        kind = group.kind if group else str(letter.kind) if letter else ""
        href = self.href(address) if address else f"#{ID_PREFIX}{id}"
        links = () if address else tuple(self._link(entry) for entry in members)
        return LetterLinks(id, text, kind, len(members), href, links)

    def _letter_pages(self, language: Language) -> Iterable[Page]:
        for group in self._glossary.order.get(language.folder, ()):
            address = self._glossary.addresses.letters.get((language.folder, group.id))
            if address:
                yield ListPage(
                    template="letter.html",
                    lang=language.folder,
                    title=group.text or group.id,
                    letter=group.id,
                    letters=self._letters(language),
                    links=tuple(self._link(entry) for entry in group.entries if self._has_page(entry)),
                    **self._common(language.folder, {language.folder: address}, {}),
                )

    def _wanted_page(self, language: Language) -> Iterable[Page]:
        terms = [term for term in self._glossary.references.wanted if term.lang == language.folder]
        if terms:
            address = self._glossary.addresses.wanted[language.folder]
            yield ListPage(
                template="wanted.html",
                lang=language.folder,
                title=language.title,
                wanted=tuple(
                    WantedLinks(
                        term.name, term.count, tuple(self._link(self._by_path[path]) for path in term.wanted_by)
                    )
                    for term in terms
                ),
                **self._common(language.folder, {language.folder: address}, {}),
            )

    def _senses_pages(self) -> Iterable[Page]:
        for item in self._glossary.senses:
            address = self._glossary.addresses.senses[item.lang, item.headword]
            links = []
            for entry in filter(self._has_page, item.entries):
                sense = self._sense(entry)
                link = self._link(entry)
                links.append(replace(link, title=f"{link.title} ({sense})") if sense else link)
            yield ListPage(
                template="senses.html",
                lang=item.lang,
                title=item.headword,
                links=tuple(links),
                **self._common(item.lang, {item.lang: address}, {}),
            )

    def _senses_link(self, entry: Entry) -> Link | None:
        item = self._senses.get(entry.path)
        if item is None:
            return None
        return Link(item.headword, self.href(self._glossary.addresses.senses[item.lang, item.headword]))

    def _sense(self, entry: Entry) -> str:
        """Return what tells an entry from others of its headword: its qualifier, else its category."""
        if entry.path not in self._senses:
            return ""
        categories = self._of.get(entry.path, [])
        return entry.head.qualifier or (categories[0].label if categories else "")

    def _fills(self, entry: Entry, resolutions: Sequence[Resolution]) -> tuple[str, ...]:
        return tuple(
            self._fill(ref, resolution, entry) for ref, resolution in zip(entry.head.refs, resolutions, strict=False)
        )

    def _fill(self, ref: Ref, resolution: Resolution, entry: Entry) -> str:
        """Return the HTML for a hole: a link's attributes, or a whole picture."""
        title = f' title="{escape(ref.title)}"' if ref.title else ""
        if ref.kind is RefKind.IMAGE:
            if not resolution.href:
                return escape(ref.text)
            rest = "".join(f' {name}="{escape(value)}"' for name, value in ref.attributes)
            return f'<img src="{escape(resolution.href)}" alt="{escape(ref.text)}"{title}{rest}>'
        if not resolution.href:
            return ' class="unresolved"'
        other = resolution.entry.lang if resolution.entry else entry.lang
        hreflang = f' hreflang="{escape(self._config.language(other).tag)}"' if other != entry.lang else ""
        return f' href="{escape(resolution.href)}"{title}{hreflang}'


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
            if target is not entry and target.lang == entry.lang:
                found.setdefault(target.path, {})[entry.path] = entry
    return {path: list(entries.values()) for path, entries in found.items()}
