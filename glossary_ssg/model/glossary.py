"""What follows from all entries together."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from glossary_ssg.diagnostics import Diagnostic
from glossary_ssg.model.entry import Entry, EntryType, Ref


class ReservedNames(Struct, frozen=True, gc=False):
    """Names of machine-readable files, by the folder that they are in: no page may have their addresses."""

    root: tuple[str, ...]
    """At the root of a domain."""
    site: tuple[str, ...]
    """In the folder of the whole site."""
    language: tuple[str, ...]
    """In the folder of each language."""
    search: tuple[str, ...]
    """In the folder of each language's search page."""


class EntryNames(Struct, frozen=True, gc=False):
    """The names of one entry, in the order in which they count."""

    entry: Entry
    headword: str
    acronyms: tuple[str, ...]
    """Declared, or in parentheses and made of the initials of what stands outside."""
    plain: str
    """The headword without parentheses."""
    qualifier: str
    """What stands in parentheses without being a name: Temperature (LLM)."""
    synonyms: tuple[str, ...]
    """Other names that may be used."""
    elsewhere: tuple[str, ...]
    """Headwords in other languages."""


class RefusedFile(Struct, frozen=True, gc=False):
    """A file of the content folder that may not be published."""

    path: str
    reason: str
    """Ends a sentence that begins with the file's name."""
    hint: str


class SiteFiles(Struct, frozen=True, gc=False):
    """The files that entries may link to."""

    content: tuple[str, ...]
    """POSIX paths below the content folder of everything that is not Markdown, sorted."""
    refused: tuple[RefusedFile, ...] = ()
    """Those of them that may not be published."""
    static: tuple[str, ...] = ()
    """Output paths of the files of `static/`."""


class AutoLink(Struct, frozen=True, gc=False):
    """A place in a body that becomes a link by itself."""

    start: int
    end: int
    """Offsets into Body.html."""
    line: int
    """1-based line of the paragraph in the source; 0 where unknown."""
    name: str
    target: Entry
    rule: str


class NearMiss(Struct, frozen=True, gc=False):
    """A place where a name stands that becomes no link."""

    start: int
    end: int
    line: int
    name: str
    targets: tuple[str, ...]
    """Paths of the entries that the name may mean."""
    reason: str
    detail: str = ""
    """Figures behind the reason."""


class Category(Struct, frozen=True, gc=False):
    """A category in one language."""

    lang: str
    key: str
    """Equal in all languages: the key in glossary.toml, or else the folded label."""
    label: str
    slug: str
    entries: tuple[Entry, ...]


class Translations(Struct, frozen=True, gc=False):
    """Which entries are the same concept."""

    of: Mapping[str, Mapping[str, Entry]]
    """Path of an entry -> language -> entry, itself included."""
    concepts: int
    """How many concepts stand in at least two languages."""
    diagnostics: tuple[Diagnostic, ...]


class Change(Struct, frozen=True, gc=False):
    """That a file was added or changed."""

    path: str
    """POSIX path below the content folder, NFC."""
    day: str
    """ISO 8601."""
    is_new: bool


class Changed(Struct, frozen=True, gc=False):
    """An entry that was added or changed on a day."""

    entry: Entry
    is_new: bool


class Day(Struct, frozen=True, gc=False):
    """What was added and changed on one day, in the order of the index."""

    day: str
    changed: tuple[Changed, ...]


class Address(Struct, frozen=True, gc=False):
    """Where a page stands."""

    uri: str
    """Percent-encoded path in the site, without the base path: begins with a slash."""
    path: str
    """POSIX path of its file below the output folder."""

    @property
    def key(self) -> str:
        """Equal for addresses that a disk without case cannot tell apart."""
        return self.path.casefold()


class Redirect(Struct, frozen=True, gc=False):
    """An old address that leads to an entry."""

    address: Address
    entry: Entry
    differs_by_case: bool
    """Whether only a disk that tells upper from lower case can hold it beside a page."""


class Addresses(Struct, frozen=True, gc=False):
    """The addresses of everything."""

    entries: Mapping[str, Address]
    """By an entry's path; an entry that is not here has no page."""
    homes: Mapping[str, Address]
    """The home page, by language: the root of everything else."""
    indexes: Mapping[str, Address]
    """The list of all terms, by language."""
    search: Mapping[str, Address]
    """The search page, by language: its folder holds the search index."""
    categories: Mapping[str, Address]
    """The list of categories, by language."""
    category: Mapping[tuple[str, str], Address]
    """By language and category key."""
    letters: Mapping[tuple[str, str], Address]
    """By language and letter id; only languages with so many entries that a letter has a page."""
    senses: Mapping[tuple[str, str], Address]
    """By language and headword, of headwords that several entries have."""
    wanted: Mapping[str, Address]
    """The page of wanted terms, by language."""
    whole: Mapping[str, Address]
    """The page with the whole glossary, by language; empty unless the theme has one."""
    changes: Mapping[str, Address]
    """The page of what is new and has changed, by language; only languages that have one."""
    redirects: tuple[Redirect, ...]
    folders: frozenset[str]
    """Case-folded paths of the output folders that hold pages, and of the files that programs read: no other file may
    stand there."""
    language_folders: Mapping[str, str]
    """Output folder of a language's files that programs read, with a slash at its end; by language."""
    site_folder: str
    """Output folder of the whole site's; empty where that is the output folder itself."""
    assets: str
    """URI of the folder of the theme's files."""
    diagnostics: tuple[Diagnostic, ...]
    kept: int
    """How many `url`s of entries were given as they are."""
    lost: int
    """How many `url`s and aliases could not be given."""


class Resolution(Struct, frozen=True, gc=False):
    """What became of one reference."""

    href: str
    """With base path and fragment; empty where the reference leads nowhere."""
    entry: Entry | None = None
    """The entry it leads to, if it is one."""
    rule: str = ""
    """How it was found: see resolve/ladder.py."""
    candidates: tuple[str, ...] = ()
    """The two files that an ambiguous reference may mean; empty where there are more."""


class LetterGroup(Struct, frozen=True, gc=False):
    """The entries under one heading of an index, in order."""

    id: str
    """Last segment of the letter's address, and its id on a page."""
    text: str
    """The letter; empty for digits, symbols and headwords without a reading, which have names."""
    kind: str
    entries: tuple[Entry, ...]


class Senses(Struct, frozen=True, gc=False):
    """Entries of one headword in a language."""

    lang: str
    headword: str
    entries: tuple[Entry, ...]


class WantedTerm(Struct, frozen=True, gc=False):
    """A term that references ask for and nobody has written."""

    lang: str
    name: str
    count: int
    wanted_by: tuple[str, ...]
    """Paths of the entries that ask for it."""


class References(Struct, frozen=True, gc=False):
    """What became of all references."""

    resolutions: Mapping[str, tuple[Resolution, ...]]
    """By an entry's path, in the order of Head.refs."""
    related: Mapping[str, tuple[tuple[Ref, Resolution], ...]]
    """By an entry's path: the names in its `related` field, then those in its section of related entries, which have a
    text, and what became of them."""
    wanted: tuple[WantedTerm, ...]
    """What was asked for in vain, most wanted first."""
    files: tuple[tuple[str, str], ...]
    """(path below content/, path below output/) of the files to copy."""
    diagnostics: tuple[Diagnostic, ...]
    total: int
    """How many references there are, related entries included."""
    linked: int
    """How many of them lead somewhere."""

    def named(self, entry: Entry) -> tuple[Entry, ...]:
        """Return the other entries that an entry's author names as related, each once."""
        found = [resolution.entry for _, resolution in self.related[entry.path] if resolution.entry]
        return tuple({other.path: other for other in found if other.path != entry.path}.values())


class Glossary(Struct, frozen=True, gc=False):
    """Everything that follows from all entries together.

    But for `entries` all entries here are outlines (Entry.outline).
    """

    entries: tuple[Entry, ...]
    """What is published, sorted by path."""
    translations: Translations
    names: Mapping[str, EntryNames]
    """By an entry's path."""
    categories: tuple[Category, ...]
    addresses: Addresses
    references: References
    related: Mapping[str, tuple[Entry, ...]]
    """By an entry's path: named by its author first, then computed."""
    order: Mapping[str, tuple[LetterGroup, ...]]
    """By language: its entries under the letters of its index."""
    senses: tuple[Senses, ...]
    changes: Mapping[str, tuple[Day, ...]]
    """By language: the days on which something was added or changed, newest first."""
    diagnostics: tuple[Diagnostic, ...]

    def translation(self, entry: Entry, lang: str) -> Entry | None:
        """Return an entry's translation that has a page, None where there is none."""
        other = self.translations.of[entry.path].get(lang)
        return other if other and other.path in self.addresses.entries else None

    def categories_of(self) -> dict[str, list[Category]]:
        """Return the categories of entries by path."""
        found: dict[str, list[Category]] = {}
        for category in self.categories:
            for entry in category.entries:
                found.setdefault(entry.path, []).append(category)
        return found

    @property
    def sections(self) -> Mapping[tuple[str, str], Entry]:
        """Return the `_index.md` files by language and folder below it."""
        return {
            (entry.lang, entry.name.rpartition("/")[0]): entry
            for entry in self.entries
            if entry.type is EntryType.SECTION
        }
