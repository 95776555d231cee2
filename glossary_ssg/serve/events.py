"""What open pages are told: the version of their bytes, the folder of the theme's files, and what is wrong.

Every message says how things are, not what has changed, so it does no harm when one is missed or comes twice. A page
compares it with what it knows of itself.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from hashlib import blake2b

from msgspec import to_builtins
from starlette.concurrency import run_in_threadpool

from glossary_ssg.errors import GlossaryError
from glossary_ssg.serve.problems import from_error
from glossary_ssg.serve.site import MISSING, Site, State

_BEAT = 20
"""Seconds after which a silent stream shows that it is alive."""


class Hub:
    """Wakes the streams of all open pages. Belongs to one event loop."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._wakers: set[asyncio.Event] = set()
        self._is_closed = False

    @property
    def listeners(self) -> int:
        """Return how many pages are open."""
        return len(self._wakers)

    def wake(self) -> None:
        """Tell all pages how things are now."""
        for waker in self._wakers:
            waker.set()

    def close(self) -> None:
        """End all streams."""
        self._is_closed = True
        self.wake()

    async def stream(self, path: str) -> AsyncIterator[str]:
        """Yield the messages for a page at a decoded address."""
        waker = asyncio.Event()
        self._wakers.add(waker)
        try:
            yield "retry: 500\n\n"
            told = ""
            while not self._is_closed:
                waker.clear()
                message = await run_in_threadpool(message_for, self._site.state, path)
                if message != told:
                    yield f"data: {message}\n\n"
                    told = message
                try:
                    await asyncio.wait_for(waker.wait(), _BEAT)
                except TimeoutError:
                    yield ": alive\n\n"
        finally:
            self._wakers.discard(waker)


def message_for(state: State, path: str) -> str:
    """Return what a page at a decoded address is to know, as JSON in one line."""
    problems = state.problems
    version = ""
    try:
        data = state.read(state.file_of(path) or MISSING)
        version = state.version(data or b"")
    except GlossaryError as error:
        problems += from_error(error)
    listed = [to_builtins(problem) | {"place": problem.place} for problem in problems]
    names = sorted(f"{problem.place} {problem.message}" for problem in problems)
    return json.dumps(
        {
            "version": version,
            "assets": state.assets,
            "problems": listed,
            "digest": blake2b("\n".join(names).encode(), digest_size=8).hexdigest() if names else "",
        }
    )
