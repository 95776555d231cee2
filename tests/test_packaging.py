"""What a person gets from the package index: a wheel that needs nothing of this checkout."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest

from tests.support import ROOT

UNREACHABLE = re.compile(r"connection|network is|name resolution|no matching distribution|timed out", re.IGNORECASE)
"""What pip says where it finds no package index."""
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Run a command. Skip the test where it needs the package index and cannot reach it."""
    result = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    if result.returncode and UNREACHABLE.search(result.stderr):
        pytest.skip("the package index cannot be reached")
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.heavy
def test_the_wheel_builds_a_site_in_an_empty_environment(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    run(*pip, "wheel", "--no-deps", "--wheel-dir", tmp_path, ROOT)
    (wheel,) = tmp_path.glob("*.whl")
    # The environment gets no pip of its own, which would take longer than the rest.
    venv.create(tmp_path / "env", with_pip=False)
    (folder,) = (path for name in ("bin", "Scripts") if (path := tmp_path / "env" / name).is_dir())
    run(*pip, "--python", folder / ("python.exe" if folder.name == "Scripts" else "python"), "install", wheel)
    command = folder / "glossary-ssg"
    run(command, "init", "site", cwd=tmp_path)
    run(command, "build", "--strict", cwd=tmp_path / "site")
    page = (tmp_path / "site/output/ja/headword/index.html").read_text(encoding="utf-8")
    assert "見出し語" in page
    settings = tmp_path / "site/glossary.toml"
    settings.write_text('theme = "onepage"\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")
    run(command, "build", "--strict", "--output", tmp_path / "printed", cwd=tmp_path / "site")
    assert "見出し語" in (tmp_path / "printed/ja/print/index.html").read_text(encoding="utf-8")
    assert [path.stat().st_size > 0 for path in tmp_path.glob("site/output/assets/*/css/site.css")] == [True]


def test_every_dependency_has_an_upper_bound() -> None:
    groups = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    open_ended = [
        item for group in groups for item in group if "<" not in item and not item.startswith("glossary-ssg[")
    ]
    assert open_ended == []


def test_no_tracked_file_names_a_package_registry() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    pattern = re.compile(rb"registry\.npmjs\.|files\.pythonhosted\.|pypi\.org/simple|\"resolved\": *\"http")
    names = [name for name in listed.stdout.decode().split("\0") if name and name != "tests/test_packaging.py"]
    assert [name for name in names if (ROOT / name).is_file() and pattern.search((ROOT / name).read_bytes())] == []
