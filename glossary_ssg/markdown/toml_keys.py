"""Where keys, brackets and the end of a TOML frontmatter are: tomllib tells no positions of what it reads.

One pass over strings, comments and brackets, so that nothing inside of a string counts. The syntax is TOML 1.0.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""
      (?P<text>"{3}(?:[^"\\]++|\\(?:.|\Z)|"{1,2}(?!"))*+(?:"{3,5})?
              |'{3}(?:[^']++|'{1,2}(?!'))*+(?:'{3,5})?
              |"(?:[^"\\\n]++|\\[^\n])*+"?
              |'[^'\n]*+'?)
    | (?P<comment>\#[^\n]*)
    | (?P<open>[\[{])
    | (?P<shut>[\]}])
    | (?P<close>^\+{3,}[^\S\n]*$)
    | (?P<line>\n)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_CLOSE = re.compile(r"^\+{3,}[^\S\n]*$", re.MULTILINE)
_STATEMENT = re.compile(r"""[ \t]*(?P<header>\[{0,2})[ \t]*(?P<key>[\w-]++|"(?:[^"\\\n]++|\\[^\n])*+"|'[^'\n]*+')""")


def find_toml_close(text: str, start: int) -> tuple[int, int] | None:
    """Return start and end of the `+++` that closes the frontmatter begun at `start`, None without one.

    A string that has no end hides no `+++`.
    """
    for token in _TOKEN.finditer(text, start):
        if token.lastgroup == "close":
            return token.span()
        if token.end() == len(text) and token.lastgroup == "text":
            break
    close = _CLOSE.search(text, start)
    return close.span() if close else None


def toml_depth(source: str) -> int:
    """Return how deeply brackets nest."""
    depth = deepest = 0
    for token in _TOKEN.finditer(source):
        if token.lastgroup == "open":
            depth += 1
            deepest = max(deepest, depth)
        elif token.lastgroup == "shut":
            depth -= 1
    return deepest


def toml_keys(source: str) -> dict[str, int]:
    """Return the offset at which each key of the root table is set first, as a key or in a table's header."""
    keys: dict[str, int] = {}
    in_table = False
    for start in _statements(source):
        statement = _STATEMENT.match(source, start)
        if statement is None or (in_table and not statement["header"]):
            continue
        in_table = in_table or bool(statement["header"])
        at = statement.start("header") if statement["header"] else statement.start("key")
        keys.setdefault(_plain_key(statement["key"]), at)
    return keys


def _statements(source: str) -> Iterator[int]:
    """Yield the offset of each line that does not begin inside of a value."""
    yield 0
    depth = 0
    for token in _TOKEN.finditer(source):
        if token.lastgroup == "open":
            depth += 1
        elif token.lastgroup == "shut":
            depth -= 1
        elif token.lastgroup == "line" and depth <= 0:
            yield token.end()


def _plain_key(written: str) -> str:
    """Return a key as it is meant."""
    if written[0] == "'":
        return written[1:-1]
    if written[0] != '"' or "\\" not in written:
        return written.strip('"')
    try:
        return next(iter(tomllib.loads(f"{written} = 0")))
    except tomllib.TOMLDecodeError:
        return written
