"""Commands that make the whole site: build and check."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import click

from glossary_ssg.cli.options import FOLDER, site_options
from glossary_ssg.cli.terminal import Progress, echo_json, style
from glossary_ssg.diagnostics import Severity


@click.command()
@site_options
@click.option("--output", "-o", type=FOLDER, help="Folder to publish to.  [default: output]")
@click.option("--clean", is_flag=True, help="Forget the cache and build everything anew.")
def build(output: Path | None, clean: bool, **options: Any) -> None:
    """Build the site.

    Exit code: 0 fine, 1 mistakes in the content (the site is published all the same), 2 wrong usage or settings.
    """
    _build(output=output, clean=clean, dry=False, **options)


@click.command()
@site_options
def check(**options: Any) -> None:
    """Do everything that `build` does, but write nothing."""
    _build(output=None, clean=False, dry=True, **options)


def _build(
    *,
    content: Path | None,
    config: Path | None,
    base_url: str | None,
    drafts: bool,
    strict: bool,
    jobs: int,
    code: str | None,
    format_: str,
    verbose: bool,
    output: Path | None,
    clean: bool,
    dry: bool,
) -> None:
    from glossary_ssg import pipeline, report
    from glossary_ssg.config import load_config
    from glossary_ssg.executor import Cache, make_executor

    settings = load_config(config=config, content=content, output=output, base_url=base_url, drafts=drafts)
    if clean:
        shutil.rmtree(settings.cache, ignore_errors=True)
    cache = Cache(settings.cache, read_only=dry)
    progress = Progress()
    try:
        with make_executor(jobs) as executor:
            result = pipeline.build(settings, executor, cache=cache, dry=dry, progress=progress.show)
    finally:
        progress.clear()
        cache.close()
    if format_ == "json":
        echo_json(report.report_as_json(result, code=code or ""))
    else:
        for line in report.diagnostics_as_text(result.diagnostics, code=code or "", notes=verbose, style=style):
            click.echo(line, err=True)
        for line in report.summary_as_text(result, dry=dry):
            click.echo(line)
        if verbose:
            click.echo("  stages     " + ", ".join(f"{stage} {seconds:.2f} s" for stage, seconds in result.stages))
    failed = result.count(Severity.ERROR) or (strict and result.count(Severity.WARNING))
    sys.exit(1 if failed else 0)
