"""What pages hand to templates, looked at through templates of a theme of one's own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support import Built, build_site, entry, text_of

TOML = 'theme = "ours"\nbase_url = "https://example.org/"\n'


def build(folder: Path, files: Mapping[str, str], toml: str = "", **templates: str) -> Built:
    """Build a site whose templates show expressions as JSON: `entry="page.title"` or `entry='{"a": page.title}'`."""
    shown = {
        f"themes/ours/templates/{name}.html": '{% extends "base.html" %}{% block content %}'
        f"<pre>{{{{ ({expression}) | tojson }}}}</pre>{{% endblock %}}"
        for name, expression in templates.items()
    }
    return build_site(folder, {"glossary.toml": TOML + toml, **files, **shown})


def value(built: Built, uri: str) -> Any:
    """Return what a page's template showed."""
    return json.loads(text_of(built.page(uri).find(".//main/pre")))


def each(links: str, *names: str) -> str:
    """Return an expression for some fields of some links."""
    return "[" + ", ".join(f"{links} | map(attribute='{name}') | list" for name in names) + "]"


LISTED = {
    "content/ja/_index.md": "Text.",
    "content/ja/s/_index.md": entry("節"),
    "content/ja/s/a.md": entry("意図", reading="イト", category="[基本, 手法]"),
    "content/ja/b.md": entry("API", category="手法"),
    "content/ja/c.md": entry("プロンプト"),
}


def test_lists_of_entries_can_be_filtered_by_reading_and_category(tmp_path: Path) -> None:
    listed = each("page.links", "title", "reading", "categories")
    shown = f"[{listed}, {each('page.categories', 'title', 'key')}]"
    letters = each("(page.letters | selectattr('count') | map(attribute='links') | sum(start=()))", "title", "reading")
    built = build(
        tmp_path,
        LISTED,
        index=f"[{letters}, {each('page.categories', 'key')}, page.total]",
        section=shown,
        category=shown,
        search=each("page.categories", "title", "key"),
    )
    assert value(built, "/ja/all/") == [
        [["意図", "プロンプト", "API"], ["いと", "", ""]],
        [["基本", "手法"]],
        3,
    ]
    assert value(built, "/ja/s/") == [[["意図"], ["いと"], [["基本", "手法"]]], [["基本", "手法"], ["基本", "手法"]]]
    both = [["意図", "API"], ["いと", ""], [["基本", "手法"], ["手法"]]]
    assert value(built, "/ja/category/%E6%89%8B%E6%B3%95/") == [both, [["基本", "手法"], ["基本", "手法"]]]
    assert value(built, "/ja/search/") == [["基本", "手法"], ["基本", "手法"]]


def test_letter_pages_can_be_filtered_too(tmp_path: Path) -> None:
    files = {f"content/en/t{at}.md": entry(f"{chr(65 + at % 2)} {at:03}", category=f"C{at % 2}") for at in range(301)}
    built = build(
        tmp_path,
        files,
        letter=f"[page.links | length, {each('page.categories', 'key')}]",
        home=each("page.letters", "id", "href", "count", "links"),
    )
    assert value(built, "/en/letter/b/") == [150, [["c1"]]]
    rows = list(zip(*value(built, "/en/"), strict=True))
    assert rows[:3] == [
        ("a", "/en/letter/a/", 151, []),
        ("b", "/en/letter/b/", 150, []),
        ("c", "/en/all/#g-c", 0, []),
    ]


def names(count: int) -> dict[str, str]:
    """Return entries that stand in the order of their numbers."""
    return {f"content/en/t{at:02}.md": entry(f"T {at:02}") for at in range(count)}


@pytest.mark.parametrize(
    ("at", "count", "before", "after"),
    [
        pytest.param(7, 20, [2, 3, 4, 5, 6], [8, 9, 10, 11, 12], id="middle"),
        pytest.param(0, 20, [], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], id="first"),
        pytest.param(18, 20, [9, 10, 11, 12, 13, 14, 15, 16, 17], [19], id="last-but-one"),
        pytest.param(1, 4, [0], [2, 3], id="few"),
        pytest.param(0, 1, [], [], id="one"),
    ],
)
def test_an_entry_knows_its_neighbours_in_the_index(
    at: int, count: int, before: list[int], after: list[int], tmp_path: Path
) -> None:
    shown = f"[{each('page.before', 'title', 'href')}, {each('page.after', 'title', 'href')}]"
    files = {**names(count), "content/en/about.md": entry("T", type="page"), "content/en/d.md": entry("T", draft="1")}
    built = build(tmp_path, files, entry=shown, page=shown)

    def links(numbers: list[int]) -> list[list[str]]:
        return [[f"T {number:02}" for number in numbers], [f"/en/t{number:02}/" for number in numbers]]

    assert value(built, f"/en/t{at:02}/") == [links(before), links(after)]
    assert value(built, "/en/about/") == [[[], []], [[], []]]


def test_an_entry_knows_its_letter(tmp_path: Path) -> None:
    files = {
        "content/ja/a.md": entry("Ａ"),
        "content/ja/b.md": entry("語"),
        "content/ja/c.md": entry("型", type="page"),
    }
    shown = "[page.letter.title, page.letter.key, page.letter.href]"
    built = build(tmp_path, files, entry=shown, page="page.letter")
    assert value(built, "/ja/a/") == ["A", "", "/ja/all/#g-a"]
    assert value(built, "/ja/b/") == ["", "letter_no-reading", "/ja/all/#g-no-reading"]
    assert value(built, "/ja/c/") is None
    many = {f"content/ja/t{number}.md": entry(f"T{number}") for number in range(301)}
    assert value(build(tmp_path, many, entry=shown), "/ja/t7/") == ["T", "", "/ja/letter/t/"]


def test_dates_are_written_as_readers_of_the_language_write_them(tmp_path: Path) -> None:
    text = entry("T", date="2024-03-02", lastmod="2024-11-30T23:30:00-05:00")
    files = {f"content/{lang}/a.md": text for lang in ("en", "ja", "de", "tlh")}
    shown = "[page.date.text, page.changed.day, page.changed.text]"
    built = build(tmp_path, files, "[languages.en]\n[languages.ja]\n[languages.de]\n[languages.tlh]\n", entry=shown)
    assert value(built, "/en/a/") == ["March 2, 2024", "2024-11-30", "November 30, 2024"]
    assert value(built, "/ja/a/") == ["2024年3月2日", "2024-11-30", "2024年11月30日"]
    assert value(built, "/de/a/") == ["2. März 2024", "2024-11-30", "30. November 2024"]
    assert value(built, "/tlh/a/") == ["2024-03-02", "2024-11-30", "2024-11-30"]
    built = build(tmp_path, {"content/en/a.md": entry("T", date="2024-03-02"), "content/ja/a.md": entry("T")},
                  "[languages.en]\n[languages.ja]\n", entry="[page.changed.text if page.changed else page.sense]")  # fmt: skip
    assert value(built, "/en/a/") == ["March 2, 2024"]
    assert value(built, "/ja/a/") == [""]


@pytest.mark.parametrize(
    ("lang", "title", "body", "expected"),
    [
        ("en", "Chatbot", "## Chatbot\n\nx", True),
        ("en", "Chatbot", "# What is a chatbot?\n\nx", True),
        ("en", "Agent", "## What is an agent\n\nx", True),
        ("en", "Agents", "## *What are* Agents?\n\nx", True),
        ("en", "API", "## What’s API?\n\nx", True),
        ("en", "Large Language Model (LLM)", "## What is a Large Language Model?\n\nx", True),
        ("en", "Large Language Model (LLM)", "## What is an LLM?\n\nx", True),
        ("en", "Temperature (AI)", "## Definition of temperature\n\nx", True),
        ("en", "Chatbot", "## Definition\n\nx", True),
        ("en", "Chatbot", "<div>x</div>\n\n## Chatbot\n\nx", False),
        ("en", "Chatbot", "Text.\n\n## Chatbot\n\nx", False),
        ("en", "Chatbot", "![p](/x.png)\n\n## Chatbot\n\nx", False),
        ("en", "Chatbot", "## What is a chatbot for?\n\nx", False),
        ("en", "Chatbot", "## What is a bot?\n\nx", False),
        ("en", "C#", "## What is C?\n\nx", False),
        ("en", "'!?'", "## …\n\nx", False),
        ("en", "Chatbot", "## Chatbot {#own}\n\n<kbd>x</kbd>", True),
        ("ja", "プロンプト", "## プロンプトとは？\n\nx", True),
        ("ja", "RAG（検索拡張生成）", "## RAG とは何ですか？\n\nx", True),
        ("ja", "プロンプト", "## 「プロンプト」の定義\n\nx", True),
        ("ja", "プロンプト", "## プロンプトの例\n\nx", False),
        ("de", "Chatbot", "## Chatbot\n\nx", True),
    ],
)
def test_a_first_heading_that_says_nothing_but_the_headword_is_told(
    lang: str, title: str, body: str, expected: bool, tmp_path: Path
) -> None:
    built = build(tmp_path, {f"content/{lang}/a.md": entry(title, body)}, entry="page.repeats_title")
    assert value(built, f"/{lang}/a/") is expected


def test_a_theme_says_what_a_heading_repeats(tmp_path: Path) -> None:
    strings = {"themes/ours/strings/en.toml": 'what_is = "All about {term}"\n'}
    files = {"content/en/a.md": entry("Ants", "## All about ants!"), "content/en/b.md": entry("Bees", "## Bees")}
    built = build(tmp_path, files | strings, entry="page.repeats_title")
    assert value(built, "/en/a/") is True
    assert value(built, "/en/b/") is False


def test_contents_are_the_headings_that_a_reader_may_look_for(tmp_path: Path) -> None:
    body = "## What is A?\n\n## Use\n\n### At home\n\n#### In bed\n\n## Dangers\n"
    files = {"content/en/a.md": entry("A", body), "content/en/b.md": entry("B", "## B\n\n## Use\n\n## Dangers\n")}
    built = build(tmp_path, files, entry=each("page.contents", "text", "id", "level"))
    assert value(built, "/en/a/") == [["Use", "At home", "Dangers"], ["use", "at-home", "dangers"], [2, 3, 2]]
    assert value(built, "/en/b/") == [[], [], []]


def test_home_pages_show_the_latest_changes_and_every_page_knows_where_the_rest_is(tmp_path: Path) -> None:
    days = {at: f"2024-02-{at + 1:02}" for at in range(8)}
    files = {f"content/en/t{at}.md": entry(f"T{at}", date="2024-01-01", lastmod=day) for at, day in days.items()}
    files["content/en/t7.md"] = entry("T7", "[[Nowhere]]", date="2024-02-07", lastmod="2024-02-08")
    files |= {f"content/en/u{at}.md": entry(f"U{at}") for at in range(4)} | {
        "content/ja/a.md": entry("あ", reading="あ")
    }
    shown = "[language.home, language.index, language.search, language.changes, language.wanted]"
    built = build(tmp_path, files, home=each("page.recent", "title", "is_new"), entry=shown)
    assert value(built, "/en/") == [["T7", "T6", "T5", "T4", "T3"], [False] * 5]
    assert value(built, "/ja/") == [[], []]
    assert value(built, "/en/t1/") == ["/en/", "/en/all/", "/en/search/", "/en/changes/", "/en/wanted/"]
    assert value(built, "/ja/a/") == ["/ja/", "/ja/all/", "/ja/search/", "", ""]
    mounted = build(tmp_path, {}, 'mount = "/{lang}/words/"\n', entry=shown)
    expected = ["", "all/", "search/", "changes/", "wanted/"]
    assert value(mounted, "/en/words/t1/") == [f"/en/words/{part}" for part in expected]
