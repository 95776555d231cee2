"""Ctrl-C and SIGTERM: end at once, end tidily, or wait until a step that must be whole is done.

A signal that the process ignores, as below `nohup`, stays ignored. Threads other than the main one change nothing.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_ENDED_BY = 128
"""Shells add this to the number of the signal that ended a process."""

_Handler = Callable[[int, FrameType | None], Any]


def exit_code(stop: KeyboardInterrupt) -> int:
    """Return the exit code of a command that a signal stopped: 130 for Ctrl-C, 143 for SIGTERM."""
    number = stop.args[0] if stop.args and isinstance(stop.args[0], int) else signal.SIGINT
    return _ENDED_BY + number


def end_at_once() -> None:
    """Let a signal end this process without a word: nothing has begun yet, or everything is done."""
    _handle(_exit)


@contextmanager
def stoppable() -> Iterator[None]:
    """Let the first signal raise KeyboardInterrupt with its number, so that files are tidied up.

    A second one ends the process at once.
    """

    def stop(number: int, _frame: FrameType | None) -> None:
        end_at_once()
        raise KeyboardInterrupt(number)

    def ignored(unraisable: Any) -> None:
        # Raised where nobody can catch it, in a finalizer: Python would print it and carry on.
        if issubclass(unraisable.exc_type, KeyboardInterrupt):
            os._exit(exit_code(unraisable.exc_value or KeyboardInterrupt()))
        hook(unraisable)

    hook, sys.unraisablehook = sys.unraisablehook, ignored
    before = _handle(stop)
    try:
        yield
    finally:
        _restore(before)
        sys.unraisablehook = hook


@contextmanager
def postponed() -> Iterator[None]:
    """Let the first signal wait for the end of the block; a second one ends the process at once."""
    waiting: list[int] = []

    def wait(number: int, frame: FrameType | None) -> None:
        if waiting:
            _exit(number, frame)
        waiting.append(number)

    before = _handle(wait)
    try:
        yield
    finally:
        _restore(before)
        if waiting:
            signal.raise_signal(waiting[0])


def _exit(number: int, _frame: FrameType | None) -> None:
    os._exit(_ENDED_BY + number)


def _handle(handler: _Handler) -> dict[signal.Signals, Any]:
    """Install a handler and return those that it replaces."""
    if threading.current_thread() is not threading.main_thread():
        return {}
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    replaced = {number: old for number, old in before.items() if old not in (signal.SIG_IGN, None)}
    for number in replaced:
        signal.signal(number, handler)
    return replaced


def _restore(before: dict[signal.Signals, Any]) -> None:
    for number, handler in before.items():
        signal.signal(number, handler)
