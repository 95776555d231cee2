"""The page with the whole glossary of a language, for themes that have a template for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape, unescape

from msgspec.structs import replace

from glossary_ssg.config import Language
from glossary_ssg.model import ENTRY_ID, EntryPage, Link, Page, WholeEntry, WholeLetter, WholePage
from glossary_ssg.pages.context import Context

_HREF = re.compile(r' href="([^"]*)"')


def whole_pages(context: Context, entries: Iterable[EntryPage]) -> Iterable[Page]:
    """Yield a page for each language, made of the pages of entries; none where the theme has no template for it."""
    pages = {page.href: page for page in entries}
    for language in context.config.languages:
        if language.folder in context.glossary.addresses.whole:
            yield _whole(context, language, pages)


def _whole(context: Context, language: Language, pages: Mapping[str, EntryPage]) -> Page:
    lang = language.folder
    groups = [
        (group, [pages[context.link(entry).href] for entry in group.entries if context.has_page(entry)])
        for group in context.glossary.order.get(lang, ())
    ]
    ids = {page.href: f"{ENTRY_ID}{number}" for number, page in enumerate(page for _, own in groups for page in own)}
    letters = tuple(
        WholeLetter(
            group.id, group.text, group.kind, tuple(WholeEntry(ids[page.href], _inside(page, ids)) for page in own)
        )
        for group, own in groups
        if own
    )
    return WholePage(
        template=context.config.whole,
        lang=lang,
        title=context.home_titles()[lang],
        letters=letters,
        **context.common(lang, context.glossary.addresses.whole, {}),
    )


def _inside(page: EntryPage, ids: Mapping[str, str]) -> EntryPage:
    """Return an entry whose links lead to entries on the same page, where they stand there."""

    def href(old: str) -> str:
        address, _, fragment = old.partition("#")
        id = ids.get(address or page.href) if old else None
        return old if id is None else f"#{id}-{fragment}" if fragment else f"#{id}"

    def attribute(match: re.Match[str]) -> str:
        return f' href="{escape(href(unescape(match[1])))}"'

    def links(old: Sequence[Link]) -> tuple[Link, ...]:
        return tuple(replace(link, href=href(link.href)) for link in old)

    return replace(
        page,
        fills=tuple(_HREF.sub(attribute, fill, 1) for fill in page.fills),
        auto_links=tuple(replace(link, href=href(link.href)) for link in page.auto_links),
        related=links(page.related),
        used_in=links(page.used_in),
    )
