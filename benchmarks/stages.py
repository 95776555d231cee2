"""How long the stages of a build take: `python -m benchmarks.stages [--count N …] [--jobs J]`.

Builds generated glossaries cold, warm and after one edit, and prints seconds per 1,000 entries, then how these change
from one size to the next: a stage that grows no faster than the number of entries has a ratio of 1 or less.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from benchmarks.corpus import write_corpus
from glossary_ssg.config import load_config
from glossary_ssg.executor import Cache, make_executor
from glossary_ssg.pipeline import build
from glossary_ssg.report import Report

STAGES = ("read", "parse", "resolve", "link", "plan", "render", "store")
SHORTEST = 0.002
"""Seconds per 1,000 entries below which a ratio would say more about the machine than about the stage."""

Figures = Mapping[str, Sequence[float]]
"""Kind of build -> a figure for each stage, then one for the whole build."""


@click.command()
@click.option("--count", "counts", multiple=True, default=(500, 1_000), show_default=True, help="Entries per language.")
@click.option("--size", default=8_000, show_default=True, help="Bytes of an entry, about.")
@click.option("--jobs", default=0, show_default=True, help="Processes; 0 is one per core.")
def main(counts: Sequence[int], size: int, jobs: int) -> None:
    """Print stage times per 1,000 entries, and their ratios between sizes."""
    before: Figures = {}
    titles: list[str] = []
    for count in counts:
        runs = _measure(count, size, jobs)
        figures = {label: _per_thousand(report) for label, report in runs.items()}
        titles.append(f"{runs['cold'].summary.entries:,} entries")
        _print_table(f"{titles[-1]} of {size:,} bytes; seconds per 1,000 entries", figures, digits=3)
        if before:
            ratios = {
                label: [now / then if then >= SHORTEST else 0.0 for now, then in zip(row, before[label], strict=True)]
                for label, row in figures.items()
            }
            _print_table(f"{titles[-1]} against {titles[-2]}; ratio of the seconds per 1,000 entries", ratios, digits=2)
        before = figures


def _measure(count: int, size: int, jobs: int) -> dict[str, Report]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_corpus(folder, count, size)
        runs = {"cold": _build(folder, jobs), "warm": _build(folder, jobs)}
        entry = folder / "content/en/glossary/term-000000.md"
        entry.write_text(entry.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
        runs["one edit"] = _build(folder, jobs)
    return runs


def _per_thousand(report: Report) -> list[float]:
    """Return seconds per 1,000 entries: of each stage in the order of STAGES, then of the whole build."""
    times = dict(report.stages)
    seconds = [*(times.get(stage, 0.0) for stage in STAGES), report.summary.seconds]
    return [value / report.summary.entries * 1_000 for value in seconds]


def _print_table(title: str, rows: Figures, *, digits: int) -> None:
    """Print a row per run; what is 0 was too short to measure."""
    click.echo(f"\n{title}")
    click.echo(" " * 10 + "".join(f"{stage:>9}" for stage in (*STAGES, "total")))
    for label, values in rows.items():
        click.echo(f"{label:10}" + "".join(f"{value:9.{digits}f}" if value else f"{'-':>9}" for value in values))


def _build(folder: Path, jobs: int) -> Report:
    cache = Cache(folder / "cache")
    try:
        with make_executor(jobs) as executor:
            config = load_config(content=folder / "content", output=folder / "output")
            return build(config, executor, cache=cache)
    finally:
        cache.close()


if __name__ == "__main__":
    main()
