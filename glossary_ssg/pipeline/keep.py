"""What a process remembers, kept in the cache for the next process.

It holds the same values in many places, and is compared by identity, so it is pickled as one. A pickle can call
anything when it is read, and a cache may come from a stranger: nothing but our own values is made of it.
"""

from __future__ import annotations

import io
import pickle
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from glossary_ssg.cache import Cache
from glossary_ssg.config import Config
from glossary_ssg.model import DecodeError, digest
from glossary_ssg.pipeline.code import code_version
from glossary_ssg.pipeline.memory import Memory
from glossary_ssg.pipeline.note import place_of

_PARTS = ("history", "entries", "resolved", "links", "planned", "pages")
_MOST = 20_000
"""Entries. What more of them make would take gigabytes while it is written."""
_FEW, _SHARE = 16, 0.05
"""When more entries than these, and more than this share, are not as they were kept, all is kept anew."""
_ROOMS = ("autolink.", "codes", "config.values", "diagnostics", "model.", "pages.", "pipeline.memory", "resolve.")
"""Where classes do nothing but hold values."""
_OTHERS = frozenset((kind.__module__, kind.__name__) for kind in (list, defaultdict, type(Path())))


def read_memory(cache: Cache, config: Config) -> Memory:
    """Return what the last build into the same folder remembered, or an empty memory."""
    key = _key(config)
    kept = cache.load("memory", [key], _unpickle).get(key)
    if not isinstance(kept, tuple) or len(kept) != len(_PARTS):
        return Memory()
    memory = Memory(**dict(zip(_PARTS, kept, strict=True)))
    memory.kept = _state(memory)
    return memory


def keep_memory(memory: Memory, cache: Cache, config: Config) -> None:
    """Keep what a build remembers, unless nearly the same is kept already."""
    state = _state(memory)
    if len(memory.entries) > _MOST or (memory.kept and _is_near(memory.kept, state)):
        return
    # Values hold no cycles, and there are hundreds of thousands of them.
    cache.put("memory", _key(config), pickle.dumps(tuple(getattr(memory, part) for part in _PARTS), protocol=5))


def _state(memory: Memory) -> tuple[Any, Any, frozenset[tuple[str, str, str]]]:
    return memory.resolved.joined, memory.planned.reasons, frozenset(memory.entries)


def _is_near(kept: tuple[Any, ...], state: tuple[Any, ...]) -> bool:
    is_same = all(one is other for one, other in zip(kept[:2], state[:2], strict=True))
    return is_same and len(state[2] - kept[2]) <= max(_FEW, _SHARE * len(state[2]))


def _key(config: Config) -> str:
    return digest(f"{place_of(config)}\0{code_version()}\0{sys.hexversion}".encode())


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Return a class that a pickle names. Called by the unpickler."""
        if (module, name) in _OTHERS:
            return super().find_class(module, name)
        package, _, room = module.partition(".")
        if package == __package__.partition(".")[0] and room.startswith(_ROOMS) and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _unpickle(data: bytes) -> Any:
    try:
        return _Unpickler(io.BytesIO(data)).load()
    except Exception as error:  # whatever a broken pickle raises, it is a miss
        raise DecodeError(str(error)) from error
