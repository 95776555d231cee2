"""Builds that are killed at any moment: the next one leaves the site of a clean build, and nothing else."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT

KILLS = 50


@pytest.mark.skipif(sys.platform != "linux", reason="orphaned processes can be waited for on Linux alone")
def test_after_fifty_kills_the_site_is_that_of_a_clean_build_and_nothing_is_left(tmp_path: Path) -> None:
    seed = int(os.environ.get("KILL_SEED") or random.randrange(2**32))
    print(f"KILL_SEED={seed}")
    (tmp_path / "tmp").mkdir()
    # What measures the coverage of processes keeps files of its own.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.killing", str(tmp_path), str(seed), str(KILLS)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=environment | {"TMPDIR": str(tmp_path / "tmp")},
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stderr.splitlines()[-1])
    assert found["wrong"] == []
    assert found["killed"] > KILLS * 0.8, "too few builds were killed before they ended"
