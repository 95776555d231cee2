"""What the last plan gave: pages, and what many pages share."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from glossary_ssg.model import Addresses, Glossary, LetterLinks, Link, Page
from glossary_ssg.pages.neighbours import Neighbours


class PlanMemory(Struct):
    """What is not made again while it follows from the same."""

    reasons: tuple[Any, ...] = ()
    """What all pages of entries follow from."""
    pages: dict[str, tuple[tuple[Any, ...], Page]] = field(default_factory=dict)
    """By an entry's path: what its page follows from beside that, and the page."""
    settings: tuple[Any, ...] = ()
    addresses: Addresses | None = None
    """With the settings, what the rest follows from: they are the same value while all outlines are."""
    links: dict[str, Link] = field(default_factory=dict)
    full_links: dict[str, Link] = field(default_factory=dict)
    letters: dict[str, tuple[LetterLinks, ...]] = field(default_factory=dict)
    neighbours: Neighbours | None = None

    def prepare(self, glossary: Glossary, *settings: Any) -> None:
        """Forget what follows from outlines and settings, unless they are those of the last plan."""
        if self.addresses is not glossary.addresses or self.settings != settings:
            self.settings, self.addresses = settings, glossary.addresses
            self.links, self.full_links, self.letters, self.neighbours = {}, {}, {}, None
