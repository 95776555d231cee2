"""JSON for the values of this package: positional arrays, because heads are decoded by the thousand at every build."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def encode(value: Any) -> Any:
    """Return a value of this module as JSON data: a dataclass becomes an array of its fields in order."""
    if is_dataclass(value) and not isinstance(value, type):
        return [encode(getattr(value, name)) for name in _field_names(type(value))]
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    if isinstance(value, dict):
        return {key: encode(item) for key, item in value.items()}
    return value


def decode(cls: type[T], data: Any) -> T:
    """Return the dataclass that `encode` made `data` from. TypeError, ValueError or KeyError where it does not fit."""
    return typing.cast(T, _decoder(typing.cast(Any, cls))(data))


@cache
def _field_names(cls: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cls))


@cache
def _decoder(kind: Any) -> Callable[[Any], Any]:
    """Return the converter for a type annotation, made once per type."""
    if is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        parts = [_decoder(hints[name]) for name in _field_names(typing.cast(type, kind))]
        make = typing.cast(Callable[..., Any], kind)
        plain = all(part is _same for part in parts)

        def decode_dataclass(data: Sequence[Any]) -> Any:
            if len(data) != len(parts):
                raise ValueError(f"expected {len(parts)} fields, found {len(data)}")
            return make(*data) if plain else make(*[part(item) for part, item in zip(parts, data, strict=True)])

        return decode_dataclass
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple and arguments[-1] is Ellipsis:
        item = _decoder(arguments[0])
        return tuple if item is _same else lambda data: tuple([item(part) for part in data])
    if origin is tuple:
        items = [_decoder(argument) for argument in arguments]
        if all(part is _same for part in items):
            return tuple
        return lambda data: tuple([part(value) for part, value in zip(items, data, strict=True)])
    if origin in (typing.Union, types.UnionType):
        inner = next(argument for argument in arguments if argument is not type(None))
        converter = _decoder(inner)
        return lambda data: None if data is None else converter(data)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind
    return _same


def _same(value: Any) -> Any:
    return value
