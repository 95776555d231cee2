"""Change the theme's scripts one token at a time and see which changes the tests notice: `python -m tools.mutants_js`.

Run by hand: each mutant costs a run of the tests of its script. Works on a copy of the checkout. A mutant that is not
noticed is either a gap of the tests or means the same as the script; which of them only a reader can tell.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
SCRIPTS = Path("themes/default/static/js")
GENERATED = "characters.js"
SECONDS = 600
"""After so long a run has noticed a mutant that never ends."""
_SEARCH = (
    "tests/test_query_twins.py",
    "tests/test_heading_twins.py",
    "tests/test_search_client.py",
    "tests/test_analyser.py",
)
TESTS = {
    "definitions.js": ("tests/browser/test_interaction.py", "tests/browser/test_definitions.py"),
    "filter.js": ("tests/browser/test_interaction.py", "tests/browser/test_filter.py"),
    "main.js": (
        *("tests/browser/test_interaction.py", "tests/browser/test_header.py", "tests/browser/test_entry.py"),
        *("tests/browser/test_failures.py", "tests/browser/test_search.py", "tests/browser/test_filter.py"),
    ),
    "scheme.js": ("tests/browser/test_header.py", "tests/browser/test_failures.py"),
    "search.js": ("tests/browser/test_interaction.py", "tests/browser/test_search.py"),
}
"""Script -> the modules of tests that use it, the quickest first; all others are parts of the search."""

_SKIPPED = r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|/(?![*/ ])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[dgimsuvy]+"
"""Comments, strings, and regular expressions with flags."""
_TOKENS = r"===|!==|<=|>=|(?<==)>|&&|\|\||\?\?(?!=)|(?<= )[<>+-](?= )|!(?=[\w(/])|\b\d+\b|\btrue\b|\bfalse\b"
_TOKEN = re.compile(f"(?P<skipped>{_SKIPPED})|(?P<token>{_TOKENS})", re.DOTALL)
_PAIRS = (("===", "!=="), ("<", "<="), (">", ">="), ("&&", "||"), ("+", "-"), ("true", "false"))
_OTHERS = {"??": "&&", "!": ""} | {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])}


@dataclass(frozen=True)
class Mutant:
    """A script with one token changed."""

    path: Path
    line: int
    old: str
    new: str
    text: str
    """The whole script."""


def mutants(path: Path, text: str) -> Iterator[Mutant]:
    """Yield all mutants of a script."""
    for match in _TOKEN.finditer(text):
        old = match["token"]
        if old is None or text[match.start() - 1 : match.end()] == "=>":
            continue
        new = str(int(old) + 1) if old.isdecimal() else _OTHERS[old]
        changed = text[: match.start()] + new + text[match.end() :]
        yield Mutant(path, text.count("\n", 0, match.start()) + 1, old, new, changed)


def is_noticed(mutant: Mutant, folder: Path) -> bool:
    """Tell whether a test fails in a copy of the checkout that has the mutant."""
    path = folder / mutant.path
    original = path.read_text(encoding="utf-8")
    path.write_text(mutant.text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider"]
    try:
        done = subprocess.run(
            [*command, *TESTS.get(path.name, _SEARCH)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder)},
            capture_output=True,
            check=False,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        return True
    finally:
        path.write_text(original, encoding="utf-8")
    if done.returncode not in (0, 1):
        raise SystemExit(done.stdout.decode() + done.stderr.decode())
    return done.returncode == 1


def copy_checkout(folder: Path) -> None:
    """Copy the files of the checkout that git lists, new ones included."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    (folder / "tests/js/node_modules").symlink_to(ROOT / "tests/js/node_modules")


def main(arguments: Sequence[str] | None = None) -> None:
    """Try a sample of all mutants and print the share that is noticed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1, help="what the choice of mutants follows from")
    parser.add_argument("--count", type=int, default=20, help="mutants to try")
    parser.add_argument("paths", nargs="*", type=Path, help=f"scripts, all of {SCRIPTS} unless given")
    options = parser.parse_args(arguments)
    paths = options.paths or sorted(path.relative_to(ROOT) for path in (ROOT / SCRIPTS).rglob("*.js"))
    every = [
        mutant
        for path in paths
        if path.name != GENERATED
        for mutant in mutants(path, (ROOT / path).read_text(encoding="utf-8"))
    ]
    chosen = random.Random(options.seed).sample(every, min(options.count, len(every)))
    count = 0
    with tempfile.TemporaryDirectory() as name:
        copy_checkout(Path(name))
        for mutant in chosen:
            noticed = is_noticed(mutant, Path(name))
            count += noticed
            verdict = "noticed    " if noticed else "not noticed"
            print(f"{verdict} {mutant.path}:{mutant.line}: {mutant.old} -> {mutant.new or 'nothing'}", flush=True)
    print(f"{count} of {len(chosen)} noticed, of {len(every)} mutants in all")


if __name__ == "__main__":
    main()
