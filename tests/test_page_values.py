"""What pages hand to templates, looked at through templates of a theme of one's own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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
