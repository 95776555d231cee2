"""Read JSON: files of authors, which are reported where they are damaged, and files of ours, which are ignored then."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from glossary_ssg.errors import ReadError
from glossary_ssg.limits import JSON_BYTES, JSON_VALUES
from glossary_ssg.readers.file import conflict, decode, read_file

T = TypeVar("T")

_BYTE = re.compile(r" \(byte (\d+)\)")


def read_json(path: Path, *, hint: str = "") -> tuple[str, Any]:
    """Return the text and the values of an author's file. Raises ReadError with `hint`, unless a better one is due."""
    text = decode(path, read_file(path, JSON_BYTES))
    if error := conflict(path, text):
        raise error
    data = text.encode()
    try:
        return text, values_of(data)
    except RecursionError as error:
        raise ReadError(path, "is not valid JSON: nested too deeply", hint=hint) from error
    except OverflowError as error:
        raise ReadError(path, str(error), hint=hint) from error
    except msgspec.MsgspecError as error:
        reason, line, column = _explain(data, error)
        raise ReadError(path, f"is not valid JSON: {reason}", line, column, hint) from error


def read_own_json(path: Path, kind: type[T]) -> T | None:
    """Return the values of a file of ours, typed; None where it is missing, damaged or does not fit."""
    try:
        data = read_file(path, JSON_BYTES)
        _check_values(data)
        return msgspec.json.decode(data, type=kind)
    except (ReadError, msgspec.MsgspecError, RecursionError, UnicodeDecodeError, OverflowError):
        return None


def values_of(data: bytes) -> Any:
    """Return JSON as Python's own values. Raises MsgspecError, RecursionError, OverflowError, UnicodeDecodeError."""
    _check_values(data)
    return msgspec.json.decode(data)


def damage_at(path: Path, text: str, keys: tuple[str, ...], reason: str, hint: str) -> ReadError:
    """Return the error for a value of the wrong type below `keys`, with the line of the last key that is there."""
    start = line = 0
    for key in keys:
        written = msgspec.json.encode(key).decode()
        if (at := text.find(written, start)) < 0:
            break
        start, line = at + len(written), text.count("\n", 0, at) + 1
    return ReadError(path, reason, line or 1, hint=hint)


def _check_values(data: bytes) -> None:
    """Refuse JSON of more values than fit into memory. Raises OverflowError."""
    if len(data) > JSON_VALUES and data.count(b",") + data.count(b"[") + data.count(b"{") > JSON_VALUES:
        raise OverflowError(f"holds more than {JSON_VALUES:,} values")


def _explain(data: bytes, error: msgspec.MsgspecError) -> tuple[str, int, int]:
    """Return reason, line and column of what a decoder reports."""
    message = str(error)
    position = _BYTE.search(message)
    if position is None:
        is_short = "truncated" in message
        return ("it ends too early", data.count(b"\n") + 1, 0) if is_short else (message, 0, 0)
    before = data[: int(position[1])]
    column = len(before[before.rfind(b"\n") + 1 :].decode(errors="replace")) + 1
    reason = message[: position.start()].removeprefix("JSON is malformed: ")
    return reason, before.count(b"\n") + 1, column
