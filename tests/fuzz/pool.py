"""Run jobs in processes of their own, with limits, and see how each ends."""

from __future__ import annotations

import gc
import json
import os
import resource
import selectors
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

MEMORY = 6_000 * 2**20
"""Bytes of address space of a job."""
CPU_SECONDS = 90
"""CPU seconds after which a job is taken to be stuck. Wall time does not count: a busy machine raises no alarm."""


@dataclass(frozen=True)
class Job:
    """Something to run in a process of its own."""

    name: str
    run: Callable[[], Iterable[Any]]
    """Yields JSON values, each of which is handed on at once."""
    cpu_seconds: int = CPU_SECONDS
    memory: int | None = MEMORY


@dataclass(frozen=True)
class Outcome:
    """What a job yielded, or how it ended."""

    job: Job
    value: Any = None
    failure: str = ""
    """Why it ended early: a traceback, a signal."""
    peak: int = 0
    """Peak memory in bytes, where the job has ended."""
    is_end: bool = False


@dataclass
class _Running:
    job: Job
    pid: int
    pipe: int
    rest: bytes = b""
    failure: str = ""
    values: list[Any] = field(default_factory=list)


def run_jobs(jobs: Iterable[Job], *, processes: int) -> Iterator[Outcome]:
    """Yield the values of all jobs as they come, and for each job its end."""
    waiting = iter(jobs)
    selector = selectors.DefaultSelector()
    running: dict[int, _Running] = {}
    try:
        while True:
            while len(running) < processes and (job := next(waiting, None)) is not None:
                started = _start(job)
                running[started.pipe] = started
                selector.register(started.pipe, selectors.EVENT_READ)
            if not running:
                return
            for key, _ in selector.select():
                one = running[key.fd]
                data = os.read(one.pipe, 1 << 16)
                if data:
                    yield from _values(one, data)
                    continue
                selector.unregister(one.pipe)
                del running[one.pipe]
                yield _ended(one)
    finally:
        for one in running.values():
            os.kill(one.pid, signal.SIGKILL)
            os.waitpid(one.pid, 0)
        selector.close()


def _values(one: _Running, data: bytes) -> Iterator[Outcome]:
    *lines, one.rest = (one.rest + data).split(b"\n")
    for line in lines:
        value = json.loads(line)
        if isinstance(value, dict) and "\0failure" in value:
            one.failure = value["\0failure"]
        else:
            yield Outcome(one.job, value)


def _ended(one: _Running) -> Outcome:
    os.close(one.pipe)
    _, status, usage = os.wait4(one.pid, 0)
    failure = one.failure
    if os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        failure = f"stuck: {one.job.cpu_seconds} s of CPU time" if name in ("SIGXCPU", "SIGKILL") else f"killed: {name}"
    unit = 1 if sys.platform == "darwin" else 1024
    return Outcome(one.job, failure=failure, peak=usage.ru_maxrss * unit, is_end=True)


def _start(job: Job) -> _Running:
    sys.stdout.flush()
    gc.freeze()
    read, write = os.pipe()
    pid = os.fork()
    if pid:
        os.close(write)
        return _Running(job, pid, read)
    os.close(read)
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (job.cpu_seconds, job.cpu_seconds + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if job.memory is not None:
            resource.setrlimit(resource.RLIMIT_AS, (job.memory, job.memory))
        for value in job.run():
            _write(write, value)
    except BaseException as error:
        _write(write, {"\0failure": describe(error)})
    finally:
        os._exit(0)
    raise AssertionError


def describe(error: BaseException) -> str:
    """Return the last frames of a traceback, and on the last line the error itself."""
    frames = "".join(traceback.format_tb(error.__traceback__)[-8:])
    return f"{frames}{type(error).__name__}: {' '.join(str(error).split())[:300]}"


def _write(pipe: int, value: Any) -> None:
    data = json.dumps(value).encode() + b"\n"
    while data:
        data = data[os.write(pipe, data) :]
