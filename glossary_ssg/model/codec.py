"""JSON for the values of this package: positional arrays, because heads are decoded by the thousand at every build.

`json` writes tuples as arrays and text enumerations as texts by itself, so only dataclasses are converted, by functions
that are made once for each type annotation.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from hashlib import blake2b
from typing import Any, TypeVar

T = TypeVar("T")
Converter = Callable[[Any], Any]


def encode(value: Any) -> Any:
    """Return a value as data that `json` can write: a dataclass becomes an array of its fields in order."""
    if isinstance(value, list | tuple):
        return [encode(item) for item in value]
    return _encoder(typing.cast(Any, type(value)))(value)


def decode(cls: type[T], data: Any) -> T:
    """Return the dataclass that `encode` made `data` from. TypeError, ValueError or KeyError where it does not fit."""
    return typing.cast(T, _decoder(typing.cast(Any, cls))(data))


# Made once: `json.dumps` with options makes an encoder for every call, and search indexes are written in small pieces.
as_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Return data as compact JSON."""


def as_json(data: Any) -> bytes:
    """Return data as compact JSON, UTF-8."""
    return as_text(data).encode()


def digest(data: bytes) -> str:
    """Return the BLAKE2b digest of 16 bytes, hexadecimal."""
    return blake2b(data, digest_size=16).hexdigest()


def _same(value: Any) -> Any:
    return value


@cache
def _fields(cls: type) -> tuple[tuple[str, Any], ...]:
    """Return (name, annotation) of a dataclass's fields."""
    hints = typing.get_type_hints(cls)
    return tuple((field.name, hints[field.name]) for field in fields(cls))


@cache
def _encoder(kind: Any) -> Converter:
    """Return the function that encodes values of an annotated type."""
    if is_dataclass(kind):
        parts = [(name, _encoder(hint)) for name, hint in _fields(typing.cast(type, kind))]
        return lambda value: [part(getattr(value, name)) for name, part in parts]
    inner = _inner(kind)
    if not inner or all(_encoder(argument) is _same for argument in inner):
        return _same
    if typing.get_origin(kind) is tuple and len(inner) == 1:
        item = _encoder(inner[0])
        return lambda value: [item(part) for part in value]
    if typing.get_origin(kind) is tuple:
        items = [_encoder(argument) for argument in inner]
        return lambda value: [item(part) for item, part in zip(items, value, strict=True)]
    item = _encoder(inner[0])  # an optional value
    return lambda value: None if value is None else item(value)


@cache
def _decoder(kind: Any) -> Converter:
    """Return the function that decodes values of an annotated type."""
    if is_dataclass(kind):
        parts = [_decoder(hint) for _, hint in _fields(typing.cast(type, kind))]
        make = typing.cast(Callable[..., Any], kind)
        return lambda data: make(*[part(item) for part, item in zip(parts, data, strict=True)])
    inner = _inner(kind)
    if typing.get_origin(kind) is tuple and len(inner) == 1:
        item = _decoder(inner[0])
        return tuple if item is _same else lambda data: tuple([item(part) for part in data])
    if typing.get_origin(kind) is tuple:
        items = [_decoder(argument) for argument in inner]
        return lambda data: tuple([item(part) for item, part in zip(items, data, strict=True)])
    if inner:
        item = _decoder(inner[0])
        return lambda data: None if data is None else item(data)
    return kind if isinstance(kind, type) and issubclass(kind, StrEnum) else _same


def _inner(kind: Any) -> tuple[Any, ...]:
    """Return the types inside `tuple[X, ...]` (one), `tuple[X, Y]` (two) and `X | None` (one); none for others."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return arguments[:1] if arguments[-1] is Ellipsis else arguments
    if origin in (typing.Union, types.UnionType):
        return tuple(argument for argument in arguments if argument is not type(None))
    return ()
