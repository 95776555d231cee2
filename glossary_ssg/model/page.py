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
    """With the base path, or an https address; empty for the name of a related entry that leads nowhere."""
    summary: str = ""
    """A sentence about the page; may be empty."""
    hreflang: str = ""
    """BCP 47 tag of a page in another language; empty for the page's own."""
    sense: str = ""
    """Of an entry: what tells it from others of its headword."""
    key: str = ""
    """Of a category: what entries name it by in `categories`. Of a letter without text: the interface text."""
    reading: str = ""
    """Of an entry in a list that can be filtered: its reading as it is sorted, in hiragana."""
    categories: tuple[str, ...] = ()
    """Of an entry in a list that can be filtered: the keys of its categories."""
    is_new: bool = False
    """Of an entry in a list of changes: whether it was added, not changed."""
    draft: str = ""
    """Of a draft, which only previews and builds with `--drafts` show: what says so."""


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
    """The language's name in itself."""
    direction: str
    """`ltr` or `rtl`."""
    href: str
    """The same page in this language; empty where there is none."""
    title: str
    """What the page is called there, for entries the headword."""
    is_current: bool
    """Whether it is the page's own language."""


class Alternate(Struct, frozen=True, gc=False):
    """A `<link rel="alternate">`."""

    hreflang: str
    """BCP 47 tag, or `x-default`."""
    href: str
    """Absolute address."""


class Page(Struct, frozen=True, gc=False):
    """What every page has."""

    lang: str
    """Language folder: which interface texts to use."""
    path: str
    """POSIX path below the output folder."""
    href: str
    """The page's own address, with the base path; of a redirect that of its target."""
    canonical: str
    """Absolute address; empty where the site does not say where it will stand."""
    title: str
    """Of an entry the headword."""
    summary: str = ""
    """A sentence about the page; may be empty."""
    choices: tuple[LanguageChoice, ...] = ()
    """Every language of the site, for the switcher."""
    alternates: tuple[Alternate, ...] = ()
    """The page in all languages, its own included; none where it stands in one only."""
    body_key: str = ""
    """Cache key of the body that the page shows; empty where it shows none."""
    fills: tuple[str, ...] = ()
    """HTML for the body's holes, by number."""
    auto_links: tuple[BodyLink, ...] = ()
    """Links to put into the body, in order and without overlaps."""
    is_indexed: bool = True
    """Whether search engines may show the page; its template says so to them."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """What the page is in the words of schema.org, as JSON-LD: `{{ page.data | tojson }}`; may be empty."""
    template: str = ""
    """Name of the template that renders it; most kinds have one of their own."""


class ShownDate(Struct, frozen=True, gc=False):
    """A date and how it is written."""

    day: str
    """ISO 8601."""
    text: str
    """As readers of the page's language write it."""
    utc: str = ""
    """The moment, where the author gave one; see Timestamp."""


class EntryPage(Page, frozen=True):
    """An entry or a plain page."""

    senses: Link | None = None
    """The page that lists all entries of this headword, if there are several."""
    sense: str = ""
    """What tells this entry from the others of its headword."""
    used_in: tuple[Link, ...] = ()
    """Entries that lead here."""

    readings: tuple[str, ...] = ()
    """How the headword is pronounced."""
    acronyms: tuple[Name, ...] = ()
    """Short forms of the headword."""
    names: tuple[Name, ...] = ()
    """Other names of the concept."""
    qualifier: str = ""
    """What tells homonyms apart, as the author wrote it."""
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
    """What a list of contents shows: headings of levels 2 and 3; empty where there are too few."""
    repeats_title: bool = False
    """Whether the body begins with a heading that says nothing but the headword, as `What is …?` does."""
    before: tuple[Link, ...] = ()
    """The neighbours before it in the index, nearest last."""
    after: tuple[Link, ...] = ()
    """The neighbours after it in the index, nearest first."""
    letter: Link | None = None
    """Where the index shows the entry; the title is empty where its name is the interface text `key`."""
    date: ShownDate | None = None
    """When it was written."""
    lastmod: ShownDate | None = None
    """When it was last changed."""
    changed: ShownDate | None = None
    """`lastmod`, else `date`."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Fields of the frontmatter that have no meaning here."""
    is_draft: bool = False
    """Whether it is a draft; these are built only when asked for."""
    markdown: str = ""
    """Address of the page as Markdown; empty where there is none."""
    edit_href: str = ""
    """Where the entry's file is edited; empty where the site does not say."""


class LetterLinks(Struct, frozen=True, gc=False):
    """A heading of an index and what stands under it."""

    id: str
    """With `g-` before it the id of the heading."""
    text: str
    """The letter; empty where its name is an interface text, `letter_<kind>`."""
    kind: str
    """`kana`, `letter`, `digit`, `symbol` or `no-reading`."""
    count: int
    """How many entries it has."""
    href: str
    """Where its entries stand: on this page or on a page of their own."""
    links: tuple[Link, ...]
    """Empty where the letter has a page of its own, or no entries."""


class DayLinks(Struct, frozen=True, gc=False):
    """What was added and changed on one day."""

    day: str
    """ISO 8601."""
    text: str
    """As readers of the page's language write it."""
    links: tuple[Link, ...]
    """Entries; `is_new` tells those that were added."""


class WantedLinks(Struct, frozen=True, gc=False):
    """A term that nobody has written, and who asks for it."""

    name: str
    """What references call it."""
    count: int
    """How many references ask for it."""
    wanted_by: tuple[Link, ...]
    """Entries that ask for it."""


class HomePage(Page, frozen=True):
    """The home page of a language."""

    template: str = "home.html"
    letters: tuple[LetterLinks, ...] = ()
    """Every letter of the alphabet, those without entries too; their `links` are empty."""
    categories: tuple[Link, ...] = ()
    """All categories."""
    counts: tuple[int, ...] = ()
    """How many entries each of `categories` has."""
    total: int = 0
    """How many entries the language has."""
    recent: tuple[Link, ...] = ()
    """What is new or has changed, newest first."""


class IndexPage(Page, frozen=True):
    """The list of all terms of a language."""

    template: str = "index.html"
    letters: tuple[LetterLinks, ...] = ()
    """Every letter of the alphabet, those without entries too."""
    categories: tuple[Link, ...] = ()
    """All categories."""
    total: int = 0
    """How many entries the language has."""


class LetterPage(Page, frozen=True):
    """A letter of a long index."""

    template: str = "letter.html"
    letter: str = ""
    """The letter's id."""
    letters: tuple[LetterLinks, ...] = ()
    """Every letter of the alphabet, those without entries too."""
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
    """How many entries the language has."""


class ChangesPage(Page, frozen=True):
    """What is new and has changed in a language."""

    template: str = "changes.html"
    days: tuple[DayLinks, ...] = ()
    """Newest first."""


class CategoriesPage(Page, frozen=True):
    """The list of categories of a language."""

    template: str = "categories.html"
    links: tuple[Link, ...] = ()
    """All categories."""
    counts: tuple[int, ...] = ()
    """How many entries each of `links` has."""


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
    """A headword that several entries have."""

    template: str = "senses.html"
    links: tuple[Link, ...] = ()
    """These entries."""


class WantedPage(Page, frozen=True):
    """Terms that references ask for and nobody has written."""

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
    """The entry; its links lead to other entries on this page."""


class WholeLetter(Struct, frozen=True, gc=False):
    """A heading of the whole glossary and what stands under it."""

    id: str
    """With `g-` before it the id of the heading."""
    text: str
    """The letter; empty where its name is an interface text, `letter_<kind>`."""
    kind: str
    """`kana`, `letter`, `digit`, `symbol` or `no-reading`."""
    entries: tuple[WholeEntry, ...]
    """In order."""


class WholePage(Page, frozen=True):
    """The whole glossary of a language. Its template has `bodies`: the text of each entry by its id."""

    letters: tuple[WholeLetter, ...] = ()
    """Those that have entries."""


class RedirectPage(Page, frozen=True):
    """An old address."""

    template: str = "redirect.html"
    differs_by_case: bool = False
    """Whether only a disk that tells upper from lower case can hold it."""
