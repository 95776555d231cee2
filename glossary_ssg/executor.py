"""Run a stage over many items, in this process or in several, and remember what it gave.

`map` gives results in the order of the items. An item whose stage raises or kills its process gives a Crash that says
which one it was; all others are done. GlossaryError passes through: it stops the build.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from glossary_ssg.errors import GlossaryError

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

T = TypeVar("T")
R = TypeVar("R")

WORTH_A_POOL = 64
"""Fewer items than this are done here: starting processes would take longer."""
_CHUNK = 32


@dataclass(frozen=True, slots=True)
class Crash:
    """What is left of an item whose stage failed."""

    reason: str


class Executor(Protocol):
    """Runs a stage over items. The stage and its items must be picklable."""

    def map(self, stage: Callable[[T], R], items: Sequence[T]) -> Iterator[R | Crash]:
        """Yield the stage's result for each item, in order."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def make_executor(jobs: int) -> Executor:
    """Return an executor with `jobs` processes; 0 means one per core, 1 means this process."""
    jobs = jobs or os.cpu_count() or 1
    return Pool(jobs) if jobs > 1 else InLine()


class InLine:
    """Does everything in this process."""

    def map(self, stage: Callable[[T], R], items: Sequence[T]) -> Iterator[R | Crash]:
        """Yield the stage's result for each item, in order."""
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

    def map(self, stage: Callable[[T], R], items: Sequence[T]) -> Iterator[R | Crash]:
        """Yield the stage's result for each item, in order."""
        if len(items) < WORTH_A_POOL:
            yield from InLine().map(stage, items)
            return
        from concurrent.futures.process import BrokenProcessPool

        size = max(1, min(_CHUNK, len(items) // (self._jobs * 4)))
        chunks = [items[at : at + size] for at in range(0, len(items), size)]
        futures: list[Future[list[R | Crash]] | None] = []
        try:
            pool = self._start()
            futures.extend(pool.submit(_run, stage, chunk) for chunk in chunks)
        except BrokenProcessPool:  # a worker died while work was still being handed out
            futures.extend([None] * (len(chunks) - len(futures)))
        for chunk, future in zip(chunks, futures, strict=True):
            try:
                if future is None:
                    raise BrokenProcessPool
                yield from future.result()
            except BrokenProcessPool:
                self._stop()
                yield from (self._alone(stage, item) for item in chunk)

    def _alone(self, stage: Callable[[T], R], item: T) -> R | Crash:
        """Do one item in the pool by itself, so that a process that dies of it accuses nobody else."""
        from concurrent.futures.process import BrokenProcessPool

        try:
            return self._start().submit(_run, stage, [item]).result()[0]
        except BrokenProcessPool:
            self._stop()
            return Crash("the process that worked on it died")

    def _start(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Imported here: a build without work for a pool, and `--help`, start faster without.
            import multiprocessing
            from concurrent.futures import ProcessPoolExecutor

            context = multiprocessing.get_context("spawn")
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


def _run(stage: Callable[[T], R], chunk: Sequence[T]) -> list[R | Crash]:
    return [_guarded(stage, item) for item in chunk]


def _guarded(stage: Callable[[T], R], item: T) -> R | Crash:
    try:
        return stage(item)
    except GlossaryError:
        raise
    except Exception as error:  # whatever a file does to the parser, the other files are built
        return Crash(f"{type(error).__name__}: {error}")


_SCHEMA = """
CREATE TABLE IF NOT EXISTS heads (key TEXT PRIMARY KEY, data BLOB, crc INTEGER, day INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS bodies (key TEXT PRIMARY KEY, data BLOB, crc INTEGER);
CREATE TABLE IF NOT EXISTS published (output TEXT PRIMARY KEY, data BLOB, crc INTEGER, day INTEGER);
"""
_KEPT_DAYS = 30


class Cache:
    """Heads, bodies and what was published, in one SQLite file that may be deleted or shared at any time.

    Keys say everything that a value depends on. A file or value that cannot be read is a miss; a file that cannot be
    written is no cache. Nothing here ever fails a build.
    """

    def __init__(self, folder: Path, *, create: bool = True) -> None:
        """Open the cache in a folder; without `create` only if it is there."""
        self._path: Path | None = folder / "cache-1.sqlite"
        self._database: sqlite3.Connection | None = None
        self._day = int(time.time() // 86_400)
        if not (create or self._path.exists()):
            return
        try:
            self._database = self._open(self._path)
        except (OSError, sqlite3.OperationalError):  # no place for it, or another build holds it for long
            self._path = None
        except sqlite3.DatabaseError:
            self._forget()

    def _open(self, path: Path) -> sqlite3.Connection:
        path.parent.mkdir(parents=True, exist_ok=True)
        ignore = path.parent / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
        database = sqlite3.connect(path, timeout=10, isolation_level=None)
        # A cache that a power cut damages is a miss, so nothing waits for the disk.
        database.execute("PRAGMA synchronous = OFF")
        database.executescript(_SCHEMA)
        return database

    def _forget(self) -> None:
        """Begin anew with an empty file; without a cache where even that fails."""
        self.close()
        if self._path is None:
            return
        try:
            self._path.unlink(missing_ok=True)
            self._database = self._open(self._path)
        except (OSError, sqlite3.Error):
            self._database = self._path = None

    def heads(self, keys: Sequence[str]) -> dict[str, Any]:
        """Return the known heads of these keys as JSON data."""
        return self._load("heads", keys)

    def bodies(self, keys: Sequence[str]) -> dict[str, Any]:
        """Return the known bodies of these keys as JSON data."""
        return self._load("bodies", keys)

    def has_bodies(self, keys: Sequence[str]) -> set[str]:
        """Return those of the keys whose bodies are known."""
        rows = self._query("SELECT key FROM bodies WHERE key IN (SELECT value FROM json_each(?))", json.dumps(keys))
        return {key for (key,) in rows}

    def published(self, output: str) -> dict[str, Any]:
        """Return what the last build into this folder noted."""
        rows = self._query("SELECT data, crc FROM published WHERE output = ?", output)
        return next((value for data, crc in rows if isinstance(value := _unpack(data, crc), dict)), {})

    def store(
        self, parsed: Sequence[tuple[str, bytes, bytes]], used: Sequence[str], output: str, published: Mapping[str, Any]
    ) -> None:
        """Keep (key, head, body) triples and what was published, and drop what was not used for a month."""
        note = json.dumps(published).encode()
        try:
            if self._database is None:
                return
            self._database.execute("BEGIN IMMEDIATE")
            run = self._database.executemany
            run(
                "INSERT OR REPLACE INTO heads VALUES (?, ?, ?, ?)",
                [(key, head, zlib.crc32(head), self._day) for key, head, _ in parsed],
            )
            run(
                "INSERT OR REPLACE INTO bodies VALUES (?, ?, ?)",
                [(key, body, zlib.crc32(body)) for key, _, body in parsed],
            )
            run("UPDATE heads SET day = ? WHERE key = ? AND day <> ?", [(self._day, key, self._day) for key in used])
            run("INSERT OR REPLACE INTO published VALUES (?, ?, ?, ?)", [(output, note, zlib.crc32(note), self._day)])
            oldest = (self._day - _KEPT_DAYS,)
            self._database.execute("DELETE FROM bodies WHERE key IN (SELECT key FROM heads WHERE day < ?)", oldest)
            self._database.execute("DELETE FROM heads WHERE day < ?", oldest)
            self._database.execute("DELETE FROM published WHERE day < ?", oldest)
            self._database.execute("COMMIT")
        except sqlite3.OperationalError:  # another build holds it, or the disk is full
            with suppress(sqlite3.Error):
                if self._database is not None:
                    self._database.execute("ROLLBACK")
        except sqlite3.DatabaseError:
            self._forget()

    def close(self) -> None:
        """Let go of the file."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def _load(self, table: str, keys: Sequence[str]) -> dict[str, Any]:
        # One statement for all keys; `table` is one of our own names.
        sql = f"SELECT key, data, crc FROM {table} WHERE key IN (SELECT value FROM json_each(?))"  # noqa: S608
        found = {}
        for key, data, crc in self._query(sql, json.dumps(keys)):
            value = _unpack(data, crc)
            if value is not None:
                found[key] = value
        return found

    def _query(self, sql: str, value: str) -> Sequence[tuple[Any, ...]]:
        if self._database is None:
            return ()
        try:
            return self._database.execute(sql, (value,)).fetchall()
        except sqlite3.OperationalError:
            return ()
        except sqlite3.DatabaseError:
            self._forget()
            return ()


def _unpack(data: bytes, crc: int) -> Any:
    if not isinstance(data, bytes) or zlib.crc32(data) != crc:
        return None
    try:
        return json.loads(data)
    except ValueError:
        return None
