"""What each kind of page shows, as values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from glossary_ssg.model.entry import Heading, Name

ID_PREFIX = "g-"
"""Begins the ids that templates give, so that they never meet a heading's."""
ENTRY_ID = f"{ID_PREFIX}e."
"""Begins the ids of entries on the page with the whole glossary."""


class Link(Struct, frozen=True, gc=False):
    """A link to a page of the site."""

    title: str
    """The label."""
    href: str
    """URL path with the base path, or an https URL; empty for a related entry without a target."""
    summary: str = ""
    """A sentence about the page; may be empty."""
    hreflang: str = ""
    """BCP 47 tag, if the target is in another language; otherwise empty."""
    sense: str = ""
    """For an entry: what distinguishes it from others with the same headword."""
    key: str = ""
    """For a category: its key in the `categories` of entries. For a letter without text: the interface text."""
    reading: str = ""
    """For an entry in a filterable list: its sort reading, in hiragana."""
    categories: tuple[str, ...] = ()
    """For an entry in a filterable list: the keys of its categories."""
    is_new: bool = False
    """For an entry in a list of changes: whether it is new rather than changed."""
    draft: str = ""
    """For a draft: its label. Only previews and builds with `--drafts` contain drafts."""


class BodyLink(Struct, frozen=True, gc=False):
    """A link that is put into a body when it is rendered."""

    start: int
    end: int
    """Offsets into Body.html."""
    href: str


class LanguageChoice(Struct, frozen=True, gc=False):
    """One language of the switcher."""

    tag: str
    """BCP 47."""
    name: str
    """The language's name in the language itself."""
    direction: str
    """`ltr` or `rtl`."""
    href: str
    """URL of the same page in this language; empty if there is none."""
    title: str
    """The page's title in this language; for entries, the headword."""
    is_current: bool
    """Whether it is the language of the page."""


class Alternate(Struct, frozen=True, gc=False):
    """A `<link rel="alternate">`."""

    hreflang: str
    """BCP 47 tag, or `x-default`."""
    href: str
    """Absolute URL."""


class Page(Struct, frozen=True, gc=False):
    """Values of every page."""

    lang: str
    """Language folder, which selects the interface texts."""
    path: str
    """POSIX path below the output folder."""
    href: str
    """The page's URL path, with the base path; for a redirect, the URL path of its target."""
    canonical: str
    """Absolute URL; empty if the site has no full `base_url`."""
    title: str
    """The title; for an entry, the headword."""
    summary: str = ""
    """A sentence about the page; may be empty."""
    choices: tuple[LanguageChoice, ...] = ()
    """All languages of the site, for the switcher."""
    alternates: tuple[Alternate, ...] = ()
    """The page in all languages, including its own; empty if there is only one."""
    body_key: str = ""
    """Cache key of the page's body; empty if it has none."""
    fills: tuple[str, ...] = ()
    """HTML for the body's holes, by number."""
    auto_links: tuple[BodyLink, ...] = ()
    """Links to put into the body, in order and without overlaps."""
    is_indexed: bool = True
    """Whether search engines may index the page; the template tells them."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """Structured data (schema.org) for JSON-LD: `{{ page.data | tojson }}`; may be empty."""
    template: str = ""
    """Name of the template that renders it; most kinds have one of their own."""


class ShownDate(Struct, frozen=True, gc=False):
    """A date and its localised text."""

    day: str
    """ISO 8601."""
    text: str
    """The date in the format of the page's language."""
    utc: str = ""
    """The time in UTC, if the author gave one; see Timestamp."""


class EntryPage(Page, frozen=True):
    """An entry or a plain page."""

    senses: Link | None = None
    """The page that lists all entries with this headword, if there are several."""
    sense: str = ""
    """What distinguishes this entry from others with the same headword."""
    used_in: tuple[Link, ...] = ()
    """Entries that link to this one."""

    readings: tuple[str, ...] = ()
    """How the headword is pronounced."""
    acronyms: tuple[Name, ...] = ()
    """Short forms of the headword."""
    names: tuple[Name, ...] = ()
    """Other names of the concept."""
    qualifier: str = ""
    """What distinguishes entries with the same headword, as the author wrote it."""
    subject: str = ""
    """The field of knowledge, as the author wrote it."""
    description: str = ""
    """The definition."""
    categories: tuple[Link, ...] = ()
    """Pages of the entry's categories."""
    related: tuple[Link, ...] = ()
    """Entries on related concepts."""
    headings: tuple[Heading, ...] = ()
    """Headings of the body, in order."""
    contents: tuple[Heading, ...] = ()
    """Headings of levels 2 and 3, for a table of contents; empty if there are too few."""
    repeats_title: bool = False
    """Whether the body begins with a heading that only repeats the headword, such as `What is …?`."""
    before: tuple[Link, ...] = ()
    """The entries before it in the index, nearest last."""
    after: tuple[Link, ...] = ()
    """The entries after it in the index, nearest first."""
    letter: Link | None = None
    """The entry's letter in the index; the title is empty if its name is the interface text `key`."""
    date: ShownDate | None = None
    """When it was written."""
    lastmod: ShownDate | None = None
    """When it was last changed."""
    changed: ShownDate | None = None
    """`lastmod`, or else `date`."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """All other fields of the frontmatter."""
    is_draft: bool = False
    """Whether it is a draft, which only previews and builds with `--drafts` contain."""
    markdown: str = ""
    """URL of the Markdown twin; empty if there is none."""
    edit_href: str = ""
    """URL to edit the entry's file; empty if `repository` is not set."""


class LetterLinks(Struct, frozen=True, gc=False):
    """A heading of an index and its entries."""

    id: str
    """The id of the heading, without the prefix `g-`."""
    text: str
    """The letter; empty if its name is the interface text `letter_<kind>`."""
    kind: str
    """`kana`, `letter`, `digit`, `symbol` or `no-reading`."""
    count: int
    """Number of entries."""
    href: str
    """URL of its entries: on this page or on the letter's own page."""
    links: tuple[Link, ...]
    """Its entries; empty if the letter has its own page or no entries."""


class DayLinks(Struct, frozen=True, gc=False):
    """The entries that were added or changed on one day."""

    day: str
    """ISO 8601."""
    text: str
    """The date in the format of the page's language."""
    links: tuple[Link, ...]
    """Entries; `is_new` marks those that were added."""


class WantedLinks(Struct, frozen=True, gc=False):
    """A term that nobody has written, and the entries that refer to it."""

    name: str
    """The name in the references."""
    count: int
    """Number of references."""
    wanted_by: tuple[Link, ...]
    """Entries that refer to it."""


class HomePage(Page, frozen=True):
    """The home page of a language."""

    template: str = "home.html"
    letters: tuple[LetterLinks, ...] = ()
    """All letters of the alphabet, including those without entries; their `links` are empty."""
    categories: tuple[Link, ...] = ()
    """All categories."""
    counts: tuple[int, ...] = ()
    """Number of entries in each of `categories`."""
    total: int = 0
    """Number of entries in the language."""
    recent: tuple[Link, ...] = ()
    """New and changed entries, newest first."""


class IndexPage(Page, frozen=True):
    """The list of all terms of a language."""

    template: str = "index.html"
    letters: tuple[LetterLinks, ...] = ()
    """All letters of the alphabet, including those without entries."""
    categories: tuple[Link, ...] = ()
    """All categories."""
    total: int = 0
    """Number of entries in the language."""


class LetterPage(Page, frozen=True):
    """A letter of a long index."""

    template: str = "letter.html"
    letter: str = ""
    """The letter's id."""
    letters: tuple[LetterLinks, ...] = ()
    """All letters of the alphabet, including those without entries."""
    links: tuple[Link, ...] = ()
    """The letter's entries, in order."""
    categories: tuple[Link, ...] = ()
    """The categories of these entries."""


class SearchPage(Page, frozen=True):
    """The search page of a language."""

    template: str = "search.html"
    categories: tuple[Link, ...] = ()
    """All categories."""
    total: int = 0
    """Number of entries in the language."""


class ChangesPage(Page, frozen=True):
    """The new and changed entries of a language."""

    template: str = "changes.html"
    days: tuple[DayLinks, ...] = ()
    """Newest first; each has its entries."""


class CategoriesPage(Page, frozen=True):
    """The list of categories of a language."""

    template: str = "categories.html"
    links: tuple[Link, ...] = ()
    """All categories."""
    counts: tuple[int, ...] = ()
    """Number of entries in each of `links`."""


class CategoryPage(Page, frozen=True):
    """A category."""

    template: str = "category.html"
    links: tuple[Link, ...] = ()
    """The category's entries, in the order of the index."""
    categories: tuple[Link, ...] = ()
    """The categories of these entries."""


class SectionPage(Page, frozen=True):
    """A folder with an `_index.md`."""

    template: str = "section.html"
    links: tuple[Link, ...] = ()
    """The folder's entries, in the order of the index."""
    categories: tuple[Link, ...] = ()
    """The categories of these entries."""


class SensesPage(Page, frozen=True):
    """A headword that several entries share."""

    template: str = "senses.html"
    links: tuple[Link, ...] = ()
    """These entries."""


class WantedPage(Page, frozen=True):
    """Terms that entries refer to and nobody has written."""

    template: str = "wanted.html"
    wanted: tuple[WantedLinks, ...] = ()
    """Most wanted first."""


class MissingPage(Page, frozen=True):
    """The page for addresses that do not exist; `choices` are the home pages."""

    template: str = "404.html"


class ChoicePage(Page, frozen=True):
    """The page at the root that lets readers choose a language; `choices` are the home pages."""

    template: str = "choice.html"


class WholeEntry(Struct, frozen=True, gc=False):
    """An entry on the page with the whole glossary."""

    id: str
    """Its id on the page, and its key in `bodies`."""
    page: EntryPage
    """The entry; its links point to other entries on this page."""


class WholeLetter(Struct, frozen=True, gc=False):
    """A heading of the whole glossary and its entries."""

    id: str
    """The id of the heading, without the prefix `g-`."""
    text: str
    """The letter; empty if its name is the interface text `letter_<kind>`."""
    kind: str
    """`kana`, `letter`, `digit`, `symbol` or `no-reading`."""
    entries: tuple[WholeEntry, ...]
    """The entries, in order."""


class WholePage(Page, frozen=True):
    """The whole glossary of a language. Its template also gets `bodies`, the texts of the entries by id."""

    letters: tuple[WholeLetter, ...] = ()
    """The letters that have entries."""


class RedirectPage(Page, frozen=True):
    """An alias that redirects to an entry."""

    template: str = "redirect.html"
    differs_by_case: bool = False
    """Whether the page needs a case-sensitive file system."""
