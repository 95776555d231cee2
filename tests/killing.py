"""Stop builds of a site at random moments and say what is left: `python -m tests.killing FOLDER kill|stop SEED COUNT`.

Each build is the real command line in a process group of its own, copied from this process, which has imported
everything. It is stopped before its n-th step: a file-system event (Python's audit hooks) or a call of a C function
(`sys.setprofile`), so that moments are drawn evenly from what a build does, however busy the machine is.
Prints JSON to standard error: how many builds were stopped, and what is wrong after them, an item each.
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
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Stop:
    """When and how a build is stopped."""

    kind: str = ""
    """What is counted: `event` or `call`."""
    at: int = 0
    """The step before which it is stopped; none of them where this is 0."""
    number: int = signal.SIGKILL
    is_alone: bool = False
    """Whether only the build's first process gets the signal, not its workers."""


@dataclass(frozen=True)
class Ended:
    """How a build ended."""

    code: int
    steps: int
    said: str
    """What it wrote to standard error."""


def counting(stop: Stop, tell: Callable[[int], None]) -> tuple[Callable[[], None], Callable[[], None]]:
    """Return what counts a step, and what tells the number of all at the end."""
    count = 0

    def step() -> None:
        nonlocal count
        count += 1
        if count == stop.at:
            (os.kill if stop.is_alone else os.killpg)(os.getpid(), stop.number)

    return step, lambda: tell(count)


def build(folder: Path, *options: str, stop: Stop = Stop()) -> Ended:
    """Build in a copy of this process, stop it at a step, and wait until all of its processes have ended."""
    reader, writer = os.pipe()
    errors = folder / "errors.txt"
    child = os.fork()
    if not child:
        os.setsid()
        os.chdir(folder)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
        step, end = counting(stop, lambda count: os.write(writer, str(count).encode()))
        exit_now = os._exit

        def leave(code: int) -> None:
            sys.setprofile(None)
            end()
            exit_now(code)

        os._exit = leave  # type: ignore[assignment]
        os.register_at_fork(after_in_child=lambda: setattr(os, "_exit", exit_now))
        sys.argv = ["glossary-ssg", "build", *options]
        if stop.kind == "call":
            sys.setprofile(lambda _frame, event, _argument: step() if event == "c_call" else None)
        elif stop.kind == "event":
            sys.addaudithook(lambda event, _arguments: step() if is_step(event) else None)
        run()
    os.close(writer)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with suppress(ChildProcessError):
        while True:  # processes of its group that it left to us
            os.waitpid(-child, 0)
    with os.fdopen(reader, "rb") as told:
        return Ended(code, int(told.read() or 0), errors.read_text(encoding="utf-8"))


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


COLD, EDIT, SPREAD = ("--jobs", "1", "--clean"), ("--jobs", "1"), ("--jobs", "2", "--clean", "--precompress")
WAYS = [(options, kind) for options in (COLD, EDIT, COLD, EDIT, SPREAD) for kind in ("event", "call")]


def count_steps(site: Path) -> dict[tuple[tuple[str, ...], str], int]:
    """Return how many steps each way to build takes."""
    steps = {}
    for number, (options, kind) in enumerate(dict.fromkeys(WAYS)):
        write_version(site, number)
        steps[options, kind] = build(site, *options, stop=Stop(kind)).steps
    return steps


def kill_many(folder: Path, seed: int, kills: int) -> Any:
    """Kill builds of three kinds and return what is wrong after those that were not killed."""
    chance = random.Random(seed)
    site, clean = folder / "site", folder / "clean"
    steps = count_steps(site)
    processes: set[str] = set()
    wrong, killed = [], 0
    for number in range(kills):
        write_version(site, chance.randrange(100))
        options, kind = WAYS[number % len(WAYS)]
        stop = Stop(kind, chance.randrange(1, steps[options, kind]))
        killed += build(site, *options, stop=stop).code == -signal.SIGKILL
        processes |= {path.name for path in Path(tempfile.gettempdir()).iterdir()}
        if number % EVERY == EVERY - 1:
            write_version(clean, number)
            write_version(site, number)
            build(site, *EDIT)
            build(clean, *COLD)
            wrong += [f"after kill {number}, {stop}: {what}" for what in left(site, clean, processes)]
    return {"killed": killed, "wrong": wrong}


def stop_many(folder: Path, seed: int, stops: int) -> Any:
    """Interrupt builds and return what is wrong right afterwards."""
    chance = random.Random(seed)
    site, clean = folder / "site", folder / "clean"
    trees = {}
    for options in (COLD, SPREAD):
        for version in (1, 0):
            write_version(clean, version)
            build(clean, *options)
            trees[options, version] = contents(clean / "output")
        shutil.copytree(clean, folder / options[1])
    steps = count_steps(site)
    wrong, stopped = [], 0
    for number in range(stops):
        options, kind = WAYS[number % len(WAYS)]
        whole = SPREAD if options == SPREAD else COLD
        shutil.rmtree(site)
        shutil.copytree(folder / whole[1], site)
        write_version(site, 1)
        stop = Stop(
            kind,
            chance.randrange(1, steps[options, kind]),
            chance.choice([signal.SIGINT, signal.SIGTERM]),
            number % 3 == 0,
        )
        ended = build(site, *options, stop=stop)
        stopped += ended.code == 128 + stop.number
        if ended.code not in (0, 128 + stop.number) or "Traceback" in ended.said or "tracker" in ended.said:
            wrong.append(f"{stop}: {ended.code} {ended.said}")
        built = contents(site / "output")
        if built not in (trees[whole, 0], trees[whole, 1]):
            wrong.append(f"{stop}: the output is neither the old nor the new one")
        cache = site / ".glossary-cache"
        names = {path.name for path in cache.iterdir()} if cache.is_dir() else set()
        wrong += [f"{stop}: left {name}" for name in [*(names - CACHE), *Path(tempfile.gettempdir()).iterdir()]]
    return {"stopped": stopped, "wrong": wrong}


if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have told its background jobs to ignore it
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)  # whoever is left of a build becomes a child of ours
    place = Path(sys.argv[1])
    write_version(place / "warm", 0)
    with suppress(SystemExit):  # imports everything
        main(["build", "--jobs", "1", "--precompress", "--config", str(place / "warm/glossary.toml")], "glossary-ssg")
    todo = {"kill": kill_many, "stop": stop_many}[sys.argv[2]]
    print(json.dumps(todo(place, int(sys.argv[3]), int(sys.argv[4]))), file=sys.stderr)
