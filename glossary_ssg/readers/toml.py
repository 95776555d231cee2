"""Read TOML, with the line of what is wrong in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from glossary_ssg.errors import ReadError
from glossary_ssg.limits import MESSAGE_CHARACTERS, NUMBER_DIGITS, TOML_BYTES, TOML_DEPTH
from glossary_ssg.readers.file import conflict, read_text

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
_HEADER = re.compile(r"[ \t]*+(\[++)([^\]\n]*+)\]")
_SETTING = re.compile(r"""[ \t]*+(?:"([^"\n]*+)"|'([^'\n]*+)'|([\w.-]++))[ \t]*+=""")


def read_toml(path: Path) -> tuple[str, dict[str, Any]]:
    """Return a file's text and values. Raises ReadError."""
    text = read_text(path, TOML_BYTES)
    _check_bounds(path, text)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise conflict(path, text) or _syntax_error(path, text, str(error)) from error
    except RecursionError as error:
        raise ReadError(path, f"is nested more than {TOML_DEPTH} levels deep") from error
    except ValueError as error:  # what Python's numbers and dates do not take
        raise ReadError(path, f"holds a value that cannot be read: {error}"[:MESSAGE_CHARACTERS]) from error
    for key, value in _numbers(values):
        if not -(2**63) <= value < 2**63:
            line = TomlLines(text).find(key)
            raise ReadError(path, f"{key}: the number does not fit into 64 bits", line)
    return text, values


def _syntax_error(path: Path, text: str, message: str) -> ReadError:
    position = _POSITION.search(message)
    # Python says "at end of document" instead of a position.
    line, column = (int(position[1]), int(position[2])) if position else (text.rstrip("\n").count("\n") + 1, 0)
    return ReadError(path, message.split(" (at ")[0][:MESSAGE_CHARACTERS], line, column)


def _check_bounds(path: Path, text: str) -> None:
    """Refuse what overflows Python's stack or takes the square of its length. Raises ReadError."""
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
        if depth > TOML_DEPTH or dots >= TOML_DEPTH or len(mark) > NUMBER_DIGITS:
            line = text.count("\n", 0, match.start()) + 1
            column = match.start() - text.rfind("\n", 0, match.start())
            if len(mark) > 1:
                raise ReadError(path, f"a number has more than {NUMBER_DIGITS:,} digits", line, column)
            what = "brackets are nested" if depth > TOML_DEPTH else "a key is nested"
            raise ReadError(path, f"{what} more than {TOML_DEPTH} levels deep", line, column)


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
        self._settings = list(_settings(text))

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


def _settings(text: str) -> Iterator[tuple[int, tuple[str, ...], bool]]:
    """Yield (line, dotted names, whether it is a header) of each line that begins a table or sets a key."""
    table = ""
    counts: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            written = table = header[2].strip().replace('"', "").replace("'", "")
            first, dot, rest = table.partition(".")
            if header[1] == "[[":
                counts[table] = counts.get(table, 0) + 1
                table = f"{table}.{counts[table]}"
            elif first in counts:
                table = f"{first}.{counts[first]}{dot}{rest}"
            yield number, (written, table), True
        elif setting := _SETTING.match(line):
            name = setting[1] or setting[2] or setting[3] or ""
            yield number, (f"{table}.{name}" if table else name,), False
