"""What the preview says of each build in the terminal, and of what is wrong in open pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from glossary_ssg.errors import GlossaryError
from glossary_ssg.serve.events import message_for
from glossary_ssg.serve.lines import Teller
from glossary_ssg.serve.problems import from_error, read_excerpt
from glossary_ssg.serve.site import Change
from tests.previewing import Shown, preview_of
from tests.support import entry, write_files

A, B = "content/en/a.md", "content/en/b.md"
FILES = {"glossary.toml": 'title = "Words"\n', A: entry("Aa", "See [[Bb]]."), B: entry("Bb", "See [[Aa]].")}
BROKEN = '---\ntitle: "open\n---\nText.'


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[Shown]:
    with preview_of(tmp_path, FILES) as shown:
        yield shown


def told(teller: Teller, shown: Shown, files: dict[str, str], paths: list[str] | None = None) -> list[str]:
    """Return the lines for a change of files, without durations."""
    write_files(shown.folder, files)
    change = shown.site.rebuild(sorted(files) if paths is None else paths)
    return [line.replace(f"{shown.folder}/", "").partition(" ms")[0] for line in teller.lines(change)]


def named(paths: list[str], pages: int = 0, seconds: float = 0.25, **changes: Any) -> list[str]:
    """Return the lines for a build that was a success."""
    with_report = changes.pop("report")
    change = Change(paths, pages, seconds, with_report, None, changes.pop("before", frozenset()), **changes)
    return list(Teller().lines(change))


def test_a_change_is_named_with_its_pages(shown: Shown) -> None:
    (line,) = told(Teller(), shown, {A: entry("Aa", "Others. See [[Bb]].")})
    assert line.startswith("changed content/en/a.md: ")
    assert " in " in line


def test_a_new_mistake_is_told_once_and_its_end_too(shown: Shown) -> None:
    teller = Teller()
    first = told(teller, shown, {A: entry("Aa", "See [[Bb]] and [x](none.md).")})
    assert [line for line in first if "none.md" in line] != []
    again = told(teller, shown, {B: entry("Bb", "Other. See [[Aa]].")})
    assert [line for line in again if "none.md" in line] == []
    assert again[-1].startswith("changed content/en/b.md: ")
    mended = list(teller.lines(shown.site.rebuild([A])))
    assert "1 warning as before" in mended[-1]
    write_files(shown.folder, {A: FILES[A]})
    assert "(1 mended)" in list(teller.lines(shown.site.rebuild([A])))[-1]


def test_nothing_is_said_where_nothing_changed(shown: Shown) -> None:
    assert told(Teller(), shown, {}, []) == []


def test_what_stops_a_build_is_said_once_until_it_is_mended(shown: Shown) -> None:
    teller = Teller()
    broken = {"glossary.toml": "title = 3\n"}
    lines = told(teller, shown, broken)
    assert lines[0].startswith("glossary.toml:1") and "error: " in lines[0]
    assert lines[-1] == "the last good site stays until this is mended"
    assert told(teller, shown, broken) == []
    (line,) = told(teller, shown, {"glossary.toml": FILES["glossary.toml"]})
    assert line.startswith("changed glossary.toml: ")
    assert told(teller, shown, broken) == lines


def test_before_the_first_site_there_is_nothing_to_show(tmp_path: Path) -> None:
    with preview_of(tmp_path, FILES | {"glossary.toml": "title = 3\n"}) as shown:
        *_, last = Teller().lines(shown.site.first)
        assert last == "nothing can be shown until this is mended"


def test_an_error_is_marked_in_its_colour(shown: Shown) -> None:
    write_files(shown.folder, {"glossary.toml": "title = 3\n"})
    teller = Teller(lambda text, style: f"<{style}>{text}</{style}>")
    first, *_, last = teller.lines(shown.site.rebuild(["glossary.toml"]))
    assert first.count("<error>error:</error>") == 1
    assert last == "<dim>the last good site stays until this is mended</dim>"


@pytest.mark.parametrize(
    ("paths", "pages", "seconds", "expected"),
    [
        ([], 2, 0.25, "built: 2 pages in 250 ms"),
        (["a"], 1, 0.9994, "changed a: 1 page in 999 ms"),
        (["a"], 0, 1.0, "changed a: 0 pages in 1.0 s"),
        (["a", "b", "c"], 1_234, 2.04, "changed a, b, c: 1,234 pages in 2.0 s"),
        (["a", "b", "c", "d"], 1, 0.0, "changed a, b, c and 1 more: 1 page in 0 ms"),
        (["a"] * 1_004, 1, 0.0, "changed a, a, a and 1,001 more: 1 page in 0 ms"),
        (["\x1b[31m"], 1, 0.0, "changed \\x1b[31m: 1 page in 0 ms"),
    ],
)
def test_the_line_of_a_build(shown: Shown, paths: list[str], pages: int, seconds: float, expected: str) -> None:
    report = shown.site.first.report
    assert report is not None
    before = frozenset((item.code, item.path, item.message) for item in report.diagnostics)
    assert named(paths, pages, seconds, report=report, before=before) == [expected]


def message(shown: Shown, path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(message_for(shown.site.state, path))
    return found


def test_a_page_hears_what_is_wrong_and_where(shown: Shown) -> None:
    clean = message(shown, "/en/a/")
    assert (clean["problems"], clean["digest"]) == ([], "")
    shown.write({A: BROKEN})
    broken = message(shown, "/en/a/")
    (problem,) = broken["problems"]
    assert problem["place"] == f"{shown.folder}/{A}:{problem['line']}:{problem['column']}"
    assert problem["is_new"] is True
    assert [2, 'title: "open'] in problem["excerpt"]
    assert broken["version"] == clean["version"]  # the page from before stays
    assert len(broken["digest"]) == 16
    shown.write({B: BROKEN})
    both = message(shown, "/en/a/")
    assert [item["path"].rpartition("/")[2] for item in both["problems"]] == ["a.md", "b.md"]
    assert both["digest"] not in ("", broken["digest"])
    shown.write({A: FILES[A], B: FILES[B]})
    assert message(shown, "/en/a/")["digest"] == ""


def test_a_page_that_is_missing_has_the_version_of_the_page_for_that(shown: Shown) -> None:
    assert message(shown, "/en/none/")["version"] == message(shown, "/en/neither/")["version"]
    assert message(shown, "/en/none/")["version"] != message(shown, "/en/a/")["version"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a/b.toml:3:7: error: bad\n  hint: do\nother", [("bad", "do", "a/b.toml", 3, 7)]),
        ("a:3: error: bad", [("bad", "", "a", 3, 0)]),
        ("a: error: bad\nb: error: worse\n  hint: x", [("bad", "", "a", 0, 0), ("worse", "x", "b", 0, 0)]),
        ("error: bad", [("bad", "", "", 0, 0)]),
        ("something else", [("something else", "", "", 0, 0)]),
        ("error: a\n\n  hint: too late", [("a", "", "", 0, 0)]),
    ],
)
def test_what_stopped_a_build_is_taken_apart(text: str, expected: list[tuple[str, str, str, int, int]]) -> None:
    found = from_error(GlossaryError(text))
    assert [(item.message, item.hint, item.path, item.line, item.column) for item in found] == expected
    (foreign,) = from_error(ValueError("odd"))
    assert (foreign.message, foreign.is_new) == ("ValueError: odd", True)


@pytest.mark.parametrize(
    ("line", "numbers"), [(0, []), (1, [1, 2, 3]), (3, [1, 2, 3, 4, 5]), (6, [4, 5, 6]), (7, [5, 6]), (99, [])]
)
def test_an_excerpt_holds_two_lines_before_and_after(tmp_path: Path, line: int, numbers: list[int]) -> None:
    path = tmp_path / "a.md"
    path.write_text("one\ntwo\nthree\nfour\nfive\n" + "x" * 600, encoding="utf-8")
    excerpt = read_excerpt(path, line)
    assert [number for number, _ in excerpt] == numbers
    assert [text for number, text in excerpt if number == 1] == (["one"] if 1 in numbers else [])
    assert all(len(text) == 500 for number, text in excerpt if number == 6)


def test_of_a_file_that_cannot_be_read_or_is_large_there_is_no_excerpt(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x\n" * 500_000)
    assert len(read_excerpt(tmp_path / "a", 1)) == 3
    (tmp_path / "a").write_bytes(b"x\n" * 500_000 + b"y")
    assert read_excerpt(tmp_path / "a", 1) == read_excerpt(tmp_path / "none", 1) == read_excerpt(tmp_path, 1) == ()
