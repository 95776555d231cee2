"""What all pages have in common: links, the language switcher, alternates, holes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from msgspec.structs import replace

from glossary_ssg.config import Config, MenuLink, Root
from glossary_ssg.memo import Inputs, Same
from glossary_ssg.model import (
    ID_PREFIX,
    Address,
    Alternate,
    AutoLink,
    BodyLink,
    Category,
    Entry,
    Glossary,
    LanguageChoice,
    LetterGroup,
    Link,
    Ref,
    RefKind,
    Resolution,
    ShownDate,
    Timestamp,
)
from glossary_ssg.pages.memory import PlanMemory
from glossary_ssg.pages.neighbours import Neighbours
from glossary_ssg.text.collation import fold_reading
from glossary_ssg.text.locales import long_date
from glossary_ssg.text.slugs import fragment


class Context:
    """The whole set, as pages need it."""

    def __init__(
        self,
        config: Config,
        glossary: Glossary,
        texts: Mapping[str, Mapping[str, str]],
        auto_links: Mapping[str, Sequence[AutoLink]],
        memory: PlanMemory,
    ) -> None:
        self.config = config
        self.glossary = glossary
        self.texts = texts
        """Interface texts by language folder."""
        self.auto_links = auto_links
        """The automatic links by an entry's path."""
        has_choice = config.root is Root.CHOICE and not config.mount
        self.home = config.base_path if has_choice else ""
        """The page that chooses a language for readers of none: `x-default` of the home pages."""
        ordered = [entry for groups in glossary.order.values() for group in groups for entry in group.entries]
        self.position = {entry.path: index for index, entry in enumerate(ordered)}
        self.by_path = {entry.path: entry for entry in glossary.entries}
        self.senses = {entry.path: item for item in glossary.senses for entry in item.entries}
        self.categories = {(item.lang, item.key): item for item in glossary.categories}
        self.of = glossary.categories_of()
        self.category_links = {
            language.folder: tuple(
                self.category_link(item) for item in glossary.categories if item.lang == language.folder
            )
            for language in config.languages
        }
        """The links to all categories, by language."""
        self.outlines: Inputs = (Same(glossary.addresses), config, texts)
        """What follows from outlines and settings is computed from: addresses are the same while all outlines are."""
        self._links = memory.links.get(self.outlines, self._make_links)
        self._listed = memory.listed.get(self.outlines, self._make_listed)

    def href(self, address: Address) -> str:
        """Return an address with the base path."""
        return self.config.base_path[:-1] + address.uri

    def optional_href(self, address: Address | None) -> str:
        """Return an address with the base path, empty text for none."""
        return self.href(address) if address else ""

    def common(
        self, lang: str, addresses: Mapping[str, Address], titles: Mapping[str, str], default: str = ""
    ) -> dict[str, Any]:
        """Return what every page has; `addresses` and `titles` are those of the page in each language."""
        address = addresses[lang]
        return {
            "path": address.path,
            "href": self.href(address),
            "canonical": self.absolute(self.href(address)),
            "choices": self.choices(lang, addresses, titles),
            "alternates": self.alternates(addresses, default),
        }

    def text(self, entry: Entry | None) -> dict[str, Any]:
        """Return what a page needs to show an entry's text; nothing for a list without `_index.md`."""
        if entry is None:
            return {}
        given = self.glossary.addresses.entries
        return {
            "body_key": entry.body_key,
            "fills": self._fills(entry, self.glossary.references.resolutions.get(entry.path, ())),
            "auto_links": tuple(
                BodyLink(link.start, link.end, self.href(given[link.target.path]))
                for link in self.auto_links.get(entry.path, ())
            ),
        }

    def translations(self, entry: Entry) -> dict[str, Address]:
        """Return the addresses of an entry in every language that has it, its own included."""
        given = self.glossary.addresses.entries
        others = ((lang, self.glossary.translation(entry, lang)) for lang in self.glossary.translations.of[entry.path])
        return {lang: given[other.path] for lang, other in others if other}

    def titles(self, entry: Entry) -> dict[str, str]:
        """Return what an entry is called in every language that has it."""
        langs = self.glossary.translations.of[entry.path]
        return {lang: other.head.title for lang in langs if (other := self.glossary.translation(entry, lang))}

    def choices(
        self, current: str, addresses: Mapping[str, Address], titles: Mapping[str, str]
    ) -> tuple[LanguageChoice, ...]:
        """Return the language switcher of a page."""
        return tuple(
            LanguageChoice(
                tag=language.tag,
                name=language.name,
                direction=language.direction,
                href=self.optional_href(addresses.get(language.folder)),
                title=titles.get(language.folder, ""),
                is_current=language.folder == current,
            )
            for language in self.config.languages
        )

    def alternates(self, addresses: Mapping[str, Address], default: str = "") -> tuple[Alternate, ...]:
        """Return the alternates of a page, itself included; none where it stands in one language only.

        They must be absolute, so a site that does not say where it will stand has none.
        """
        if len(addresses) < 2 or not self.config.base_url:
            return ()
        found = [
            Alternate(language.tag, self.absolute(self.href(addresses[language.folder])))
            for language in self.config.languages
            if language.folder in addresses
        ]
        if not default and self.config.default_language in addresses:
            default = self.href(addresses[self.config.default_language])
        return (*found, Alternate("x-default", self.absolute(default))) if default else tuple(found)

    def absolute(self, href: str) -> str:
        """Return an absolute address, empty text where the site does not say where it will stand."""
        return self.config.base_url + href if self.config.base_url else ""

    def link(self, entry: Entry) -> Link:
        """Return the link to an entry of the same language."""
        return self._links[entry.path]

    def _make_links(self) -> Mapping[str, Link]:
        return {entry.path: self._link(entry) for entry in self.glossary.entries if self.has_page(entry)}

    def _link(self, entry: Entry) -> Link:
        href = self.href(self.glossary.addresses.entries[entry.path])
        draft = self.texts[entry.lang]["draft"] if entry.head.draft else ""
        return Link(entry.head.title, href, entry.head.summary, sense=self.sense(entry), draft=draft)

    def category_link(self, item: Category) -> Link:
        """Return the link to a category."""
        return Link(item.label, self.href(self.glossary.addresses.category[item.lang, item.key]), key=item.slug)

    def letter_link(self, lang: str, group: LetterGroup) -> Link:
        """Return the link to a letter of the index: to its own page or to its heading on the index."""
        given = self.glossary.addresses
        own = given.letters.get((lang, group.id))
        href = self.href(own) if own else f"{self.href(given.indexes[lang])}#{fragment(ID_PREFIX + group.id)}"
        return Link(group.text, href, key="" if group.text else f"letter_{group.kind}")

    def neighbours(self) -> Neighbours:
        """Return the order of the index, as pages of entries show it."""
        order = {
            lang: [replace(group, entries=tuple(filter(self.has_page, group.entries))) for group in groups]
            for lang, groups in self.glossary.order.items()
        }
        return Neighbours(order, self.link, self.letter_link)

    def listed(self, entries: Sequence[Entry]) -> tuple[Link, ...]:
        """Return the links of a list that readers can filter: with readings and categories."""
        return tuple(self._listed[entry.path] for entry in entries if self.has_page(entry))

    def _make_listed(self) -> Mapping[str, Link]:
        return {
            entry.path: replace(
                self.link(entry),
                reading=fold_reading(entry.head.readings[0]) if entry.head.readings else "",
                categories=tuple(item.slug for item in self.of.get(entry.path, ())),
            )
            for entry in self.glossary.entries
            if self.has_page(entry)
        }

    def categories_of(self, lang: str, links: Iterable[Link]) -> tuple[Link, ...]:
        """Return the links to the categories that entries of a list have."""
        used = {key for link in links for key in link.categories}
        return tuple(link for link in self.category_links[lang] if link.key in used)

    def menu(self, items: Sequence[MenuLink], lang: str) -> tuple[Link, ...]:
        """Return the links of a menu that have a label in a language."""
        config = self.config
        at_root = config.root is Root.DEFAULT and lang == config.default_language
        links = []
        for item in items:
            label = dict(item.labels).get(lang)
            url = item.url.replace("/{lang}", "", 1) if at_root else item.url.replace("{lang}", lang.lower())
            if label:
                links.append(Link(label, config.base_path[:-1] + url if url.startswith("/") else url))
        return tuple(links)

    def in_order(self, entries: Sequence[Entry]) -> tuple[Link, ...]:
        """Return links in the order of the index."""
        return tuple(self.link(entry) for entry in self.arranged(entries))

    def arranged(self, entries: Sequence[Entry]) -> list[Entry]:
        """Return the entries that have a page in the order of the index."""
        return sorted(filter(self.has_page, entries), key=lambda entry: self.position[entry.path])

    def has_page(self, entry: Entry) -> bool:
        """Tell whether an entry has a page."""
        return entry.path in self.glossary.addresses.entries

    def count(self, entries: Sequence[Entry]) -> int:
        """Return how many entries have a page."""
        return sum(map(self.has_page, entries))

    def titled(self, name: str) -> dict[str, str]:
        """Return an interface text in every language."""
        return {language.folder: self.texts[language.folder][name] for language in self.config.languages}

    def _fills(self, entry: Entry, resolutions: Sequence[Resolution]) -> tuple[str, ...]:
        """Return the HTML for the holes of an entry's body."""
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
        hreflang = f' hreflang="{escape(self.config.language(other).tag)}"' if other != entry.lang else ""
        return f' href="{escape(resolution.href)}"{title}{hreflang}'

    def sense(self, entry: Entry) -> str:
        """Return what tells an entry from others of its headword: its qualifier, else its category."""
        if entry.path not in self.senses:
            return ""
        categories = self.of.get(entry.path, [])
        return entry.head.qualifier or (categories[0].label if categories else "")

    def date(self, found: Timestamp | None, lang: str) -> ShownDate | None:
        """Return a date as it is shown in a language."""
        return ShownDate(found.day, long_date(found.day, self.config.language(lang).tag), found.utc) if found else None

    def home_titles(self) -> dict[str, str]:
        """Return the titles of the languages' home pages: those of their `_index.md`, else the site's."""
        sections = self.glossary.sections
        titles = {language.folder: language.title for language in self.config.languages}
        own = {lang: sections[lang, ""].head.title for lang in titles if (lang, "") in sections}
        return titles | {lang: title for lang, title in own.items() if title}
