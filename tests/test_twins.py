"""Markdown twins: what the author wrote, with addresses that lead somewhere."""

from __future__ import annotations

from pathlib import Path

from tests.support import broken_links, build_site, entry, tree_of, write_files
from tests.test_cli import run

FILES = {
    "content/en/a.md": entry(
        "A *b*",
        """
        ## Why

        See [the other](b.md#use "T"), [[B]], [[b|a *b*]], [out](https://example.com/) and ![x](x.png).
        `[[B]]` stays, [nowhere](nowhere.md) too.

        ## Related terms

        - [B](b.md): kept
        """,
        description="Short.",
        aliases="[/old/]",
    ),
    "content/en/b.md": entry("B", "## Use\n", url="/en/b(c).html"),
    "content/en/x.png": b"x",
    "glossary.toml": 'base_url = "https://example.org/sub/"\n[formats]\nmarkdown = true\n',
}


def test_a_twin_is_the_entry_with_whole_addresses(tmp_path: Path) -> None:
    built = build_site(tmp_path, FILES)
    assert built.read("en/a/index.html.md").splitlines() == [
        r"# A \*b\*",
        "",
        "> Short.",
        "",
        "## Why",
        "",
        'See [the other](https://example.org/sub/en/b%28c%29.html#use "T"), [B](https://example.org/sub/en/b%28c%29.html), '
        r"[a \*b\*](https://example.org/sub/en/b%28c%29.html), [out](https://example.com/) and "
        "![x](https://example.org/sub/en/x.png).",
        "`[[B]]` stays, [nowhere](nowhere.md) too.",
        "",
        "## Related terms",
        "",
        "- [B](https://example.org/sub/en/b%28c%29.html): kept",
    ]
    assert built.read("en/b(c).html.md") == "# B\n\n## Use\n"


def test_pages_lead_to_their_twins_and_nothing_else_has_one(tmp_path: Path) -> None:
    built = build_site(tmp_path, FILES)
    links = [link.get("href") for link in built.page("/en/a/").iter("link") if link.get("type") == "text/markdown"]
    assert links == ["/sub/en/a/index.html.md"]
    assert list(broken_links(built.output, "/sub/")) == []
    assert [name for name in tree_of(built.output) if name.endswith(".md")] == ["en/a/index.html.md", "en/b(c).html.md"]


def test_other_kinds_of_frontmatter_and_files_without_an_end_have_twins_too(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    files = {
        "content/en/t.md": b'+++\ntitle = "T"\n+++\n\r\nText.\r\n',
        "content/en/j.md": b'\xef\xbb\xbf{"title": "J"}\nText.',
        "content/en/u.md": b"---\ntitle: U\n",
    }
    built = build_site(tmp_path, files)
    assert built.read("en/t/index.html.md") == "# T\n\nText.\n"
    assert built.read("en/j/index.html.md") == "# J\n\nText.\n"
    assert build_site(tmp_path).report.summary.written == 0


def test_the_command_line_asks_for_twins_too(tmp_path: Path) -> None:
    settings = FILES["glossary.toml"]
    write_files(tmp_path, FILES)
    run(tmp_path, "build")
    expected = tree_of(tmp_path / "output")
    write_files(tmp_path, {"glossary.toml": settings.replace("true", "false")})
    run(tmp_path, "build")
    assert not [name for name in tree_of(tmp_path / "output") if name.endswith(".md")]
    assert run(tmp_path, "build", "--markdown").exit_code == 0
    assert tree_of(tmp_path / "output") == expected
