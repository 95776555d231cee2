"""Put the pages together."""

from __future__ import annotations

from collections.abc import Mapping

from glossary_ssg.model import (
    EntryPage,
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
    context: Context, generator: str, assets: str, logo: str, csp: str, files: Mapping[str, Mapping[str, str]]
) -> Site:
    """Return the site's constants.

    `assets` is the URI of the theme's files, `logo` one of these or empty, `csp` the Content-Security-Policy, `files`
    the addresses of other files that pages link to, by language folder and field of LanguageView.
    """
    config, glossary = context.config, context.glossary
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
            texts=context.texts[language.folder],
            **files[language.folder],
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


def plan(context: Context, memory: PlanMemory) -> list[Page]:
    """Return all pages, sorted by output path; `memory` holds the values of the last plan."""
    lists = ListPages(context, memory)
    entries = [*EntryPages(context, memory).entries()]
    whole = whole_pages(context, (page for page in entries if isinstance(page, EntryPage)))
    pages: list[Page] = [*entries, *lists.lists(), *whole, *lists.redirects(), *lists.root()]
    return sorted(pages, key=lambda page: page.path)
