"""The command that creates a site."""

from __future__ import annotations

import os
from pathlib import Path

import click

from glossary_ssg.cli.options import FOLDER
from glossary_ssg.cli.terminal import echo


@click.command()
@click.argument("folder", type=FOLDER)
@click.option(
    "--ci", type=click.Choice(["github", "gitlab"]), help="Add a workflow that checks and publishes the site."
)
def init(folder: Path, ci: str | None) -> None:
    """Make a new site in FOLDER: settings, two languages, three entries.

    With --ci in the folder of a site: add the workflow alone.
    """
    from glossary_ssg.scaffold import init_site

    is_new = not os.path.lexists(folder / "glossary.toml")
    for path in init_site(folder, ci or ""):
        echo(f"  {path}")
    if is_new:
        echo("")
        echo(f"Now run: cd {folder} && glossary-ssg build")
