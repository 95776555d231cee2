"""Read what a site is made from: one entry point for all commands, so that all of them see the same site."""

from __future__ import annotations

import time

from msgspec.structs import replace

from glossary_ssg.cache import Cache
from glossary_ssg.config import Config
from glossary_ssg.executor import Executor
from glossary_ssg.model import as_json, decoder
from glossary_ssg.pipeline.incremental.memory import Memory
from glossary_ssg.pipeline.incremental.published import real_path
from glossary_ssg.pipeline.session import Inputs, Progress, Session, paused_collection, silent
from glossary_ssg.sources import Discovery, Reading, discover
from glossary_ssg.static import find_static
from glossary_ssg.theme import find_theme, make_assets


def open_session(
    config: Config, executor: Executor, cache: Cache, progress: Progress = silent, memory: Memory | None = None
) -> Session:
    """Read theme and content, and return the session of a command. Raises GlossaryError.

    `config` is what the settings file says; the session's settings also hold what the theme asks for. With a `memory`,
    files that look the same as in its last build are not read again; without one, those of the last process count.
    """
    start = time.perf_counter()
    with paused_collection():
        theme = find_theme(config.theme, config.root_path)
        config = replace(config, whole=theme.settings.whole)
        assets = make_assets(theme, config)
        reading = time.perf_counter()
        discovery = _discover(config, cache) if memory is None else discover(config, memory.readings)
        static = find_static(config)
    session = Session(Inputs(config, theme, assets, discovery, static), executor, cache, progress, memory, start=start)
    session.note("read", time.perf_counter() - reading)
    return session


def _discover(config: Config, cache: Cache) -> Discovery:
    """Find all files and read those that look different from when they were read the last time."""
    key = real_path(config.content)
    readings = cache.load("readings", [key], decoder(dict[str, Reading])).get(key, {})
    discovery = discover(config, readings)
    if discovery.texts:
        cache.put("readings", key, as_json(readings))
    return discovery
