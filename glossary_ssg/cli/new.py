"""Commands that create entries."""

from __future__ import annotations

from pathlib import Path

import click

from glossary_ssg.cli.options import CONFIG, CONTENT
from glossary_ssg.cli.terminal import echo


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
