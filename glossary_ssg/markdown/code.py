"""Highlight code blocks with Pygments, as far as that takes bounded time."""

from __future__ import annotations

from glossary_ssg.limits import HIGHLIGHTED_BLOCK, HIGHLIGHTED_LINE, HIGHLIGHTED_SQUARES
from glossary_ssg.markdown.locate import Locator


class Codes:
    """The code blocks of a file; each is highlighted once."""

    def __init__(self, locator: Locator) -> None:
        self.locator = locator
        """Finds them in the source, in order."""
        self._squares = 0
        self._made: dict[tuple[str, str], str | None] = {}

    def problem(self, language: str, code: str) -> str:
        """Return why a block is not to be highlighted, empty text if it is."""
        if (language, code) in self._made:
            return ""
        if len(code) > HIGHLIGHTED_BLOCK:
            return f"the code has {len(code):,} characters, the limit is {HIGHLIGHTED_BLOCK:,}"
        if (longest := max(map(len, code.split("\n")))) > HIGHLIGHTED_LINE:
            return f"a line of the code has {longest:,} characters, the limit is {HIGHLIGHTED_LINE:,}"
        # Many lexers take time that grows with the square of a block's length.
        self._squares += len(code) ** 2
        return "the file has too much other code above" if self._squares > HIGHLIGHTED_SQUARES else ""

    def highlight(self, language: str, code: str) -> str | None:
        """Return code as HTML with Pygments' classes, None for a language that it does not know."""
        key = language, code
        if key not in self._made:
            self._made[key] = highlight(code, language)
        return self._made[key]


def highlight(code: str, language: str) -> str | None:
    """Return code as HTML with Pygments' classes, None for a language that it does not know."""
    from pygments import highlight as run
    from pygments.formatters.html import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None
    return run(code, lexer, HtmlFormatter(nowrap=True)).rstrip("\n") + "\n"
