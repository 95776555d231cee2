"""The output folder in odd conditions: modes, leftovers and things of others, links, and what changes during a build."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from glossary_ssg.errors import OutputError
from glossary_ssg.model import OutputFile
from glossary_ssg.publish import MANIFEST, is_inside, publish
from tests.support import build_site, entry, tree_of, write_files

SITE = {"glossary.toml": 'title = "Site"\n', "content/en/a.md": entry("A"), "content/en/sub/b.md": entry("B")}
BUILD = f"{sys.executable} -m glossary_ssg build --jobs 1"
OURS = ".glossary-ssg-0123abcd.tmp"


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
@pytest.mark.parametrize("umask", [0o077, 0o022, 0o027, 0o002])
def test_files_and_folders_follow_the_umask(tmp_path: Path, umask: int) -> None:
    command = (
        f'umask {umask:o}; {BUILD} --precompress; echo "---\ntitle: C\n---" > content/en/c.md; {BUILD} --precompress'
    )
    subprocess.run(["sh", "-c", command], cwd=write_files(tmp_path, SITE), check=True, capture_output=True)
    found = {(path.is_dir(), stat.S_IMODE(path.lstat().st_mode)) for path in (tmp_path / "output").rglob("*")}
    assert found == {(True, 0o777 & ~umask), (False, 0o666 & ~umask)}


def test_leftovers_are_removed_even_where_nothing_has_changed(tmp_path: Path) -> None:
    build_site(tmp_path, SITE)
    before = tree_of(tmp_path)
    write_files(tmp_path, {f"output/{OURS}": "half", f".glossary-cache/{OURS}": "half"})
    assert build_site(tmp_path).report.summary.written == 0
    assert tree_of(tmp_path).keys() == before.keys()


def test_a_check_removes_leftovers_of_the_cache(tmp_path: Path) -> None:
    build_site(tmp_path, SITE)
    write_files(tmp_path, {f".glossary-cache/{OURS}": "half"})
    subprocess.run([sys.executable, "-m", "glossary_ssg", "check"], cwd=tmp_path, check=True, capture_output=True)
    assert not (tmp_path / ".glossary-cache" / OURS).exists()


def test_leftovers_of_a_mounted_site_are_removed_too(tmp_path: Path) -> None:
    files = SITE | {"glossary.toml": 'mount = "/{lang}/g/"\n'}
    build_site(tmp_path, files)
    write_files(tmp_path, {f"output/en/g/{OURS}": "half"})
    build_site(tmp_path)
    assert not (tmp_path / "output/en/g" / OURS).exists()


def test_what_others_made_stays_whatever_it_is_called(tmp_path: Path) -> None:
    strangers = {
        "note.tmp": "x", ".abcdef01.tmp": "x", ".glossary-ssg-XYZ.tmp": "x", "glossary-ssg-0123abcd.tmp": "x",
        f"en/a/{OURS}x": "x", f"own/{OURS}": "x",
    }  # fmt: skip
    build_site(tmp_path, SITE)
    output = write_files(tmp_path / "output", strangers)
    for folder in ("empty", "en/empty", "en/a/empty", f"en/{OURS}"):
        (output / folder).mkdir()
    (output / ".glossary-ssg-ffffffff.tmp").symlink_to("nowhere")
    (tmp_path / "content/en/sub/b.md").unlink()
    build_site(tmp_path)
    assert all((output / name).is_file() for name in strangers)
    assert all((output / folder).is_dir() for folder in ("empty", "en/empty", "en/a/empty", f"en/{OURS}"))
    assert (output / ".glossary-ssg-ffffffff.tmp").is_symlink()


@pytest.mark.skipif(os.name != "posix", reason="locks of POSIX")
def test_a_file_that_another_process_is_still_writing_is_no_leftover(tmp_path: Path) -> None:
    build_site(tmp_path, SITE)
    half = write_files(tmp_path, {f".glossary-cache/{OURS}": "half"}) / ".glossary-cache" / OURS
    script = (
        "import fcntl, sys; f = open(sys.argv[1]); fcntl.flock(f, fcntl.LOCK_EX); print(flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", script, str(half)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        build_site(tmp_path)
        assert half.exists()
        process.communicate()
    build_site(tmp_path)
    assert not half.exists()


def test_folders_that_a_killed_build_made_for_files_that_never_came_are_removed(tmp_path: Path) -> None:
    publish(tmp_path, [OutputFile("a.html", b"a")], [])
    (tmp_path / "x/y").mkdir(parents=True)
    (tmp_path / MANIFEST).write_text(
        json.dumps({"temporary": OURS, "files": ["a.html", "x/y/z.html"]}), encoding="utf-8"
    )
    publish(tmp_path, [OutputFile("a.html", b"a")], [])
    assert not (tmp_path / "x").exists()


OUTSIDE = [
    "../x",
    "/x",
    "..",
    ".",
    "./x",
    "a/../../x",
    "a/./../x",
    "a//b",
    "",
    "/",
    "a\\..\\x",
    "..\\x",
    "x\0y",
    "a/",
    "C:\\x",
]


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_list_that_names_what_is_outside_removes_nothing(tmp_path: Path, path: str) -> None:
    assert not is_inside(path)
    output = tmp_path / "deep/output"
    publish(output, [OutputFile("a.html", b"a")], [])
    (tmp_path / "deep/empty").mkdir()
    files = {"x": "x", "deep/x": "x", "deep/output/own/x": "x"}
    write_files(tmp_path, files)
    listed = {"temporary": OURS, "files": [path, f"{path}/x", f"{path}/../empty/x"]}
    (output / MANIFEST).write_text(json.dumps(listed), encoding="utf-8")
    publish(output, [], [])
    assert files.keys() <= tree_of(tmp_path).keys()
    assert (tmp_path / "deep/empty").is_dir()


@pytest.mark.parametrize("temporary", ["../x", "x", ".glossary-ssg-0123abcd.tmp/../../x", 3, None, ["x"]])
def test_a_list_that_names_another_temporary_file_removes_nothing(tmp_path: Path, temporary: object) -> None:
    write_files(tmp_path, {"x": "x", "output/x": "x", "output/own/x": "x"})
    (tmp_path / "output" / MANIFEST).write_text(
        json.dumps({"temporary": temporary, "files": ["own/y"]}), encoding="utf-8"
    )
    publish(tmp_path / "output", [], [])
    assert {"x", "output/x", "output/own/x"} <= tree_of(tmp_path).keys()


def test_an_output_that_is_a_link_is_published_through_and_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "output").symlink_to("real")
    command = f"{BUILD} && rm content/en/a.md && {BUILD}"
    subprocess.run(["sh", "-c", command], cwd=write_files(tmp_path, SITE), check=True, capture_output=True)
    assert (tmp_path / "output").is_symlink()
    assert (tmp_path / "real/en/sub/b/index.html").is_file()
    assert not (tmp_path / "real/en/a").exists()


def test_an_output_folder_that_can_never_be_made_is_named(tmp_path: Path) -> None:
    write_files(tmp_path, SITE | {"output": "a file"})
    done = subprocess.run(BUILD.split(), cwd=tmp_path, check=False, capture_output=True, text=True)
    assert (done.returncode, "Traceback" in done.stderr, "'output' cannot be written" in done.stderr) == (
        2,
        False,
        True,
    )
    assert (tmp_path / "output").read_text(encoding="utf-8") == "a file"


def test_a_read_only_output_is_named(tmp_path: Path) -> None:
    probe = ["unshare", "-rm", "mount", "-t", "tmpfs", "none", str(tmp_path)]
    if not shutil.which("unshare") or subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("this kernel gives users no mounts of their own")
    script = f"mkdir output; mount -t tmpfs -o ro none output; {BUILD}"
    command = ["unshare", "-rm", "sh", "-c", script]
    done = subprocess.run(command, cwd=write_files(tmp_path, SITE), check=False, capture_output=True, text=True)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "cannot be written: Read-only file system" in done.stderr


def remove_everything(output: Path) -> None:
    shutil.rmtree(output)


def put_a_folder(output: Path) -> None:
    (output / "c.html/mine").mkdir(parents=True)
    (output / "c.html/mine/x").write_text("mine", encoding="utf-8")


def put_a_file(output: Path) -> None:
    shutil.rmtree(output / "sub", ignore_errors=True)
    (output / "sub").write_text("mine", encoding="utf-8")


@pytest.mark.parametrize("meddle", [remove_everything, put_a_folder, put_a_file])
def test_what_others_do_to_the_output_meanwhile_is_told_and_set_right_by_the_next_build(
    tmp_path: Path, meddle: Callable[[Path], None]
) -> None:
    output = tmp_path / "output"

    def files() -> Iterator[OutputFile]:
        yield OutputFile("a.html", b"a")
        meddle(output)
        yield OutputFile("sub/b.html", b"b")
        yield OutputFile("c.html", b"c")

    paths = ["a.html", "sub/b.html", "c.html"]
    with pytest.raises(OutputError, match="cannot be written"):
        publish(output, files(), [], paths=paths)
    assert not [name for name in tree_of(tmp_path) if name.endswith(".tmp")]
    shutil.rmtree(output, ignore_errors=True)
    publish(output, [OutputFile(path, b"x") for path in paths], [], paths=paths)
    assert tree_of(output).keys() == {MANIFEST, *paths}


def test_a_clock_that_goes_back_changes_nothing(tmp_path: Path) -> None:
    build_site(tmp_path, SITE)
    write_files(tmp_path, {"content/en/a.md": entry("A", "Newer.")})
    past = time.time() - 10 * 86_400
    for path in (tmp_path / "content").rglob("*"):
        os.utime(path, (past, past))
    built = build_site(tmp_path)
    clean = build_site(tmp_path, output=tmp_path / "clean", cache=tmp_path / ".clean-cache")
    assert tree_of(built.output) == tree_of(clean.output)
    assert "Newer." in built.read("en/a/index.html")
