"""What a process remembers between builds: the same values again, so that nobody has to make them anew.

Everything is kept with all that it depends on, so a build with a memory gives what a build without one gives. A command
that builds once begins with an empty one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any

from jinja2 import Environment
from msgspec import Struct, field

from glossary_ssg.autolink import Dictionary, Mentions
from glossary_ssg.memo import Memo, MemoTable
from glossary_ssg.model import AutoLink, Change, Entry, Page
from glossary_ssg.pages import PlanMemory
from glossary_ssg.resolve import ResolveMemory
from glossary_ssg.sources import Reading

_ROOM = 64 * 2**20
"""Bytes of files that are kept once they are made."""


class Files:
    """Files by all that they depend on; the oldest make room for others. Threads may share them."""

    def __init__(self) -> None:
        self._files: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._turn = Lock()

    def get(self, key: str) -> bytes | None:
        """Return a file, None where it is not known."""
        with self._turn:
            if key in self._files:
                self._files.move_to_end(key)
            return self._files.get(key)

    def put(self, key: str, data: bytes) -> None:
        """Keep a file."""
        with self._turn:
            self._size += len(data) - len(self._files.pop(key, b""))
            self._files[key] = data
            while self._size > _ROOM:
                self._size -= len(self._files.popitem(last=False)[1])


class NamedLinks(Struct, frozen=True):
    """What follows from the names of all entries."""

    dictionaries: Mapping[str, Dictionary]
    """By language."""
    chosen: MemoTable[tuple[AutoLink, ...]]
    """The links of each entry, by its path."""


class LinkMemory(Struct):
    """Automatic links of the last build."""

    named: Memo[NamedLinks] = field(default_factory=Memo)
    mentions: MemoTable[Mapping[str, Mentions]] = field(default_factory=MemoTable)
    """By language: the names in each body, by its key."""


class Memory(Struct):
    """Values of the last build."""

    readings: dict[str, Reading] = field(default_factory=dict)
    """What was read, by path: a file that looks the same is not read again."""
    history: Memo[tuple[Change, ...] | None] = field(default_factory=Memo)
    """The changes that git reports; None where it could not tell."""
    entries: dict[tuple[str, str, str], Entry] = field(default_factory=dict)
    """By path, name and key of the body, which together say everything that an entry depends on."""
    resolved: ResolveMemory = field(default_factory=ResolveMemory)
    links: LinkMemory = field(default_factory=LinkMemory)
    planned: PlanMemory = field(default_factory=PlanMemory)
    pages: MemoTable[tuple[str, Page]] = field(default_factory=MemoTable)
    """The key of each page, by output path, and the page: that of an equal page is not computed again."""
    stored: tuple[Any, ...] | None = None
    """What the memory followed from when it was stored for the next process (store.py)."""
    files: Files = field(default_factory=Files)
    """Pages that were rendered for a preview."""
    indexes: MemoTable[Mapping[str, bytes]] = field(default_factory=MemoTable)
    """The files of search indexes that a preview built, by the index's folder."""
    index_turn: Lock = field(default_factory=Lock)
    templates: Memo[Environment] = field(default_factory=Memo)
    """The templates of a preview's theme, loaded as a whole: later changes do not reach the site that is shown."""
