"""The command line: the only room that prints, reads the terminal or exits. A module for each kind of command.

Everything heavy is imported inside the commands, so that `--help` is instant.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress
from typing import Any

import click

from glossary_ssg import __version__
from glossary_ssg.cli.ask import explain, search, wanted
from glossary_ssg.cli.fix import fix
from glossary_ssg.cli.hand import export, schema
from glossary_ssg.cli.make import init, new, theme
from glossary_ssg.cli.serve import serve
from glossary_ssg.cli.site import build, check
from glossary_ssg.cli.terminal import echo_error
from glossary_ssg.cli.urls import urls
from glossary_ssg.errors import GlossaryError

__all__ = ["main", "run"]


class _Group(click.Group):
    """Ends every command that a GlossaryError stops with its message and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")  # as standard error: no character stops a command
        try:
            return super().invoke(ctx)
        except GlossaryError as error:
            echo_error(str(error))
            ctx.exit(2)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="glossary-ssg", message="%(prog)s %(version)s")
def main() -> None:
    """Build static sites from multilingual glossaries."""


for _command in (build, check, fix, serve, explain, wanted, search, urls, init, new, theme, export, schema):
    main.add_command(_command)


def run() -> None:
    """Run the command line and end the process, without freeing piece by piece what a large site is made of."""
    try:
        main()
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        message = f"error: {error.filename or 'standard output'}: cannot be written: {error.strerror}"
        echo_error(message)
        os._exit(2)
    except SystemExit as end:
        code = end.code or 0
        if not isinstance(code, int):
            raise
        with suppress(OSError):  # else Python says at the end what is wrong
            for stream in filter(None, (sys.stdout, sys.stderr)):
                stream.flush()
            os._exit(code & 0xFF)
        raise
