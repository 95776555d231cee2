"""What a build notes of the files that it published: [key, size, time, …] by path."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from glossary_ssg.cache import Cache
from glossary_ssg.config import Config
from glossary_ssg.model import decoder
from glossary_ssg.publish import stamp

SHARED = ""
"""Stands among the paths for what all pages share, and what the build was made from."""


def place_of(config: Config) -> str:
    """Return what a note is kept by: the output folder, and the site, as several may stand in it side by side."""
    return f"{real_path(config.output)}\n{real_path(config.settings_path)}"


def real_path(path: Path) -> str:
    """Return where a path leads, as text that can be stored: with escapes for what is not UTF-8."""
    return os.fsencode(os.path.realpath(path)).decode(errors="backslashreplace")


def read_note(cache: Cache, place: str) -> dict[str, list[Any]]:
    """Return what is noted of the files at a place, nothing where the note does not have the form above."""
    note = cache.load("published", [place], decoder(dict[str, list[str | int]])).get(place, {})
    return note if all(_fits(path, noted) for path, noted in note.items()) else {}


def _fits(path: str, noted: Sequence[str | int]) -> bool:
    kinds = (str, str) if path == SHARED else (str, int, int)
    return len(noted) >= len(kinds) and all(map(isinstance, noted, kinds))


def is_untouched(path: str, noted: Sequence[Any]) -> bool:
    """Tell whether a published file is as it was noted."""
    found = stamp(path)
    return found is not None and noted[1:3] == [found.size, found.mtime_ns]


def is_all_untouched(output: Path, note: Mapping[str, Any]) -> bool:
    """Tell whether all files of a note are in place."""
    return all(is_untouched(f"{output}/{path}", noted) for path, noted in note.items() if path != SHARED)
