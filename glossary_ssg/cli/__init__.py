"""The command line: the only package that prints, reads the terminal or exits. One module per command group.

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
from glossary_ssg.cli.build import build, check
from glossary_ssg.cli.completion import completion
from glossary_ssg.cli.doctor import doctor
from glossary_ssg.cli.explain import explain, wanted
from glossary_ssg.cli.export import export
from glossary_ssg.cli.fix import fix
from glossary_ssg.cli.init import init
from glossary_ssg.cli.new import new
from glossary_ssg.cli.schema import schema
from glossary_ssg.cli.search import search
from glossary_ssg.cli.serve import serve
from glossary_ssg.cli.terminal import echo_error
from glossary_ssg.cli.theme import theme
from glossary_ssg.cli.urls import urls
from glossary_ssg.errors import GlossaryError
from glossary_ssg.signals import end_at_once, exit_code, stoppable

__all__ = ["main", "run"]


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.EROFS, errno.EIO})
"""What the machine runs out of or refuses: no fault of ours, and no traceback."""
_BROKEN_PIPE = 141
"""Exit code where the reader of a pipe has gone: 128 and SIGPIPE, as of any other program."""


class _Group(click.Group):
    """Ends commands that a GlossaryError stops with its message and exit code 2, and those that a signal stops."""

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        try:
            return super().make_context(*arguments, **options)
        except BrokenPipeError:  # of `--help`
            _discard()
            sys.exit(_BROKEN_PIPE)

    def invoke(self, ctx: click.Context) -> Any:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")  # as standard error: no character stops a command
        try:
            with stoppable():
                return super().invoke(ctx)
        except KeyboardInterrupt as stop:
            ctx.exit(exit_code(stop))
        except BrokenPipeError:
            _discard()
            ctx.exit(_BROKEN_PIPE)
        except GlossaryError as error:
            _report(str(error))
            ctx.exit(2)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="glossary-ssg", message="%(prog)s %(version)s")
def main() -> None:
    """Build static sites from multilingual glossaries."""


for _command in (
    build,
    check,
    fix,
    serve,
    explain,
    wanted,
    search,
    urls,
    init,
    new,
    theme,
    export,
    schema,
    completion,
    doctor,
):
    main.add_command(_command)


def run() -> None:
    """Run the command line and end the process, without freeing piece by piece what a large site is made of."""
    end_at_once()
    _open_streams()
    try:
        main()
    except OSError as error:
        if error.errno not in _FULL and error.filename is None:
            raise
        _report(_told(error))
        _end(2)
    except SystemExit as end:
        code = end.code or 0
        if not isinstance(code, int):
            raise
        with suppress(OSError):  # else Python says at the end what is wrong
            for stream in filter(None, (sys.stdout, sys.stderr)):
                stream.flush()
            _end(code)
        raise


def _told(error: OSError) -> str:
    """Return the message for what the machine refuses, or for a file that changes while it is read."""
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return f"error: {error.strerror}\n  hint: raise the limit: `ulimit -n 1024`"
    if error.errno in _FULL:
        return f"error: {error.filename or 'standard output'}: cannot be written: {error.strerror}"
    return f"error: {error.filename}: {error.strerror}\n  hint: if something else changed it meanwhile, run it again"


def _report(message: str) -> None:
    with suppress(OSError):  # where nobody can be told, the exit code is
        echo_error(message)


def _end(code: int) -> None:
    """End the process, and remove the files of its worker processes."""
    if executor := sys.modules.get("glossary_ssg.executor"):
        executor.remove_own_files()
    os._exit(code & 0xFF)


def _open_streams() -> None:
    """Let what is written to a stream that was closed before we began go nowhere."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest free number, this one
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115


def _discard() -> None:
    """Let what is still written go nowhere, and what is in buffers too."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            os.dup2(nowhere, stream.fileno())
