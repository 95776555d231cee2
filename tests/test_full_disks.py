"""Disks that are full, for real: small file systems in memory, mounted where only the command sees them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import build_site, entry, tree_of, write_files

BUILD = f"{sys.executable} -m glossary_ssg build --jobs 1"
SITE = {"glossary.toml": 'title = "Full"\nbase_url = "https://example.org/"\n'} | {
    f"content/en/term{number}.md": entry(f"Term {number}", f"Text of {number}. " * 40) for number in range(30)
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_files(tmp_path / "site", SITE)


def run(site: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script in the site's folder that may mount; skip where the kernel does not let it."""
    alone = ["unshare", "-rm"]
    probe = [*alone, "mount", "-t", "tmpfs", "none", str(site)]
    if not shutil.which("unshare") or subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("this kernel gives users no mounts of their own")
    return subprocess.run([*alone, "sh", "-uc", script], cwd=site, capture_output=True, text=True, check=False)


def mounted(folder: str, size: str) -> str:
    return f"mkdir -p {folder}; mount -t tmpfs -o size={size} none {folder}; "


def test_a_full_folder_for_temporary_files_is_named_and_the_output_stays(site: Path) -> None:
    before = tree_of(build_site(site).output)
    write_files(site, {"glossary.toml": 'title = "Other"\n'})
    done = run(site, f'{mounted("small", "64k")} TMPDIR="$PWD/small" {BUILD}')
    assert done.returncode == 2
    assert f"error: temporary folder '{site}/small' cannot be written: No space left on device\n" in done.stderr
    assert "  hint: free space there, or set TMPDIR to a folder on another disk" in done.stderr
    assert "Traceback" not in done.stderr
    assert tree_of(site / "output") == before


def test_a_full_disk_of_the_output_is_named_and_the_next_build_sets_it_right(site: Path, tmp_path: Path) -> None:
    clean = tree_of(build_site(site, output=tmp_path / "clean", cache=tmp_path / "cache").output)
    again = f"{BUILD} >&2; echo $?; mount -o remount,size=50m output; {BUILD} >&2; echo $?; cp -r output copy"
    done = run(site, mounted("output", "200k") + again)
    assert done.stdout.split() == ["2", "0"], done.stderr
    assert "cannot be written: No space left on device\n  hint: free space on the disk that holds" in done.stderr
    assert "Traceback" not in done.stderr
    assert tree_of(site / "copy") == clean


@pytest.mark.parametrize("size", ["4k", "40k", "300k"])
def test_a_full_disk_of_the_cache_is_no_error(site: Path, tmp_path: Path, size: str) -> None:
    clean = tree_of(build_site(site, output=tmp_path / "clean", cache=tmp_path / "cache").output)
    done = run(site, f"{mounted('.glossary-cache', size)} {BUILD} && touch content/en/term1.md && {BUILD}")
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert tree_of(site / "output") == clean


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("stream", [">/dev/full", "2>/dev/full"])
def test_a_full_disk_behind_the_report_is_told_and_is_no_content_error(site: Path, stream: str) -> None:
    done = subprocess.run(["sh", "-c", f"{BUILD} {stream}"], cwd=site, capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert (site / "output/en/term1/index.html").is_file()
