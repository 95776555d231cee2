"""Find the files of `static/`, which are copied to the root of the site."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from glossary_ssg.config import STATIC, Config
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.files import shown
from glossary_ssg.limits import STATIC_BYTES
from glossary_ssg.readers import CONTROL

_WELL_KNOWN = ".well-known"
"""The one hidden folder that is published (RFC 8615)."""


class StaticFiles(Struct, frozen=True, gc=False):
    """The files that are copied to the root of the site."""

    folder: Path
    files: tuple[str, ...] = ()
    """POSIX paths below the folder, sorted."""
    diagnostics: tuple[Diagnostic, ...] = ()
    is_own: bool = True
    """Whether the folder is this site's: False where it belongs to another generator."""

    def located(self, config: Config, path: str) -> str:
        """Return a file's path relative to the content folder, as diagnostics have it."""
        return f"{Path(os.path.relpath(self.folder, config.content)).as_posix()}/{path}"


def find_static(config: Config) -> StaticFiles:
    """Return what `static/` beside the settings holds. Nothing of it is read.

    Nothing for a site that is mounted in another, which owns the root, and where the folder holds the content or the
    output: then it belongs to another generator.
    """
    found = StaticFiles(config.settings_path.parent / STATIC)
    root = Path(os.path.realpath(found.folder))
    others = [Path(os.path.realpath(path)) for path in (config.content, config.output)]
    is_foreign = any(root.is_relative_to(other) or other.is_relative_to(root) for other in others)
    if config.mount or is_foreign:
        return StaticFiles(found.folder, is_own=False)
    if not root.is_dir():
        return found
    finder = _Finder(config, found, root)
    finder.walk(found.folder, "")
    return StaticFiles(found.folder, tuple(sorted(finder.files)), tuple(finder.diagnostics))


class _Finder:
    def __init__(self, config: Config, static: StaticFiles, root: Path) -> None:
        self.files: list[str] = []
        self.diagnostics: list[Diagnostic] = []
        self._config = config
        self._static = static
        self._root = root

    def walk(self, folder: Path, below: str) -> None:
        for item in self._items(folder, below):
            path = f"{below}/{item.name}" if below else item.name
            if item.name.startswith(".") and path != _WELL_KNOWN:
                continue
            if shown(path) != path or CONTROL.search(item.name) or "\\" in item.name:
                self._report("file-unreadable", shown(path), "the name cannot be part of an address", "rename the file")
            elif item.is_symlink() and not self._is_inside(item):
                hint = "copy what it points to into the folder"
                self._report("symlink-outside", path, f"the link points to no file in '{STATIC}'", hint)
            elif item.is_dir(follow_symlinks=False):
                self.walk(Path(item.path), path)
            elif item.is_file():
                self._take(item, path)

    def _items(self, folder: Path, below: str) -> Iterator[os.DirEntry[str]]:
        try:
            yield from sorted(os.scandir(folder), key=lambda item: item.name)
        except OSError as error:
            self._report("file-unreadable", below, f"the folder cannot be read: {error.strerror}")

    def _is_inside(self, item: os.DirEntry[str]) -> bool:
        """Tell whether a link points to a file of the folder; links to folders could form a circle."""
        target = Path(os.path.realpath(item.path))
        hidden = [part for part in target.parts[len(self._root.parts) :] if part.startswith(".")]
        return target.is_relative_to(self._root) and target.is_file() and hidden in ([], [_WELL_KNOWN])

    def _take(self, item: os.DirEntry[str], path: str) -> None:
        if not os.access(item.path, os.R_OK):
            self._report("file-unreadable", path, "the file cannot be read", "permit reading it, or remove it")
        elif (size := item.stat().st_size) > STATIC_BYTES:
            message = f"the file '{path}' has {size:,} bytes, and the limit is {STATIC_BYTES:,}; it is not published"
            self._report("file-refused", path, message, "serve it from elsewhere")
        else:
            self.files.append(path)

    def _report(self, code: str, path: str, message: str, hint: str = "") -> None:
        self.diagnostics.append(diagnose(code, message, hint=hint, path=self._static.located(self._config, path)))


def target_of(path: str) -> str:
    """Return where a file is published, below the output folder: macOS takes letters and accents apart."""
    return unicodedata.normalize("NFC", path)
