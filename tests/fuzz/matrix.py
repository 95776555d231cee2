"""The matrix: every stage with every shape and unit."""

from __future__ import annotations

import cProfile
import pstats
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from tests.fuzz.findings import Finding, Findings
from tests.fuzz.growth import LEAST, Growth, measure
from tests.fuzz.node import NODE, ScriptError, StuckError
from tests.fuzz.pool import Job, run_jobs
from tests.fuzz.stages import Stage, encoded, stages
from tests.fuzz.texts import SHAPES, families

MIXED = 400
"""Pairs of tokens that are drawn for each stage."""
PEAK = 500 * 2**20
"""Bytes of memory that a file of 1 MB may cost."""
MEMORY_STAGES = (
    "markdown",
    "sanitise",
    "yaml",
    "toml-body",
    "json-inline",
    "prose",
    "tokens",
    "titles",
    "names-in-prose",
)
MEMORY_POINTS = 30
"""Points that are drawn for each of them."""


@dataclass(frozen=True)
class Point:
    """A stage, a shape and a unit."""

    stage: str
    shape: str
    unit: str

    @property
    def name(self) -> str:
        """Return it as the command line takes it."""
        return f"{self.stage}/{self.shape}/{quote(self.unit, safe='', errors='surrogatepass')}"

    def text(self, size: int) -> str:
        """Return its text of a size."""
        return SHAPES[self.shape](self.unit, size)[:size]


@dataclass
class Tally:
    """What was measured of a stage."""

    points: int = 0
    fast: int = 0
    worst: float = 0.0
    point: str = ""


@dataclass
class Matrix:
    """Runs points and collects what fails."""

    findings: Findings
    least: float = LEAST
    processes: int = 2
    tallies: dict[str, Tally] = field(default_factory=dict)

    def run(self, points: Sequence[Point], *, until: float | None = None) -> int:
        """Measure points until a time of `time.monotonic`; return how many were."""
        count = 0
        _warm_up(points)
        for outcome in run_jobs(self._jobs(points, until), processes=self.processes):
            if outcome.value is not None:
                count += 1
                self._take(point_of(outcome.job.name or outcome.value["point"]), outcome.value)
            elif outcome.failure:
                # A batch of scripts reports by itself; this is a point that its process did not survive.
                where = outcome.job.name.partition("/")[0] or "js"
                options = ("--point", outcome.job.name)
                data = encoded(point_of(outcome.job.name).text(20_000)) if outcome.job.name else b""
                *detail, what = outcome.failure.rstrip().split("\n")
                self.findings.add(Finding(where, what[:200], outcome.job.name, "\n".join(detail), data, options))
        return count

    def _jobs(self, points: Sequence[Point], until: float | None) -> Iterator[Job]:
        scripts = [point for point in points if stages()[point.stage].is_script]
        if scripts:
            yield Job("", lambda: _measure_scripts(scripts, self.least, until), cpu_seconds=36_000, memory=None)
        for point in points:
            if until is not None and time.monotonic() > until:
                return
            if not stages()[point.stage].is_script:
                yield Job(point.name, lambda point=point: [_measure(point, self.least)])

    def _take(self, point: Point, value: dict[str, Any]) -> None:
        tally = self.tallies.setdefault(point.stage, Tally())
        tally.points += 1
        if value.get("failure"):
            *detail, what = value["failure"].rstrip().split("\n")
            data, options = encoded(point.text(20_000)), ("--point", point.name)
            self.findings.add(Finding(point.stage, what[:200], point.name, "\n".join(detail), data, options))
            return
        growth = Growth(**value["growth"])
        tally.fast += growth.rate == 0
        if growth.rate > tally.worst:
            tally.worst, tally.point = growth.rate, point.name
        if growth.is_steep:
            seconds = ", ".join(f"{one:.2f}" for one in growth.seconds)
            sizes = ", ".join(f"{growth.size * times:,}" for times in (1, 2, 4))
            detail = f"{point.name}: {seconds} s at {sizes} characters ({growth.rate:.1f} times for twice the size)"
            part = f" of {growth.part}" if growth.part else ""
            what = f"time{part} more than triples as the size doubles, mostly in {value['hot']}"
            data = encoded(point.text(2 * growth.size))
            self.findings.add(Finding(point.stage, what, point.name, detail, data, ("--point", point.name)))

    def run_memory(self, points: Sequence[Point], *, until: float | None = None) -> int:
        """Check the peak memory of the largest texts; return how many were."""
        count = 0

        def jobs() -> Iterator[Job]:
            for point in points:
                if until is not None and time.monotonic() > until:
                    return
                yield Job(point.name, lambda point=point: _spend(point))

        _warm_up(points)
        for outcome in run_jobs(jobs(), processes=self.processes):
            if not outcome.is_end:
                continue
            count += 1
            point = point_of(outcome.job.name)
            peak = f"{outcome.peak / 2**20:,.0f} MB"
            last = outcome.failure.rstrip().rpartition("\n")[2][:200]
            options = ("--memory", "--point", point.name)
            data = encoded(point.text(stages()[point.stage].most))
            if outcome.failure:
                what = f"a file of 1 MB: {last}"
                self.findings.add(Finding(f"memory-{point.stage}", what, point.name, peak, data, options))
            elif outcome.peak > PEAK:
                what = f"more than {PEAK / 2**20:.0f} MB for a file of 1 MB"
                self.findings.add(
                    Finding(f"memory-{point.stage}", what, point.name, f"{point.name}: {peak}", data, options)
                )
        return count

    def report(self) -> None:
        """Show what was measured of each stage."""
        print(f"\n{'stage':18} {'points':>7} {'fast':>7}  worst growth as the size doubles")
        for name, tally in sorted(self.tallies.items()):
            print(f"{name:18} {tally.points:7} {tally.fast:7}  {tally.worst:.2f}  {tally.point}")


def point_of(name: str) -> Point:
    """Return a point by its name."""
    stage, shape, unit = name.split("/", 2)
    return Point(stage, shape, unquote(unit, errors="surrogatepass"))


def draw(names: Sequence[str], rng: random.Random, only: Sequence[str] = ()) -> list[Point]:
    """Return all points of stages in an order that takes turns; `only` names the families."""
    piles: list[tuple[int, list[Point]]] = []
    for name in names:
        stage = stages()[name]
        makers = families(lists=stage.lists)
        points: list[Point] = []
        for family in stage.families:
            if only and family not in only:
                continue
            pairs = list(makers[family]())
            if family == "mixed":
                pairs = rng.sample(pairs, MIXED)
            points += [Point(name, shape, unit) for shape, unit in dict.fromkeys(pairs)]
        rng.shuffle(points)
        piles.append((stage.weight, points))
    drawn: list[Point] = []
    while any(points for _, points in piles):
        for weight, points in piles:
            drawn += points[:weight]
            del points[:weight]
    return drawn


def draw_memory(names: Sequence[str], rng: random.Random) -> list[Point]:
    """Return the points of which memory is measured."""
    chosen = [name for name in names if name in MEMORY_STAGES]
    points = draw(chosen, rng, ("characters", "tokens", "nests", "once"))
    counts: Counter[str] = Counter()
    kept = []
    for point in points:
        counts[point.stage] += 1
        if counts[point.stage] <= MEMORY_POINTS:
            kept.append(point)
    return kept


def _warm_up(points: Sequence[Point]) -> None:
    """Import what the stages need before processes are forked."""
    for name in sorted({point.stage for point in points}):
        if not stages()[name].is_script:
            with suppress(Exception):  # its points report it
                stages()[name].cost("a")


def _measure(point: Point, least: float) -> dict[str, Any]:
    stage = stages()[point.stage]
    growth = measure(lambda size: stage.cost(point.text(size)), most=stage.most, least=least)
    hot = _hot(stage, point, growth.size) if growth.is_steep else ""
    return {"growth": asdict(growth), "hot": hot}


def _measure_scripts(points: Sequence[Point], least: float, until: float | None) -> Iterator[dict[str, Any]]:
    try:
        for point in points:
            if until is not None and time.monotonic() > until:
                return
            try:
                yield {"point": point.name, **_measure(point, least)}
            except ScriptError as error:
                first, *rest = str(error).split("\n")
                yield {"point": point.name, "failure": "\n".join((*rest[:6], first))}
            except StuckError as error:
                yield {"point": point.name, "failure": str(error)}
    finally:
        NODE.close()


def _spend(point: Point) -> Iterator[Any]:
    stage = stages()[point.stage]
    stage.cost(point.text(stage.most))
    return iter(())


def _hot(stage: Stage, point: Point, size: int) -> str:
    """Return the function of ours in which most of the time is spent, with what it calls of C."""
    if stage.is_script:
        return "the script"
    profile = cProfile.Profile()
    text = point.text(2 * size)
    profile.runcall(stage.cost, text)
    rows: Any = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    own: Counter[str] = Counter()
    for (file, _, name), (_, _, spent, _, callers) in rows.items():
        if file == "~" and callers:
            for (above, _, caller), (_, _, share, _) in callers.items():
                own[f"{Path(above).name}: {caller} ({name.strip('<>{}')[:60]})"] += share
        else:
            own[f"{Path(file).name}: {name}"] += spent
    return max(own, key=lambda key: own[key])
