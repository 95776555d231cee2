"""Settings as the config values declare them, and the table of keys that follows from the declarations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, NamedTuple, get_args, get_origin

from msgspec import NODEFAULT, Meta, Struct, convert
from msgspec.structs import fields

DEPTH = 4
"""Maximum number of parts of a key."""


class Setting(Struct, frozen=True, gc=False):
    """Marks a field that `glossary.toml` sets: `Annotated[type, Setting("What it does.")] = default`.

    The type decides which values are accepted, `msgspec.Meta` which numbers. A field whose type is a struct of settings
    is a section, one whose type is a tuple of them a section for each name that the author chooses.
    """

    meaning: str
    default: str = ""
    """How the docs describe a default that the field does not show, in Markdown."""
    key: str = ""
    """The dotted key, if it is not the field's name; `*` is a name that the author chooses."""


class Kind(StrEnum):
    """What a value must be, as messages say it."""

    TEXT = "text"
    NUMBER = "a number"
    FLAG = "true or false"
    TEXTS = "a list of texts"
    TABLES = "a list of tables"
    SECTION = "as above"


class Key(Struct, frozen=True, gc=False):
    """A key that a file of settings may have."""

    name: str
    """Dotted; `*` stands for a name that the author chooses."""
    kind: Kind = Kind.TEXT
    default: str = ""
    meaning: str = ""
    choices: tuple[str, ...] = ()
    """The accepted texts, empty for all."""
    least: int = 0
    most: int | None = None
    item: type | None = None
    """The value of each table in a list of tables."""
    row: Key | None = None
    """A row of the docs that stands for this key and its neighbours."""

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the names between the full stops."""
        return tuple(self.name.split("."))

    @property
    def is_open(self) -> bool:
        """Tell whether the author's names end the key: they may hold full stops, which make tables of them."""
        return self.name.endswith(".*") and self.name.count(".") == 1


class _Field(NamedTuple):
    name: str
    type: Any
    default: Any
    setting: Setting | None
    bounds: Meta


@cache
def keys_of(struct: type[Struct]) -> tuple[Key, ...]:
    """Return the keys of all settings of a struct, in its order."""
    return tuple(_keys(struct, "", None))


def values_of(struct: type[Struct], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return field -> value of the settings in checked data whose type alone says how to read them."""
    values: dict[str, Any] = {}
    for field in _fields(struct):
        value: Any = data
        for part in _key(field).split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        is_read = field.setting or _is(field.type, Struct)
        if value is None or not is_read or field.type is Path or _item(field.type, Struct):
            continue
        if _item(field.type, tuple):
            value = [(".".join(parts), leaf) for parts, leaf in leaves(value)]
        values[field.name] = convert(value, field.type)
    return values


def leaves(data: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield (key path, value) of everything that is no table."""
    for name, value in data.items():
        parts = (*above, name)
        if isinstance(value, dict) and len(parts) < DEPTH:
            yield from leaves(value, parts)
        else:
            yield parts, value


def _keys(struct: type[Struct], above: str, row: Key | None) -> Iterator[Key]:
    for field in _fields(struct):
        name, item, setting = above + _key(field), _item(field.type, Struct), field.setting
        if _is(field.type, Struct):
            own = Key(f"{name}.*", Kind.SECTION, Kind.SECTION, setting.meaning) if setting else row
            yield from _keys(field.type, f"{name}.", own)
        elif item and not setting:
            yield from _keys(item, f"{name}.*.", row)
        elif setting:
            pair = _item(field.type, tuple)
            name += ".*" if pair and not setting.key else ""
            kind, choices = _kind(get_args(pair)[1] if pair else field.type)
            default, bounds = setting.default or _shown(field.default), field.bounds
            most = None if bounds.le is None else int(bounds.le)
            yield Key(name, kind, default, setting.meaning, choices, int(bounds.ge or 0), most, item, row)


@cache
def _fields(struct: type[Struct]) -> tuple[_Field, ...]:
    """Return the fields of a struct with what their annotations say."""
    result = []
    for field in fields(struct):
        kind, *marks = get_args(field.type) if get_origin(field.type) is Annotated else (field.type,)
        setting = next((mark for mark in marks if isinstance(mark, Setting)), None)
        bounds = next((mark for mark in marks if isinstance(mark, Meta)), Meta())
        result.append(_Field(field.name, kind, field.default, setting, bounds))
    return tuple(result)


def _key(field: _Field) -> str:
    return field.setting.key if field.setting and field.setting.key else field.name


def _kind(type_: Any) -> tuple[Kind, tuple[str, ...]]:
    if _is(type_, StrEnum):
        return Kind.TEXT, tuple(str(choice) for choice in type_)
    lists = Kind.TABLES if _item(type_, Struct) else Kind.TEXTS
    return {bool: Kind.FLAG, int: Kind.NUMBER, tuple: lists}.get(get_origin(type_) or type_, Kind.TEXT), ()


def _is(type_: Any, *bases: type) -> bool:
    return isinstance(type_, type) and issubclass(type_, bases)


def _item(type_: Any, *bases: type) -> Any:
    """Return the type of a tuple's items if it is one of some types, else None."""
    item = get_args(type_)[0] if get_origin(type_) is tuple else None
    return item if _is(get_origin(item) or item, *bases) else None


def _shown(default: Any) -> str:
    """Return a default as the docs show it."""
    if default is NODEFAULT or default in ("", ()):
        return "none"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"
