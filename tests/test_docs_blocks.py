"""Every block of code in the documentation works: settings build, commands exist, configurations are accepted."""

from __future__ import annotations

import json
import re
import shlex
import socket
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from glossary_ssg.cli import main
from glossary_ssg.codes import Severity
from tests.browser.nginx import find_nginx, write_config
from tests.browser.server import HOST
from tests.support import ROOT, build_site, entry
from tests.test_docs import PAGES, Block, blocks, prose, shown_files

STARTER = ROOT / "glossary_ssg/starter"
ELSEWHERE = {
    "text": "output, which test_docs.py compares with the program, and trees of files",
    "html": "the HTML of a Markdown example, which test_docs.py generates",
    "": "a drawing",
    "powershell": "Windows",
}
"""Kinds of blocks that are not run here, and why."""
UNRUN_JS = {"openSearch": "a module of a built site, which the browser tests load", "lunr.Index": "see test_docs.py"}
TOOLS = {
    "aws": "credentials",
    "cat": "a file of the page",
    "cd": "a folder of the page",
    "dask": "a scheduler",
    "docker": "a daemon",
    "echo": "nothing to check",
    "glossary-ssg": "",
    "make": "",
    "mkdir": "run with nginx",
    "node": "run by test_docs.py",
    "npm": "the network",
    "pip": "",
    "pipx": "the network",
    "python": "",
    "rsync": "another host",
    "sed": "run with nginx",
    "source": "a file of the page",
    "uv": "the network",
}
"""The commands of the pages; those with a reason are only read, because they need what it names."""
NEEDS: Mapping[str, Mapping[str, str | bytes]] = {
    'content = "entries"': {"entries/en/term.md": entry("Term")},
    'logo = "images/logo.svg"': {"content/images/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>'},
    'theme = "ours"': {"themes/ours/static/css/custom.css": ""},
    "[languages.zh-hant]": {"content/zh-hant/term.md": entry("詞")},
    "[categories.conversation]": {
        f"content/{lang}/{name}.md": entry(name, category=name)
        for lang in ("en", "ja")
        for name in ("conversation", "automation")
    },
    "ai-agent": {f"content/en/{key}.md": entry("Agent", translationKey=key) for key in ("ai-agent", "support-agent")},
    "/{lang}/contribute/": {
        f"content/{lang}/contribute.md": entry("Contribute", type="page", translationKey="help")
        for lang in ("en", "ja")
    },
}
"""What a block of settings needs beside the files of a new site, as its page says."""
UNRESOLVED = {"category-unknown", "file-missing", "reference-unresolved", "related-unresolved"}
"""What is reported of an entry that is alone in its site."""


def starter(settings: str | None = None) -> dict[str, str | bytes]:
    """Return the files of a new site, perhaps with other settings."""
    files: dict[str, str | bytes] = {
        path.relative_to(STARTER).as_posix(): path.read_bytes() for path in STARTER.rglob("*.*") if path.is_file()
    }
    return files if settings is None else {**files, "glossary.toml": settings}


def problems(folder: Path, files: Mapping[str, str | bytes]) -> list[str]:
    """Return the errors and warnings of a site."""
    report = build_site(folder, files, dry=True).report
    return [
        f"{found.code}: {found.message}"
        for found in report.diagnostics
        if found.severity in (Severity.ERROR, Severity.WARNING)
    ]


def commands(block: Block) -> Iterator[list[str]]:
    """Yield the words of every command of a block, without pipes, redirections and comments."""
    text = block.text.replace("\\\n", " ")
    for line in text.splitlines():
        if block.info == "console" and not line.startswith("$ "):
            continue
        words = shlex.split(line.removeprefix("$ ").replace("$?", "0"), comments=True)
        while words:
            end = words.index("&&") if "&&" in words else len(words)
            yield words[:end]
            words = words[end + 1 :]


def test_every_kind_of_block_is_run_or_has_a_reason() -> None:
    run = {"console", "html+jinja", "ini", "js", "json", "markdown", "nginx", "python", "sh", "toml", "yaml"}
    fences = {
        match
        for path in PAGES.values()
        for match in re.findall(r"^```([^\n`]*)\n.*?^```$", path.read_text(encoding="utf-8"), re.M | re.DOTALL)
    }
    assert fences <= run | set(ELSEWHERE)


@pytest.mark.parametrize("block", blocks("toml"), ids=str)
def test_settings_build_a_new_site_without_errors_and_warnings(block: Block, tmp_path: Path) -> None:
    files = starter(block.text)
    for setting, needed in NEEDS.items():
        if setting in block.text:
            files |= needed
    if "[categories.conversation]" in block.text:  # which the categories of a new site are not part of
        files = {name: text for name, text in files.items() if name not in starter()}
        files["glossary.toml"] = block.text
    if 'collation = "icu"' in block.text:
        pytest.importorskip("icu")
    assert problems(tmp_path, files) == []


@pytest.mark.parametrize("block", blocks("markdown"), ids=str)
def test_entries_build(block: Block, tmp_path: Path) -> None:
    text = block.text if block.text.startswith(("---\n", "+++\n", "{\n")) else f"---\ntitle: Example\n---\n{block.text}"
    shown = shown_files(block.page)
    path = next((name for name, body in shown.items() if body == block.text), "content/en/example.md")
    built = build_site(tmp_path, {**shown, path: text})
    codes = {found.code for found in built.report.diagnostics if found.severity != Severity.NOTE}
    assert codes <= UNRESOLVED
    assert built.report.summary.entries == len({*shown, path})


def test_a_template_of_a_theme_renders_every_entry(tmp_path: Path) -> None:
    (template,) = blocks("html+jinja")
    (settings,) = blocks("ini")
    files = starter('title = "T"\ntheme = "ours"\n') | {
        "content/en/numbered.md": entry("Numbered", number="7"),
        "themes/ours/templates/entry.html": template.text,
        "themes/ours/theme.toml": settings.text,
    }
    built = build_site(tmp_path, files)
    assert "is entry number 7." in built.read("en/numbered/index.html")
    assert "is entry number" not in built.read("en/glossary/index.html")


@pytest.mark.parametrize("block", [*blocks("sh"), *blocks("console")], ids=str)
def test_shell_blocks_name_commands_that_exist(block: Block) -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    if block.info == "sh":
        subprocess.run(["sh", "-n", "-c", block.text], check=True)
    for words in commands(block):
        name = re.sub(r"\d$", "", words[0].rpartition("/")[2])
        assert name in TOOLS, words
        match [name, *words[1:]]:
            case ["glossary-ssg", *rest]:
                if "--base-ulr" not in rest:  # an error on purpose
                    result = CliRunner().invoke(main, [*rest, "--help"])
                    assert result.exit_code == 0, result.output
            case ["make", *rest]:
                assert {word for word in rest if "=" not in word} <= targets
            case ["python", "-m", "pytest", *paths]:
                assert all((ROOT / path).exists() for path in paths)
            case ["python", "-m", module, *_]:
                assert find_spec(module), module
            case ["pip", "install", wanted]:
                assert set(re.findall(r"\[(.*)\]", wanted)) <= set(extras)


def test_the_documents_in_json_yaml_and_python_are_valid() -> None:
    for block in blocks("json"):
        json.loads(block.text)
    for block in blocks("python"):
        compile(block.text, str(block), "exec")
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    hooks = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    for block in blocks("yaml"):
        document = yaml.safe_load(block.text)
        if "steps" in document:
            assert set(document["steps"][-1]["with"]) <= set(inputs)
        elif "repos" in document:
            assert {hook["id"] for repository in document["repos"] for hook in repository["hooks"]} <= hooks
        else:
            for job in document.values():
                words = shlex.split(job["script"].partition(" >")[0])
                assert CliRunner().invoke(main, [*words[1:], "--help"]).exit_code == 0


@pytest.mark.parametrize("block", blocks("js"), ids=str)
def test_scripts_are_javascript(block: Block, node: str, tmp_path: Path) -> None:
    script = tmp_path / ("script.mjs" if "import " in block.text else "script.cjs")
    script.write_text(block.text, encoding="utf-8")
    subprocess.run([node, "--check", str(script)], check=True)
    if any(name in block.text for name in UNRUN_JS):
        return
    script.write_text(
        f"{block.text}\nconst uri = (uri) => handler({{ request: {{ uri }} }}).uri;\n"
        'console.log(["/en/", "/", "/en/terms.json"].map(uri).join(" "));',
        encoding="utf-8",
    )
    printed = subprocess.run([node, str(script)], check=True, capture_output=True, text=True).stdout
    assert printed.split() == ["/en/index.html", "/index.html", "/en/terms.json"]


def test_nginx_accepts_the_configuration(tmp_path: Path) -> None:
    nginx = find_nginx()
    if nginx is None:
        pytest.skip("no nginx: install nginx-light")
    keys = tmp_path / "keys"
    keys.mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=example.org", "-days", "1",
         "-keyout", keys / "privkey.pem", "-out", keys / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    build_site(
        tmp_path,
        {"content/en/term.md": entry("Term", aliases="[/old/]")},
        base_url="https://example.org/glossary/",
        output=tmp_path / "www/glossary",
    )
    with socket.create_server((HOST, 0)) as listening:
        port = listening.getsockname()[1]
    conf = write_config(tmp_path, {"/etc/ssl/glossary": str(keys), "listen 443 ssl;": f"listen {HOST}:{port} ssl;"})
    tested = subprocess.run(
        [nginx, "-t", "-e", "stderr", "-p", str(tmp_path), "-c", str(conf)], capture_output=True, text=True, check=False
    )
    assert tested.returncode == 0, tested.stderr
    assert "[warn]" not in tested.stderr


@pytest.mark.parametrize("page", PAGES)
def test_every_row_of_a_table_has_the_cells_of_its_head(page: str) -> None:
    broken = []
    for table in re.findall(r"(?:^\|.*\n)+", prose(PAGES[page]) + "\n", re.M):
        rows = [re.split(r"(?<!\\)\|", row.strip()) for row in table.splitlines()]
        broken += [row for row in rows if len(row) != len(rows[0])]
        assert len(rows) > 2, table
    assert broken == []
