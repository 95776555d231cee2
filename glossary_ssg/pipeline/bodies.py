"""The bodies and search terms of entries: few stages need them, so they wait in the cache."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from glossary_ssg.model import decoder
from glossary_ssg.pipeline.parse import KINDS, Parsed, is_index, parse_source
from glossary_ssg.pipeline.session import Session
from glossary_ssg.sources import Discovery

T = TypeVar("T")


class Bodies:
    """What parsing put into the cache. What a damaged cache has lost since is parsed again."""

    def __init__(self, session: Session, discovery: Discovery, parsed: Parsed) -> None:
        self._session = session
        self._discovery = discovery
        self._keys = parsed.keys

    def html(self, keys: Sequence[str]) -> dict[str, str]:
        """Return the HTML of bodies by key."""
        return self._load("html", keys, decoder(str))

    def scannable(self, keys: Sequence[str]) -> list[tuple[bytes, bytes]]:
        """Return the HTML and the prose of bodies, both JSON: one pair for each key."""
        html, prose = (self._load(kind, keys, bytes) for kind in ("html", "prose"))
        return [(html[key], prose[key]) for key in keys]

    def terms(self, keys: Sequence[str]) -> dict[str, bytes]:
        """Return the search terms of entries by key, JSON."""
        return self._load("terms", keys, bytes)

    def _load(self, kind: str, keys: Sequence[str], decode: Callable[[bytes], T]) -> dict[str, T]:
        cache = self._session.cache
        found = cache.load(kind, keys, decode)
        if len(found) < len(keys) and (lost := set(keys) - found.keys()):
            config = self._session.config
            for source, key in zip(self._discovery.sources, self._keys, strict=True):
                if key in lost:
                    data = self._discovery.take(config.content, source) or b""
                    result = parse_source(config.parsing, (data, is_index(source), source.size))
                    found[key] = decode(result[KINDS.index(kind)])
                    if data:
                        cache.put(kind, key, result[KINDS.index(kind)])
        return found
