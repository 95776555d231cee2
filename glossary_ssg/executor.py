"""Run a stage over many items, in this process or in several, and remember what it gave.

`map` gives results in the order of the items. An item whose stage raises or kills its process gives a Crash that says
which one it was; all others are done. GlossaryError passes through: it stops the build.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from msgspec import Struct

from glossary_ssg.errors import GlossaryError
from glossary_ssg.model import DecodeError, from_json

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

T = TypeVar("T")
R = TypeVar("R")

WORTH_A_POOL = 64
"""Fewer items than this are done here: starting processes would take longer."""
_CHUNK = 32


class Crash(Struct, frozen=True, gc=False):
    """What is left of an item whose stage failed."""

    reason: str


class Executor(Protocol):
    """Runs a stage over items. The stage and its items must be picklable."""

    def map(self, stage: Callable[[T], R], items: Sequence[T], *, heavy: bool = False) -> Iterator[R | Crash]:
        """Yield the stage's result for each item, in order. A `heavy` item is as much work as many others."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def make_executor(jobs: int) -> Executor:
    """Return an executor with `jobs` processes; 0 means one per core, 1 means this process."""
    jobs = jobs or os.cpu_count() or 1
    if sys.platform == "win32":
        jobs = min(jobs, 61)  # it waits for no more processes than that
    return Pool(jobs) if jobs > 1 else InLine()


class InLine:
    """Does everything in this process."""

    def map(self, stage: Callable[[T], R], items: Sequence[T], *, heavy: bool = False) -> Iterator[R | Crash]:
        """Yield the stage's result for each item, in order."""
        del heavy
        for item in items:
            yield _guarded(stage, item)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


class Pool:
    """Spreads work over processes that are started when first needed and kept until the end."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def map(self, stage: Callable[[T], R], items: Sequence[T], *, heavy: bool = False) -> Iterator[R | Crash]:
        """Yield the stage's result for each item, in order."""
        # For a few items no processes are started, but those that run take heavy ones.
        if len(items) < (2 if heavy and self._pool else WORTH_A_POOL):
            yield from InLine().map(stage, items)
            return
        from concurrent.futures.process import BrokenProcessPool

        chunks = chunked(items, self._jobs)
        futures = self._submit(stage, chunks)
        for number, chunk in enumerate(chunks):
            try:
                future = futures[number]
                if future is None:
                    raise BrokenProcessPool
                results = future.result()
            except BrokenProcessPool:
                self._stop()
                if not self._can_start():
                    yield from InLine().map(stage, [item for chunk in chunks[number:] for item in chunk])
                    return
                yield from (self._alone(stage, item) for item in chunk)
                # What was handed out behind it went down with the same pool.
                lost = [at for at in range(number + 1, len(chunks)) if _is_lost(futures[at])]
                again = self._submit(stage, [chunks[at] for at in lost])
                for at, future in zip(lost, again, strict=True):
                    futures[at] = future
            else:
                yield from results

    def _submit(self, stage: Callable[[T], R], chunks: Sequence[Sequence[T]]) -> list[Future[list[R | Crash]] | None]:
        """Hand out chunks; None stands for those that a dying pool does not take any more."""
        from concurrent.futures.process import BrokenProcessPool

        futures: list[Future[list[R | Crash]] | None] = []
        with suppress(BrokenProcessPool):
            pool = self._start()
            futures.extend(pool.submit(run_chunk, stage, chunk) for chunk in chunks)
        return [*futures, *[None] * (len(chunks) - len(futures))]

    def _alone(self, stage: Callable[[T], R], item: T) -> R | Crash:
        """Do one item in the pool by itself, so that a process that dies of it accuses nobody else."""
        from concurrent.futures.process import BrokenProcessPool

        try:
            return self._start().submit(run_chunk, stage, [item]).result()[0]
        except BrokenProcessPool:
            self._stop()
            return Crash("the process that worked on it died")

    def _can_start(self) -> bool:
        """Tell whether processes live at all: not in a script that does not guard its main part, for one."""
        from concurrent.futures.process import BrokenProcessPool

        try:
            self._start().submit(int).result()
        except BrokenProcessPool:
            self._stop()
            return False
        return True

    def _start(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Imported here: a build without work for a pool, and `--help`, start faster without.
            import multiprocessing
            from concurrent.futures import ProcessPoolExecutor

            # A process of its own that holds what workers need, and is copied for each of them.
            context = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
            context.set_forkserver_preload(["glossary_ssg.markdown.parse", "glossary_ssg.render"])
            self._pool = ProcessPoolExecutor(self._jobs, mp_context=context)
        return self._pool

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()


def _is_lost(future: Future[Any] | None) -> bool:
    return future is None or future.cancelled() or (future.done() and future.exception() is not None)


def chunked(items: Sequence[T], jobs: int) -> list[Sequence[T]]:
    """Cut items into parts that are handed out together."""
    size = max(1, min(_CHUNK, len(items) // (jobs * 4)))
    return [items[at : at + size] for at in range(0, len(items), size)]


def run_chunk(stage: Callable[[T], R], chunk: Sequence[T]) -> list[R | Crash]:
    """Do a stage for items that were handed out together."""
    return [_guarded(stage, item) for item in chunk]


def _guarded(stage: Callable[[T], R], item: T) -> R | Crash:
    try:
        return stage(item)
    except GlossaryError:
        raise
    except Exception as error:  # whatever a file does to the parser, the other files are built
        return Crash(f"{type(error).__name__}: {error}")


_SCHEMA = """
CREATE TABLE IF NOT EXISTS things (
    kind TEXT NOT NULL, key TEXT NOT NULL, data BLOB NOT NULL, crc INTEGER NOT NULL, day INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
)
"""
_KEPT_DAYS = 30


class Cache:
    """JSON values by kind and key, in one SQLite file that may be deleted or shared at any time.

    Keys say everything that a value depends on. A file or value that cannot be read is a miss; a file that cannot be
    written is no cache. Nothing here ever fails a build. Threads may share it; they take turns.
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        """Open the cache in a folder; with `read_only` nothing on the disk is touched."""
        self._path: Path | None = folder / "cache-1.sqlite"
        self._database: sqlite3.Connection | None = None
        self._day = int(time.time() // 86_400)
        self._read_only = read_only
        self._turn = RLock()
        self._is_noted = False
        """Whether it is noted what is needed: once is enough, as it takes a look at everything."""
        try:
            self._database = self._open(self._path)
        except (OSError, sqlite3.OperationalError):  # no place for it, or another build holds it for long
            self._path = None
        except sqlite3.DatabaseError:
            self._forget()

    def _open(self, path: Path) -> sqlite3.Connection:
        if self._read_only:
            return _connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        ignore = path.parent / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
        database = _connect(str(path))
        # A cache that a power cut damages is a miss, so nothing waits for the disk.
        database.execute("PRAGMA synchronous = OFF")
        database.execute(_SCHEMA)
        return database

    def _forget(self) -> None:
        """Begin anew with an empty file; without a cache where even that fails."""
        self.close()
        if self._path is None or self._read_only:
            return
        try:
            self._path.unlink(missing_ok=True)
            self._database = self._open(self._path)
        except (OSError, sqlite3.Error):
            self._database = self._path = None

    def load(self, kind: str, keys: Sequence[str], decode: Callable[[bytes], T] = from_json) -> dict[str, T]:
        """Return the known values of these keys, as `decode` makes them of JSON."""
        sql = "SELECT key, data, crc FROM things WHERE kind = ? AND key IN (SELECT value FROM json_each(?))"
        rows = self._query(sql, kind, json.dumps(keys))
        unpacked = ((key, _unpack(data, crc, decode)) for key, data, crc in rows)
        return {key: value for key, value in unpacked if value is not None}

    def known(self, kind: str, keys: Sequence[str]) -> set[str]:
        """Return those of the keys whose values are known."""
        sql = "SELECT key FROM things WHERE kind = ? AND key IN (SELECT value FROM json_each(?))"
        return {key for (key,) in self._query(sql, kind, json.dumps(keys))}

    def store(self, values: Iterable[tuple[str, str, bytes]], used: Sequence[str]) -> None:
        """Keep (kind, key, JSON) values, note that `used` keys were needed, drop what was not for a month."""
        with self._turn:
            self._store(values, used)

    def _store(self, values: Iterable[tuple[str, str, bytes]], used: Sequence[str]) -> None:
        if self._database is None or self._read_only:
            return
        rows = [(kind, key, data, zlib.crc32(data), self._day) for kind, key, data in values]
        if not rows and self._is_noted:
            return
        today = self._day, json.dumps(used), self._day
        try:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany("INSERT OR REPLACE INTO things VALUES (?, ?, ?, ?, ?)", rows)
            if not self._is_noted:
                touch = "UPDATE things SET day = ? WHERE key IN (SELECT value FROM json_each(?)) AND day <> ?"
                self._database.execute(touch, today)
                self._database.execute("DELETE FROM things WHERE day < ?", (self._day - _KEPT_DAYS,))
            self._database.execute("COMMIT")
            self._is_noted = True
        except sqlite3.OperationalError:  # another build holds it, or the disk is full
            with suppress(sqlite3.Error):
                self._database.execute("ROLLBACK")
        except sqlite3.DatabaseError:
            self._forget()

    def close(self) -> None:
        """Let go of the file."""
        with self._turn:
            if self._database is not None:
                self._database.close()
                self._database = None

    @property
    def is_open(self) -> bool:
        """Tell whether there is a file that keeps something."""
        return self._database is not None

    def _query(self, sql: str, *values: str) -> Sequence[tuple[Any, ...]]:
        with self._turn:
            return self._rows(sql, *values)

    def _rows(self, sql: str, *values: str) -> Sequence[tuple[Any, ...]]:
        if self._database is None:
            return ()
        try:
            return self._database.execute(sql, values).fetchall()
        except sqlite3.OperationalError:
            return ()
        except sqlite3.DatabaseError:
            self._forget()
            return ()


def _connect(path: str, *, uri: bool = False) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False, uri=uri)


def _unpack(data: bytes, crc: int, decode: Callable[[bytes], T]) -> T | None:
    if not isinstance(data, bytes) or zlib.crc32(data) != crc:
        return None
    try:
        return decode(data)
    except DecodeError:
        return None
