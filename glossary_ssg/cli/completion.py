"""The command that prints scripts for shells."""

from __future__ import annotations

import click

from glossary_ssg.cli.terminal import echo_script

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that lets SHELL complete commands and options."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise click.BadParameter(f"click completes nothing in {shell}")
    echo_script(kind(ctx.find_root().command, {}, "glossary-ssg", "_GLOSSARY_SSG_COMPLETE").source())
