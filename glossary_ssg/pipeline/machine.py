"""What machines read: which files there are, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from glossary_ssg.config import Config, Redirects
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.formats import (
    Feed,
    FeedItem,
    check_redirects,
    concepts_json,
    concepts_of,
    host_files,
    latest,
    make_feed,
    make_inventory,
    make_llms,
    make_opensearch,
    make_sitemap,
    redirect_lines,
    suffixes,
    terms_json,
)
from glossary_ssg.model import (
    CONCEPTS,
    FEED,
    INVENTORY,
    LLMS,
    OPENSEARCH,
    TERMS,
    Glossary,
    LanguageView,
    OutputFile,
    Page,
    RedirectPage,
    Site,
)


def without_redirects(config: Config, pages: Sequence[Page]) -> list[Page]:
    """Return the pages; where the host reads `_redirects`, without those of old addresses."""
    if config.redirects is not Redirects.FILE:
        return list(pages)
    # The root is asked for by those who read no `_redirects`; what differs by case only may not be in that file.
    return [
        page
        for page in pages
        if not isinstance(page, RedirectPage) or page.differs_by_case or page.path == "index.html"
    ]


def machine_files(config: Config, glossary: Glossary, site: Site, pages: Sequence[Page]) -> Iterator[OutputFile]:
    """Yield the files that programs read."""
    yield from host_files(config, glossary, site, pages)
    if config.base_url and config.formats.sitemap:
        yield from _sitemaps(config, glossary, pages)
    for view in site.languages:
        folder = glossary.addresses.language_folders[view.folder]
        if view.opensearch:
            search, own = config.base_url + view.search, config.base_url + view.opensearch
            description = view.texts["search_placeholder"]
            data = make_opensearch(view.title, description, view.tag, search, own)
            yield OutputFile(f"{folder}{OPENSEARCH}", data)
        if view.feed:
            items = _feed_items(config, glossary, view.folder)
            yield OutputFile(f"{folder}{FEED}", make_feed(_feed(config, site, view), items))
    yield from _data(config, glossary, site)


def check_machine(config: Config, glossary: Glossary, pages: Sequence[Page]) -> Iterator[Diagnostic]:
    """Report what programs would not read."""
    yield from check_redirects(redirect_lines(config, glossary, pages))
    if config.precompress and ".br" not in suffixes():
        message = "only .gz files are written, as brotli is not installed"
        yield diagnose("brotli-missing", message, hint="pip install 'glossary-ssg[brotli]'")


def _sitemaps(config: Config, glossary: Glossary, pages: Sequence[Page]) -> Iterator[OutputFile]:
    """Yield a sitemap; of a mounted site one for each prefix, as a sitemap may list only what stands below it."""
    days = _days(glossary)
    root = config.base_url + config.base_path
    if not config.mount:
        yield from make_sitemap(pages, days, "", root)
        return
    for lang, folder in glossary.addresses.language_folders.items():
        yield from make_sitemap((page for page in pages if page.lang == lang), days, folder, root + folder)


def _data(config: Config, glossary: Glossary, site: Site) -> Iterator[OutputFile]:
    """Yield what holds all terms."""
    concepts = concepts_of(config, glossary)
    folder, tags = glossary.addresses.site_folder, [view.tag for view in site.languages]
    if config.formats.data:
        for view in site.languages:
            data = terms_json(view.tag, view.title, concepts)
            yield OutputFile(f"{glossary.addresses.language_folders[view.folder]}{TERMS}", data)
        yield OutputFile(f"{folder}{CONCEPTS}", concepts_json(site.title, tags, concepts))
    first = config.language(config.default_language).tag
    if config.formats.inventory:
        ordered = [first, *(tag for tag in tags if tag != first)]
        data = make_inventory(site.title, ordered, concepts, config.base_url + config.base_path, folder)
        yield OutputFile(f"{folder}{INVENTORY}", data)
    if config.formats.llms:
        home = glossary.sections.get((config.default_language, ""))
        names = [(view.tag, view.name) for view in site.languages]
        data = make_llms(site.title, home.head.summary if home else "", names, concepts)
        yield OutputFile(f"{folder}{LLMS}", data)


def _feed(config: Config, site: Site, view: LanguageView) -> Feed:
    return Feed(
        title=f"{view.texts['changes']} – {view.title}",
        author=site.title,
        tag=view.tag,
        href=config.base_url + view.feed,
        page=config.base_url + view.changes,
        generator=site.generator,
    )


def _feed_items(config: Config, glossary: Glossary, lang: str) -> Iterator[FeedItem]:
    categories = glossary.categories_of()
    given = glossary.addresses.entries
    for day, number in latest(glossary.changes.get(lang, ())):
        item = day.changed[number]
        head = item.entry.head
        if item.entry.path in given:
            yield FeedItem(
                title=head.title,
                href=config.base_url + config.base_path[:-1] + given[item.entry.path].uri,
                summary=head.summary,
                categories=tuple(found.label for found in categories.get(item.entry.path, ())),
                day=day.day,
                is_new=item.is_new,
            )


def _days(glossary: Glossary) -> Mapping[str, str]:
    """Return the day on which each entry changed last, by its page's path, as far as it is known."""
    given = glossary.addresses.entries
    return {
        given[item.entry.path].path: day.day
        for days in glossary.changes.values()
        for day in reversed(days)
        for item in day.changed
        if item.entry.path in given
    }
