"""What a process remembers, kept in the cache for the next process.

It holds the same values in many places, and is compared by identity, so it is pickled as one. A pickle can call
anything when it is read, so it counts only on the machine that wrote it (`Cache.read_own`), and nothing but our own
values is made of it.
"""

from __future__ import annotations

import gc
import io
import pickle
import sys
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Any

from glossary_ssg.cache import Cache
from glossary_ssg.config import Config
from glossary_ssg.model import digest
from glossary_ssg.pipeline.incremental.code import code_version
from glossary_ssg.pipeline.incremental.memory import Memory
from glossary_ssg.pipeline.incremental.published import site_key

_FILE = "memory-1.pickle"
_PARTS = ("history", "entries", "resolved", "links", "planned", "pages")
_MOST = 20_000
"""Entries. What more of them make would take gigabytes while it is written."""
_FEW, _SHARE = 16, 0.05
"""When more entries than these, and more than this share, are not as they were kept, all is kept anew."""
_OTHERS = frozenset((kind.__module__, kind.__name__) for kind in (list, defaultdict, type(Path())))


def read_memory(cache: Cache, config: Config) -> Memory:
    """Return what the last build into the same folder remembered, or an empty memory."""
    data = cache.read_own(_FILE, _key(config))
    if data is None:
        return Memory()
    with suppress(Exception):  # whatever a broken pickle raises
        parts: Mapping[str, Any] = _Unpickler(io.BytesIO(data)).load()
        memory = Memory(**parts)
        memory.stored = _state(memory)
        gc.freeze()  # it is no rubbish, and takes long to look through
        return memory
    return Memory()


def keep_memory(memory: Memory, cache: Cache, config: Config) -> None:
    """Keep what a build remembers, unless nearly the same is kept already."""
    if len(memory.entries) > _MOST or (memory.stored and _is_near(memory.stored, _state(memory))):
        return
    data = pickle.dumps({part: getattr(memory, part) for part in _PARTS}, protocol=5)
    cache.write_own(_FILE, _key(config), data)


def _state(memory: Memory) -> tuple[Any, Any, frozenset[tuple[str, str, str]]]:
    return memory.resolved.joined.value, memory.planned.pages.value, frozenset(memory.entries)


def _is_near(stored: tuple[Any, ...], state: tuple[Any, ...]) -> bool:
    is_same = all(one is other for one, other in zip(stored[:2], state[:2], strict=True))
    return is_same and len(state[2] - stored[2]) <= max(_FEW, _SHARE * len(state[2]))


def _key(config: Config) -> str:
    return digest(f"{site_key(config)}\0{code_version()}\0{sys.hexversion}".encode())


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Return a class that a pickle names. Called by the unpickler."""
        if (module, name) == ("builtins", "getattr"):
            return _member
        is_ours = module.partition(".")[0] == __package__.partition(".")[0]
        if is_ours or (module, name) in _OTHERS:
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _member(kind: type[Enum], name: str) -> Enum:
    """Return what Debian's Python 3.11.2 asks `getattr` for: members of enumerations, and nothing else."""
    return kind.__members__[name]
