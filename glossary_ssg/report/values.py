"""What a build found and did, as values."""

from __future__ import annotations

from dataclasses import dataclass

from glossary_ssg.diagnostics import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Summary:
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


@dataclass(frozen=True, slots=True)
class Report:
    """What a build found and did."""

    diagnostics: tuple[Diagnostic, ...]
    summary: Summary
    stages: tuple[tuple[str, float], ...]
    """(stage, seconds), in order."""
    known: tuple[Diagnostic, ...] = ()
    """Those of the baseline, which are not told again."""

    def count(self, severity: Severity) -> int:
        """Return how many diagnostics of a severity there are."""
        return sum(found.severity is severity for found in self.diagnostics)
