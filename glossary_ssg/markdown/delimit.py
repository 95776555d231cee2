"""Where the frontmatter of a file begins and ends: YAML between `---`, TOML between `+++`, or one JSON object.

python-frontmatter tells the format. Its `split` is not used: it ends JSON at the first brace on a line of its own and
TOML inside of strings, and gives no offsets.
"""

from __future__ import annotations

import re

from frontmatter.default_handlers import BaseHandler, JSONHandler, YAMLHandler
from msgspec import Struct

from glossary_ssg.markdown.toml_keys import find_toml_close

_TO_TEXT = re.compile(r"\s*$", re.MULTILINE)
"""Blank lines behind the frontmatter."""
_JSON_TOKEN = re.compile(r'"(?:[^"\\]++|\\(?:.|\Z))*+"?|[{}\[\]]', re.DOTALL)
_BRACE_LINE = re.compile(r"^\}[^\S\n]*$", re.MULTILINE)


class _Yaml(YAMLHandler):
    FM_BOUNDARY = re.compile(r"-{3,}[^\S\n]*(?:\n|\Z)")
    CLOSE = re.compile(r"^(?:-{3,}|\.{3}(?:\s*\n-{3,})?)[^\S\n]*$", re.MULTILINE)
    """YAML's own mark for the end of a document, `...`, ends it too, as it does for Pandoc and Jekyll."""


class _Toml(BaseHandler):
    """TOML between `+++` lines. The one in python-frontmatter needs a package that is not kept up any more."""

    FM_BOUNDARY = re.compile(r"\+{3,}[^\S\n]*(?:\n|\Z)")
    START_DELIMITER = END_DELIMITER = "+++"


class _Json(JSONHandler):
    FM_BOUNDARY = re.compile(r'\{(?:[^\S\n]*(?:\n|\Z)|\s*"(?:[^"\\\n]|\\.)*+"\s*:|\s*\}[^\S\n]*(?:\n|\Z))')
    """A brace alone on a line, before a key, or around nothing: `{{< shortcode >}}` and `{title}` begin a text."""


YAML, TOML, JSON = _Yaml(), _Toml(), _Json()


class Delimited(Struct, frozen=True, gc=False):
    """Where a frontmatter is. All numbers are offsets in the text."""

    handler: BaseHandler
    """YAML, TOML or JSON of this module."""
    open: int
    """The opening delimiter."""
    start: int
    """What is between the delimiters; JSON has its braces in it."""
    end: int
    body_start: int
    depth: int = 0
    """How deeply JSON nests, counted before it is parsed."""
    is_closed: bool = True


def delimit(text: str) -> Delimited | None:
    """Return where a text's frontmatter is, None without one; one that is not closed takes the whole text."""
    lead = len(text) - len(text.lstrip())
    for handler in (YAML, TOML, JSON):
        opening = handler.FM_BOUNDARY.match(text, lead)
        if opening is None:
            continue
        if handler is JSON:
            return _json(text, lead)
        start = opening.end()
        close = _yaml_close(text, start) if handler is YAML else find_toml_close(text, start)
        if close is None:
            return Delimited(handler, lead, start, len(text), len(text), is_closed=False)
        return Delimited(handler, lead, start, close[0], _behind(text, close[1]))
    return None


def _yaml_close(text: str, start: int) -> tuple[int, int] | None:
    close = YAML.CLOSE.search(text, start)
    return close.span() if close else None


def _behind(text: str, close: int) -> int:
    """Return where the body begins: at the last line end of those behind the frontmatter."""
    blank = _TO_TEXT.match(text, close)
    return blank.end() if blank else close


def _json(text: str, lead: int) -> Delimited:
    """Return where a JSON object ends: at its own closing brace, or at a line with one where braces do not match."""
    end, depth = _json_end(text, lead)
    if end < 0 and (brace := _BRACE_LINE.search(text, lead)):
        end = brace.start() + 1
    if end < 0:
        return Delimited(JSON, lead, lead, len(text), len(text), depth, is_closed=False)
    return Delimited(JSON, lead, lead, end, end, depth)


def _json_end(text: str, start: int) -> tuple[int, int]:
    """Return the offset behind the JSON value at `start`, -1 if it has no end, and how deeply it nests (RFC 8259)."""
    depth = deepest = 0
    for token in _JSON_TOKEN.finditer(text, start):
        if token[0] in "{[":
            depth += 1
            deepest = max(deepest, depth)
        elif token[0] in "]}":
            depth -= 1
            if depth == 0:
                return token.end(), deepest
    return -1, deepest
