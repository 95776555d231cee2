"""The command that prints what a bug report needs."""

from __future__ import annotations

from pathlib import Path

import click

from glossary_ssg.cli.options import CONFIG, CONTENT
from glossary_ssg.cli.terminal import echo


@click.command()
@CONTENT
@CONFIG
def doctor(content: Path | None, config: Path | None) -> None:
    """Print what a bug report needs: versions, extras, settings, cache, limits. Nothing is written."""
    from glossary_ssg.commands.doctor import facts

    for name, value in facts(config, content):
        echo(f"{name:<14} {value}")
