"""Shell completion: the scripts load, and what they call completes commands, options and codes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from glossary_ssg.cli import main
from tests.support import ROOT


def script(shell: str) -> str:
    result = CliRunner().invoke(main, ["completion", shell])
    assert result.exit_code == 0, result.output
    return result.output


def completed(line: str) -> list[str]:
    """Return what the program answers a shell that completes a line."""
    command = [
        sys.executable,
        "-c",
        "import sys; sys.argv[0] = 'glossary-ssg'; from glossary_ssg.cli import run; run()",
    ]
    environment = os.environ | {
        "_GLOSSARY_SSG_COMPLETE": "bash_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": str(line.count(" ")),
        "PYTHONPATH": str(ROOT),
    }
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return [answer.partition(",")[2] for answer in result.stdout.splitlines()]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell_names_the_program(shell: str) -> None:
    assert "glossary-ssg" in script(shell)
    assert f"_GLOSSARY_SSG_COMPLETE={shell}_complete" in script(shell)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("glossary-ssg wa", ["wanted"]),
        ("glossary-ssg check --bas", ["--base-url"]),
        ("glossary-ssg check --code reference-g", ["reference-guessed"]),
    ],
)
def test_commands_options_and_codes_are_completed(line: str, expected: list[str]) -> None:
    assert completed(line) == expected


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_bash_completes_with_the_script(tmp_path: Path) -> None:
    program = tmp_path / "glossary-ssg"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nsys.argv[0] = 'glossary-ssg'\nfrom glossary_ssg.cli import run\nrun()\n"
    )
    program.chmod(0o755)
    typed = (
        f"{script('bash')}\nCOMP_WORDS=(glossary-ssg se); COMP_CWORD=1\n"
        '_glossary_ssg_completion glossary-ssg se glossary-ssg; echo "${COMPREPLY[*]}"'
    )
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    result = subprocess.run(["bash", "-c", typed], env=environment, capture_output=True, text=True, check=True)
    assert sorted(result.stdout.split()) == ["search", "serve"]
