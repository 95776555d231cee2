"""The command that shows the site while it is written."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from glossary_ssg.cli.options import CONFIG, CONTENT
from glossary_ssg.cli.terminal import Progress, echo, style

if TYPE_CHECKING:
    from glossary_ssg.config import Config


@click.command()
@CONTENT
@CONFIG
@click.option("--base-url", metavar="URL", help="Where the site will stand; wins over glossary.toml.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="Another name by which browsers may ask for the site, as in containers and on remote machines.",
)
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=8000, show_default=True, help="If it is taken, the next free one."
)
@click.option("--open", "open_", is_flag=True, help="Open the site in the browser.")
@click.option("--drafts", is_flag=True, help="Show drafts too.")
@click.option("--poll", is_flag=True, help="Poll all files, for file systems that do not report changes.")
@click.option("--jobs", "-j", type=click.IntRange(0, 256), default=0, help="Processes; 0 is one per core.")
def serve(
    content: Path | None,
    config: Path | None,
    base_url: str | None,
    host: str,
    hosts: tuple[str, ...],
    port: int,
    open_: bool,
    drafts: bool,
    poll: bool,
    jobs: int,
) -> None:
    """Show the site in the browser while you write; Ctrl-C ends it.

    Nothing is written into the output folder.
    """
    from glossary_ssg import serve as room
    from glossary_ssg.cache import Cache
    from glossary_ssg.config import CACHE_NAME, THEMES, find_site, load_config
    from glossary_ssg.executor import make_executor, remove_abandoned_files
    from glossary_ssg.pipeline.incremental.memory import Memory
    from glossary_ssg.pipeline.preview import preview
    from glossary_ssg.serve.lines import Teller

    def load() -> Config:
        return load_config(config=config, content=content, base_url=base_url, drafts=drafts)

    def show(change: room.Change) -> None:
        progress.clear()
        for line in teller.lines(change):
            echo(line, err=True, is_styled=True)

    def greet(place: room.Place) -> None:
        if place.is_other_port:
            echo(f"port {port} is in use; using {urlsplit(place.url).port}", err=True)
        echo(f"{style(place.url, 'path')}  (Ctrl-C to end)", err=True, is_styled=True)
        if open_:
            click.launch(place.url)

    def tell_of_fallback() -> None:
        progress.clear()
        echo("file-watch limit reached; falling back to polling", err=True)

    progress, teller, memory = Progress(), Teller(style), Memory()
    options = room.Options(host, port, poll, config, hosts)
    # Even with settings that cannot be read there is a place to begin from.
    settings, root = find_site(config, content)
    nothing = room.Nothing((content or root / "content", root / THEMES), settings)
    remove_abandoned_files()
    # Ctrl-C is how a preview ends, even while it is starting.
    with suppress(KeyboardInterrupt), make_executor(jobs) as executor, closing(Cache(root / CACHE_NAME)) as cache:
        room.serve(
            lambda: preview(load(), executor, cache=cache, memory=memory, progress=progress.show),
            nothing,
            options,
            on_change=show,
            on_ready=greet,
            on_fallback=tell_of_fallback,
        )
