"""What holds of any text: nothing raises, nothing dangerous comes through, nothing takes for ever."""

from __future__ import annotations

import re

import html5lib
import mistune
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary_ssg.config import HtmlMode
from glossary_ssg.markdown import ParseSettings, parse
from glossary_ssg.markdown.dialect import make_markdown
from glossary_ssg.model import Body, decode, encode
from glossary_ssg.model import Head as HeadValue

FAST = settings(max_examples=300, deadline=None, derandomize=True)
FRAGMENTS = [
    *(
        "<b>",
        "</b>",
        "<script>",
        "</script>",
        "<a href='javascript:x'>",
        "</a>",
        "<img src=x onerror=y>",
        "<p style='x'>",
    ),
    *(
        "<svg><style>",
        "<!--",
        "-->",
        "<math>",
        "<template>",
        "<table><td>",
        "</p>",
        "<iframe src=//x>",
        "&lt;script&gt;",
    ),
    *(
        '<a href="java\tscript:x">',
        "<a href='&#106;avascript:x'>",
        "&#2;0&#3;",
        "\x02" + "0\x03",
        "<x data-g='\x020\x03'>",
        "<title>",
    ),
    *(
        "**",
        "*",
        "`",
        "[x](y.md)",
        "[x](javascript:z)",
        "![a](b.png)",
        "\n\n",
        "\n",
        "> ",
        "- ",
        "|a|\n|-|\n|b|",
        "text",
        "「」",
        " ",
    ),
]


def body_of(text: str, mode: HtmlMode = HtmlMode.SANITISE) -> Body:
    """Return the parsed body of an entry."""
    return parse(f"---\ntitle: T\n---\n{text}".encode(), ParseSettings(html=mode))[1]


@FAST
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join))
def test_nothing_that_runs_comes_through(text: str) -> None:
    html = re.sub("\x02\\d+\x03", "", body_of(text).html)
    assert "\x02" not in html
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in ("script", "style", "iframe", "svg", "math", "form", "template", "title"), html
        for name, value in element.attrib.items():
            assert not name.startswith("on") and name not in ("style", "data-g"), html
            assert not re.match(r"\s*(?:javascript|data|vbscript):", value, re.IGNORECASE), html


@FAST
@given(st.text(max_size=200) | st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join))
def test_no_text_raises_and_values_survive_the_cache(text: str) -> None:
    head, body = parse(text.encode("utf-8", "surrogatepass"), ParseSettings())
    import json

    assert decode(HeadValue, json.loads(json.dumps(encode(head)))) == head
    assert decode(Body, json.loads(json.dumps(encode(body)))) == body


@FAST
@given(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    parse(data, ParseSettings())


@FAST
@given(
    st.lists(st.sampled_from(["<b>", "</b>", "<script>", "x", "&amp;", "\n\n", "<div>", "`"]), max_size=12).map("".join)
)
def test_with_escape_html_is_text(text: str) -> None:
    html = body_of(text, HtmlMode.ESCAPE).html
    assert not re.search(r"<(?:b|script|div)\b", html)


@FAST
@given(
    st.lists(st.sampled_from(["a", "b", " ", "*", "**", "***", ".", "(", ")", "é"]), min_size=1, max_size=9).map(
        "".join
    )
)
def test_english_emphasis_is_that_of_the_library(text: str) -> None:
    """Asterisks only: with underscores and links the library departs from CommonMark in rare cases, and we do not."""
    stock = mistune.create_markdown(escape=False)(text)
    ours = mistune.Markdown(renderer=mistune.HTMLRenderer(escape=False), inline=make_markdown().inline)
    if "***" not in text:
        assert ours(text) == stock


WORDS = st.lists(st.from_regex(r"[a-z]{2,8}", fullmatch=True), min_size=1, max_size=12)


@FAST
@given(WORDS, st.sampled_from(["{}", "**{}**", "- {}", "> {}", "## {}", "| {} |\n|---|\n| x |", "[{}](y.md)", "1. {}"]))
def test_no_word_is_lost(words: list[str], form: str) -> None:
    text = body_of(form.format(" ".join(words))).text
    assert [word for word in words if word not in text.split()] == []


LONG = {
    "openers": "*a " * 20_000,
    "closers": "a* " * 20_000,
    "strong": "a**b" * 10_000,
    "mixed": "**a*b_c " * 8_000,
    "asterisks": "*" * 50_000,
    "underscores": "_*" * 20_000,
    "brackets": "[" * 50_000,
    "images": "![[" * 20_000,
    "backticks": "`" * 50_000 + "a",
    "tags": "<a " * 20_000,
    "quotes": ">" * 10_000 + " x",
    "lists": "- " * 10_000 + "x",
    "nested lists": "\n".join("  " * depth + "- a" for depth in range(2_000)),
    "columns": "|a" * 5_000 + "|\n" + "|-" * 5_000 + "|\n" + "|b" * 5_000 + "|",
    "one line": "word " * 200_000,
    "japanese line": "文字" * 170_000,
    "addresses": "https://" * 10_000,
    "entities": "&amp;" * 50_000,
    "wiki": "[[a" * 20_000,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_long_and_nested_texts_are_parsed(text: str) -> None:
    assert body_of(text).html


def test_an_entry_of_a_megabyte_is_parsed() -> None:
    text = "## Heading\n\nA **bold** word, a [link](x.md) and text.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n" * 12_000
    assert len(text) > 1_000_000
    assert body_of(text).html.count("<h2") == 12_000
