"""Files that are copied into the output: those that entries link to, and those of `static/`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from glossary_ssg.config import STATIC
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.model import OutputFile, RefusedFile
from glossary_ssg.pipeline.analysis import Analysis
from glossary_ssg.pipeline.session import Session
from glossary_ssg.search import files as index_files
from glossary_ssg.static import target_of


class Copy(Struct, frozen=True, gc=False):
    """A file that is copied into the output."""

    folder: Path
    """The content folder or `static/`."""
    source: str
    """POSIX path below the folder."""
    target: str
    """Output path."""
    is_trusted: bool = False
    """Whether it is from `static/`, where pages and scripts are published too, as those of a theme are."""

    @property
    def path(self) -> Path:
        """Return the file's path on disk."""
        return self.folder / self.source


def plan_copies(
    session: Session,
    analysis: Analysis,
    generated: Iterable[str],
    machine: Callable[[], Iterator[OutputFile]],
) -> tuple[Sequence[Copy], Sequence[Diagnostic]]:
    """Return the files that entries link to and those of `static/`, and what is wrong with the latter.

    `generated` are the output paths of pages and of the theme's files. These, what `machine` makes and files of the
    content folder win over those of `static/`.
    """
    static, config = session.inputs.static, session.config
    copies = [Copy(config.content, source, target) for source, target in analysis.glossary.references.files]
    if not static.files:
        return copies, static.diagnostics
    refused = {file.path: file for file in analysis.static_images.refused}
    taken = _Taken(analysis, [*generated, *(copy.target for copy in copies)], machine)
    found = list(static.diagnostics)
    for source in static.files:
        target, path = target_of(source), static.located(config, source)
        if file := refused.get(source):
            found.append(_refusal(file, path))
        elif taken.holds(target):
            found.append(_collision(target, path))
        else:
            copies.append(Copy(static.folder, source, target, is_trusted=True))
    return copies, found


def _refusal(file: RefusedFile, path: str) -> Diagnostic:
    message = f"the file '{file.path}' {file.reason}, and is not published"
    return diagnose("file-refused", message, hint=file.hint, path=path)


def _collision(target: str, path: str) -> Diagnostic:
    hint = "rename it, or remove it"
    formats = {"robots.txt": "robots", "_headers": "headers", "sitemap.xml": "sitemap"}
    if setting := formats.get(target.casefold()):
        hint = f"set `{setting} = false` below `[formats]` in glossary.toml to publish yours"
    message = f"'{STATIC}/{target}' is not published; the site has a file or folder of its own at '/{target}'"
    return diagnose("static-taken", message, hint=hint, path=path)


class _Taken:
    """Knows the output paths that the site writes itself, without differences of case."""

    def __init__(
        self, analysis: Analysis, generated: Iterable[str], machine: Callable[[], Iterator[OutputFile]]
    ) -> None:
        addresses = analysis.glossary.addresses
        self._files = {path.casefold() for path in generated}
        self._folders = {parent for path in self._files for parent in _parents(path)}
        self._reserved = addresses.folders
        self._prefixes = tuple(
            f"{address.path.removesuffix('index.html')}{name}".casefold()
            for address in addresses.search.values()
            for name in (*index_files.FILES, f"{index_files.PARTS}/")
        )
        self._machine = machine
        self._is_complete = False

    def holds(self, path: str) -> bool:
        """Tell whether the site writes a file at a path, below it or above it."""
        key = path.casefold()
        if key.startswith(self._prefixes) or self._is_known(key):
            return True
        # Which of the reserved files are written, only those know who make them.
        if not self._is_complete and any(name in self._reserved for name in (key, *_parents(key))):
            machine = {file.path.casefold() for file in self._machine()}
            self._files |= machine
            self._folders |= {parent for name in machine for parent in _parents(name)}
            self._is_complete = True
        return self._is_known(key)

    def _is_known(self, key: str) -> bool:
        return key in self._files or key in self._folders or any(parent in self._files for parent in _parents(key))


def _parents(path: str) -> Iterator[str]:
    """Yield the folders above a path."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path
