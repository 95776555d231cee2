"""The command that repairs sources."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from glossary_ssg.cli.options import CONFIG, CONTENT, reading
from glossary_ssg.cli.terminal import echo

if TYPE_CHECKING:
    from glossary_ssg.commands.fix import Repair


@click.command()
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option("--write", is_flag=True, help="Change the files.  [default: show what would change]")
@CONTENT
@CONFIG
def fix(codes: tuple[str, ...], write: bool, content: Path | None, config: Path | None) -> None:
    """Repair what has one safe answer, of each CODE or of all that can be repaired.

    Shows a diff; with `--write` the files are changed. Exit code: 0 nothing is left to repair, 1 something is, 2 wrong
    usage.
    """
    from glossary_ssg.commands.fix import find_repairs
    from glossary_ssg.commands.repairs import FIXABLE

    for code in codes:
        if code not in FIXABLE:
            raise click.UsageError(f"'{code}' is none of {', '.join(FIXABLE)}")
    with reading(content, config) as session:
        repairs = find_repairs(session, codes)
    left = [repair for repair in repairs if not (write and repair.write())]
    for repair in left:
        if write:
            echo(f"{repair.path.as_posix()}: has changed since it was read, and is left as it is", err=True)
        else:
            _show(repair)
    count = sum(len(repair.codes) for repair in repairs if (repair in left) is not write)
    files = len(repairs) - len(left) if write else len(left)
    echo(f"{count:,} repairs in {files:,} files{'' if write or not left else '; `--write` makes them'}")
    sys.exit(1 if left else 0)


def _show(repair: Repair) -> None:
    """Print a file's repairs as a unified diff."""
    from difflib import unified_diff

    from glossary_ssg.text.lines import with_ends

    before, after = (with_ends(data.decode()) for data in (repair.before, repair.after))
    name = repair.path.as_posix()
    for line in unified_diff(before, after, name, name):
        echo(line.rstrip("\r\n"))
