"""The command that prints JSON Schemas."""

from __future__ import annotations

import click

from glossary_ssg.cli.terminal import echo_json


@click.command()
@click.argument("name", type=click.Choice(["config", "frontmatter", "terms", "concepts"]))
def schema(name: str) -> None:
    """Print the JSON Schema of `glossary.toml`, of entries' fields, of terms.json or of concepts.json."""
    import json

    from glossary_ssg.formats import SCHEMAS

    echo_json(json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=2))
