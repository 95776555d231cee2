"""Workflows that `init --ci` adds: by the services' own schemas, and with commands that exist."""

from __future__ import annotations

import json
import re
import shlex
from importlib import resources
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from click.testing import CliRunner
from jsonschema.validators import validator_for

from glossary_ssg.cli import main
from glossary_ssg.scaffold import WORKFLOWS

SCHEMAS = {"github": "github-workflows.json", "gitlab": "gitlab-ci.json"}


def init(folder: Path, ci: str) -> Path:
    result = CliRunner().invoke(main, ["init", str(folder), "--ci", ci], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return folder / WORKFLOWS[ci]


def commands(value: Any) -> list[str]:
    """Return every text in a workflow that runs our program."""
    if isinstance(value, dict):
        return [found for item in value.values() for found in commands(item)]
    if isinstance(value, list):
        return [found for item in value for found in commands(item)]
    return [value] if isinstance(value, str) and value.startswith("glossary-ssg") else []


@pytest.mark.parametrize("ci", SCHEMAS)
def test_a_workflow_is_what_the_service_expects(ci: str, tmp_path: Path) -> None:
    vendored = resources.files("check_jsonschema") / "builtin_schemas" / "vendor" / SCHEMAS[ci]
    schema = json.loads(vendored.read_text(encoding="utf-8"))
    workflow = yaml.safe_load(init(tmp_path / "site", ci).read_text(encoding="utf-8"))
    data = {("on" if key is True else key): value for key, value in workflow.items()}  # YAML 1.1 takes `on` for true
    assert [error.message for error in validator_for(schema)(schema).iter_errors(data)] == []


@pytest.mark.parametrize("ci", SCHEMAS)
def test_its_commands_and_options_exist(ci: str, tmp_path: Path) -> None:
    found = commands(yaml.safe_load(init(tmp_path / "site", ci).read_text(encoding="utf-8")))
    assert len(found) == 2
    for line in found:
        _, name, *arguments = shlex.split(line)
        command = main.commands[name]
        assert isinstance(command, click.Command)
        command.make_context(name, arguments)
    assert re.search(r"check --strict", " ".join(found))


@pytest.mark.parametrize("ci", SCHEMAS)
def test_it_keeps_the_cache_and_fetches_the_history(ci: str, tmp_path: Path) -> None:
    text = init(tmp_path / "site", ci).read_text(encoding="utf-8")
    assert ".glossary-cache" in text
    assert re.search(r"fetch-depth: 0|GIT_DEPTH: 0", text)


def test_a_site_that_is_there_gets_the_workflow_alone(tmp_path: Path) -> None:
    (tmp_path / "glossary.toml").write_text("")
    place = init(tmp_path, "github")
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == {place, tmp_path / "glossary.toml"}
    result = CliRunner().invoke(main, ["init", str(tmp_path), "--ci", "github"])
    assert result.exit_code == 2
    assert "exists already" in result.output


def test_another_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    result = CliRunner().invoke(main, ["init", str(tmp_path), "--ci", "gitlab"])
    assert result.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
