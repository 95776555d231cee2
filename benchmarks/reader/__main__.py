"""What readers get, against the budgets: `python -m benchmarks.reader [--large] [--runs N]`.

Builds the sample, the corpus beside the checkout and a generated glossary of 1,500 English and 1,500 Japanese entries;
serves them compressed; opens pages in the system's Chromium with an empty cache, and in Lighthouse. Exits with 1 if a
figure is over its budget.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click
from playwright.sync_api import Browser

from benchmarks.corpus import write_corpus
from benchmarks.reader.lighthouse import CLI, Scores, measure
from glossary_ssg.cache import Cache
from glossary_ssg.config import load_config
from glossary_ssg.executor import make_executor
from glossary_ssg.pipeline.build import build
from glossary_ssg.pipeline.inputs import open_session
from tests.browser.chromium import find_chromium, start_chromium
from tests.browser.server import Server, serve

ROOT = Path(__file__).parent.parent.parent
CNCF = ROOT.parent / "shared" / "corpora" / "cncf" / "content"
COUNT, LARGE_COUNT = 1_500, 15_000
"""Entries in each language of the generated glossaries, and bytes of an entry."""
MAX_REQUESTS = 5
MAX_KILOBYTES = {"entry": 40.0, "index": 100.0}
"""A kilobyte is 1,000 bytes, heads of answers included."""
AT_LEAST = {"performance": 99.0, "accessibility": 100.0, "best-practices": 100.0, "seo": 100.0}
AT_MOST = {"blocking time, ms": 0.0, "layout shift": 0.0}


@dataclass(frozen=True)
class Figure:
    """A row of the table."""

    name: str
    value: float
    budget: float
    is_ok: bool


@dataclass(frozen=True)
class Target:
    """A page to measure."""

    kind: str
    uri: str
    """Ends with `*/` for the largest of a folder's pages."""
    in_lighthouse: bool = False


@dataclass(frozen=True)
class Glossary:
    """A site to measure: what writes its sources into a folder, and its pages."""

    name: str
    write: Callable[[Path], None]
    targets: Sequence[Target]


@click.command()
@click.option("--large", is_flag=True, help=f"Measure a glossary of {LARGE_COUNT:,} entries per language too.")
@click.option("--runs", default=5, show_default=True, help="Runs of Lighthouse per page; the median counts. 0: none.")
def main(large: bool, runs: int) -> None:
    """Print name, figure, budget and verdict of everything that is measured."""
    chromium = find_chromium()
    if chromium is None:
        raise click.ClickException("no Chromium: install it, or set CHROME to its path")
    if runs and not CLI.is_file():
        raise click.ClickException("no Lighthouse: npm install --prefix benchmarks/reader")
    figures: list[Figure] = []
    click.echo(f"{'':50}{'figure':>10}{'budget':>10}")
    with start_chromium(chromium) as browser:
        for glossary in _glossaries(large):
            for figure in _figures(glossary, browser, chromium, runs):
                verdict = "ok" if figure.is_ok else "OVER BUDGET"
                click.echo(f"{figure.name:50}{figure.value:10.4g}{figure.budget:10.4g}  {verdict}")
                figures.append(figure)
    over = [figure for figure in figures if not figure.is_ok]
    click.echo(f"{len(figures)} figures, {len(over)} over budget")
    sys.exit(1 if over else 0)


def _glossaries(large: bool) -> Iterator[Glossary]:
    entry = "/glossary/generative-ai/"
    targets = [Target("entry", f"/{lang}{entry}", in_lighthouse=True) for lang in ("en", "ja")]
    yield Glossary("sample", _write_sample, targets)
    if CNCF.is_dir():
        targets = [Target("entry", "/en/service-mesh/"), Target("entry", "/ur/containerization/", in_lighthouse=True)]
        yield Glossary("cncf", _write_cncf, targets)
    else:
        click.echo("cncf: left out, the corpus beside the checkout is not there", err=True)
    for count in (COUNT, LARGE_COUNT) if large else (COUNT,):
        targets = [Target("entry", f"/{lang}/glossary/*/") for lang in ("en", "ja")]
        if count == COUNT:
            targets += [
                Target("index", f"/{lang}/{name}", in_lighthouse=True) for lang in ("en", "ja") for name in ("", "all/")
            ]
            targets += [Target("index", f"/{lang}/letter/*/") for lang in ("en", "ja")]
        yield Glossary(f"{count:,}", partial(write_corpus, count=count), targets)


def _write_sample(folder: Path) -> None:
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "glossary.toml", folder)


def _write_cncf(folder: Path) -> None:
    shutil.copytree(CNCF, folder / "content")


def _figures(glossary: Glossary, browser: Browser, chromium: str, runs: int) -> Iterator[Figure]:
    """Build and serve a glossary, and measure its pages."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        glossary.write(folder)
        with serve(folder / "output") as server:
            _build(folder, f"{server.url}/")
            for target in glossary.targets:
                uri = _largest(server.folder, target.uri) if "*" in target.uri else target.uri
                title = f"{glossary.name} {target.uri}"
                yield from _weight(title, target.kind, uri, server, browser)
                if runs and target.in_lighthouse:
                    yield from _scores(title, measure(server.url + uri, chromium, runs))


def _build(folder: Path, base_url: str) -> None:
    config = load_config(content=folder / "content", output=folder / "output", base_url=base_url)
    cache = Cache(folder / "cache")
    try:
        with make_executor(0) as executor:
            build(open_session(config, executor, cache))
    finally:
        cache.close()


def _largest(output: Path, pattern: str) -> str:
    """Return the URI of the largest page of a pattern."""
    pages = output.glob(f"{pattern.lstrip('/')}index.html")
    return f"/{max(pages, key=lambda page: page.stat().st_size).parent.relative_to(output).as_posix()}/"


def _weight(title: str, kind: str, uri: str, server: Server, browser: Browser) -> Iterator[Figure]:
    """Open a page with an empty cache; what the server sent is what it weighs, workers and prefetching included."""
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        before = len(server.sent)
        page = context.new_page()
        answer = page.goto(server.url + uri)
        if answer is None or not answer.ok:
            raise click.ClickException(f"no page {uri}")
        page.wait_for_load_state("networkidle")
        sent = server.sent[before:]
    requests, kilobytes = len(sent), sum(answer.size for answer in sent) / 1_000
    yield Figure(f"{title} requests", requests, MAX_REQUESTS, requests <= MAX_REQUESTS)
    yield Figure(f"{title} KB", kilobytes, MAX_KILOBYTES[kind], kilobytes <= MAX_KILOBYTES[kind])


def _scores(title: str, scores: Scores) -> Iterator[Figure]:
    """Compare Lighthouse's medians with the budgets; say what cost points."""
    budgets: Mapping[str, float] = AT_LEAST | AT_MOST
    for name, budget in budgets.items():
        value = scores.figures[name]
        yield Figure(f"{title} {name}", value, budget, value >= budget if name in AT_LEAST else value <= budget)
    for line in scores.failed:
        click.echo(f"  {line}", err=True)


if __name__ == "__main__":
    main()
