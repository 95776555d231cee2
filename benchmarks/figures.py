"""What becomes of the links of a glossary: `python -m benchmarks.figures CONTENT`.

Prints what each rule of the ladder resolved, how many terms are wanted, and the automatic links per page.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from glossary_ssg.cache import Cache
from glossary_ssg.commands.explain import explain, wanted
from glossary_ssg.config import load_config
from glossary_ssg.executor import make_executor
from glossary_ssg.pipeline.inputs import open_session

REFERENCES = ("link", "wiki", "related")


@click.command()
@click.argument("content", type=click.Path(path_type=Path, exists=True, file_okay=False))
def main(content: Path) -> None:
    """Print the figures of the glossary in CONTENT."""
    config = load_config(content=content)
    cache = Cache(config.cache, read_only=True)
    with make_executor(0) as executor:
        session = open_session(config, executor, cache)
        items = list(explain(session))
        asked = wanted(session)
    cache.close()
    rules = Counter(item.rule for item in items if item.kind in REFERENCES)
    click.echo(f"{rules.total():,} references")
    for rule, count in rules.most_common():
        click.echo(f"{count:7,}  {rule}")
    click.echo(f"{len(asked):,} wanted terms, asked for {sum(term.count for term in asked):,} times")
    click.echo("automatic links, in how many of the pages, per page; names left alone inside of longer words")
    pages = Counter(lang for lang, _ in {(item.lang, item.file) for item in items})
    for lang in sorted(pages):
        links = [item for item in items if item.lang == lang and item.kind == "auto"]
        inside = sum(item.lang == lang and item.rule == "inside-a-word" for item in items)
        on = len({item.file for item in links})
        click.echo(f"{lang:8}{len(links):5} in {on:3} of {pages[lang]:3}  {len(links) / pages[lang]:6.2f}  {inside:5}")


if __name__ == "__main__":
    main()
