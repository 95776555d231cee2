"""All commands see the same site, also where the theme owns pages."""

from __future__ import annotations

import csv
import io
import json
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from glossary_ssg.cache import Cache
from glossary_ssg.cli import main
from glossary_ssg.config import load_config
from glossary_ssg.executor import InLine
from glossary_ssg.pipeline.incremental.memory import Memory
from glossary_ssg.pipeline.preview import preview
from tests.support import build_site, entry, tree_of, write_files

FILES = {
    "content/en/a.md": entry("Alpha", "See [Print](print.md), [Bets](beta.md) and [[Beta]]."),
    "content/en/beta.md": entry("Beta", "Read [Alpha](a.md)."),
    "content/en/print.md": entry("Print", "Printing, unlike [Beta](beta.md)."),
}


def run(folder: Path, *arguments: str) -> str:
    """Run a command in a site, and return what it prints."""
    result = CliRunner().invoke(main, [*arguments, "--content", str(folder / "content")], catch_exceptions=False)
    assert result.exit_code in (0, 1), result.output
    return result.stdout


@pytest.fixture(params=["default", "onepage"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Write a site in which a theme may own the address of an entry."""
    write_files(tmp_path, {"glossary.toml": f'theme = "{request.param}"\n', **FILES})
    return tmp_path


def test_every_command_gives_entries_the_same_addresses(site: Path) -> None:
    built = build_site(site)
    pages = {f"/{path.removesuffix('index.html')}" for path in tree_of(built.output) if path.endswith("/index.html")}
    lost = built.found("address-generated")

    table = list(csv.DictReader(io.StringIO(run(site, "export").lstrip("\ufeff"))))
    exported = {row["url (en)"] for row in table}
    assert len(exported) == len(FILES) - len(lost)
    assert exported <= pages

    for uri in exported:
        lines = [json.loads(line) for line in run(site, "explain", uri, "--format", "json").splitlines()]
        assert len({line["file"] for line in lines}) == 1, uri
    answers = [json.loads(run(site, "search", title, "--format", "json")) for title in ("Alpha", "Beta", "Print")]
    assert {answer["hits"][0]["href"] for answer in answers if answer["hits"]} == exported

    run(site, "urls", "--record")
    assert set((site / "glossary-urls.txt").read_text().split()) >= exported
    assert json.loads(run(site, "urls", "--format", "json"))["lost"] == []
    with closing(Cache(site / "preview-cache")) as cache:
        shown = preview(load_config(config=site / "glossary.toml"), InLine(), cache=cache, memory=Memory())
        assert {f"/{path.removesuffix('index.html')}" for path in shown.pages if path.endswith("/index.html")} == pages


def test_fix_repairs_what_check_reports_and_nothing_else(site: Path) -> None:
    report = json.loads(run(site, "check", "--format", "json"))
    codes = {item["code"] for item in report["diagnostics"]}
    assert ("address-generated" in codes) == ('"onepage"' in (site / "glossary.toml").read_text())
    assert "repairs" in run(site, "fix")
