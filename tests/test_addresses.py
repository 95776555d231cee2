"""Which address each page has, and what is said where two want the same one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

from glossary_ssg.errors import ConfigError
from glossary_ssg.publish import tells_case
from tests.support import (
    Built,
    broken_links,
    build_site,
    entry,
    language_choices,
    letters,
    text_of,
    tree_of,
    written_body,
)

BASE = 'base_url = "https://example.org/"\n'


def found(built: Built) -> list[str]:
    """Return errors and warnings as `path:line:column code`, paths below content/."""
    return [
        f"{item.path.partition('/content/')[2]}:{item.line}:{item.column} {item.code}"
        for item in built.report.diagnostics
        if item.severity != "note"
    ]


def canonical(built: Built, uri: str) -> str:
    """Return the address that a page gives for itself, without the host."""
    link = built.page(uri).find(".//link[@rel='canonical']")
    assert link is not None
    return (link.get("href") or "").removeprefix("https://example.org")


def files(built: Built) -> set[str]:
    """Return the HTML files of the site but for the choice of languages, the home page, the index and such."""
    found = {name for name in tree_of(built.output) if name.endswith((".html", ".htm"))}
    found -= {"index.html", "404.html", "en/index.html"}
    return {name for name in found if not name.endswith(("/all/index.html", "/search/index.html"))}


DERIVED = {
    "chatbot": "chatbot",
    "Hand Over": "hand-over",
    "Customer-Satisfaction---CSAT-": "customer-satisfaction---csat-",
    "C#": "c#",
    "C++": "c++",
    "node.js": "node.js",
    "What's new & why": "whats-new-why",
    "RAG（検索拡張生成）": "rag検索拡張生成",
    "हिन्दी शब्द": "हिन्दी-शब्द",
    "Cafe\u0301": "caf\u00e9",
    "か\u3099": "が",
    "con": "con-",
    "Aux.x": "aux-.x",
    "deep/Folder Name/Term": "deep/folder-name/term",
    "nul/x": "nul-/x",
    "x" * 240: "x" * 200,
    "あ" * 80: "あ" * 66,
}


def test_an_address_is_derived_from_the_file_name(tmp_path: Path) -> None:
    sources = {f"content/en/{name}.md": entry(f"T{at}", translationKey=f"k{at}") for at, name in enumerate(DERIVED)}
    built = build_site(tmp_path, {**sources, "glossary.toml": BASE})
    assert files(built) == {f"en/{name}/index.html" for name in DERIVED.values()}
    assert built.codes == []
    for name in DERIVED.values():
        uri = canonical(built, f"/en/{quote(name)}/")
        assert uri == f"/en/{quote(name, safe='/+')}/"
    assert list(broken_links(built.output)) == []


def test_a_file_name_that_leaves_nothing_is_reported_and_a_slug_helps(tmp_path: Path) -> None:
    sources = {"content/en/!.md": entry("A"), "content/en/?.md": entry("B", slug="why")}
    built = build_site(tmp_path, sources)
    assert files(built) == {"en/why/index.html"}
    (item,) = built.found("address-unusable")
    assert item.path.endswith("/en/!.md")
    assert "slug" in item.hint
    assert built.report.summary.not_built == 1


@pytest.mark.parametrize(
    ("slug", "expected"),
    [("bots", "en/chat/bots/"), ("My Own", "en/chat/my-own/"), ("対話", "en/chat/対話/"), ("con", "en/chat/con-/")],
)
def test_a_slug_is_the_last_segment(slug: str, expected: str, tmp_path: Path) -> None:
    built = build_site(tmp_path, {"content/en/chat/bot.md": entry("A", slug=slug)})
    assert files(built) == {f"{expected}index.html"}


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("/en/Terms/Chat_Bot.html", "en/Terms/Chat_Bot.html"),
        ("/terms/x", "terms/x/index.html"),
        ("/terms/x/", "terms/x/index.html"),
        ("short/", "en/short/index.html"),
        ("deep/Short.htm", "en/deep/Short.htm"),
        ("/en/%E7%94%9F%E6%88%90/", "en/生成/index.html"),
        ("/en/%e7%94%9f%e6%88%90/", "en/生成/index.html"),
        ("/en/生成/", "en/生成/index.html"),
        ("/en/v1.2/", "en/v1.2/index.html"),
        ("/en/C++/", "en/C++/index.html"),
        ("/en/a&b='c'/", "en/a&b='c'/index.html"),
        ("/EN/UPPER/", "EN/UPPER/index.html"),
        ("/en/100%25/", "en/100%/index.html"),
    ],
)
def test_a_url_is_kept_byte_for_byte(url: str, file: str, tmp_path: Path) -> None:
    sources = {"content/en/a.md": entry("A", url=json.dumps(url)), "content/en/b.md": entry("B", "[a](a.md)")}
    built = build_site(tmp_path, {**sources, "glossary.toml": BASE})
    assert files(built) - {"en/b/index.html"} == {file}
    uri = url if url.startswith("/") else f"/en/{url}"
    assert canonical(built, "/" + file) == uri
    (link,) = written_body(built.page("/en/b/")).iter("a")
    assert link.get("href") == uri
    assert list(broken_links(built.output)) == []
    assert built.report.summary.addresses_kept == 1
    assert built.codes == []


@pytest.mark.parametrize("field", ["url", "aliases"])
@pytest.mark.parametrize(
    "url",
    [
        "/en/../x/",
        "a/../../x/",
        "/en/./x/",
        "/en/%2e%2e/x/",
        "/en/.%2E/x/",
        "/en/%2E%2e%2fx/",
        "/en/a%2Fb/",
        "//evil.example/",
        "https://evil.example/",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "mailto:a@b.example",
        "/en\\x/",
        "/en/a%5Cb/",
        "/en/a%00b/",
        "/en/a\0b/",
        "/en/a?b=c",
        "/en/a#b",
        "/en/a b/",
        '/en/"x"/',
        "/en/<x>/",
        "/en/%e3%81/",
        "/en/%zz/",
        "/en/" + "x" * 300 + "/",
        "/en/" + "%E3%81%82" * 100 + "/",
        "/en/" + "x/" * 1200,
        "/en/" + ("y" * 150 + "/") * 40,
        "/.git/refs/heads/e.html",
    ],
    ids=lambda url: ascii(url)[1:30],
)
def test_an_address_that_is_none_is_refused_and_the_derived_one_is_used(url: str, field: str, tmp_path: Path) -> None:
    built = build_site(tmp_path, {"content/en/a.md": entry("A", **{field: json.dumps(url)})})
    assert files(built) == {"en/a/index.html"}
    (item,) = built.found("url-invalid")
    assert (item.severity, item.line, item.column) == ("error", 3, 1)
    assert item.hint
    assert {path.name for path in tmp_path.iterdir()} == {"content", "output", ".glossary-cache"}


A, B = "content/en/a.md", "content/en/b.md"


@pytest.mark.parametrize(
    ("sources", "pages", "codes"),
    [
        pytest.param(
            {A: entry("A", url="/en/X/"), B: entry("B", url="/en/x/")},
            {"en/X/": "A", "en/b/": "B"},
            ["en/b.md:3:1 address-taken"],
            id="two-urls-that-differ-by-case",
        ),
        pytest.param(
            {A: entry("A"), B: entry("B", url="/en/a/")},
            {"en/a/": "A", "en/b/": "B"},
            ["en/b.md:3:1 address-taken"],
            id="a-url-on-a-derived-address",
        ),
        pytest.param(
            {A: entry("A", url="/en/b/"), B: entry("B")},
            {"en/b/": "A"},
            ["en/b.md:1:0 address-taken"],
            id="a-derived-address-is-not-free",
        ),
        pytest.param(
            {"content/en/a b.md": entry("A"), "content/en/a-b.md": entry("B")},
            {"en/a-b/": "A"},
            ["en/a-b.md:1:0 address-taken"],
            id="two-names-that-give-one-address",
        ),
        pytest.param(
            {A: entry("A", slug="s"), B: entry("B", slug="s")},
            {"en/s/": "A"},
            ["en/b.md:3:1 address-taken"],
            id="two-slugs",
        ),
        pytest.param(
            {A: entry("A", url="/en/%E7%94%9F/"), B: entry("B", url="/en/生/")},
            {"en/生/": "A", "en/b/": "B"},
            ["en/b.md:3:1 address-taken"],
            id="one-address-encoded-and-not",
        ),
        pytest.param(
            {A: entry("A", url="/en/x/"), B: entry("B", url="/en/x/index.html")},
            {"en/x/": "A", "en/b/": "B"},
            ["en/b.md:3:1 address-taken"],
            id="a-folder-and-its-index",
        ),
        pytest.param(
            {A: entry("A", url="/en/x/y/"), B: entry("B", url="/en/x//y/")},
            {"en/x/y/": "A", "en/b/": "B"},
            ["en/b.md:3:1 address-taken"],
            id="a-slash-twice",
        ),
        pytest.param(
            {A: entry("A", url="/en/x.html"), B: entry("B", url="/en/x.html/y/")},
            {"en/x.html": "A", "en/b/": "B"},
            ["en/b.md:3:1 address-taken"],
            id="a-folder-where-a-file-is",
        ),
        pytest.param(
            {A: entry("A", url="/en/x.html/y/"), B: entry("B", url="/en/x.html")},
            {"en/x.html/y/": "A", "en/b/": "B"},
            ["en/b.md:3:1 address-taken"],
            id="a-file-where-a-folder-is",
        ),
        pytest.param(
            {A: entry("A", url="/en/z/"), "content/ja/a.md": entry("あ", url="/en/z/")},
            {"en/z/": "A", "ja/a/": "あ"},
            ["ja/a.md:3:1 address-taken"],
            id="two-languages",
        ),
        pytest.param(
            {A: entry("A", url="/en/"), B: entry("B", url="/")},
            {"en/a/": "A", "en/b/": "B"},
            ["en/a.md:3:1 address-generated", "en/b.md:3:1 address-generated"],
            id="home-pages",
        ),
        pytest.param(
            {"content/en/category.md": entry("A"), B: entry("B", category="M", url="/en/category/m/")},
            {"en/category/": "Categories", "en/category/m/": "M", "en/b/": "B"},
            ["en/b.md:4:1 address-generated", "en/category.md:1:0 address-generated"],
            id="categories",
        ),
        pytest.param(
            {A: entry("A", url="/404.html"), B: entry("B", url="/en/index.html")},
            {"en/a/": "A", "en/b/": "B"},
            ["en/a.md:3:1 address-generated", "en/b.md:3:1 address-generated"],
            id="404",
        ),
        pytest.param(
            {"content/en/all.md": entry("A"), B: entry("B", url="/en/search/")},
            {"en/all/": "All terms", "en/search/": "Search", "en/b/": "B"},
            ["en/all.md:1:0 address-generated", "en/b.md:3:1 address-generated"],
            id="index-and-search-page",
        ),
        pytest.param(
            {
                A: entry("A", url="/en/search/index.json/"),
                B: entry("B", url="/en/search/documents.json/"),
                "content/en/c.md": entry("C", url="/assets/css/site.css/"),
                "content/en/d.md": entry("D", url="/sitemap.xml/"),
                "content/en/e.md": entry("E", aliases="[/Assets/CSS/site.css]"),
            },
            {"en/a/": "A", "en/b/": "B", "en/c/": "C", "en/d/": "D", "en/e/": "E"},
            [
                "en/a.md:3:1 address-generated",
                "en/b.md:3:1 address-generated",
                "en/c.md:3:1 address-generated",
                "en/d.md:3:1 address-generated",
                "en/e.md:3:1 alias-taken",
            ],
            id="files-of-the-site",
        ),
    ],
)
def test_of_two_that_want_one_address_the_first_by_path_has_it(
    sources: Mapping[str, str], pages: Mapping[str, str], codes: list[str], tmp_path: Path
) -> None:
    built = build_site(tmp_path, {**sources, "glossary.toml": BASE})
    assert found(built) == codes
    assert {uri: next(built.page(f"/{uri}").iter("h1")).text for uri in pages} == pages
    kept = {f"{uri}index.html" if uri.endswith("/") else uri for uri in pages}
    assert files(built) - kept <= {"en/category/index.html", "en/category/m/index.html", "ja/index.html"}
    assert list(broken_links(built.output)) == []
    assert all(item.hint for item in built.report.diagnostics if item.severity == "error")
    assert built.report.summary.addresses_lost == len(codes)


def test_the_search_page_replaces_that_of_a_hugo_theme(tmp_path: Path) -> None:
    sources = {A: entry("A"), "content/en/search.md": entry("Search Results", "", layout="search")}
    built = build_site(tmp_path, sources)
    assert found(built) == []
    assert next(built.page("/en/search/").iter("h1")).text == "Search"
    assert "Search Results" not in built.read("en/all/index.html")


def test_the_message_names_both_files_and_where_the_second_went(tmp_path: Path) -> None:
    sources = {
        A: entry("A", url="/en/対話/"),
        B: entry("B", url="/en/対話/"),
        "content/en/c.md": entry("C", url="/en/"),
    }
    built = build_site(tmp_path, sources)
    assert [item.message for item in built.report.diagnostics if item.severity == "error"] == [
        "/en/対話/ is the address of en/a.md too; it is built at /en/b/ instead",
        "/en/ is the address of the home page of en; it is built at /en/c/ instead",
    ]


def test_the_order_of_the_paths_decides_and_nothing_else(tmp_path: Path) -> None:
    sources = {B: entry("B", url="/en/x/"), A: entry("A", url="/en/x/"), "content/en/c.md": entry("C", url="/en/x/")}
    built = build_site(tmp_path, sources)
    assert {uri: next(built.page(uri).iter("h1")).text for uri in ("/en/x/", "/en/b/", "/en/c/")} == {
        "/en/x/": "A",
        "/en/b/": "B",
        "/en/c/": "C",
    }


def redirects(built: Built) -> dict[str, str]:
    """Return file -> address of all pages that lead on at once."""
    result = {}
    for name in files(built):
        refresh = built.page("/" + name).find(".//meta[@http-equiv='refresh']")
        if refresh is not None:
            result[name] = (refresh.get("content") or "").removeprefix("0; url=")
    return result


@pytest.mark.parametrize(
    ("aliases", "expected", "codes"),
    [
        pytest.param("/old/", {"old/index.html"}, [], id="one"),
        pytest.param(
            "[/old/x.html, below/, /ja/%E8%AA%9E/]",
            {"old/x.html", "en/below/index.html", "ja/語/index.html"},
            [],
            id="forms",
        ),
        pytest.param("[/old, /old/, /old/index.html]", {"old/index.html"}, [], id="one-address-in-several-forms"),
        pytest.param("[/en/a/, /en/a, /en/a/index.html]", set(), [], id="the-own-address"),
        pytest.param("/en/b/", set(), ["en/a.md:3:1 alias-taken"], id="another-entry"),
        pytest.param("[/en/, /, /404.html]", set(), ["en/a.md:3:1 alias-taken"] * 3, id="generated-pages"),
        pytest.param("[/en/b/index.html/x/]", set(), ["en/a.md:3:1 alias-taken"], id="below-a-file"),
        pytest.param("[/old/, '']", {"old/index.html"}, ["en/a.md:3:1 field-empty-item"], id="empty-item"),
    ],
)
def test_an_alias_is_a_page_that_leads_to_the_entry(
    aliases: str, expected: set[str], codes: list[str], tmp_path: Path
) -> None:
    built = build_site(tmp_path, {A: entry("A <&>", aliases=aliases), B: entry("B"), "glossary.toml": BASE})
    assert found(built) == codes
    assert redirects(built) == dict.fromkeys(expected, "/en/a/")
    assert built.report.summary.addresses_redirected == len(expected)
    for name in expected:
        page = built.page("/" + name)
        assert canonical(built, "/" + name) == "/en/a/"
        assert [(link.get("href"), link.text) for link in page.iter("a")] == [("/en/a/", "A <&>")]
        robots = page.find(".//meta[@name='robots']")
        assert robots is not None
        assert robots.get("content") == "noindex"


def test_of_two_entries_with_one_alias_the_first_by_path_has_it(tmp_path: Path) -> None:
    built = build_site(tmp_path, {A: entry("A", aliases="/old/"), B: entry("B", aliases="/old/")})
    assert redirects(built) == {"old/index.html": "/en/a/"}
    (item,) = built.found("alias-taken")
    assert item.message == "the alias /old/ is the address of en/a.md"
    assert built.report.summary.addresses_lost == 1


def test_an_alias_that_differs_by_case_only_redirects_where_the_disk_can_hold_both(tmp_path: Path) -> None:
    built = build_site(tmp_path, {"content/en/RAG.md": entry("RAG", aliases="[/en/RAG/, /EN/rag/]")})
    expected = {"en/RAG/index.html": "/en/rag/", "EN/rag/index.html": "/en/rag/"}
    assert redirects(built) == (expected if tells_case(tmp_path / "output") else {})
    assert next(built.page("/en/rag/").iter("h1")).text == "RAG"
    assert built.codes == []


def test_the_aliases_of_a_draft_are_no_pages(tmp_path: Path) -> None:
    built = build_site(tmp_path, {A: entry("A", aliases="/old/", draft="true"), B: entry("B")})
    assert files(built) == {"en/b/index.html"}


SITE = {
    A: entry("A", "[b](b.md) ![x](x.png)", category="M", aliases="/en/old/"),
    B: entry("B"),
    "content/en/x.png": b"x",
    "content/en/sub/_index.md": entry("Sub"),
    "content/en/sub/c.md": entry("C"),
    "content/en/about.md": entry("About", type="page"),
    "content/ja/a.md": entry("あ"),
}


@pytest.mark.parametrize(
    ("toml", "home", "there", "missing"),
    [
        pytest.param('root = "choice"', ["/en/", "/ja/"], "/en/a/", "/a/", id="choice"),
        pytest.param('root = "redirect"', ["/en/"], "/en/a/", "/a/", id="redirect"),
        pytest.param('root = "default"', ["/all/#g-a", "/all/#g-b", "/all/#g-c"], "/ja/a/", "/en/a/", id="default"),
        pytest.param(
            'root = "default"\ndefault_language = "ja"', ["/all/#g-%E3%81%82"], "/en/a/", "/ja/a/", id="default-ja"
        ),
    ],
)
def test_the_root_is_a_choice_a_redirect_or_the_default_language(
    toml: str, home: list[str], there: str, missing: str, tmp_path: Path
) -> None:
    built = build_site(tmp_path, {**SITE, "glossary.toml": toml})
    page = built.page("/")
    refresh = page.find(".//meta[@http-equiv='refresh']")
    assert (refresh is not None) == ("redirect" in toml)
    if "redirect" in toml:
        hrefs = [link.get("href") for link in page.iter("a")]
    elif "choice" in toml:
        hrefs = [choice.href for choice in language_choices(page)]
    else:
        hrefs = [href for _, href in letters(page)]
    assert hrefs == home
    assert built.has(there)
    assert not built.has(missing)
    assert built.codes == []
    assert list(broken_links(built.output)) == []


def test_a_choice_of_languages_never_leads_on_by_itself(tmp_path: Path) -> None:
    built = build_site(tmp_path, SITE)
    assert "refresh" not in built.read("index.html")
    scripts = list(built.page("/").iter("script"))
    assert not any(text_of(script) for script in scripts)
    read = [built.read(script.get("src", "")[1:]) for script in scripts]
    read += [path.read_text(encoding="utf-8") for path in built.output.glob("assets/*/js/*.js")]
    assert not any(re.search(r"location(\.href)?\s*=[^=]|location\.(assign|replace)\b", text) for text in read)


def test_entries_that_stand_at_the_root_may_not_take_another_languages_index(tmp_path: Path) -> None:
    sources = {A: entry("A"), "content/en/ja.md": entry("Japanese"), "content/ja/a.md": entry("あ")}
    built = build_site(tmp_path, {**sources, "glossary.toml": 'root = "default"'})
    assert found(built) == ["en/ja.md:1:0 address-generated"]


@pytest.mark.parametrize("base_path", ["/", "/sub/path/"])
def test_with_mount_nothing_is_written_outside_of_it(base_path: str, tmp_path: Path) -> None:
    sources = {
        **SITE,
        A: entry("A", "[b](b.md) ![x](x.png)", category="M", aliases="[/en/words/old/, below/]"),
        B: entry("B", url="x/b.html"),
        "output/index.html": "theirs",
        "output/en/index.html": "theirs",
        "content/en/logo.svg": "<svg/>",
        "themes/ours/static/robots.txt": "ours",
        "glossary.toml": f"""
            base_url = "https://example.org{base_path}"
            mount = "/{{lang}}/words/"
            theme = "ours"
            logo = "en/logo.svg"
            accent = "#0a58ca"
        """,
    }
    built = build_site(tmp_path, sources)
    assert built.codes == []
    assert sorted(path.name for path in built.output.glob("en/words/assets/*/*.*")) == [
        "icon.svg",
        "logo.svg",
        "robots.txt",
    ]
    tree = tree_of(built.output)
    assert {name for name in tree if not name.startswith(("en/words/", "ja/words/"))} == {"index.html", "en/index.html"}
    assert tree["index.html"] == tree["en/index.html"] == b"theirs"
    for name in ("index.html", "a/index.html", "x/b.html", "old/index.html", "below/index.html", "x.png",
                 "category/m/index.html", "all/index.html", "search/index.html", "search/index.json", "sub/index.html", "sub/c/index.html"):  # fmt: skip
        assert f"en/words/{name}" in tree
    assert [
        link for link in broken_links(built.output, base_path) if not link.startswith(("index.html", "en/index.html"))
    ] == []
    page = built.page("/en/words/a/")
    assert [link.get("href") for link in page.findall(".//link[@rel='canonical']")] == [
        f"https://example.org{base_path}en/words/a/"
    ]


def test_an_explicit_address_outside_of_mount_is_an_error(tmp_path: Path) -> None:
    sources = {
        A: entry("A", url="/en/words/../a/"),
        B: entry("B", url="/en/b/", aliases="[/old/, /en/wordsworth/]"),
        "content/ja/c.md": entry("C", url="/en/words/c/"),
        "glossary.toml": 'mount = "/{lang}/words/"',
    }
    built = build_site(tmp_path, sources)
    assert found(built) == [
        "en/a.md:3:1 url-invalid",
        "en/b.md:3:1 address-outside-mount",
        "en/b.md:4:1 address-outside-mount",
        "en/b.md:4:1 address-outside-mount",
    ]
    assert files(built) - {"en/words/index.html", "ja/words/index.html"} == {
        "en/words/a/index.html",
        "en/words/b/index.html",
        "en/words/c/index.html",
    }


@pytest.mark.parametrize("given", ["toml", "option"])
def test_the_sub_path_of_base_url_begins_every_address_and_no_file(given: str, tmp_path: Path) -> None:
    url = "https://example.org/a/b"
    toml = f'base_url = "{url}"' if given == "toml" else 'base_url = "https://old.example/"'
    built = build_site(tmp_path, {**SITE, "glossary.toml": toml}, base_url=url if given == "option" else None)
    assert (built.output / "en/a/index.html").is_file()
    assert list(broken_links(built.output, "/a/b/")) == []
    assert redirects(built) == {"en/old/index.html": "/a/b/en/a/"}
    assert canonical(built, "/en/a/") == "/a/b/en/a/"
    assert "old.example" not in "".join(built.read(name) for name in tree_of(built.output) if name.endswith(".html"))


PERMALINKS = """
[permalinks]
entry = "/{lang}/terms/{slug}.html"
page = "/info/{lang}/{path}/"
section = "/{lang}/parts/{path}/"
home = "/start/{lang}/"
index = "/{lang}/words/"
categories = "/{lang}/topics/"
category = "/{lang}/topic-{slug}/"
"""


@pytest.mark.parametrize("base_path", ["/", "/sub/"])
def test_each_kind_of_page_has_a_permalink(base_path: str, tmp_path: Path) -> None:
    toml = f'base_url = "https://example.org{base_path}"\n{PERMALINKS}'
    built = build_site(tmp_path, {**SITE, "glossary.toml": toml})
    assert {name for name in files(built) if "en/" in name} == {
        "en/terms/a.html",
        "en/terms/b.html",
        "en/terms/c.html",
        "info/en/about/index.html",
        "en/parts/sub/index.html",
        "start/en/index.html",
        "en/words/index.html",
        "en/topics/index.html",
        "en/topic-m/index.html",
        "en/old/index.html",
    }
    assert built.codes == []
    assert list(broken_links(built.output, base_path)) == []


def test_a_slug_in_a_permalink_makes_names_of_two_folders_meet(tmp_path: Path) -> None:
    sources = {"content/en/x/a.md": entry("A"), "content/en/y/a.md": entry("B"), "content/en/z/a.md": entry("C")}
    built = build_site(tmp_path, {**sources, "glossary.toml": '[permalinks]\nentry = "/{lang}/{slug}/"'})
    assert found(built) == ["en/y/a.md:1:0 address-taken", "en/z/a.md:1:0 address-taken"]


def test_a_missing_base_url_is_a_note_and_addresses_stay_without_host(tmp_path: Path) -> None:
    built = build_site(tmp_path, SITE)
    assert [item.severity for item in built.found("base-url-missing")] == ["note"]
    page = built.page("/en/a/")
    assert page.findall(".//link[@rel='canonical']") == page.findall(".//link[@rel='alternate']") == []
    assert unquote(page.findall(".//article//img")[0].get("src") or "") == "/en/x.png"


def test_a_slash_in_a_slug_is_reported_with_what_became_of_it(tmp_path: Path) -> None:
    built = build_site(
        tmp_path, {"content/en/sub/a.md": entry("A", slug="x/y"), "content/en/b.md": entry("B", slug="z")}
    )
    assert built.has("/en/sub/xy/")
    (found,) = built.found("slug-slash")
    assert (found.line, found.severity) == (3, "warning")
    assert "'x/y' contains a slash" in found.message
    assert "'xy'" in found.message
    assert "`url`" in found.hint


def test_headwords_that_differ_by_signs_have_a_page_of_senses_each(tmp_path: Path) -> None:
    titles = {"a": ("I/O", "disks"), "b": ("I/O", "people"), "c": ("IO", "moon"), "d": ("IO", "goddess")}
    sources = {f"content/en/{name}.md": entry(title, qualifier=word) for name, (title, word) in titles.items()}
    built = build_site(tmp_path, sources)
    listed = {
        page: {link.get("href") for link in built.page(page).iterfind(".//main//a")}
        for page in ("/en/senses/io/", "/en/senses/io-2/")
    }
    assert {"/en/a/", "/en/b/"} <= listed["/en/senses/io/"]
    assert {"/en/c/", "/en/d/"} <= listed["/en/senses/io-2/"]
    assert built.page("/en/a/").find(".//main//a[@href='/en/senses/io/']") is not None
    assert built.page("/en/c/").find(".//main//a[@href='/en/senses/io-2/']") is not None


def test_a_category_is_not_in_the_way_of_the_search_page(tmp_path: Path) -> None:
    config = '[permalinks]\ncategory = "/{lang}/{slug}/"\n[categories.search]\nen = "Finding"\n'
    config += '[categories.wanted]\nen = "Needed"\n'
    sources = {"content/en/a.md": entry("A", "[x](no.md)", category="[Finding, Needed]"), "glossary.toml": config}
    built = build_site(tmp_path, sources)
    assert text_of(built.page("/en/search-2/").find(".//h1")) == "Finding"
    assert text_of(built.page("/en/wanted-2/").find(".//h1")) == "Needed"
    assert built.page("/en/search/").find(".//main//form") is not None


@pytest.mark.parametrize(
    "permalink",
    [
        'categories = "/{lang}/search/"',
        'index = "/{lang}"',
        'index = "/{lang}/index.html"',
        'index = "/{lang}/terms.json/"',
        'index = "/404.html/{lang}/"',
        'index = "/{lang}/search/index.json"',
        'wanted = "/{lang}/search/index.html"',
        'category = "/{lang}/terms.json/{slug}/"',
    ],
)
def test_settings_that_give_two_pages_one_address_end_the_build(permalink: str, tmp_path: Path) -> None:
    sources = {f"content/{lang}/a.md": entry("A", category="C") for lang in ("en", "ja")}
    with pytest.raises(ConfigError, match=r"glossary\.toml.*permalinks.*/"):
        build_site(tmp_path, sources | {"glossary.toml": f"[permalinks]\n{permalink}\n"})
    assert not (tmp_path / "output").exists()


def test_a_home_page_does_not_take_the_address_of_another_languages(tmp_path: Path) -> None:
    sources = {f"content/{lang}/a.md": entry("A") for lang in ("en", "de")}
    built = build_site(tmp_path, sources | {"content/de/_index.md": entry("Start", url="/en/")})
    assert found(built) == ["de/_index.md:3:1 address-generated"]
    assert {"en/index.html", "de/index.html"} <= files(built) | {"en/index.html"}
    assert built.page("/en/").get("lang") == "en"


def test_the_home_page_of_the_only_language_may_stand_at_the_root(tmp_path: Path) -> None:
    config = '[permalinks]\nhome = "/"\nentry = "/{path}/"\n[languages.en]\n'
    built = build_site(tmp_path, {"content/en/a.md": entry("A"), "glossary.toml": config})
    assert built.codes == []
    assert built.page("/").find(".//a[@href='/en/all/']") is not None
