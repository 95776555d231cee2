"""What holds of any text: nothing raises, nothing dangerous comes through, nothing takes for ever."""

from __future__ import annotations

import re
from pathlib import Path
from time import process_time

import html5lib
import mistune
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from glossary_ssg.config import HtmlMode, ParseSettings
from glossary_ssg.markdown import parse
from glossary_ssg.markdown.dialect import make_markdown
from glossary_ssg.model import Body, as_json, decoder
from glossary_ssg.model import Head as HeadValue
from tests.support import build_site, entry, text_of, written_body

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
        "<a data-g='&#2a'>",
        "<b title='&#&#2;2;0&#&#3;3;'>",
        "<![",
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


@pytest.mark.parametrize(
    "html",
    [
        '<b title="&#&#2;2;0&#&#3;3;">x</b>',
        "&#&#2;2;0&#&#3;3;<i>x</i>",
        '<a data-g="&#2a">x</a>',
        '<i title="&#x&#2;2;0&#x&#3;3;">x</i>',
        '<i title="&#&#10;2;0&#&#9;3;">x</i>',
    ],
)
def test_nobody_else_writes_the_places_that_links_are_put_in(html: str) -> None:
    """They are not escaped again: in the wrong place an address would become an attribute."""
    found = body_of(f"[one](b.md) {html}").html
    assert found.count("\x02") == found.count("\x03") == 1


@FAST
@example("<div>\n<![a](i.png)\n</div>")
@example("<![](x)<plaintext>d")
@given(st.text(max_size=200) | st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join))
def test_no_text_raises_and_values_survive_the_cache(text: str) -> None:
    head, body = parse(text.encode("utf-8", "surrogatepass"), ParseSettings())

    assert decoder(HeadValue)(as_json(head)) == head
    assert decoder(Body)(as_json(body)) == body


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
    "runs of backticks": "".join("`" * length + "a" for length in range(1, 250)),
    "code spans": "` " * 10_000,
    "fences": "```\n" * 5_001,
    "unequal fences": "".join("`" * length + "\n" for length in range(3, 200)),
    "tildes": "~" * 30_000,
    "struck": "~~a " * 10_000,
    "bold in chinese": "字**（字）**" * 5_000,
    "equal headings": "# a\n" * 5_000,
    "spaces": "a" + " " * 10_000 + "b",
    "tabs": "\t" * 10_000 + "b",
    "closing brackets": "https://example.org/" + ")" * 20_000,
    "comments": "a <!-- b " * 3_000,
    "elements": "<b>x</b> " * 5_000,
    "open elements": "<b>x " * 2_000,
    "attributes": "<b " + "a=1 " * 10_000 + ">x</b>",
    "reference links": "[a]: /u\n\n" + "[a] " * 3_000,
    "definitions of links": "x\n\n" + "".join(f"[a{number}]: /u\n" for number in range(5_000)),
    "notes": "".join(f"[^{n}] " for n in range(2_000)) + "\n\n" + "".join(f"[^{n}]: n\n" for n in range(2_000)),
    "definitions": "a\n: b\n\n" * 3_000,
    "questions": "**Q: a**\nA: b\n\n" * 2_000,
    "short rows": "|a|b|\n|-|-|\n" + "|a|\n" * 3_000,
    "quotes and lists": "> - " * 2_000 + "x",
    "nested quotes": "\n".join(">" * depth + " a" for depth in range(1, 500)),
    "lines": "word\n" * 30_000,
    "code": "```python\n" + "x = (1)\n" * 3_000 + "```\n",
    "emoji": "😀**a**" * 5_000,
    "spaces below a head": "a|b\n-|-" + " " * 500_000 + "x",
    "spaces in a heading": "# a" + " " * 500_000 + "b",
    "style sheets": "a <style>b" * 30_000,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_long_and_nested_texts_are_parsed(text: str) -> None:
    assert body_of(text).html


@pytest.mark.heavy
@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_four_times_a_long_text_takes_no_more_than_some_four_times_as_long(text: str) -> None:
    def cost(times: int) -> float:
        start = process_time()
        body_of(text * times)
        return process_time() - start

    # Sixteen times would be the square. A busy machine may spoil one measurement, and short ones say nothing.
    assert any(cost(4) < 9 * max(cost(1), 0.02) for _ in range(3))


@pytest.mark.heavy
def test_an_entry_of_a_megabyte_is_parsed() -> None:
    text = "## Heading\n\nA **bold** word, a [link](x.md) and text.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n" * 12_000
    assert len(text) > 1_000_000
    parsed, body = parse(f"---\ntitle: T\n---\n{text}".encode(), ParseSettings(max_file_size=2_000_000))
    assert body.html.count("<h2") == 12_000
    assert [(item.code, item.line, item.column) for item in parsed.diagnostics] == [("file-large", 1, 1)]


def test_only_so_many_missing_cells_are_filled() -> None:
    wide = "|a" * 500 + "|\n" + "|-" * 500 + "|\n" + "|x|\n" * 500
    parsed, body = parse(wide.encode(), ParseSettings())
    assert 500 <= body.html.count("<td") < 20_000
    assert [(item.line, item.code) for item in parsed.diagnostics] == [(line, "table-cells") for line in range(3, 503)]


RAW_TEXT = ("iframe", "noembed", "noframes", "noscript", "plaintext", "textarea", "title", "xmp")
"""Elements inside which a browser takes tags for text: unless they go first, our own tags behind them become text."""


@pytest.mark.parametrize("tag", RAW_TEXT)
def test_a_forbidden_element_takes_nothing_of_ours_with_it(tmp_path: Path, tag: str) -> None:
    body = f"one <{tag}> two\n\n## First\n\n## Second\n\n## Third\n\n[link](good.md)\n"
    built = build_site(tmp_path, {"content/en/a.md": entry("A", body), "content/en/good.md": entry("Good")})
    page = written_body(built.page("/en/a/"))
    assert [text_of(heading) for heading in page.iter("h2")] == ["First", "Second", "Third"]
    assert [link.get("href") for link in page.iter("a") if text_of(link) == "link"] == ["/en/good/"]
    assert not re.search(r"<|data-g|\x02", text_of(page))
    assert [(item.line, item.column) for item in built.found("html-removed")] == [(4, 5)]


@pytest.mark.parametrize(
    "html",
    [
        '<div ="a>b" <title>',
        '<div x="1"="b>c" <title>',
        '<div a=="x>" <textarea>',
        '<div title="',
        "<<title>title>",
        "<ti<title>tle>",
        "<!-- a --!> <plaintext> -->",
        "<!-- <title> -->",
        "<![CDATA[ <title> ]]>",
        "<div\n\n<xmp",
    ],
)
def test_no_way_of_writing_html_reaches_our_own_tags(html: str) -> None:
    parsed = body_of(f"{html}\n\n## After\n")
    assert re.search(r"<h2[^>]*>After</h2>", parsed.html)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n\n<center>x</center>", ["3:1 html-removed"]),
        ("<script>x</script>", ["1:1 html-removed"]),
        ("<div>\n<p>one</p>\n  <p onclick='x'>two</p>\n</div>\n", ["3:3 html-removed"]),
        ("<p\n  class='a'\n  onclick='x'>two</p>\n\n<p id=x>\n", ["1:1 html-removed"] * 2 + ["5:1 html-removed"]),
        ("a\n\n<!-- never closed\n\nb\n", ["3:1 html-removed"]),
        ("a <![CDATA[text]]> b\n", ["1:3 html-removed"]),
        ("a <?php text ?> b\n", ["1:3 html-removed"]),
        ("<!DOCTYPE html>\n", ["1:1 html-removed"]),
        ("a <!-- closed --> b\n\n<!--\n\nc\n-->\n", []),
        (
            "<b onclick=x>same</b>\n\n`<b onclick=x>`\n\n<b onclick=x>same</b>\n",
            ["1:1 html-removed", "5:1 html-removed"],
        ),
        ("<b onclick=x>a</b>\n\n<b onclick=x>a</b>\n", ["1:1 html-removed", "3:1 html-removed"]),
        ("[a](javascript:x)\n\n[a](javascript:x)\n", ["1:3 link-scheme", "3:3 link-scheme"]),
        ("**a\n\n**a\n\n`**a` **a\n", ["1:1 emphasis-literal", "3:1 emphasis-literal", "5:7 emphasis-literal"]),
        ("|a|\n|-|\n|b|c|\n|b|c|\n", ["3:1 table-cells", "4:1 table-cells"]),
        ("> " * 25 + "end\n\nx\n\n" + "- " * 25 + "end\n", ["1:41 nesting-too-deep"]),
    ],
)
def test_what_is_said_of_a_body_is_located(text: str, expected: list[str]) -> None:
    head, _ = parse(text.encode(), ParseSettings())
    found = [f"{item.line}:{item.column} {item.code}" for item in head.diagnostics]
    assert found == expected


_LINKS = st.sampled_from(["[one](a.md)", "[two](b.md)", "[[one]]", "[[two]]", "![one](a.png)", "<img src=a.png>"])
_PROSE = st.sampled_from(["one", "two", "用語", "`[one](a.md)`", "**one**", "(a.md)"])
_BLOCKS = st.tuples(
    st.sampled_from(["", "- ", "> ", "## ", "1. "]), st.lists(_LINKS | _PROSE, min_size=1, max_size=5).map(" ".join)
).map("".join)


@FAST
@given(st.lists(_BLOCKS, min_size=1, max_size=5).map("\n\n".join))
def test_every_reference_is_placed_where_it_is_written(text: str) -> None:
    without_code = re.sub(r"`[^`]*`", lambda match: " " * len(match[0]), text)
    written = [
        (number, match.start(match.lastgroup or 0) + 1, match[match.lastgroup or 0])
        for number, line in enumerate(without_code.split("\n"), 1)
        for match in re.finditer(r"\]\((?P<link>[^)]*)\)|\[\[(?P<wiki>\w+)\]\]|src=(?P<image>[^>]+)", line)
    ]
    refs = parse((text + "\n").encode(), ParseSettings())[0].refs
    assert sorted((ref.line, ref.column, ref.target) for ref in refs) == written


@pytest.mark.parametrize(
    "text", ["[here](x&amp;y.md)", "[here](x\\_y.md)", "[here](&#120;.md)", "<a href='x&amp;y.md'>t</a>"]
)
def test_a_target_written_with_entities_has_a_place_too(text: str) -> None:
    (ref,) = parse(f"one\n\n{text}\n".encode(), ParseSettings())[0].refs
    assert ref.line == 3


@FAST
@given(
    st.lists(
        st.sampled_from([*(f"<{tag}>" for tag in RAW_TEXT), *(f"</{tag}>" for tag in RAW_TEXT), *FRAGMENTS, "## h\n"]),
        max_size=10,
    ).map("".join)
)
def test_every_hole_in_a_body_is_one_of_its_references(text: str) -> None:
    head, body = parse(text.encode("utf-8", "surrogatepass"), ParseSettings())
    holes = [int(hole) for hole in re.findall("\x02(\\d+)\x03", body.html)]
    assert all(hole < len(head.refs) for hole in holes), body.html
    assert 'data-g="\x02' not in body.html


HIDDEN = (
    *("javascript:x", "JavaScript:x", " javascript:x", "java\tscript:x", "java&Tab;script:x", "java&#10;script:x"),
    *(
        "&#106;avascript:x",
        "&#x6A;avascript:x",
        "javascript&colon;x",
        "%6aavascript:x",
        "java%09script:x",
        "\\javascript:x",
    ),
    *("data:text/html,x", "DATA:image/svg+xml,x", "vbscript:x", "file:///etc/passwd", "blob:x", "//javascript:x"),
)


@pytest.mark.parametrize("address", HIDDEN)
def test_no_page_links_to_a_forbidden_address(tmp_path: Path, address: str) -> None:
    forms = ("[a]({})", "[a](<{}>)", "![a]({})", "[a][r]\n\n[r]: <{}>", "<a href='{}'>a</a>", "<img src='{}' alt=a>")
    files = {f"content/en/{number}.md": entry(f"E{number}", form.format(address)) for number, form in enumerate(forms)}
    built = build_site(tmp_path, files)
    for number in range(len(forms)):
        page = written_body(built.page(f"/en/{number}/"))
        addresses = [element.get(name) or "" for element in page.iter() for name in ("href", "src")]
        plain = [re.sub(r"[\x00-\x20]", "", address).lower() for address in addresses]
        assert [address for address in plain if re.match(r"(?:javascript|data|vbscript|file|blob):", address)] == []


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a <b>b</b> **c**", "<p>a &lt;b&gt;b&lt;/b&gt; <strong>c</strong></p>\n"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"),
        ("<div onclick='x'>\n*a*\n</div>", "<p>&lt;div onclick='x'&gt;\n*a*\n&lt;/div&gt;</p>\n"),
        ("a <!-- b --> c", "<p>a &lt;!-- b --&gt; c</p>\n"),
        ("List<String> &lt;b&gt;", "<p>List&lt;String&gt; &lt;b&gt;</p>\n"),
        (
            "[a](javascript:x) <https://example.org/>",
            '<p>a <a href="https://example.org/">https://example.org/</a></p>\n',
        ),
    ],
)
def test_with_escape_html_is_shown_as_it_is_written(text: str, html: str) -> None:
    head, body = parse(text.encode(), ParseSettings(html=HtmlMode.ESCAPE))
    assert body.html == html
    assert [item.code for item in head.diagnostics if item.code == "html-removed"] == []
