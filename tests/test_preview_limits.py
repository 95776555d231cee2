"""A preview whose machine has nothing left to watch files with, and folders that go while they are watched."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from glossary_ssg.serve.watch import Changes, Watcher
from tests.support import entry, write_files
from tests.test_preview_files import serving

FILES = {"glossary.toml": 'title = "Words"\n', "content/en/agent.md": entry("Agent", "A program that acts.")}
FALLBACK = "file-watch limit reached; falling back to polling"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_files(tmp_path / "site", FILES)


def limited(**limits: int) -> Sequence[str]:
    """Return the command that runs another one below limits of the kernel; skip where it does not let us."""
    unshare = shutil.which("unshare")
    if not unshare or subprocess.run([unshare, "-Ur", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this kernel gives users no namespaces")
    writes = [f"echo {limit} > /proc/sys/user/max_inotify_{name}" for name, limit in limits.items()]
    return [unshare, "-Ur", "sh", "-ec", "; ".join([*writes, 'exec "$@"']), "sh"]


@pytest.mark.parametrize("limits", [{"instances": 0}, {"watches": 0}, {"watches": 3}], ids=str)
def test_where_files_cannot_be_watched_they_are_polled(site: Path, limits: dict[str, int]) -> None:
    write_files(site, {f"content/en/part{number}/term.md": entry(f"Term {number}") for number in range(4)})
    with serving(site, within=limited(**limits)) as preview:
        said = list(preview.lines.queue)
        write_files(site, {"content/en/part3/term.md": entry("Term 3", "Other words.")})
        preview.wait_until("/en/part3/term/", b"Other words.")
    said += list(preview.lines.queue)
    assert [line for line in (*preview.earlier, *said) if "limit" in line or "Traceback" in line] == [FALLBACK]


def test_watches_that_run_out_while_it_runs_are_told_and_nothing_is_missed(site: Path) -> None:
    with serving(site, within=limited(watches=12)) as preview:
        assert FALLBACK not in preview.earlier
        for number in range(20):
            write_files(site, {f"content/en/part{number}/term.md": entry(f"Term {number}")})
        preview.wait_for(FALLBACK)
        preview.wait_until("/en/part19/term/", b"Term 19")
        write_files(site, {"content/en/part19/term.md": entry("Term 19", "Other words.")})
        preview.wait_until("/en/part19/term/", b"Other words.")
        assert FALLBACK not in preview.lines.queue


@pytest.mark.parametrize("poll", [False, True], ids=["native", "polling"])
def test_a_folder_that_is_removed_and_made_at_once_is_watched_again(tmp_path: Path, poll: bool) -> None:
    folder, changes = tmp_path / "content", Changes()
    write_files(folder, {"a.md": "a"})
    watcher = Watcher(changes, poll=poll)
    try:
        watcher.watch([folder])
        for number in range(3):
            shutil.rmtree(folder)  # the new folder may get the number of the old one
            write_files(folder, {f"b{number}.md": "b"})
            # Every change is followed, as the preview does it, until the new folder is watched.
            while str(folder / f"b{number}.md") not in (changes.next(lambda path: True) or ()):
                if watcher.watch([folder]):
                    break
            write_files(folder, {f"c{number}.md": "c"})
            while str(folder / f"c{number}.md") not in (changes.next(lambda path: True) or ()):
                watcher.watch([folder])
    finally:
        watcher.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="no limits for processes")
def test_too_few_open_files_are_told_without_a_traceback(site: Path) -> None:
    command = ["sh", "-c", 'ulimit -n 9; exec "$@"', "sh", sys.executable, "-m", "glossary_ssg", "serve", "--port", "0"]
    done = subprocess.run(command, cwd=site, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr
    assert "ulimit -n" in done.stderr
