"""Automatic links of a build that begins with what earlier builds left in the cache: the same as without one."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pytest

from glossary_ssg.cache import Cache
from glossary_ssg.commands.explain import Explanation, explain
from glossary_ssg.config import load_config
from glossary_ssg.executor import InLine
from glossary_ssg.pipeline.inputs import open_session
from tests.support import Built, build_site, entry, text_of, tree_of, write_files

CACHE = ".glossary-cache"
MESH, PAGE = "content/en/mesh.md", "content/en/page.md"
SITE = {
    "glossary.toml": 'title = "Words"\n',
    MESH: entry("Mesh"),
    "content/en/grid.md": entry("Grid", "Not a mesh."),
    PAGE: entry("Page", "A mesh and a grid, a net and a web. See [x](/en/old/)."),
    "content/en/copy.md": entry("Copy", "A mesh and a grid, a net and a web. See [x](/en/old/)."),
    "content/ja/ami.md": entry("網", reading="あみ"),
    "content/ja/page.md": entry("ページ", "これは網です。格子もあります。", reading="ぺーじ"),
}
EDITS: Mapping[str, Mapping[str, str | None]] = {
    "an alias that a link leads to": {MESH: entry("Mesh", aliases="/en/old/")},
    "a name more": {"content/en/net.md": entry("Net"), "content/ja/koushi.md": entry("格子", reading="こうし")},
    "a name less": {MESH: None},
    "another title": {MESH: entry("Web")},
    "another name of the same entry": {MESH: entry("Mesh", synonyms="[net]")},
    "another text": {PAGE: entry("Page", "A grid before a mesh.")},
    "another file of the same text": {
        "content/en/again.md": entry("Again", "A mesh and a grid, a net and a web. See [x](/en/old/).")
    },
    "a stop word": {"glossary.toml": '[autolink]\nstop = ["mesh"]\n'},
    "no page": {MESH: entry("Mesh", draft="true")},
}


def links(built: Built, uri: str) -> list[tuple[str, str]]:
    """Return (text, address) of the automatic links of a page, in order."""
    found = [link for link in built.page(uri).iter("a") if link.get("class") == "auto"]
    return [(text_of(link), link.get("href") or "") for link in found]


def change(folder: Path, edit: Mapping[str, str | None]) -> None:
    write_files(folder, {name: text for name, text in edit.items() if text is not None})
    for name in (name for name, text in edit.items() if text is None):
        (folder / name).unlink()


def forget_memory(folder: Path) -> None:
    """Leave the database only: the next build has to ask it."""
    for path in (folder / CACHE).glob("*.pickle"):
        path.unlink()


def assert_clean(folder: Path) -> Built:
    """Build with the cache and without one; return the site, which must be the same."""
    built = build_site(folder)
    clean = build_site(folder, output=folder / "clean", cache=folder / ".clean")
    assert tree_of(built.output) == tree_of(clean.output)
    assert built.report.diagnostics == clean.report.diagnostics
    return built


def test_an_entry_that_becomes_the_target_of_a_written_link_is_not_linked_automatically_as_well(tmp_path: Path) -> None:
    assert ("mesh", "/en/mesh/") in links(build_site(tmp_path, SITE), "/en/page/")
    change(tmp_path, EDITS["an alias that a link leads to"])
    forget_memory(tmp_path)
    assert links(assert_clean(tmp_path), "/en/page/") == [("grid", "/en/grid/")]
    change(tmp_path, {MESH: SITE[MESH]})
    forget_memory(tmp_path)
    assert ("mesh", "/en/mesh/") in links(assert_clean(tmp_path), "/en/page/")


@pytest.mark.parametrize("with_memory", [True, False], ids=["memory", "database"])
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_after_an_edit_and_after_taking_it_back(
    tmp_path: Path, edit: Mapping[str, str | None], with_memory: bool
) -> None:
    build_site(tmp_path, SITE)
    for step in (edit, {name: SITE.get(name) for name in edit}):
        change(tmp_path, step)
        if not with_memory:
            forget_memory(tmp_path)
        assert_clean(tmp_path)


def kinds(folder: Path) -> list[str]:
    with sqlite3.connect(folder / CACHE / "cache-1.sqlite") as database:
        return [kind for (kind,) in database.execute("SELECT DISTINCT kind FROM things ORDER BY kind")]


def test_rows_of_the_cache_that_are_lost_are_made_again(tmp_path: Path) -> None:
    build_site(tmp_path, SITE)
    lost = kinds(tmp_path)
    assert {"links", "names", "scan"} <= {*lost}
    for number, kind in enumerate(lost):
        with sqlite3.connect(tmp_path / CACHE / "cache-1.sqlite") as database:
            database.execute("DELETE FROM things WHERE kind = ?", (kind,))
        forget_memory(tmp_path)
        change(tmp_path, {f"content/en/n{number}.md": entry("Net" if number % 2 else "Web", "A mesh.")})
        assert_clean(tmp_path)


@pytest.mark.parametrize("half", [0, 1])
def test_some_rows_of_each_kind_are_lost(tmp_path: Path, half: int) -> None:
    build_site(tmp_path, SITE)
    with sqlite3.connect(tmp_path / CACHE / "cache-1.sqlite") as database:
        database.execute("DELETE FROM things WHERE rowid % 2 = ?", (half,))
    forget_memory(tmp_path)
    change(tmp_path, EDITS["a name more"])
    assert_clean(tmp_path)


def test_a_letter_that_is_flipped_inside_a_text_of_the_cache_is_never_published(tmp_path: Path) -> None:
    built = build_site(tmp_path, SITE)
    with sqlite3.connect(tmp_path / CACHE / "cache-1.sqlite") as database:
        for old, new in (("mesh", "mush"), ("Mesh", "Mush"), ("Text", "Test"), ("網", "綱")):
            # As a disk would do it: of the same length, and still JSON.
            sql = "UPDATE things SET data = CAST(replace(CAST(data AS TEXT), ?, ?) AS BLOB)"
            database.execute(sql, (old, new))
    forget_memory(tmp_path)
    change(tmp_path, EDITS["a name more"])
    again = assert_clean(tmp_path)
    assert "mesh" in again.read("en/page/index.html")
    assert links(again, "/ja/page/")[0] == links(built, "/ja/page/")[0]


def decisions(folder: Path, cache: str) -> list[Explanation]:
    """Return what `explain` says with a cache."""
    config = load_config(config=folder / "glossary.toml", output=folder / "output")
    return list(explain(open_session(config, InLine(), Cache(folder / cache, read_only=True))))


@pytest.mark.parametrize("with_memory", [True, False], ids=["memory", "database"])
def test_a_cache_takes_no_reason_away_from_explain(tmp_path: Path, with_memory: bool) -> None:
    repeated = {PAGE: entry("Page", "A mesh, a mesh and a grid. See [x](/en/old/).")}
    build_site(tmp_path, SITE | repeated)
    if not with_memory:
        forget_memory(tmp_path)
    found = decisions(tmp_path, CACHE)
    assert [item.surface for item in found if (item.file, item.rule) == ("en/page.md", "repeated")] == ["mesh"]
    assert found == decisions(tmp_path, "none")
