"""Builds that are killed or stopped at any moment: nothing is left of them, and no output is half old and half new."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="orphaned processes can be waited for on Linux alone")


def stop_builds(folder: Path, how: str, count: int) -> Any:
    """Run tests/killing.py with folders of its own; the seed of the run is printed, and taken from KILL_SEED if set."""
    seed = int(os.environ.get("KILL_SEED") or random.randrange(2**32))
    print(f"KILL_SEED={seed}")
    (folder / "tmp").mkdir()
    # What measures the coverage of processes keeps files of its own.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.killing", str(folder), how, str(seed), str(count)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=environment | {"TMPDIR": str(folder / "tmp")},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stderr.splitlines()[-1])


@pytest.mark.heavy
def test_after_fifty_kills_the_site_is_that_of_a_clean_build_and_nothing_is_left(tmp_path: Path) -> None:
    found = stop_builds(tmp_path, "kill", 50)
    assert found["wrong"] == []
    assert found["killed"] > 40, "too few builds were killed before they ended"


@pytest.mark.heavy
def test_a_build_that_is_told_to_end_leaves_the_old_output_or_the_new_one(tmp_path: Path) -> None:
    found = stop_builds(tmp_path, "stop", 20)
    assert found["wrong"] == []
    assert found["stopped"] > 15, "too few builds were stopped before they ended"
