"""What the stages of one run share: settings, executor, cache, times and progress."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from glossary_ssg.cache import Cache
from glossary_ssg.config import Config
from glossary_ssg.executor import Executor
from glossary_ssg.sources import Discovery
from glossary_ssg.static import StaticFiles
from glossary_ssg.theme import Assets, Theme

if TYPE_CHECKING:
    from glossary_ssg.pipeline.incremental.memory import Memory

T = TypeVar("T")

Progress = Callable[[str, int, int], None]
"""(stage, done, total)"""

STAGES = ("read", "compare", "parse", "resolve", "link", "plan", "render", "store")


@contextmanager
def paused_collection() -> Iterator[None]:
    """Keep the garbage collector from looking again and again through values that hold no cycles and live on."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_enabled:
            gc.enable()


def silent(_stage: str, _done: int, _total: int) -> None:
    """Show no progress."""


class Inputs(Struct, frozen=True, gc=False):
    """What a command reads from the disk before its first stage."""

    config: Config
    """The settings, with what the theme asks for."""
    theme: Theme
    assets: Assets
    discovery: Discovery
    static: StaticFiles

    @property
    def folders(self) -> tuple[Path, ...]:
        """Return the folders of the site's own files, whether they exist or not."""
        return self.config.content, *((self.static.folder,) if self.static.is_own else ())


class Session:
    """What the stages of one run share. `open_session` makes it."""

    def __init__(
        self,
        inputs: Inputs,
        executor: Executor,
        cache: Cache,
        progress: Progress,
        memory: Memory | None,
        *,
        start: float,
    ) -> None:
        self.inputs = inputs
        self.executor = executor
        self.cache = cache
        self._memory = memory
        self.start = start
        self._seconds: dict[str, float] = {}
        self._progress = progress

    @property
    def config(self) -> Config:
        """The settings of the site."""
        return self.inputs.config

    @property
    def memory(self) -> Memory:
        """What is known from the last build, by this process or another."""
        if self._memory is None:
            from glossary_ssg.pipeline.incremental.store import read_memory  # it knows the values of all stages

            self._memory = read_memory(self.cache, self.config)
        return self._memory

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Note how long a stage takes, or one more part of it."""
        start = time.perf_counter()
        yield
        self.note(stage, time.perf_counter() - start)

    def note(self, stage: str, seconds: float) -> None:
        """Note that a stage took so long, or one more part of it."""
        self._seconds[stage] = self._seconds.get(stage, 0.0) + seconds

    @property
    def stages(self) -> tuple[tuple[str, float], ...]:
        """Return (stage, seconds) in the order of STAGES: parts of some are done between those of others."""
        return tuple((stage, self._seconds[stage]) for stage in STAGES if stage in self._seconds)

    def counted(self, stage: str, items: Iterator[T], total: int) -> Iterator[T]:
        """Pass items on and show how many there are."""
        for done, item in enumerate(items):
            self._progress(stage, done, total)
            yield item
        self._progress(stage, total, total)
