"""The settings of a site as values: complete, checked, frozen."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from glossary_ssg.codes import Severity
from glossary_ssg.limits import ENTRY_BYTES

CONFIG_NAME = "glossary.toml"
BASELINE_NAME = "glossary-baseline.json"
"""What was found before and is not told again, beside glossary.toml."""
LEDGER_NAME = "glossary-urls.txt"
"""The addresses that were ever published, beside glossary.toml; only if the site keeps it."""
MARKDOWN_SUFFIXES = (".md", ".markdown")
CACHE_NAME = ".glossary-cache"
THEMES = "themes"
"""The folder of a site's own themes, beside glossary.toml."""
BUILTIN_THEMES = ("default", "onepage")
"""The themes that come with the package."""
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


class Formats(Struct, frozen=True, gc=False):
    """Which files for programs are written."""

    headers: bool = True
    robots: bool = True
    sitemap: bool = True
    feed: bool = True
    opensearch: bool = True
    data: bool = True
    inventory: bool = True
    llms: bool = True
    markdown: bool = False


class AutolinkConfig(Struct, frozen=True, gc=False):
    """Which names become links by themselves in a language."""

    enabled: bool = True
    keywords: bool = False
    """Whether keywords count as names."""
    repeat: bool = False
    """Whether every occurrence becomes a link, not only the first on a page."""
    max_per_page: int = 10
    max_per_paragraph: int = 3
    stop: tuple[str, ...] = ()
    """Names that never become links."""
    evidence: bool = True
    """Whether names of one word that the texts use as everyday words become no links."""
    always: tuple[str, ...] = ()
    """Names that become links whatever the texts say of them."""


class Language(Struct, frozen=True, gc=False):
    """A language of the site."""

    folder: str
    """Its folder below content/, or its file suffix; also its part of addresses."""
    tag: str
    """BCP 47."""
    name: str
    """In the language itself."""
    title: str
    """The site's title in this language."""
    direction: str
    """`ltr` or `rtl`."""
    autolink: AutolinkConfig = AutolinkConfig()


class Permalinks(Struct, frozen=True, gc=False):
    """Address templates; `{lang}`, `{path}` and `{slug}` are replaced."""

    entry: str = "/{lang}/{path}/"
    page: str = "/{lang}/{path}/"
    section: str = "/{lang}/{path}/"
    home: str = "/{lang}/"
    index: str = "/{lang}/all/"
    categories: str = "/{lang}/category/"
    category: str = "/{lang}/category/{slug}/"
    letter: str = "/{lang}/letter/{slug}/"
    senses: str = "/{lang}/senses/{slug}/"
    wanted: str = "/{lang}/wanted/"
    whole: str = "/{lang}/print/"
    changes: str = "/{lang}/changes/"


class CategoryConfig(Struct, frozen=True, gc=False):
    """A category that the site declares."""

    key: str
    labels: tuple[tuple[str, str], ...]
    """(language folder, label) pairs."""


class MenuLink(Struct, frozen=True, gc=False):
    """A link that every page shows."""

    url: str
    """A path in the site, where `{lang}` is the language's folder, or an https address."""
    labels: tuple[tuple[str, str], ...]
    """(language folder, label) pairs; in other languages there is no such link."""


class SeverityRule(Struct, frozen=True, gc=False):
    """Severities that hold in some files."""

    files: tuple[str, ...]
    """Patterns of paths below the content folder; empty for all."""
    languages: tuple[str, ...]
    """Language folders; empty for all."""
    severities: tuple[tuple[str, Severity], ...]


class ParseSettings(Struct, frozen=True, gc=False):
    """The settings that parsing reads: part of the cache key."""

    html: HtmlMode = HtmlMode.SANITISE
    fields: tuple[tuple[str, str], ...] = ()
    related_headings: tuple[str, ...] = ()
    search_body: SearchBody = SearchBody.FREQUENT
    max_file_size: int = ENTRY_BYTES
    """Bytes; a larger file is shown as plain text."""


class Config(Struct, frozen=True, gc=False):
    """A whole site's settings, complete and checked."""

    content: Path
    output: Path
    cache: Path
    root_path: Path
    """The folder that holds glossary.toml; the working directory where there is none."""
    settings_path: Path
    """The file of settings, whether it is there or not."""
    title: str
    base_url: str
    """Scheme and host, or empty where the site does not say."""
    base_path: str
    """Sub-path of every address: begins and ends with a slash."""
    languages: tuple[Language, ...]
    default_language: str
    layout: Layout
    strays: tuple[str, ...] = ()
    """Folders at the top of content/ that are no languages, and therefore keep those beside them from being some."""
    root: Root = Root.CHOICE
    mount: str = ""
    """Prefix template that holds every page, empty where the site owns its root."""
    permalinks: Permalinks = Permalinks()
    categories: tuple[CategoryConfig, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    """(name in the files, field or `label.<language>`) pairs."""
    severities: tuple[tuple[str, Severity], ...] = ()
    severities_for: tuple[SeverityRule, ...] = ()
    """Win over `severities`, a later one over those before it."""
    prefer: tuple[tuple[str, str], ...] = ()
    """(name, translation key) pairs: which entry a name means that several entries have."""
    collation: Collation = Collation.UCA
    changes: Changes = Changes.GIT
    untranslated: Untranslated = Untranslated.LINK
    related_headings: tuple[str, ...] = RELATED_HEADINGS
    """Headings of sections whose links are related entries."""
    html: HtmlMode = HtmlMode.SANITISE
    search_body: SearchBody = SearchBody.FREQUENT
    max_file_size: int = ENTRY_BYTES
    """Bytes of a content file that is parsed."""
    theme: str = "default"
    whole: str = ""
    """Template of a page with the whole glossary, empty for none. The theme says so, not glossary.toml."""
    logo: str = ""
    """POSIX path below the content folder."""
    accent: str = ""
    """`#rrggbb`"""
    repository: str = ""
    """Address at which a file is edited, with `{path}`."""
    menu: tuple[MenuLink, ...] = ()
    footer: tuple[MenuLink, ...] = ()
    redirects: Redirects = Redirects.BOTH
    formats: Formats = Formats()
    drafts: bool = False
    precompress: bool = False
    """Whether compressed forms stand beside texts; the command line says so."""

    @property
    def parsing(self) -> ParseSettings:
        """Return what parsing reads of all this."""
        return ParseSettings(self.html, self.fields, self.related_headings, self.search_body, self.max_file_size)

    def language(self, folder: str) -> Language:
        """Return a language by its folder name; KeyError where there is none."""
        for language in self.languages:
            if language.folder == folder:
                return language
        raise KeyError(folder)
