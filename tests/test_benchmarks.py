"""What benchmarks measure: whole commands, with all that they start."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.compare.measure import CommandError, measure

pytestmark = pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory is read from /proc")
CHILD = """
import time
held = bytearray(64_000_000)
while time.process_time() < 0.4:
    pass
"""
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {CHILD!r}], check=True)"


def test_the_time_and_the_memory_of_children_count(tmp_path: Path) -> None:
    cost = measure([sys.executable, "-c", PARENT], tmp_path)
    assert 0.4 <= cost.cpu < 2
    assert cost.wall >= 0.4
    assert 64 <= cost.memory < 200
    both = cost + cost
    assert (both.cpu, both.wall, both.memory) == (2 * cost.cpu, 2 * cost.wall, cost.memory)


def test_processes_that_outlive_the_command_count(tmp_path: Path) -> None:
    orphan = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {CHILD!r}])"
    assert 0.4 <= measure([sys.executable, "-c", orphan], tmp_path).cpu < 2


def test_a_command_that_fails_is_no_figure(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no such thing"):
        measure([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path)
