"""What a process remembers between builds: the same values again, so that nobody has to make them anew.

Everything is kept with all that it depends on, so a build with a memory gives what a build without one gives. A command
that builds once begins with an empty one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from jinja2 import Environment
from msgspec import Struct, field

from glossary_ssg.autolink import Dictionary, Mentions
from glossary_ssg.model import AutoLink, Change, Entry, Page
from glossary_ssg.pages import PlanMemory
from glossary_ssg.resolve import Known
from glossary_ssg.sources import Reading
from glossary_ssg.theme import Theme

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


class LinkMemory(Struct):
    """Automatic links of the last build."""

    reasons: tuple[Any, ...] = ()
    dictionaries: Mapping[str, Dictionary] = field(default_factory=dict)
    chosen: dict[str, tuple[tuple[Any, ...], tuple[AutoLink, ...]]] = field(default_factory=dict)
    """By an entry's path: what its links follow from, and its links."""
    mentions: dict[str, tuple[str, dict[str, Mentions]]] = field(default_factory=dict)
    """By language: the digest of its names, and which of them stand in each body, by its key."""


class Memory(Struct):
    """Values of the last build."""

    readings: dict[str, Reading] = field(default_factory=dict)
    """What was read, by path: a file that looks the same is not read again."""
    history: tuple[tuple[Path, tuple[int, ...] | None], tuple[Change, ...]] | None = None
    """What git tells, with what says that it would tell the same again; None where it could not tell."""
    entries: dict[tuple[str, str, str], Entry] = field(default_factory=dict)
    """By path, name and key of the body, which together say everything that an entry depends on."""
    resolved: Known = field(default_factory=Known)
    """What follows from the whole set."""
    links: LinkMemory = field(default_factory=LinkMemory)
    planned: PlanMemory = field(default_factory=PlanMemory)
    pages: dict[str, tuple[str, Page, str]] = field(default_factory=dict)
    """Output path -> (salt, page, key): the key of an equal page is not computed again."""
    kept: tuple[Any, ...] | None = None
    """What tells whether all this is kept for the next process (keep.py)."""
    files: Files = field(default_factory=Files)
    """What was rendered for a preview."""
    indexes: dict[str, tuple[str, Mapping[str, bytes]]] = field(default_factory=dict)
    """Search indexes that a preview built: folder -> (key, files)."""
    index_turn: Lock = field(default_factory=Lock)
    templates: dict[Theme, Environment] = field(default_factory=dict)
    """Of a preview's theme, loaded as a whole, so that what comes after does not reach the site that is shown."""
