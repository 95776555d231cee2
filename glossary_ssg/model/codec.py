"""JSON for the values of this package: structs are objects of their fields, tuples are arrays."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

DecodeError = (msgspec.MsgspecError, RecursionError, UnicodeDecodeError)
"""Raised for JSON that is none, is nested too deeply, is not UTF-8, or does not fit."""
as_json = msgspec.json.Encoder().encode
"""Return a value as compact JSON, UTF-8."""
from_json = msgspec.json.Decoder().decode
"""Return JSON as Python's own values. DecodeError where it is none."""


@cache
def decoder(kind: type[T]) -> Callable[[bytes], T]:
    """Return the function that makes values of a type from JSON. It raises DecodeError where that does not fit."""
    return msgspec.json.Decoder(kind).decode


def as_text(value: Any) -> str:
    """Return a value as compact JSON."""
    return as_json(value).decode()


def digest(data: bytes) -> str:
    """Return the BLAKE2b digest of 16 bytes, hexadecimal."""
    return blake2b(data, digest_size=16).hexdigest()
