"""What a newcomer meets in the first minutes: a new site, a typo, the wrong folder, a name that is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import build_site, heading, is_indexed, parse_html, write_files
from tests.test_cli import CLEAN, run


def test_a_new_site_claims_no_address_and_says_where_to_write_it(tmp_path: Path) -> None:
    run(tmp_path, "init", "site")
    settings = (tmp_path / "site/glossary.toml").read_text(encoding="utf-8")
    assert '\n# base_url = "' in settings
    run(tmp_path / "site", "build")
    page = (tmp_path / "site/output/en/headword/index.html").read_text(encoding="utf-8")
    assert "example.org" not in page
    assert not (tmp_path / "site/output/sitemap.xml").exists()


def test_the_home_page_of_a_new_site_follows_the_title(tmp_path: Path) -> None:
    run(tmp_path, "init", "site")
    settings = tmp_path / "site/glossary.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("My glossary", "Words"), encoding="utf-8")
    assert heading(build_site(tmp_path / "site").page("/en/")) == "Words"


def test_a_site_can_be_created_in_a_new_repository(tmp_path: Path) -> None:
    (tmp_path / "site/.git").mkdir(parents=True)
    assert run(tmp_path / "site", "init", ".").exit_code == 0
    assert (tmp_path / "site/glossary.toml").is_file()


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("reference-unresolve", "did you mean 'reference-unresolved'?"),
        ("Titel-Missing", "did you mean 'title-missing'?"),
        ("q", "docs/diagnostics.md"),
    ],
)
def test_a_mistyped_code_gets_a_suggestion(typed: str, hint: str, tmp_path: Path) -> None:
    result = run(write_files(tmp_path, CLEAN), "check", "--code", typed)
    assert (result.exit_code, hint in result.stderr) == (2, True), result.stderr
    assert "key-duplicate" not in result.stderr


@pytest.mark.parametrize(
    ("folder", "nearest"),
    [("content", "../glossary.toml"), ("content/en", "../../glossary.toml"), ("..", "site/glossary.toml")],
)
@pytest.mark.parametrize("command", ["build", "check", "wanted"])
def test_in_the_wrong_folder_the_nearest_site_is_named(folder: str, nearest: str, command: str, tmp_path: Path) -> None:
    site = write_files(tmp_path / "work/site", CLEAN)
    result = run(site / folder, command)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"error: no glossary.toml here; the nearest is {nearest}\n")
    assert f"--config {nearest}" in result.stderr
    assert run(site / folder, "check", "--config", nearest).exit_code == 0


def test_where_no_site_is_near_init_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run(tmp_path / "empty", "build")
    assert (result.exit_code, "glossary-ssg init" in result.stderr) == (2, True)


def test_a_site_for_staging_is_left_out_by_search_engines(tmp_path: Path) -> None:
    site = write_files(tmp_path, CLEAN)
    output = site / "output"
    run(site, "build")
    assert is_indexed(parse_html((output / "en/a/index.html").read_text(encoding="utf-8")))
    run(site, "build", "--noindex")
    pages = list(output.rglob("*.html"))
    assert len(pages) > 5
    assert [path for path in pages if is_indexed(parse_html(path.read_text(encoding="utf-8")))] == []
    assert (output / "robots.txt").read_text(encoding="utf-8") == "User-agent: *\nDisallow: /\n"
    assert "X-Robots-Tag: noindex" in (output / "_headers").read_text(encoding="utf-8")
    assert not (output / "sitemap.xml").exists()
    run(site, "build")
    assert is_indexed(parse_html((output / "en/a/index.html").read_text(encoding="utf-8")))
    assert (output / "sitemap.xml").exists()


def test_doctor_tells_versions_extras_and_the_site(tmp_path: Path) -> None:
    shown = run(write_files(tmp_path, CLEAN), "doctor")
    assert shown.exit_code == 0
    for part in (
        "glossary-ssg   0.",
        "Python         3.",
        "brotli",
        "content: en, ja (folders)",
        "theme",
        "open files",
    ):
        assert part in shown.stdout
    assert not (tmp_path / ".glossary-cache").exists()


def test_doctor_works_where_the_site_does_not(tmp_path: Path) -> None:
    shown = run(write_files(tmp_path, CLEAN | {"glossary.toml": "titel = 1\n"}), "doctor")
    assert (shown.exit_code, "titel" in shown.stdout) == (0, True)
    (tmp_path / "empty").mkdir()
    assert "no glossary.toml" in run(tmp_path / "empty", "doctor").stdout
