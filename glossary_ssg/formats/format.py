"""What a published format declares, and what all formats are made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from msgspec import Struct

from glossary_ssg.config import Config
from glossary_ssg.formats.concepts import Concept, concepts_of
from glossary_ssg.model import Glossary, OutputFile, Page, Site


class SiteData(Struct, frozen=True, dict=True):
    """What the files of formats are made from."""

    config: Config
    glossary: Glossary
    site: Site
    pages: Sequence[Page]
    immutable: tuple[str, ...]
    """Addresses of folders whose files never change: their names follow from their content."""

    @cached_property
    def concepts(self) -> list[Concept]:
        """All concepts that have a page; made once, and only if a format needs them."""
        return concepts_of(self.config, self.glossary)

    @property
    def root(self) -> str:
        """The absolute address of the site's root."""
        return self.config.base_url + self.config.base_path

    @property
    def folder(self) -> str:
        """The output folder of files that belong to the whole site, empty or with a slash at its end."""
        return self.glossary.addresses.site_folder

    def language_folder(self, language: str) -> str:
        """Return the output folder of a language's files, empty or with a slash at its end."""
        return self.glossary.addresses.language_folders[language]


def _always(_config: Config, _glossary: Glossary, _language: str) -> bool:
    return True


class Format(Struct, frozen=True, gc=False):
    """A format in which a site is published. No page may have the address of one of its files, even if it is off."""

    make: Callable[[SiteData], Iterable[OutputFile]]
    root_names: tuple[str, ...] = ()
    """Files at the root of a domain: a site that is mounted in another one does not own it and has none of them."""
    site_names: tuple[str, ...] = ()
    """Files in the folder of the whole site."""
    language_names: tuple[str, ...] = ()
    """Files in the folder of each language."""
    setting: str = ""
    """Key of `[formats]` that turns it off; empty if nothing does."""
    needs_base_url: bool = False
    """Whether its files hold absolute addresses only."""
    link: str = ""
    """Field of LanguageView by which pages link to the first of `language_names`; empty if they do not."""
    has_file: Callable[[Config, Glossary, str], bool] = _always
    """Tells whether there is anything to link to in a language."""
    needs_index: bool = False
    """Whether a site that search engines must not show does without it."""

    def is_on(self, config: Config) -> bool:
        """Tell whether the settings ask for the format."""
        if (self.root_names and config.mount) or (self.needs_base_url and not config.base_url):
            return False
        if self.needs_index and config.noindex:
            return False
        return not self.setting or bool(getattr(config.formats, self.setting))
