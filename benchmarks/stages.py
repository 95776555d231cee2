"""How long the stages of a build take: `python -m benchmarks.stages [--count N …] [--jobs J]`.

Builds generated glossaries cold, warm and after one edit, and prints seconds per 1,000 entries and ratios between the
sizes: what does not grow faster than the number of entries has the same figure in every column.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from benchmarks.corpus import write_corpus
from glossary_ssg.config import load_config
from glossary_ssg.executor import Cache, make_executor
from glossary_ssg.pipeline import build
from glossary_ssg.report import Report

STAGES = ("read", "parse", "resolve", "link", "plan", "render", "store")


@click.command()
@click.option("--count", "counts", multiple=True, default=(500, 1_000), show_default=True, help="Entries per language.")
@click.option("--size", default=8_000, show_default=True, help="Bytes of an entry, about.")
@click.option("--jobs", default=0, show_default=True, help="Processes; 0 is one per core.")
def main(counts: Sequence[int], size: int, jobs: int) -> None:
    """Print stage times per 1,000 entries."""
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_corpus(folder, count, size)
            runs = {"cold": _build(folder, jobs), "warm": _build(folder, jobs)}
            entry = folder / "content/en/glossary/term-000000.md"
            entry.write_text(entry.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
            runs["one edit"] = _build(folder, jobs)
        entries = runs["cold"].summary.entries
        click.echo(f"\n{entries:,} entries of {size:,} bytes; seconds per 1,000 entries")
        click.echo("          " + "".join(f"{stage:>9}" for stage in (*STAGES, "total")) + "   of cold")
        for label, report in runs.items():
            times = dict(report.stages)
            values = [*(times.get(stage, 0.0) for stage in STAGES), report.summary.seconds]
            share = report.summary.seconds / runs["cold"].summary.seconds
            click.echo(f"{label:10}" + "".join(f"{value / entries * 1_000:9.3f}" for value in values) + f"{share:9.2f}")


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
