"""What all pages share, as values; what is published."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from glossary_ssg.model.page import Link


class LanguageView(Struct, frozen=True, gc=False):
    """Values of the site in one language."""

    folder: str
    """Its folder below the content folder."""
    tag: str
    """BCP 47."""
    name: str
    """The language's name in the language itself."""
    direction: str
    """`ltr` or `rtl`."""
    title: str
    """The site's title in this language."""
    home: str
    """URL path of its home page."""
    index: str
    """URL path of the index of all terms."""
    categories: str
    """URL path of the list of categories; empty if there are none."""
    search: str
    """URL path of the search page; its folder contains the search index."""
    wanted: str
    """URL path of the wanted terms; empty if there are none."""
    changes: str
    """URL path of the new and changed entries; empty if there is no such page."""
    whole: str = ""
    """URL path of the page with the whole glossary; empty if the theme has none."""
    locale: str = ""
    """Language and territory in Open Graph's format, such as `ja_JP`; empty if the territory is unknown."""
    feed: str = ""
    """URL of the Atom feed of new and changed entries; empty if there is none."""
    opensearch: str = ""
    """URL path of the OpenSearch description; empty if there is none."""
    menu: tuple[Link, ...] = ()
    """The site's links in the header of every page."""
    footer: tuple[Link, ...] = ()
    """The site's links in the footer of every page."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Interface texts by name; templates get them as `t`."""


class Site(Struct, frozen=True, gc=False):
    """Values of the site."""

    title: str
    """The site's title, independent of language."""
    home: str
    """URL path of the root or, with a mount, of the default language's index."""
    assets: str
    """URL path of the folder of the theme's files; it changes when the files change."""
    languages: tuple[LanguageView, ...]
    """All languages, in the order of the switcher."""
    generator: str
    """Name and version of glossary-ssg."""
    logo: str = ""
    """URL path of the logo; empty if the site has none."""
    csp: str = ""
    """The Content-Security-Policy of the pages."""
    accent: str = ""
    """The colour of links and marks, `#rrggbb`; empty for the theme's default."""

    def language(self, folder: str) -> LanguageView:
        """Return a language's constants."""
        return next(language for language in self.languages if language.folder == folder)


class OutputFile(Struct, frozen=True, gc=False):
    """A file to publish."""

    path: str
    """POSIX path below the output folder."""
    data: bytes
