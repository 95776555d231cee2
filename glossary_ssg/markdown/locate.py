"""Find places in a source, for diagnostics: the Markdown parser does not keep them."""

from __future__ import annotations

import re
from bisect import bisect_right

_NO_MARKUP = re.compile(
    r"^ {0,3}(`{3,}|~{3,})[\s\S]*?^ {0,3}\1[`~]*[ \t]*$"  # a fenced block
    r"|(`+)(?!`)[^\n]*?(?<!`)\2(?!`)"  # a code span
    r"|<!--[\s\S]*?-->",
    re.MULTILINE,
)
_NOT_LINE_END = re.compile(r"[^\n]")


def without_code(text: str) -> str:
    """Return text with code and comments blanked out, so that what looks like markup in them is not found."""
    if "`" not in text and "~~~" not in text and "<!--" not in text:
        return text
    return _NO_MARKUP.sub(lambda match: _NOT_LINE_END.sub(" ", match[0]), text)


class Locator:
    """Turns offsets into lines and columns, and finds snippets in the order in which they are asked for."""

    def __init__(self, text: str, start: int = 0) -> None:
        self.text = text
        self._start = start
        self._cursor = start
        self._lines: list[int] | None = None

    def place(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column (code points) of an offset."""
        if self._lines is None:
            self._lines = [0]
            at = self.text.find("\n")
            while at >= 0:
                self._lines.append(at + 1)
                at = self.text.find("\n", at + 1)
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def find(self, *snippets: str, skip: int = 0) -> tuple[int, int]:
        """Return the place of the first snippet that occurs behind the last find, or else anywhere; else (0, 0).

        `skip` moves the place to the right, past what only helps to recognise it.
        """
        for start in (self._cursor, self._start):
            for snippet in snippets:
                at = self.text.find(snippet, start) if snippet else -1
                if at >= 0:
                    self._cursor = at + len(snippet)
                    return self.place(at + skip)
        return 0, 0
