"""The interface texts of a theme."""

from __future__ import annotations

import os
from collections.abc import Mapping

from msgspec import Struct

from glossary_ssg.errors import ThemeError
from glossary_ssg.readers import control_in, kind_of, one_line, read_toml
from glossary_ssg.text.locales import likely_script
from glossary_ssg.theme.find import Theme

FALLBACK = "en"
"""The language of interface texts that a language lacks."""


class Strings(Struct, frozen=True, gc=False):
    """The interface texts of one language."""

    texts: Mapping[str, str]
    """By name; every name of the fallback language is there."""
    missing: tuple[str, ...]
    """Names that are shown in the fallback language."""


def load_strings(theme: Theme, tag: str) -> Strings:
    """Return the interface texts for a BCP 47 tag: its own, those of its script and language, then the fallback's."""
    fallback = _texts(theme, FALLBACK)
    texts: dict[str, str] = {}
    language, *rest = tag.split("-")
    longer = ["-".join((language, *rest[:length])) for length in range(1, len(rest) + 1)]
    for name in dict.fromkeys((language, f"{language}-{likely_script(tag)}", *longer)):
        texts |= _texts(theme, name)
    return Strings(fallback | texts, tuple(sorted(fallback.keys() - texts.keys())))


def _texts(theme: Theme, tag: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for folder in reversed(theme.folders):
        path = folder / "strings" / f"{tag}.toml"
        if not os.path.lexists(path):
            continue
        errors, data = read_toml(path)
        for name, value in data.items():
            if errors.is_full:
                break
            if not isinstance(value, str):
                errors.add(name, f"must be text, not {kind_of(value)}", f'write `{name} = "…"` above any table')
            elif control := control_in(one_line(value)):
                errors.add(name, f"holds the control character U+{ord(control):04X}", "write it without it")
        if errors.messages:
            raise ThemeError("\n".join(errors.messages))
        texts |= data
    return texts
