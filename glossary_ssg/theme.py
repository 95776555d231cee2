"""Find and load a theme: templates, static files and interface texts."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from glossary_ssg.config import THEMES
from glossary_ssg.errors import ThemeError
from glossary_ssg.model import OutputFile

FALLBACK = "en"
"""The language of interface texts that a language lacks."""


@dataclass(frozen=True, slots=True)
class Strings:
    """The interface texts of one language."""

    texts: Mapping[str, str]
    """By name; every name of the fallback language is there."""
    missing: tuple[str, ...]
    """Names that are shown in the fallback language."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: folders in the order in which files are looked for."""

    folders: tuple[Path, ...]
    digest: str
    """BLAKE2b over all names and bytes."""


def builtin_theme() -> Path:
    """Return the folder of the default theme: in the package when installed, else at the top of the checkout."""
    package = Path(__file__).resolve().parent
    for folder in (package / "themes" / "default", package.parent / "themes" / "default"):
        if (folder / "templates").is_dir():
            return folder
    raise ThemeError("error: the default theme is missing from the installation\n  hint: install glossary-ssg again")


def find_theme(name: str, root: Path) -> Theme:
    """Return a theme of `<root>/themes/`, backed by the default theme. Loading the settings checks that it exists."""
    builtin = builtin_theme()
    own = root / THEMES / name
    folders = [builtin]
    if own.is_dir() and own.resolve() != builtin.resolve():
        folders.insert(0, own)
    return Theme(tuple(folders), _digest(folders))


def load_strings(theme: Theme, tag: str) -> Strings:
    """Return the interface texts for a BCP 47 tag: its own, those of its language, then the fallback's."""
    fallback = _texts(theme, FALLBACK)
    texts: dict[str, str] = {}
    parts = tag.split("-")
    for length in range(1, len(parts) + 1):
        texts |= _texts(theme, "-".join(parts[:length]))
    return Strings(fallback | texts, tuple(sorted(fallback.keys() - texts.keys())))


def static_files(theme: Theme, assets: str) -> list[OutputFile]:
    """Return the theme's static files below the assets folder; the first folder that has a file wins."""
    found: dict[str, Path] = {}
    for folder in theme.folders:
        base = folder / "static"
        for path in sorted(base.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                found.setdefault(path.relative_to(base).as_posix(), path)
    prefix = assets.strip("/")
    return [OutputFile(f"{prefix}/{name}", path.read_bytes()) for name, path in sorted(found.items())]


def _texts(theme: Theme, tag: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for folder in reversed(theme.folders):
        path = folder / "strings" / f"{tag}.toml"
        if not path.is_file():
            continue
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ThemeError(f"{path}: error: {error}") from error
        texts |= {name: value for name, value in data.items() if isinstance(value, str)}
    return texts


def _digest(folders: list[Path]) -> str:
    hasher = blake2b(digest_size=16)
    for folder in folders:
        for base, below, names in os.walk(folder):
            below.sort()
            for name in sorted(names):
                path = Path(base, name)
                hasher.update(f"{path.relative_to(folder).as_posix()}\0".encode())
                hasher.update(blake2b(path.read_bytes()).digest())
    return hasher.hexdigest()
