"""The command that writes the glossary as a table."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from glossary_ssg.cli.options import CONFIG, CONTENT, PATH, reading
from glossary_ssg.cli.terminal import echo
from glossary_ssg.errors import GlossaryError


@click.command()
@click.option("--format", "format_", type=click.Choice(["csv", "tsv", "xlsx"]), default="csv", help="Of the table.")
@click.option("--lang", multiple=True, metavar="LANGUAGE", help="Languages, in this order.  [default: all]")
@click.option("--output", "-o", type=PATH, help="File to write.  [default: standard output]")
@CONTENT
@CONFIG
def export(format_: str, lang: tuple[str, ...], output: Path | None, content: Path | None, config: Path | None) -> None:
    """Write the glossary as a table: a row for each concept, columns for each language."""
    from glossary_ssg.commands.export import export
    from glossary_ssg.formats import TableFormat
    from glossary_ssg.text.lines import with_ends

    is_shown = output is None and sys.stdout.isatty()
    if is_shown and format_ == "xlsx":
        raise click.UsageError("a terminal cannot show a workbook; name a file with --output")
    with reading(content, config) as session:
        data = export(session, kind=TableFormat(format_), langs=lang)
    if is_shown:
        for line in with_ends(data.decode("utf-8-sig")):
            echo(line.rstrip("\r\n"))
        return
    try:
        with click.open_file(str(output or "-"), "wb") as file:
            file.write(data)
    except OSError as error:
        raise GlossaryError(
            f"error: '{error.filename or output or 'standard output'}' cannot be written: {error.strerror}"
        ) from error
