"""`sitemap.xml`: every page that search engines may show, with its languages (https://www.sitemaps.org/protocol.html).

Alternates are written as Google reads them: https://developers.google.com/search/docs/specialty/international.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import islice

from glossary_ssg.formats.format import Format, SiteData
from glossary_ssg.formats.texts import DECLARATION, element, encoded
from glossary_ssg.model import EntryPage, Glossary, OutputFile, Page

NAME = "sitemap.xml"
PARTS = tuple(f"sitemap-{number}.xml" for number in range(1, 100))
"""The parts of a long sitemap."""

MOST, SIZE = 50_000, 50_000_000
"""A sitemap holds so many pages and bytes at most."""
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_OPEN = f'{DECLARATION}<urlset xmlns="{_NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
_CLOSE = "</urlset>\n"


def make_sitemap(
    pages: Iterable[Page], days: Mapping[str, str], folder: str, uri: str, *, most: int = MOST, size: int = SIZE
) -> Iterator[OutputFile]:
    """Yield a sitemap below an output folder, cut into parts where one file may not hold it.

    `days` says when pages changed that do not say it themselves, by path; `uri` is the folder's whole address.
    """
    items = (_item(page, days) for page in pages if page.is_indexed and page.canonical)
    parts = list(islice(_cut(items, most, size), len(PARTS)))
    if len(parts) <= 1:
        yield OutputFile(f"{folder}{NAME}", "".join((_OPEN, *parts, _CLOSE)).encode())
        return
    names = PARTS[: len(parts)]
    for name, part in zip(names, parts, strict=True):
        yield OutputFile(f"{folder}{name}", f"{_OPEN}{part}{_CLOSE}".encode())
    entries = "".join(f"<sitemap><loc>{escape(encoded(uri + name))}</loc></sitemap>\n" for name in names)
    index = f'{DECLARATION}<sitemapindex xmlns="{_NAMESPACE}">\n{entries}</sitemapindex>\n'
    yield OutputFile(f"{folder}{NAME}", index.encode())


def _item(page: Page, days: Mapping[str, str]) -> str:
    day = page.changed.day if isinstance(page, EntryPage) and page.changed else ""
    day = max(day, days.get(page.path, ""))
    lines = [f"<loc>{escape(encoded(page.canonical))}</loc>", *([f"<lastmod>{day}</lastmod>"] if day else [])]
    lines += [
        element("xhtml:link", rel="alternate", hreflang=other.hreflang, href=encoded(other.href))
        for other in page.alternates
    ]
    return f"<url>{''.join(lines)}</url>\n"


def _cut(items: Iterable[str], most: int, size: int) -> Iterator[str]:
    part: list[str] = []
    room = size = size - len(_OPEN) - len(_CLOSE)
    for item in items:
        length = len(item)  # addresses are in ASCII
        if part and (len(part) == most or length > room):
            yield "".join(part)
            part, room = [], size
        part.append(item)
        room -= length
    if part:
        yield "".join(part)


def _make(data: SiteData) -> Iterator[OutputFile]:
    """Yield a sitemap; of a mounted site one for each prefix, because a sitemap may list only what is below it."""
    days = _days(data.glossary)
    if not data.config.mount:
        yield from make_sitemap(data.pages, days, "", data.root)
        return
    for language, folder in data.glossary.addresses.language_folders.items():
        yield from make_sitemap(
            (page for page in data.pages if page.lang == language), days, folder, data.root + folder
        )


def _days(glossary: Glossary) -> Mapping[str, str]:
    """Return the day on which each entry changed last, by its page's path, if the changes tell."""
    addresses = glossary.addresses.entries
    return {
        addresses[item.entry.path].path: day.day
        for days in glossary.changes.values()
        for day in reversed(days)
        for item in day.changed
        if item.entry.path in addresses
    }


FORMAT = Format(
    _make, site_names=(NAME, *PARTS), language_names=(NAME,), setting="sitemap", needs_base_url=True, needs_index=True
)
"""A language has one of its own only in a site that is mounted in another."""
