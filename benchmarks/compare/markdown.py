"""What parsing costs beside the Markdown parser that it is built on: `parse_costs`."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import mistune

from glossary_ssg.config import ParseSettings
from glossary_ssg.markdown import cut, parse

T = TypeVar("T")

_SAMPLE = 400
"""Entries."""
_RUNS = 3
"""The fastest counts."""


def parse_costs(content: Path) -> tuple[float, float]:
    """Return CPU milliseconds of an entry: of mistune as it comes, and of our parser with all that it finds out."""
    paths = sorted(content.rglob("*.md"))
    files = [path.read_bytes() for path in paths[:: max(1, len(paths) // _SAMPLE)]]
    bodies = [text[start:] for text, start in map(cut, files)]
    plain = mistune.create_markdown(plugins=["table", "strikethrough", "footnotes", "task_lists", "def_list"])
    settings = ParseSettings()
    return _each(plain, bodies), _each(lambda data: parse(data, settings), files)


def _each(stage: Callable[[T], object], items: Sequence[T]) -> float:
    gc.disable()
    found = []
    for _ in range(_RUNS):
        start = time.process_time()
        for item in items:
            stage(item)
        found.append(time.process_time() - start)
    gc.enable()
    return min(found) / len(items) * 1_000
