"""What a first result costs with Pagefind, on the pages of a generated glossary, beside the search of the site itself.

`pip install "pagefind[extended]"` in an environment of its own, then
`python -m benchmarks.pagefind --pagefind ENVIRONMENT/bin/python`. Both are asked in Chromium, each time with an empty
cache, without a user interface; bytes are those of all answers on the wire, their heads included.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import click
from playwright.sync_api import Browser

from benchmarks.corpus import write_corpus
from benchmarks.search import BODY_TERMS, _fixed_queries
from benchmarks.search_sites import generated
from tests.browser.chromium import find_chromium, start_chromium
from tests.browser.server import Server, serve

OURS = """async (query) => {
  const link = document.querySelector('script[type=module]').src;
  const { openSearch } = await import(link.replace('main.js', 'search/index.js'));
  const { documents } = await openSearch({ base: 'search/' }).search(query);
  return documents.length;
}"""
PAGEFIND = """async (query) => {
  const pagefind = await import('/pagefind/pagefind.js');
  const { results } = await pagefind.search(query);
  await Promise.all(results.slice(0, 10).map((result) => result.data()));
  return Math.min(results.length, 10);
}"""


@click.command()
@click.option("--pagefind", required=True, help="A Python that has Pagefind.")
@click.option("--count", default=1_500, show_default=True, help="Entries per language.")
def main(pagefind: str, count: int) -> None:
    """Print bytes to the first result, and how many queries find nothing."""
    chromium = find_chromium()
    if chromium is None:
        raise click.ClickException("no Chromium")
    with tempfile.TemporaryDirectory() as name, start_chromium(chromium) as browser:
        folder = Path(name)
        write_corpus(folder, count)
        build = [sys.executable, "-m", "glossary_ssg", "build", "--content", str(folder / "content")]
        subprocess.run([*build, "--output", str(folder / "output")], check=True, capture_output=True)
        index = [pagefind, "-m", "pagefind", "--site", str(folder / "output"), "--glob", "*/glossary/**/*.html"]
        subprocess.run(index, check=True, capture_output=True)
        with serve(folder / "output") as server:
            server.policy = "default-src 'self' 'wasm-unsafe-eval'"  # Pagefind needs WebAssembly; the sites forbid it
            for site in generated(count, BODY_TERMS):
                queries = _fixed_queries(site)
                for label, script in (("ours", OURS), ("Pagefind", PAGEFIND)):
                    sizes, empty = _measure(browser, server, site.lang, script, queries)
                    click.echo(
                        f"{site.lang} {label:9} KB to the first result: median {median(sizes) / 1000:.1f},"
                        f" most {max(sizes) / 1000:.1f}; nothing found: {empty} of {len(queries)}"
                    )


def _measure(browser: Browser, server: Server, lang: str, script: str, queries: Sequence[str]) -> tuple[list[int], int]:
    """Return the bytes that each query loads, and how many find nothing."""
    sizes, empty = [], 0
    for query in queries:
        with browser.new_context(bypass_csp=True) as context:
            page = context.new_page()
            page.goto(f"{server.url}/{lang}/", wait_until="networkidle")
            before = len(server.sent)
            empty += not page.evaluate(script, query)
            sizes.append(sum(sent.size for sent in server.sent[before:]))
    return sizes, empty


if __name__ == "__main__":
    main()
