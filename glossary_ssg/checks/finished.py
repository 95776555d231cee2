"""What a check receives: the site as it will be published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from glossary_ssg.config import Config
from glossary_ssg.diagnostics import Diagnostic
from glossary_ssg.images import Removed
from glossary_ssg.model import AutoLink, Entry, EntryType, Glossary, Link
from glossary_ssg.text.folding import fold


class FinishedSite(Struct, frozen=True, dict=True):
    """A site whose pages are planned; nothing is rendered yet."""

    config: Config
    glossary: Glossary
    links: Mapping[str, Sequence[AutoLink]]
    """The automatic links by an entry's path."""
    paths: frozenset[str] = frozenset()
    """Output paths of pages and of files of the content folder."""
    generated: Callable[[], Collection[str]] = tuple
    """Makes the machine-readable files, which takes time, and returns their output paths."""
    menus: Mapping[str, Sequence[Link]] = {}
    """By language folder: the links of the menu and the footer."""
    redirect_lines: Sequence[str] = ()
    """The lines of `_redirects`, without line ends."""
    compressed: Sequence[str] = ()
    """Suffixes of the compressed files that are written."""
    ledger: Sequence[str] = ()
    """The addresses that were ever published."""
    background: str = "#ffffff"
    """The theme's light background, `#rrggbb`."""
    fallback_texts: Mapping[str, int] = {}
    """By language tag: how many interface texts are shown in the fallback language."""
    removed: Mapping[str, Sequence[Removed]] = {}
    """By path: what the published copies of images leave out; only images that leave something out."""

    @cached_property
    def entries(self) -> Sequence[Entry]:
        """Return the entries of the glossary that have a page, sorted by path."""
        given = self.glossary.addresses.entries
        return [entry for entry in self.glossary.entries if entry.type is EntryType.GLOSSARY and entry.path in given]

    @cached_property
    def same_keys(self) -> Sequence[Sequence[Entry]]:
        """Return the published entries, each group with one translation key, however it is spelt."""
        groups: dict[tuple[bool, str], list[Entry]] = defaultdict(list)
        for entry in self.glossary.entries:
            groups[entry.type is EntryType.SECTION, fold(entry.key)].append(entry)
        return list(groups.values())


Check = Callable[[FinishedSite], Iterator[Diagnostic]]
"""Yields what is wrong with a site, in any order, in time linear in the number of entries. Reads no files."""
