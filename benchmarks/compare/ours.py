"""What this program costs when something changes, and as a glossary grows."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.compare.generators import clean, make_site, ours
from benchmarks.compare.measure import Cost, measure
from benchmarks.corpus import FIRST, write_corpus

ENTRY = f"content/en/glossary/{FIRST}.md"
STYLE = "themes/default/static/css/custom.css"
NEW = """---
title: Quite another term
description: It was not there before.
category: Models
---

A term that nobody has named yet.
"""


@dataclass(frozen=True, slots=True)
class Run:
    """A build of this program."""

    what: str
    cost: Cost
    profile: dict[str, Any]
    """What `--profile` wrote."""

    @property
    def entries(self) -> int:
        """Return how many entries there were."""
        count: int = self.profile["counts"]["entries"]
        return count


def run(folder: Path, what: str, jobs: int) -> Run:
    """Build the site in a folder as it is."""
    (command,) = ours(jobs).steps
    cost = measure(command, folder)
    return Run(what, cost, json.loads((folder / "profile.json").read_bytes()))


def changes(folder: Path, jobs: int, runs: int) -> Iterator[Run]:
    """Change a site that was built, and build it again, each time in a new process; yield the fastest of each kind."""
    yield min((run(folder, "nothing changed", jobs) for _ in range(runs)), key=lambda found: found.cost.wall)
    edits: tuple[tuple[str, Callable[[int], None]], ...] = (
        ("one entry edited", lambda number: _append(folder / ENTRY, f"\nSentence {number}.\n")),
        ("theme edited", lambda number: _write(folder / STYLE, f"body {{ margin: {number}px }}\n")),
        ("new term", lambda number: _write(folder / f"content/en/glossary/new-{number}.md", NEW)),
    )
    for what, change in edits:
        found = []
        for number in range(runs):
            change(number)
            found.append(run(folder, what, jobs))
        yield min(found, key=lambda one: one.cost.wall)


def grow(folder: Path, sizes: Sequence[int], size: int, jobs: int) -> Iterator[Run]:
    """Build glossaries of so many entries in both languages together, without and with a cache, and after an edit."""
    for count in sizes:
        base = folder / f"{count}"
        write_corpus(base, count // 2, size)
        site = make_site(ours(jobs), base / "content", base / "site")
        clean(site)
        yield run(site, "cold", jobs)
        yield run(site, "nothing changed", jobs)
        _append(site / ENTRY, "\nOne more sentence.\n")
        yield run(site, "one entry edited", jobs)
        shutil.rmtree(base)


def _append(path: Path, text: str) -> None:
    _write(path, path.read_text(encoding="utf-8") + text)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
