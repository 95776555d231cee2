"""What all pages share, as values; what is published."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from glossary_ssg.model.page import Link


class LanguageView(Struct, frozen=True, gc=False):
    """The site's constants in one language."""

    folder: str
    """Its folder below the content folder."""
    tag: str
    """BCP 47."""
    name: str
    """The language's name in itself."""
    direction: str
    """`ltr` or `rtl`."""
    title: str
    """The site's title in this language."""
    home: str
    """Address of its home page."""
    index: str
    """Address of the list of all terms."""
    categories: str
    """Empty where the language has no categories."""
    search: str
    """The search page, whose folder holds the search index."""
    wanted: str
    """Empty where no terms are wanted."""
    changes: str
    """Empty where nothing is known of changes."""
    whole: str = ""
    """The page with the whole glossary; empty unless the theme has one."""
    locale: str = ""
    """Language and territory as Open Graph writes them: `ja_JP`; empty where the territory is not known."""
    feed: str = ""
    """The Atom feed of what is new and has changed; empty where there is none."""
    opensearch: str = ""
    """The description of the search for browsers; empty where there is none."""
    menu: tuple[Link, ...] = ()
    """Links of the site's own at the head of every page."""
    footer: tuple[Link, ...] = ()
    """Links of the site's own at the foot of every page."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Interface texts by name; templates have them as `t`."""


class Site(Struct, frozen=True, gc=False):
    """The site's constants."""

    title: str
    """In no language in particular."""
    home: str
    """The root, or with a mount the default language's index."""
    assets: str
    """Folder of the theme's files; its name changes with them."""
    languages: tuple[LanguageView, ...]
    """In the order of the switcher."""
    generator: str
    """Name and version of this program."""
    logo: str = ""
    """Address of a picture; empty where the site has none."""
    csp: str = ""
    """The Content-Security-Policy: what pages may load, and from where."""
    accent: str = ""
    """The colour of links and marks, `#rrggbb`; empty for the theme's own."""

    def language(self, folder: str) -> LanguageView:
        """Return a language's constants."""
        return next(language for language in self.languages if language.folder == folder)


class OutputFile(Struct, frozen=True, gc=False):
    """A file to publish."""

    path: str
    """POSIX path below the output folder."""
    data: bytes
