"""Collect the diagnostics of a file, no more than some of each code: nobody reads 100,000 of a kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.limits import SAME_DIAGNOSTICS


class Collector:
    """Diagnostics of a file, in the order in which they are reported."""

    def __init__(self) -> None:
        self._kept: list[Diagnostic] = []
        self._counts: Counter[str] = Counter()

    def append(self, diagnostic: Diagnostic) -> None:
        """Add a diagnostic, unless there are SAME_DIAGNOSTICS of its code."""
        self._counts[diagnostic.code] += 1
        if self._counts[diagnostic.code] <= SAME_DIAGNOSTICS:
            self._kept.append(diagnostic)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Add diagnostics one by one."""
        for diagnostic in diagnostics:
            self.append(diagnostic)

    def all(self) -> tuple[Diagnostic, ...]:
        """Return what was added, with a last diagnostic for each code of which some are left out."""
        more = {code: count - SAME_DIAGNOSTICS for code, count in self._counts.items()}
        rest = (
            diagnose(code, f"{count:,} more diagnostics of this code in this file are not shown")
            for code, count in more.items()
            if count > 0
        )
        return (*self._kept, *rest)
