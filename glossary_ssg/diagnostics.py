"""Mistakes in content as values: collected, sorted, shown once, replayed from the cache."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from glossary_ssg.codes import CODES, Severity

_QUOTED = re.compile(r"'([^']*)'")
_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2, Severity.OFF: 3}


class Diagnostic(Struct, frozen=True, gc=False):
    """One finding in one place."""

    code: str
    """A key of CODES."""
    severity: Severity
    message: str
    """What is wrong, without a full stop, naming what was found."""
    hint: str = ""
    """What to do about it."""
    path: str = ""
    """The file as the person at the terminal would type it; empty while a file's own bytes are parsed."""
    line: int = 0
    """1-based; 0 where a finding belongs to a whole file."""
    column: int = 0
    """1-based, in code points; 0 where unknown."""

    def at(self, path: str) -> Diagnostic:
        """Return the same finding with its file."""
        return replace(self, path=path)

    @property
    def place(self) -> str:
        """Return `path:line:column` as far as it is known."""
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part)

    @property
    def subject(self) -> str:
        """Return what the message names in quotes: it tells findings apart when lines move and wording changes."""
        return "\n".join(_QUOTED.findall(self.message))

    @property
    def sort_key(self) -> tuple[int, str, int, int, str, str]:
        """Order by severity, then by place."""
        return _RANK[self.severity], self.path, self.line, self.column, self.code, self.message


def diagnose(code: str, message: str, *, hint: str = "", path: str = "", line: int = 0, column: int = 0) -> Diagnostic:
    """Make a diagnostic with the code's default severity. A code that is not in CODES is a KeyError."""
    return Diagnostic(code, CODES[code], message, hint, path, line, column)


def with_severities(
    found: Iterable[Diagnostic], severity_of: Callable[[Diagnostic], Severity]
) -> tuple[Diagnostic, ...]:
    """Apply the site's severities, drop what is off and duplicates, and sort."""
    told = ((d, severity_of(d)) for d in found)
    kept = {d if d.severity is severity else replace(d, severity=severity) for d, severity in told}
    return tuple(sorted((d for d in kept if d.severity is not Severity.OFF), key=lambda d: d.sort_key))
