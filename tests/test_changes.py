"""What is new and has changed: told by git, else by dates, and by nothing that would make two builds differ."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support import Built, broken_links, build_site, entry, text_of, tree_of, write_files

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

TERMS = {f"content/en/t{at:02}.md": entry(f"T{at:02}") for at in range(12)}
IMPORT = "2020-01-01"


def git(folder: Path, *arguments: str, day: str = IMPORT) -> None:
    """Run git as nobody in particular, at noon of a day."""
    who = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_AUTHOR_DATE": f"{day}T12:00:00Z",
           "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org",
           "GIT_COMMITTER_DATE": f"{day}T12:00:00Z", "GIT_CONFIG_GLOBAL": os.devnull}  # fmt: skip
    subprocess.run(["git", *arguments], cwd=folder, env=os.environ | who, check=True, capture_output=True)


def commit(folder: Path, day: str, files: Mapping[str, str] | None = None) -> None:
    """Write files and commit everything on a day."""
    write_files(folder, files or {})
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "x", day=day)


def changes(built: Built, lang: str = "en") -> list[tuple[str, list[str]]]:
    """Return (day, entries) of a language's list of changes."""
    main = built.page(f"/{lang}/changes/").find(".//main")
    assert main is not None
    days = [text_of(day) for day in main.iter("time")]
    return list(zip(days, [[text_of(item) for item in items.iter("li")] for items in main.iter("ul")], strict=True))


@needs_git
def test_commits_say_what_is_new_and_what_has_changed(tmp_path: Path) -> None:
    commit(tmp_path, IMPORT, {**TERMS, "README.md": "x", "content/en/about.md": entry("About", type="page")})
    commit(tmp_path, "2021-03-04", {"content/en/t05.md": entry("T05", "More."), "content/en/日本.md": entry("Japan")})
    commit(tmp_path, "2021-03-04", {"content/en/日本.md": entry("Japan", "More.")})
    commit(tmp_path, "2021-05-06", {"content/en/t05.md": entry("T05", "Still more."), "README.md": "y"})
    write_files(tmp_path, {"content/en/t06.md": entry("T06", "Not committed.")})
    built = build_site(tmp_path)
    assert changes(built) == [("May 6, 2021", ["T05"]), ("March 4, 2021", ["Japan New", "T05"])]
    page = built.page("/en/changes/")
    assert [day.get("datetime") for day in page.iter("time")] == ["2021-05-06", "2021-03-04"]
    assert text_of(page.find(".//h1")) == "New and changed"
    assert list(broken_links(built.output)) == []
    assert build_site(tmp_path).report.summary.written == 0


@needs_git
@pytest.mark.parametrize("edit", [{}, {"content/en/t06.md": entry("T06", "Not committed.")}], ids=["none", "one"])
def test_what_git_could_not_tell_is_told_once_it_can(
    edit: Mapping[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(tmp_path, IMPORT, TERMS)
    commit(tmp_path, "2021-03-04", {"content/en/new.md": entry("New")})
    with monkeypatch.context() as without:
        without.setenv("PATH", str(tmp_path / "nowhere"))
        assert not (build_site(tmp_path).output / "en/changes").exists()
    write_files(tmp_path, edit)
    assert changes(build_site(tmp_path)) == [("March 4, 2021", ["New New"])]


@needs_git
def test_a_moved_file_is_not_new_and_keeps_its_past(tmp_path: Path) -> None:
    commit(tmp_path, IMPORT, TERMS)
    commit(tmp_path, "2021-03-04", {"content/en/new.md": entry("New")})
    (tmp_path / "content/en/sub").mkdir()
    git(tmp_path, "mv", "content/en/new.md", "content/en/sub/newest.md")
    commit(tmp_path, "2021-05-06")
    assert changes(build_site(tmp_path)) == [("March 4, 2021", ["New New"])]


@needs_git
@pytest.mark.parametrize("place", ["content", "."])
def test_the_repository_may_be_the_content_folder_or_stand_above_the_site(place: str, tmp_path: Path) -> None:
    site = tmp_path / "a b" / "sité"
    write_files(site, TERMS)
    root = site / "content" if place == "content" else tmp_path
    commit(root, IMPORT)
    write_files(site, {"content/en/t01.md": entry("T01", "More.")})
    commit(root, "2021-03-04")
    assert changes(build_site(site)) == [("March 4, 2021", ["T01"])]


@needs_git
def test_a_day_on_which_a_fifth_of_a_language_changed_is_left_out(tmp_path: Path) -> None:
    words = {f"content/ja/t{at:02}.md": entry(f"T{at:02}") for at in range(10)}
    commit(tmp_path, IMPORT, {**TERMS, **words})
    more = {f"content/{lang}/t{at:02}.md": entry(f"T{at:02}", "More.") for lang in ("en", "ja") for at in (0, 1)}
    commit(tmp_path, "2021-03-04", more)
    built = build_site(tmp_path)
    assert changes(built) == [("March 4, 2021", ["T00", "T01"])]
    assert not built.has("/ja/changes/")
    assert built.codes == []


@needs_git
def test_a_shallow_clone_knows_nothing_so_the_dates_count(tmp_path: Path) -> None:
    commit(tmp_path / "all", IMPORT, TERMS)
    commit(tmp_path / "all", "2021-03-04", {"content/en/t05.md": entry("T05", "More.", lastmod="2019-01-01")})
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{tmp_path}/all", "shallow")
    assert changes(build_site(tmp_path / "shallow")) == [("January 1, 2019", ["T05"])]


@needs_git
def test_what_is_fetched_into_a_shallow_clone_is_told(tmp_path: Path) -> None:
    site = tmp_path / "shallow"
    commit(tmp_path / "all", IMPORT, TERMS)
    commit(tmp_path / "all", "2021-03-04", {"content/en/new.md": entry("New")})
    commit(tmp_path / "all", "2021-03-05", {"README.md": "x"})
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{tmp_path}/all", "shallow")
    assert not (build_site(site).output / "en/changes").exists()
    git(site, "fetch", "--quiet", "--unshallow")
    assert changes(build_site(site)) == [("March 4, 2021", ["New New"])]


@needs_git
@pytest.mark.parametrize("place", ["new", "separate", "submodule", "worktree"])
def test_a_site_that_has_not_changed_is_not_made_again(place: str, tmp_path: Path) -> None:
    site = write_files(tmp_path / "site", TERMS)
    if place == "new":
        git(site, "init", "--quiet")
    elif place == "separate":
        git(site, "init", "--quiet", "--separate-git-dir", str(tmp_path / "elsewhere"))
        commit(site, IMPORT)
    else:
        commit(tmp_path / "other", IMPORT, TERMS)
        shutil.rmtree(site / "content" if place == "submodule" else site)
        if place == "submodule":
            git(site, "init", "--quiet")
            git(site, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(tmp_path / "other"), "sub")
            write_files(site, {"glossary.toml": 'content = "sub/content"\n'})
        else:
            git(tmp_path / "other", "worktree", "add", "--quiet", str(site))
    build_site(site)
    assert [stage for stage, _ in build_site(site).report.stages] == ["read", "compare"]
    if place == "new":
        commit(site, IMPORT)
        commit(site, "2021-03-04", {"content/en/new.md": entry("New")})
        assert changes(build_site(site)) == [("March 4, 2021", ["New New"])]


@needs_git
def test_a_repository_that_does_not_note_its_commits_is_asked_each_time(tmp_path: Path) -> None:
    commit(tmp_path, IMPORT, TERMS)
    git(tmp_path, "config", "core.logAllRefUpdates", "false")
    shutil.rmtree(tmp_path / ".git/logs")
    write_files(tmp_path, {"content/en/new.md": entry("New")})
    assert not (build_site(tmp_path).output / "en/changes").exists()
    commit(tmp_path, "2021-03-04")
    assert changes(build_site(tmp_path)) == [("March 4, 2021", ["New New"])]


DATED = {
    **TERMS,
    "content/en/t12.md": entry("T12"),
    "content/en/t01.md": entry("T01", date="2020-01-01", lastmod="2021-03-04"),
    "content/en/t02.md": entry("T02", date="2021-03-04", lastmod="2021-03-04"),
    "content/en/t03.md": entry("T03", lastmod="2021-03-04T10:00:00Z"),
    "content/en/t04.md": entry("T04", lastmod="2022-01-01", type="page"),
    "content/en/t05.md": entry("T05", lastmod="2022-01-01", draft="true"),
}
BY_DATES = [("March 4, 2021", ["T01", "T02 New"]), ("January 1, 2020", ["T01 New"])]


@pytest.mark.parametrize("trouble", ["no-repository", "nothing-committed", "damaged", "no-git", "fails", "setting"])
def test_where_git_does_not_tell_the_dates_do(trouble: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {**DATED, "content/en/t03.md": entry("T03"), "content/en/_index.md": "[changes](/en/changes/)"}
    if trouble == "nothing-committed" and shutil.which("git"):
        git(tmp_path, "init", "--quiet")
    if trouble == "damaged":
        files[".git"] = "nonsense"
    if trouble == "no-git":
        monkeypatch.setenv("PATH", str(tmp_path))
        files[".git/HEAD"] = "ref: refs/heads/main\n"
    if trouble == "fails":
        write_files(tmp_path / "bin", {"git": "#!/bin/sh\necho fatal >&2\nexit 128\n"})
        (tmp_path / "bin/git").chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path / "bin"))
        files[".git/HEAD"] = "ref: refs/heads/main\n"
    if trouble == "setting":
        files["glossary.toml"] = 'changes = "dates"\n'
        if shutil.which("git"):
            commit(tmp_path, IMPORT, files)
            commit(tmp_path, "2021-05-06", {"content/en/t07.md": entry("T07", "More.")})
    built = build_site(tmp_path, files if trouble != "setting" else {})
    assert changes(built) == BY_DATES
    assert built.codes == []
    assert list(broken_links(built.output)) == []


def test_nothing_known_or_wanted_means_no_page(tmp_path: Path) -> None:
    assert not build_site(tmp_path / "a", TERMS).has("/en/changes/")
    assert not build_site(tmp_path / "b", {**DATED, "glossary.toml": 'changes = "off"\n'}).has("/en/changes/")


def test_an_entry_may_not_stand_where_changes_are_shown_even_before_there_are_any(tmp_path: Path) -> None:
    files = {"content/en/a.md": entry("A", url="/en/changes/")}
    assert [found.line for found in build_site(tmp_path, files).found("address-generated")] == [3]
    built = build_site(tmp_path, {"glossary.toml": 'changes = "off"\n'})
    assert built.codes == []
    assert text_of(built.page("/en/changes/").find(".//h1")) == "A"


def test_at_most_a_hundred_changes_are_shown(tmp_path: Path) -> None:
    files = {
        f"content/en/t{at:03}.md": entry(
            f"T{at:03}", date=f"2021-01-{at // 9 + 1:02}", lastmod=f"2022-01-{at // 9 + 1:02}"
        )
        for at in range(120)
    }
    built = build_site(tmp_path, files)
    shown = changes(built)
    assert [len(items) for _, items in shown] == [3, *[9] * 10, 7]
    assert shown[0] == ("January 14, 2022", ["T117", "T118", "T119"])


@needs_git
def test_a_folder_that_passes_for_a_repository_is_not_asked(tmp_path: Path) -> None:
    planted = {
        "content/HEAD": "ref: refs/heads/main\n",
        "content/objects/x": "",
        "content/refs/x": "",
        "content/config": "[core]\n\trepositoryformatversion = 0\n\tbare = true\n[alias]\n\tlog = !touch owned\n",
    }
    commit(tmp_path, IMPORT, {**TERMS, **planted})
    commit(tmp_path, "2021-03-04", {"content/en/t05.md": entry("T05", "More.")})
    before = set(tree_of(tmp_path))
    assert changes(build_site(tmp_path)) == [("March 4, 2021", ["T05"])]
    assert not any(name.endswith("owned") for name in set(tree_of(tmp_path)) - before)


@needs_git
def test_the_environment_of_a_hook_does_not_mislead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(tmp_path / "other", IMPORT, {"x": "x"})
    commit(tmp_path / "site", IMPORT, TERMS)
    commit(tmp_path / "site", "2021-03-04", {"content/en/t05.md": entry("T05", "More.")})
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other/.git"))
    assert changes(build_site(tmp_path / "site")) == [("March 4, 2021", ["T05"])]
