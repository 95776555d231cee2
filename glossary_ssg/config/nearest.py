"""Find the site that somebody meant who is in another folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from glossary_ssg.config.values import CONFIG_NAME


def nearest_settings(folder: Path) -> Path | None:
    """Return the settings in the nearest folder above, else in the only folder right below that has some."""
    here = folder.resolve()
    above = next((path for path in (parent / CONFIG_NAME for parent in here.parents) if path.is_file()), None)
    if above:
        return Path(os.path.relpath(above, here))
    below = list(_below(here))
    return below[0].relative_to(here) if len(below) == 1 else None


def _below(folder: Path) -> Iterator[Path]:
    try:
        items = [Path(item.path) for item in os.scandir(folder) if item.is_dir() and not item.name.startswith(".")]
    except OSError:
        return
    yield from (path for item in items if (path := item / CONFIG_NAME).is_file())
