"""Everything up to the knowledge of the whole set: read, parse, resolve, link. Shared by all commands."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from glossary_ssg.config import Config
from glossary_ssg.executor import Cache, Executor
from glossary_ssg.model import Glossary
from glossary_ssg.pipeline.linking import Bodies, Linked, link_all
from glossary_ssg.pipeline.parsing import Parsed, parse_all
from glossary_ssg.resolve import resolve
from glossary_ssg.sources import Discovery, discover

T = TypeVar("T")

Progress = Callable[[str, int, int], None]
"""(stage, done, total)"""


@contextmanager
def paused_collection() -> Iterator[None]:
    """Keep the garbage collector from looking again and again through values that hold no cycles and live on."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def silent(_stage: str, _done: int, _total: int) -> None:
    """Show no progress."""


class Session:
    """What the stages of one run share."""

    def __init__(self, config: Config, executor: Executor, cache: Cache, progress: Progress = silent) -> None:
        self.config = config
        self.executor = executor
        self.cache = cache
        self.stages: list[tuple[str, float]] = []
        """(stage, seconds), in order."""
        self._progress = progress

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Note how long a stage takes."""
        start = time.perf_counter()
        yield
        self.stages.append((stage, time.perf_counter() - start))

    def counted(self, stage: str, items: Iterator[T], total: int) -> Iterator[T]:
        """Pass items on and show how many there are."""
        for done, item in enumerate(items):
            self._progress(stage, done, total)
            yield item
        self._progress(stage, total, total)


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known of the whole set."""

    discovery: Discovery
    parsed: Parsed
    glossary: Glossary
    linked: Linked
    bodies: Bodies


def analyse(session: Session, *, with_misses: bool = False) -> Analysis:
    """Read, parse, resolve and link everything; with `with_misses` say why names are no links."""
    config = session.config
    with session.timed("read"):
        discovery = discover(config)
    with session.timed("parse"):
        parsed = parse_all(config, session.executor, session.cache, discovery, session.counted)
    with session.timed("resolve"):
        glossary = resolve(config, parsed.entries, discovery.files, discovery.active)
    bodies = Bodies(session.cache, {key: html for key, _, html, _ in parsed.fresh})
    with session.timed("link"):
        linked = link_all(session, glossary, bodies, with_misses=with_misses)
    return Analysis(discovery, parsed, glossary, linked, bodies)
