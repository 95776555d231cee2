"""How the stages that know the whole set grow: `python -m benchmarks.linking --max 10000`.

Builds generated glossaries on one core, cold and warm, and prints the CPU seconds of each stage per 1,000 entries.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from benchmarks.corpus import write_corpus
from glossary_ssg.cache import Cache
from glossary_ssg.config import load_config
from glossary_ssg.executor import InLine
from glossary_ssg.pipeline.build import build
from glossary_ssg.pipeline.inputs import open_session

SIZES = (3_000, 10_000, 30_000)
"""Entries, English and Japanese together."""
STAGES = ("parse", "resolve", "link", "plan")


@click.command()
@click.option("--max", "most", default=SIZES[0], show_default=True, help="Entries of the largest glossary.")
@click.option("--size", default=2_000, show_default=True, help="Bytes of the median English entry.")
def main(most: int, size: int) -> None:
    """Print a line for each glossary, without and with a cache."""
    click.echo(f"median entry of {size:,} bytes, one core; seconds per 1,000 entries")
    for entries in SIZES:
        if entries <= most:
            with tempfile.TemporaryDirectory() as name:
                _measure(Path(name), entries, size, STAGES)


def _measure(folder: Path, entries: int, size: int, stages: Sequence[str]) -> None:
    write_corpus(folder, entries // 2, size)
    for label in ("cold", "warm"):
        cache = Cache(folder / "cache")
        config = load_config(content=folder / "content", output=folder / label)
        report = build(open_session(config, InLine(), cache))
        cache.close()
        times = dict(report.stages)
        figures = "  ".join(f"{stage} {times[stage] / entries * 1_000:.3f}" for stage in stages)
        click.echo(f"{entries:6,} {label}  {figures}  automatic links {report.summary.auto_links:,}")


if __name__ == "__main__":
    main()
