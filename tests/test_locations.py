"""Lines and columns of diagnostics are those that an editor shows, whatever ends lines and whatever looks like it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary_ssg.config import ParseSettings
from glossary_ssg.errors import ThemeError
from glossary_ssg.markdown import parse
from glossary_ssg.serve.problems import from_diagnostics, from_error
from tests.support import build_site, write_files
from tests.test_cli import CLEAN, run

SEPARATORS = (
    "",
    " ",
    "\u2028",
    "\u2029",
    "\x85",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x1e",
    "\u3000",
    "\ufeff",
    "𠮷",
    "用",
    "e\u0301",
)
"""What some programs end lines at, and characters of several bytes or columns."""


@dataclass(frozen=True)
class Fault:
    """Something wrong in a block of lines."""

    code: str
    lines: Sequence[str]
    line: int
    """Counted from 1 in the block."""
    column: int


def link(odd: str) -> Fault:
    return Fault("link", [f"a{odd}b `[x](no.md)` c{odd}[x](no.md)"], 1, len(f"a{odd}b `[x](no.md)` c{odd}[x](") + 1)


FIELDS = {
    "field-unknown": lambda odd: Fault("field-unknown", [f"x: a{odd}b", "keywrods: x"], 2, 1),
    "field-date": lambda odd: Fault("field-date", [f'x: "a{odd}b"', "date: 2026-02-30"], 2, 1),
    "field-duplicate": lambda odd: Fault("field-duplicate", [f"x: |-\n  a{odd}b\n  ---", "title: U"], 4, 1),
    "field-duplicate, nested": lambda odd: Fault(
        "field-duplicate", [f"x: {{a: \"{odd}\", b: '{odd}', a: 2}}"], 1, 19 + 2 * len(odd)
    ),
    "frontmatter-syntax": lambda odd: Fault("frontmatter-syntax", [f"x: a{odd}b", "y: [", "z: ]}"], 3, 5),
    "field-case": lambda odd: Fault("field-case", [f"x: [a, '{odd}']", "Draft: no"], 2, 1),
}
BODIES = {
    "link": link,
    "emphasis-literal": lambda odd: Fault(
        "emphasis-literal", [f"a{odd}b", f"用{odd}c **left"], 2, len(f"用{odd}c ") + 1
    ),
    "html-removed": lambda odd: Fault("html-removed", [f"a{odd}b <script>c</script> d"], 1, len(f"a{odd}b ") + 1),
    "heading-jump": lambda odd: Fault("heading-jump", [f"## A{odd}b", "", "text", "", f"#### C{odd}d"], 5, 1),
    "table-cells": lambda odd: Fault("table-cells", ["| a | b |", "|---|---|", f"| {odd}1 | 2 | 3 |"], 3, 1),
    "question-literal": lambda odd: Fault("question-literal", [f"**Q**: x{odd}y", f"A: {odd}z"], 1, 3),
    "link-scheme": lambda odd: Fault(
        "link-scheme", [f"> a{odd}b", f"> {odd}c [x](javascript:y)"], 2, len(f"> {odd}c [x") + 1
    ),
    "image-alt": lambda odd: Fault("image-alt", [f"- a{odd}b", f"- c{odd}d ![](x.png)"], 2, len(f"- c{odd}d ") + 1),
}

FILLER = st.builds("word{}word".format, st.sampled_from(SEPARATORS))
ENDS = st.lists(st.sampled_from(["\n", "\r\n", "\r"]), min_size=1, max_size=7)
ODD = st.sampled_from([odd for odd in SEPARATORS if odd.strip(" ")])


def written(lines: Sequence[str], ends: Sequence[str]) -> bytes:
    """Return a file whose line ends alternate; a CR before an empty line does not become a CRLF."""
    text = ""
    for number, line in enumerate(lines):
        end = ends[number % len(ends)]
        text += line + ("\r\n" if end == "\n" and not line and text.endswith("\r") else end)
    return text.encode()


def locations(data: bytes, code: str) -> list[tuple[int, int]]:
    head, _ = parse(data, ParseSettings())
    if code == "link":
        return [(ref.line, ref.column) for ref in head.refs]
    return [(item.line, item.column) for item in head.diagnostics if item.code == code]


def split_lines(block: Sequence[str]) -> list[str]:
    return [line for part in block for line in part.split("\n")]


@pytest.mark.parametrize("name", BODIES)
@settings(max_examples=40, deadline=None)
@given(before=st.lists(FILLER, max_size=4), odd=ODD, ends=ENDS, bom=st.booleans())
def test_what_is_wrong_in_a_text_is_reported_where_an_editor_shows_it(
    name: str, before: list[str], odd: str, ends: list[str], bom: bool
) -> None:
    fault = BODIES[name](odd)
    lead = ["---", "title: T", f'x: "{odd}"', "---", "", *before, ""]
    data = written([*lead, *split_lines(fault.lines), "", "end"], ends)
    assert (len(lead) + fault.line, fault.column) in locations(b"\xef\xbb\xbf" * bom + data, fault.code)


@pytest.mark.parametrize("name", FIELDS)
@settings(max_examples=40, deadline=None)
@given(before=st.lists(FILLER, max_size=3), odd=ODD, ends=ENDS, blank=st.integers(0, 2))
def test_what_is_wrong_in_fields_is_reported_where_an_editor_shows_it(
    name: str, before: list[str], odd: str, ends: list[str], blank: int
) -> None:
    fault = FIELDS[name](odd)
    lead = [*[""] * blank, "---", "title: T", *(f"k{at}: {text}" for at, text in enumerate(before))]
    data = written([*lead, *split_lines(fault.lines), "---", "", f"te{odd}xt"], ends)
    assert (len(lead) + fault.line, fault.column) in locations(data, fault.code)


@settings(max_examples=60, deadline=None)
@given(before=st.lists(FILLER, max_size=5), odd=ODD, ends=ENDS)
def test_a_byte_that_is_not_utf8_is_reported_where_an_editor_shows_it(
    before: list[str], odd: str, ends: list[str]
) -> None:
    lead = ["---", "title: T", "---", "", *before]
    line = f"a{odd}b"
    data = written(lead, ends) + line.encode() + b"\xff c" + written(["", "end"], ends)
    assert locations(data, "encoding-utf8") == [(len(lead) + 1, len(line) + 1)]


@pytest.mark.parametrize(
    ("opening", "lines", "line", "column"),
    [
        ("+++", ['title = "T"', 'x = """', "+++", 'date = 1"""', "[y]", "date = 2", "[[date]]", "+++"], 8, 1),
        ("+++", ['title = "T"', "x = [", '  "[date]",', "]", '"d\\u0061te" = 3', "+++"], 6, 1),
        ("+++", ['title = "T"', "# date = 2", "y.date = 1", " date=2", "+++"], 5, 2),
        ("{", ['"title": "T", "x": {"date": 1}, "da\\u0074e": 2', "}"], 2, 33),
        ("{", ['"title": "T", "x": "\\"date\\":",', "", ' "date": 2', "}"], 4, 2),
    ],
    ids=["strings and tables", "escaped", "comment", "json, escaped", "json, in a string"],
)
def test_a_field_of_toml_or_json_is_located_where_it_is_set(
    opening: str, lines: list[str], line: int, column: int
) -> None:
    assert locations("\n".join([opening, *lines, ""]).encode(), "field-date") in ([(line, column)], [])
    head, _ = parse("\n".join([opening, *lines, ""]).encode(), ParseSettings())
    assert f"date {line} {column}" in head.lines.split("\n")


BROKEN = "---\rtitle: B\x85b\r\n---\r\rone\x0ctwo\u2028three\r\u2029 [x](nothing.md)\r".encode()


def test_every_format_names_the_same_line_and_column_and_shows_that_line(tmp_path: Path) -> None:
    write_files(tmp_path, CLEAN | {"content/en/b.md": BROKEN})
    only = ("check", "--code", "reference-unresolved", "--format")
    text = run(tmp_path, *only, "text").stderr.splitlines()
    assert text[0].startswith("content/en/b.md:6:7: ")
    assert text[1:3] == [r"  6 | \u2029 [x](nothing.md)", "    |            ^"]
    (found,) = json.loads(run(tmp_path, *only, "json").stdout)["diagnostics"]
    assert (found["line"], found["column"]) == (6, 7)
    sarif = json.loads(run(tmp_path, *only, "sarif").stdout)["runs"][0]["results"]
    region = sarif[0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (6, 7)
    assert ",line=6,col=7::content/en/b.md:6:7: " in run(tmp_path, *only, "github").stdout
    assert json.loads(run(tmp_path, *only, "gitlab").stdout)[0]["location"]["lines"] == {"begin": 6}
    assert "en/b.md:6: link 'nothing.md'" in run(tmp_path, "explain", "b").stdout


def test_the_panel_of_the_preview_shows_the_lines_around_as_editors_count_them(tmp_path: Path) -> None:
    built = build_site(tmp_path, {"content/en/b.md": b"\xef\xbb\xbf---\rtitle: B\x0cb\r\n---\r\rone\xff\r"})
    (problem,) = from_diagnostics(built.found("encoding-utf8"), frozenset())
    assert (problem.line, problem.column) == (5, 4)
    assert problem.excerpt == ((3, "---"), (4, ""), (5, "one\ufffd"), (6, ""))
    template = write_files(tmp_path, {"a.html": "one\u2028\ntwo\n"}) / "a.html"
    (problem,) = from_error(ThemeError(f"{template}:2: error: broken\x85here"))
    assert (problem.message, problem.excerpt[1]) == ("broken\x85here", (2, "two"))


def test_settings_are_counted_as_editors_count_them(tmp_path: Path) -> None:
    toml = "# a\x85b\u2028c\n[site]\ntitel = 1\n"
    write_files(tmp_path, CLEAN | {"glossary.toml": toml.encode()})
    assert "glossary.toml:3" in run(tmp_path, "check").stderr


def test_a_separator_that_yaml_takes_for_a_line_end_loses_no_entry() -> None:
    for source in (
        "title: a\u2028b",
        "title: a b\n\u2028",
        "\x85title: a\u2029b",
        "title: 'a\x85b'",
        "\ufefftitle: a b",
    ):
        head, _ = parse(f"---\n{source}\n---\n".encode(), ParseSettings())
        assert (head.title, [item.code for item in head.diagnostics if item.severity == "error"]) == ("a b", []), source
