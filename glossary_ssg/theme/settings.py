"""`theme.toml`: what a theme says about itself."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from glossary_ssg.config import Key, Kind
from glossary_ssg.config.keys import check_keys
from glossary_ssg.config.settings import leaves
from glossary_ssg.errors import ThemeError
from glossary_ssg.readers import read_toml
from glossary_ssg.theme.csp import DIRECTIVES, make_csp, source_problem

NAME = "theme.toml"
CONTRACT = 1
"""The newest version of the contract between themes and the build: see docs/themes.md."""

KEYS = (
    Key("name"),
    Key("contract", Kind.NUMBER),
    Key("styles", Kind.TEXTS),
    Key("colors.light"),
    Key("colors.dark"),
    *(Key(f"csp.{directive}", Kind.TEXTS) for directive in DIRECTIVES),
    Key("pages.whole"),
)
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
    errors, tables = read_toml(path)
    tables = check_keys(tables, KEYS, errors, f"the keys are {', '.join(key.name for key in KEYS)}")
    data = {".".join(parts): value for parts, value in leaves(tables)}
    for name, value in data.items():
        if problem := _problem(name, value):
            errors.add(name, *problem)
    if errors.messages:
        raise ThemeError("\n".join(errors.messages))
    return data


def _problem(name: str, value: Any) -> tuple[str, str] | None:
    """Return what is wrong with a value of the right type and what to do about it, None for nothing."""
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
