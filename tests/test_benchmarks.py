"""What benchmarks measure: whole commands, with all that they start."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.compare.measure import CommandError, measure

pytestmark = pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory is read from /proc")
CHILD = """
import pathlib, time
held = bytearray(64_000_000)
while time.process_time() < 0.4:
    pass
pathlib.Path("spent").write_text(str(time.process_time()))
"""
"""Uses some time and memory, and writes how much time that was."""
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {CHILD!r}], check=True)"


def spent(folder: Path) -> float:
    """Return the seconds of CPU that the child says it used."""
    return float((folder / "spent").read_text(encoding="utf-8"))


def test_the_time_and_the_memory_of_children_count(tmp_path: Path) -> None:
    cost = measure([sys.executable, "-c", PARENT], tmp_path)
    assert cost.cpu >= spent(tmp_path)
    assert cost.wall >= spent(tmp_path)
    assert 64 <= cost.memory < 200
    both = cost + cost
    assert (both.cpu, both.wall, both.memory) == (2 * cost.cpu, 2 * cost.wall, cost.memory)


def test_processes_that_outlive_the_command_count(tmp_path: Path) -> None:
    orphan = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {CHILD!r}])"
    cost = measure([sys.executable, "-c", orphan], tmp_path)
    assert cost.cpu >= spent(tmp_path)


def test_what_ran_before_does_not_count(tmp_path: Path) -> None:
    measure([sys.executable, "-c", PARENT], tmp_path)
    cost = measure([sys.executable, "-S", "-c", ""], tmp_path)
    assert cost.cpu < spent(tmp_path)
    assert cost.memory < 64


def test_a_command_that_fails_is_no_figure(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no such thing"):
        measure([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path)
