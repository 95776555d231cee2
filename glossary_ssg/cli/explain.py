"""Commands that explain links: explain and wanted."""

from __future__ import annotations

from pathlib import Path

import click

from glossary_ssg.cli.options import quick_options, reading
from glossary_ssg.cli.terminal import echo, echo_json


@click.command()
@click.argument("page", default="")
@quick_options
def explain(page: str, content: Path | None, config: Path | None, format_: str) -> None:
    """Say for each reference and name why it is a link, or why not.

    PAGE is a file, a translation key, a headword or an address; without it all pages are explained.
    With `--format json` each line is one JSON object.
    """
    import json

    from msgspec import to_builtins

    from glossary_ssg.commands.explain import explain

    with reading(content, config) as session:
        for item in explain(session, page=page):
            if format_ == "json":
                echo_json(json.dumps(to_builtins(item), ensure_ascii=False))
            else:
                arrow = f" -> {item.resolved}" if item.resolved else ""
                why = f"{item.rule}: {item.detail}" if item.detail else item.rule
                echo(f"{item.file}:{item.line}: {item.kind} '{item.surface}'{arrow} ({why})")


@click.command()
@quick_options
def wanted(content: Path | None, config: Path | None, format_: str) -> None:
    """List the terms that links ask for and nobody has written, most wanted first."""
    import json

    from msgspec import to_builtins

    from glossary_ssg.commands.explain import wanted

    with reading(content, config) as session:
        terms = wanted(session)
    if format_ == "json":
        echo_json(json.dumps(to_builtins(terms), ensure_ascii=False, indent=2))
        return
    for term in terms:
        more = f" and {len(term.wanted_by) - 3} more" if len(term.wanted_by) > 3 else ""
        echo(f"{term.count:5}  {term.lang}  {term.name}  ({', '.join(term.wanted_by[:3])}{more})")
