"""What `python -m benchmarks.compare` says of its targets, on the page and by its exit code."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click
import pytest

from benchmarks.compare.__main__ import conclude
from benchmarks.compare.measure import Cost
from benchmarks.compare.ours import Run
from benchmarks.compare.report import HUGO, OURS, SITE, Results, missed

COUNTS = {"entries": 500, "parsed": 0, "rendered": 10, "pages": 600, "written": 10}


def run(what: str, wall: float, *, cpu: float = 1.0, entries: int = 500, **counts: int) -> Run:
    profile = {"counts": COUNTS | {"entries": entries} | counts, "rendered": {"settings": 0}, "stages": {}}
    return Run(what, Cost(cpu, wall, 100), profile)


GOOD = Results(
    command="python -m benchmarks.compare",
    size=10_000,
    runs=1,
    cores=2,
    versions={"Hugo": "1"},
    costs={OURS: Cost(3.0, 2.0, 60), SITE: Cost(9.0, 2.0, 100), HUGO: Cost(10.0, 10.0, 100)},
    parsing=(2.0, 3.0),
    changes=[run("nothing changed", 0.3), run("one entry edited", 0.7), run("theme edited", 1.0), run("new term", 1.0)],
    help=0.15,
    growth_size=4_000,
    growth=[
        *(run(kind, 1.0, entries=1_000) for kind in ("cold", "nothing changed")),
        *(run(kind, 1.0, cpu=3.59, entries=3_000) for kind in ("cold", "nothing changed")),
    ],
    load=0.1,
)
"""Every target is just met."""
BAD = {
    "cpu": (replace(GOOD, costs={**GOOD.costs, OURS: Cost(3.1, 2.0, 60)}), "cold, CPU time"),
    "time": (replace(GOOD, costs={**GOOD.costs, OURS: Cost(3.0, 2.1, 60)}), "cold, time relative to"),
    "memory": (replace(GOOD, costs={**GOOD.costs, OURS: Cost(3.0, 2.0, 61)}), "cold, memory"),
    "help": (replace(GOOD, help=0.16), "--help"),
    "parsed": (
        replace(GOOD, changes=[*GOOD.changes[:2], run("theme edited", 1.0, parsed=1), GOOD.changes[3]]),
        "theme edited",
    ),
    "rendered": (replace(GOOD, changes=[*GOOD.changes[:3], run("new term", 1.0, rendered=600)]), "new term"),
    "growth": (
        replace(GOOD, growth=[*GOOD.growth[:2], run("cold", 1.0, cpu=3.7, entries=3_000), GOOD.growth[3]]),
        "cold, CPU time per entry",
    ),
}


def test_a_run_that_meets_every_target_ends_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert missed(GOOD) == []
    conclude(GOOD, tmp_path / "page.md")
    assert (tmp_path / "page.md").read_text(encoding="utf-8").strip() == capsys.readouterr().out.strip()


@pytest.mark.parametrize(("results", "target"), BAD.values(), ids=BAD)
def test_a_target_that_is_not_met_is_named_and_is_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], results: Results, target: str
) -> None:
    (what,) = missed(results)
    assert what.startswith(target) or target in what
    with pytest.raises(click.ClickException, match="not met") as caught:
        conclude(results, tmp_path / "page.md")
    assert caught.value.exit_code == 1
    assert what in caught.value.message
    assert "| not met |" in capsys.readouterr().out
    assert (tmp_path / "page.md").is_file()
