"""Kill builds of a site at random moments and say what is left: `python -m tests.killing FOLDER SEED KILLS`.

Each build is the real command line in a process group of its own, copied from this process, which has imported
everything. It is killed before its n-th step: a file-system event (Python's audit hooks) or a call of a C function
(`sys.setprofile`), so that moments are drawn evenly from what a build does, however busy the machine is.
Prints JSON: what differs from a clean build or was left behind, an item each.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from glossary_ssg.cli import main, run
from tests.support import entry, tree_of, write_files

ENTRIES = 66  # as many as several processes are worth
STEPS = ("open", "os.", "shutil.", "sqlite3.", "socket.", "subprocess.")
CACHE = {".gitignore", "cache-1.sqlite", "memory-1.pickle"}
EVERY = 10
"""Kills after which a build that is not killed must set everything right."""
_SUBREAPER = 36


def is_step(event: str) -> bool:
    return event.startswith(STEPS) and event not in ("os.listdir", "os.scandir", "os.putenv")


def counting(at: int, tell: Callable[[int], None]) -> tuple[Callable[[], None], Callable[[], None]]:
    """Return what counts a step, and what tells the number of all at the end."""
    count = 0

    def step() -> None:
        nonlocal count
        count += 1
        if count == at:
            os.killpg(0, signal.SIGKILL)

    return step, lambda: tell(count)


def build(folder: Path, *options: str, kind: str = "", at: int = 0) -> int:
    """Build in a copy of this process, kill it at a step, and wait for all of its processes; return its steps."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.setsid()
        os.chdir(folder)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        step, end = counting(at, lambda count: os.write(writer, str(count).encode()))
        exit_now = os._exit

        def leave(code: int) -> None:
            sys.setprofile(None)
            end()
            exit_now(code)

        os._exit = leave  # type: ignore[assignment]
        os.register_at_fork(after_in_child=lambda: setattr(os, "_exit", exit_now))
        sys.argv = ["glossary-ssg", "build", *options]
        if kind == "call":
            sys.setprofile(lambda _frame, event, _argument: step() if event == "c_call" else None)
        elif kind == "event":
            sys.addaudithook(lambda event, _arguments: step() if is_step(event) else None)
        run()
    os.close(writer)
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-child, 0)
    with os.fdopen(reader, "rb") as told:
        return int(told.read() or 0)


def write_version(folder: Path, number: int) -> None:
    """Write one of several versions of the content: texts, files and folders differ."""
    shutil.rmtree(folder / "content", ignore_errors=True)
    files = {
        f"content/en/{f'part{at % 7}-{number % 3}/' if at % 3 else ''}term{at}.md": entry(
            f"Term {at}", f"Version {number % 5 if at % 4 == 0 else 0}. See [[Term {at + 1}]]."
        )
        for at in range(ENTRIES)
    }
    write_files(folder, files | {"glossary.toml": 'title = "Killed"\nbase_url = "https://example.org/"\n'})


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files and folders below a folder."""
    folders = {f"{path.relative_to(folder).as_posix()}/": b"" for path in folder.rglob("*") if path.is_dir()}
    return tree_of(folder) | folders


def left(site: Path, clean: Path, processes: set[str]) -> Iterator[str]:
    """Yield what differs from a clean build, and what was left behind."""
    built, right = contents(site / "output"), contents(clean / "output")
    yield from (f"output: {name}" for name in built.keys() | right.keys() if built.get(name) != right.get(name))
    yield from (f"cache: {name}" for name in {path.name for path in (site / ".glossary-cache").iterdir()} - CACHE)
    yield from (f"TMPDIR: {path.name}" for path in Path(tempfile.gettempdir()).iterdir())
    shared = Path("/dev/shm")
    if shared.is_dir():
        yield from (path.name for path in shared.iterdir() if path.name.removeprefix("sem.")[:21] in processes)


def kill_many(folder: Path, seed: int, kills: int) -> Any:
    """Kill builds of three kinds and return what is wrong after those that were not killed."""
    chance = random.Random(seed)
    site, clean = folder / "site", folder / "clean"
    cold, edit, spread = ("--jobs", "1", "--clean"), ("--jobs", "1"), ("--jobs", "2", "--clean", "--precompress")
    ways = [(options, kind) for options in (cold, edit, cold, edit, spread) for kind in ("event", "call")]
    steps = {}
    for number, way in enumerate(dict.fromkeys(ways)):
        write_version(site, number)
        steps[way] = build(site, *way[0], kind=way[1])
    processes: set[str] = set()
    wrong, killed = [], 0
    for number in range(kills):
        write_version(site, chance.randrange(100))
        options, kind = ways[number % len(ways)]
        at = chance.randrange(1, steps[options, kind])
        killed += build(site, *options, kind=kind, at=at) == 0
        processes |= {path.name for path in Path(tempfile.gettempdir()).iterdir()}
        if number % EVERY == EVERY - 1:
            write_version(clean, number)
            write_version(site, number)
            build(site, "--jobs", "1")
            build(clean, "--jobs", "1", "--clean")
            wrong += [f"after kill {number}, {kind} {at}: {what}" for what in left(site, clean, processes)]
    return {"killed": killed, "wrong": wrong}


if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)  # whoever is left of a build becomes a child of ours
    place = Path(sys.argv[1])
    write_version(place / "warm", 0)
    with suppress(SystemExit):  # imports everything
        main(["build", "--jobs", "1", "--precompress", "--config", str(place / "warm/glossary.toml")], "glossary-ssg")
    print(json.dumps(kill_many(place, int(sys.argv[2]), int(sys.argv[3]))), file=sys.stderr)
