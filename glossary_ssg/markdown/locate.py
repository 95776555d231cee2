"""Find places in a source, for diagnostics: the Markdown parser does not keep them."""

from __future__ import annotations

from bisect import bisect_right


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
