"""What is reported of automatic links: names of several entries, and names that link from too many pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import Built, build_site, entry


def frequent(built: Built) -> list[str]:
    return [item.message for item in built.found("autolink-frequent")]


@pytest.mark.parametrize(
    ("pages", "linking", "is_reported"), [(20, 5, True), (20, 4, False), (19, 5, False), (21, 5, True), (26, 5, False)]
)
def test_a_name_that_links_from_more_than_a_fifth_of_twenty_pages_or_more(
    tmp_path: Path, pages: int, linking: int, is_reported: bool
) -> None:
    files = {
        f"content/en/e{n:02}.md": entry(f"Entry{n}", "A mesh." if n < linking else "Text.") for n in range(pages - 1)
    }
    built = build_site(tmp_path, files | {"content/en/mesh.md": entry("Mesh")})
    assert frequent(built) == ([f"'Mesh' links from {linking} of {pages} pages in 'en'"] if is_reported else [])
    for item in built.found("autolink-frequent"):
        assert item.path.endswith("content/en/mesh.md")
        assert item.line == 1
        assert item.hint == "if it is a common word, add it to `stop` under [languages.en.autolink]"


def test_languages_are_counted_each_by_itself(tmp_path: Path) -> None:
    files = {f"content/en/e{n:02}.md": entry(f"Entry{n}", "A mesh.") for n in range(4)}
    files |= {f"content/de/e{n:02}.md": entry(f"Wort{n}", "Ein Netz.") for n in range(19)}
    built = build_site(tmp_path, files | {"content/en/mesh.md": entry("Mesh"), "content/de/netz.md": entry("Netz")})
    assert frequent(built) == ["'Netz' links from 19 of 20 pages in 'de'"]


def ambiguous(built: Built) -> list[tuple[str, str]]:
    """Return file and message of each ambiguous name."""
    return [(item.path.rpartition("/")[2], item.message) for item in built.found("autolink-ambiguous")]


TWO = {"content/en/b.md": entry("Agent"), "content/en/a.md": entry("agent")}


def test_a_name_of_two_entries_is_reported_once_at_the_first(tmp_path: Path) -> None:
    built = build_site(tmp_path, TWO | {"content/en/c.md": entry("Page", "An agent, agents and an Agent.")})
    ((path, message),) = ambiguous(built)
    assert path == "a.md"
    assert message.endswith("is a name of en/a.md and en/b.md; it links to none of them") or (
        "en/a.md" in message and "en/b.md" in message and message.endswith("; it links to none of them")
    )


@pytest.mark.parametrize(
    "files",
    [
        {"glossary.toml": '[autolink]\nstop = ["agent"]\n'},
        {"glossary.toml": '[prefer]\nagent = "a"\n'},
        {"glossary.toml": "[autolink]\nenabled = false\n"},
        {"content/en/a.md": entry("agent", draft="true")},
        {"content/en/a.md": entry("agent", draft="true"), "content/en/b.md": entry("Agent", draft="true")},
    ],
    ids=["stop word", "preferred", "off", "one draft", "two drafts"],
)
def test_a_name_that_could_not_link_anyway_is_not_reported(tmp_path: Path, files: dict[str, str]) -> None:
    assert ambiguous(build_site(tmp_path, TWO | files)) == []


def test_the_hint_can_be_followed(tmp_path: Path) -> None:
    (item,) = build_site(tmp_path, TWO).found("autolink-ambiguous")
    assert item.hint.startswith("decide by [prefer] in glossary.toml: ")
    assert "stop words" in item.hint
