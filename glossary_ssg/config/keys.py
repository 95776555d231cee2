"""Check the values of a file of settings against the table of its keys."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from glossary_ssg.config.settings import DEPTH, Key, Kind, keys_of
from glossary_ssg.config.values import Config
from glossary_ssg.readers import TomlErrors, brief, control_in, kind_of, one_line
from glossary_ssg.text.closest import closest

_TYPES: Mapping[Kind, type] = {Kind.NUMBER: int, Kind.FLAG: bool, Kind.TEXTS: list, Kind.TABLES: list}
_FLAGS = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}


def config_keys() -> tuple[Key, ...]:
    """Return every key of `glossary.toml`."""
    return keys_of(Config)


def check_keys(data: Mapping[str, Any], keys: Sequence[Key], errors: TomlErrors, reference: str = "") -> dict[str, Any]:
    """Report what the keys do not allow and return the rest, so that later checks find their errors too.

    `reference` is the hint for a key that is like none of them.
    """
    good: dict[str, Any] = {}
    for parts, written in _settings(data, keys):
        if errors.is_full:
            break
        name, value = ".".join(parts), one_line(written)
        key = _key(keys, parts)
        if key is None and (sections := _sections(keys, parts, value)):
            if not isinstance(value, dict):
                errors.add(name, f"must be a section, not {kind_of(value)}", _section_hint(keys, parts, sections))
            # An empty section says something too, such as that a language is declared: also if all in it is wrong.
            _put(good, parts, {})
        elif key is None:
            errors.add(name, "there is no such key", belonging(parts, keys) or _closest(keys, parts) or reference)
        elif problem := _type_problem(key, value):
            errors.add(name, *problem)
        elif control := control_in(value):
            errors.add(name, f"holds the control character U+{ord(control):04X}", "write it in one line, without it")
        elif key.choices and value not in key.choices:
            hint = belonging(parts, keys) if key.is_open else ""
            errors.add(name, f"'{value}' is none of {', '.join(key.choices)}", hint)
        else:
            _put(good, parts, value)
    return good


def check_names(path: str, table: Mapping[str, Any], names: Sequence[str], errors: TomlErrors) -> None:
    """Report the keys of one table in a list of tables that are not among its names."""
    for key in table.keys() - set(names):
        close = closest(key, names)
        hint = f"did you mean `{close}`?" if close else belonging((*path.split("."), key))
        errors.add(f"{path}.{key}", "there is no such key", hint or f"a table takes {', '.join(names)}")


def belonging(parts: tuple[str, ...], keys: Sequence[Key] | None = None) -> str:
    """Return where a key belongs that is written in the wrong section, empty text where it belongs nowhere."""
    keys = config_keys() if keys is None else keys
    names = [key for key in keys if key.parts[-1] == parts[-1]]
    same = [(_like(key.parts, parts) if key.parts[0] == parts[0] else key.parts, key) for key in names]
    if not same:
        return ""
    path, key = min(same, key=lambda pair: (len(pair[0]) > 1, -_shared(pair[0], parts), len(pair[0])))
    if key.kind is Kind.TABLES:
        return f"write `[[{key.name}]]`"
    if len(path) == 1:
        return f"`{key.name}` is a top-level key; put it above the first `[section]`"
    return f"`{parts[-1]}` belongs in `[{'.'.join(path[:-1]).replace('*', '<name>')}]`"


def _settings(
    data: Mapping[str, Any], keys: Sequence[Key], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield (key path, value) of all values, all sections, and the tables that are empty or in place of a value."""
    for name, value in data.items():
        parts = (*above, name)
        key = _key(keys, parts)
        is_above = isinstance(value, dict) and len(parts) < DEPTH and (key is None or key.is_open)
        below = value if is_above else {}
        if not below or _sections(keys, parts, value):
            yield parts, value
        yield from _settings(below, keys, parts)


def _put(table: dict[str, Any], parts: tuple[str, ...], value: Any) -> None:
    for part in parts[:-1]:
        table = table.setdefault(part, {})
    table[parts[-1]] = value


def _sections(keys: Sequence[Key], parts: tuple[str, ...], value: Any) -> str:
    """Return the headers of the sections that belong in place of a value, empty text where it may not be one."""
    below = [names for key in keys if len(names := key.parts) > len(parts) and _matches(names[: len(parts)], parts)]
    if not below:
        return ""
    header = ".".join(parts)
    if len(parts) > 1 or all(len(names) == 2 for names in below):
        return f"`[{header}]`"
    items = value if isinstance(value, list) else ()
    chosen = [item for item in items if isinstance(item, str)] or ["<name>"]
    return ", ".join(f"`[{header}.{name}]`" for name in chosen)


def _section_hint(keys: Sequence[Key], parts: tuple[str, ...], sections: str) -> str:
    top = any(key.parts == parts[1:] for key in keys)
    return f"write {sections}" + (f", or put `{parts[1]}` above the first `[section]`" if top else "")


def _key(keys: Sequence[Key], parts: tuple[str, ...]) -> Key | None:
    return next((key for key in keys if _matches(key.parts, parts) or _is_below(key, parts)), None)


def _is_below(key: Key, parts: tuple[str, ...]) -> bool:
    return key.is_open and len(parts) >= 2 and parts[0] == key.parts[0]


def _matches(pattern: Sequence[str], parts: Sequence[str]) -> bool:
    return len(pattern) == len(parts) and all(want in ("*", part) for want, part in zip(pattern, parts, strict=True))


def _closest(keys: Sequence[Key], parts: tuple[str, ...]) -> str:
    """Return a hint with the key that comes closest; the names that an author chooses stay as they are written."""
    names = {".".join(_like(key.parts, parts)): key for key in keys}
    close = closest(".".join(parts), sorted(names))
    if not close:
        return ""
    return f"did you mean `[[{close}]]`?" if names[close].kind is Kind.TABLES else f"did you mean `{close}`?"


def _like(pattern: Sequence[str], parts: Sequence[str]) -> list[str]:
    return [parts[at] if want == "*" and at < len(parts) else want for at, want in enumerate(pattern)]


def _shared(names: Iterable[str], parts: Iterable[str]) -> int:
    """Return how many names two keys have in common at the same position."""
    return sum(name == part for name, part in zip(names, parts, strict=False))


def _type_problem(key: Key, value: Any) -> tuple[str, str] | None:
    """Return what is wrong with a value's type and a hint, None for nothing."""
    wanted = _TYPES.get(key.kind, str)
    is_right = isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool))
    if not is_right:
        return f"must be {key.kind}, not {kind_of(value)}", _type_hint(key, value)
    if isinstance(value, list):
        item_type = dict if key.kind is Kind.TABLES else str
        wrong = next(((at, item) for at, item in enumerate(value, 1) if not isinstance(item, item_type)), None)
        return (f"must be {key.kind}, but item {wrong[0]} is {kind_of(wrong[1])}", "") if wrong else None
    if key.kind is not Kind.NUMBER or (key.least <= value and (key.most is None or value <= key.most)):
        return None
    if key.most is None:
        return "must not be negative", ""
    return f"must be between {key.least} and {key.most}, not {value}", f"the default is {key.default}"


def _type_hint(key: Key, value: Any) -> str:
    """Return how to write a value of another type, empty text where nobody can tell."""
    if key.kind is Kind.TABLES:
        return f"write `[[{key.name}]]`"
    if key.kind is Kind.FLAG and isinstance(value, str) and value.lower() in _FLAGS:
        return f"write `{_FLAGS[value.lower()]}`, without quotes"
    if key.kind is Kind.NUMBER and isinstance(value, str) and re.fullmatch(r"\d{1,9}", value):
        return f"write `{int(value)}`, without quotes"
    if key.kind is Kind.TEXTS and isinstance(value, str):
        return f"put it in brackets: `[{json.dumps(brief(value), ensure_ascii=False)}]`"
    if key.kind is Kind.TEXT and not isinstance(value, dict | list):
        shown = str(value).lower() if isinstance(value, bool) else value
        return f"write one of {', '.join(key.choices)}, in quotes" if key.choices else f'put it in quotes: `"{shown}"`'
    return ""
