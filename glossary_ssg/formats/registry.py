"""Every published format. A new one needs a module that declares it, a line here and an entry in docs/hosting.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from glossary_ssg.config import Config
from glossary_ssg.formats import data, feed, hosting, inventory, llms, opensearch, sitemap
from glossary_ssg.formats.format import Format, SiteData
from glossary_ssg.model import Glossary, OutputFile, ReservedNames

FORMATS: tuple[Format, ...] = (
    *hosting.FORMATS,
    sitemap.FORMAT,
    feed.FORMAT,
    opensearch.FORMAT,
    data.FORMAT,
    inventory.FORMAT,
    llms.FORMAT,
)


def format_files(site: SiteData) -> Iterator[OutputFile]:
    """Yield the files of all formats that the settings ask for."""
    for format_ in FORMATS:
        if format_.is_on(site.config):
            yield from format_.make(site)


def linked_files(config: Config, glossary: Glossary) -> dict[str, Mapping[str, str]]:
    """Return the addresses of files that pages link to: language folder -> field of LanguageView -> address."""
    return {
        language.folder: {
            format_.link: f"{config.base_path}{quote(folder)}{format_.language_names[0]}"
            for format_ in FORMATS
            if format_.link and format_.is_on(config) and format_.has_file(config, glossary, language.folder)
        }
        for language in config.languages
        for folder in [glossary.addresses.language_folders[language.folder]]
    }


def reserved_names(search: tuple[str, ...]) -> ReservedNames:
    """Return the names of the files of all formats, with those of a search index."""
    return ReservedNames(
        root=tuple(name for format_ in FORMATS for name in format_.root_names),
        site=tuple(name for format_ in FORMATS for name in format_.site_names),
        language=tuple(name for format_ in FORMATS for name in format_.language_names),
        search=search,
    )
