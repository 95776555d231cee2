"""The command that searches a built site."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from glossary_ssg.cli.options import FOLDER, quick_options
from glossary_ssg.cli.terminal import echo, echo_json


@click.command()
@click.argument("query")
@click.option("--lang", metavar="LANGUAGE", help="Language to search.  [default: the site's default language]")
@click.option("--output", "-o", type=FOLDER, help="Folder of the built site.  [default: output]")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Results that are shown.")
@quick_options
def search(
    query: str,
    lang: str | None,
    output: Path | None,
    limit: int,
    content: Path | None,
    config: Path | None,
    format_: str,
) -> None:
    """Search the built site as its pages do.

    QUERY is words, +word, -word, word*, word^2 or field:word. Exit code: 0 found, 1 nothing found, 2 wrong usage.
    """
    import json

    from msgspec import to_builtins

    from glossary_ssg.commands.search import search_site
    from glossary_ssg.config import load_config

    answer = search_site(load_config(config=config, content=content, output=output), query, lang, limit=limit)
    if format_ == "json":
        echo_json(json.dumps(to_builtins(answer), ensure_ascii=False, indent=2))
    else:
        if answer.did_you_mean:
            echo(f"nothing is found for '{query}'; did you mean '{answer.did_you_mean}'?")
        for hit in answer.hits:
            echo(f"{hit.title}{f' ({hit.name})' if hit.name else ''}  {hit.href}")
            for section in hit.headings:
                echo(f"  {section.title}  {section.href}")
        if answer.total > len(answer.hits):
            echo(f"and {answer.total - len(answer.hits)} more")
    sys.exit(0 if answer.total else 1)
