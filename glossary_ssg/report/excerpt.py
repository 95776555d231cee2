"""The line of a file that a diagnostic means, with a caret under the place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from glossary_ssg.diagnostics import Diagnostic
from glossary_ssg.limits import EXCERPT_BYTES
from glossary_ssg.readers import read_small
from glossary_ssg.text.lines import read_lines
from glossary_ssg.text.width import columns
from glossary_ssg.visible import visible

_WIDEST = 100
"""Columns of a line that are shown."""
_BEFORE = 60
"""So many of them at most stand before the place."""
_MOST = 300
"""Characters that are shown at most on either side of the place: some take no column."""


def excerpt(text: str, line: int, column: int) -> Sequence[str]:
    """Return a line with its number, and a caret under the column if it is known; `column` counts characters from 1."""
    place = min(max(column - 1, 0), len(text))
    start = place - _fitting(text[max(0, place - _MOST) : place][::-1], _BEFORE)
    before = _shown(text[start:place])
    end = place + _fitting(text[place : place + _MOST], _WIDEST - columns(before))
    before, tail = "…" * (start > 0) + before, "…" * (end < len(text))
    number = str(line)
    shown = f"  {number} | {before}{_shown(text[place:end])}{tail}".rstrip()
    return (shown, f"  {' ' * len(number)} | {' ' * columns(before)}^") if column else (shown,)


def _fitting(chars: str, width: int) -> int:
    """Return how many characters from the first on take no more than so many columns."""
    for count, char in enumerate(chars):
        width -= columns(_shown(char))
        if width < 0:
            return count
    return len(chars)


def _shown(text: str) -> str:
    """Return text in which nothing moves the cursor, tabs as spaces."""
    return visible(text.replace("\t", " "))


class Excerpts:
    """Reads every file once, when something in it is shown."""

    def __init__(self) -> None:
        self._lines: dict[str, Sequence[str]] = {}

    def __call__(self, found: Diagnostic) -> Sequence[str]:
        """Return the lines that show a diagnostic's place; none where it has no line or the file cannot be read."""
        if not (found.path and found.line):
            return ()
        if found.path not in self._lines:
            self._lines[found.path] = _read(Path(found.path))
        lines = self._lines[found.path]
        return excerpt(lines[found.line - 1], found.line, found.column) if found.line <= len(lines) else ()


def _read(path: Path) -> Sequence[str]:
    data = read_small(path, EXCERPT_BYTES)
    return () if data is None else read_lines(data)
