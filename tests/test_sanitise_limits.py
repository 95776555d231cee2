"""What authors' HTML may hold and may not: schemes however they are written, elements that swallow, ends of comments."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from tests.support import build_site, entry, text_of, written_body


def body_of(folder: Path, text: str) -> Element:
    """Return the parsed body of the page of an entry with this text."""
    return written_body(build_site(folder, {"content/en/a.md": entry("A", text)}).page("/en/a/"))


def removed(folder: Path, text: str) -> list[str]:
    """Return what the build reports to have taken out of an entry's text."""
    return [item.message for item in build_site(folder, {"content/en/a.md": entry("A", text)}).found("html-removed")]


def hrefs(folder: Path, text: str) -> list[str | None]:
    """Return the addresses of the links of an entry's text, None for links without one."""
    return [link.get("href") for link in body_of(folder, text).iter("a")]


@pytest.mark.parametrize(
    "address",
    [
        *(
            "https://a.example/",
            "HTTPS://a.example/",
            "Http://a.example/",
            "MAILTO:a@b.example",
            "TEL:+1",
            "//a.example/",
        ),
        *("https://a.example:8443/x?y#z", "#here"),
    ],
)
@pytest.mark.parametrize("form", ["[x]({})", '<a href="{}">x</a>', "<A HREF='{}'>x</A>"])
def test_addresses_with_an_allowed_scheme_are_kept_in_any_case(tmp_path: Path, form: str, address: str) -> None:
    text = form.format(address)
    assert hrefs(tmp_path, f"{text}\n\n## Here\n") == [address]
    assert removed(tmp_path, text) == []


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "JAVASCRIPT:alert(1)", "java&#x09;script:alert(1)", "&#106;avascript:alert(1)"),
        *("data:text/html,x", "DATA:text/html,x", "vbscript:x", "file:///etc/passwd", "ftp://a.example/", "blob:x"),
        *("\u200bjavascript:x", "x-y+z.1:q"),
    ],
)
@pytest.mark.parametrize("form", ["[x](<{}>)", '<a href="{}">x</a>', '<img src="{}" alt="x">'])
def test_other_addresses_are_taken_out_and_reported(tmp_path: Path, form: str, address: str) -> None:
    built = build_site(tmp_path, {"content/en/a.md": entry("A", form.format(address))})
    body = written_body(built.page("/en/a/"))
    assert [one for one in body.iter() if one.get("href") or one.get("src")] == []
    assert built.codes != []


@pytest.mark.parametrize("address", ["http://[x", "https://[::1/"])
@pytest.mark.parametrize("form", ['<a href="{}">x</a>', '<img src="{}" alt="x">'])
def test_an_address_that_no_reader_can_take_apart_is_taken_out(tmp_path: Path, form: str, address: str) -> None:
    text = form.format(address)
    assert [one for one in body_of(tmp_path, text).iter() if one.get("href") or one.get("src")] == []
    (message,) = removed(tmp_path, text)
    assert f'"{address}"' in message
    # As a link in Markdown it is encoded.
    assert all("[" not in (href or "") for href in hrefs(tmp_path, f"[x](<{address}>)"))


@pytest.mark.parametrize("tag", ["select", "SELECT", "template", "svg", "math", "frameset", "html", "head", "body"])
def test_an_element_that_swallows_takes_nothing_behind_it(tmp_path: Path, tag: str) -> None:
    body = body_of(tmp_path, f"one <{tag}><option> two\n\n## Head\n\n*three* <b>four</b>\n")
    assert [text_of(one) for one in body.iter("h2")] == ["Head"]
    assert [text_of(one) for one in body.iter("em")] == ["three"]
    assert [text_of(one) for one in body.iter("b")] == ["four"]
    assert text_of(body).startswith("one two")


@pytest.mark.parametrize("tag", ["select", "SELECT", "template", "svg", "math", "title", "textarea", "xmp", "noscript"])
def test_elements_around_it_end_where_they_end(tmp_path: Path, tag: str) -> None:
    body = body_of(tmp_path, f"<b>one<{tag}></b> two\n\n- <i>three<{tag}></i>\n- four\n\nfive\n")
    assert [text_of(one) for name in ("b", "i", "ul") for one in body.iter(name)] == ["one", "three", "three four"]


@pytest.mark.parametrize("tag", ["script", "style", "SCRIPT"])
def test_what_is_in_scripts_and_styles_goes_with_them_and_the_rest_stays(tmp_path: Path, tag: str) -> None:
    body = body_of(tmp_path, f"one <{tag}>hidden</{tag} > two <{tag.lower()}>open\n\n## Head\n")
    assert text_of(body).startswith("one two")
    assert "hidden" not in text_of(body)
    assert [text_of(one) for one in body.iter("h2")] == ["Head"]


@pytest.mark.parametrize("end", ["-->", "--!>"])
def test_a_comment_ends_where_browsers_end_it(tmp_path: Path, end: str) -> None:
    body = body_of(tmp_path, f"<div>one <!-- hidden {end} two <b>three</b></div>\n\nfour\n")
    assert text_of(body) == "one two three four"
    assert [text_of(one) for one in body.iter("b")] == ["three"]


@pytest.mark.parametrize("comment", ["<!-->", "<!--->"])
def test_the_shortest_comments_hide_nothing(tmp_path: Path, comment: str) -> None:
    assert text_of(body_of(tmp_path, f"<div>one {comment} two</div>\n")) == "one two"


@pytest.mark.parametrize(
    "reference", ["&#2;", "&#x2;", "&#X0002;", "&#2", "&#0002;", "&#31;", "&#x1F;", "&#x1f", "&#0;"]
)
def test_no_reference_becomes_a_control_character(tmp_path: Path, reference: str) -> None:
    text = text_of(body_of(tmp_path, f"<div>a{reference}0&#3;b</div>\n\na {reference} b\n"))
    assert text.startswith("a")
    assert [char for char in text if not char.isprintable()] == []


@pytest.mark.parametrize(
    ("reference", "char"), [("&#32;", " "), ("&#x20;", " "), ("&#65;", "A"), ("&#x1F6;", "Ƕ"), ("&#310;", "Ķ")]
)
def test_other_references_stay_what_they_are(tmp_path: Path, reference: str, char: str) -> None:
    assert "".join(body_of(tmp_path, f"<div>a{reference}b</div>\n").itertext()).strip() == f"a{char}b"


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ("<blink>x</blink>", "<blink>"),
        ('<b onclick="x">x</b>', 'onclick="x"'),
        ("<b style>x</b>", 'style=""'),
        ('<a href="javascript:x">x</a>', 'href="javascript:x"'),
        ("<div><?php x ?></div>", "<?php"),
        ("<div><!DOCTYPE x></div>", "<!DOCTYPE x>"),
        ("<div><![CDATA[x]]></div>", "<![CDATA["),
        ("<!-- open", "a comment without an end"),
        ("<script>x</script>", "<script>"),
    ],
)
def test_what_is_taken_out_is_named_once(tmp_path: Path, html: str, what: str) -> None:
    (message,) = removed(tmp_path, f"{html}\n")
    assert what in message


@pytest.mark.parametrize(
    "html",
    [
        '<abbr title="x" lang="en" dir="ltr">x</abbr>',
        '<ol start="3" reversed><li value="7">x</li></ol>',
        "<details open><summary>x</summary>y</details>",
        '<table><tr><th scope="row" colspan="2" rowspan="1">x</th><td colspan="2" rowspan="2">y</td></tr></table>',
        '<time datetime="2021-01-01">x</time>',
        *(
            f"<{tag}>x</{tag}>"
            for tag in ("bdi", "bdo", "cite", "dfn", "ins", "kbd", "mark", "q", "s", "samp", "small")
        ),
        *(f"<{tag}>x</{tag}>" for tag in ("b", "i", "u", "em", "strong", "del", "sub", "sup", "var", "code", "span")),
        *(f"<{tag}>x</{tag}>" for tag in ("blockquote", "div", "h1", "h6", "p", "pre", "section", "figure")),
        "<figure>x<figcaption>y</figcaption></figure>",
        "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>",
        "<dl><dt>x</dt><dd>y</dd></dl>",
        "<ul><li>x</li></ul>",
        "<table><caption>x</caption><thead><tr><td>x</td></tr></thead><tfoot><tr><td>y</td></tr></tfoot></table>",
        "a<br>b<wbr>c",
        "<div><hr></div>",
    ],
)
def test_what_is_allowed_is_kept_and_not_reported(tmp_path: Path, html: str) -> None:
    wanted = [(one.tag, dict(one.attrib)) for one in fragment(html).iter()][1:]
    body = body_of(tmp_path, f"<div>{html}</div>\n")
    assert [(one.tag, dict(one.attrib)) for one in body.iter()][2:] == wanted
    assert removed(tmp_path, f"<div>{html}</div>\n") == []


def fragment(html: str) -> Element:
    """Return the tree of what browsers make of a piece of HTML."""
    return html5lib.parseFragment(html, container="div", namespaceHTMLElements=False)
