"""Atom feeds of what is new and has changed (RFC 4287).

A feed says what the page of changes says, from the same source; the time of a build is no part of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from msgspec import Struct

from glossary_ssg.config import Config
from glossary_ssg.formats.format import Format, SiteData
from glossary_ssg.formats.texts import DECLARATION, element, encoded
from glossary_ssg.model import Day, Glossary, LanguageView, OutputFile

NAME = "atom.xml"


class Feed(Struct, frozen=True, gc=False):
    """What a feed says of itself. All addresses are whole."""

    title: str
    author: str
    tag: str
    """BCP 47."""
    href: str
    """The feed's own address."""
    page: str
    """The page that shows the same, and the feed's identity."""
    generator: str


class FeedItem(Struct, frozen=True, gc=False):
    """An entry that is new or has changed."""

    title: str
    href: str
    """Its whole address, and its identity: it stays when the entry changes."""
    summary: str
    categories: tuple[str, ...]
    day: str
    """When it changed last, ISO 8601."""
    is_new: bool


def _latest(days: Iterable[Day]) -> Iterator[tuple[Day, int]]:
    """Yield (day, number of the change in it) of the latest change of each entry; `days` is newest first."""
    seen = set()
    for day in days:
        for number, item in enumerate(day.changed):
            if item.entry.path not in seen:
                seen.add(item.entry.path)
                yield day, number


def make_feed(feed: Feed, items: Iterable[FeedItem]) -> bytes:
    """Return an Atom feed, UTF-8. `items` is newest first and not empty."""
    found = list(items)
    lines = [
        f'{DECLARATION}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(feed.tag)}">',
        f"<id>{escape(encoded(feed.page))}</id>",
        f"<title>{escape(feed.title)}</title>",
        f"<updated>{_moment(found[0].day)}</updated>",
        element("link", rel="self", type="application/atom+xml", href=encoded(feed.href)),
        element("link", rel="alternate", type="text/html", href=encoded(feed.page)),
        f"<author><name>{escape(feed.author)}</name></author>",
        f"<generator>{escape(feed.generator)}</generator>",
        *(line for item in found for line in _item(item)),
        "</feed>\n",
    ]
    return "\n".join(lines).encode()


def _item(item: FeedItem) -> Iterator[str]:
    yield "<entry>"
    yield f"<id>{escape(encoded(item.href))}</id>"
    yield f"<title>{escape(item.title)}</title>"
    yield element("link", rel="alternate", type="text/html", href=encoded(item.href))
    if item.is_new:
        yield f"<published>{_moment(item.day)}</published>"
    yield f"<updated>{_moment(item.day)}</updated>"
    yield f"<summary>{escape(item.summary)}</summary>"
    yield from (element("category", term=name) for name in item.categories)
    yield "</entry>"


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"


def _make(data: SiteData) -> Iterator[OutputFile]:
    for view in data.site.languages:
        if view.feed:
            atom = make_feed(_feed(data, view), _items(data.config, data.glossary, view.folder))
            yield OutputFile(f"{data.language_folder(view.folder)}{NAME}", atom)


def _feed(data: SiteData, view: LanguageView) -> Feed:
    return Feed(
        title=f"{view.texts['changes']} – {view.title}",
        author=data.site.title,
        tag=view.tag,
        href=data.config.base_url + view.feed,
        page=data.config.base_url + view.changes,
        generator=data.site.generator,
    )


def _items(config: Config, glossary: Glossary, language: str) -> Iterator[FeedItem]:
    categories = glossary.categories_of()
    for day, number in _latest(glossary.changes.get(language, ())):
        item = day.changed[number]
        head = item.entry.head
        address = glossary.addresses.entries.get(item.entry.path)
        if address:
            yield FeedItem(
                title=head.title,
                href=config.base_url + config.base_path[:-1] + address.uri,
                summary=head.summary,
                categories=tuple(category.label for category in categories.get(item.entry.path, ())),
                day=day.day,
                is_new=item.is_new,
            )


def _has_items(_config: Config, glossary: Glossary, language: str) -> bool:
    days = glossary.changes.get(language, ())
    return any(item.entry.path in glossary.addresses.entries for day in days for item in day.changed)


FORMAT = Format(_make, language_names=(NAME,), setting="feed", needs_base_url=True, link="feed", has_file=_has_items)
