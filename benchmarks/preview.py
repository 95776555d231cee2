"""From saving a file to seeing it in the browser: `python -m benchmarks.preview --hugo HUGO --mkdocs MKDOCS`.

The same entries are previewed by this program and, where their commands are given, by Hugo and MkDocs, as they come.
A page is open in the system's Chromium, its file is edited, and the time is taken until the new words are there.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

import click
from playwright.sync_api import Browser

from benchmarks.corpus import FIRST, write_corpus
from tests.browser.chromium import find_chromium, start_chromium

PORT = 8390
ENTRY = f"en/glossary/{FIRST}"
_START = 900
"""Seconds that a first build may take."""


@click.command()
@click.option("--count", default=1_500, show_default=True, help="Entries in each of two languages.")
@click.option("--size", default=4_000, show_default=True, help="Bytes of an entry, about.")
@click.option("--edits", default=10, show_default=True)
@click.option("--hugo", default="", help="Hugo's command.")
@click.option("--mkdocs", default="", help="MkDocs's command.")
def main(count: int, size: int, edits: int, hugo: str, mkdocs: str) -> None:
    """Print how long edits take to be seen."""
    tools: list[tuple[str, Callable[[Path], Sequence[str]]]] = [("glossary-ssg serve", _ours)]
    tools += [("hugo server", lambda folder: _hugo(folder, hugo))] if hugo else []
    tools += [("mkdocs serve", lambda folder: _mkdocs(folder, mkdocs))] if mkdocs else []
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit("needs Chromium, or its path in the variable CHROME")
    with start_chromium(chromium) as browser, TemporaryDirectory() as folder:
        click.echo(f"{2 * count:,} entries of about {size:,} bytes, {edits} edits; milliseconds from saving to seeing")
        click.echo(f"{'':20}{'start':>9}{'median':>9}{'fastest':>9}{'slowest':>9}")
        for name, prepare in tools:
            site = Path(folder, name.partition(" ")[0])
            write_corpus(site, count, size)
            with _serving(prepare(site), site) as start:
                found = _measure(browser, site / "content" / f"{ENTRY}.md", edits)
            figures = (start * 1000, statistics.median(found), min(found), max(found))
            click.echo(f"{name:20}" + "".join(f"{figure:9,.0f}" for figure in figures))


def _ours(folder: Path) -> Sequence[str]:
    return [sys.executable, "-m", "glossary_ssg", "serve", "--port", str(PORT)]


def _hugo(folder: Path, command: str) -> Sequence[str]:
    (folder / "hugo.toml").write_text('baseURL = "https://example.org/"\ndisableKinds = ["taxonomy", "term", "RSS"]\n')
    layouts = folder / "layouts/_default"
    layouts.mkdir(parents=True)
    page = "<!DOCTYPE html><html><head><title>{{ .Title }}</title></head><body>%s</body></html>"
    (layouts / "single.html").write_text(page % "<h1>{{ .Title }}</h1>{{ .Content }}")
    items = '{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}'
    (layouts / "list.html").write_text(page % f"<ul>{items}</ul>")
    return [command, "server", "--port", str(PORT), "--source", str(folder)]


def _mkdocs(folder: Path, command: str) -> Sequence[str]:
    (folder / "mkdocs.yml").write_text("site_name: Glossary\ndocs_dir: content\n")
    return [command, "serve", "--livereload", "--quiet", "--dev-addr", f"127.0.0.1:{PORT}"]


@contextmanager
def _serving(command: Sequence[str], folder: Path) -> Iterator[float]:
    """Run a server and yield the seconds until it answered."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not _answers():
            if process.poll() is not None or time.perf_counter() - start > _START:
                raise click.ClickException(f"{command[0]} does not serve")
            time.sleep(0.05)  # nothing tells when a server of others is ready
        yield time.perf_counter() - start
    finally:
        process.terminate()
        process.wait()


def _answers() -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{PORT}/{ENTRY}/", timeout=60):
            return True
    except OSError:
        return False


def _measure(browser: Browser, path: Path, edits: int) -> list[float]:
    page = browser.new_page()
    page.set_default_timeout(300_000)
    page.goto(f"http://127.0.0.1:{PORT}/{ENTRY}/", wait_until="load")
    text = path.read_text(encoding="utf-8")
    found = []
    for number in range(edits + 1):
        page.wait_for_timeout(1_000)  # writers pause, and servers come to rest
        start = time.perf_counter()
        more = " ".join(["More words."] * number)  # a text grows
        path.write_text(f"{text}\n\nMarker number {number}. {more}\n", encoding="utf-8")
        # Looked for with every frame that is painted; a locator would look at steps of up to half a second.
        page.wait_for_function("text => document.body?.textContent.includes(text)", arg=f"Marker number {number}.")
        found.append((time.perf_counter() - start) * 1000)
    page.close()
    return found[1:]  # the first edit also loads what is needed only then


if __name__ == "__main__":
    main()
