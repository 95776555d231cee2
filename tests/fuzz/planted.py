"""Stages and targets with known faults, for the tests of the instrument."""

from __future__ import annotations

import os
import signal
from typing import Any

from hypothesis import strategies as st

from tests.fuzz.stages import Stage, timed
from tests.fuzz.targets.engine import Target


def _quadratic(text: str) -> None:
    for at in range(0, len(text), 50):
        text.count("<", at)


def _linear(text: str) -> None:
    for _ in range(20):
        text.count("<")
        sum(char == "<" for char in text[::20])


def _traceback(text: str) -> None:
    raise ValueError("planted")


def _crash(text: str) -> None:
    if len(text) > 1:  # not while everything is imported
        os.kill(os.getpid(), signal.SIGSEGV)


def _memory(text: str) -> None:
    if len(text) > 1:
        bytearray(600 * 2**20).find(b"x")


def _check(value: Any) -> None:
    if "!" in value:
        raise ZeroDivisionError("planted")


STAGES = (
    Stage("planted-quadratic", timed(_quadratic)),
    Stage("planted-linear", timed(_linear)),
    Stage("planted-traceback", timed(_traceback)),
    Stage("planted-crash", timed(_crash)),
    Stage("planted-memory", timed(_memory)),
)
TARGETS = (Target("planted", lambda: st.text(alphabet="abc!?"), _check),)
