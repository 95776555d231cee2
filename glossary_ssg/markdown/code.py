"""Highlight code blocks with Pygments, as far as that takes bounded time.

`tools/slow_lexers.py` measures all lexers. Many take time that grows with the square of a block's length, and some with
the cube of a run of white space; none takes more than that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from glossary_ssg.limits import (
    CODE_BLOCK_CHARACTERS,
    CODE_LINE_CHARACTERS,
    CODE_SPACE_CHARACTERS,
    CODE_SQUARES,
    CODE_START_CHARACTERS,
)
from glossary_ssg.markdown.locate import Locator

if TYPE_CHECKING:
    from pygments.lexer import Lexer

_SPACE = re.compile(rf"\s{{{CODE_SPACE_CHARACTERS + 1}}}")
_SLOW = frozenset({"autohotkey", "ahk", "autoit", "easytrieve", "fan", "gherkin", "cucumber", "systemd", "xpp", "x++"})
"""Names of lexers that take up to ten times as long for each square as others."""
_SLOW_FACTOR = 10
_EMBEDDING = frozenset(
    {
        *("arturo", "http", "markdown", "mime", "org", "postgres-explain", "postgresql", "psql", "restructuredtext"),
        *("tid", "wikitext"),
    }
)
"""Lexers that call others by names in the code."""
_GUESSING = frozenset({"notmuch"})
"""Lexers that try all others."""


class Codes:
    """The code blocks of a file; each is highlighted once."""

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._start = start
        self._locator: Locator | None = None
        self._squares = 0
        self._made: dict[tuple[str, str], tuple[str | None, str]] = {}

    @property
    def locator(self) -> Locator:
        """Return what finds them in the source, in order."""
        self._locator = self._locator or Locator(self._text, self._start)
        return self._locator

    def rewind(self) -> None:
        """Find them from the beginning on again."""
        self._locator = None

    def highlight(self, language: str, code: str) -> tuple[str | None, str]:
        """Return code as HTML with Pygments' classes, and why it is not highlighted.

        The HTML is None if the language is unknown, or if the code is too long.
        """
        key = language, code
        if key not in self._made:
            lexer = find_lexer(language)
            problem = self._problem(lexer, code) if lexer else ""
            self._made[key] = (highlight(code, lexer) if lexer and not problem else None), problem
        return self._made[key]

    def _problem(self, lexer: Lexer, code: str) -> str:
        """Return why a block is not to be highlighted, empty text if it is."""
        if len(code) > CODE_BLOCK_CHARACTERS:
            return f"the code has {len(code):,} characters, the limit is {CODE_BLOCK_CHARACTERS:,}"
        if (longest := max(map(len, code.split("\n")))) > CODE_LINE_CHARACTERS:
            return f"a line of the code has {longest:,} characters, the limit is {CODE_LINE_CHARACTERS:,}"
        if _SPACE.search(code):
            return f"the code has more than {CODE_SPACE_CHARACTERS} spaces or line ends in a row"
        if lexer.aliases[0] in _GUESSING:
            return f"'{lexer.aliases[0]}' takes too long"
        self._squares += (CODE_START_CHARACTERS + len(code)) ** 2 * (_SLOW_FACTOR if _is_slow(lexer, code) else 1)
        return "the file has too much other code above" if self._squares > CODE_SQUARES else ""


def _is_slow(lexer: Lexer, code: str) -> bool:
    name = lexer.aliases[0]
    return name in _SLOW or (name in _EMBEDDING and any(slow in code.casefold() for slow in _SLOW))


def find_lexer(language: str) -> Lexer | None:
    """Return Pygments' lexer for a language, None for a language that it does not know."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None


def highlight(code: str, lexer: Lexer) -> str:
    """Return code as HTML with Pygments' classes."""
    from pygments import highlight as run
    from pygments.formatters.html import HtmlFormatter

    return run(code, lexer, HtmlFormatter(nowrap=True)).rstrip("\n") + "\n"
