"""Markdown that was written to take long: what is left out is reported, and time grows as the file does."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary_ssg.config import ParseSettings
from glossary_ssg.limits import BODY_LINES, HTML_DEPTH, INLINE_MARKS, NESTED_LINES, SAME_DIAGNOSTICS, TABLE_CELLS
from glossary_ssg.markdown import parse
from glossary_ssg.markdown.depth import AUTHOR_CLOSE, AUTHOR_OPEN, bound_depth
from glossary_ssg.model import Body, Head
from tests.support import entry, write_files

FRONT = "---\ntitle: T\n---\n"


def parsed(text: str) -> tuple[Head, Body]:
    """Return an entry's head and body."""
    return parse((FRONT + text).encode(), ParseSettings())


def places(head: Head) -> list[tuple[str, int, int]]:
    """Return code, line and column of what was reported, lines counted in the body."""
    return [(item.code, item.line - 3, item.column) for item in head.diagnostics]


def depth_of(html: str) -> int:
    """Return how deeply the elements of a fragment nest, as a browser reads it."""
    deepest, stack = 0, [(html5lib.parseFragment(html, namespaceHTMLElements=False), 0)]
    while stack:
        element, depth = stack.pop()
        deepest = max(deepest, depth)
        stack += [(child, depth + 1) for child in element]
    return deepest


SCALING = {
    "ruby readings": ("<rt>", 15_000),
    "divs in lines": ("<div>\n", 20_000),
    "tags without an end": ("<p\n", 60_000),
    "instructions": ("<?", 400_000),
    "tags in lines": ("<b\n", 20_000),
    "lazy lines of quotes": ("> a{0}\nb\n", 8_000),
    "combining marks": ("\u0301\u0327\uff9e", 20_000),
    "headings that jump": ("# a\n\n######\n\n", 2_500),
    "openers of emphasis": ("*a ", 40_000),
    "links with escapes": ("[x{0}](y\\!{0}&amp;a) ", 4_000),
    "formatting left open": ('<p><b title="{0}">x', 8_000),
    "blank lines of code": ("```autohotkey\nx{0}\n" + "\n" * 60 + "```\n", 100),
}


@pytest.mark.heavy
@pytest.mark.parametrize("name", SCALING)
def test_time_grows_as_the_file_does(name: str) -> None:
    unit, count = SCALING[name]

    def seconds(times: int) -> float:
        data = FRONT + "".join(unit.replace("{0}", str(number)) for number in range(count * times))
        start = time.process_time()
        parse(data.encode(), ParseSettings(max_file_size=10_000_000))
        return time.process_time() - start

    parsed("```python\nx\n```\n<b>warm</b>")
    assert any(seconds(4) < 8 * seconds(1) for _ in range(3))  # a busy machine may spoil one measurement


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("<div>" * 200, (1, 1)),
        ("a\n\n" + "<div>\n" * 200, (3 + HTML_DEPTH, 1)),
        ("x " + "<b>" * 200, (1, 3 + 3 * (HTML_DEPTH - 1))),
        ("<details>\n\n" * 200, (1 + 2 * HTML_DEPTH, 1)),
    ],
)
def test_html_that_nests_too_deeply_is_reported_and_shown_as_text(text: str, at: tuple[int, int]) -> None:
    head, body = parsed(text)
    assert places(head) == [("nesting-too-deep", *at)]
    assert depth_of(body.html) <= HTML_DEPTH + 2
    name = re.findall("<([a-z]+)>", text)[-1]
    assert body.html.count(f"&lt;{name}&gt;") >= 200 - HTML_DEPTH


def test_elements_whose_end_tags_may_be_left_out_do_not_nest() -> None:
    items = "<ul>\n" + "<li>item <b>bold</b>\n" * 300 + "</ul>\n\n"
    paragraphs = "<p>one <i>of</i> many\n" * 300 + "\n\n"
    rows = "<table>\n" + "<tr><th>a<td>b\n" * 300 + "</table>\n\n"
    terms = "<dl>\n" + "<dt>term<dd>meaning\n" * 300 + "</dl>\n\n"
    readings = "<ruby>漢<rt>かん</ruby>" * 300 + "\n\n"
    closed = "<div><section><p>deep</p></section></div>\n\n" * 300
    anchors = '<a href="#a">x</a> and <a>y ' * 300
    head, body = parsed(items + paragraphs + rows + terms + readings + closed + anchors)
    assert "nesting-too-deep" not in [item.code for item in head.diagnostics]
    assert "&lt;" not in body.html


TAGS = st.sampled_from(
    [
        *(
            "a",
            "b",
            "i",
            "code",
            "font",
            "nobr",
            "p",
            "div",
            "span",
            "x-y",
            "section",
            "h2",
            "h5",
            "ul",
            "li",
            "dl",
            "dd",
        ),
        *("table", "caption", "tbody", "tr", "td", "th", "ruby", "rt", "rp", "button", "form", "object", "details"),
    ]
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["<{}>", "<{}>", "<{}>x", "</{}>"]), TAGS), min_size=1, max_size=7))
def test_no_repetition_of_tags_nests_deeply_in_a_browser(unit: list[tuple[str, str]]) -> None:
    html = "".join(form.format(name) for form, name in unit) * 130
    bounded, _ = bound_depth(f"{AUTHOR_OPEN}{html}{AUTHOR_CLOSE}")
    # The parser opens some elements by itself, such as the body and the row of a table.
    assert depth_of(bounded) <= 3 * HTML_DEPTH


def test_formatting_that_is_left_open_does_not_multiply() -> None:
    text = "".join(f'<p><b title="{number:0>200}">x\n' for number in range(80)) + "<p>y\n" * 20_000
    head, body = parsed(text)
    assert [item.code for item in head.diagnostics] == ["markup-limit"]
    assert len(body.html) < 20 * len(text)


CODE = {
    "long": ("```python\n" + "x = 1\n" * 1_000 + "```\n", "the code has 6,000 characters, the limit is 5,000"),
    "a long line": (f"```python\n{'x' * 1_001}\n```\n", "a line of the code has 1,001 characters, the limit is 1,000"),
    "spaces": (f"```systemd\na{' ' * 101}b\n```\n", "the code has more than 100 spaces or line ends in a row"),
}


@pytest.mark.parametrize("name", CODE)
def test_code_that_takes_long_to_highlight_is_shown_plainly_and_reported(name: str) -> None:
    text, problem = CODE[name]
    head, body = parsed(f"```python\ny = 1\n```\n\n{text}")
    assert places(head) == [("code-plain", 5, 1)]
    assert head.diagnostics[0].message == f"{problem}; the block is shown without highlighting"
    first, second = re.findall("<pre><code[^>]*>(.*?)</code></pre>", body.html, re.DOTALL)
    assert "<span" in first and "<span" not in second
    assert second.strip() == text.partition("\n")[2].removesuffix("```\n").strip()


def test_only_so_much_code_is_highlighted_in_a_file() -> None:
    blocks = "".join(f"```python\nx = {number}\n{'y = 2' + chr(10)}```\n\n" for number in range(20))
    large = "".join(f"```python\n{f'x = {number}' + chr(10):x<900}\n{'y' * 900}\n```\n\n" for number in range(30))
    head, body = parsed(blocks + large + "<b>raw</b>")
    found = [item for item in head.diagnostics if item.code == "code-plain"]
    assert body.html.count("<pre>") == 50
    assert found
    assert len(found) < 30
    # The first block that is too much is the one that is reported.
    assert found[0].line == 4 + 5 * 20 + 6 * (30 - len(found))


def test_a_block_of_code_that_is_there_twice_is_highlighted_twice() -> None:
    _, body = parsed("```python\nx = 1\n```\n\n```python\nx = 1\n```\n")
    first, second = re.findall("<pre>.*?</pre>", body.html, re.DOTALL)
    assert first == second and "<span" in first


def test_after_many_marks_text_is_shown_as_it_is_written() -> None:
    many = "*a* " * (INLINE_MARKS // 2)
    head, body = parsed(f"**before**\n\n{many}\n\n[after](x.md) **it**\n\n| a |\n|---|\n| `b` |\n")
    assert places(head) == [("markup-limit", 3, 1)]
    assert "<strong>before</strong>" in body.html and "<em>" not in body.html
    assert "<p>[after](x.md) **it**</p>" in body.html and "<td>`b`</td>" in body.html


def test_what_stands_below_many_lines_is_plain_text() -> None:
    head, body = parsed("first **line**\n\n" + "\n" * (BODY_LINES - 2) + "after **it** <b>\n\n- end\n")
    assert places(head) == [("markup-limit", BODY_LINES + 1, 1)]
    assert body.html == "<p>first <strong>line</strong></p>\n<pre>after **it** &lt;b&gt;\n\n- end\n</pre>\n"


def test_blank_lines_at_the_end_do_not_count() -> None:
    head, body = parsed("text\n" + "\n" * (BODY_LINES + 10))
    assert places(head) == [] and body.html == "<p>text</p>\n"


@pytest.mark.heavy
def test_many_lines_in_nested_lists_are_reported() -> None:
    head, body = parsed("- " * 12 + "a\n" + "lazy\n" * (NESTED_LINES // 10))
    assert [item.code for item in head.diagnostics] == ["markup-limit"]
    assert 5 <= body.html.count("<ul>") < 12 and body.html.count("lazy") == NESTED_LINES // 10


def test_a_table_of_many_cells_ends_with_a_diagnostic() -> None:
    head, body = parsed("| a | b |\n|---|---|\n" + "| c | d |\n" * (TABLE_CELLS // 2) + "\nend\n")
    ((code, line, _),) = places(head)
    assert code == "markup-limit" and 2 < line < TABLE_CELLS // 2
    assert body.html.count("<td>") <= TABLE_CELLS and "<p>end</p>" in body.html


def test_only_so_many_diagnostics_of_a_code_are_kept() -> None:
    head, _ = parsed("a ** b\n\n" * (SAME_DIAGNOSTICS + 50))
    assert len(head.diagnostics) == SAME_DIAGNOSTICS + 1
    assert head.diagnostics[-1].message == "50 more diagnostics of this code in this file are not shown"


@pytest.mark.heavy
@pytest.mark.parametrize("unit", ["*", "|a|b|\n", "a\n\n", "<b>x</b> "])
def test_a_megabyte_is_built_in_half_a_gigabyte(tmp_path: Path, unit: str) -> None:
    table = "|a|b|\n|-|-|\n" if unit.startswith("|") else ""
    write_files(tmp_path, {"content/en/a.md": (FRONT + table + unit * (990_000 // len(unit))).encode()})
    write_files(tmp_path, {"content/en/b.md": entry("Word")})
    code = (
        "import resource, sys; from glossary_ssg.cli import main\n"
        "try: main(['check', '--jobs', '1'])\n"
        "except SystemExit: sys.stderr.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert int(result.stderr.split()[-1]) < 500_000, result.stderr  # kilobytes
