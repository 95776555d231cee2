"""Content files that are too large to be parsed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from glossary_ssg.config import load_config
from glossary_ssg.errors import ConfigError
from glossary_ssg.limits import ENTRY_BYTES_READ
from tests.support import build_site, entry, text_of, write_files, written_body

SETTINGS = "max_file_size = 1000\n"
LARGE = entry("Lamp", "A [[Kite]] and <b>bold</b> **Kite**.\n" * 60, description="It gives light.", synonyms="[Torch]")


def test_a_file_that_is_too_large_is_reported_and_shown_as_it_is_written(tmp_path: Path) -> None:
    built = build_site(
        tmp_path, {"glossary.toml": SETTINGS, "content/en/lamp.md": LARGE, "content/en/kite.md": entry("Kite")}
    )
    (found,) = built.found("file-too-large")
    assert (found.line, found.severity) == (1, "error")
    assert found.message == f"the file has {len(LARGE):,} bytes, the limit is 1,000; it is shown as plain text"
    assert f"`max_file_size = {len(LARGE)}`" in found.hint
    page = built.page("/en/lamp/")
    assert text_of(page.find(".//h1")) == "Lamp"
    body = written_body(page)
    assert [child.tag for child in body] == ["pre"]
    assert "".join(body.itertext()).strip() == ("A [[Kite]] and <b>bold</b> **Kite**.\n" * 60).strip()
    assert "It gives light." in built.read("en/lamp/index.html")
    assert built.has("/en/kite/")
    assert not list(written_body(built.page("/en/kite/")).iter("a"))


def test_the_names_of_a_file_that_is_too_large_are_linked_from_others(tmp_path: Path) -> None:
    files = {"glossary.toml": SETTINGS, "content/en/lamp.md": LARGE, "content/en/a.md": entry("A", "A torch.")}
    (link,) = written_body(build_site(tmp_path, files).page("/en/a/")).iter("a")
    assert (link.get("href"), text_of(link)) == ("/en/lamp/", "torch")


def test_with_a_larger_limit_the_same_file_is_parsed(tmp_path: Path) -> None:
    files = {"glossary.toml": SETTINGS, "content/en/lamp.md": LARGE}
    assert build_site(tmp_path, files).found("file-too-large")
    built = build_site(tmp_path, {"glossary.toml": f"max_file_size = {len(LARGE)}\n"})
    assert not built.found("file-too-large")
    assert "<b>bold</b>" in built.read("en/lamp/index.html")
    assert build_site(tmp_path, {"glossary.toml": SETTINGS}).found("file-too-large")


def test_a_character_at_the_end_of_what_is_read_is_not_cut(tmp_path: Path) -> None:
    for lead in range(3):
        text = entry("Lamp", "x" * lead + "語" * ENTRY_BYTES_READ)
        built = build_site(tmp_path / str(lead), {"glossary.toml": SETTINGS, "content/en/lamp.md": text})
        assert [item.code for item in built.report.diagnostics if item.severity == "error"] == ["file-too-large"]
        assert "are shown as plain text" in built.found("file-too-large")[0].message
        assert "\ufffd" not in built.read("en/lamp/index.html")


def test_a_file_of_gigabytes_is_not_loaded(tmp_path: Path) -> None:
    write_files(tmp_path, {"content/en/lamp.md": entry("Lamp"), "content/en/kite.md": entry("Kite")})
    os.truncate(tmp_path / "content/en/lamp.md", 6 * 2**30)  # a hole, which takes no room
    code = (
        "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_AS, (2 * 2**30,) * 2)\n"
        "sys.argv[1:] = ['build', '--jobs', '1']; runpy.run_module('glossary_ssg', run_name='__main__')"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 1, result.stderr
    assert "the file has 6,442,450,944 bytes" in result.stdout + result.stderr
    assert (tmp_path / "output/en/kite/index.html").is_file()
    assert (tmp_path / "output/en/lamp/index.html").stat().st_size < 4_000_000


def test_repairs_leave_a_file_that_is_too_large_alone(tmp_path: Path) -> None:
    path = tmp_path / "content/en/lamp.md"
    write_files(tmp_path, {"glossary.toml": SETTINGS, "content/en/lamp.md": b"\xef\xbb\xbf" + LARGE.encode()})
    before = path.read_bytes()
    command = [sys.executable, "-m", "glossary_ssg", "fix", "--jobs", "1"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert path.read_bytes() == before


@pytest.mark.parametrize("size", ["0", "-1", "10000000000", "true", '"1 MB"'])
def test_a_limit_that_makes_no_sense_is_reported(tmp_path: Path, size: str) -> None:
    write_files(tmp_path, {"glossary.toml": f"max_file_size = {size}\n", "content/en/a.md": entry("A")})
    with pytest.raises(ConfigError, match=r"glossary\.toml:1: error: max_file_size: must"):
        load_config(config=tmp_path / "glossary.toml")
