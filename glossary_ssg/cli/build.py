"""Commands that make the whole site: build and check."""

from __future__ import annotations

import shutil
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary_ssg.cli.options import FOLDER, site_options
from glossary_ssg.cli.report import print_report
from glossary_ssg.cli.terminal import Progress, echo
from glossary_ssg.codes import Severity
from glossary_ssg.errors import OutputError

if TYPE_CHECKING:
    from glossary_ssg.executor import Executor


@click.command()
@site_options
@click.option("--output", "-o", type=FOLDER, help="Folder to publish to.  [default: output]")
@click.option("--clean", is_flag=True, help="Forget the cache and build everything anew.")
@click.option("--precompress", is_flag=True, help="Write .gz and .br beside texts, for servers that send these.")
@click.option("--markdown", is_flag=True, help="Write a Markdown twin of each entry; wins over glossary.toml.")
@click.option("--noindex", is_flag=True, help="Ask search engines to leave the site out, for staging.")
def build(output: Path | None, clean: bool, **options: Any) -> None:
    """Build the site.

    Exit codes: 0 success, 1 errors in the content (the site is published anyway), 2 invalid usage or settings.
    """
    _build(output=output, clean=clean, dry=False, **options)


@click.command()
@site_options
@click.option("--update-baseline", is_flag=True, help="Let what is found now pass from now on.")
def check(update_baseline: bool, **options: Any) -> None:
    """Do everything that `build` does, but publish nothing; only the cache is written.

    With `--update-baseline`, all current problems go to glossary-baseline.json; later runs report only new ones.
    """
    _build(output=None, clean=False, dry=True, update_baseline=update_baseline, **options)


def _build(
    *,
    content: Path | None,
    config: Path | None,
    base_url: str | None,
    drafts: bool,
    strict: bool,
    jobs: int,
    cluster: str | None,
    code: str | None,
    format_: str | None,
    verbose: bool,
    profile: Path | None,
    output: Path | None,
    clean: bool,
    dry: bool,
    precompress: bool = False,
    markdown: bool = False,
    noindex: bool = False,
    update_baseline: bool = False,
) -> None:
    from glossary_ssg.cache import Cache
    from glossary_ssg.config import load_config
    from glossary_ssg.executor import remove_abandoned_files
    from glossary_ssg.files import alone_in
    from glossary_ssg.pipeline.build import build
    from glossary_ssg.pipeline.inputs import open_session
    from glossary_ssg.report import profile_as_json
    from glossary_ssg.report.baseline import write_baseline

    settings = load_config(
        config=config,
        content=content,
        output=output,
        base_url=base_url,
        drafts=drafts,
        precompress=precompress,
        markdown=markdown,
        noindex=noindex,
    )
    remove_abandoned_files()
    progress = Progress()
    with nullcontext() if dry else alone_in(settings.output, lambda: _tell_of_wait(settings.output)):
        if clean:
            shutil.rmtree(settings.cache, ignore_errors=True)
        cache = Cache(settings.cache)
        try:
            with _executor(jobs, cluster) as executor:
                # It holds all that the site was made from, until the process ends: to free that takes time.
                session = open_session(settings, executor, cache, progress.show)
                result = build(session, dry=dry)
        finally:
            progress.clear()
            cache.close()
    if profile:
        _write(profile, profile_as_json(result))
    if update_baseline:
        path, count = write_baseline(settings, result)
        echo(f"{path.as_posix()}: {count:,} errors and warnings")
        return
    print_report(result, form=format_, code=code or "", verbose=verbose, dry=dry, settings=settings.settings_path)
    failed = result.count(Severity.ERROR) or (strict and result.count(Severity.WARNING))
    sys.exit(1 if failed else 0)


def _tell_of_wait(output: Path) -> None:
    echo(f"another build is publishing to '{output}'; waiting for it to end", err=True)


def _executor(jobs: int, address: str | None) -> Executor:
    from urllib.parse import urlsplit

    from glossary_ssg.cluster import SCHEME, Cluster
    from glossary_ssg.executor import make_executor

    if not address:
        return make_executor(jobs)
    if not address.startswith(SCHEME):
        raise click.BadParameter(f"'{address}' does not begin with {SCHEME}", param_hint="'--executor'")
    try:
        parts = urlsplit(address)
        is_complete = bool(parts.hostname and parts.port)  # asking for the port raises where it is none
    except ValueError:
        is_complete = False
    if not is_complete:
        raise click.BadParameter(f"'{address}' is not {SCHEME}HOST:PORT", param_hint="'--executor'")
    return Cluster(address)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"error: {path}: cannot be written: {error.strerror}") from error
