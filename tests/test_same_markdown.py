"""Our short ways through Markdown give what mistune's own long ones give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mistune import BlockParser, InlineParser, Markdown

from glossary_ssg.markdown.blocks import GlossaryBlock
from glossary_ssg.markdown.dialect import (
    MAX_NESTING,
    GlossaryInline,
    add_rules,
    make_markdown,
    parse_tokens,
    plain_text,
)
from glossary_ssg.markdown.frontmatter import split
from tests.support import CNCF, needs_cncf

LINES = [
    *("- a", "- b **c** d", "* x", "+ y", "-", "*", "-  two", "-\ttab", "- [ ] task", "- [link](a.md): text", "- 漢字"),
    *(
        "- **bold**: text",
        "- `code` x",
        "- a | b",
        "- # h",
        "- > q",
        "-- no",
        "  - nested",
        "1. one",
        "2. two",
        "10. ten",
    ),
    *(
        "3) three",
        "    code",
        "\tTab",
        "text",
        "　ideographic space",
        "日本語の**太字（A）**です",
        "**x** y",
        "",
        "",
        "",
    ),
    *("# H", "> q", "> - q", "```", "~~~", "---", "***", "a | b", "--- | ---", "[x]: http://e.com", "[x]", "[a](b.md)"),
    *("![i](p.png)", "![a *b*](c)", "[a [b](c) d](e)", "<div>", "</div>", "<b>t</b>", "term\n: def", "[^1]: note"),
    *(
        "[a](b.md) and [c d](e/f.md#g)",
        "x [^n](b.md) [a] [b](c.md)",
        "# [a](b.md) **c**",
        "## H #",
        "#no",
        "  # H",
        ": def",
    ),
    *("see[^1]", "a  ", "b\\", "*em* _em_ __st__ ***x***", "~~del~~", "https://ex.com/a_(b).", "`c*d`", "\\*esc\\*"),
    *(
        "snake_case_",
        "！**x**",
        "&amp; &lt;",
        "\\&amp;",
        "<a@b.cc>",
        "<http://x.y>",
        "[[wiki]]",
        "[[wiki|t]]",
        "a*b",
        "!",
    ),
]


class LongBlock(GlossaryBlock):
    """Blocks as mistune parses them, quotes in their place."""

    parse_list = BlockParser.parse_list
    _parse_indent_code_fast = BlockParser._parse_indent_code_fast


class LongInline(GlossaryInline):
    """Inline parsing as mistune does it, with our emphasis and line breaks."""

    parse = InlineParser.parse
    __call__ = InlineParser.__call__


@pytest.fixture(scope="module")
def long_way() -> Markdown:
    inline = LongInline()
    return add_rules(Markdown(renderer=None, block=LongBlock(max_nested_level=MAX_NESTING), inline=inline))


@pytest.fixture(scope="module")
def short_way() -> Markdown:
    return make_markdown()


_OURS = ("_emphasis", "line", "is_flat")
"""What tokens have that does not show."""


def shown(tokens: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return tokens with neighbouring texts as one, and without what no rendering shows."""
    found: list[dict[str, Any]] = []
    for token in tokens:
        if token["type"] == "text" and found and found[-1]["type"] == "text":
            found[-1]["raw"] += token["raw"]
        elif token["type"] != "text" or token["raw"]:
            children = {"children": shown(token["children"])} if "children" in token else {}
            found.append({key: value for key, value in token.items() if key not in _OURS} | children)
    return found


def assert_same(short: Markdown, long: Markdown, text: str) -> None:
    ours, theirs = parse_tokens(short, text), parse_tokens(long, text)
    assert shown(ours.blocks) == shown(theirs.blocks)
    assert (ours.literal, ours.rows, ours.heads, ours.deep) == (
        theirs.literal,
        theirs.rows,
        theirs.heads,
        theirs.deep,
    )


@settings(max_examples=1_000, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=14).map("\n".join))
def test_lines_of_every_kind_in_any_order(short_way: Markdown, long_way: Markdown, text: str) -> None:
    assert_same(short_way, long_way, text)


def test_the_examples_of_commonmark(short_way: Markdown, long_way: Markdown, run_js: Any) -> None:
    examples = run_js("examples.cjs", data=None)["tests"]
    assert len(examples) > 600
    for example in examples:
        assert_same(short_way, long_way, example["markdown"].replace("→", "\t"))


@needs_cncf
def test_the_entries_of_a_real_glossary(short_way: Markdown, long_way: Markdown) -> None:
    paths = sorted(CNCF.rglob("*.md"))
    assert len(paths) > 900
    for path in paths:
        front = split(path.read_bytes())
        assert_same(short_way, long_way, front.text[front.body_start :])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=14).map("\n".join))
def test_lines_are_told_as_they_stand(short_way: Markdown, source: str) -> None:
    lines = source.split("\n")
    text = "\n".join(f"{line} line{number}" if line[-1:].isalpha() else line for number, line in enumerate(lines))
    for token in below(parse_tokens(short_way, text).blocks):
        if token.get("line") is not None and (found := re.search(r"line(\d+)", plain_text(token["children"]))):
            # The first line of a paragraph may be one that tells no number.
            assert token["line"] <= int(found[1])
            assert all(not line[-1:].isalpha() for line in lines[token["line"] : int(found[1])])


def below(tokens: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield tokens and all that is in them."""
    for token in tokens:
        yield token
        yield from below(token.get("children", []))
