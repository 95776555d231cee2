"""The line of a file that a diagnostic means, with a caret under the place."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

from glossary_ssg.diagnostics import Diagnostic
from glossary_ssg.limits import EXCERPT_BYTES
from glossary_ssg.readers import read_small
from glossary_ssg.text.width import columns

_WIDEST = 100
"""Columns of a line that are shown."""
_BEFORE = 60
"""So many of them at most stand before the place."""
_JOINERS = "\u200c\u200d"
"""The only invisible characters that are shown as they are: others could turn the line around."""


def excerpt(text: str, line: int, column: int) -> Sequence[str]:
    """Return a line with its number, and a caret under the column if it is known; `column` counts characters from 1."""
    place = min(max(column - 1, 0), len(text))
    start = place
    while start and columns(text[start - 1 : place]) <= _BEFORE:
        start -= 1
    end = max(place, start)
    while end < len(text) and columns(text[start : end + 1]) <= _WIDEST:
        end += 1
    lead, tail = "…" if start else "", "…" if end < len(text) else ""
    before = lead + _visible(text[start:place])
    number = str(line)
    shown = f"  {number} | {before}{_visible(text[place:end])}{tail}".rstrip()
    return (shown, f"  {' ' * len(number)} | {' ' * columns(before)}^") if column else (shown,)


def _visible(text: str) -> str:
    """Return text in which nothing moves the cursor: tabs as spaces, control characters as �."""
    text = text.replace("\t", " ")
    return "".join("\ufffd" if unicodedata.category(char)[0] == "C" and char not in _JOINERS else char for char in text)


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
    """Return the lines of a file as parsing counts them."""
    data = read_small(path, EXCERPT_BYTES)
    if data is None:
        return ()
    text = data.decode("utf-8-sig", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
