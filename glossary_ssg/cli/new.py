"""Commands that create entries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from glossary_ssg.cli.options import CONFIG, CONTENT, reading
from glossary_ssg.cli.terminal import echo

if TYPE_CHECKING:
    from glossary_ssg.scaffold import Created


@click.group()
def new() -> None:
    """Create new files."""


@new.command()
@click.argument("title")
@click.option("--lang", multiple=True, metavar="LANGUAGE", help="Languages.  [default: the site's default language]")
@CONTENT
@CONFIG
def entry(title: str, lang: tuple[str, ...], content: Path | None, config: Path | None) -> None:
    """Create a file for the entry TITLE, in each LANGUAGE.

    The model of new files is archetypes/entry.md, if there is one.
    """
    from glossary_ssg.config import load_config
    from glossary_ssg.scaffold import new_entry

    created = new_entry(load_config(config=config, content=content), title, lang)
    _print(created, lang, content, config)


@new.command()
@click.argument("page")
@click.option("--lang", multiple=True, required=True, metavar="LANGUAGE", help="Languages to translate into.")
@CONTENT
@CONFIG
def translation(page: str, lang: tuple[str, ...], content: Path | None, config: Path | None) -> None:
    """Create a file for the translation of PAGE into each LANGUAGE.

    PAGE is a headword, a translation key or a file.
    """
    from glossary_ssg.commands.translate import new_translation

    with reading(content, config, drafts=True) as session:
        created = new_translation(session, page, lang)
    _print(created, lang, content, config)


def _print(created: Created, langs: tuple[str, ...], content: Path | None, config: Path | None) -> None:
    from glossary_ssg.config import load_config

    for path in created.skipped:
        echo(f"skipped '{path.as_posix()}': it exists already", err=True)
    for path in created.written:
        echo(path.as_posix())
    known = {language.folder for language in load_config(config=config, content=content).languages}
    for lang in dict.fromkeys(langs):
        if lang not in known:
            echo(f"Now add this line to glossary.toml: [languages.{lang}]", err=True)
