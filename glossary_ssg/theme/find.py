"""Find a theme: the site's folder, backed by the built-in theme of that name and by the default theme."""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path
from typing import NoReturn

from msgspec import Struct

from glossary_ssg.config import THEMES
from glossary_ssg.errors import ThemeError
from glossary_ssg.files import shown
from glossary_ssg.limits import STATIC_BYTES
from glossary_ssg.readers import read_file
from glossary_ssg.theme.settings import NAME, ThemeSettings, load_settings

DEFAULT = "default"
_PARTS = ("static", "strings", "templates")
"""All that is read of a theme's folder."""


class Theme(Struct, frozen=True, gc=False):
    """A theme: folders in the order in which files are looked for."""

    name: str
    folders: tuple[Path, ...]
    settings: ThemeSettings
    digest: str
    """BLAKE2b over the names and bytes of all that is read."""

    def files(self, below: str) -> dict[str, Path]:
        """Return the files below a folder of the theme, by their POSIX paths in it; the first folder wins."""
        found: dict[str, Path] = {}
        for folder in reversed(self.folders):
            found |= _files(folder / below)
        return dict(sorted(found.items()))


def builtin_themes() -> dict[str, Path]:
    """Return the built-in themes by name: in the package when installed, else at the top of the checkout."""
    package = Path(__file__).resolve().parent.parent
    for base in (package / "themes", package.parent / "themes"):
        if (base / DEFAULT / "templates").is_dir():
            return {path.name: path for path in sorted(base.iterdir()) if path.is_dir()}
    raise ThemeError("error: the default theme is missing from the installation\n  hint: install glossary-ssg again")


def find_theme(name: str, root: Path) -> Theme:
    """Return a site's theme. Loading the settings checks that it exists."""
    builtin = builtin_themes()
    own = root / THEMES / name
    candidates = [own, *(builtin[known] for known in dict.fromkeys((name, DEFAULT)) if known in builtin)]
    if own.is_dir():
        _check_links(own, root)
    folders = tuple({path.resolve(): path for path in candidates if path.is_dir()}.values())
    return Theme(name, folders, load_settings(folders), _digest(folders))


def _check_links(own: Path, root: Path) -> None:
    """Refuse links that lead out of a site's theme: they would publish files that are no part of it. Raises ThemeError.

    A part of a theme may be another folder of the site as a whole, for example templates that two themes share.
    """
    theme, site = own.resolve(), root.resolve()
    for base in (own / NAME, *(own / part for part in _PARTS)):
        home = Path(os.path.realpath(base))  # `resolve` raises where links lead in a circle
        is_shared = base.is_dir() and home.is_relative_to(site) and not theme.is_relative_to(home)
        if not (home.is_relative_to(theme) or is_shared):
            _refuse_link(base)
        for path in _files(base).values():
            target = Path(os.path.realpath(path))
            if not (target.is_relative_to(home) or target.is_relative_to(theme)):
                _refuse_link(path)


def _refuse_link(path: Path) -> NoReturn:
    hint = "copy what it points to into the theme folder"
    raise ThemeError(f"{shown(path)}: error: the link points outside the theme folder\n  hint: {hint}")


def _files(base: Path) -> dict[str, Path]:
    """Return the files below a folder, which may be a link, by their POSIX paths in it; hidden ones are left out."""
    paths = (Path(folder, name) for folder, _, names in os.walk(base) for name in names if not name.startswith("."))
    return {path.relative_to(base).as_posix(): path for path in paths if path.is_file()}


def _digest(folders: tuple[Path, ...]) -> str:
    hasher = blake2b(digest_size=16)
    for folder in folders:
        paths = [folder / NAME, *(path for below in _PARTS for _, path in sorted(_files(folder / below).items()))]
        for path in filter(Path.is_file, paths):
            try:
                hasher.update(f"{path.relative_to(folder).as_posix()}\0".encode())
                hasher.update(blake2b(read_file(path, STATIC_BYTES)).digest())
            except UnicodeEncodeError as error:
                raise ThemeError(f"error: {shown(path)}: the name is not UTF-8") from error
    return hasher.hexdigest()
