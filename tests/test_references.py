"""What links, wiki links, pictures and the `related` field lead to, and what is said where they lead to nothing."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from glossary_ssg.formats import FORMATS
from tests.support import Built, broken_links, build_site, entry, text_of, tree_of, written_body

SITE: dict[str, str | bytes] = {
    "glossary.toml": 'base_url = "https://example.org/"\n[autolink]\nenabled = false\n[languages.en]\n[languages.ja]\n',
    "content/en/_index.md": entry("Home"),
    "content/en/Other.md": entry("Other Term", "## Use\n\n## 使い方\n", category="Models"),
    "content/en/sub/_index.md": entry("Sub"),
    "content/en/sub/x.md": entry("Ex", aliases="/en/gone/"),
    "content/en/Cafe\u0301.md": entry("Cafe\u0301"),
    "content/en/ok sp.md": entry("With Space"),
    "content/en/moved.md": entry("Moved", url="/en/new/Place.html", aliases="[/en/old.html, /Very/Old/]"),
    "content/en/keyed.md": entry("Headword One", translationKey="my-key"),
    "content/en/dot.md": entry(".NET"),
    "content/en/slash.md": entry("I/O"),
    "content/en/sharp.md": entry("C#"),
    "content/en/why.md": entry("Why?"),
    "content/en/draft.md": entry("Draft One", draft="true"),
    "content/en/same1.md": entry("Same Name"),
    "content/en/same2.md": entry("Same Name"),
    "content/ja/x.md": entry("エックス", "## 見出し\n", translationKey="exx"),
    "content/ja/データ.md": entry("データ", translationKey="data"),
    "content/ja/term.md": entry("Other Term", translationKey="tt"),
    "content/en/pic.png": b"pic",
    "content/en/sub/deep.webp": b"deep",
    "content/en/a b.png": b"space",
    "content/en/図.png": "図".encode(),
    "content/en/カ\u3099.png": b"apart",
    "content/en/a#b?c.png": b"signs",
    "content/en/doc.PDF": b"pdf",
    "content/en/page.html": b"<p>",
    "content/en/run.js": b"js",
    "content/img/shared.svg": b"<svg/>",
    "content/img/bad.svg": b"<p>no image</p>",
}
HERE = "content/en/here.md"


def build(folder: Path, body: str, path: str = HERE, **fields: str) -> Built:
    """Build the site with one more entry, whose body begins in line 4."""
    return build_site(folder, {**SITE, path: entry("Here", body, **fields)})


def article(built: Built, uri: str = "/en/here/") -> Element:
    """Return the body of a page, as its author wrote it."""
    return written_body(built.page(uri))


def content_of(built: Built) -> dict[str, bytes]:
    """Return all files of a site but those of its theme."""
    return {name: data for name, data in tree_of(built.output).items() if not name.startswith("assets/")}


def mistakes(built: Built, path: str = HERE) -> list[str]:
    """Return errors and warnings of one file as `line:column code`."""
    found = [item for item in built.report.diagnostics if item.path.endswith(path) and item.severity != "note"]
    return [f"{item.line}:{item.column} {item.code}" for item in found]


RESOLVED = {
    # files, relative to the file
    "[t](Other.md)": "/en/other/",
    "[t](./Other.md)": "/en/other/",
    "[t](sub/x.md)": "/en/sub/x/",
    "[t](./sub/x.md)": "/en/sub/x/",
    "[t](Other.markdown)": "/en/other/",
    "[t](Other)": "/en/other/",
    "[t](sub/x/)": "/en/sub/x/",
    "[t](sub/)": "/en/sub/",
    "[t](sub/_index.md)": "/en/sub/",
    "[t](../ja/x.md)": "/ja/x/",
    "[t](../ja/データ.md)": "/ja/%E3%83%87%E3%83%BC%E3%82%BF/",
    "[t](../ja/%E3%83%87%E3%83%BC%E3%82%BF.md)": "/ja/%E3%83%87%E3%83%BC%E3%82%BF/",
    "[t](ok%20sp.md)": "/en/ok-sp/",
    "[t](<ok sp.md>)": "/en/ok-sp/",
    # files from the top, in the default language where none is named
    "[t](/sub/x/)": "/en/sub/x/",
    "[t](/sub/x.md)": "/en/sub/x/",
    "[t](/en/sub/x.md)": "/en/sub/x/",
    "[t](/en/sub/x/)": "/en/sub/x/",
    "[t](/en/sub/x)": "/en/sub/x/",
    "[t](/ja/x/)": "/ja/x/",
    "[t](/en/Other.md)": "/en/other/",
    # addresses, old ones too, and pages that no file stands behind
    "[t](/en/other/)": "/en/other/",
    "[t](../other/)": "/en/other/",
    "[t](/en/new/Place.html)": "/en/new/Place.html",
    "[t](/en/gone/)": "/en/sub/x/",
    "[t](/gone/)": "/en/sub/x/",
    "[t](/en/old.html)": "/en/new/Place.html",
    "[t](/Very/Old/)": "/en/new/Place.html",
    "[t](/en/)": "/en/",
    "[t](/ja/)": "/ja/",
    "[t](/)": "/",
    "[t](/en/category/)": "/en/category/",
    "[t](/en/category/models/)": "/en/category/models/",
    "[t](/category/models/)": "/en/category/models/",
    # keys and headwords of the language
    "[t](my-key)": "/en/keyed/",
    "[[my-key]]": "/en/keyed/",
    "[[Headword One]]": "/en/keyed/",
    "[[Headword One|t]]": "/en/keyed/",
    "[[ Headword One | t ]]": "/en/keyed/",
    "[[Other Term]]": "/en/other/",
    "[[Other Term#use]]": "/en/other/#use",
    "[[.NET]]": "/en/dot/",
    "[[I/O]]": "/en/slash/",
    "[[C#]]": "/en/sharp/",
    "[[Why?]]": "/en/why/",
    "[[Sub/x]]": "/en/sub/x/",
    # without differences of case, width and Unicode form
    "[t](other.MD)": "/en/other/",
    "[t](OTHER/)": "/en/other/",
    "[t](/EN/OTHER/)": "/en/other/",
    "[t](ＯＴＨＥＲ.md)": "/en/other/",
    "[t](Caf\u00e9.md)": "/en/caf%C3%A9/",
    "[t](Cafe\u0301.md)": "/en/caf%C3%A9/",
    "[t](../ja/ﾃﾞｰﾀ.md)": "/ja/%E3%83%87%E3%83%BC%E3%82%BF/",
    "[[CAFÉ]]": "/en/caf%C3%A9/",
    "[[ｏｔｈｅｒ　ＴＥＲＭ]]": "/en/other/",
    "[[other  term]]": "/en/other/",
    # headings and queries
    "[t](#here)": "#here",
    "[t](#%E8%A6%8B)": "#%E8%A6%8B",
    "[t](#見)": "#%E8%A6%8B",
    "[t](Other.md#use)": "/en/other/#use",
    "[t](Other.md#使い方)": "/en/other/#%E4%BD%BF%E3%81%84%E6%96%B9",
    "[t](/ja/x/#見出し)": "/ja/x/#%E8%A6%8B%E5%87%BA%E3%81%97",
    "[t](Other.md?a=1&b=2#use)": "/en/other/?a=1&b=2#use",
    # other ways to write a link
    "[t][r]\n\n[r]: sub/x.md": "/en/sub/x/",
    "[r]\n\n[r]: /ja/x/": "/ja/x/",
    '<a href="Other.md">t</a>': "/en/other/",
    "<a href='../ja/x.md'>t</a>": "/ja/x/",
    "<a href=Other.md#use>t</a>": "/en/other/#use",
    "<div><p><a href='sub/x/'>t</a></p></div>": "/en/sub/x/",
    "| h |\n|---|\n| [[Other Term]] |": "/en/other/",
    "- [t](Other.md)": "/en/other/",
    "> **[t](Other.md)**": "/en/other/",
    # files beside the entry
    "[t](doc.PDF)": "/en/doc.PDF",
    "[t](/en/doc.PDF)": "/en/doc.PDF",
    "[t](doc.PDF#page=2)": "/en/doc.PDF#page=2",
    # what leads out of the site stays
    "[t](https://example.com/x.md)": "https://example.com/x.md",
    "[t](mailto:a@b.example)": "mailto:a@b.example",
}


@pytest.mark.parametrize("path", [HERE, "content/en/folder/here.md"], ids=["top", "folder"])
def test_every_form_of_reference_leads_to_its_page(path: str, tmp_path: Path) -> None:
    forms = {form: href for form, href in RESOLVED.items() if path == HERE or form.startswith(("[[", "[t](/"))}
    # One entry for each form: references may not help or hinder each other.
    names = {form: f"{path.removesuffix('.md')}-{at}.md" for at, form in enumerate(forms)}
    sources = {names[form]: entry(f"Here {at}", f"## Here\n\n## 見\n\n{form}\n") for at, form in enumerate(forms)}
    built = build_site(tmp_path, {**SITE, **sources})
    uris = {form: name.removeprefix("content").removesuffix(".md") + "/" for form, name in names.items()}
    assert {form: [link.get("href") for link in article(built, uris[form]).iter("a")] for form in forms} == {
        form: [href] for form, href in forms.items()
    }
    assert built.codes == []
    assert [link for link in broken_links(built.output) if "?" not in link] == []


def test_a_sub_path_begins_every_address_and_may_be_written_or_not(tmp_path: Path) -> None:
    body = "[t](Other.md) [t](/en/other/) [t](/a/b/en/other/) [t](/sub/x/) [[Ex]] ![p](pic.png) [t](/a/b/)\n"
    toml = 'base_url = "https://example.org/a/b/"\n[languages.en]\n[languages.ja]\n'
    built = build_site(tmp_path, {**SITE, HERE: entry("Here", body), "glossary.toml": toml})
    found = [element.get("href") or element.get("src") for element in article(built).iter() if element.tag in "aimg"]
    other, ex = "/a/b/en/other/", "/a/b/en/sub/x/"
    assert found == [other, other, other, ex, ex, "/a/b/en/pic.png", "/a/b/"]
    assert list(broken_links(built.output, "/a/b/")) == []


@pytest.mark.parametrize(
    ("root", "links"),
    [
        ("choice", ["/", "/en/a/", "/en/a/", "/ja/b/"]),
        ("redirect", ["/", "/en/a/", "/en/a/", "/ja/b/"]),
        ("default", ["/", "/a/", "/a/", "/ja/b/"]),
    ],
)
def test_references_follow_the_addresses_whatever_stands_at_the_root(
    root: str, links: list[str], tmp_path: Path
) -> None:
    body = "[t](/) [t](/a/) [t](/en/a.md) [t](/ja/b/)"
    sources = {"content/en/a.md": entry("A", body), "content/ja/b.md": entry("び")}
    built = build_site(tmp_path, {**sources, "glossary.toml": f'root = "{root}"'})
    uri = "/a/" if root == "default" else "/en/a/"
    assert [link.get("href") for link in article(built, uri).iter("a")] == links
    assert list(broken_links(built.output)) == []


def test_with_suffixes_a_reference_stays_in_its_language_and_falls_back(tmp_path: Path) -> None:
    sources = {
        "content/a.md": entry("A"),
        "content/a.ja.md": entry("エー"),
        "content/b.md": entry("B"),
        "content/sub/c.ja.md": entry("シー", "[t](../a.md) [t](../a.ja.md) [t](../b.md) [t](/a/) [[エー]] [t](/ja/a/)"),
    }
    built = build_site(tmp_path, sources)
    links = [(link.get("href"), link.get("hreflang")) for link in article(built, "/ja/sub/c/").iter("a")]
    ja, en = ("/ja/a/", None), ("/en/a/", "en")
    assert links == [ja, ja, ("/en/b/", "en"), en, ja, ja]
    assert built.codes == []


def test_a_link_into_another_language_says_which(tmp_path: Path) -> None:
    body = "[a](../ja/x.md) [b](Other.md) [c](/ja/x/#見出し) <a href='/ja/x/'>d</a>\n"
    links = {text_of(link): link.get("hreflang") for link in article(build(tmp_path, body)).iter("a")}
    assert links == {"a": "ja", "b": None, "c": "ja", "d": "ja"}


def test_a_related_entry_of_another_language_says_which(tmp_path: Path) -> None:
    page = build(tmp_path, "", related="[Other Term, /ja/x/]").page("/en/here/")
    links = page.findall(".//section[@aria-labelledby='g-related']//a")
    assert [(text_of(link), link.get("hreflang")) for link in links] == [("Other Term", None), ("エックス", "ja")]


def test_the_first_strategy_that_knows_a_target_decides(tmp_path: Path) -> None:
    sources = {
        "content/en/path.md": entry("p", translationKey="k1"),
        "content/en/b.md": entry("b", url="/en/path/x/", translationKey="k2"),
        "content/en/c.md": entry("c", aliases="/en/place/"),
        "content/en/d.md": entry("Place", translationKey="place"),
        "content/en/e.md": entry("k2", translationKey="k3"),
        "content/en/f.md": entry("PATH", translationKey="k4"),
        "content/en/here.md": entry("Here", "[t](path) [t](place) [t](k2) [t](PATH) [t](Path)"),
    }
    built = build_site(tmp_path, sources)
    assert [link.get("href") for link in article(built).iter("a")] == [
        "/en/path/",  # a file, before anything else
        "/en/d/",  # a key, before the same headword; an address is relative to the page, so the alias is none
        "/en/path/x/",  # a key, before a headword
        "/en/f/",  # a headword to the letter, before a file that differs by case
        "/en/path/",  # nothing to the letter: the file again
    ]


@pytest.mark.parametrize(
    ("body", "place", "code", "text", "hint"),
    [
        ("a [text *em*](othr.md) b", "4:15", "reference-unresolved", "a text em b", "`Other`"),
        ("日本語の[リンク](存在しない.md)です。", "4:11", "reference-unresolved", "日本語のリンクです。", ""),
        ("one\ntwo [x](no.md) [y](zzz.md)", "5:9", "reference-unresolved", "one two x y", ""),
        ("[[Othr Term]]", "4:3", "reference-unresolved", "Othr Term", "`Other Term`"),
        ("[[Headwrd One|shown]]", "4:3", "reference-unresolved", "shown", "`Headword One`"),
        ("[x](<no file.md>)", "4:6", "reference-unresolved", "x", ""),
        ("[x](no%20file.md)", "4:5", "reference-unresolved", "x", ""),
        ("[x][r]\n\n[r]: qqq.md 'T'", "6:6", "reference-unresolved", "x", ""),
        ("<a href='qqq.md'>x</a>", "4:10", "reference-unresolved", "x", ""),
        ("<a title=qqq href=qqq.md>x</a>", "4:19", "reference-unresolved", "x", ""),
        ("| [x](zzz.md) | [y](Other.md) |\n|---|---|\n| a | b |", "4:7", "reference-unresolved", "x y a b", ""),
        ("zzz.md and [x](zzz.md)", "4:16", "reference-unresolved", "zzz.md and x", ""),
        ("`[x](zzz.md)` is [x](zzz.md)", "4:22", "reference-unresolved", "[x](zzz.md) is x", ""),
        ("```\n[x](zzz.md)\n```\n\n[x](zzz.md)", "8:5", "reference-unresolved", "[x](zzz.md) x", ""),
        ("<!-- [x](zzz.md) -->\n\n[x](zzz.md)", "6:5", "reference-unresolved", "x", ""),
        ("Note[^1]\n\n[^1]: see [x](zzz.md)", "6:15", "reference-unresolved", None, ""),
        ("[x](../../../etc/passwd)", "4:5", "reference-unresolved", "x", ""),
        ("[x](/en/sub/y/)", "4:5", "reference-unresolved", "x", ""),
        ("[x](/assets/css/site.css)", "4:5", "reference-unresolved", "x", ""),
        ("[[Same Name]]", "4:3", "reference-ambiguous", "Same Name", "path"),
        ("[[same name|x]]", "4:3", "reference-ambiguous", "x", "path"),
        ("[x](draft.md)", "4:5", "reference-draft", "x", "publish"),
        ("[[Draft One]]", "4:3", "reference-draft", "Draft One", "publish"),
        ("![*alt* text](no.png)", "4:15", "file-missing", "alt text", "relative"),
        ('<img src="no.png" alt="A &amp; B">', "4:11", "file-missing", "A & B", "relative"),
        ("![alt](../../secret.png)", "4:8", "file-missing", "alt", "relative"),
        ("![alt](../img/bad.svg)", "4:8", "file-refused", "alt", "save it as SVG"),
        ("[x](page.html)", "4:5", "file-refused", "x", "copied"),
        ("[x](run.js)", "4:5", "file-refused", "x", "copied"),
    ],
)
def test_what_leads_to_nothing_stays_readable_and_is_located(
    body: str, place: str, code: str, text: str | None, hint: str, tmp_path: Path
) -> None:
    built = build(tmp_path, body)
    found = article(built)
    assert next(iter(mistakes(built))) == f"{place} {code}"
    assert len(built.found(code)) == 1 + ("[y](zzz.md)" in body)
    assert hint in built.found(code)[0].hint
    if text is not None:
        assert text_of(found) == text
    assert [link.get("href") for link in found.iter("a") if "fn" not in (link.get("href") or "")] in (
        [None],
        [None, None],
        [None, "/en/other/"],
        [],
    )
    assert list(broken_links(built.output)) == []


def test_a_byte_order_mark_and_crlf_do_not_move_the_place(tmp_path: Path) -> None:
    text = "\ufeff" + entry("Here", "one\n\ntwo [x](no.md)\n").replace("\n", "\r\n")
    built = build_site(tmp_path, {**SITE, HERE: text.encode()})
    assert mistakes(built) == ["6:9 reference-unresolved"]


def test_the_message_of_an_ambiguous_reference_names_the_files(tmp_path: Path) -> None:
    (item,) = build(tmp_path, "[[Same Name]]").found("reference-ambiguous")
    assert item.message == "'Same Name' may be en/same1.md, en/same2.md"


def test_a_reference_to_one_of_several_by_its_path_is_a_link(tmp_path: Path) -> None:
    built = build(tmp_path, "[t](same2.md)")
    assert [link.get("href") for link in article(built).iter("a")] == ["/en/same2/"]


def test_a_draft_is_linked_once_drafts_are_built(tmp_path: Path) -> None:
    build(tmp_path, "[x](draft.md)")
    built = build_site(tmp_path, drafts=True)
    assert [link.get("href") for link in article(built).iter("a")] == ["/en/draft/"]
    assert built.found("reference-draft") == []


def test_a_published_namesake_is_meant_rather_than_a_draft(tmp_path: Path) -> None:
    built = build_site(tmp_path, {**SITE, "content/en/d2.md": entry("Draft One"), HERE: entry("Here", "[[Draft One]]")})
    assert [link.get("href") for link in article(built).iter("a")] == ["/en/d2/"]


SVG = "<svg xmlns='http://www.w3.org/2000/svg'{}</svg>"


@pytest.mark.parametrize(
    ("picture", "is_clean"),
    [
        (SVG.format("><style>path { fill: red }</style><path d='M0 0'/>"), True),
        ("<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'svg11.dtd'>" + SVG.format(">"), True),
        ("<?xml-stylesheet type='text/css' href='x.css'?>" + SVG.format(">"), False),
        (SVG.format("><metadata><?xpacket begin='' id='x'?><?xpacket end='w'?></metadata>"), True),
        (("<?xml version='1.0' encoding='Shift_JIS'?>" + SVG.format(">図表")).encode("shift_jis"), True),
        (("<?xml version='1.0' encoding='Shift_JIS'?>" + SVG.format(">図<script/>")).encode("shift_jis"), False),
        (SVG.format("><p:script xmlns:p='http://www.w3.org/2000/svg'>x</p:script>"), False),
        (SVG.format("><a-b:script xmlns:a-b='http://www.w3.org/1999/xhtml'>x</a-b:script>"), False),
        (SVG.format("><b:iframe xmlns:b='http://www.w3.org/1999/xhtml'/>"), False),
        (SVG.format(" onload='x()'>"), False),
        (SVG.format("><a href='&#106;ava&#10;script:x'/>"), False),
        (SVG.format("><set attributeName='href' to='javascript:x'/>"), False),
        ("<?xml-stylesheet type='text/xsl' href='x.xsl'?>" + SVG.format(">"), False),
        ("<!DOCTYPE svg [<!ENTITY a '<script/>'>]>" + SVG.format(">&a;"), False),
        (SVG.format("><script>x</script>").encode("utf-16"), False),
    ],
)
def test_images_are_published_without_what_may_run(picture: str | bytes, is_clean: bool, tmp_path: Path) -> None:
    built = build_site(tmp_path, {"content/en/a.md": entry("A", "![p](p.svg)"), "content/en/p.svg": picture})
    assert bool(built.found("image-unsafe")) != is_clean
    assert not re.search("script|iframe|onload|xml-stylesheet", built.read("en/p.svg"))


@pytest.mark.parametrize(
    ("body", "href", "place", "hint"),
    [
        ("## A\n\n[x](#b)", None, "6:5", ""),
        ("## Above\n\n[x](#abov)", None, "6:5", "`#above`"),
        ("[x](Other.md#us)", "/en/other/", "4:5", "`#use`"),
        ("[x](Other.md#Use)", "/en/other/", "4:5", "`#use`"),
        ("[[Other Term#nope]]", "/en/other/", "4:3", ""),
        ("[x](/en/category/models/#nope)", "/en/category/models/", "4:5", ""),
    ],
)
def test_a_heading_that_is_not_there_is_reported_and_the_link_leads_to_the_page(
    body: str, href: str | None, place: str, hint: str, tmp_path: Path
) -> None:
    built = build(tmp_path, body)
    assert [link.get("href") for link in article(built).iter("a")] == [href]
    assert mistakes(built) == [f"{place} reference-fragment"]
    assert hint in built.found("reference-fragment")[0].hint


@pytest.mark.parametrize("body", ["x[^1]\n\n[^1]: n\n", "## {#own}\n\n[t](#own)\n", "# T {#t}\n\n[t](#t)\n"])
def test_links_within_a_page_are_whole(body: str, tmp_path: Path) -> None:
    built = build(tmp_path, body)
    assert built.codes == []
    assert list(broken_links(built.output)) == []


@pytest.mark.parametrize("body", ["[[#here]]", "[[ ]]", "[[ | x ]]"])
def test_a_wiki_link_without_headword_never_leads_to_the_index(body: str, tmp_path: Path) -> None:
    found = article(build(tmp_path, f"## Here\n\n{body}\n"))
    assert [link.get("href") for link in found.iter("a") if link.get("href") != "#here"] in ([], [None])


@pytest.mark.parametrize("body", [r"\[[Other Term]]", "`[[Other Term]]`", "[[]]", "[[a]b]]", "[[Other\nTerm]]"])
def test_what_is_no_wiki_link_stays_text(body: str, tmp_path: Path) -> None:
    built = build(tmp_path, body)
    assert list(article(built).iter("a")) == []
    assert text_of(article(built)).removeprefix("Here ") == " ".join(body.replace("\\", "").replace("`", "").split())


COPIES = {
    "![p](pic.png)": ("/en/pic.png", "en/pic.png", b"pic"),
    '![p](pic.png "T")': ("/en/pic.png", "en/pic.png", b"pic"),
    "![p](./sub/deep.webp)": ("/en/sub/deep.webp", "en/sub/deep.webp", b"deep"),
    "![p](/en/pic.png)": ("/en/pic.png", "en/pic.png", b"pic"),
    "![p](/pic.png)": ("/en/pic.png", "en/pic.png", b"pic"),
    "![p](a%20b.png)": ("/en/a%20b.png", "en/a b.png", b"space"),
    "![p](<a b.png>)": ("/en/a%20b.png", "en/a b.png", b"space"),
    "![p](図.png)": ("/en/%E5%9B%B3.png", "en/図.png", "図".encode()),
    "![p](ガ.png)": ("/en/%E3%82%AC.png", "en/ガ.png", b"apart"),
    "![p](カ\u3099.png)": ("/en/%E3%82%AC.png", "en/ガ.png", b"apart"),
    "![p](a%23b%3Fc.png)": ("/en/a%23b%3Fc.png", "en/a#b?c.png", b"signs"),
    "![p](/img/shared.svg)": ("/en/img/shared.svg", "en/img/shared.svg", b"<svg/>"),
    "![p](../img/shared.svg)": ("/en/img/shared.svg", "en/img/shared.svg", b"<svg/>"),
    '<img src="pic.png" alt="p" width="3">': ("/en/pic.png", "en/pic.png", b"pic"),
    "<p><img alt=p src='pic.png'></p>": ("/en/pic.png", "en/pic.png", b"pic"),
    "[![p](pic.png)](Other.md)": ("/en/pic.png", "en/pic.png", b"pic"),
}


@pytest.mark.parametrize("body", COPIES)
def test_pictures_beside_the_entry_are_copied(body: str, tmp_path: Path) -> None:
    href, file, data = COPIES[body]
    built = build(tmp_path, body)
    assert [(image.get("src"), image.get("alt")) for image in article(built).iter("img")] == [(href, "p")]
    pictures = (".png", ".webp", ".svg")
    assert {name: data for name, data in content_of(built).items() if name.endswith(pictures)} == {file: data}
    assert mistakes(built) == []
    assert list(broken_links(built.output)) == []


def test_files_that_nothing_refers_to_are_not_copied(tmp_path: Path) -> None:
    names = content_of(build(tmp_path, "text"))
    ours = {name.rpartition("/")[2] for name in names if not name.endswith((".html", ".json"))}
    declared = {name for it in FORMATS for name in (*it.root_names, *it.site_names, *it.language_names)}
    assert ours <= declared


def test_a_file_that_has_gone_is_removed_from_the_output_with_its_link(tmp_path: Path) -> None:
    assert (build(tmp_path, "![p](pic.png)").output / "en/pic.png").is_file()
    built = build(tmp_path, "text")
    assert not (built.output / "en/pic.png").exists()


def test_a_file_gives_way_to_a_page_that_has_its_address(tmp_path: Path) -> None:
    sources = {**SITE, HERE: entry("Here", "![p](pic.png)"), "content/en/p.md": entry("P", url="/en/pic.png/")}
    built = build_site(tmp_path, sources)
    assert mistakes(built) == ["4:6 file-refused"]
    assert next(built.page("/en/pic.png/").iter("h1")).text == "P"


@pytest.mark.parametrize(
    ("related", "links", "codes"),
    [
        pytest.param("[Other Term, my-key, sub/x.md]", ["/en/other/", "/en/keyed/", "/en/sub/x/"], [], id="forms"),
        pytest.param("[other term, OTHER TERM]", ["/en/other/"], [], id="once-each"),
        pytest.param("Headword One", ["/en/keyed/"], [], id="text"),
        pytest.param("[Headwrd One]", [], ["3:1 related-unresolved"], id="nowhere"),
        pytest.param("[Same Name, Other Term]", ["/en/other/"], ["3:1 related-unresolved"], id="ambiguous"),
        pytest.param("[Draft One]", [], ["3:1 related-unresolved"], id="draft"),
        pytest.param("[Here, Other Term]", ["/en/other/"], [], id="itself"),
    ],
)
def test_related_entries_are_found_like_references(
    related: str, links: list[str], codes: list[str], tmp_path: Path
) -> None:
    built = build(tmp_path, "", related=related)
    section = built.page("/en/here/").findall(".//section[@aria-labelledby='g-related']//a")
    assert [link.get("href") for link in section] == links
    assert mistakes(built) == codes


def test_an_unknown_related_entry_comes_with_the_closest_one(tmp_path: Path) -> None:
    (item,) = build(tmp_path, "", related="[Headwrd One]").found("related-unresolved")
    assert "did you mean `Headword One`?" in item.hint


@pytest.mark.parametrize(
    ("target", "closest"),
    [
        ("chat-bot.md", "chatbot"),
        ("large-langage-model.md", "large-language-model"),
        ("/en/deep/chatbt/", "chatbot"),
        ("microservices.md", "microservices-architecture"),
    ],
)
def test_the_hint_names_the_closest_candidate(target: str, closest: str, tmp_path: Path) -> None:
    names = ("chatbot", "large-language-model", "microservices-architecture", "service-mesh", "language")
    sources = {f"content/en/{name}.md": entry(name.replace("-", " ").title()) for name in names}
    (item,) = build_site(tmp_path, {**sources, HERE: entry("Zz", f"[x]({target})")}).found("reference-unresolved")
    assert item.hint.casefold().replace(" ", "-") == f"did-you-mean-`{closest}`?"


def test_a_candidate_in_another_folder_is_written_so_that_it_can_be_used(tmp_path: Path) -> None:
    sources = {"content/en/deep/down/robot.md": entry("Machine"), HERE: entry("Here", "[x](robbot.md)")}
    (item,) = build_site(tmp_path, sources).found("reference-unresolved")
    candidate = item.hint.split("`")[1]
    built = build_site(tmp_path, {HERE: entry("Here", f"[x]({candidate})")})
    assert [link.get("href") for link in article(built).iter("a")] == ["/en/deep/down/robot/"]


def test_the_summary_counts_references(tmp_path: Path) -> None:
    summary = build(tmp_path, "[a](Other.md) [b](no.md) ![p](pic.png) [c](https://example.com/)").report.summary
    assert (summary.references, summary.references_linked) == (3, 2)


def test_letters_and_accents_may_stand_apart_in_addresses_and_headings(tmp_path: Path) -> None:
    files = {
        "content/en/a.md": entry("A", "## カ\u3099\n\n[x](#カ\u3099) [y](#ガ) [z](b.md#Cafe\u0301) [u](/en/café/)\n"),
        "content/en/b.md": entry("B", "## B {#Café}\n", url="/en/cafe\u0301/"),
    }
    built = build_site(tmp_path, files)
    assert mistakes(built) == []
    assert list(broken_links(built.output)) == []
    assert built.has("/en/café/")
