"""Write the output folder: only what changed, each file at once; remove only what an earlier build wrote."""

from __future__ import annotations

import errno
import json
import os
import secrets
import stat
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from msgspec import Struct

from glossary_ssg.errors import OutputError
from glossary_ssg.model import OutputFile

MANIFEST = ".glossary-ssg.json"
"""Names the files that are ours, in the output folder, so that it moves with them."""


class Stamp(Struct, frozen=True, gc=False):
    """What a file looks like on disk, to see that nobody has touched it."""

    size: int
    mtime_ns: int


class Published(Struct, frozen=True, gc=False):
    """What publishing did."""

    written: int
    unchanged: int
    removed: tuple[str, ...]
    replaced: tuple[str, ...]
    """Files that were not ours and stood in the way of one of ours."""
    stamps: dict[str, Stamp]
    """Of every file of the site that was not kept."""


def read_manifest(path: Path) -> tuple[str, ...]:
    """Return the files that an earlier build wrote. Paths that leave the folder are ignored."""
    try:
        data = json.loads(path.read_bytes())
        paths = data["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    return tuple(path for path in paths if isinstance(path, str) and is_inside(path)) if isinstance(paths, list) else ()


def manifest_folder(mount: str, lang: str) -> str:
    """Return the folder of the manifest: with `mount` it lies below the prefix, like everything else."""
    return mount.replace("{lang}", lang.lower()).lstrip("/")


def is_inside(path: str) -> bool:
    """Tell whether a POSIX path stays in its folder."""
    return bool(path) and path[0] != "/" and ".." not in path.split("/") and "\\" not in path and "\0" not in path


def stamp(path: str) -> Stamp | None:
    """Return a file's stamp, None where there is no such file."""
    status = _status(path)
    return Stamp(status.st_size, status.st_mtime_ns) if status else None


def _status(path: str) -> os.stat_result | None:
    # Texts instead of paths, here and below: there are thousands of files, and a Path costs more than looking at one.
    try:
        return os.lstat(path)
    except OSError:
        return None


def publish(output: Path, files: Iterable[OutputFile], kept: Sequence[str], *, manifest: str = "") -> Published:
    """Write files; `kept` are files of ours that are known to be right. Raises OutputError where it cannot write.

    `manifest` is the folder below the output in which the names of our files are kept.
    """
    try:
        return _publish(output, files, kept, f"{output}/{PurePosixPath(manifest, MANIFEST)}")
    except OSError as error:
        message = f"error: output: '{error.filename or output}' cannot be written: {error.strerror}"
        raise OutputError(f"{message}\n  hint: free the path or choose another folder with --output") from error


def tells_case(output: Path) -> bool:
    """Tell whether the disk below a folder keeps `A` and `a` apart."""
    try:
        output.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=output, prefix=".Case-", suffix=".tmp") as probe:
            path = Path(probe.name)
            return not path.with_name(path.name.swapcase()).exists()
    except OSError:
        return False


def _publish(output: Path, files: Iterable[OutputFile], kept: Sequence[str], manifest: str) -> Published:
    output.mkdir(parents=True, exist_ok=True)
    writer = _Writer(output)
    ours = set(read_manifest(Path(manifest)))
    written, unchanged = 0, len(kept)
    replaced, removed = [], []
    current = set(kept)
    try:
        for file in files:
            if not is_inside(file.path):
                raise OutputError(f"error: output: '{file.path}' leaves the output folder")
            current.add(file.path)
            path = f"{output}/{file.path}"
            status = _status(path)
            if _holds(path, status, file.data):
                unchanged += 1
                continue
            if not writer.is_free(path, status):
                stale = [old for old in _in_the_way(output, file.path, ours) if _remove(output, old)]
                removed += stale
                ours.difference_update(stale)
                writer.forget()
                status = _status(path)
            if file.path not in ours and status:
                replaced.append(file.path)
            writer.write(path, file.data)
            written += 1
    except BaseException:
        # What a build wrote before it broke off is ours too.
        _note(writer, manifest, ours | current)
        raise
    removed += [old for old in _left_over(output, ours, current) if _remove(output, old)]
    _note(writer, manifest, current)
    # What is kept was looked at when that was found out.
    stamps = {path: found for path in current.difference(kept) if (found := stamp(f"{output}/{path}"))}
    return Published(written, unchanged, tuple(sorted(removed)), tuple(replaced), stamps)


def _in_the_way(output: Path, path: str, ours: set[str]) -> list[str]:
    """Return the files of an earlier build where this one needs a folder, or below where it needs a file."""
    if (output / path).is_dir():
        return [old for old in ours if old.startswith(f"{path}/")]
    return [old for parent in PurePosixPath(path).parents if (old := str(parent)) in ours]


def _left_over(output: Path, ours: set[str], current: set[str]) -> Iterator[str]:
    """Yield the files of an earlier build that this one does not have."""
    folded = {path.casefold() for path in current}
    is_told = None
    for old in ours - current:
        if old.casefold() in folded:
            # Where the disk takes `A` and `a` for one, this is the file that was just written.
            is_told = tells_case(output) if is_told is None else is_told
            if not is_told:
                continue
        yield old


def _note(writer: _Writer, manifest: str, paths: Iterable[str]) -> None:
    names = json.dumps({"files": sorted(paths)}, ensure_ascii=False, indent=0).encode()
    if not _holds(manifest, _status(manifest), names):
        writer.write(manifest, names)


def _holds(path: str, status: os.stat_result | None, data: bytes) -> bool:
    if status is None or status.st_size != len(data) or not stat.S_ISREG(status.st_mode):
        return False
    return Path(path).read_bytes() == data


def _is_within(output: Path, place: Path) -> bool:
    """Tell whether a place is in the output folder once all links are followed."""
    return Path(os.path.realpath(place)).is_relative_to(os.path.realpath(output))


class _Writer:
    """Puts files in place below a folder."""

    def __init__(self, output: Path) -> None:
        self._output = output
        self._ready: set[str] = set()
        """Folders in which files can be put."""
        self._temporary = f".glossary-ssg-{secrets.token_hex(4)}.tmp"

    def forget(self) -> None:
        """Look at all folders anew: some may have been removed."""
        self._ready.clear()

    def is_free(self, path: str, status: os.stat_result | None) -> bool:
        """Tell whether a place can hold a file, and make its folder; `status` is what is there now."""
        if status and not stat.S_ISREG(status.st_mode):
            return False
        with suppress(OSError):
            self._make_ready(path.rpartition("/")[0])
            return True
        return False

    def write(self, path: str, data: bytes) -> None:
        """Put a file in place in one step: a reader sees the old one or the new one."""
        folder = path.rpartition("/")[0]
        self._make_ready(folder)
        name = f"{folder}/{self._temporary}"
        try:
            with open(name, "xb") as file:  # noqa: PTH123
                file.write(data)
            os.chmod(name, 0o644)  # noqa: PTH101
            os.replace(name, path)  # noqa: PTH105
        except BaseException as error:
            Path(name).unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise OSError(error.errno, error.strerror, path) from error
            raise

    def _make_ready(self, folder: str) -> None:
        """Make a folder and those above it. Raises OSError below a file, or a link that leads out of the output."""
        if folder in self._ready or folder == str(self._output):
            return
        self._make_ready(folder.rpartition("/")[0])
        try:
            os.mkdir(folder)  # noqa: PTH102
        except FileExistsError:
            mode = os.lstat(folder).st_mode
            place = Path(folder)
            if stat.S_ISLNK(mode) and not (_is_within(self._output, place) and place.is_dir()):
                raise OSError(errno.ELOOP, "it is a link that leads to no folder of the output", folder) from None
            if not place.is_dir():
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), folder) from None
        self._ready.add(folder)


def _remove(output: Path, path: str) -> bool:
    """Remove a file of ours and the folders that it leaves empty; nothing where a link leads out of the output."""
    target = output / path
    if not _is_within(output, target.parent) or not os.path.lexists(target):
        return False
    target.unlink()
    for folder in target.parents:
        if folder == output:
            break
        with suppress(OSError):
            folder.rmdir()
            continue
        break
    return True
