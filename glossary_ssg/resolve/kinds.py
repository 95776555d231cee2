"""The table of page kinds: the setting of their addresses, whom messages call their owner, which pages there are.

The order of the table is the order in which addresses are given: what comes first keeps its address. To add a kind, add
a row here, a field of the same name to `Addresses`, a value type to model/page.py, and what makes it to pages/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from glossary_ssg.config import Changes, Config
from glossary_ssg.model import Category, EntryType, LetterGroup, Senses
from glossary_ssg.text.slugs import segment

LONG_INDEX = 300
"""With more entries than this, a language has a page for each letter too."""


class Lists(Struct, frozen=True, gc=False):
    """What generated pages list."""

    config: Config
    categories: Sequence[Category]
    order: Mapping[str, Sequence[LetterGroup]]
    """By language: its entries under the letters of its index."""
    senses: Sequence[Senses]

    @property
    def languages(self) -> list[str]:
        """Return the folders of all languages."""
        return [language.folder for language in self.config.languages]


class KindPage(Struct, frozen=True, gc=False):
    """One page of a kind."""

    key: Any
    """Its key in `Addresses`."""
    lang: str
    slug: str | None = None
    """A segment, for pages that are named after something: another page of the same name gets a number."""
    label: str = ""
    """What messages call it."""


class Kind(Struct, frozen=True, gc=False):
    """A kind of generated page."""

    name: str
    """The field of `Addresses`."""
    permalink: str
    """The field of `Permalinks`."""
    owner: str
    """Describes a page in messages; `{lang}` and `{label}` are replaced."""
    pages: Callable[[Lists], Iterable[KindPage]]

    def owner_of(self, page: KindPage) -> str:
        """Return the description of a page."""
        return self.owner.format(lang=page.lang, label=page.label)


def _each_language(lists: Lists) -> Iterator[KindPage]:
    return (KindPage(lang, lang) for lang in lists.languages)


def _changes(lists: Lists) -> Iterable[KindPage]:
    # Also where the page is not shown: what git knows must not move an entry.
    return () if lists.config.changes is Changes.OFF else _each_language(lists)


def _category_lists(lists: Lists) -> Iterator[KindPage]:
    return (KindPage(lang, lang) for lang in sorted({item.lang for item in lists.categories}))


def _categories(lists: Lists) -> Iterator[KindPage]:
    return (KindPage((item.lang, item.key), item.lang, item.slug, item.label) for item in lists.categories)


def _whole(lists: Lists) -> Iterable[KindPage]:
    return _each_language(lists) if lists.config.whole else ()


def _letters(lists: Lists) -> Iterator[KindPage]:
    for lang, groups in lists.order.items():
        if sum(len(group.entries) for group in groups) > LONG_INDEX:
            yield from (KindPage((lang, group.id), lang, group.id, group.id) for group in groups)


def _senses(lists: Lists) -> Iterator[KindPage]:
    for item in lists.senses:
        slug = segment(item.headword) or "-"
        yield KindPage((item.lang, item.headword), item.lang, slug, item.headword)


FIRST = (
    Kind("indexes", "index", "the index of {lang}", _each_language),
    Kind("changes", "changes", "the changes of {lang}", _changes),
)
"""Kinds whose addresses follow from the settings alone: no `url` of a file takes them."""
HOME = Kind("homes", "home", "the home page of {lang}", _each_language)
"""The `url` of an `_index.md` may move it."""
SEARCH = Kind("search", "", "the search page of {lang}", _each_language)
"""It is below the home page, wherever that is."""
THEN = (
    Kind("categories", "categories", "the categories of {lang}", _category_lists),
    Kind("wanted", "wanted", "the wanted terms of {lang}", _each_language),
    Kind("whole", "whole", "the whole glossary of {lang}", _whole),
    Kind("category", "category", "the category '{label}' of {lang}", _categories),
    Kind("letters", "letter", "the letter '{label}'", _letters),
    Kind("senses", "senses", "the senses of '{label}'", _senses),
)
"""Kinds whose addresses are given before those of entries."""
ENTRY_PERMALINKS = {EntryType.GLOSSARY: "entry", EntryType.PAGE: "page", EntryType.SECTION: "section"}
"""Kinds of pages that authors write, and the fields of `Permalinks`. They are given last; their owner is the file."""
