"""What a command costs, with all processes that it starts: `measure`."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36
"""Of Linux, prctl(2)."""
PAUSE = 0.05
"""Seconds from one look at the memory to the next."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What commands cost."""

    cpu: float
    """Seconds of all processes, user and system."""
    wall: float
    """Seconds."""
    memory: float
    """Proportional set size of all processes at the worst moment, in MB."""

    def __add__(self, other: Cost) -> Cost:
        """Return the cost of two commands, one after the other."""
        return Cost(self.cpu + other.cpu, self.wall + other.wall, max(self.memory, other.memory))


class CommandError(Exception):
    """A command that is measured has failed."""


def measure(command: Sequence[str], folder: Path) -> Cost:
    """Run a command in a folder and return its cost. Raises CommandError with what it said."""
    _adopt_orphans()
    with tempfile.TemporaryFile() as said:
        before, start = _cpu(), time.perf_counter()
        # A session of its own tells its processes from all others.
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said, start_new_session=True)
        memory = _Memory(process.pid)
        memory.start()
        code = process.wait()
        wall = time.perf_counter() - start
        _await(process.pid)
        cpu, peak = _cpu() - before, memory.end()
        if code:
            said.seek(0)
            raise CommandError(f"{' '.join(command)}: exit code {code}\n{said.read().decode(errors='replace')[-3000:]}")
    return Cost(cpu, wall, peak)


def _adopt_orphans() -> None:
    """Become the parent of processes that outlive theirs, such as Python's fork server: only children are counted."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _await(session: int) -> None:
    """Wait for all that is left of a session."""
    while left := _processes(session):
        for process in left:
            with suppress(ChildProcessError):  # its own parent waits for it
                os.waitpid(int(process.name), 0)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class _Memory(threading.Thread):
    """Looks at the memory of a session again and again."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self._session = session
        self._peak = 0
        self._is_over = threading.Event()

    def run(self) -> None:
        while not self._is_over.wait(PAUSE):
            self._peak = max(self._peak, sum(map(_pss, _processes(self._session))))

    def end(self) -> float:
        """Return the most that there was, in MB."""
        self._is_over.set()
        self.join()
        return self._peak / 1_000


def _processes(session: int) -> list[Path]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # The command's name stands in parentheses and may hold anything; the session is the fourth behind it.
            status = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(status[3]) == session:
            found.append(folder)
    return found


def _pss(process: Path) -> int:
    """Return the memory of a process in kB, of what it shares its share; 0 where it has ended."""
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
