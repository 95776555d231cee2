"""The command line: `python -m tests.fuzz --help`."""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fuzz.findings import FOLDER, Findings
from tests.fuzz.growth import LEAST
from tests.fuzz.matrix import Matrix, draw, draw_memory, point_of
from tests.fuzz.node import executable
from tests.fuzz.stages import ALL, stages

if TYPE_CHECKING:
    from tests.fuzz.targets.engine import Fuzzer

MATRIX_SHARE, MEMORY_SHARE = 0.45, 0.1
"""Shares of the time that the two parts of the matrix get; the targets get the rest."""
TARGET_SECONDS = 120
"""Seconds for each target where no time is given."""


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser("python -m tests.fuzz", description="Measure growth and fuzz parsers.")
    parser.add_argument("--seconds", type=float, help="time for everything; without it the matrix is run in full")
    parser.add_argument("--seed", type=int, help="what everything random follows from; printed if not given")
    parser.add_argument("--stage", action="append", default=[], help="measure only this stage (may be repeated)")
    parser.add_argument("--family", action="append", default=[], choices=ALL, help="only units of this family")
    parser.add_argument("--target", action="append", default=[], help="fuzz only this target (may be repeated)")
    parser.add_argument("--point", action="append", default=[], metavar="STAGE/SHAPE/UNIT", help="measure this point")
    parser.add_argument("--input", type=Path, metavar="FILE", help="give this input to the target")
    parser.add_argument("--memory", action="store_true", help="measure peak memory, with --point of this point")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--least", type=float, default=LEAST, help="CPU seconds that the smallest size costs at least")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder for examples")
    parser.add_argument("--list", action="store_true", help="list stages and targets")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Run what was asked for; return the exit code."""
    options = parse_arguments(arguments)
    from tests.fuzz.targets import targets
    from tests.fuzz.targets.engine import Fuzzer

    if options.list:
        print("stages:", *stages(), "\ntargets:", *targets())
        return 0
    if unknown := [*(set(options.stage) - stages().keys()), *(set(options.target) - targets().keys())]:
        print(f"error: unknown stage or target: {', '.join(unknown)}; --list shows all", file=sys.stderr)
        return 2
    seed = random.SystemRandom().randrange(2**32) if options.seed is None else options.seed
    print(f"seed {seed}: repeat this run with --seed {seed}", flush=True)
    findings = Findings(options.out)
    matrix = Matrix(findings, least=options.least, processes=options.jobs)
    fuzzer = Fuzzer(findings, seed=seed, processes=options.jobs)
    if options.input:
        fuzzer.replay(targets()[options.target[0]], options.input)
    elif options.point:
        points = [point_of(name) for name in options.point]
        (matrix.run_memory if options.memory else matrix.run)(points)
    else:
        _run_all(options, matrix, fuzzer, random.Random(seed))
    if matrix.tallies:
        matrix.report()
    if fuzzer.tallies:
        fuzzer.report()
    findings.report()
    print(f"\nseed {seed}: {len(findings.groups)} findings")
    return int(bool(findings.groups))


def _run_all(options: argparse.Namespace, matrix: Matrix, fuzzer: Fuzzer, rng: random.Random) -> None:
    from tests.fuzz.targets import targets

    chosen = bool(options.stage or options.family or options.target or options.memory)
    names = options.stage or [name for name in stages() if not name.startswith("planted")]
    wanted = options.target or ([] if chosen else [name for name in targets() if not name.startswith("planted")])
    chosen_targets = [targets()[name] for name in wanted]
    if executable() is None:
        print("no Node.js: stages and targets of scripts are left out")
        names = [name for name in names if not stages()[name].is_script]
        chosen_targets = [target for target in chosen_targets if not target.needs_node]
    does_matrix = not chosen or (bool(options.stage or options.family) and not options.memory)
    does_memory = not chosen or options.memory
    total = (MATRIX_SHARE if does_matrix else 0) + (MEMORY_SHARE if does_memory else 0)
    total += 1 - MATRIX_SHARE - MEMORY_SHARE if chosen_targets else 0
    per_share = options.seconds / total if options.seconds else None
    if does_matrix:
        points = draw(names, rng, options.family)
        start = time.monotonic()
        count = matrix.run(points, until=start + per_share * MATRIX_SHARE if per_share else None)
        print(f"measured {count:,} of {len(points):,} points in {time.monotonic() - start:.0f} s", flush=True)
    if does_memory:
        start = time.monotonic()
        points = draw_memory(names, rng)
        count = matrix.run_memory(points, until=start + per_share * MEMORY_SHARE if per_share else None)
        print(
            f"measured the memory of {count:,} of {len(points):,} points in {time.monotonic() - start:.0f} s",
            flush=True,
        )
    if chosen_targets:
        share = (
            per_share * (1 - MATRIX_SHARE - MEMORY_SHARE) * options.jobs / len(chosen_targets)
            if per_share
            else TARGET_SECONDS
        )
        fuzzer.run(chosen_targets, seconds=share)


if __name__ == "__main__":
    sys.exit(main())
