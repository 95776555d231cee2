"""Change the package in small ways and see whether the tests notice: `python -m tools.mutants --help`.

A mutant is the package with one change: another operator, another constant, a call left out. Tests that pass on it do
not check the line that changed. Some mutants behave like the original; judge those that nobody noticed one by one.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tools.mutations import Mutant, mutants_of

ROOT = Path(__file__).parent.parent
PACKAGE = "glossary_ssg"
GUARDED = ("publish.py", "cache.py", "serve", "markdown/sanitise.py", "theme/csp.py", "pipeline/link.py")
"""What runs without paths: the modules that keep other people's files and readers safe."""
TESTS: tuple[tuple[str, str], ...] = (
    ("publish.py", "publish* case_blind_disk* output_folder* interrupted* full_disks*"),
    ("cache.py", "cache* links_again* builds* full_disks*"),
    *((f"serve/{name}.py", "preview_wakes* preview_limits* preview_files*") for name in ("watch", "inotify", "run")),
    ("serve/*", "preview_guard* preview_terminal* preview_requests* preview_app*"),
    ("markdown/sanitise.py", "sanitise* markdown* hostile_markdown* cases*"),
    ("theme/csp.py", "csp* theme*"),
    ("theme/*", "theme* packaging* pages* preview_app*"),
    ("pipeline/link.py", "links_again* link_reports* autolink* overlapping_names* explain* labels* increments*"),
    ("autolink/*", "autolink* acronyms* overlapping_names* link_properties* explain* labels*"),
    ("markdown/*", "commonmark* markdown* cases* same_markdown* frontmatter* sanitise* locations* hostile_markdown*"),
    ("images/*", "images* sanitise*"),
    ("resolve/*", "references* ladder* addresses* duplicate_keys* letter_pages* order* entries* languages* changes*"),
    ("text/*", "text* acronyms* analyser* languages* order* autolink* addresses* search*"),
    ("checks/*", "checks* order* addresses* entries*"),
    ("config/*", "config* severities* languages*"),
    ("formats/*", "data* hosting* meta* compress* readers* twins* search*"),
    ("search/*", "typos* search* query_twins*"),
    ("report/*", "reports* severities* cli*"),
    ("commands/*", "fix* explain* urls* one_site* search* cli*"),
    ("pages/*", "pages* page_values* entries* changes* meta*"),
    ("render/*", "theme* pages* page_values*"),
    ("readers/*", "readers* order* urls*"),
    ("pipeline/*", "links_again* memory* builds* increments* changes* compress* images* one_site*"),
    ("*", "builds* cli* publish* entries*"),
)
"""For each module the tests that check it, those that fail soonest first; patterns of names, without `test_`."""


class BaselineError(click.ClickException):
    """The tests do not pass on the unchanged package."""


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--seed", default=0, show_default=True, help="Which mutants are drawn.")
@click.option("--count", default=12, show_default=True, help="Maximum number of mutants of each path.")
@click.option("--score", "least", default=0.0, show_default=True, help="Exit with 1 below this share.")
@click.option("--match", default="", help="Only mutants whose line holds this text.")
@click.option("--list", "only_list", is_flag=True, help="Show the mutants and run nothing.")
def main(paths: Sequence[str], seed: int, count: int, least: float, match: str, only_list: bool) -> None:
    """Run the tests on mutants of modules or folders of the package, and print how many they noticed."""
    chosen = {path: _draw(path, seed, count, match) for path in paths or GUARDED}
    if only_list:
        for mutant in (mutant for mutants in chosen.values() for mutant in mutants):
            click.echo(mutant)
        return
    scores = {}
    with TemporaryDirectory(prefix="mutants-") as name:
        copy = _copy(Path(name))
        bounds: dict[tuple[str, ...], float] = {}
        for path, mutants in chosen.items():
            scores[path] = _judge(copy, mutants, bounds)
    click.echo(f"\nseed {seed}, {count} of each path at most\n")
    for path, (noticed, total) in scores.items():
        click.echo(f"{path:<28}{noticed:>4} of {total:<4}{noticed / total if total else 1:>6.2f}")
    noticed, total = (sum(numbers) for numbers in zip(*scores.values(), strict=True))
    if noticed < least * total:
        raise SystemExit(1)


def _draw(path: str, seed: int, count: int, match: str) -> Sequence[Mutant]:
    """Return mutants of a module, or of all modules of a folder, in the order of their lines."""
    target = ROOT / PACKAGE / path
    if not target.exists():
        raise click.BadParameter(f"'{path}' is not in {PACKAGE}/")
    files = sorted(target.rglob("*.py")) if target.is_dir() else [target]
    every = [mutant for file in files for mutant in mutants_of(file, file.relative_to(ROOT).as_posix())]
    every = [mutant for mutant in every if match in mutant.source]
    drawn = random.Random(f"{seed} {path}").sample(every, min(count, len(every)))  # noqa: S311
    return sorted(drawn, key=lambda mutant: (mutant.path, mutant.line, mutant.change))


def _copy(folder: Path) -> Path:
    """Copy what tests read, so that the checkout stays as it is whatever happens."""
    copy = folder / "copy"
    left_out = shutil.ignore_patterns(
        ".*cache*", ".venv", ".bench", ".git", ".hypothesis", "__pycache__", "node_modules", "/output", "*.tmp"
    )
    shutil.copytree(ROOT, copy, ignore=left_out, symlinks=True)
    for name in ("tests/js/node_modules", "../shared"):
        if (ROOT / name).exists():
            (copy / name).symlink_to((ROOT / name).resolve())
    return copy


def _judge(copy: Path, mutants: Sequence[Mutant], bounds: dict[tuple[str, ...], float]) -> tuple[int, int]:
    """Run the tests on each mutant; return how many were noticed, and how many there are.

    `bounds` are the seconds that tests may take. They follow from the unchanged package, which must pass.
    """
    noticed = 0
    for mutant in mutants:
        tests = (*covering(mutant.path, copy),)
        if tests not in bounds:
            begun = time.monotonic()
            if _run(copy, tests, 3_600) != "passed":
                raise BaselineError(f"the tests of {mutant.path} fail without any change: {' '.join(tests)}")
            bounds[tests] = 60 + 5 * (time.monotonic() - begun)
        file = copy / mutant.path
        before = file.read_bytes()
        file.write_bytes(mutant.code)
        try:
            outcome = _run(copy, tests, bounds[tests])
        finally:
            file.write_bytes(before)
        noticed += outcome != "passed"
        click.echo(f"{'NOT NOTICED' if outcome == 'passed' else outcome:<12}{mutant}")
    return noticed, len(mutants)


def covering(path: str, root: Path = ROOT) -> list[str]:
    """Return the test modules that check a module of the package, in the order in which to run them."""
    inner = path.removeprefix(f"{PACKAGE}/")
    patterns = next(patterns for module, patterns in TESTS if fnmatch(inner, module))
    modules = sorted((root / "tests").rglob("test_*.py"))
    every = [
        module.relative_to(root).as_posix()
        for pattern in patterns.split()
        for module in modules
        if fnmatch(module.name, f"test_{pattern}.py") and "browser" not in module.parts
    ]
    return list(dict.fromkeys(every))


def _run(copy: Path, tests: Iterable[str], seconds: float) -> str:
    """Run tests on the copy; return "passed", "noticed" or "endless"."""
    options = (
        "-x",
        "-q",
        "-n",
        "0",
        "-p",
        "no:cacheprovider",
        "--hypothesis-seed=0",
        "-m",
        "not browser and not heavy",
    )
    command = [sys.executable, "-m", "pytest", *options, *tests]
    environment = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(  # noqa: S603
        command, cwd=copy, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        return "passed" if process.wait(seconds) == 0 else "noticed"
    except subprocess.TimeoutExpired:
        return "endless"
    finally:
        # Tests of a mutant may leave processes behind.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


if __name__ == "__main__":
    main()
