"""What is wrong, as the browser and the terminal show it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from glossary_ssg.codes import Severity
from glossary_ssg.diagnostics import Diagnostic
from glossary_ssg.errors import GlossaryError
from glossary_ssg.readers import read_small
from glossary_ssg.text.lines import read_lines

AROUND = 2
"""Lines of a file that are shown before and after the one that is meant."""
_LONGEST = 500
"""Characters of a line that are shown."""
_MOST = 1_000_000
"""A file of more bytes is not opened for an excerpt."""
_LINE = re.compile(r"(?:(?P<path>.+?):(?:(?P<line>\d{1,9}):)?(?:(?P<column>\d{1,9}):)? )?error: (?P<message>.*)")
_HINT = "  hint: "


class Problem(Struct, frozen=True, gc=False):
    """One thing to mend."""

    message: str
    hint: str = ""
    code: str = ""
    path: str = ""
    line: int = 0
    column: int = 0
    is_new: bool = False
    """Whether it was not there before the last change."""
    excerpt: tuple[tuple[int, str], ...] = ()
    """(number, text) of the lines around."""

    @property
    def place(self) -> str:
        """Return `path:line:column` as far as it is known."""
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part)


Identity = tuple[str, str, str]


def identity(found: Diagnostic) -> Identity:
    """Return what makes two diagnostics of different builds the same: lines may have moved."""
    return found.code, found.path, found.message


def from_diagnostics(diagnostics: Iterable[Diagnostic], before: frozenset[Identity]) -> tuple[Problem, ...]:
    """Return the errors among diagnostics, those that were not there before first."""
    errors = [found for found in diagnostics if found.severity is Severity.ERROR]
    problems = [
        Problem(
            message=found.message,
            hint=found.hint,
            code=found.code,
            path=found.path,
            line=found.line,
            column=found.column,
            is_new=identity(found) not in before,
            excerpt=read_excerpt(Path(found.path), found.line),
        )
        for found in errors
    ]
    return tuple(sorted(problems, key=lambda problem: not problem.is_new))


def from_error(error: Exception) -> tuple[Problem, ...]:
    """Return what stopped a build; an error that is none of ours is told as it is."""
    if not isinstance(error, GlossaryError):
        return (Problem(f"{type(error).__name__}: {error}", is_new=True),)
    found: list[Problem] = []
    lines = str(error).split("\n")
    for at, line in enumerate(lines):
        match = _LINE.fullmatch(line)
        if match:
            hint = next((rest.removeprefix(_HINT) for rest in lines[at + 1 : at + 2] if rest.startswith(_HINT)), "")
            path, number = match["path"] or "", int(match["line"] or 0)
            found.append(
                Problem(
                    message=match["message"],
                    hint=hint,
                    path=path,
                    line=number,
                    column=int(match["column"] or 0),
                    is_new=True,
                    excerpt=read_excerpt(Path(path), number),
                )
            )
    return tuple(found) or (Problem(str(error), is_new=True),)


def read_excerpt(path: Path, line: int) -> tuple[tuple[int, str], ...]:
    """Return the lines of a file around one of them; nothing where the file cannot be read."""
    data = read_small(path, _MOST) if line else None
    if data is None:
        return ()
    lines = read_lines(data)
    first, last = max(1, line - AROUND), min(len(lines), line + AROUND)
    return tuple((number, lines[number - 1][:_LONGEST]) for number in range(first, last + 1))
