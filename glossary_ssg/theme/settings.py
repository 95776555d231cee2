"""`theme.toml`: what a theme says about itself."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from glossary_ssg.config.keys import Mistakes, kind_of
from glossary_ssg.errors import ThemeError
from glossary_ssg.readers import read_toml
from glossary_ssg.text.closest import closest
from glossary_ssg.theme.csp import DIRECTIVES, make_csp, source_problem

NAME = "theme.toml"
CONTRACT = 1
"""The newest version of the contract between themes and the build: see docs/themes.md."""

TYPES: Mapping[str, type] = {
    "name": str,
    "contract": int,
    "styles": list,
    "colors.light": str,
    "colors.dark": str,
    **{f"csp.{directive}": list for directive in DIRECTIVES},
    "pages.whole": str,
}
"""Every key that `theme.toml` may have."""
_SOURCES = "for example `https://stats.example.org`; a script that stands in a page needs its `'sha256-…'`"


class ThemeSettings(Struct, frozen=True, gc=False):
    """The settings of a theme and of those that stand behind it."""

    styles: tuple[str, ...] = ()
    """Names below static/css/ of the parts of css/site.css, in order."""
    parts: tuple[str, ...] = ()
    """All names that one of the folders lists; they are not published by themselves."""
    light: str = "#ffffff"
    """Colour of the light background, `#rrggbb`."""
    dark: str = "#000000"
    """Colour of the dark background."""
    whole: str = ""
    """Template of a page with the whole glossary; empty for none."""
    csp: str = make_csp({})
    """The Content-Security-Policy of all pages."""


def load_settings(folders: Sequence[Path]) -> ThemeSettings:
    """Return the settings of a theme's folders; the first that says something wins. Raises ThemeError."""
    found = [_read(folder / NAME) for folder in folders]
    data = {name: value for one in reversed(found) for name, value in one.items()}
    default = ThemeSettings()
    return ThemeSettings(
        styles=tuple(data.get("styles", ())),
        parts=tuple(dict.fromkeys(name for one in found for name in one.get("styles", ()))),
        light=data.get("colors.light", default.light),
        dark=data.get("colors.dark", default.dark),
        whole=data.get("pages.whole", default.whole),
        csp=make_csp({name: data[f"csp.{name}"] for name in DIRECTIVES if f"csp.{name}" in data}),
    )


def _read(path: Path) -> dict[str, Any]:
    """Return the values of a file by their dotted names, checked; nothing where there is no file."""
    if not os.path.lexists(path):
        return {}
    text, tables = read_toml(path)
    data = _flat(tables)
    mistakes = Mistakes(path, text)
    for name, value in data.items():
        if mistakes.is_full:
            break
        if problem := _problem(name, value):
            mistakes.add(name, *problem)
    if mistakes.found:
        raise ThemeError("\n".join(mistakes.found))
    return data


def _flat(data: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in data.items():
        key = above + name
        # A table that stands for a value, and an empty one that is no section, are values of a wrong kind.
        is_section = isinstance(value, dict) and any(known.startswith(f"{key}.") for known in TYPES)
        is_above = is_section or (isinstance(value, dict) and value and key not in TYPES)
        flat |= _flat(value, f"{key}.") if is_above else {key: value}
    return flat


def _problem(name: str, value: Any) -> tuple[str, str] | None:
    """Return what is wrong with a value and what to do about it, None for nothing."""
    kind: Any = TYPES.get(name)
    if kind is None:
        close = closest(name, TYPES)
        return "there is no such key", f"did you mean `{close}`?" if close else f"there are {', '.join(TYPES)}"
    if not isinstance(value, kind) or isinstance(value, bool):
        return f"must be {_words(kind)}, not {kind_of(value)}", ""
    if isinstance(value, list) and not all(isinstance(item, str) for item in value):
        return "must be a list of texts", ""
    if name.startswith("colors.") and not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        return f"'{value}' is no colour", "write it as `#0a58ca`"
    if name.startswith("csp.") and (
        problem := next(filter(None, (source_problem(name[4:], item) for item in value)), "")
    ):
        return problem, _SOURCES
    if name == "contract" and not 1 <= value <= CONTRACT:
        message = f"the theme needs version {value} of the theme contract, and this is version {CONTRACT}"
        return message, "update glossary-ssg, or use an older version of the theme"
    return None


def _words(kind: type) -> str:
    return {int: "a number", list: "a list of texts"}.get(kind, "text")
