"""Commands for a site's own theme."""

from __future__ import annotations

from pathlib import Path

import click

from glossary_ssg.cli.options import CONFIG, CONTENT
from glossary_ssg.cli.terminal import echo


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
