"""The command line: the only place that prints, reads the terminal or exits."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary_ssg import __version__
from glossary_ssg.diagnostics import CODES, Severity
from glossary_ssg.errors import GlossaryError

if TYPE_CHECKING:
    from glossary_ssg.config import Config
    from glossary_ssg.executor import Cache, Executor

# Everything heavy is imported inside the commands, so that `--help` is instant.

_STYLES: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "note": {"fg": "cyan"},
    "dim": {"dim": True},
    "path": {"bold": True},
}
PATH = click.Path(path_type=Path)
FOLDER = click.Path(path_type=Path, file_okay=False)


class _Group(click.Group):
    """Ends every command that a GlossaryError stops with its message and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")  # as standard error: no character stops a command
        try:
            return super().invoke(ctx)
        except GlossaryError as error:
            click.echo(_coloured(str(error)), err=True)
            ctx.exit(2)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="glossary-ssg", message="%(prog)s %(version)s")
def main() -> None:
    """Build static sites from multilingual glossaries."""


_CONTENT = click.option("--content", type=FOLDER, help="Folder with the entries.  [default: content]")
_CONFIG = click.option("--config", type=PATH, help="Settings.  [default: glossary.toml beside the content folder]")


def _options(*options: Callable[..., Any]) -> Callable[..., Any]:
    """Return a decorator that adds options, in this order."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


_site_options = _options(
    _CONTENT,
    _CONFIG,
    click.option("--base-url", metavar="URL", help="Where the site will stand; wins over glossary.toml."),
    click.option("--drafts", is_flag=True, help="Build drafts too."),
    click.option("--strict", is_flag=True, help="Exit with 1 for warnings too."),
    click.option("--jobs", "-j", type=click.IntRange(0, 256), default=0, help="Processes; 0 is one per core."),
    click.option("--code", type=click.Choice(sorted(CODES), case_sensitive=False), metavar="CODE", default=None,
                 help="Show only diagnostics of this code, all of them."),
    click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Of the report."),
    click.option("--verbose", "-v", is_flag=True, help="Show notes and the time of each stage."),
)  # fmt: skip
_quick_options = _options(
    _CONTENT,
    _CONFIG,
    click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Of the output."),
)


@main.command()
@_site_options
@click.option("--output", "-o", type=FOLDER, help="Folder to publish to.  [default: output]")
@click.option("--clean", is_flag=True, help="Forget the cache and build everything anew.")
@click.option("--precompress", is_flag=True, help="Write .gz and .br beside texts, for servers that send these.")
def build(output: Path | None, clean: bool, precompress: bool, **options: Any) -> None:
    """Build the site.

    Exit code: 0 fine, 1 mistakes in the content (the site is published all the same), 2 wrong usage or settings.
    """
    _build(output=output, clean=clean, precompress=precompress, dry=False, **options)


@main.command()
@_site_options
def check(**options: Any) -> None:
    """Do everything that `build` does, but write nothing."""
    _build(output=None, clean=False, precompress=False, dry=True, **options)


def _build(
    *,
    content: Path | None,
    config: Path | None,
    base_url: str | None,
    drafts: bool,
    strict: bool,
    jobs: int,
    code: str | None,
    format_: str,
    verbose: bool,
    output: Path | None,
    clean: bool,
    precompress: bool,
    dry: bool,
) -> None:
    from glossary_ssg import pipeline, report
    from glossary_ssg.config import load_config
    from glossary_ssg.executor import Cache, make_executor

    settings = load_config(
        config=config, content=content, output=output, base_url=base_url, drafts=drafts, precompress=precompress
    )
    if clean:
        shutil.rmtree(settings.cache, ignore_errors=True)
    cache = Cache(settings.cache, read_only=dry)
    progress = _Progress()
    try:
        with make_executor(jobs) as executor:
            result = pipeline.build(settings, executor, cache=cache, dry=dry, progress=progress.show)
    finally:
        progress.clear()
        cache.close()
    if format_ == "json":
        _echo_json(report.report_as_json(result, code=code or ""))
    else:
        for line in report.diagnostics_as_text(result.diagnostics, code=code or "", notes=verbose, style=_style):
            click.echo(line, err=True)
        for line in report.summary_as_text(result, dry=dry):
            click.echo(line)
        if verbose:
            click.echo("  stages     " + ", ".join(f"{stage} {seconds:.2f} s" for stage, seconds in result.stages))
    failed = result.count(Severity.ERROR) or (strict and result.count(Severity.WARNING))
    sys.exit(1 if failed else 0)


@main.command()
@_CONTENT
@_CONFIG
@click.option("--base-url", metavar="URL", help="Where the site will stand; wins over glossary.toml.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=8000, show_default=True, help="If it is taken, the next free one."
)
@click.option("--open", "open_", is_flag=True, help="Open the site in the browser.")
@click.option("--drafts", is_flag=True, help="Show drafts too.")
@click.option("--poll", is_flag=True, help="Look at all files again and again, where changes are not noticed.")
@click.option("--jobs", "-j", type=click.IntRange(0, 256), default=0, help="Processes; 0 is one per core.")
def serve(
    content: Path | None,
    config: Path | None,
    base_url: str | None,
    host: str,
    port: int,
    open_: bool,
    drafts: bool,
    poll: bool,
    jobs: int,
) -> None:
    """Show the site in the browser while you write; Ctrl-C ends it.

    Nothing is written into the output folder.
    """
    from glossary_ssg import pipeline
    from glossary_ssg import serve as room
    from glossary_ssg.config import load_config
    from glossary_ssg.executor import make_executor
    from glossary_ssg.serve.lines import Teller

    def load() -> Config:
        return load_config(config=config, content=content, base_url=base_url, drafts=drafts)

    def show(change: room.Change) -> None:
        progress.clear()
        for line in teller.lines(change):
            click.echo(line, err=True)

    def greet(place: room.Place) -> None:
        if place.is_other_port:
            click.echo(f"port {port} is taken, so it is another one", err=True)
        if place.is_polling and not poll:
            click.echo("this machine watches no more folders, so all files are looked at again and again", err=True)
        click.echo(f"{_style(place.url, 'path')}  (Ctrl-C to end)", err=True)
        if open_:
            click.launch(place.url)

    progress, teller, memory = _Progress(), Teller(_style), pipeline.Memory()
    options = room.Options(host, port, poll, config)
    with make_executor(jobs) as executor, _lasting_cache(load().cache) as cache:
        room.serve(
            lambda: pipeline.preview(load(), executor, cache=cache, memory=memory, progress=progress.show),
            options,
            on_change=show,
            on_ready=greet,
        )


@contextmanager
def _lasting_cache(folder: Path) -> Iterator[Cache]:
    """Yield the cache of a folder; where nothing can be written there, one that lives as long as the command."""
    import tempfile

    from glossary_ssg.executor import Cache

    with tempfile.TemporaryDirectory(prefix="glossary-ssg-") as other:
        cache = Cache(folder)
        if not cache.is_open:
            cache = Cache(Path(other))
        try:
            yield cache
        finally:
            cache.close()


@main.command()
@click.argument("page", default="")
@_quick_options
def explain(page: str, content: Path | None, config: Path | None, format_: str) -> None:
    """Say for each reference and name why it is a link, or why not.

    PAGE is a file, a translation key, a headword or an address; without it all pages are explained.
    With `--format json` each line is one JSON object.
    """
    import json
    from dataclasses import asdict

    from glossary_ssg import pipeline

    with _analysis(content, config) as (settings, executor, cache):
        for item in pipeline.explain(settings, executor, cache=cache, page=page):
            if format_ == "json":
                _echo_json(json.dumps(asdict(item), ensure_ascii=False))
            else:
                arrow = f" -> {item.resolved}" if item.resolved else ""
                click.echo(f"{item.file}:{item.line}: {item.kind} '{item.surface}'{arrow} ({item.rule})")


@main.command()
@_quick_options
def wanted(content: Path | None, config: Path | None, format_: str) -> None:
    """List the terms that links ask for and nobody has written, most wanted first."""
    import json
    from dataclasses import asdict

    from glossary_ssg import pipeline

    with _analysis(content, config) as (settings, executor, cache):
        terms = pipeline.wanted(settings, executor, cache=cache)
    if format_ == "json":
        _echo_json(json.dumps([asdict(term) for term in terms], ensure_ascii=False, indent=2))
        return
    for term in terms:
        more = f" and {len(term.wanted_by) - 3} more" if len(term.wanted_by) > 3 else ""
        click.echo(f"{term.count:5}  {term.lang}  {term.name}  ({', '.join(term.wanted_by[:3])}{more})")


@main.command()
@click.argument("query")
@click.option("--lang", metavar="LANGUAGE", help="Language to search.  [default: the site's default language]")
@click.option("--output", "-o", type=FOLDER, help="Folder of the built site.  [default: output]")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Results that are shown.")
@_quick_options
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
    from dataclasses import asdict

    from glossary_ssg import pipeline
    from glossary_ssg.config import load_config

    answer = pipeline.search_site(load_config(config=config, content=content, output=output), query, lang, limit=limit)
    if format_ == "json":
        _echo_json(json.dumps(asdict(answer), ensure_ascii=False, indent=2))
    else:
        if answer.did_you_mean:
            click.echo(f"nothing is found for '{query}'; did you mean '{answer.did_you_mean}'?")
        for hit in answer.hits:
            click.echo(f"{hit.title}{f' ({hit.name})' if hit.name else ''}  {hit.href}")
        if answer.total > len(answer.hits):
            click.echo(f"and {answer.total - len(answer.hits)} more")
    sys.exit(0 if answer.total else 1)


@contextmanager
def _analysis(content: Path | None, config: Path | None) -> Iterator[tuple[Config, Executor, Cache]]:
    """Yield what reading commands need; nothing is written."""
    from glossary_ssg.config import load_config
    from glossary_ssg.executor import Cache, make_executor

    settings = load_config(config=config, content=content)
    cache = Cache(settings.cache, read_only=True)
    try:
        with make_executor(0) as executor:
            yield settings, executor, cache
    finally:
        cache.close()


@main.command()
@click.argument("folder", type=FOLDER)
@click.option(
    "--ci", type=click.Choice(["github", "gitlab"]), help="Add a workflow that checks and publishes the site."
)
def init(folder: Path, ci: str | None) -> None:
    """Make a new site in FOLDER: settings, two languages, three entries.

    With --ci in the folder of a site: add the workflow alone.
    """
    from glossary_ssg.scaffold import init_site

    is_new = not (folder / "glossary.toml").exists()
    for path in init_site(folder, ci or ""):
        click.echo(f"  {path}")
    if is_new:
        click.echo(f"\nNow run: cd {folder} && glossary-ssg build")


@main.group()
def new() -> None:
    """Make new files."""


@new.command()
@click.argument("title")
@click.option("--lang", multiple=True, metavar="LANGUAGE", help="Languages.  [default: the site's default language]")
@_CONTENT
@_CONFIG
def entry(title: str, lang: tuple[str, ...], content: Path | None, config: Path | None) -> None:
    """Make a file for the entry TITLE, in each LANGUAGE."""
    from glossary_ssg.config import load_config
    from glossary_ssg.scaffold import new_entry

    for path in new_entry(load_config(config=config, content=content), title, lang):
        click.echo(path.as_posix())


@main.group()
def theme() -> None:
    """Change how the site looks."""


@theme.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@_CONTENT
@_CONFIG
def copy(files: tuple[str, ...], content: Path | None, config: Path | None) -> None:
    """Copy each FILE of the built-in theme into the site's own, to change it there.

    FILE is a template such as entry.html, a static file such as css/tokens.css or a file of texts such as en.toml.
    """
    from glossary_ssg.config import load_config
    from glossary_ssg.scaffold import copy_theme

    settings = load_config(config=config, content=content)
    paths, name = copy_theme(settings, files)
    for path in paths:
        click.echo(path.as_posix())
    if name != settings.theme:
        click.echo(f'\nNow write in glossary.toml: theme = "{name}"')


@main.command()
@click.option("--format", "format_", type=click.Choice(["csv", "tsv", "xlsx"]), default="csv", help="Of the table.")
@click.option("--lang", multiple=True, metavar="LANGUAGE", help="Languages, in this order.  [default: all]")
@click.option("--output", "-o", type=PATH, help="File to write.  [default: standard output]")
@_CONTENT
@_CONFIG
def export(format_: str, lang: tuple[str, ...], output: Path | None, content: Path | None, config: Path | None) -> None:
    """Write the glossary as a table: a row for each concept, columns for each language."""
    from glossary_ssg import pipeline
    from glossary_ssg.formats import TableFormat

    with _analysis(content, config) as (settings, executor, cache):
        data = pipeline.export(settings, executor, cache=cache, kind=TableFormat(format_), langs=lang)
    try:
        with click.open_file(str(output or "-"), "wb") as file:
            file.write(data)
    except OSError as error:
        raise GlossaryError(f"error: '{error.filename or output}' cannot be written: {error.strerror}") from error


@main.command()
@click.argument("name", type=click.Choice(["config", "frontmatter", "terms", "concepts"]))
def schema(name: str) -> None:
    """Print the JSON Schema of `glossary.toml`, of entries' fields, of terms.json or of concepts.json."""
    import json

    from glossary_ssg.formats import SCHEMAS

    _echo_json(json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=2))


class _Progress:
    """One line on the terminal that says how far a stage is; nothing where standard error is no terminal."""

    def __init__(self) -> None:
        self._shown = ""

    def show(self, stage: str, done: int, total: int) -> None:
        """Show progress, a hundred times per stage at most."""
        if total < 100 or done % max(1, total // 100) or not sys.stderr.isatty():
            return
        self._shown = f"{stage} {done:,}/{total:,}"
        click.echo(f"\r{self._shown}\x1b[K", nl=False, err=True)

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)


def _echo_json(text: str) -> None:
    """Print JSON; with escapes where the terminal or pipe takes no Unicode."""
    import json

    if not (sys.stdout.encoding or "").lower().startswith("utf"):
        text = "".join(char if char.isascii() else json.dumps(char)[1:-1] for char in text)
    click.echo(text)


def _style(text: str, style: str) -> str:
    return click.style(text, **_STYLES[style]) if _has_colour() else text


def _has_colour() -> bool:
    import os

    return sys.stderr.isatty() and not os.environ.get("NO_COLOR")


def _coloured(message: str) -> str:
    return message.replace("error:", _style("error:", "error"), 1)
