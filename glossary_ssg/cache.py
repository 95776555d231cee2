"""Remember values that are long in the making from one run to the next."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import time
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

from glossary_ssg.files import hold, remove_abandoned, temporary_name
from glossary_ssg.model import DecodeError, as_json, from_json

T = TypeVar("T")

_SCHEMA = """
CREATE TABLE IF NOT EXISTS things (
    kind TEXT NOT NULL, key TEXT NOT NULL, data BLOB NOT NULL, crc INTEGER NOT NULL, day INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
)
"""
_INSERT = "INSERT OR REPLACE INTO things VALUES (?, ?, ?, ?, ?)"
_KEPT_DAYS = 30
_ROOM = 4 * 2**20
"""Bytes that wait to be written together."""
_PAUSE = 60
"""Seconds in which nothing is written after the file took nothing: to find that out may take ten."""

Row = tuple[str, str, bytes, int, int]


class Cache:
    """JSON values by kind and key, in one SQLite file that may be deleted or shared at any time.

    Keys say everything that a value depends on. A file or value that cannot be read is a miss. What is put here is here
    until the end of the process: where the file takes nothing, a temporary one does. Nothing here ever fails a build.
    Threads may share it; they take turns.
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        """Open the cache in a folder; with `read_only` nothing there is touched but leftovers."""
        self._path: Path | None = folder / "cache-1.sqlite"
        self._database: sqlite3.Connection | None = None
        self._scratch: list[sqlite3.Connection] = []
        """The temporary file, and what is in memory where that cannot be written either."""
        self._waiting: list[Row] = []
        self._size = 0
        self._day = int(time.time() // 86_400)
        self._is_read_only = read_only
        self._paused_until = 0.0
        self._turn = RLock()
        self._is_noted = False
        """Whether it is noted what is needed: once a day is enough, as it takes a look at everything."""
        remove_abandoned(folder)
        try:
            self._database = self._open(self._path)
        except (OSError, sqlite3.OperationalError):  # no place for it, or another build holds it for long
            self._path = None
        except sqlite3.DatabaseError:
            self._forget()

    def _open(self, path: Path) -> sqlite3.Connection:
        if path.exists() and not path.is_file():
            raise OSError(errno.EINVAL, "it is not a regular file", str(path))  # opening a pipe could take for ever
        if self._is_read_only:
            return _connect(f"{Path(os.path.realpath(path)).as_uri()}?mode=ro", uri=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        ignore = path.parent / ".gitignore"
        if not ignore.exists() or not ignore.stat().st_size:
            ignore.write_text("*\n", encoding="utf-8")
        database = _connect(str(path))
        # A cache that a power cut damages is a miss, so nothing waits for the disk.
        database.execute("PRAGMA synchronous = OFF")
        database.execute(_SCHEMA)
        if path.with_name(f"{path.name}-journal").exists():
            # Of a build that was killed before it changed anything: SQLite removes it after the next change.
            with suppress(sqlite3.OperationalError):
                database.execute("PRAGMA user_version = 0")
        return database

    def _forget(self) -> None:
        """Begin anew with an empty file; without one where even that fails."""
        if self._database is not None:
            self._database.close()
            self._database = None
        if self._path is None or self._is_read_only:
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

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep a value, JSON."""
        with self._turn:
            self._waiting.append((kind, key, data, zlib.crc32(data), self._day))
            self._size += len(data)
            if self._size > _ROOM:
                self._flush()

    def write_own(self, name: str, key: str, data: bytes) -> None:
        """Keep one value in a file of its own, in place of what is there."""
        if self._path is None or self._is_read_only:
            return
        half = self._path.with_name(temporary_name())
        with suppress(OSError):
            try:
                with half.open("xb") as file:
                    hold(file.fileno())
                    file.write(data)
                place = half.replace(self._path.with_name(name))
            finally:
                half.unlink(missing_ok=True)
            self.put("own", name, as_json([key, *_stamp(place.stat())]))

    def read_own(self, name: str, key: str) -> bytes | None:
        """Return what was kept by this key, unless it was written elsewhere.

        Nobody who brings a cache along knows which number and which time a file will have here.
        """
        noted = self.load("own", [name]).get(name)
        if self._path is None or noted is None:
            return None
        path = self._path.with_name(name)
        with suppress(OSError):
            if noted != [key, *_stamp(path.stat())]:
                return None
        with suppress(OSError), path.open("rb") as file:
            if noted == [key, *_stamp(os.fstat(file.fileno()))]:
                return file.read()
        return None

    def note(self, place: str, used: Sequence[str]) -> None:
        """Note that a site needed these keys, and drop what nobody did for a month."""
        with self._turn:
            self._flush()
            if self._is_noted or self.load("noted", [place]).get(place) == self._day:
                return
            touch = "UPDATE things SET day = ? WHERE key IN (SELECT value FROM json_each(?)) AND day <> ?"
            drop = "DELETE FROM things WHERE day < ?"
            self._write((touch, [(self._day, json.dumps(used), self._day)]), (drop, [(self._day - _KEPT_DAYS,)]))
            self.put("noted", place, as_json(self._day))
            self._is_noted = True

    def close(self) -> None:
        """Write what waits, and let go of the file."""
        with self._turn:
            self._flush()
            for database in self._databases():
                database.close()
            self._database, self._scratch = None, []

    def _flush(self) -> None:
        """Write what waits."""
        rows, self._waiting, self._size = self._waiting, [], 0
        if not rows or self._write((_INSERT, rows)):
            return
        for number, place in enumerate(("", ":memory:")):
            if number == len(self._scratch):
                self._scratch.append(_connect(place))
            database = self._scratch[number]
            try:
                database.execute(_SCHEMA)
                database.execute("BEGIN")
                database.executemany(_INSERT, rows)
                database.execute("COMMIT")
                return
            except sqlite3.OperationalError:  # there is no room for temporary files
                with suppress(sqlite3.Error):
                    database.execute("ROLLBACK")

    def _databases(self) -> list[sqlite3.Connection]:
        return [*filter(None, (self._database,)), *self._scratch]

    def _write(self, *statements: tuple[str, Sequence[Sequence[Any]]]) -> bool:
        """Change the file, all or nothing; tell whether it took it."""
        if self._database is None or self._is_read_only or time.monotonic() < self._paused_until:
            return False
        try:
            self._database.execute("BEGIN IMMEDIATE")
            for sql, rows in statements:
                self._database.executemany(sql, rows)
            self._database.execute("COMMIT")
        except sqlite3.OperationalError:  # another build holds it, or the disk is full
            self._paused_until = time.monotonic() + _PAUSE
            with suppress(sqlite3.Error):
                self._database.execute("ROLLBACK")
            return False
        except sqlite3.DatabaseError:
            self._forget()
            return False
        return True

    def _query(self, sql: str, *values: str) -> Sequence[tuple[Any, ...]]:
        with self._turn:
            self._flush()
            return [row for database in self._databases() for row in self._rows(database, sql, values)]

    def _rows(self, database: sqlite3.Connection, sql: str, values: Sequence[str]) -> Sequence[tuple[Any, ...]]:
        try:
            return database.execute(sql, values).fetchall()
        except sqlite3.OperationalError:
            return ()
        except sqlite3.DatabaseError:
            if database is self._database:
                self._forget()
            return ()


def _connect(path: str, *, uri: bool = False) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False, uri=uri)


def _stamp(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _unpack(data: bytes, crc: int, decode: Callable[[bytes], T]) -> T | None:
    if not isinstance(data, bytes) or zlib.crc32(data) != crc:
        return None
    try:
        return decode(data)
    except DecodeError:
        return None
