"""The settings of a site as values: complete, checked, frozen."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from glossary_ssg.codes import Severity
from glossary_ssg.config.settings import Setting
from glossary_ssg.limits import ENTRY_BYTES, ENTRY_BYTES_SETTING

CONFIG_NAME = "glossary.toml"
BASELINE_NAME = "glossary-baseline.json"
"""What was found before and is not told again, beside glossary.toml."""
LEDGER_NAME = "glossary-urls.txt"
"""The addresses that were ever published, beside glossary.toml; only if the site keeps it."""
MARKDOWN_SUFFIXES = (".md", ".markdown")
CACHE_NAME = ".glossary-cache"
STATIC = "static"
"""The folder of files that are copied to the root of the site, beside glossary.toml."""
THEMES = "themes"
"""The folder of a site's own themes, beside glossary.toml."""
BUILTIN_THEMES = ("default", "onepage")
"""The themes that come with the package."""

"""The frontmatter fields that have a meaning here; every other field is kept as it is."""
Texts = tuple[str, ...]
Pairs = tuple[tuple[str, str], ...]
RELATED_HEADINGS = ("Related terms", "Related entries", "See also", "関連用語", "関連項目")


class Layout(StrEnum):
    """How a file's language is told."""

    FOLDERS = "folders"
    """`content/<language>/term.md`"""
    SUFFIXES = "suffixes"
    """`content/term.<language>.md`; no suffix is the default language."""


class Root(StrEnum):
    """What stands at the site's root address."""

    CHOICE = "choice"
    """A page on which the reader chooses a language."""
    REDIRECT = "redirect"
    """A redirect to the default language."""
    DEFAULT = "default"
    """The default language itself, without its folder in addresses."""


class HtmlMode(StrEnum):
    """What happens to HTML in Markdown."""

    SANITISE = "sanitise"
    ESCAPE = "escape"


class SearchBody(StrEnum):
    """How much of an entry's text is searched."""

    FREQUENT = "frequent"
    """Its 80 most frequent terms."""
    FULL = "full"
    NONE = "none"


class Collation(StrEnum):
    """How headwords are sorted."""

    UCA = "uca"
    """The Unicode Collation Algorithm with its default table."""
    ICU = "icu"
    """Each language's own rules; needs the extra `glossary-ssg[icu]`."""


class Changes(StrEnum):
    """What tells when entries were added and changed."""

    GIT = "git"
    """The site's git repository, else the dates of the frontmatter."""
    DATES = "dates"
    OFF = "off"
    """Nothing: there is no page of changes."""


class Untranslated(StrEnum):
    """What a link to an entry that only another language has becomes."""

    LINK = "link"
    TEXT = "text"


class Redirects(StrEnum):
    """How old addresses lead to new ones."""

    BOTH = "both"
    """By pages, and by the file `_redirects`."""
    PAGES = "pages"
    FILE = "file"
    """By the file alone, for hosts that read it and look for pages first."""


class Direction(StrEnum):
    """Direction of a script."""

    LTR = "ltr"
    RTL = "rtl"


class Formats(Struct, frozen=True, gc=False):
    """Which files for hosts and programs are written."""

    headers: Annotated[bool, Setting("Write `_headers`: what hosts send with each file.")] = True
    robots: Annotated[bool, Setting("Write `robots.txt`.")] = True
    sitemap: Annotated[bool, Setting("Write `sitemap.xml`; needs `base_url`.")] = True
    feed: Annotated[bool, Setting("Write an Atom feed for each language; needs `base_url`.")] = True
    opensearch: Annotated[bool, Setting("Offer the search to browsers; needs `base_url`.")] = True
    data: Annotated[bool, Setting("Write `terms.json` for each language, and `concepts.json`.")] = True
    inventory: Annotated[bool, Setting("Write `objects.inv` for Sphinx.")] = True
    llms: Annotated[bool, Setting("Write `llms.txt` for language models.")] = True
    markdown: Annotated[bool, Setting("Write a Markdown twin of each entry: `index.html.md`.")] = False


class AutolinkConfig(Struct, frozen=True, gc=False):
    """Which names are linked automatically in a language."""

    enabled: Annotated[bool, Setting("Link the names of entries in the text of other entries.")] = True
    keywords: Annotated[bool, Setting("Link keywords as well as names.")] = False
    repeat: Annotated[bool, Setting("Link every occurrence, not only the first on a page.")] = False
    max_per_page: Annotated[int, Setting("Maximum number of automatic links per page.")] = 10
    max_per_paragraph: Annotated[int, Setting("Maximum number of automatic links per paragraph.")] = 3
    stop: Annotated[Texts, Setting("Names that are never linked automatically.")] = ()
    evidence: Annotated[bool, Setting("Do not link one-word names that the texts use as everyday words.")] = True
    always: Annotated[Texts, Setting("Names that are always linked.")] = ()


class Language(Struct, frozen=True, gc=False):
    """A language of the site. Each setting here is one that `[languages.<folder>]` takes."""

    folder: str
    """Its folder below content/, or its file suffix; also its part of addresses."""
    tag: Annotated[str, Setting("BCP 47 tag. `*` is the language's folder or file suffix.", "from the name")]
    name: Annotated[str, Setting("The language's name in the language itself.", "from Unicode CLDR")]
    title: Annotated[str, Setting("The site's title in this language.", "`title`")]
    direction: Annotated[Direction, Setting("Direction of its script.", "from Unicode CLDR")]
    autolink: Annotated[AutolinkConfig, Setting("The same for one language; its lists of names are added.")]


class Permalinks(Struct, frozen=True, gc=False):
    """Address templates; `{lang}`, `{path}` and `{slug}` are replaced."""

    entry: Annotated[str, Setting("URL of an entry.")] = "/{lang}/{path}/"
    page: Annotated[str, Setting("URL of a file with `type: page`.")] = "/{lang}/{path}/"
    section: Annotated[str, Setting("URL of a folder with an `_index.md`.")] = "/{lang}/{path}/"
    home: Annotated[str, Setting("URL of a language's home page.")] = "/{lang}/"
    index: Annotated[str, Setting("URL of the list of all terms.")] = "/{lang}/all/"
    categories: Annotated[str, Setting("URL of the list of categories.")] = "/{lang}/category/"
    category: Annotated[str, Setting("URL of a category.")] = "/{lang}/category/{slug}/"
    letter: Annotated[str, Setting("URL of a letter of a long index.")] = "/{lang}/letter/{slug}/"
    senses: Annotated[str, Setting("URL of the senses of one headword.")] = "/{lang}/senses/{slug}/"
    wanted: Annotated[str, Setting("URL of the list of wanted terms.")] = "/{lang}/wanted/"
    whole: Annotated[str, Setting("URL of the page with all entries, if the theme has one.")] = "/{lang}/print/"
    changes: Annotated[str, Setting("URL of the list of new and changed entries.")] = "/{lang}/changes/"


class CategoryConfig(Struct, frozen=True, gc=False):
    """A category that the site declares."""

    key: str
    labels: Annotated[Pairs, Setting('Label in a language: `[categories.key]`, `en = "Label"`.', key="*")]
    """(language folder, label) pairs."""


class MenuLink(Struct, frozen=True, gc=False):
    """A link that every page shows."""

    url: str
    """A path in the site, where `{lang}` is the language's folder, or an https address."""
    labels: Pairs
    """(language folder, label) pairs; in other languages there is no such link."""


class SeverityRule(Struct, frozen=True, gc=False):
    """Severities that hold in some files."""

    files: Texts
    """Patterns of paths below the content folder; empty for all."""
    languages: Texts
    """Language folders; empty for all."""
    severities: tuple[tuple[str, Severity], ...]


class ParseSettings(Struct, frozen=True, gc=False):
    """The settings that parsing reads: part of the cache key."""

    html: HtmlMode = HtmlMode.SANITISE
    fields: Pairs = ()
    related_headings: Texts = ()
    search_body: SearchBody = SearchBody.FREQUENT
    max_file_size: int = ENTRY_BYTES
    """Bytes; a larger file is shown as plain text."""


class Config(Struct, frozen=True, gc=False):
    """A whole site's settings, complete and checked.

    A field with a `Setting` is a key of `glossary.toml`; checks, the JSON Schema and the docs follow from it.
    """

    title: Annotated[str, Setting("The site's title.", "the content folder's parent")]
    base_url: Annotated[str, Setting("The site's URL: `https://example.org/`, with a sub-path if it has one.", "`/`")]
    """Scheme and host, or empty where the site does not say."""
    base_path: str
    """Sub-path of every address: begins and ends with a slash."""
    content: Annotated[Path, Setting("The folder with the entries, relative to this file.", "`content`")]
    output: Annotated[Path, Setting("The folder to publish to, relative to this file.", "`output`")]
    cache: Path
    root_path: Path
    """The folder that holds glossary.toml; the working directory where there is none."""
    settings_path: Path
    """The file of settings, whether it is there or not."""
    default_language: Annotated[str, Setting("Language of `/term/` links and `x-default`.", "`en`, else the first")]
    languages: tuple[Language, ...]
    layout: Layout
    theme: Annotated[str, Setting("A folder below `themes/`, or a built-in theme.")] = "default"
    whole: str = ""
    """Template of a page with the whole glossary, empty for none. The theme says so, not glossary.toml."""
    strays: Texts = ()
    """Folders at the top of content/ that are no languages, and therefore keep those beside them from being some."""
    root: Annotated[Root, Setting("What `/` shows: a language menu, a redirect or the default language.")] = Root.CHOICE
    mount: Annotated[str, Setting("Publish only below this prefix, such as `/{lang}/glossary/`.")] = ""
    permalinks: Permalinks = Permalinks()
    redirects: Annotated[
        Redirects, Setting("Redirect old URLs by pages, by the file `_redirects`, or by both; see hosting.md.")
    ] = Redirects.BOTH
    html: Annotated[HtmlMode, Setting("Clean HTML in Markdown, or show it as text.")] = HtmlMode.SANITISE
    max_file_size: Annotated[
        int,
        Setting("Maximum size of a content file in bytes; a larger one is an error."),
        Meta(ge=1, le=ENTRY_BYTES_SETTING),
    ] = ENTRY_BYTES
    fields: Annotated[Pairs, Setting("Map a field of your files to a field here, or to `label.<language>`.")] = ()
    categories: tuple[CategoryConfig, ...] = ()
    related_headings: Annotated[Texts, Setting("Headings of sections that list related entries.", "see below")] = (
        RELATED_HEADINGS
    )
    autolink: AutolinkConfig = AutolinkConfig()
    """For languages without settings of their own."""
    prefer: Annotated[Pairs, Setting("Name = translation key of the entry that an ambiguous name means.")] = ()
    search_body: Annotated[
        SearchBody, Setting("Searched text of an entry: its 80 most frequent terms, all or none.", key="search.body")
    ] = SearchBody.FREQUENT
    collation: Annotated[
        Collation,
        Setting("Sort by the Unicode Collation Algorithm, or by each language's own rules (`glossary-ssg[icu]`)."),
    ] = Collation.UCA
    untranslated: Annotated[
        Untranslated, Setting("How to show links to entries that exist only in another language.")
    ] = Untranslated.LINK
    changes: Annotated[Changes, Setting("Source of the list of new and changed entries; see below.")] = Changes.GIT
    logo: Annotated[str, Setting("An image below the content folder, shown beside the site's title.")] = ""
    accent: Annotated[str, Setting("Colour of links and marks, such as `#0a58ca`.", "the theme's")] = ""
    """`#rrggbb`"""
    repository: Annotated[str, Setting("URL where an entry is edited; `{path}` is its path below `content`.")] = ""
    menu: Annotated[tuple[MenuLink, ...], Setting("Links in the header: `[[menu]]` with `url` and `label`.")] = ()
    footer: Annotated[tuple[MenuLink, ...], Setting("Links in the footer: `[[footer]]` with `url` and `label`.")] = ()
    formats: Formats = Formats()
    severities: Annotated[tuple[tuple[str, Severity], ...], Setting("Severity of a diagnostic code.", "per code")] = ()
    severities_for: Annotated[
        tuple[SeverityRule, ...],
        Setting("The same in some files: `[[severities_for]]` with `files` or `languages`, and `severities`."),
    ] = ()
    """Win over `severities`, a later one over those before it."""
    drafts: bool = False
    precompress: bool = False
    """Whether compressed forms stand beside texts; the command line says so."""
    noindex: bool = False
    """Whether search engines are to leave the site out; the command line says so."""

    @property
    def parsing(self) -> ParseSettings:
        """Return what parsing reads of all this."""
        return ParseSettings(*(getattr(self, name) for name in ParseSettings.__struct_fields__))

    def language(self, folder: str) -> Language:
        """Return a language by its folder name; KeyError where there is none."""
        for language in self.languages:
            if language.folder == folder:
                return language
        raise KeyError(folder)
