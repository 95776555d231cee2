"""Watch the files that a site is made of, and gather what happens to them into one change."""

from __future__ import annotations

import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

_QUIET = 0.02
"""Seconds without an event after which a change is complete: editors write, rename and touch in one go."""
_QUIET_LONG = 0.2
"""The same where many files change, as `git checkout` does it, or one is empty: its words are about to be written."""
_MANY = 4
_LONGEST = 2.0
"""Seconds after which a change is taken as it is, however much goes on."""
_POLL = 0.3
"""Seconds between two looks at all files where nobody tells of changes."""
_READING = frozenset({"opened", "closed_no_write"})


class Changes(FileSystemEventHandler):
    """Gathers paths. Nothing is lost: what comes while one change is worked on is in the next."""

    def __init__(self) -> None:
        self._paths: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self.is_stopped = False

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note the paths of an event, called by watchdog."""
        if event.event_type in _READING or (event.is_directory and event.event_type == "modified"):
            return
        for path in (event.src_path, event.dest_path):
            if path:
                self.add(os.fsdecode(path))

    def add(self, path: str) -> None:
        """Note a path."""
        self._paths.put(path)

    def again(self) -> None:
        """Ask for another build, though nothing is known to have changed."""
        self._paths.put("")

    def stop(self) -> None:
        """Let `next` return nothing."""
        self.is_stopped = True
        self._paths.put(None)

    def next(self, is_wanted: Callable[[str], bool]) -> Sequence[str] | None:
        """Wait for a change and return the paths that belong to it, sorted; None at the end."""
        found: set[str] = set()
        end = float("inf")
        while True:
            quiet = _QUIET_LONG if len(found) >= _MANY or any(map(_is_empty, found)) else _QUIET
            try:
                path = self._paths.get(timeout=min(quiet, end - time.monotonic()) if found else None)
            except queue.Empty:
                return sorted(found - {""})
            if path is None:
                return None
            if not path or is_wanted(path):
                end = end if found else time.monotonic() + _LONGEST
                found.add(path)
            if time.monotonic() > end:
                return sorted(found - {""})


class Watcher:
    """Watches folders with all that is below, and single files; both may come, go and come back."""

    def __init__(self, changes: Changes, *, poll: bool = False, on_fallback: Callable[[], None] = lambda: None) -> None:
        """Begin; `on_fallback` is called once where files are polled though nobody asked for it."""
        self._changes = changes
        self._on_fallback = on_fallback
        self._turn = threading.Lock()
        self._deep: dict[Path, tuple[ObservedWatch, int]] = {}
        self._flat: dict[Path, tuple[ObservedWatch, int]] = {}
        self._is_used_up = False
        """Whether the system has nothing left to watch a folder with, so that one is not watched."""
        self.is_polling = poll
        self._observer = self._make()

    def watch(self, folders: Iterable[Path], files: Iterable[Path] = ()) -> bool:
        """Watch these from now on, and tell whether there is something that was not watched before.

        Called again after every change, it follows folders that were made anew: above one that is not there, the
        nearest that is there is watched.
        """
        wanted = {_real(folder) for folder in folders}
        above = {_real(file).parent for file in files} | {folder.parent for folder in wanted}
        with self._turn:
            flat = {folder for folder in map(_nearest, above) if not _is_below(folder, wanted)}
            is_new = self._follow(self._flat, flat, recursive=False)
            is_new = self._follow(self._deep, wanted, recursive=True) or is_new
            if self._is_used_up and not self.is_polling:
                self._fall_back()
                self._follow(self._flat, flat, recursive=False)
                self._follow(self._deep, wanted, recursive=True)
                is_new = True  # nobody saw what happened meanwhile
            return is_new

    def stop(self) -> None:
        """End watching."""
        with self._turn:
            self._end(self._observer)

    def _follow(self, known: dict[Path, tuple[ObservedWatch, int]], wanted: set[Path], *, recursive: bool) -> bool:
        is_new = False
        alive = {emitter.watch for emitter in self._observer.emitters if emitter.should_keep_running()}
        for folder, (watch, number) in list(known.items()):
            # A folder that was removed ends its watch, and the next one of that name may have its number.
            if folder not in wanted or _number(folder) != number or watch not in alive:
                with suppress(KeyError, OSError):
                    self._observer.unschedule(watch)
                del known[folder]
        for folder in sorted(wanted - known.keys()):
            if (number := _number(folder)) and (scheduled := self._schedule(folder, recursive=recursive)):
                known[folder] = (scheduled, number)
                is_new = True
        return is_new

    def _schedule(self, folder: Path, *, recursive: bool) -> ObservedWatch | None:
        """Watch a folder, None where it is gone, the disk knows no watches, or there are too many."""
        try:
            return self._observer.schedule(self._changes, str(folder), recursive=recursive)
        except OSError:
            self._is_used_up = self._is_used_up or folder.is_dir()
            return None

    def _fall_back(self) -> None:
        old, self.is_polling = self._observer, True
        self._observer = self._make()
        self._flat.clear()
        self._deep.clear()
        self._end(old)
        self._on_fallback()

    def _make(self) -> BaseObserver:
        try:
            observer = PollingObserver(timeout=_POLL) if self.is_polling else self._native()
        except OSError:  # the user has no instance of inotify left
            self.is_polling = True
            observer = PollingObserver(timeout=_POLL)
            self._on_fallback()
        observer.start()
        return observer

    def _native(self) -> BaseObserver:
        if sys.platform != "linux":
            return Observer()
        from glossary_ssg.serve.inotify import InotifyObserver

        return InotifyObserver(self._note_limit, self._changes.again)

    def _note_limit(self) -> None:
        """Note that a folder is not watched; called by watchdog, whose threads must not wait for ours."""
        self._is_used_up = True
        self._changes.again()

    @staticmethod
    def _end(observer: BaseObserver) -> None:
        observer.stop()
        if observer.is_alive():
            observer.join()


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _nearest(folder: Path) -> Path:
    """Return the folder, or the nearest above it that is there."""
    return next((found for found in (folder, *folder.parents) if found.is_dir()), folder)


def _is_empty(path: str) -> bool:
    try:
        return bool(path) and Path(path).stat().st_size == 0
    except OSError:
        return False


def _is_below(folder: Path, others: set[Path]) -> bool:
    return any(folder == other or other in folder.parents for other in others)


def _number(folder: Path) -> int:
    """Return what tells a folder from another that took its name, 0 where there is none."""
    try:
        return folder.stat().st_ino if folder.is_dir() else 0
    except OSError:
        return 0
