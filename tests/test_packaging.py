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

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_wheel_builds_a_site_in_an_empty_environment(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    made = subprocess.run(
        [*pip, "wheel", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode and re.search(r"connection|network|index|resol", made.stderr, re.IGNORECASE):
        pytest.skip("the package index cannot be reached")
    assert made.returncode == 0, made.stderr
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "env", with_pip=True)
    python = next(path for path in (tmp_path / "env/bin/python", tmp_path / "env/Scripts/python.exe") if path.exists())
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)]
    installed = subprocess.run(install, capture_output=True, text=True, check=False)
    assert installed.returncode == 0, installed.stderr
    command = python.with_name("glossary-ssg")
    for arguments, folder in ((["init", "site"], tmp_path), (["build", "--strict"], tmp_path / "site")):
        result = subprocess.run([str(command), *arguments], cwd=folder, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr
    page = (tmp_path / "site/output/ja/headword/index.html").read_text(encoding="utf-8")
    assert "見出し語" in page
    assert (tmp_path / "site/output/assets/css/site.css").is_file()


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
