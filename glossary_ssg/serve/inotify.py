"""Watch folders with inotify on Linux, and notice when the kernel has nothing left to watch them with.

watchdog leaves folders unwatched without a word where the limit of watches is reached below the one that it was asked
for, and drops events without a word where too many come at once.
"""

from __future__ import annotations

import errno
from collections.abc import Callable

from watchdog.observers.api import BaseObserver
from watchdog.observers.inotify import InotifyEmitter
from watchdog.observers.inotify_c import CallbackId, InotifyEvent, InotifyFD, Mask, WatchCallback, WatchDescriptor

_USED_UP = frozenset({errno.ENOSPC, errno.EMFILE, errno.ENFILE, errno.ENOMEM})


class _Descriptor(InotifyFD):
    """An inotify instance that tells of its limits. Raises OSError where the user or the system may have no more."""

    def __init__(self, on_used_up: Callable[[], None], on_lost: Callable[[], None]) -> None:
        super().__init__()
        self._on_used_up = on_used_up
        self._on_lost = on_lost

    def add_callback(self, path: bytes, mask: Mask, callback: WatchCallback, id_: CallbackId) -> WatchDescriptor:
        try:
            return super().add_callback(path, mask, callback, id_)
        except OSError as error:
            if error.errno in _USED_UP:
                self._on_used_up()
            raise

    def handle_event(self, event: InotifyEvent) -> None:
        super().handle_event(event)
        if event.is_queue_overflow:
            self._on_lost()


class InotifyObserver(BaseObserver):
    """Watches folders; `on_used_up` is called where one cannot be watched, `on_lost` where events were dropped."""

    def __init__(self, on_used_up: Callable[[], None], on_lost: Callable[[], None]) -> None:
        self._descriptor = _Descriptor(on_used_up, on_lost)
        self._descriptor.start()
        super().__init__(InotifyEmitter, inotify_fd=self._descriptor)

    def on_thread_stop(self) -> None:
        super().on_thread_stop()
        self._descriptor.stop()
        self._descriptor.join()
