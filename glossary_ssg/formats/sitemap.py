"""`sitemap.xml`: every page that search engines may show, with its languages (https://www.sitemaps.org/protocol.html).

Alternates are written as Google reads them: https://developers.google.com/search/docs/specialty/international.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import islice

from glossary_ssg.formats.texts import DECLARATION, element, encoded
from glossary_ssg.model import SITEMAP, SITEMAP_PART, SITEMAP_PARTS, EntryPage, OutputFile, Page

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
    parts = list(islice(_cut(items, most, size), SITEMAP_PARTS))
    if len(parts) <= 1:
        yield OutputFile(f"{folder}{SITEMAP}", "".join((_OPEN, *parts, _CLOSE)).encode())
        return
    names = [SITEMAP_PART.format(number) for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield OutputFile(f"{folder}{name}", f"{_OPEN}{part}{_CLOSE}".encode())
    found = "".join(f"<sitemap><loc>{escape(encoded(uri + name))}</loc></sitemap>\n" for name in names)
    index = f'{DECLARATION}<sitemapindex xmlns="{_NAMESPACE}">\n{found}</sitemapindex>\n'
    yield OutputFile(f"{folder}{SITEMAP}", index.encode())


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
