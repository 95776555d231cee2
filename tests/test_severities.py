"""How serious a finding is, where, and which are known already."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from glossary_ssg.config import is_match
from tests.support import build_site, entry, write_files
from tests.test_cli import CLEAN, WARNING, run

BROKEN = "\n[x](nothing.md)"
SETTINGS = CLEAN["glossary.toml"]
SITE = CLEAN | {
    "content/en/b.md": entry("Bb", BROKEN),
    "content/en/old/b.md": entry("Old", BROKEN, translationKey="old"),
    "content/ja/b.md": entry("び", BROKEN),
}


def severities(folder: Path, settings: str) -> dict[str, str]:
    """Return the severity of the broken link by file."""
    built = build_site(folder, SITE | {"glossary.toml": SETTINGS + settings}, dry=True)
    prefix = f"{folder / 'content'}/"
    return {found.path.removeprefix(prefix): str(found.severity) for found in built.found("reference-unresolved")}


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("", ("warning", "warning", "warning")),
        ('[[severities_for]]\nlanguages = ["ja"]\nseverities = {reference-unresolved = "error"}', "wwe"),
        ('[[severities_for]]\nfiles = ["en/*.md"]\nseverities = {reference-unresolved = "error"}', "eww"),
        ('[[severities_for]]\nfiles = ["**/b.md"]\nseverities = {reference-unresolved = "note"}', "nnn"),
        ('[[severities_for]]\nfiles = ["**/b.md"]\nlanguages = ["en"]\nseverities = {reference-unresolved = "off"}', "--w"),
        (
            '[severities]\nreference-unresolved = "error"\n'
            '[[severities_for]]\nlanguages = ["en"]\nseverities = {reference-unresolved = "note"}\n'
            '[[severities_for]]\nfiles = ["en/old/**"]\nseverities = {reference-unresolved = "warning"}\n',
            "nwe",
        ),
    ],
    ids=["default", "language", "file", "any folder", "both", "last one wins"],
)  # fmt: skip
def test_a_code_can_be_as_serious_as_its_language_and_file_ask(
    tmp_path: Path, settings: str, expected: str | tuple[str, ...]
) -> None:
    found = severities(tmp_path, settings)
    shown = "".join(found.get(path, "-")[0] for path in ("en/b.md", "en/old/b.md", "ja/b.md"))
    assert shown == "".join(one[0] for one in expected)


def test_languages_are_told_by_suffixes_too(tmp_path: Path) -> None:
    files = {
        "glossary.toml": '[[severities_for]]\nlanguages = ["ja"]\nseverities = {reference-unresolved = "error"}\n',
        "content/b.md": entry("Bb", BROKEN),
        "content/b.ja.md": entry("び", BROKEN),
    }
    built = build_site(tmp_path, files, dry=True)
    assert [(found.path[-7:], found.severity) for found in built.found("reference-unresolved")] == [
        ("b.ja.md", "error"),
        ("nt/b.md", "warning"),
    ]


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("en/*.md", "en/a.md", True),
        ("en/*.md", "en/x/a.md", False),
        ("en/**", "en/x/a.md", True),
        ("**/a.md", "a.md", True),
        ("**/a.md", "en/x/a.md", True),
        ("**/a.md", "en/xa.md", False),
        ("en/?.md", "en/a.md", True),
        ("en/a+(b).md", "en/a+(b).md", True),
        ("en", "en/a.md", False),
    ],
)
def test_patterns_of_files(pattern: str, path: str, fits: bool) -> None:
    assert is_match(pattern, path) is fits


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("[[severities_for]]\n", "needs a table `severities`"),
        ('[[severities_for]]\nseverities = {reading-missing = "off"}', "for all of them write [severities]"),
        ('[[severities_for]]\nlanguages = ["jp"]\nseverities = {reading-missing = "off"}', "'jp' is none of the"),
        (
            '[[severities_for]]\nfile = ["a"]\nlanguages = ["en"]\nseverities = {line-ends = "off"}',
            "did you mean `files`?",
        ),
        ('[[severities_for]]\nlanguages = ["en"]\nseverities = {line-end = "off"}', "did you mean `line-ends`?"),
        ('[[severities_for]]\nlanguages = ["en"]\nseverities = {line-ends = "of"}', "'of' is none of error, warning"),
        ('[[severities_for]]\nlanguages = "en"\nseverities = {line-ends = "off"}', "must be a list of texts"),
        ('[severities_for]\nlanguages = ["en"]', "severities_for"),
    ],
)
def test_mistakes_in_the_settings_are_told_with_their_line(tmp_path: Path, settings: str, message: str) -> None:
    result = run(write_files(tmp_path, CLEAN | {"glossary.toml": SETTINGS + settings}), "check")
    assert (result.exit_code, message in result.stderr, "glossary.toml:" in result.stderr) == (2, True, True), (
        result.output
    )


# The baseline


def test_an_old_site_fails_on_new_findings_only(tmp_path: Path) -> None:
    write_files(tmp_path, WARNING)
    assert run(tmp_path, "check", "--strict").exit_code == 1
    written = run(tmp_path, "check", "--update-baseline")
    assert (written.exit_code, written.stdout) == (0, "glossary-baseline.json: 1 errors and warnings\n")
    checked = run(tmp_path, "check", "--strict")
    assert (checked.exit_code, "known      1 in the baseline" in checked.stdout) == (0, True)
    assert "reference-unresolved" not in checked.stderr
    write_files(tmp_path, {"content/en/b.md": entry("Bb", "\nMoved.\n\n[x](nothing.md) [y](other.md)")})
    checked = run(tmp_path, "build", "--strict")
    assert checked.exit_code == 1
    assert "other.md" in checked.stderr
    assert "'nothing.md'" not in checked.stderr


def test_a_finding_counts_as_often_as_it_was_found(tmp_path: Path) -> None:
    run(write_files(tmp_path, WARNING), "check", "--update-baseline")
    write_files(tmp_path, {"content/en/b.md": entry("Bb", "\n[x](nothing.md)\n\n[x](nothing.md)")})
    found = json.loads(run(tmp_path, "check", "--format", "json").stdout)
    assert [one["line"] for one in found["diagnostics"] if one["severity"] == "warning"] == [7]
    assert found["summary"]["known"] == 1


def test_what_is_mended_is_told_and_forgotten_when_asked(tmp_path: Path) -> None:
    run(write_files(tmp_path, WARNING), "check", "--update-baseline")
    write_files(tmp_path, {"content/en/b.md": entry("Bb")})
    assert "known      0 in the baseline; 1 of it are mended" in run(tmp_path, "check").stdout
    run(tmp_path, "check", "--update-baseline")
    assert json.loads((tmp_path / "glossary-baseline.json").read_bytes()) == {"version": 1, "findings": {}}
    assert "known" not in run(tmp_path, "check").stdout


def test_the_baseline_is_the_same_from_every_folder_and_updated_twice(tmp_path: Path) -> None:
    run(write_files(tmp_path, SITE), "check", "--update-baseline")
    before = (tmp_path / "glossary-baseline.json").read_bytes()
    assert json.loads(before)["findings"]["en/b.md"] == {"reference-unresolved": ["nothing.md"]}
    (tmp_path / "elsewhere").mkdir()
    run(tmp_path / "elsewhere", "check", "--config", "../glossary.toml", "--update-baseline")
    assert (tmp_path / "glossary-baseline.json").read_bytes() == before
    assert run(tmp_path / "elsewhere", "check", "--config", "../glossary.toml", "--strict").exit_code == 0


@pytest.mark.parametrize("text", ["", "[]", '{"version": 2, "findings": {}}', '{"version": 1, "findings": [1]}'])
def test_a_broken_baseline_is_told_without_a_traceback(tmp_path: Path, text: str) -> None:
    result = run(write_files(tmp_path, CLEAN | {"glossary-baseline.json": text.encode()}), "check")
    assert (result.exit_code, "delete it and run `glossary-ssg check --update-baseline`" in result.stderr) == (
        2,
        True,
    ), result.output
