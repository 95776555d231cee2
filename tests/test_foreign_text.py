"""Titles, targets, fields and file names of strangers reach terminals, logs and other programs as text, not commands."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import Result

from glossary_ssg.errors import ThemeError
from glossary_ssg.serve.lines import Teller
from glossary_ssg.serve.site import Change
from glossary_ssg.visible import json_for_terminals, visible, without_commands
from tests.support import build_site, write_files
from tests.test_cli import CLEAN, run
from tests.test_reports import sarif

PAYLOADS = {
    "title of the terminal": "\x1b]0;PWN\x07",
    "C1": "\x9b2J",
    "DEL": "\x7f",
    "override": "\u202egnp\u202c",
    "isolate": "\u2066x\u2069",
    "mark": "\u200fx",
    "line separator": "\u2028::error::FORGED",
    "carriage return": "\r::error::FORGED",
    "line feed": "\n::error::FORGED",
    "command": "::error::FORGED",
    "old command": "##[error]FORGED",
    "azure": "##vso[task.complete]",
    "tag": "\U000e0041",
}
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
COMMAND = re.compile(r"^\s*::|##\w*\[", re.MULTILINE)


def yaml_text(text: str) -> str:
    """Return a YAML scalar that is a text, with an escape for each character that may need one."""
    return json.dumps(text)


def site(folder: Path, payload: str) -> Path:
    """Write a site in which a payload is wherever content may put one."""
    encoded = "".join(f"%{byte:02X}" for byte in payload.encode())
    scalar = yaml_text(f"{payload}B{payload}")
    lines = [
        f"title: {scalar}",
        f"Category: [{yaml_text(payload)}, {scalar}]",
        f"keywords: [{yaml_text('k' + payload)}, {yaml_text('k' + payload)}]",
        f"date: {scalar}",
        f"url: {scalar}",
        f"aliases: [{yaml_text('/en/x' + payload)}]",
        f"related: [{scalar}]",
        f"{yaml_text('titel' + payload)}: 1",
        f"draft: {yaml_text('no' + payload)}",
    ]
    target = f"{encoded}a{encoded}.md"
    body = f"\n{payload} [a{payload}]({target}) [[{payload}w{payload}]] ![]({target})\n\n<x-{payload}>a\n\n#### {payload}\n"
    files: dict[str, str | bytes] = dict(CLEAN)
    files["content/en/b.md"] = ("---\n" + "\n".join(lines) + "\n---\n" + body).encode()
    if "/" not in payload:
        name = f"content/en/n{payload}.md"
        files[name] = f"---\ntitle: N\nDate: '2024-01-02'\n---\n[x]({target})\n".encode()
        files[f"content/en/{payload}.md"] = b"---\ntitle: [\n---\n"
    return write_files(folder, files)


def is_safe(result: Result) -> None:
    for text in (result.stdout, result.stderr):
        assert not UNSAFE.search(text), text
        assert not COMMAND.search(text), text


COMMANDS = [
    ("check",),
    ("check", "-v"),
    ("check", "--format", "concise", "-v"),
    ("build", "-v"),
    ("wanted",),
    ("explain",),
    ("fix",),
    ("urls",),
    ("search", "b"),
    ("search", "--lang", "\x1b[2J", "b"),
    ("explain", "\x1b[2J\u202e"),
]


@pytest.mark.parametrize("name", PAYLOADS)
def test_what_people_read_moves_hides_and_commands_nothing(tmp_path: Path, name: str) -> None:
    site(tmp_path, PAYLOADS[name])
    (tmp_path / "glossary-urls.txt").write_text(f"/en/old{PAYLOADS[name]}/\n", encoding="utf-8")
    run(tmp_path, "build")
    for command in COMMANDS:
        is_safe(run(tmp_path, *command))
    is_safe(run(tmp_path, "fix", "--write"))


@pytest.mark.parametrize("name", PAYLOADS)
def test_programs_get_what_was_written_and_their_output_is_safe_to_show(tmp_path: Path, name: str) -> None:
    payload = PAYLOADS[name]
    site(tmp_path, payload)
    run(tmp_path, "build")
    for command in (("check", "--format", "json"), ("wanted", "--format", "json"), ("search", "b", "--format", "json")):
        result = run(tmp_path, *command)
        is_safe(result)
        json.loads(result.stdout)
    gitlab = run(tmp_path, "check", "--format", "gitlab", "-v")
    is_safe(gitlab)
    for line in run(tmp_path, "explain", "--format", "json").stdout.splitlines():
        json.loads(line)
    wanted = {term["name"] for term in json.loads(run(tmp_path, "wanted", "--format", "json").stdout)}
    if payload.isprintable() and "#" not in payload:  # what follows is the part of a page
        assert any(payload in term for term in wanted)
    for result in sarif(tmp_path, {}, "-v")["results"]:
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", uri)
        assert (tmp_path / unquote(uri)).exists()


@pytest.mark.parametrize("name", PAYLOADS)
def test_each_line_for_github_is_one_command_of_ours(tmp_path: Path, name: str) -> None:
    site(tmp_path, PAYLOADS[name])
    total = len(json.loads(run(tmp_path, "check", "--format", "gitlab").stdout))
    result = run(tmp_path, "check", "--format", "github")
    assert not UNSAFE.search(result.stdout)
    lines = re.split(r"\r\n|\r|\n", result.stdout)
    ours = [
        line for line in lines if re.match(r"::(?:error|warning) title=glossary-ssg \([\w-]+\),file=[^:,]*[,:]", line)
    ]
    assert len(ours) == total
    assert not any(COMMAND.search(line) for line in lines if line not in ours)


@pytest.mark.parametrize("name", PAYLOADS)
def test_lines_of_the_preview_hide_nothing(tmp_path: Path, name: str) -> None:
    payload = PAYLOADS[name]
    report = build_site(site(tmp_path, payload)).report
    error = ThemeError(f"{payload}.html: error: {payload}")
    good = Change((f"en/{payload}.md",), 1, 0.1, report, None, frozenset())
    broken = Change((f"en/{payload}.md",), 1, 0.1, None, error, frozenset())
    lines = [*Teller().lines(good), *Teller().lines(broken)]
    assert len(lines) > 10
    assert not any(UNSAFE.search(line) for line in lines)


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_table_on_a_terminal_is_safe(tmp_path: Path) -> None:
    import pty

    site(tmp_path, PAYLOADS["title of the terminal"])
    for options, code in (((), 0), (("--format", "xlsx"), 2)):
        ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "glossary_ssg", "export", *options]
        result = subprocess.run(command, cwd=tmp_path, stdout=theirs, stderr=subprocess.PIPE, check=False)
        os.write(theirs, b"end\n")
        shown = b""
        while b"end" not in shown:
            shown += os.read(ours, 65_536)
        assert (result.returncode, b"\x1b" in shown) == (code, False)
        assert (rb"\x1b]0;PWN\x07" in shown) is (code == 0)
        assert (b"--output" in result.stderr) is (code == 2)


def test_a_table_for_a_file_keeps_what_was_written(tmp_path: Path) -> None:
    site(tmp_path, PAYLOADS["override"])
    run(tmp_path, "export", "--output", "terms.csv")
    assert PAYLOADS["override"] in (tmp_path / "terms.csv").read_text(encoding="utf-8")


def test_what_is_safe_is_shown_as_it_is() -> None:
    text = "用語 café e\u0301 👩\u200d💻 می\u200cخواهم\tstd::vec # [x] ## heading"
    assert visible(text) == without_commands(text) == json_for_terminals(text) == text
    assert visible("\x1b\u202e\udc80\U000e0041\n") == r"\x1b\u202e\udc80\U000e0041\n"
    assert json.loads(json_for_terminals('"\U000e0041##[x]\u202e"')) == "\U000e0041##[x]\u202e"
