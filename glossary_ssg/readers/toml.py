"""Read TOML, with the line of what is wrong in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from glossary_ssg.errors import ReadError
from glossary_ssg.limits import CONFIG_ERRORS, MESSAGE_CHARACTERS, NUMBER_DIGITS, TOML_BYTES, TOML_DEPTH
from glossary_ssg.readers.file import CONTROL, conflict, read_text

_TOKEN = re.compile(
    r'''
      """(?:[^"\\]|\\.|"(?!""))*+(?:"""|\Z)
    | \'\'\'(?:[^']|'(?!''))*+(?:\'\'\'|\Z)
    | "(?:[^"\\\n]|\\.)*+"?
    | '[^'\n]*+'?
    | \#[^\n]*+
    | (?P<mark>[\[\]{}\n,=.]|[0-9_]{'''
    + str(NUMBER_DIGITS + 1)
    + r"})",
    re.VERBOSE | re.DOTALL,
)
"""Strings and comments as wholes, and what matters outside them."""
_POSITION = re.compile(r"\(at line (\d+), column (\d+)\)")


class TomlErrors(Struct):
    """Collects the errors of one file with the lines of their keys."""

    path: Path
    text: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    """Key -> command-line option that was given instead of it."""
    messages: list[str] = field(default_factory=list)
    _lines: TomlLines | None = None

    @property
    def is_full(self) -> bool:
        """Tell whether further errors are no longer reported."""
        return len(self.messages) > CONFIG_ERRORS

    def add(self, key: str, message: str, hint: str = "") -> None:
        if len(self.messages) >= CONFIG_ERRORS:
            if not self.is_full:
                self.messages.append(f"{self.path}: error: more than {CONFIG_ERRORS} errors; the others are not shown")
            return
        self._lines = self._lines or TomlLines(self.text)
        line = self._lines.find(key)
        position = f"{self.path}:{line}" if line else f"{self.path}"
        start = f"error: {self.options[key]}" if key in self.options else f"{position}: error: {_cut(key)}"
        self.messages.append(f"{start}: {_cut(message)}" + (f"\n  hint: {_cut(hint)}" if hint else ""))


def _cut(text: str) -> str:
    """Return text in one line that a terminal can show, MESSAGE_CHARACTERS at most."""
    text = CONTROL.sub("\ufffd", text[: MESSAGE_CHARACTERS + 1])
    return text if len(text) <= MESSAGE_CHARACTERS else f"{text[:MESSAGE_CHARACTERS]}…"


def kind_of(value: Any) -> str:
    """Return the name of a value's type."""
    return "table" if isinstance(value, dict) else type(value).__name__


def one_line(value: Any) -> Any:
    """Return a value with each of its texts in one line, as it is shown."""
    if isinstance(value, str):
        return " ".join(value.split()) if re.search(r"[\t\r\n]", value) else value
    if isinstance(value, list):
        return [one_line(item) for item in value]
    return {name: one_line(item) for name, item in value.items()} if isinstance(value, dict) else value


def control_in(value: Any) -> str:
    """Return the first control character in a value's texts, empty text where there is none."""
    if isinstance(value, str):
        return match[0] if (match := CONTROL.search(value)) else ""
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next(filter(None, map(control_in, items)), "")


def read_toml(path: Path) -> tuple[TomlErrors, dict[str, Any]]:
    """Return a collector for the errors of a file's values, and these. Raises ReadError for what is not TOML."""
    text = read_text(path, TOML_BYTES)
    marks = _check_bounds(path, text)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise conflict(path, text) or _syntax_error(path, text, marks) from error
    except RecursionError as error:
        raise ReadError(path, f"is nested more than {TOML_DEPTH} levels deep") from error
    except ValueError as error:  # what Python's numbers and dates do not take
        raise ReadError(path, f"holds a value that cannot be read: {error}"[:MESSAGE_CHARACTERS]) from error
    for key, value in _numbers(values):
        if not -(2**63) <= value < 2**63:
            line = TomlLines(text).find(key)
            raise ReadError(path, f"{key}: the number does not fit into 64 bits", line)
    return TomlErrors(path, text), values


def _syntax_error(path: Path, text: str, marks: Sequence[tuple[int, str]]) -> ReadError:
    from glossary_ssg.readers.toml_syntax import Mark, explain  # only errors need it

    line, column, message = text.count("\n") + 1, 1, ""
    try:
        tomllib.loads(f"{text}\n")  # with a line feed, errors in the last line have a position
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        if position := _POSITION.search(message):
            line, column = int(position[1]), int(position[2])
    cause = explain(text, line, column, message.split(" (at ")[0][:MESSAGE_CHARACTERS], [Mark(*mark) for mark in marks])
    return ReadError(path, _cut(cause.reason), cause.line, cause.column, _cut(cause.hint))


def _check_bounds(path: Path, text: str) -> list[tuple[int, str]]:
    """Return the offset and text of each bracket.

    Raises ReadError for what overflows Python's stack or takes the square of its length.
    """
    brackets = []
    depth = dots = 0
    for match in _TOKEN.finditer(text):
        mark = match["mark"]
        if mark is None:
            continue
        if mark == ".":
            dots += 1
        elif len(mark) == 1:
            dots = 0
            depth = max(depth + (mark in "[{") - (mark in "]}"), 0)
            if mark in "[]{}":
                brackets.append((match.start(), mark))
        if depth > TOML_DEPTH or dots >= TOML_DEPTH or len(mark) > NUMBER_DIGITS:
            line = text.count("\n", 0, match.start()) + 1
            column = match.start() - text.rfind("\n", 0, match.start())
            if len(mark) > 1:
                raise ReadError(path, f"a number has more than {NUMBER_DIGITS:,} digits", line, column)
            what = "brackets are nested" if depth > TOML_DEPTH else "a key is nested"
            raise ReadError(path, f"{what} more than {TOML_DEPTH} levels deep", line, column)
    return brackets


def _numbers(value: Any, key: str = "") -> Iterator[tuple[str, int]]:
    """Yield (dotted key, number) of all integers."""
    if isinstance(value, int):
        yield key, value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _numbers(item, f"{key}.{name}" if key else name)
    elif isinstance(value, list):
        for item in value:
            yield from _numbers(item, key)


class TomlLines:
    """The lines in which the keys of a TOML text are set."""

    def __init__(self, text: str) -> None:
        from glossary_ssg.readers.toml_syntax import declarations  # only errors need it

        self._settings = list(declarations(text))

    def find(self, key: str) -> int:
        """Return the 1-based line in which a dotted key is set, else the first that sets a part of it, else 0.

        The second table of `[[menu]]` is `menu.2`.
        """
        above = below = 0
        for number, names, is_header in self._settings:
            if key in names:
                return number
            if not is_header and key.startswith(f"{names[0]}."):
                above = number
            below = below or (number if names[0].startswith(f"{key}.") else 0)
        return above or below
