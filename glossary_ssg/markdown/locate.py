"""Find places in a source, for diagnostics: the Markdown parser does not keep them."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property, lru_cache
from itertools import accumulate

from glossary_ssg.limits import LOCATE_STEPS, LOCATE_WINDOW_CHARACTERS

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_TICKS = re.compile("`+")
_HEADING = re.compile(r"^(?:[ \t>]|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*+(#{1,6})(?=\s|\Z)", re.MULTILINE)
"""A heading, perhaps in a quote or a list."""
_NOT_LINE_END = re.compile(r"[^\n]")


def without_code(text: str) -> str:
    """Return text with code and comments blanked out, so that what looks like markup in them is not found."""
    if "<!--" in text:
        text = _without_comments(text)
    if "`" not in text and "~~~" not in text:
        return text
    lines = []
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            lines.append(" " * len(line))
            if mark and mark[1].startswith(fence) and not line[mark.end() :].strip():
                fence = ""
        elif mark:
            fence = mark[1]
            lines.append(" " * len(line))
        else:
            lines.append(_without_spans(line) if "`" in line else line)
    return "\n".join(lines)


def _without_spans(line: str) -> str:
    """Blank out code spans: runs of backticks pair with the next run of the same length."""
    runs = [(run.start(), run.end()) for run in _TICKS.finditer(line)]
    following: dict[int, list[int]] = {}
    for index in reversed(range(len(runs))):
        following.setdefault(runs[index][1] - runs[index][0], []).append(index)
    parts, at, index = [], 0, 0
    while index < len(runs):
        same = following[runs[index][1] - runs[index][0]]
        while same and same[-1] <= index:
            same.pop()
        if not same:
            index += 1
            continue
        start, end = runs[index][0], runs[same[-1]][1]
        parts += [line[at:start], " " * (end - start)]
        at, index = end, same[-1] + 1
    return "".join((*parts, line[at:]))


def _without_comments(text: str) -> str:
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts += [text[at:start], _NOT_LINE_END.sub(" ", text[start : end + 3])]
        at = end + 3
    return "".join((*parts, text[at:]))


@lru_cache(maxsize=4)
def _line_starts(text: str) -> list[int]:
    """Return the offset of each line, and of one that would follow the last. Several ask for those of one text."""
    return list(accumulate(map((1).__add__, map(len, text.split("\n"))), initial=0))


class Locator:
    """Turns offsets into lines and columns, and finds snippets in the order in which they are asked for."""

    def __init__(self, text: str, start: int = 0) -> None:
        self.text = text
        self._start = start
        self._cursor = start
        self._ahead = start
        """Where the last line began that was looked for ahead of the cursor."""
        self._first = text.count("\n", 0, start) + 1
        self._absent: dict[str, int] = {}
        """Snippet -> an offset from which on there is none."""
        self._steps = LOCATE_STEPS

    @cached_property
    def _lines(self) -> list[int]:
        return _line_starts(self.text)

    def place(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column (code points) of an offset."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def find(self, *snippets: str, skip: int = 0) -> tuple[int, int]:
        """Return the place of the first snippet that occurs behind the last find, or else anywhere; else (0, 0).

        `skip` moves the place to the right, past what only helps to recognise it.
        """
        at = self.find_offset(*snippets)
        return self.place(at + skip) if at >= 0 else (0, 0)

    def find_ahead(self, snippet: str, *, anywhere: bool = False) -> tuple[int, int]:
        """Return the place of a snippet without moving on: what follows may stand before its end."""
        at = self._search(snippet, self._cursor)
        if at < 0 and anywhere:
            at = self._search(snippet, self._start)
        return self.place(at) if at >= 0 else (0, 0)

    def find_heading(self, level: int, earlier: int, text: str) -> tuple[int, int]:
        """Return the place of the heading of so many `#` with `earlier` ones of its level above it.

        Where other lines look like headings, it is the place of the heading's text ahead, if it stands there as it is.
        """
        offsets = self._headings.get(level, ())
        word = text.partition(" ")[0]
        if earlier < len(offsets) and word in self._line_at(offsets[earlier]):
            return self.place(offsets[earlier])
        return self.find_ahead(f"{'#' * level} {text}")

    def _line_at(self, offset: int) -> str:
        """Return what is left of a line."""
        end = self.text.find("\n", offset)
        return self.text[offset:] if end < 0 else self.text[offset:end]

    @cached_property
    def _headings(self) -> dict[int, list[int]]:
        """Offsets of lines that begin with `#`, by how many."""
        offsets: dict[int, list[int]] = {}
        for match in _HEADING.finditer(self.text, self._start):
            offsets.setdefault(len(match[1]), []).append(match.start(1))
        return offsets

    def line_ahead(self, snippet: str) -> int:
        """Return the line of a snippet behind the last one that was asked for here, 0 without one."""
        at = self._search(snippet, max(self._cursor, self._ahead))
        if at < 0:
            at = self._search(snippet, self._cursor)
        if at < 0:
            return 0
        self._ahead = at + len(snippet)
        return bisect_right(self._lines, at)

    def line_below(self, lines: int) -> int:
        """Return the line that is so many lines below the start."""
        line = self._first + lines
        self._ahead = self._lines[line - 1]
        return line

    def find_offset(self, *snippets: str) -> int:
        """Return the offset of what `find` finds, -1 where there is none."""
        for start in (self._cursor, self._start):
            for snippet in snippets:
                if snippet and (at := self._search(snippet, start)) >= 0:
                    self._cursor = at + len(snippet)
                    return at
        return -1

    def _search(self, snippet: str, start: int) -> int:
        """Return the offset of the first such snippet from `start` on, -1 without one.

        What is not ahead is not searched again. After LOCATE_STEPS, only the next characters are searched: else a text
        full of links that are not written as they are shown would take time that grows with the square.
        """
        if snippet in self._absent and start >= self._absent[snippet]:
            return -1
        if self._steps <= 0:
            return self.text.find(snippet, start, start + LOCATE_WINDOW_CHARACTERS)
        at = self.text.find(snippet, start)
        if at >= 0:
            self._steps -= at - start
        else:
            self._steps -= len(self.text) - start
            self._absent[snippet] = start
        return at
