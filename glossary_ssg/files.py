"""Files: names that can be shown, writing one whole or not at all, and what killed processes leave behind."""

from __future__ import annotations

import errno
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from glossary_ssg.errors import OutputError

try:
    import fcntl
except ImportError:  # Windows, which refuses to remove files that are in use
    fcntl = None  # type: ignore[assignment]

_TEMPORARY = re.compile(r"\.glossary-ssg-[0-9a-f]{8}\.tmp")
_SURROGATE = re.compile("[\ud800-\udfff]")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def shown(path: str | Path) -> str:
    """Return a path with U+FFFD for what is not UTF-8 in it: equal to the path where all is."""
    return _SURROGATE.sub("\ufffd", os.fspath(path))


def is_full(error: OSError) -> bool:
    """Tell whether a file could not be written because the disk, a quota or a limit is used up."""
    return error.errno in _FULL


def temporary_name() -> str:
    """Return a name for a file that is not in place yet. Nobody else uses such names, so leftovers can be removed."""
    return f".glossary-ssg-{secrets.token_hex(4)}.tmp"


def is_temporary(name: str) -> bool:
    """Tell whether a file name is one of `temporary_name`."""
    return _TEMPORARY.fullmatch(name) is not None


def remove_abandoned(folder: str | Path) -> None:
    """Remove the temporary files that killed processes left in a folder; not those that a process holds."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in [found for found in entries if is_temporary(found.name)]:
            if entry.is_file(follow_symlinks=False) and not is_held(entry.path):
                Path(entry.path).unlink(missing_ok=True)


def is_held(path: str | Path) -> bool:
    """Tell whether a process has locked a file or folder, or whether nobody can tell."""
    if fcntl is None:
        return False
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return True
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(number)
    return False


def hold(number: int) -> None:
    """Lock an open file for as long as it is open, where locks exist: others then leave it alone."""
    if fcntl is not None:
        with suppress(OSError):
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def alone_in(folder: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Make a folder and keep other processes that ask for it waiting; `on_wait` is called before waiting for them.

    The lock is the folder's own, so it leaves no file and ends with the process. Where the system has no such locks
    (Windows, some network disks) nobody waits. A folder that stays empty is removed again.
    """
    made = _make_folders(folder)
    number = _locked(folder, on_wait)
    try:
        yield
    finally:
        for empty in reversed(made):
            with suppress(OSError):
                empty.rmdir()
        if number is not None:
            # Processes that were copied from this one may have it open too.
            fcntl.flock(number, fcntl.LOCK_UN)
            os.close(number)


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder and those above it; return those that are new. Whoever writes there says what is wrong."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        return missing[::-1]
    return []


def _locked(folder: Path, on_wait: Callable[[], None]) -> int | None:
    """Return the number under which a locked folder is open, None where it cannot be locked."""
    if fcntl is None:
        return None
    is_told = False
    while True:
        try:
            number = os.open(folder, os.O_RDONLY)
        except OSError:
            return None
        try:
            fcntl.flock(number, fcntl.LOCK_EX | (0 if is_told else fcntl.LOCK_NB))
        except BlockingIOError:
            os.close(number)
            on_wait()
            is_told = True
            continue
        except OSError:
            os.close(number)
            return None
        except BaseException:
            os.close(number)
            raise
        if _is_at(number, folder):
            return number
        os.close(number)  # it was removed or replaced meanwhile
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)


def _is_at(number: int, path: Path) -> bool:
    with suppress(OSError):
        return os.path.samestat(os.fstat(number), path.stat())
    return False


def write_file(path: Path, data: bytes) -> None:
    """Put a file in place in one step, with the folders above it; a link to a file stays one. Raises OutputError."""
    try:
        target = Path(os.path.realpath(path))
        target.parent.mkdir(parents=True, exist_ok=True)
        remove_abandoned(target.parent)
        half = target.with_name(temporary_name())
        try:
            with half.open("xb") as file:
                hold(file.fileno())
                file.write(data)
                if target.exists():
                    half.chmod(target.stat().st_mode & 0o7777)
            half.replace(target)
        finally:
            half.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"error: {path}: cannot be written: {error.strerror}") from error
