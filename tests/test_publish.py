"""The output folder: each file at once, nobody else's file touched, nothing outside of it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

import pytest
from click.testing import CliRunner

from glossary_ssg.cli import main
from glossary_ssg.errors import ConfigError, GlossaryError, OutputError, ThemeError
from glossary_ssg.model import OutputFile
from glossary_ssg.publish import MANIFEST, publish, stamp
from tests.support import Built, build_site, entry, file_of, tree_of, write_files

SITE = {"glossary.toml": 'title = "Site"\n', "content/en/a.md": entry("A"), "content/en/sub/b.md": entry("B")}


def gone(before: Mapping[str, bytes], built: Built) -> set[str]:
    """Return the files of a build that the next one removed, but for parts of the search, called after their bytes."""
    removed = before.keys() - tree_of(built.output).keys()
    assert built.report.summary.removed == len(removed)
    return {name for name in removed if "/search/" not in name}


def test_a_file_that_is_gone_from_the_content_is_gone_from_the_output_with_its_folder(tmp_path: Path) -> None:
    before = tree_of(build_site(tmp_path, SITE).output)
    assert "en/sub/b/index.html" in before
    (tmp_path / "content/en/sub/b.md").unlink()
    built = build_site(tmp_path)
    assert gone(before, built) == {"en/sub/b/index.html"}
    assert not (tmp_path / "output/en/sub").exists()


def test_files_of_others_stay(tmp_path: Path) -> None:
    build_site(tmp_path, SITE)
    others = {"CNAME": b"example.org", "en/sub/b/note.txt": b"note", "en/old.html": b"old"}
    for name, data in others.items():
        (tmp_path / "output" / name).write_bytes(data)
    (tmp_path / "content/en/sub/b.md").unlink()
    built = build_site(tmp_path)
    assert {name: data for name, data in tree_of(built.output).items() if name in others} == others
    assert built.codes == []


def test_a_foreign_file_in_the_way_is_replaced_and_reported(tmp_path: Path) -> None:
    (tmp_path / "output/en").mkdir(parents=True)
    (tmp_path / "output/en/index.html").write_text("mine", encoding="utf-8")
    built = build_site(tmp_path, SITE)
    (found,) = built.found("output-replaced")
    assert "'en/index.html'" in found.message
    assert built.read("en/index.html").startswith("<!DOCTYPE html>")
    assert build_site(tmp_path).codes == []


@pytest.mark.parametrize(
    ("before", "after"),
    [("/en/a.html", "/en/a.html/part/"), ("/en/a.html/part/", "/en/a.html")],
    ids=["file", "folder"],
)
def test_an_old_page_does_not_stand_in_the_way_of_a_new_one(tmp_path: Path, before: str, after: str) -> None:
    old = tree_of(build_site(tmp_path, SITE | {"content/en/a.md": entry("A", url=before)}).output)
    built = build_site(tmp_path, {"content/en/a.md": entry("A", url=after)})
    assert built.has(after)
    assert gone(old, built) == {file_of(before)}
    assert built.codes == []


def test_a_folder_takes_the_place_of_the_only_page_of_another(tmp_path: Path) -> None:
    build_site(tmp_path, {"content/en/a.md": entry("A", url="/en/x/foo.html"), "content/en/b.md": entry("B")})
    built = build_site(tmp_path, {"content/en/a.md": entry("A", url="/en/x/foo.html/bar.html")})
    assert (built.output / "en/x/foo.html/bar.html").is_file()


def test_what_a_broken_off_build_wrote_is_known_to_the_next_one(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output/zz").write_text("theirs", encoding="utf-8")
    with pytest.raises(OutputError):
        build_site(tmp_path, SITE | {"content/en/z.md": entry("Z", url="/zz/")})
    assert (tmp_path / "output/en/a/index.html").is_file(), "the case needs a build that wrote something"
    (tmp_path / "content/en/a.md").unlink()
    (tmp_path / "output/zz").unlink()
    built = build_site(tmp_path, {"content/en/sub/b.md": entry("B", "Other text.")})
    assert not built.has("/en/a/")
    assert built.codes == []


def test_after_a_mistake_in_a_template_the_output_is_as_it_was(tmp_path: Path) -> None:
    ours = {"themes/ours/templates/choice.html": "fine", "glossary.toml": 'theme = "ours"\n'}
    before = tree_of(build_site(tmp_path, SITE | ours).output)
    broken = {"themes/ours/templates/choice.html": "{{ page.nothing }}", "content/en/a.md": entry("A", "Changed.")}
    with pytest.raises(ThemeError, match=r"^\S+/themes/ours/templates/choice\.html:1: error: page has no field"):
        build_site(tmp_path, broken | {"content/en/new.md": entry("New")})
    assert tree_of(tmp_path / "output") == before
    assert build_site(tmp_path, ours).codes == []


def test_a_foreign_file_where_a_folder_is_needed_is_left_and_told(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output/en").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"output/en' cannot be written: (?s:.)*hint: "):
        build_site(tmp_path, SITE)
    assert (tmp_path / "output/en").read_text(encoding="utf-8") == "mine"


def test_a_file_that_was_tampered_with_is_written_again(tmp_path: Path) -> None:
    built = build_site(tmp_path, SITE)
    right = built.read("en/a/index.html")
    (built.output / "en/a/index.html").write_text("tampered", encoding="utf-8")
    again = build_site(tmp_path)
    assert again.read("en/a/index.html") == right
    assert again.report.summary.written == 1


def test_no_temporary_files_are_left(tmp_path: Path) -> None:
    built = build_site(tmp_path, SITE)
    assert [name for name in tree_of(built.output) if ".tmp" in name or "Case-" in name] == []


@pytest.mark.parametrize("stranger", ["../keep.txt", "/etc/hostname", "en/../../keep.txt", "en\\..\\keep.txt", ""])
def test_a_tampered_list_of_files_removes_nothing_outside(tmp_path: Path, stranger: str) -> None:
    built = build_site(tmp_path, SITE)
    keep = tmp_path / "keep.txt"
    keep.write_text("keep", encoding="utf-8")
    manifest = built.output / MANIFEST
    manifest.write_text(json.dumps({"files": [stranger, "en/a/index.html"]}), encoding="utf-8")
    build_site(tmp_path)
    assert keep.read_text(encoding="utf-8") == "keep"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": 3}', '{"files": [1, null]}', "\x00"])
def test_a_broken_list_of_files_is_no_list(tmp_path: Path, text: str) -> None:
    built = build_site(tmp_path, SITE)
    (built.output / MANIFEST).write_text(text, encoding="utf-8")
    assert build_site(tmp_path).report.summary.removed == 0


def test_links_out_of_the_output_are_not_followed_to_remove(tmp_path: Path) -> None:
    built = build_site(tmp_path, SITE)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.html").write_text("keep", encoding="utf-8")
    (built.output / "link").symlink_to(outside)
    manifest = built.output / MANIFEST
    names = json.loads(manifest.read_text(encoding="utf-8"))["files"]
    manifest.write_text(json.dumps({"files": [*names, "link/x.html"]}), encoding="utf-8")
    build_site(tmp_path)
    assert (outside / "x.html").exists()


@pytest.mark.parametrize("link", ["en", "en/sub", "en/search", "assets"])
@pytest.mark.parametrize("target", ["outside", "nowhere", "."])
def test_a_folder_that_is_a_link_out_of_the_output_is_never_written_through(
    tmp_path: Path, link: str, target: str
) -> None:
    outside = write_files(tmp_path, {"outside/keep.txt": "keep"}) / target
    before = tree_of(tmp_path)
    (tmp_path / "output" / link).parent.mkdir(parents=True)
    (tmp_path / "output" / link).symlink_to(outside)
    with pytest.raises(OutputError, match=rf"output/{link}' cannot be written: it is a link (?s:.)*hint: "):
        build_site(tmp_path, SITE)
    kept = {"outside/keep.txt": before["outside/keep.txt"]}
    found = {name: data for name, data in tree_of(tmp_path).items() if not name.startswith(("content/", "output/"))}
    assert {name: data for name, data in found.items() if name[0] != "." and name != "glossary.toml"} == kept


def test_a_link_that_stays_in_the_output_is_followed_and_so_is_the_output_itself(tmp_path: Path) -> None:
    (tmp_path / "real/english").mkdir(parents=True)
    (tmp_path / "output").symlink_to(tmp_path / "real")
    (tmp_path / "real/en").symlink_to(tmp_path / "real/english")
    assert build_site(tmp_path, SITE).codes == []
    assert (tmp_path / "real/english/a/index.html").is_file()


def test_the_list_of_files_is_not_written_through_a_link_either(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "output").mkdir()
    (tmp_path / "output/words").symlink_to(tmp_path / "outside")
    with pytest.raises(OutputError, match="it is a link"):
        publish(tmp_path / "output", [], [], manifest="words")
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_link_that_leads_to_itself_is_told(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output/en").symlink_to("en")
    with pytest.raises(OutputError, match=r"output/en' cannot be written: "):
        build_site(tmp_path, SITE)


def test_a_page_that_somebody_made_a_link_is_replaced_and_its_target_kept(tmp_path: Path) -> None:
    built = build_site(tmp_path, SITE)
    page = built.output / "en/a/index.html"
    right = page.read_bytes()
    (tmp_path / "keep.txt").write_text("keep", encoding="utf-8")
    for target in ("keep.txt", "nowhere.txt"):
        page.unlink()
        page.symlink_to(tmp_path / target)
        build_site(tmp_path)
        assert (page.is_symlink(), page.read_bytes()) == (False, right)
    assert (tmp_path / "keep.txt").read_text(encoding="utf-8") == "keep"
    assert not (tmp_path / "nowhere.txt").exists()


def test_a_path_that_leaves_the_output_is_never_written(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="leaves the output folder"):
        publish(tmp_path / "output", [OutputFile("../x.html", b"x")], [])
    assert not (tmp_path / "x.html").exists()


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    publish(tmp_path, [OutputFile("a.html", b"old")], [])
    (tmp_path / "b.html").mkdir()
    with pytest.raises(OutputError, match=r"b\.html"):
        publish(tmp_path, [OutputFile("b.html", b"new")], ["a.html"])
    assert tree_of(tmp_path)["a.html"] == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == [MANIFEST, "a.html", "b.html"]


@pytest.mark.parametrize("output", ["content", "content/en", ".", "content/../content/out"])
def test_content_and_output_may_not_hold_each_other(tmp_path: Path, output: str) -> None:
    with pytest.raises(ConfigError, match="output"):
        build_site(tmp_path, SITE, output=tmp_path / output)
    assert (tmp_path / "content/en/a.md").is_file()


def test_pictures_beside_entries_are_copied_and_removed_again(tmp_path: Path) -> None:
    files = SITE | {"content/en/sub/c.md": entry("C", "![p](p.png)"), "content/en/sub/p.png": b"\x89PNG"}
    built = build_site(tmp_path, files)
    assert (built.output / "en/sub/p.png").read_bytes() == b"\x89PNG"
    (tmp_path / "content/en/sub/c.md").unlink()
    build_site(tmp_path)
    assert not (built.output / "en/sub/p.png").exists()


def both_ways(folder: Path) -> tuple[Mapping[str, bytes], Mapping[str, bytes]]:
    """Build a site once more, and from nothing into another folder; return all files of both."""
    built = build_site(folder)
    clean = build_site(folder, output=folder / "clean", cache=folder / ".clean-cache")
    return tree_of(built.output), tree_of(clean.output)


def test_a_broken_baseline_ends_a_build_before_anything_is_published(tmp_path: Path) -> None:
    before = tree_of(build_site(tmp_path, SITE).output)
    with pytest.raises(GlossaryError, match="baseline"):
        build_site(tmp_path, {"content/en/a.md": entry("A", "Other."), "glossary-baseline.json": "<<<<<<<\n"})
    assert tree_of(tmp_path / "output") == before


def test_a_site_that_is_again_what_it_was_two_builds_ago_is_made_again(tmp_path: Path) -> None:
    build_site(tmp_path, SITE)
    # Its report is told once, so it is not kept as the one of the last build.
    write_files(tmp_path, {"output/en/new/index.html": "mine", "content/en/new.md": entry("New")})
    assert build_site(tmp_path, {"content/en/a.md": entry("A", "Other.")}).codes == ["output-replaced"]
    (tmp_path / "content/en/new.md").unlink()
    write_files(tmp_path, SITE)
    found, clean = both_ways(tmp_path)
    assert found == clean


KILLED = """
import resource, signal, sys
from pathlib import Path
from glossary_ssg.model import OutputFile
from glossary_ssg.publish import publish

signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # to write a larger file ends the process at once
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))
files = [OutputFile("a/x.html", b"x"), OutputFile("b/y.html", b"y" * 2_000)]
publish(Path(sys.argv[1]), files, [], paths=["a/x.html", "b/y.html"])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limits for processes")
def test_nothing_is_left_of_a_build_that_is_killed(tmp_path: Path) -> None:
    publish(tmp_path, [OutputFile("c.html", b"c")], [])
    (tmp_path / "b").mkdir()
    (tmp_path / "b/mine.txt").write_text("mine", encoding="utf-8")
    assert subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False).returncode < 0
    left = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert {"x.html", "mine.txt"} < left
    assert any(name.endswith(".tmp") for name in left)
    publish(tmp_path, [OutputFile("c.html", b"c")], [])
    assert tree_of(tmp_path).keys() == {MANIFEST, "b/mine.txt", "c.html"}


def test_of_two_builds_at_once_each_knows_what_it_wrote_and_nothing_is_left(tmp_path: Path) -> None:
    def files() -> Iterator[OutputFile]:
        yield OutputFile("a.html", b"one")
        publish(tmp_path, [OutputFile("a.html", b"two"), OutputFile("c.html", b"c")], [])
        yield OutputFile("b.html", b"b")

    first = publish(tmp_path, files(), [], paths=["a.html", "b.html"])
    assert stamp(f"{tmp_path}/b.html") == first.stamps["b.html"]
    assert stamp(f"{tmp_path}/a.html") != first.stamps["a.html"]
    publish(tmp_path, [], [])
    assert tree_of(tmp_path).keys() == {MANIFEST}


@pytest.mark.parametrize("after", ["", 'mount = "/{lang}/terms/"\n', 'mount = "/{lang}/g/"\ndefault_language = "ja"\n'])
def test_a_site_that_moves_within_the_output_leaves_nothing_behind(tmp_path: Path, after: str) -> None:
    build_site(tmp_path, SITE | {"content/ja/a.md": entry("A"), "glossary.toml": 'mount = "/{lang}/g/"\n'})
    (tmp_path / "output/en/g/mine.txt").write_text("mine", encoding="utf-8")
    write_files(tmp_path, {"glossary.toml": after})
    found, clean = both_ways(tmp_path)
    assert found == {**clean, "en/g/mine.txt": b"mine"}


def test_the_list_of_files_is_written_again_where_somebody_removed_it(tmp_path: Path) -> None:
    built = build_site(tmp_path, SITE)
    (built.output / MANIFEST).unlink()
    build_site(tmp_path)
    (tmp_path / "content/en/sub/b.md").unlink()
    found, clean = both_ways(tmp_path)
    assert found == clean


@pytest.mark.parametrize(
    ("toml", "files", "target"),
    [
        (
            "",
            {
                "content/pic.png": b"shared",
                "content/en/pic.png": b"own",
                "content/en/c.md": entry("C", "![a](/pic.png) ![b](pic.png)"),
            },
            "en/pic.png",
        ),
        (
            'root = "default"\n',
            {
                "content/ja/p.png": b"other",
                "content/ja/c.md": entry("C", "![a](p.png)"),
                "content/en/ja/p.png": b"own",
                "content/en/c.md": entry("C", "![b](ja/p.png)"),
            },
            "ja/p.png",
        ),
    ],
    ids=["shared", "of another language"],
)
def test_two_files_never_have_one_address(
    tmp_path: Path, toml: str, files: Mapping[str, str | bytes], target: str
) -> None:
    for _ in range(2):
        built = build_site(tmp_path, SITE | files | {"glossary.toml": toml})
        assert built.codes == ["file-refused"]
        assert tree_of(built.output)[target] == b"own"


def test_sites_side_by_side_in_one_output_leave_each_other_alone(tmp_path: Path) -> None:
    for name in ("a", "b", "a"):
        settings = f'content = "{name}s"\noutput = "out"\nmount = "/{name}/"\n'
        write_files(tmp_path, {f"{name}.toml": settings, f"{name}s/x.md": entry(f"Term {name}")})
        done = CliRunner().invoke(main, ["build", "--config", str(tmp_path / f"{name}.toml")])
        assert done.exit_code == 0, done.output
    assert {path.parts[0] for path in map(PurePath, tree_of(tmp_path / "out"))} == {"a", "b"}
    assert "0 files written" in done.stdout


def test_what_could_not_be_replaced_is_still_somebody_elses(tmp_path: Path) -> None:
    write_files(tmp_path, {"b/mine.txt": "mine"})
    with pytest.raises(OutputError):
        publish(tmp_path, [OutputFile("a.html", b"a"), OutputFile("b", b"b")], [], paths=["a.html", "b"])
    publish(tmp_path, [], [])
    assert tree_of(tmp_path).keys() == {MANIFEST, "b/mine.txt"}
