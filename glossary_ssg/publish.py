"""Write the output folder: only what changed, each file at once; remove only what an earlier build wrote."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from msgspec import Struct

from glossary_ssg.errors import OutputError
from glossary_ssg.files import is_full, is_temporary, remove_abandoned, temporary_name
from glossary_ssg.model import OutputFile, as_text
from glossary_ssg.readers import read_own_json
from glossary_ssg.signals import postponed

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
    """Of every file that was not kept, the manifest among them, as this build left it."""


class _Manifest(Struct, frozen=True, gc=False):
    files: tuple[str, ...]
    temporary: str = ""


def read_manifest(path: Path) -> tuple[str, ...]:
    """Return the files that an earlier build wrote. Paths that leave the folder are ignored."""
    return _read(path)[0]


def _read(path: Path) -> tuple[tuple[str, ...], str]:
    """Return the files that a manifest names, and the name that a build that was killed wrote under."""
    data = read_own_json(path, _Manifest)
    if data is None:
        return (), ""
    return tuple(filter(is_inside, data.files)), data.temporary if is_temporary(data.temporary) else ""


def manifest_folder(mount: str, lang: str) -> str:
    """Return the folder of the manifest: with `mount` it lies below the prefix, like everything else."""
    return mount.replace("{lang}", lang.lower()).lstrip("/")


def is_inside(path: str) -> bool:
    """Tell whether a POSIX path stays in its folder, and is written in the one way in which we write it."""
    is_plain = not {"", ".", ".."} & {*path.split("/")} and "\\" not in path and "\0" not in path
    return is_plain and not (os.name == "nt" and ":" in path)


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


def publish(
    output: Path,
    files: Iterable[OutputFile],
    kept: Sequence[str],
    *,
    paths: Sequence[str] = (),
    noted: Mapping[str, Stamp] | None = None,
    manifest: str = "",
) -> Published:
    """Write files; `kept` are files of ours that are known to be right. Raises OutputError where it cannot write.

    `paths` are those of `files`: they are in the manifest before the first is written, so that nothing is left of a
    build that is killed. What is `noted` is ours wherever an earlier manifest lay, as long as nobody has touched it.
    `manifest` is the folder below the output in which the names of our files are kept.
    """
    try:
        # An output of which one half is old and the other new is what nobody wants: Ctrl-C waits for the rest.
        with postponed():
            return _publish(output, files, {*kept}, {*paths}, noted or {}, str(PurePosixPath(manifest, MANIFEST)))
    except OSError as error:
        message = f"error: output: '{error.filename or output}' cannot be written: {error.strerror}"
        step = f"free space on the disk that holds '{output}'" if is_full(error) else "free the path"
        raise OutputError(f"{message}\n  hint: {step} or choose another folder with --output") from error


def tidy(output: Path, manifest: str = "") -> None:
    """Remove the temporary files of builds that were killed; `manifest` is the folder of the manifest.

    They are in the folders of the files that the manifest names. Nothing else has such names, see `temporary_name`.
    """
    remove_abandoned(output)
    if manifest and _is_within(output, output / manifest):
        remove_abandoned(output / manifest)
    files, temporary = _read(output / manifest / MANIFEST)
    if temporary:
        for folder in {path.rpartition("/")[0] for path in files}:
            _remove(output, f"{folder}/{temporary}".lstrip("/"))


def tells_case(output: Path) -> bool:
    """Tell whether the disk below a folder keeps `A` and `a` apart."""
    probe = output / temporary_name()
    try:
        output.mkdir(parents=True, exist_ok=True)
        try:
            probe.touch(exist_ok=False)
            return not probe.with_name(probe.name.swapcase()).exists()
        finally:
            probe.unlink(missing_ok=True)
    except OSError:
        return False


def _publish(
    output: Path,
    files: Iterable[OutputFile],
    kept: set[str],
    planned: set[str],
    noted: Mapping[str, Stamp],
    manifest: str,
) -> Published:
    output.mkdir(parents=True, exist_ok=True)
    writer = _Writer(output)
    ours = _ours(output, noted, manifest)
    known = ours | kept | {path for path in planned - ours if not os.path.lexists(f"{output}/{path}")}
    written, unchanged = 0, len(kept)
    replaced, removed = [], []
    stamps: dict[str, Stamp] = {}
    current = set(kept)
    try:
        for file in files:
            if not is_inside(file.path):
                raise OutputError(f"error: output: '{file.path}' leaves the output folder")
            is_ours = file.path in ours or file.path in current
            path = f"{output}/{file.path}"
            status = _status(path)
            if status and _holds(path, status, file.data):
                current.add(file.path)
                unchanged += 1
                stamps[file.path] = Stamp(status.st_size, status.st_mtime_ns)
                continue
            if not written:
                writer.write(f"{output}/{manifest}", _listed(known, writer.temporary))
            if not writer.is_free(path, status):
                stale = [old for old in _in_the_way(output, file.path, ours) if _remove(output, old)]
                removed += stale
                ours.difference_update(stale)
                writer.forget()
                status = _status(path)
            if status and not is_ours:
                replaced.append(file.path)
            stamps[file.path] = writer.write(path, file.data)
            current.add(file.path)
            written += 1
    except BaseException:
        # What a build wrote before it broke off is ours too. On a full disk the list of all that was planned stays.
        with suppress(OSError):
            _note(writer, f"{output}/{manifest}", _listed(ours | current))
        raise
    removed += [old for old in _left_over(output, ours, current) if _remove(output, old)]
    # What another build has put there meanwhile is ours too.
    others = set(read_manifest(output / manifest)) - known
    stamps[manifest] = _note(writer, f"{output}/{manifest}", _listed(current | others))
    return Published(written, unchanged, tuple(sorted(removed)), tuple(replaced), stamps)


def _ours(output: Path, noted: Mapping[str, Stamp], manifest: str) -> set[str]:
    """Return the files that earlier builds wrote; what one that was killed has half written is removed."""
    tidy(output, manifest.rpartition("/")[0])
    files = read_manifest(output / manifest)
    others = noted.keys() - {*files, manifest}
    return {*files, *(path for path in others if is_inside(path) and stamp(f"{output}/{path}") == noted[path])}


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


def _listed(paths: Iterable[str], temporary: str = "") -> bytes:
    """Return a manifest, a line for each path."""
    half = f'"temporary": {as_text(temporary)},\n' if temporary else ""
    lines = ",\n".join(map(as_text, sorted(paths)))
    return f'{{\n{half}"files": [\n{lines}\n]\n}}'.encode()


def _note(writer: _Writer, path: str, data: bytes) -> Stamp:
    """Write a manifest unless it is there already."""
    status = _status(path)
    if status and _holds(path, status, data):
        return Stamp(status.st_size, status.st_mtime_ns)
    return writer.write(path, data)


def _holds(path: str, status: os.stat_result, data: bytes) -> bool:
    if status.st_size != len(data) or not stat.S_ISREG(status.st_mode):
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
        self.temporary = temporary_name()
        """The name of a file that is half written, in the folder that it is for."""

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

    def write(self, path: str, data: bytes) -> Stamp:
        """Put a file in place in one step: a reader sees the old one or the new one. Return what it looks like."""
        try:
            return self._write(path, data)
        except FileNotFoundError:  # another build has just removed the folder
            self.forget()
            return self._write(path, data)

    def _write(self, path: str, data: bytes) -> Stamp:
        folder = path.rpartition("/")[0]
        self._make_ready(folder)
        name = f"{folder}/{self.temporary}"
        try:
            with open(name, "xb") as file:  # noqa: PTH123
                file.write(data)
            # Before it is in place, where another build may put another one.
            status = os.lstat(name)
            os.replace(name, path)  # noqa: PTH105
            return Stamp(status.st_size, status.st_mtime_ns)
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
    """Remove a file of ours and the folders that it leaves empty; nothing where a link leads out of the output.

    A build that was killed may have made the folders and not the file.
    """
    target = output / path
    status = _status(str(target))
    if (status and stat.S_ISDIR(status.st_mode)) or not _is_within(output, target.parent):
        return False
    if status:
        target.unlink(missing_ok=True)
    for folder in target.parents:
        if folder == output:
            break
        try:
            folder.rmdir()
        except FileNotFoundError:
            continue
        except OSError:
            break
    return status is not None
