"""When the files of the content folder were added and changed, as the site's own git repository tells it.

Whatever goes wrong here, no git, no repository, an odd one, means that nothing is known: a build never fails for it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from glossary_ssg.errors import ReadError
from glossary_ssg.limits import GIT_FILE_BYTES
from glossary_ssg.model import Change
from glossary_ssg.readers import read_text

COMMITS = 500
"""So many commits are read at most."""
_SECONDS = 20
_MARK = "\x01"
"""Stands before the date of a commit; no path can begin with it that git would not have to invent."""


def read_history(content: Path) -> tuple[Change, ...] | None:
    """Return what commits did to the files of the content folder, newest first; None where git cannot tell.

    Files that were only moved are taken for unchanged. Merges say nothing new. What is not committed does not count.
    """
    folder = content.resolve()
    root = _root(folder)
    git = shutil.which("git")
    if root is None or git is None:
        return None
    try:
        # Git begins to look for a repository at its root: the content folder could hold something that passes for one.
        done = subprocess.run(  # noqa: S603 - no shell, and the only argument that is not ours stands behind `--`
            [git, *_arguments(folder.relative_to(root).as_posix())],
            cwd=root, env=_environment(), stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return tuple(_changes(done.stdout.decode("utf-8", "surrogateescape")))


def history_stamp(content: Path) -> tuple[int, ...] | None:
    """Return what is the same as long as a repository has the same commits checked out.

    Nothing where there is no repository, or nothing in it yet; None where one does not keep what tells it.
    """
    root = _root(content.resolve())
    if root is None:
        return ()
    place = common = root / ".git"
    try:
        if place.is_file():  # a second work tree
            place = common = root / _text(place).removeprefix("gitdir:").strip()
            if (place / "commondir").exists():  # not in a submodule
                common = place / _text(place / "commondir").strip()
        if _is_new(place):
            return ()
        head = _look((place / "logs/HEAD").stat())
    except (OSError, ReadError, ValueError):
        return None
    # `git fetch --unshallow` brings more commits and checks out none.
    with suppress(OSError):
        return *head, *_look((common / "shallow").stat())
    return head


def _is_new(repository: Path) -> bool:
    """Tell whether nothing was committed yet."""
    branch = _text(repository / "HEAD").partition("ref: ")[2].strip()
    noted = (branch, "packed-refs", "logs/HEAD", "reftable", "commondir")
    return bool(branch) and not any((repository / name).exists() for name in noted)


def _text(path: Path) -> str:
    return read_text(path, GIT_FILE_BYTES)


def _look(status: os.stat_result) -> tuple[int, ...]:
    return status.st_size, status.st_mtime_ns, status.st_ino


def _root(folder: Path) -> Path | None:
    return next((place for place in (folder, *folder.parents) if (place / ".git").exists()), None)


def _arguments(folder: str) -> list[str]:
    # Only exact renames: for others git would have to read the files, which a partial clone does not have.
    options = ("--no-merges", "--no-show-signature", "--no-ext-diff", "--find-renames=100%", "--name-status", "-z")
    where = "--relative" if folder == "." else f"--relative={folder}/"
    return ["--no-pager", "log", f"--max-count={COMMITS}", *options, where, f"--format={_MARK}%cs", "--", folder]


def _environment() -> dict[str, str]:
    """Return an environment in which git sees this repository, asks nobody and fetches nothing."""
    # In a hook these would name another repository.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    ours = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
    return kept | ours | {"GIT_LITERAL_PATHSPECS": "1", "GIT_OPTIONAL_LOCKS": "0"}


def _changes(log: str) -> Iterator[Change]:
    """Yield what a log says: for each commit its date, then (status, path) or (status, old path, path)."""
    now: dict[str, str] = {}
    day = ""
    parts = iter(log.split("\0"))
    for part in parts:
        status = part.strip("\n")
        if status.startswith(_MARK):
            day = status[1:]
            continue
        path = unicodedata.normalize("NFC", next(parts, ""))
        if status.startswith("R"):
            # What older commits did to the file they did under its old name.
            new = unicodedata.normalize("NFC", next(parts, ""))
            now[path] = now.get(new, new)
        elif status in ("A", "M"):
            yield Change(now.get(path, path), day, status == "A")
