"""Read the bytes or the text of one file."""

from __future__ import annotations

import codecs
import os
import re
import stat
import unicodedata
from pathlib import Path

from glossary_ssg.errors import ReadError
from glossary_ssg.limits import QUOTED_CHARACTERS

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?![<=>|])", re.MULTILINE)
CONTROL = re.compile(r"[\x00-\x1f\x7f\ufffe\uffff]")
"""Characters that are not allowed in a text of one line, or in XML."""
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_file(path: Path, limit: int) -> bytes:
    """Return the bytes of a regular file, `limit` at most. Raises ReadError; never waits for a pipe or a device."""
    try:
        # A device may do something when it is opened, so it is looked at first.
        _check_kind(path, path.stat().st_mode)
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            status = os.fstat(file.fileno())
            _check_kind(path, status.st_mode)
            data = file.read(limit + 1) if status.st_size <= limit else b""
    except OSError as error:
        raise ReadError(path, f"cannot be read: {error.strerror}") from error
    except ValueError as error:  # a path with U+0000
        raise ReadError(brief(str(path)), "cannot be read: no file can have this name") from error
    if status.st_size > limit or len(data) > limit:
        size = max(status.st_size, len(data))
        raise ReadError(path, f"is too large: {size:,} bytes, and the limit is {limit:,}")
    return data


def read_small(path: Path, limit: int) -> bytes | None:
    """Return the bytes of a file that may be missing or odd; None where there is none to read."""
    try:
        return read_file(path, limit)
    except ReadError:
        return None


def read_text(path: Path, limit: int) -> str:
    """Return the text of a UTF-8 file without its byte-order mark. Raises ReadError."""
    return decode(path, read_file(path, limit))


def decode(path: Path, data: bytes) -> str:
    """Return UTF-8 as text without its byte-order mark. Raises ReadError with the position of the first bad byte."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data.startswith(_UTF_16):
            raise ReadError(path, "cannot be read: UTF-16, not UTF-8", hint="save it as UTF-8") from error
        # The codec counts without the byte-order mark.
        body = data.removeprefix(codecs.BOM_UTF8)
        before = body[: error.start]
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode(errors="replace")) + 1
        line = before.count(b"\n") + 1
        raise ReadError(path, "cannot be read: not UTF-8", line, column, "save it as UTF-8") from error


def brief(text: str) -> str:
    """Return foreign text as a message may quote it: one line, visible, QUOTED_CHARACTERS at most."""
    start = "".join("\ufffd" if unicodedata.category(char)[0] == "C" else char for char in text[:QUOTED_CHARACTERS])
    return start if len(text) <= QUOTED_CHARACTERS else f"{start}…"


def conflict_line(text: str) -> int:
    """Return the 1-based line of the first merge-conflict marker, 0 where there is none."""
    match = _CONFLICT.search(text)
    # A row of equals signs alone is a rule that somebody drew.
    if match is None or ("<" * 7 not in text and ">" * 7 not in text):
        return 0
    return text.count("\n", 0, match.start()) + 1


def conflict(path: Path, text: str) -> ReadError | None:
    """Return the error for a file with merge-conflict markers, None where there are none."""
    line = conflict_line(text)
    if not line:
        return None
    return ReadError(path, "holds a merge-conflict marker", line, 1, "resolve the conflict and remove the markers")


def _check_kind(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise ReadError(path, "cannot be read: it is a folder, not a file")
    if not stat.S_ISREG(mode):
        raise ReadError(path, "cannot be read: it is not a regular file")
