"""Every judgement about the finished site. Parsing and resolving report only what they cannot do.

To add a check, change three files:

1. A module of this package: write a function `check_…(site: FinishedSite)` that yields diagnostics, and name it in the
   module's `CHECKS`.
2. `codes.py`: add the code with its severity.
3. `docs/diagnostics.md`: add a section for the code, with severity, cause and cure.

A check whose diagnostics have one safe repair also gets a function in `FIXABLE` (`commands/repairs.py`).
"""

from collections.abc import Iterator

from glossary_ssg.checks import (
    addresses,
    duplicates,
    entries,
    images,
    keys,
    links,
    readings,
    settings,
    translations,
)
from glossary_ssg.checks.finished import Check, FinishedSite
from glossary_ssg.diagnostics import Diagnostic

__all__ = ["CHECKS", "Check", "FinishedSite", "run_checks"]

CHECKS: tuple[Check, ...] = (
    *settings.CHECKS,
    *addresses.CHECKS,
    *entries.CHECKS,
    *duplicates.CHECKS,
    *keys.CHECKS,
    *translations.CHECKS,
    *readings.CHECKS,
    *links.CHECKS,
    *images.CHECKS,
)
"""Every check of `build`, `check`, `fix`, the preview and the baseline."""


def run_checks(site: FinishedSite) -> Iterator[Diagnostic]:
    """Yield the diagnostics of all checks."""
    for check in CHECKS:
        yield from check(site)
