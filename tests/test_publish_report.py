"""What publishing says it did, and what the list of files holds after it ended well, broke off or met another build."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from glossary_ssg.errors import OutputError
from glossary_ssg.model import OutputFile
from glossary_ssg.publish import MANIFEST, Published, Stamp, publish, read_manifest, stamp
from tests.support import tree_of, write_files

A, B, C = OutputFile("a.html", b"a"), OutputFile("sub/b.html", b"bb"), OutputFile("sub/deep/c.html", b"ccc")


def stamps(folder: Path, *names: str) -> dict[str, Stamp]:
    """Return the stamps of files that exist."""
    found = {name: stamp(f"{folder}/{name}") for name in names}
    return {name: value for name, value in found.items() if value is not None}


def test_the_first_time_everything_is_written(tmp_path: Path) -> None:
    done = publish(tmp_path / "deep/output", [A, B], [])
    output = tmp_path / "deep/output"
    assert done == Published(2, 0, (), (), stamps(output, "a.html", "sub/b.html", MANIFEST))
    assert len(done.stamps) == 3
    assert read_manifest(output / MANIFEST) == ("a.html", "sub/b.html")
    assert json.loads((output / MANIFEST).read_text(encoding="utf-8")) == {"files": ["a.html", "sub/b.html"]}


def test_then_only_what_changed_and_what_is_gone(tmp_path: Path) -> None:
    publish(tmp_path, [A, B, C], [])
    again = publish(tmp_path, [A, OutputFile(B.path, b"BB"), C], [])
    assert (again.written, again.unchanged, again.removed, again.replaced) == (1, 2, (), ())
    less = publish(tmp_path, [A], [B.path])
    assert (less.written, less.unchanged, less.removed) == (0, 2, (C.path,))
    assert less.stamps.keys() == {"a.html", MANIFEST}
    assert tree_of(tmp_path).keys() == {"a.html", B.path, MANIFEST}
    assert [path.name for path in (tmp_path / "sub").iterdir()] == ["b.html"]
    assert publish(tmp_path, [], []).removed == ("a.html", B.path)


def test_a_file_of_somebody_else_is_replaced_and_named_unless_it_is_the_same(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.html": "a", "sub/b.html": "theirs"})
    done = publish(tmp_path, [A, B], [])
    assert (done.written, done.unchanged, done.replaced) == (1, 1, (B.path,))
    assert publish(tmp_path, [A, OutputFile(B.path, b"new")], []).replaced == ()


def test_a_path_that_comes_twice_is_ours_the_second_time(tmp_path: Path) -> None:
    done = publish(tmp_path, [A, OutputFile("a.html", b"other")], [])
    assert (done.written, done.replaced) == (2, ())
    assert tree_of(tmp_path)["a.html"] == b"other"


@pytest.mark.parametrize("path", ["../x", "a\0b", "a\\b", "", "/x", "a//b", "./a", "a/", "sub/../a", "."])
def test_a_path_that_is_not_written_in_our_way_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(OutputError, match="leaves the output folder"):
        publish(tmp_path / "output", [A, OutputFile(path, b"x")], [])
    assert tree_of(tmp_path).keys() == {"output/a.html", f"output/{MANIFEST}"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("path", ["std::vec/index.html", "C:/x.html", "a..b/c.html", "..a", " "])
def test_a_path_that_only_looks_odd_is_written(tmp_path: Path, path: str) -> None:
    publish(tmp_path, [OutputFile(path, b"x")], [])
    assert read_manifest(tmp_path / MANIFEST) == (path,)
    assert publish(tmp_path, [], []).removed == (path,)


@pytest.mark.parametrize("path", ["a\\b.html", "sub/../mine.html", "./mine.html", "a\0b", "mine.html/", "/mine.html"])
def test_a_path_in_the_list_that_is_not_written_in_our_way_is_no_file_of_ours(tmp_path: Path, path: str) -> None:
    files = {"a\\b.html": "mine", "mine.html": "mine", "sub/x.html": "mine"}
    write_files(tmp_path, files | {MANIFEST: json.dumps({"files": [path]})})
    assert read_manifest(tmp_path / MANIFEST) == ()
    assert publish(tmp_path, [], []).removed == ()
    assert files.keys() <= tree_of(tmp_path).keys()


def test_what_is_noted_is_ours_as_long_as_nobody_has_touched_it(tmp_path: Path) -> None:
    write_files(tmp_path, {"old.html": "old", "touched.html": "touched", "../outside.html": "outside"})
    noted = stamps(tmp_path, "old.html", "touched.html", "../outside.html")
    write_files(tmp_path, {"touched.html": "by hand"})
    done = publish(tmp_path, [A], [], noted=noted | {"gone.html": Stamp(1, 1)})
    assert done.removed == ("old.html",)
    assert tree_of(tmp_path).keys() == {"a.html", "touched.html", MANIFEST}
    assert (tmp_path / "../outside.html").is_file()


def test_a_noted_file_is_replaced_without_a_word(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.html": "old"})
    assert publish(tmp_path, [A], [], noted=stamps(tmp_path, "a.html")).replaced == ()


def test_what_another_build_puts_there_meanwhile_stays_ours(tmp_path: Path) -> None:
    publish(tmp_path, [A, B], [])

    def files() -> Iterator[OutputFile]:
        yield OutputFile("a.html", b"new")
        publish(tmp_path, [OutputFile("other.html", b"o")], ["a.html", B.path])

    publish(tmp_path, files(), [B.path])
    assert read_manifest(tmp_path / MANIFEST) == ("a.html", "other.html", B.path)
    assert publish(tmp_path, [], ["a.html"]).removed == ("other.html", B.path)


def test_a_build_that_breaks_off_lists_what_it_wrote_and_what_was_there(tmp_path: Path) -> None:
    publish(tmp_path, [A], [])

    def files() -> Iterator[OutputFile]:
        yield B
        raise RuntimeError

    with pytest.raises(RuntimeError):
        publish(tmp_path, files(), [], paths=[B.path, C.path])
    assert read_manifest(tmp_path / MANIFEST) == ("a.html", B.path)
    assert publish(tmp_path, [], []).removed == ("a.html", B.path)


def test_before_the_first_file_is_written_all_that_are_planned_are_listed(tmp_path: Path) -> None:
    write_files(tmp_path, {"theirs.html": "theirs"})
    seen = []

    def files() -> Iterator[OutputFile]:
        yield A
        seen.append(json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8")))
        yield B

    publish(tmp_path, files(), ["kept.html"], paths=["a.html", B.path, "theirs.html"])
    assert seen[0]["files"] == ["a.html", "kept.html", B.path]
    assert seen[0]["temporary"].startswith(".glossary-ssg-")


def test_without_a_change_not_even_the_list_is_written(tmp_path: Path) -> None:
    first = publish(tmp_path, [A], [])
    before = (tmp_path / MANIFEST).stat()
    again = publish(tmp_path, [A], [])
    after = (tmp_path / MANIFEST).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert again.stamps == first.stamps


def test_the_list_may_be_in_a_folder_of_its_own(tmp_path: Path) -> None:
    done = publish(tmp_path, [B], [], manifest="sub")
    assert done.stamps.keys() == {B.path, f"sub/{MANIFEST}"}
    assert publish(tmp_path, [], [], manifest="sub").removed == (B.path,)
    assert tree_of(tmp_path).keys() == {f"sub/{MANIFEST}"}


def test_a_folder_in_place_of_a_file_of_ours_is_left(tmp_path: Path) -> None:
    publish(tmp_path, [A, B], [])
    (tmp_path / "a.html").unlink()
    write_files(tmp_path, {"a.html/mine.txt": "mine"})
    assert publish(tmp_path, [], []).removed == (B.path,)
    assert tree_of(tmp_path).keys() == {"a.html/mine.txt", MANIFEST}
    with pytest.raises(OutputError, match=r"hint: free the path or choose another folder with --output"):
        publish(tmp_path, [A], [])
