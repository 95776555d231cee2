"""What a process remembers between builds: the same values again, so that nobody has to make them anew.

Everything is kept with all that it depends on, so a build with a memory gives what a build without one gives. A command
that builds once begins with an empty one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from glossary_ssg.model import Entry, Page
from glossary_ssg.sources import Reading


@dataclass(slots=True)
class Memory:
    """Values of the last build."""

    readings: dict[str, Reading] = field(default_factory=dict)
    """What was read, by path: a file that looks the same is not read again."""
    entries: dict[tuple[str, str, str], Entry] = field(default_factory=dict)
    """By path, name and key of the body, which together say everything that an entry depends on."""
    pages: dict[str, tuple[str, Page, str]] = field(default_factory=dict)
    """Output path -> (salt, page, key): the key of an equal page is not computed again."""
