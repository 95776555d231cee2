"""What is legal and still odd: found by `check` and `build`, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary_ssg.diagnostics import Diagnostic
from tests.support import build_site, entry

SENTENCES = (
    "A token is the unit in which a model reads and writes text. It may be a whole word. Often it is a part of one. "
    "Prices are told in tokens. Limits are too. Each model has its own way to cut. "
)
JAPANESE = "トークンとは、モデルが読み書きする文の単位である。語の全体のこともある。多くは語の一部である。"
LANGUAGES = 'default_language = "en"\n[languages.en]\n[languages.ja]\n'


def found_in(folder: Path, code: str, files: dict[str, str]) -> list[Diagnostic]:
    """Return the diagnostics of a code on a small site."""
    site = {f"content/{name}" if name.endswith(".md") else name: text for name, text in files.items()}
    return build_site(folder, {"glossary.toml": LANGUAGES, **site}, dry=True).found(code)


def places(found: list[Diagnostic]) -> list[tuple[int, int]]:
    """Return lines and columns."""
    return [(item.line, item.column) for item in found]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("## A\n\n### B\n\n## C\n", []),
        ("## A\n\n#### B\n", [(6, 1)]),
        ("### A\n\n### B\n", [(4, 1)]),
        ("# A\n\n## B\n", []),
        ("# A\n\n### B\n", [(6, 1)]),
        ("## A\n\n### B\n\n#### C\n\n## D\n\n#### E\n", [(12, 1)]),
    ],
)
def test_a_heading_that_leaves_out_a_level(tmp_path: Path, body: str, expected: list[tuple[int, int]]) -> None:
    assert places(found_in(tmp_path, "heading-jump", {"en/a.md": entry("Aa", body)})) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("\n![A cat](https://example.org/a.png)", []),
        ("\n![](https://example.org/a.png)", [(5, 1)]),
        ("\nText ![](a.png) and ![](b.png)", [(5, 6), (5, 21)]),
        ('\n<img src="https://example.org/a.png" alt="">', []),
        ('\n<img src="https://example.org/a.png">', [(5, 11)]),
    ],
    ids=["text", "none", "own files", "ornament", "HTML"],
)
def test_a_picture_without_alternative_text(tmp_path: Path, body: str, expected: list[tuple[int, int]]) -> None:
    files = {"en/a.md": entry("Aa", body), "content/en/a.png": "x", "content/en/b.png": "x"}
    assert places(found_in(tmp_path, "image-alt", files)) == expected


@pytest.mark.parametrize(
    ("description", "is_long"),
    [("x" * 200, False), ("x" * 201, True), ("字" * 100, False), ("字" * 101, True), ("ก็" * 150, False)],
)
def test_a_description_is_as_long_as_its_script_allows(tmp_path: Path, description: str, is_long: bool) -> None:
    found = found_in(tmp_path, "description-long", {"en/a.md": entry("Aa", description=description)})
    assert places(found) == ([(3, 1)] if is_long else [])


def test_an_entry_without_a_description_and_no_other_page(tmp_path: Path) -> None:
    files = {
        "en/a.md": entry("Aa"),
        "en/b.md": entry("Bb", description="Said."),
        "en/about.md": entry("About", type="page"),
        "en/_index.md": entry("Home"),
    }
    assert [found.path[-4:] for found in found_in(tmp_path, "description-missing", files)] == ["a.md"[-4:]]


def test_an_entry_that_nothing_leads_to(tmp_path: Path) -> None:
    files = {
        "en/link.md": entry("Zzlink", "\n[x](linked.md) and Zznamed"),
        "en/linked.md": entry("Zzlinked"),
        "en/named.md": entry("Zznamed", related="[zzrelated]"),
        "en/related.md": entry("Zzrelated"),
        "en/self.md": entry("Zzself", "\n[me](self.md)"),
        "ja/alone.md": entry("ひとつ"),
    }
    found = found_in(tmp_path, "entry-unlinked", files)
    assert [item.path.rpartition("/")[2] for item in found] == ["link.md", "self.md"]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Chatbot", "Chat bot", True),
        ("Chatbot", "chat-bot", True),
        ("Chatbot", "Chatbot", False),  # two senses of a word
        ("C", "C#", False),
        ("チャットボット", "チャット・ボット", True),
        ("Chatbot", "Chatbots", False),
    ],
)
def test_headwords_that_differ_by_signs_only(tmp_path: Path, one: str, other: str, is_same: bool) -> None:
    files = {"en/a.md": entry(f'"{one}"', "One."), "en/b.md": entry(f'"{other}"', "Other.")}
    found = found_in(tmp_path, "entry-duplicate", files)
    assert [item.path[-4:] for item in found] == (["b.md"] if is_same else [])


def test_texts_of_which_most_sentences_are_the_same(tmp_path: Path) -> None:
    others = "Something else stands here. Nothing of it is there. So it is an entry of its own. "
    files = {
        "en/a.md": entry("Token", SENTENCES),
        "en/b.md": entry("Piece", "More. " + SENTENCES.upper()),
        "en/c.md": entry("Other", others + SENTENCES[:60]),
        "en/short.md": entry("Stub", "To be written."),
        "en/stub.md": entry("Another stub", "To be written."),
        "ja/a.md": entry("トークン", JAPANESE),
        "ja/b.md": entry("かけら", JAPANESE + "以上"),
    }
    found = found_in(tmp_path, "entry-duplicate", files)
    assert [item.path[-7:] for item in found] == ["en/b.md", "ja/b.md"]
    assert found[0].message == "the text is nearly that of 'Token' in en/a.md"


def test_a_formula_that_all_entries_end_with_makes_no_two_of_them_alike(tmp_path: Path) -> None:
    body = "{} stands alone here. " + SENTENCES
    files = {
        f"en/{number}.md": entry(f"Xx{chr(97 + number // 26)}{chr(97 + number % 26)}", body) for number in range(60)
    }
    assert found_in(tmp_path, "entry-duplicate", files) == []


# Pairs


def drift(folder: Path, original: str, translation: str) -> list[str]:
    """Return what is told of a translation."""
    files = {"en/a.md": entry("Token", original), "ja/a.md": entry("トークン", translation)}
    return [item.message for item in found_in(folder, "translation-drift", files)]


@pytest.mark.parametrize(
    ("original", "translation", "expected"),
    [
        ("## A\n\nText.", "## あ\n\n文。", []),
        ("## A\n\n## B\n", "## あ\n", ["headings 1, not 2"]),
        ("| a |\n|---|\n| b |\n", "文。", ["tables 0, not 1"]),
        ("**Q: Why?**  \nA: So.\n\n**Q: How?**  \nA: So.\n", "**Q: なぜ?**  \nA: そう。\n", ["questions 1, not 2"]),
    ],
    ids=["alike", "headings", "tables", "questions"],
)
def test_a_translation_that_has_drifted(tmp_path: Path, original: str, translation: str, expected: list[str]) -> None:
    said = [f"it differs from en/a.md: {what}" for what in expected]
    assert drift(tmp_path, original, translation) == said


def test_a_translation_whose_length_is_not_as_usual(tmp_path: Path) -> None:
    files = {}
    for number in range(12):
        name = chr(97 + number)
        files[f"en/{name}.md"] = entry(f"Term{name}", "word " * 40)
        files[f"ja/{name}.md"] = entry(f"用語{name}", "語" * (20 if name == "k" else 100), reading="ようご")
    (found,) = found_in(tmp_path, "translation-drift", files)
    assert found.path.endswith("ja/k.md")
    assert "0.2 times the length that is usual in 'ja'" in found.message
    few = {name: text for name, text in files.items() if name[3] in "jkl"}
    assert found_in(tmp_path / "few", "translation-drift", few) == []


def test_a_translation_that_nobody_has_translated(tmp_path: Path) -> None:
    files = {"en/a.md": entry("Token", SENTENCES), "ja/a.md": entry("トークン", SENTENCES)}
    (found,) = found_in(tmp_path, "translation-copied", files)
    assert (found.path[-7:], found.severity) == ("ja/a.md", "warning")


def test_a_translation_in_another_declared_category(tmp_path: Path) -> None:
    settings = LANGUAGES + '[categories.one]\nen = "One"\nja = "一"\n[categories.two]\nen = "Two"\nja = "二"\n'
    files = {
        "glossary.toml": settings,
        "en/a.md": entry("Aa", category="One"),
        "ja/a.md": entry("あ", category="二"),
        "en/b.md": entry("Bb", category="Two"),
        "ja/b.md": entry("び", category="二"),
    }
    (found,) = found_in(tmp_path, "category-differs", files)
    assert (found.path[-7:], found.line) == ("ja/a.md", 3)
