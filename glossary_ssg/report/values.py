"""What a build found and did, as values."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from glossary_ssg.codes import Severity
from glossary_ssg.diagnostics import Diagnostic


class Summary(Struct, frozen=True, gc=False):
    """The figures of a build."""

    entries: int
    languages: int
    by_language: dict[str, int]
    """Entries of each language."""
    files_read: int
    parsed: int
    """How many files had to be parsed; the others came from the cache."""
    drafts: int
    """Drafts that were left out."""
    not_built: int
    """Other files without a page."""
    concepts_joined: int
    """Concepts in at least two languages."""
    references: int
    references_linked: int
    auto_links: int
    addresses_kept: int
    """`url`s that entries ask for and have."""
    addresses_redirected: int
    """Aliases that lead to their entries."""
    addresses_lost: int
    """`url`s and aliases that could not be given."""
    written: int
    unchanged: int
    removed: int
    known: int
    """Errors and warnings of the baseline, which are not told again."""
    gone: int
    """How many of the baseline are not found any more."""
    seconds: float


class Reason(StrEnum):
    """Why a page was rendered, in words for people."""

    UNKNOWN = "new, or not in the cache"
    TOUCHED = "the file is gone or was touched"
    SETTINGS = "theme, settings or glossary-ssg changed"
    TEXT = "its text changed"
    VALUES = "what it shows of others changed"


class Report(Struct, frozen=True, gc=False):
    """What a build found and did."""

    diagnostics: tuple[Diagnostic, ...]
    summary: Summary
    stages: tuple[tuple[str, float], ...]
    """(stage, seconds), in order."""
    known: tuple[Diagnostic, ...] = ()
    """Those of the baseline, which are not told again."""
    pages: int = 0
    """How many HTML pages the site has."""
    rendered: Mapping[str, Reason] = field(default_factory=dict)
    """By the output path of each page that was made anew: why."""

    def count(self, severity: Severity) -> int:
        """Return how many diagnostics of a severity there are."""
        return sum(found.severity is severity for found in self.diagnostics)
