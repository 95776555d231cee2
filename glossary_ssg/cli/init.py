"""Commands that make files to be changed by hand: init, new entry and theme copy."""

from __future__ import annotations

import os
from pathlib import Path

import click

from glossary_ssg.cli.options import CONFIG, CONTENT, FOLDER
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


@click.group()
def new() -> None:
    """Make new files."""


@new.command()
@click.argument("title")
@click.option("--lang", multiple=True, metavar="LANGUAGE", help="Languages.  [default: the site's default language]")
@CONTENT
@CONFIG
def entry(title: str, lang: tuple[str, ...], content: Path | None, config: Path | None) -> None:
    """Make a file for the entry TITLE, in each LANGUAGE."""
    from glossary_ssg.config import load_config
    from glossary_ssg.scaffold import new_entry

    for path in new_entry(load_config(config=config, content=content), title, lang):
        echo(path.as_posix())


@click.group()
def theme() -> None:
    """Change how the site looks."""


@theme.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@CONTENT
@CONFIG
def copy(files: tuple[str, ...], content: Path | None, config: Path | None) -> None:
    """Copy each FILE of the built-in theme into the site's own, to change it there.

    FILE is a template such as entry.html, a static file such as css/tokens.css or a file of texts such as en.toml.
    """
    from glossary_ssg.config import load_config
    from glossary_ssg.scaffold import copy_theme

    settings = load_config(config=config, content=content)
    paths, name = copy_theme(settings, files)
    for path in paths:
        echo(path.as_posix())
    if name != settings.theme:
        echo("")
        echo(f'Now write in glossary.toml: theme = "{name}"')
