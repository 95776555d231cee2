"""Options that several commands have, and what reading commands need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary_ssg.cli.report import FORMATS
from glossary_ssg.codes import CODES

if TYPE_CHECKING:
    from glossary_ssg.pipeline.session import Session

    _Choice = click.Choice[str]
else:
    _Choice = click.Choice  # generic from click 8.2 on

PATH = click.Path(path_type=Path)
FOLDER = click.Path(path_type=Path, file_okay=False)
CONTENT = click.option("--content", type=FOLDER, help="Folder with the entries.  [default: content]")
CONFIG = click.option("--config", type=PATH, help="Settings.  [default: glossary.toml beside the content folder]")


class _Code(_Choice):
    """A diagnostic code. A mistyped one gets a suggestion instead of a list of all."""

    def __init__(self) -> None:
        super().__init__(sorted(CODES), case_sensitive=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            from glossary_ssg.text.closest import closest

            close = closest(str(value).lower(), sorted(CODES), cutoff=0.5)
            hint = f"did you mean '{close}'?" if close else "docs/diagnostics.md lists all codes"
            self.fail(f"'{value}' is not a diagnostic code; {hint}", param, ctx)


def options(*options: Callable[..., Any]) -> Callable[..., Any]:
    """Return a decorator that adds options, in this order."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


site_options = options(
    CONTENT,
    CONFIG,
    click.option("--base-url", metavar="URL", help="Where the site will stand; wins over glossary.toml."),
    click.option("--drafts", is_flag=True, help="Build drafts too."),
    click.option("--strict", is_flag=True, help="Exit with 1 for warnings too."),
    click.option("--jobs", "-j", type=click.IntRange(0, 256), default=0, help="Processes; 0 is one per core."),
    click.option("--executor", "cluster", metavar="dask://HOST:PORT",
                 help="Spread the work over a Dask cluster instead of processes."),
    click.option("--code", type=_Code(), metavar="CODE", default=None,
                 help="Show only diagnostics of this code, all of them."),
    click.option("--format", "format_", type=click.Choice(FORMATS), default=None,
                 help="Of the report.  [default: text; github in GitHub's Actions]"),
    click.option("--verbose", "-v", is_flag=True,
                 help="Show notes, the time of each stage and why pages were rendered."),
    click.option("--profile", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
                 help="Write times and counts as JSON."),
)  # fmt: skip
quick_options = options(
    CONTENT,
    CONFIG,
    click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Of the output."),
)


@contextmanager
def reading(content: Path | None, config: Path | None, *, drafts: bool = False) -> Iterator[Session]:
    """Yield the session of a command that only reads."""
    from glossary_ssg.cache import Cache
    from glossary_ssg.config import load_config
    from glossary_ssg.executor import make_executor
    from glossary_ssg.pipeline.inputs import open_session

    settings = load_config(config=config, content=content, drafts=drafts)
    cache = Cache(settings.cache, read_only=True)
    try:
        with make_executor(0) as executor:
            yield open_session(settings, executor, cache)
    finally:
        cache.close()
