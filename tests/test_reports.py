"""The report in every format, as a person, a pull request and a dashboard get it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from glossary_ssg.codes import CODES
from tests.conftest import JS
from tests.support import ROOT, entry, write_files
from tests.test_cli import CLEAN, ERROR, WARNING, run

SCHEMA = JS / "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)


def finding(folder: Path, body: str | bytes, *options: str) -> list[str]:
    """Return the lines of the first finding in an entry with a body."""
    file = body if isinstance(body, bytes) else entry("Bb", body)
    lines = run(write_files(folder, CLEAN | {"content/en/b.md": file}), "check", *options).stderr.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("content/en/b.md"))
    return lines[at : at + 4]


def test_an_excerpt_shows_the_line_and_a_caret_under_the_place(tmp_path: Path) -> None:
    assert finding(tmp_path, "\nSee [x](nothing.md).")[:3] == [
        "content/en/b.md:5:9: warning[reference-unresolved]: 'nothing.md' leads to no page",
        "  5 | See [x](nothing.md).",
        "    |         ^",
    ]
    assert finding(tmp_path, "\n[x](nothing.md)", "--format", "concise")[1].startswith("  hint: ")


@pytest.mark.parametrize(
    ("before", "columns"),
    [("用語は", 6), ("ｶﾅは", 4), ("ＡＢ", 4), ("é e\u0301", 3), ("\tkey ", 5), ("한글 ", 5), ("👍 ", 3)],
)
def test_the_caret_stands_under_the_place_behind_wide_narrow_and_combining_characters(
    tmp_path: Path, before: str, columns: int
) -> None:
    _, shown, caret, *_ = finding(tmp_path, f"\nx{before}[x](nothing.md)")
    assert shown.startswith("  5 | x")
    assert caret == "    | " + " " * (1 + columns + len("[x](")) + "^"


def test_a_long_line_is_cut_around_the_place(tmp_path: Path) -> None:
    _, shown, caret, *_ = finding(tmp_path, "\n" + "word " * 200 + "[x](nothing.md) " + "more " * 200)
    assert shown.startswith("  5 | …")
    assert shown.endswith("…")
    assert len(shown) < 115
    assert shown[len(caret) - 1 :].startswith("nothing.md)")


def test_an_excerpt_moves_no_cursor_and_counts_lines_as_the_report_does(tmp_path: Path) -> None:
    body = b"\xef\xbb\xbf---\r\ntitle: B\r\n---\r\n\r\n\x1b[2J\xe2\x80\xae[x](nothing.md)\r\n"
    lines = run(write_files(tmp_path, CLEAN | {"content/en/b.md": body}), "check").stderr.splitlines()
    at = next(number for number, line in enumerate(lines) if "reference-unresolved" in line)
    assert lines[at + 1] == r"  5 | \x1b[2J\u202e[x](nothing.md)"


def test_annotations_name_the_place_below_the_repository_and_escape_what_would_end_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path / "docs, old", CLEAN | {"content/en/b.md": entry("Bb", "\n[x](100%25.md)")})
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    result = run(tmp_path / "docs, old", "check")
    assert result.stderr == ""
    assert result.stdout.splitlines()[0] == (
        "::warning title=glossary-ssg (reference-unresolved),file=docs%2C old/content/en/b.md,line=5,col=5"
        "::content/en/b.md:5:5: '100%25.md' leads to no page%0Ahint: no entry has a similar name"
    )
    assert "Checked 3 entries" in result.stdout
    assert "::" not in run(tmp_path / "docs, old", "check", "--format", "concise").stdout
    assert json.loads(run(tmp_path / "docs, old", "check", "--format", "json").stdout)["summary"]["entries"] == 3


def test_notes_are_annotations_only_when_asked_for(tmp_path: Path) -> None:
    write_files(tmp_path, CLEAN | {"content/en/only.md": entry("Only English")})
    assert "::notice" not in run(tmp_path, "check", "--format", "github").stdout
    assert (
        "::notice title=glossary-ssg (translation-missing)" in run(tmp_path, "check", "--format", "github", "-v").stdout
    )


def sarif(folder: Path, files: dict[str, Any], *options: str) -> dict[str, Any]:
    """Return the SARIF log of a site, valid against the standard's schema."""
    if not SCHEMA.is_file():
        pytest.skip("no schema: npm install --prefix tests/js")
    result = run(write_files(folder, files), "check", "--format", "sarif", *options)
    log = json.loads(result.stdout)
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.validators.validator_for(schema)(schema).validate(log)
    return dict(log["runs"][0])


@pytest.mark.parametrize(
    ("files", "levels"),
    [(CLEAN, {"note"}), (WARNING, {"note", "warning"}), (ERROR, {"note", "warning", "error"})],
    ids=["clean", "warning", "error"],
)
def test_sarif_is_valid_with_and_without_findings(tmp_path: Path, files: dict[str, Any], levels: set[str]) -> None:
    run_ = sarif(tmp_path, files, "-v")
    assert {one["level"] for one in run_["results"]} == levels
    assert all(run_["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"] for one in run_["results"])


def test_sarif_names_file_line_and_column_in_code_points(tmp_path: Path) -> None:
    files = CLEAN | {"content/ja/用語.md": entry("用語", "\n𠮷[x](無い.md)", reading="ようご")}
    run_ = sarif(tmp_path, files, "--code", "reference-unresolved")
    (found,) = run_["results"]
    assert run_["columnKind"] == "unicodeCodePoints"
    assert found["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "content/ja/%E7%94%A8%E8%AA%9E.md", "uriBaseId": "ROOT"},
        "region": {"startLine": 6, "startColumn": 6},
    }
    assert found["level"] == "warning"
    (rule,) = run_["tool"]["driver"]["rules"]
    assert rule["help"]["text"] == "docs/diagnostics.md#reference-unresolved"


def test_the_page_that_a_rule_names_explains_it(tmp_path: Path) -> None:
    rules = sarif(tmp_path, ERROR, "-v")["tool"]["driver"]["rules"]
    assert len(rules) > 1
    for rule in rules:
        page, _, code = rule["help"]["text"].partition("#")
        assert f"\n### `{code}`\n" in (ROOT / page).read_text(encoding="utf-8")


def test_a_finding_of_the_whole_site_stands_in_the_settings(tmp_path: Path) -> None:
    files = {"glossary.toml": "", "content/en/a.md": entry("Aa")}
    (found,) = sarif(tmp_path, files, "--code", "base-url-missing")["results"]
    assert found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "glossary.toml"


def test_fingerprints_stay_when_lines_move_and_differ_where_findings_do(tmp_path: Path) -> None:
    links = "[x](nothing.md) [y](nothing.md) [z](other.md)"

    def prints(body: str) -> list[str]:
        write_files(tmp_path, CLEAN | {"content/en/b.md": entry("Bb", body)})
        found = json.loads(run(tmp_path, "check", "--format", "gitlab").stdout)
        return [one["fingerprint"] for one in found]

    before = prints(f"\n{links}")
    assert len(set(before)) == 3
    assert prints(f"\nMore.\n\n{links}") == before


def test_the_report_for_gitlab_has_what_gitlab_asks_for(tmp_path: Path) -> None:
    found = json.loads(run(write_files(tmp_path, ERROR), "check", "--format", "gitlab").stdout)
    assert [(one["check_name"], one["severity"], one["location"]) for one in found] == [
        ("frontmatter-syntax", "critical", {"path": "content/en/c.md", "lines": {"begin": 3}}),
        ("reference-unresolved", "minor", {"path": "content/en/b.md", "lines": {"begin": 5}}),
    ]
    assert all(one["description"] and one["check_name"] in CODES for one in found)
