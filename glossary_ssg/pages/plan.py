"""Put the pages together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from glossary_ssg.config import Config
from glossary_ssg.model import (
    FEED,
    OPENSEARCH,
    AutoLink,
    EntryPage,
    Glossary,
    LanguageView,
    Page,
    Site,
    as_json,
    digest,
)
from glossary_ssg.pages.context import Context
from glossary_ssg.pages.entries import EntryPages
from glossary_ssg.pages.lists import ListPages
from glossary_ssg.pages.memory import PlanMemory
from glossary_ssg.pages.whole import whole_pages
from glossary_ssg.text.locales import territory_locale


def page_key(page: Page, salt: str) -> str:
    """Return the digest of everything that a page's HTML depends on; `salt` stands for theme, site and code."""
    return digest(as_json([salt, type(page).__name__, page]))


def plan_site(
    config: Config,
    glossary: Glossary,
    texts: Mapping[str, Mapping[str, str]],
    generator: str,
    assets: str,
    logo: str,
    csp: str,
) -> Site:
    """Return the site's constants.

    `texts` are the interface texts by language folder, `assets` is the URI of the theme's files, `logo` one of these
    or empty, `csp` the Content-Security-Policy.
    """
    context = Context(config, glossary, texts)
    wanted = {term.lang for term in glossary.references.wanted}
    views = tuple(
        LanguageView(
            folder=language.folder,
            tag=language.tag,
            name=language.name,
            direction=language.direction,
            title=language.title,
            home=context.href(glossary.addresses.homes[language.folder]),
            index=context.href(glossary.addresses.indexes[language.folder]),
            categories=context.optional_href(glossary.addresses.categories.get(language.folder)),
            search=context.href(glossary.addresses.search[language.folder]),
            whole=context.optional_href(glossary.addresses.whole.get(language.folder)),
            menu=context.menu(config.menu, language.folder),
            footer=context.menu(config.footer, language.folder),
            wanted=context.optional_href(
                glossary.addresses.wanted[language.folder] if language.folder in wanted else None
            ),
            changes=context.optional_href(glossary.addresses.changes.get(language.folder)),
            locale=territory_locale(language.tag),
            feed=_file(context, language.folder, FEED) if _has_feed(context, language.folder) else "",
            opensearch=_file(context, language.folder, OPENSEARCH)
            if config.base_url and config.formats.opensearch
            else "",
            texts=texts[language.folder],
        )
        for language in config.languages
    )
    home = config.base_path if not config.mount else context.href(glossary.addresses.homes[config.default_language])
    folder = config.base_path[:-1] + assets
    return Site(
        title=config.title,
        home=home,
        assets=folder,
        languages=views,
        generator=generator,
        logo=f"{folder}{logo}" if logo else "",
        accent=config.accent,
        csp=csp,
    )


def _has_feed(context: Context, lang: str) -> bool:
    config = context.config
    days = context.glossary.changes.get(lang, ())
    has_items = any(context.has_page(item.entry) for day in days for item in day.changed)
    return bool(config.base_url and config.formats.feed and has_items)


def _file(context: Context, lang: str, name: str) -> str:
    """Return the address of one of a language's files that programs read."""
    return f"{context.config.base_path}{quote(context.glossary.addresses.language_folders[lang])}{name}"


def plan(
    config: Config,
    glossary: Glossary,
    links: Mapping[str, Sequence[AutoLink]],
    texts: Mapping[str, Mapping[str, str]],
    known: PlanMemory | None = None,
) -> list[Page]:
    """Return all pages, sorted by output path.

    `links` are the automatic links by an entry's path, `texts` the interface texts by language folder, `known` what the
    last plan gave.
    """
    known = known or PlanMemory()
    context = Context(config, glossary, texts, links, known)
    lists = ListPages(context, known)
    entries = [*EntryPages(context, known).entries()]
    whole = whole_pages(context, (page for page in entries if isinstance(page, EntryPage)))
    pages: list[Page] = [*entries, *lists.lists(), *whole, *lists.redirects(), *lists.root()]
    return sorted(pages, key=lambda page: page.path)
