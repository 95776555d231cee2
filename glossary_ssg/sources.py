"""Find the files of the content folder, read them, and tell their language. Nothing is parsed here."""

from __future__ import annotations

import os
import re
import time
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from glossary_ssg.config import MARKDOWN_SUFFIXES, Config, Layout, file_suffix
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.files import shown
from glossary_ssg.limits import ENTRY_BYTES_READ
from glossary_ssg.model import Source, digest
from glossary_ssg.text.locales import find_locale


class Discovery(Struct, frozen=True, gc=False):
    """What the content folder holds."""

    sources: tuple[Source, ...]
    """Sorted by path."""
    files: tuple[str, ...]
    """POSIX paths below the content folder of everything that is not Markdown, sorted."""
    diagnostics: tuple[Diagnostic, ...]
    texts: dict[str, bytes]
    """What was read, by path, until it is parsed: nobody needs it afterwards."""
    most: int
    """Bytes of a file that are read."""

    def take(self, content: Path, source: Source) -> bytes | None:
        """Return the bytes of a file in the content folder, read again where they are not at hand.

        None where it is gone or has changed since.
        """
        data = self.texts.pop(source.path, None)
        if data is None:
            with suppress(OSError):
                data, size = read_content(content / source.path, self.most)
                return data if _digest(data, size) == source.digest else None
        return data


class Reading(Struct, frozen=True, gc=False):
    """A file that was read, and what it looked like."""

    stamp: tuple[int, ...]
    source: Source


_SETTLED_NS = 2_000_000_000
"""Clocks of disks are coarse: a file that changed so shortly before it was read may have changed again since."""


def discover(config: Config, readings: dict[str, Reading] | None = None) -> Discovery:
    """Read all Markdown files below `config.content`. Hidden files and folders are left out.

    A file that looks as it did when it came into `readings` is not read again; these are brought up to date.
    """
    finder = _Finder(config, {} if readings is None else readings)
    finder.check_layout()
    finder.walk(config.content, "")
    finder.check_suffixes()
    sources = tuple(sorted(finder.sources, key=lambda source: source.path))
    if readings is not None:
        readings.clear()
        readings.update(finder.readings)
    files, diagnostics = tuple(sorted(finder.files)), tuple(finder.diagnostics)
    return Discovery(sources, files, diagnostics, finder.texts, config.max_file_size)


def read_content(path: Path | str, most: int) -> tuple[bytes, int]:
    """Return a file's bytes and its size; only the first bytes if it is larger than `most` and ENTRY_BYTES_READ.

    These end with a whole character of UTF-8. Raises OSError.
    """
    most = max(most, ENTRY_BYTES_READ)
    with open(path, "rb") as file:  # noqa: PTH123 - much cheaper than a Path, for thousands of files
        size = os.fstat(file.fileno()).st_size
        data = file.read(most + 1 if size > most else -1)
    if len(data) <= most:
        return data, len(data)
    return _CUT_CHARACTER.sub(b"", data[:most]), max(size, len(data))


_CUT_CHARACTER = re.compile(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z")
"""The first bytes of a character of UTF-8 that is cut off."""


def _digest(data: bytes, size: int) -> str:
    # What follows the first bytes of a file that is too large is not read: its size stands for it.
    return digest(data if size == len(data) else b"%b\0%d" % (data, size))


class _Finder:
    def __init__(self, config: Config, known: Mapping[str, Reading]) -> None:
        self.sources: list[Source] = []
        self.readings: dict[str, Reading] = {}
        self.texts: dict[str, bytes] = {}
        self.files: list[str] = []
        self.diagnostics: list[Diagnostic] = []
        self._config = config
        self._known = known
        self._root = config.content.resolve()
        self._folders = {language.folder for language in config.languages}

    def check_layout(self) -> None:
        """Report folders that keep those beside them from being languages."""
        if strays := self._config.strays:
            message = f"'{', '.join(strays)}' is no language, so the folders beside it are none; file suffixes count"
            hint = f"name your languages in glossary.toml, for example `[languages.{self._config.default_language}]`"
            self._report("folder-no-language", strays[0], message, hint)

    def check_suffixes(self) -> None:
        """Report suffixes that look like languages but are not declared: only glossary.toml can leave them out."""
        if self._config.layout is Layout.FOLDERS:
            return
        names = {(source.lang, source.name) for source in self.sources}
        first: dict[str, str] = {}
        for path, name in sorted((source.path, source.name) for source in self.sources):
            stem, _, suffix = name.rpartition(".")
            # `socket.io.md` is a term; with `socket.md` or `socket.ja.md` beside it, it is a translation.
            if find_locale(suffix) and any((lang, stem) in names for lang in self._folders):
                first.setdefault(suffix, path)
        for suffix, path in first.items():
            message = f"files such as '{path}' are read as '{self._config.default_language}'"
            self._report("language-unknown", path, *self._undeclared(suffix, message))

    def _undeclared(self, name: str, effect: str) -> tuple[str, str]:
        """Return message and hint for a language that the content has and glossary.toml does not declare."""
        languages = ", ".join(language.folder for language in self._config.languages)
        return f"glossary.toml declares only {languages}, so {effect}", f"add `[languages.{name}]` to glossary.toml"

    def walk(self, folder: Path, below: str) -> None:
        try:
            items = sorted(os.scandir(folder), key=lambda item: item.name)
        except OSError as error:
            self._report("file-unreadable", below, f"the folder cannot be read: {error.strerror}")
            return
        for item in items:
            path = f"{below}/{item.name}" if below else item.name
            if item.name.startswith("."):
                continue
            if shown(path) != path:
                self._report("file-unreadable", shown(path), "the name is not UTF-8", "rename the file")
            elif item.is_symlink():
                self._follow(item, path)
            elif item.is_dir():
                self._enter(item, path)
            elif item.is_file():
                self._take(item, path)

    def _follow(self, item: os.DirEntry[str], path: str) -> None:
        """Take a link to a file of the content folder; links to folders could lead in circles."""
        target = Path(os.path.realpath(item.path))  # `resolve` raises where links lead in a circle
        hint = "copy what it points to into the content folder"
        if not target.is_relative_to(self._root):
            self._report("symlink-outside", path, "the link points outside the content folder", hint)
        elif target.is_file():
            self._take(item, path)
        else:
            what = "a folder" if target.is_dir() else "nothing"
            self._report("file-unreadable", path, f"the link points to {what} and is not followed", hint)

    def _enter(self, item: os.DirEntry[str], path: str) -> None:
        is_other = self._config.layout is Layout.FOLDERS and "/" not in path and path not in self._folders
        # Pictures may be shared by all languages; only a folder with entries has a missing language.
        if is_other and any(name.endswith(MARKDOWN_SUFFIXES) for _, _, names in os.walk(item.path) for name in names):
            message = f"'{path}' is no language; its files are left out"
            hint = f"rename the folder, or add [languages.{path}] to glossary.toml"
            if find_locale(path):
                message, hint = self._undeclared(path, f"the folder '{path}' is left out")
            self._report("language-unknown", path, message, hint)
        else:
            self.walk(Path(item.path), path)

    def _take(self, item: os.DirEntry[str], path: str) -> None:
        if not item.name.endswith(MARKDOWN_SUFFIXES):
            if not os.access(item.path, os.R_OK):
                self._report("file-unreadable", path, "the file cannot be read", "permit reading it, or remove it")
                return
            self.files.append(path)
            return
        placed = self._place(path)
        if placed is None:
            hint = "move it into a language's folder"
            self._report("language-unknown", path, "the file stands outside the language folders and is left out", hint)
            return
        lang, name = placed
        try:
            source = self._read(item, path, lang, unicodedata.normalize("NFC", name))
        except OSError as error:
            self._report("file-unreadable", path, f"the file cannot be read: {error.strerror}")
            return
        self.sources.append(source)

    def _read(self, item: os.DirEntry[str], path: str, lang: str, name: str) -> Source:
        """Return a file, read anew unless it looks as it did when it was read."""
        status = os.stat(item.path)  # noqa: PTH116 - much cheaper than a Path, for thousands of files
        most = self._config.max_file_size
        read = min(status.st_size, most)
        stamp = (status.st_size, read, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_mode)
        known = self._known.get(path)
        if known and known.stamp == stamp and (known.source.lang, known.source.name) == (lang, name):
            self.readings[path] = known
            return known.source
        now = time.time_ns()
        data, size = read_content(item.path, most)
        source = Source(path, lang, name, _digest(data, size), size)
        self.texts[path] = data
        if max(status.st_mtime_ns, status.st_ctime_ns) < now - _SETTLED_NS:
            self.readings[path] = Reading(stamp, source)
        return source

    def _place(self, path: str) -> tuple[str, str] | None:
        """Return a file's language and its name below the language's folder."""
        stem = path.rpartition(".")[0]
        if self._config.layout is Layout.FOLDERS:
            lang, _, name = stem.partition("/")
            return (lang, name) if name else None
        suffix = file_suffix(path.rpartition("/")[2])
        lang = next((folder for folder in self._folders if folder.lower() == suffix), "")
        if lang:
            return lang, stem[: -len(suffix) - 1]
        return self._config.default_language, stem

    def _report(self, code: str, path: str, message: str, hint: str = "") -> None:
        self.diagnostics.append(diagnose(code, message, hint=hint, path=path))
