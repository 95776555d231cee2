"""`check` uses and fills the cache as `build` does, and still reports what a check without one reports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support import build_site, entry, tree_of, write_files
from tests.test_cli import run

SITE: dict[str, str | bytes] = {
    "glossary.toml": 'title = "T"\nbase_url = "https://example.org/"\n',
    **{f"content/en/{name}.md": entry(name.upper(), f"[x](b.md) {name}") for name in ("a", "b", "c")},
    "content/en/d.md": entry("Dd", "[x](nothing.md)"),
}


def check(folder: Path, *options: str) -> dict[str, Any]:
    """Return the report of a check."""
    result = run(folder, "check", "--format", "json", *options)
    assert result.exit_code in (0, 1), result.output
    return json.loads(result.stdout)


def told(report: dict[str, Any]) -> list[Any]:
    return report["diagnostics"]


def test_a_check_parses_only_what_has_changed(tmp_path: Path) -> None:
    write_files(tmp_path, SITE)
    first = check(tmp_path)
    write_files(tmp_path, {"content/en/a.md": entry("A", "Other words.")})
    second = check(tmp_path)
    assert (first["summary"]["parsed"], second["summary"]["parsed"]) == (4, 1)
    assert not (tmp_path / "output").exists()


def test_a_check_helps_the_build_after_it_and_the_build_the_check(tmp_path: Path) -> None:
    write_files(tmp_path, SITE)
    check(tmp_path)
    assert build_site(tmp_path).report.summary.parsed == 0
    write_files(tmp_path, {"content/en/a.md": entry("A", "Other words.")})
    build_site(tmp_path)
    assert check(tmp_path)["summary"]["parsed"] == 0


def test_a_build_after_a_check_gives_the_same_files_as_one_without(tmp_path: Path) -> None:
    write_files(tmp_path / "checked", SITE)
    check(tmp_path / "checked")
    assert tree_of(build_site(tmp_path / "checked").output) == tree_of(build_site(tmp_path / "clean", SITE).output)
    changed = {"content/en/a.md": entry("Renamed", "Other words.")}
    write_files(tmp_path / "checked", changed)
    check(tmp_path / "checked")
    assert tree_of(build_site(tmp_path / "checked").output) == tree_of(build_site(tmp_path / "clean", changed).output)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"content/en/a.md": entry("A", "[x](lost.md)")},
        {"content/en/nothing.md": entry("Nothing")},
        {"glossary.toml": '[severities]\nreference-unresolved = "error"\n'},
        {"static/404.html": "mine"},
        {"glossary-urls.txt": "/en/gone/\n"},
    ],
    ids=str,
)
def test_a_check_with_the_cache_tells_what_one_without_tells(change: dict[str, str | bytes], tmp_path: Path) -> None:
    write_files(tmp_path / "site", SITE)
    check(tmp_path / "site")
    write_files(tmp_path / "site", change)
    again = told(check(tmp_path / "site"))
    assert again == told(check(tmp_path / "site"))
    assert again == told(check(write_files(tmp_path / "clean", SITE | change)))


def test_errors_in_a_template_are_told_each_time(tmp_path: Path) -> None:
    write_files(tmp_path, SITE)
    check(tmp_path)
    theme = {"glossary.toml": 'theme = "ours"\n', "themes/ours/templates/entry.html": "{{ page.titel }}"}
    write_files(tmp_path, theme)
    for _ in range(2):
        result = run(tmp_path, "check")
        assert (result.exit_code, "entry.html" in result.stderr) == (2, True)


def test_a_check_works_where_the_cache_cannot_be_written(tmp_path: Path) -> None:
    write_files(tmp_path, SITE | {".glossary-cache": "a file"})
    assert [item["code"] for item in told(check(tmp_path)) if item["severity"] == "warning"] == ["reference-unresolved"]
