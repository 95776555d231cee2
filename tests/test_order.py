"""Indexes, readings, senses, related entries and paired categories on small sites."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from pyuca import Collator

from glossary_ssg.errors import GlossaryError
from glossary_ssg.text.collation import LazyCollator
from tests.support import ROOT, broken_links, build_site, entry, text_of


def headings(page: Element) -> list[tuple[str, list[str]]]:
    """Return (heading, headwords) of an index page."""
    sections = [section for section in page.iter("section") if section.find("h2") is not None]
    return [(text_of(section.find("h2")), [text_of(term) for term in section.iter("dt")]) for section in sections]


def test_a_japanese_index_has_kana_rows_by_reading_then_letters_and_loses_nothing(tmp_path: Path) -> None:
    files = {
        "content/ja/a.md": entry("生成AI", reading="せいせいエーアイ"),
        "content/ja/b.md": entry("認証", reading="ニンショウ"),
        "content/ja/c.md": entry("バイアス"),
        "content/ja/d.md": entry("はしご", reading="はしご"),
        "content/ja/e.md": entry("API"),
        "content/ja/f.md": entry("稟議"),
        "content/ja/g.md": entry("３D"),
        "content/ja/h.md": entry("東京", reading="東きょう"),
        "content/ja/i.md": entry("橋", reading="（はし）、きょう"),
        "content/ja/j.md": entry("ヴァイオリン"),
    }
    built = build_site(tmp_path, files)
    assert headings(built.page("/ja/all/")) == [
        ("あ", ["ヴァイオリン"]),
        ("さ", ["生成AI"]),
        ("な", ["認証"]),
        ("は", ["バイアス", "橋", "はしご"]),
        ("A", ["API"]),
        ("0–9", ["３D"]),
        ("読みなし", ["東京", "稟議"]),
    ]
    assert [found.path.rpartition("/")[2] for found in built.found("reading-missing")] == ["f.md"]
    assert [(found.path.rpartition("/")[2], found.line) for found in built.found("reading-kanji")] == [("h.md", 3)]


@pytest.mark.parametrize("reading", ["βばん", "ー", "한글"])
def test_a_reading_that_is_no_kana_is_told_where_it_stands(reading: str, tmp_path: Path) -> None:
    built = build_site(tmp_path, {"content/ja/a.md": entry("β版", reading=reading)})
    (item,) = built.found("reading-missing")
    assert (item.line, item.column, f"'{reading}'" in item.message) == (3, 1, True)


def test_what_is_understood_of_the_table_gives_the_keys_of_the_whole_table() -> None:
    whole = Collator()
    texts = [
        "",
        "Straße",
        "col·lecció",
        "Ångström",
        "e\u0301\u0323",
        "がぎぐ",
        "漢字",
        "한국어",
        "เแก",
        "का",
        "\U00017001",
        "\ud800",
    ]
    texts += ["".join(texts), *(chr(code) for code in range(0x20, 0x3000))]
    lazy = LazyCollator()
    assert [lazy.sort_key(text) for text in texts] == [whole.sort_key(text) for text in texts]


def test_letters_without_entries_keep_their_places(tmp_path: Path) -> None:
    built = build_site(tmp_path, {"content/en/a.md": entry("Zebra"), "content/en/b.md": entry("Élan")})
    letters = next(nav for nav in built.page("/en/all/").iter("nav") if nav.get("aria-label") == "Letters")
    items = list(letters.iter("li"))
    assert len(items) == 26
    assert [text_of(item) for item in items if item.find("a") is not None] == ["E 1", "Z 1"]


@pytest.mark.parametrize(
    ("lang", "titles", "expected"),
    [
        ("de", ["Zebra", "Äpfel", "Apfel", "Öl"], ["Apfel", "Äpfel", "Öl", "Zebra"]),
        ("hi", ["बादल", "कंटेनर", "आभासी"], ["आभासी", "कंटेनर", "बादल"]),
        ("ko", ["컨테이너", "가상", "클라우드"], ["가상", "컨테이너", "클라우드"]),
        ("ru", ["Яма", "Ёлка", "Ель", "Арка"], ["Арка", "Ёлка", "Ель", "Яма"]),
    ],
)
def test_headwords_stand_in_the_order_of_their_script(
    tmp_path: Path, lang: str, titles: list[str], expected: list[str]
) -> None:
    files = {f"content/{lang}/t{number}.md": entry(title) for number, title in enumerate(titles)}
    groups = headings(build_site(tmp_path, files).page(f"/{lang}/all/"))
    assert [title for _, members in groups for title in members] == expected


def test_an_index_of_more_than_three_hundred_entries_has_a_page_for_each_letter(tmp_path: Path) -> None:
    files = {f"content/en/t{number}.md": entry(f"{chr(65 + number % 3)}term {number:03}") for number in range(301)}
    built = build_site(tmp_path, files)
    assert headings(built.page("/en/all/")) == []
    assert [text_of(term) for term in built.page("/en/letter/b/").iter("dt")][:2] == ["Bterm 001", "Bterm 004"]
    assert len(list(built.page("/en/letter/a/").iter("dt"))) == 101
    assert list(broken_links(built.output)) == []


def test_icu_follows_the_language_or_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "glossary.toml": 'collation = "icu"\n[languages.sv]\n',
        **{f"content/sv/t{number}.md": entry(title) for number, title in enumerate(["Ål", "Zebra", "Apa", "Öl"])},
    }
    pytest.importorskip("icu", reason="PyICU is not installed: pip install 'glossary-ssg[icu]'")
    groups = headings(build_site(tmp_path, files).page("/sv/all/"))
    assert [title for _, members in groups for title in members][-1] == "Zebra"
    assert groups[0][1] == ["Apa", "Ål"]
    monkeypatch.setitem(sys.modules, "icu", None)
    from glossary_ssg.text import collation

    collation._icu.cache_clear()
    with pytest.raises(GlossaryError, match="PyICU is not installed"):
        build_site(tmp_path, {"content/sv/new.md": entry("Ny")})


def test_two_entries_of_one_headword_say_which_sense_they_are(tmp_path: Path) -> None:
    files = {
        "content/en/ai-agent.md": entry("Agent", qualifier="AI"),
        "content/en/human-agent.md": entry("Agent", category="Service"),
        "content/en/other.md": entry("Other"),
    }
    built = build_site(tmp_path, files)
    assert text_of(built.page("/en/ai-agent/").find(".//h1")) == "Agent AI"
    assert text_of(built.page("/en/human-agent/").find(".//h1")) == "Agent Service"
    senses = built.page("/en/senses/agent/")
    assert sorted(text_of(term) for term in senses.iter("dt")) == ["Agent AI", "Agent Service"]
    assert built.page("/en/ai-agent/").find(".//a[@href='/en/senses/agent/']") is not None
    assert list(broken_links(built.output)) == []


def related(built_page: Element) -> list[str]:
    section = next((part for part in built_page.iter("section") if part.get("aria-labelledby") == "g-related"), None)
    return [text_of(term) for term in section.iter("dt")] if section is not None else []


def test_related_entries_are_the_authors_then_the_sections_then_computed(tmp_path: Path) -> None:
    files = {
        "content/en/a.md": entry(
            "Alpha",
            "Text.\n\n## Related terms\n\n- [Gamma](c.md)\n- Beta\n\n## More\n\nx",
            related="[delta]",
            keywords="[k]",
        ),
        "content/en/b.md": entry("Beta"),
        "content/en/c.md": entry("Gamma"),
        "content/en/d.md": entry("Delta", translationKey="delta"),
        "content/en/e.md": entry("Epsilon", keywords="[k]"),
        "content/en/f.md": entry("Zeta"),
    }
    built = build_site(tmp_path, files)
    page = built.page("/en/a/")
    assert related(page) == ["Delta", "Gamma", "Beta", "Epsilon"]
    assert [text_of(heading) for heading in page.findall(".//article//h2")] == ["More", "Related terms"]
    assert built.codes == []


def test_a_section_that_holds_more_than_a_list_of_names_stays(tmp_path: Path) -> None:
    body = "## Related terms\n\nSome text about [Beta](b.md).\n"
    built = build_site(tmp_path, {"content/en/a.md": entry("Alpha", body), "content/en/b.md": entry("Beta")})
    assert "Some text about" in text_of(built.page("/en/a/").find(".//article"))


def test_pages_say_where_their_term_is_used(tmp_path: Path) -> None:
    files = {
        "content/en/a.md": entry("Alpha", "See [it](b.md)."),
        "content/en/b.md": entry("Beta", "Nothing."),
        "content/en/c.md": entry("Gamma", "A beta by itself."),
    }
    page = build_site(tmp_path, files).page("/en/b/")
    section = next(part for part in page.iter("section") if part.get("aria-labelledby") == "g-used-in")
    assert [text_of(item) for item in section.iter("li")] == ["Alpha", "Gamma"]


def test_categories_without_settings_are_paired_by_most_of_their_entries(tmp_path: Path) -> None:
    pairs = (
        [("concept", "コンセプト")] * 3
        + [("technology", "技術")] * 3
        + [("concept", "技術"), ("technology", "technology")]
    )
    files = {}
    for number, (english, japanese) in enumerate(pairs):
        files[f"content/en/t{number}.md"] = entry(f"Term{number}", category=english)
        files[f"content/ja/t{number}.md"] = entry(f"ターム{number}", category=japanese)
    built = build_site(tmp_path, files)
    concept = built.page("/en/category/concept/")
    assert concept.find(".//a[@href='/ja/category/コンセプト/']") is None  # addresses are percent-encoded
    assert [link.get("href") for link in concept.iter("a") if link.get("hreflang") == "ja"] == [
        "/ja/category/%E3%82%B3%E3%83%B3%E3%82%BB%E3%83%97%E3%83%88/"
    ]
    assert [found.path.rpartition("content/")[2] for found in built.found("category-differs")] == ["ja/t6.md"]
    assert [found.path.rpartition("content/")[2] for found in built.found("category-placeholder")] == ["ja/t7.md"]


def test_the_kana_index_of_the_sample_lists_exactly_the_published_entries(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copy(ROOT / "glossary.toml", tmp_path)
    built = build_site(tmp_path)
    listed = sorted(title for _, titles in headings(built.page("/ja/all/")) for title in titles)
    pages = list((built.output / "ja/glossary").glob("*/index.html"))
    assert len(listed) == len(pages) > 10
    assert built.found("reading-missing") == []
