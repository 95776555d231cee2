"""Names that differ by case only, on disks that keep them apart and on disks that do not."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from glossary_ssg.model import OutputFile
from glossary_ssg.publish import MANIFEST, publish, tells_case
from tests.support import build_site, entry, tree_of


def on_disk(path: Any) -> Any:
    """Return a path as a disk that ignores case has it: each part as it was called when it was made."""
    if isinstance(path, int):
        return path
    found, rest = Path("/"), Path(path).absolute().parts[1:]
    for part in rest:
        names = [path.name for path in found.iterdir()] if found.is_dir() else []
        found /= next((name for name in names if name.casefold() == part.casefold()), part)
    return str(found)


@pytest.fixture
def case_blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the functions of the operating system that publishing calls ignore case, as macOS and Windows do."""

    def blind(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any, *arguments: Any, **options: Any) -> Any:
            # The path as it is first: what `on_disk` itself asks for must not ask again.
            try:
                return function(path, *arguments, **options)
            except FileNotFoundError:
                return function(on_disk(path), *arguments, **options)

        return call

    replace = os.replace
    monkeypatch.setattr(io, "open", blind(io.open))
    for name in ("stat", "lstat", "unlink", "rmdir"):
        monkeypatch.setattr(os, name, blind(getattr(os, name)))
    monkeypatch.setattr(os, "replace", lambda source, target: replace(source, on_disk(target)))


def rename(folder: Path) -> tuple[str, ...]:
    """Publish `Robots.txt`, then `robots.txt` in its place; return what the second time removed."""
    publish(folder, [OutputFile("Robots.txt", b"old"), OutputFile("a.html", b"a")], [])
    return publish(folder, [OutputFile("robots.txt", b"new")], ["a.html"]).removed


def test_a_file_that_changed_its_case_is_not_removed_again_where_case_is_ignored(
    tmp_path: Path, case_blind: None
) -> None:
    assert not tells_case(tmp_path)
    assert rename(tmp_path) == ()
    files = {name.casefold(): data for name, data in tree_of(tmp_path).items() if name != MANIFEST}
    assert files == {"robots.txt": b"new", "a.html": b"a"}


def test_a_file_that_changed_its_case_is_removed_where_case_counts(tmp_path: Path) -> None:
    if not tells_case(tmp_path):
        pytest.skip("this disk ignores case")
    assert rename(tmp_path) == ("Robots.txt",)
    assert tree_of(tmp_path).keys() == {MANIFEST, "a.html", "robots.txt"}


def test_asking_the_disk_leaves_nothing(tmp_path: Path) -> None:
    tells_case(tmp_path / "new")
    assert tree_of(tmp_path) == {}


def test_a_folder_that_cannot_be_made_is_taken_for_one_that_ignores_case(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert not tells_case(tmp_path / "file/output")


@pytest.mark.parametrize("url", ["/Robots.txt", "/ROBOTS.TXT/", "/_Headers", "/Sitemap.xml", "/404.HTML"])
def test_no_entry_takes_the_name_of_a_file_that_hosts_read_in_any_case(tmp_path: Path, url: str) -> None:
    built = build_site(
        tmp_path, {"glossary.toml": 'base_url = "https://example.org/"\n', "content/en/a.md": entry("A", url=url)}
    )
    assert len(built.codes) == 1
    assert built.has("/en/a/")
    names = [name.casefold() for name in tree_of(built.output)]
    assert len(names) == len(set(names))


def test_no_file_of_the_content_takes_one_either(tmp_path: Path) -> None:
    files = {"content/Robots.txt": "theirs", "content/en/a.md": entry("A", "[x](/Robots.txt)")}
    built = build_site(tmp_path, {"glossary.toml": 'root = "default"\n', **files})
    assert not (built.output / "Robots.txt").exists()
    assert built.read("robots.txt").startswith("User-agent: *\n")


def test_other_files_that_are_gone_are_removed_all_the_same(tmp_path: Path, case_blind: None) -> None:
    gone = tuple(f"gone{number:02}.html" for number in range(30))
    publish(tmp_path, [OutputFile(path, b"old") for path in ("Robots.txt", *gone)], [])
    assert publish(tmp_path, [OutputFile("robots.txt", b"new")], []).removed == gone
