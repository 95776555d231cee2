"""Commands that are told to end, or whose reader has gone: the exit code says so, without a traceback."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support import build_site, entry, tree_of, write_files
from tests.test_preview_files import serving

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
COMMAND = [sys.executable, "-m", "glossary_ssg"]
SITE = {"glossary.toml": 'title = "Site"\n', "content/en/a.md": entry("A"), "content/en/b.md": entry("B")}
STOPS = [(signal.SIGINT, 130), (signal.SIGTERM, 143)]
PATIENCE = 60


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_files(tmp_path / "site", SITE)


@contextmanager
def running(site: Path, *command: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(command, cwd=site, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


@pytest.mark.parametrize(("number", "code"), STOPS)
def test_a_command_that_is_stopped_while_it_is_imported_says_nothing(site: Path, number: int, code: int) -> None:
    # -X importtime names each module when it is loaded.
    with running(site, sys.executable, "-X", "importtime", "-m", "glossary_ssg", "build") as process:
        assert process.stderr
        while not process.stderr.readline().rstrip().endswith("glossary_ssg.signals"):
            pass
        while "click" not in process.stderr.readline():
            pass
        process.send_signal(number)
        _, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, "Traceback" in errors) == (code, False)


WAITING = """
import os, signal, sys
from glossary_ssg.cli import run
from glossary_ssg import pipeline
import glossary_ssg.pipeline.inputs as stage

def slow(*_):
    try:
        print("ready", flush=True)
        signal.pause()
    finally:
        print("tidying", flush=True)
        {then}
stage.open_session = slow
run()
"""


@pytest.mark.parametrize(("number", "code"), STOPS)
@pytest.mark.parametrize("command", ["build", "check"])
def test_a_command_that_is_stopped_tidies_up(site: Path, command: str, number: int, code: int) -> None:
    with running(site, sys.executable, "-c", WAITING.format(then="pass"), command) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        assert process.communicate(timeout=PATIENCE) == ("tidying\n", "")
    assert process.returncode == code
    assert not (site / "output").exists()


def test_a_second_signal_ends_a_command_that_is_still_tidying_up(site: Path) -> None:
    with running(site, sys.executable, "-c", WAITING.format(then="signal.pause()"), "build") as process:
        assert process.stdout
        for line in ("ready\n", "tidying\n"):
            assert process.stdout.readline() == line
            process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=PATIENCE) == ("", "")
    assert process.returncode == 130


def test_a_command_that_ignores_signals_goes_on(site: Path) -> None:
    script = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
    script += WAITING.format(then="pass").replace("signal.pause()", "signal.raise_signal(signal.SIGINT); sys.exit(3)")
    with running(site, sys.executable, "-c", script, "build") as process:
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 3


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_preview_that_is_stopped_during_its_first_build_ends_well(site: Path, number: int) -> None:
    script = WAITING.format(then="pass").replace("pipeline.build as", "pipeline.preview as")
    script = script.replace("def slow(*_):", "def slow(*_):")
    with running(site, sys.executable, "-c", script, "serve", "--port", "0") as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        assert process.communicate(timeout=PATIENCE) == ("tidying\n", "")
    assert process.returncode == 0


def test_a_preview_that_is_stopped_twice_ends_without_a_traceback(site: Path) -> None:
    with serving(site) as preview:
        preview.process.send_signal(signal.SIGINT)
        preview.process.send_signal(signal.SIGINT)
        assert preview.process.wait(PATIENCE) in (0, 130)
    assert not [line for line in preview.lines.queue if "Traceback" in line]


@pytest.mark.parametrize(
    "arguments", [["check"], ["build", "-v"], ["check", "--format", "json"], ["wanted"], ["--help"]]
)
def test_whoever_closes_a_pipe_gets_the_code_of_a_closed_pipe(site: Path, arguments: list[str]) -> None:
    write_files(site, {f"content/en/{number}.md": entry(f"T{number}", "[x](none.md)") for number in range(20)})
    with running(site, *COMMAND, *arguments) as process:
        assert process.stdout
        process.stdout.close()
        assert process.stderr
        errors = process.stderr.read()
        assert (process.wait(PATIENCE), "Traceback" in errors, "Exception" in errors) == (141, False, False)


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    ("arguments", "code"), [("check --format json", 1), ("build --jobs 2", 1), ("build --nonsense", 2), ("search A", 0)]
)
def test_a_stream_that_is_closed_changes_no_exit_code(site: Path, arguments: str, code: int, closed: str) -> None:
    build_site(site, {"content/en/c.md": "---\ntitle: [\n---\nText.\n"})
    command = f"{' '.join(COMMAND)} {arguments} {closed}"
    assert subprocess.run(["sh", "-c", command], cwd=site, capture_output=True, check=False).returncode == code


def test_two_builds_into_one_folder_wait_for_each_other(site: Path) -> None:
    clean = tree_of(build_site(site, output=site.parent / "clean", cache=site.parent / "cache").output)
    with running(site, sys.executable, "-c", WAITING.format(then="pass"), "build") as first:
        assert first.stdout
        assert first.stdout.readline() == "ready\n"
        with running(site, *COMMAND, "build") as second:
            assert second.stderr
            assert "another build is publishing to 'output'; waiting for it to end" in second.stderr.readline()
            first.send_signal(signal.SIGINT)
            second.communicate(timeout=PATIENCE)
        assert second.returncode == 0
    assert tree_of(site / "output") == clean


def test_a_build_that_waits_for_another_can_be_stopped(site: Path) -> None:
    with running(site, sys.executable, "-c", WAITING.format(then="pass"), "build") as first:
        assert first.stdout
        assert first.stdout.readline() == "ready\n"
        with running(site, *COMMAND, "build") as second:
            assert second.stderr
            second.stderr.readline()
            second.send_signal(signal.SIGINT)
            assert second.wait(PATIENCE) == 130
