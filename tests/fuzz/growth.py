"""Measure how a cost grows with size, and judge it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

LEAST = 0.1
"""CPU seconds that one run at the smallest judged size costs at least; every size is run for at least twice that."""
TRIPLE = 3.0
"""Growth of time as the size doubles from which a point fails: 2 is linear, 4 is quadratic."""
SUSPECT = 6.0
"""Growth of time as the size quadruples from which a point is measured again: 4 is linear, 16 is quadratic."""
STEEP = 1.6
"""Exponent of growth from which four times the size is not measured without a look at twice the size."""
LONG = 20
"""How many times `least` twice the size may take if four times the size is to be measured too."""
FIRST = 1024
"""Characters of the first text."""

Cost = Callable[[int], Mapping[str, float]]
"""Size in characters -> CPU seconds by part of the stage."""


@dataclass(frozen=True)
class Growth:
    """What was measured."""

    size: int
    """Characters of the smallest size that was judged; of the largest allowed if that is fast enough."""
    seconds: tuple[float, ...]
    """CPU seconds at one, two and four times the size, the worst part of the stage."""
    part: str
    """Part of the stage that grew most."""
    rate: float
    """Growth as the size doubles, 0 if even the largest size is fast."""
    is_steep: bool
    """Whether it is confirmed that time more than triples."""


def measure(cost: Cost, *, most: int, least: float = LEAST) -> Growth:
    """Grow the size until it costs `least` seconds, then compare it with twice and four times the size.

    `most` is the largest size. What costs less than twice `least` there is fast enough and is not judged. A suspicion is confirmed
    by the least of three runs at each size, so that a busy machine raises no false alarm.
    """
    size, before, exponent = FIRST, 0.0, 1.0
    while True:
        total = max(cost(size).values())
        if before > least / 50 and total > 0:
            exponent = (total / before - 1) / 3  # four times the size: 1 is linear, 5 quadratic
        if total >= least and (size < most or total >= 2 * least):
            break
        if size >= most:
            return Growth(size, (total,), "", 0.0, False)
        before, size = total, min(4 * size, most)
    base = min(size, most // 4)
    if total > 2 * least and base == size and size > FIRST:
        base = max(FIRST, int(base * 1.2 * least / total) if exponent < STEEP else base // 2)
    once = _timed(cost, base, least)
    if exponent >= STEEP:
        twice = _timed(cost, 2 * base, least)
        if any(twice[part] > TRIPLE * once[part] for part in once if twice[part] >= least):
            return _confirm(cost, base if max(twice.values()) < LONG * least else max(FIRST // 2, base // 2), least)
    fourth = _timed(cost, 4 * base, least)
    rates = {part: fourth[part] / max(once[part], least / 20) for part in once if fourth[part] >= least}
    part, rate = max(rates.items(), key=lambda item: item[1], default=("", 4.0))
    if rate > SUSPECT:
        return _confirm(cost, base, least)
    return Growth(base, (once.get(part, 0.0), fourth.get(part, 0.0)), part, rate**0.5, False)


def _timed(cost: Cost, size: int, least: float) -> Mapping[str, float]:
    """Return the cost of a size, the mean of as many runs as take twice `least` seconds."""
    runs = [cost(size)]
    while sum(max(run.values()) for run in runs) < 2 * least and len(runs) < 20:
        runs.append(cost(size))
    return {part: sum(run[part] for run in runs) / len(runs) for part in runs[0]}


def _confirm(cost: Cost, base: int, least: float) -> Growth:
    """Measure three sizes three times, taking turns, and judge the least of each."""
    sizes = (base, 2 * base, 4 * base)
    lowest: list[dict[str, float]] = [{}, {}, {}]
    for _ in range(3):
        for row, size in zip(lowest, sizes, strict=True):
            for part, seconds in _timed(cost, size, least / 4).items():
                row[part] = min(seconds, row.get(part, seconds))
        if not any(_is_steep(lowest, part) for part in lowest[0]):
            break
    rates = {part: lowest[2][part] / max(lowest[1][part], least / 20) for part in lowest[0]}
    steep = [part for part in rates if _is_steep(lowest, part) and lowest[2][part] >= 2 * least]
    judged = steep or [part for part in rates if lowest[2][part] >= 2 * least] or list(rates)
    part = max(judged, key=lambda name: rates[name])
    return Growth(base, tuple(row[part] for row in lowest), part, rates[part], bool(steep))


def _is_steep(rows: list[dict[str, float]], part: str) -> bool:
    one, two, four = (row[part] for row in rows)
    return four > TRIPLE * two and four > SUSPECT * one
