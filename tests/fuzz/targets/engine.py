"""Run targets with Hypothesis, each in a process of its own."""

from __future__ import annotations

import json
import mmap
import re
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

from tests.fuzz.findings import Finding, Findings
from tests.fuzz.node import NODE
from tests.fuzz.pool import Job, describe, run_jobs

EXAMPLES = 60
"""Inputs that are made from one seed; then come those of the next."""
EXAMPLE_SECONDS = 60
"""CPU seconds after which an input is taken to be stuck."""
MOST_FAILURES = 6
"""Failures after which a target is left."""
_ROOM = 2**24


@dataclass(frozen=True)
class Target:
    """A parser or reader."""

    name: str
    strategy: Callable[[], SearchStrategy[Any]]
    """Makes bytes, or values of JSON."""
    check: Callable[[Any], None]
    """Raises whatever shows that something does not hold."""
    needs_node: bool = False
    prepare: Callable[[], object] = bool
    """Imports and makes what all inputs share, before processes are forked."""


@dataclass
class Tally:
    """What was tried of a target."""

    examples: int = 0
    seconds: float = 0.0


@dataclass
class Fuzzer:
    """Runs targets and collects what fails."""

    findings: Findings
    seed: int
    processes: int = 2
    tallies: dict[str, Tally] = field(default_factory=dict)

    def run(self, chosen: Sequence[Target], *, seconds: float) -> None:
        """Fuzz each target for so many seconds."""
        for prepare in dict.fromkeys(target.prepare for target in chosen):
            prepare()
        rooms = {target.name: mmap.mmap(-1, _ROOM) for target in chosen}
        jobs = (
            Job(
                target.name,
                lambda target=target: _fuzz(target, self.seed, seconds, rooms[target.name]),
                cpu_seconds=int(seconds) * 4 + 600,
                memory=None if target.needs_node else 6_000 * 2**20,
            )
            for target in chosen
        )
        by_name = {target.name: target for target in chosen}
        for outcome in run_jobs(jobs, processes=self.processes):
            target = by_name[outcome.job.name]
            if outcome.value is not None:
                tally = self.tallies.setdefault(target.name, Tally())
                tally.examples += outcome.value["examples"]
                tally.seconds += outcome.value["seconds"]
                if outcome.value["failure"]:
                    self._add(target, outcome.value["failure"], bytes.fromhex(outcome.value["data"]))
            elif outcome.failure:
                self._add(target, outcome.failure, _read(rooms[target.name]))

    def replay(self, target: Target, path: Path) -> None:
        """Give a target an input from a file."""
        data = path.read_bytes()
        job = Job(target.name, lambda: _replay(target, data), memory=None if target.needs_node else 6_000 * 2**20)
        for outcome in run_jobs([job], processes=1):
            if outcome.failure:
                self._add(target, outcome.failure, data)

    def report(self) -> None:
        """Show how much was tried."""
        print(f"\n{'target':18} {'inputs':>8} {'a second':>9}")
        for name, tally in sorted(self.tallies.items()):
            print(f"{name:18} {tally.examples:8,} {tally.examples / max(tally.seconds, 0.001):9.1f}")

    def _add(self, target: Target, failure: str, data: bytes) -> None:
        lines = failure.rstrip().split("\n")
        what = lines[-1]
        suffix = ".json" if data[:1] in (b"{", b"[", b'"') else ".bin"
        options = ("--target", target.name, "--input", "FILE")
        self.findings.add(Finding(target.name, _kind(what, lines), target.name, failure, data, options, suffix))


def _kind(what: str, lines: Sequence[str]) -> str:
    """Return what failures of one cause have in common: the kind of error, and our last line of code on the way."""
    ours = [line.strip() for line in lines if line.startswith('  File "') and "/glossary_ssg/" in line]
    if what.startswith("BrokenRuleError"):  # the same rule, broken by different texts
        return re.sub(r"'.*'|[0-9]+", "…", what)[:100]
    where = ours[-1].rpartition("/")[2].replace('"', "") if ours else ""
    return f"{what.partition(':')[0]} ({where})" if where else what[:140]


def _fuzz(target: Target, first: int, seconds: float, room: mmap.mmap) -> Iterator[dict[str, Any]]:
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    strategy = target.strategy()
    end = time.monotonic() + seconds
    number = failures = 0
    try:
        while failures < MOST_FAILURES and (number == 0 or time.monotonic() < end):
            start = time.monotonic()
            counter = [0]
            failure = _round(target, strategy, first + number * 1_000_003, room, counter, end)
            data = _read(room).hex() if failure else ""
            failures += bool(failure)
            number += 1
            spent = time.monotonic() - start
            yield {"examples": counter[0], "seconds": spent, "failure": failure, "data": data}
    finally:
        NODE.close()


def _round(
    target: Target, strategy: SearchStrategy[Any], number: int, room: mmap.mmap, counter: list[int], end: float
) -> str:
    """Give a target the inputs of a seed; return what went wrong with the smallest that fails, empty for nothing."""
    failed = [False]

    @seed(number)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
    )
    @given(strategy)
    def run(value: Any) -> None:
        if not failed[0] and counter[0] and time.monotonic() > end:
            return  # time is up; what fails is still made smaller
        counter[0] += 1
        _note(room, value)
        signal.setitimer(signal.ITIMER_PROF, EXAMPLE_SECONDS)
        try:
            target.check(value)
        except Exception:
            failed[0] = True
            raise
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    try:
        run()
    except Exception as error:
        return describe(error)
    return ""


def _replay(target: Target, data: bytes) -> Iterator[Any]:
    try:
        value = json.loads(data)
    except ValueError:
        value = data
    if isinstance(value, int | float | None):
        value = data
    try:
        target.check(value)
    finally:
        NODE.close()
    return iter(())


def _note(room: mmap.mmap, value: Any) -> None:
    """Leave an input where the parent process finds it even if this one dies."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    data = data[: _ROOM - 8]
    room[:8] = len(data).to_bytes(8, "little")
    room[8 : 8 + len(data)] = data


def _read(room: mmap.mmap) -> bytes:
    return room[8 : 8 + int.from_bytes(room[:8], "little")]
