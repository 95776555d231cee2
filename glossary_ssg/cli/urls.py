"""The command that looks after addresses."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from glossary_ssg.cli.options import PATH, quick_options, reading
from glossary_ssg.cli.terminal import echo, echo_json


@click.command()
@click.option("--against", type=PATH, metavar="FILE", help="A sitemap or a list.  [default: glossary-urls.txt]")
@click.option("--record", is_flag=True, help="Add the addresses of this site to glossary-urls.txt.")
@quick_options
def urls(against: Path | None, record: bool, content: Path | None, config: Path | None, format_: str) -> None:
    """Say which addresses of an old site are kept, redirected and lost.

    Exit code: 0 none is lost, 1 some are, 2 wrong usage.
    """
    import json

    from msgspec import to_builtins

    from glossary_ssg.commands.urls import compare_urls

    with reading(content, config) as session:
        found = compare_urls(session, against=against, record=record)
    if format_ == "json":
        echo_json(json.dumps(to_builtins(found), ensure_ascii=False, indent=2))
    else:
        for old, new in found.redirected:
            echo(f"redirected  {old} -> {new}")
        for old in found.lost:
            echo(f"lost        {old}")
        echo(f"{len(found.kept):,} kept, {len(found.redirected):,} redirected, {len(found.lost):,} lost")
    sys.exit(1 if found.lost else 0)
